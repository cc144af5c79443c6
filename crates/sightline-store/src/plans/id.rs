//! Identifiers of plans.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use ulid::Ulid;

/// Identifier of a plan; its text form is `pln_` and 26 letters and digits.
///
/// Identifiers sort by the moment they were made, to the millisecond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanId(String);

const PREFIX: &str = "pln_";

impl PlanId {
    /// A new identifier, made at `at`.
    pub(crate) fn new(at: DateTime<Utc>) -> Self {
        Self(format!("{PREFIX}{}", Ulid::from_datetime(at.into())))
    }

    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An identifier that the database already holds.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not the identifier of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the identifier of a plan: it is `pln_` and 26 letters and digits")]
pub struct NotAPlanId;

impl FromStr for PlanId {
    type Err = NotAPlanId;

    fn from_str(text: &str) -> Result<Self, NotAPlanId> {
        let rest = text.strip_prefix(PREFIX).ok_or(NotAPlanId)?;
        let ulid = Ulid::from_string(rest).map_err(|_| NotAPlanId)?;
        Ok(Self(format!("{PREFIX}{ulid}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_from_its_text() {
        let id = PlanId::new(DateTime::UNIX_EPOCH);
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert!(id.as_str().starts_with("pln_"));
        assert_eq!("act_01".parse::<PlanId>(), Err(NotAPlanId));
    }

    #[test]
    fn a_later_identifier_sorts_after_an_earlier_one() {
        let earlier = PlanId::new(DateTime::UNIX_EPOCH);
        let later = PlanId::new(DateTime::UNIX_EPOCH + chrono::Duration::milliseconds(1));
        assert!(earlier < later);
    }
}
