//! How values stand in the database.

use chrono::{DateTime, NaiveDate, SecondsFormat, SubsecRound, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Result};

/// An instant as text of fixed width, to the microsecond.
pub(crate) fn instant_text(at: DateTime<Utc>) -> String {
    at.trunc_subsecs(6).to_rfc3339_opts(SecondsFormat::Micros, true)
}

pub(crate) fn instant(text: &str, table: &'static str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|error| Error::Unreadable { table, what: format!("`{text}` is no moment: {error}") })
}

const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a day of the calendar");
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of the calendar");

/// A day to compare with: one of a year of four digits, so that days sort as text.
pub(crate) fn day_to_compare(day: NaiveDate) -> NaiveDate {
    day.clamp(FIRST_DAY, LAST_DAY)
}

/// A day to store; refuses years of more than four digits.
pub(crate) fn day_to_store(day: NaiveDate, what: &str) -> Result<NaiveDate> {
    if day == day_to_compare(day) {
        Ok(day)
    } else {
        Err(Error::Unstorable { what: what.to_owned(), why: "the year must have four digits" })
    }
}

/// Text to store; refuses what PostgreSQL cannot hold.
pub(crate) fn text(text: &str, what: &str) -> Result<String> {
    if text.contains('\0') {
        return Err(Error::Unstorable { what: what.to_owned(), why: "it holds a NUL character" });
    }
    Ok(text.to_owned())
}

pub(crate) fn optional_text(value: Option<&str>, what: &str) -> Result<Option<String>> {
    value.map(|value| text(value, what)).transpose()
}

/// The longest name, in bytes: what an index of PostgreSQL takes, with room to spare.
const LONGEST_NAME: usize = 500;

/// A name or reference to store: text that is looked up.
pub(crate) fn name(name: &str, what: &str) -> Result<String> {
    if name.len() > LONGEST_NAME {
        return Err(Error::Unstorable { what: what.to_owned(), why: "it is longer than 500 letters" });
    }
    text(name, what)
}

pub(crate) fn to_json<T: Serialize>(value: &T, what: &str) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|_| Error::Unstorable { what: what.to_owned(), why: "it cannot be written as JSON" })
}

pub(crate) fn from_json<T: DeserializeOwned>(body: &str, table: &'static str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| Error::Unreadable { table, what: error.to_string() })
}

/// A count from the database, which has no unsigned numbers.
pub(crate) fn count(value: i64, table: &'static str) -> Result<u64> {
    u64::try_from(value).map_err(|_| Error::Unreadable { table, what: format!("{value} is no count") })
}

pub(crate) fn stored_count(value: u64, what: &str) -> Result<i64> {
    i64::try_from(value).map_err(|_| Error::Unstorable { what: what.to_owned(), why: "the number is too large" })
}

/// Bytes in a JSON line: hexadecimal digits, which a backup packs well.
pub(crate) mod hexadecimal_bytes {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::audit::chain::hexadecimal;

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hexadecimal(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        text.as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => digit(*high).zip(digit(*low)).map(|(high, low)| high << 4 | low),
                _ => None,
            })
            .collect::<Option<Vec<u8>>>()
            .ok_or_else(|| D::Error::custom("bytes are pairs of hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_text_of_one_width_that_sorts_by_time() {
        let whole = DateTime::from_timestamp(1_000_000_000, 0).unwrap();
        let later = DateTime::from_timestamp(1_000_000_000, 1_999).unwrap();
        assert_eq!(instant_text(whole), "2001-09-09T01:46:40.000000Z");
        assert_eq!(instant_text(later), "2001-09-09T01:46:40.000001Z");
        assert_eq!(instant(&instant_text(later), "t").unwrap(), later.trunc_subsecs(6));
    }

    #[test]
    fn what_one_of_the_databases_cannot_hold_is_refused_for_both() {
        assert!(text("a\0b", "the note").is_err());
        assert!(name(&"x".repeat(501), "the name").is_err());
        assert!(day_to_store(NaiveDate::MAX, "the day").is_err());
        assert_eq!(day_to_compare(NaiveDate::MAX).to_string(), "9999-12-31");
    }
}
