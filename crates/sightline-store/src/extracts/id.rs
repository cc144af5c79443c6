//! Identifiers of extracts.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use ulid::Ulid;

const PREFIX: &str = "ext_";

/// Identifier of an extract; its text form is `ext_` and 26 letters and digits.
///
/// Identifiers sort by the moment they were made, to the millisecond. The text
/// form is also the name of the extract's folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExtractId(String);

impl ExtractId {
    /// A new identifier, made at `at`: the folder is written under it before the database knows of it.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
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

impl fmt::Display for ExtractId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not the identifier of an extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the identifier of an extract: it is `ext_` and 26 letters and digits")]
pub struct NotAnExtractId;

impl FromStr for ExtractId {
    type Err = NotAnExtractId;

    fn from_str(text: &str) -> Result<Self, NotAnExtractId> {
        let rest = text.strip_prefix(PREFIX).ok_or(NotAnExtractId)?;
        let ulid = Ulid::from_string(rest).map_err(|_| NotAnExtractId)?;
        Ok(Self(format!("{PREFIX}{ulid}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_from_its_text_and_is_the_name_of_a_folder() {
        let id = ExtractId::new(DateTime::UNIX_EPOCH);
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert!(id.as_str().chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_'));
        for none in ["", "ext_", "ext_../secret", "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV"] {
            assert_eq!(none.parse::<ExtractId>(), Err(NotAnExtractId), "{none}");
        }
    }
}
