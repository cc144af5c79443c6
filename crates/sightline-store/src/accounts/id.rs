//! Identifiers of accounts.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use ulid::Ulid;

/// Identifier of an account; its text form is `acc_` and 26 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

const PREFIX: &str = "acc_";

impl AccountId {
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

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not the identifier of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the identifier of an account: it is `acc_` and 26 letters and digits")]
pub struct NotAnAccountId;

impl FromStr for AccountId {
    type Err = NotAnAccountId;

    fn from_str(text: &str) -> Result<Self, NotAnAccountId> {
        let rest = text.strip_prefix(PREFIX).ok_or(NotAnAccountId)?;
        let ulid = Ulid::from_string(rest).map_err(|_| NotAnAccountId)?;
        Ok(Self(format!("{PREFIX}{ulid}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_from_its_text() {
        let id = AccountId::new(DateTime::UNIX_EPOCH);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("pln_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse::<AccountId>(), Err(NotAnAccountId));
    }
}
