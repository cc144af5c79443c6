//! The hashes that hold the history together.
//!
//! All are SHA-256, written as 64 small hexadecimal digits. What is hashed is a
//! sequence of fields, each as its length in bytes (eight bytes, most
//! significant first) and then its bytes; numbers are fields of decimal digits. So no two
//! different sequences of fields give the same bytes.
//!
//! * **Row**: `sightline audit row 1`, number, at, actor, action, object, detail,
//!   content hash, hash of the row before (64 zeros before the first).
//! * **Content**: `sightline audit content 1`, then for each history table that
//!   has rows written with the audit row, by name: its name, the count of rows,
//!   and the hash over the rows' JSON lines by number, each line a field.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::tables::{HistoryTable, audit_log};
use crate::{Error, Result};

/// The hash before the first row.
pub(crate) fn no_hash() -> String {
    "0".repeat(64)
}

/// A hash being made, field by field.
#[derive(Clone, Default)]
pub(crate) struct FieldHash(Sha256);

impl FieldHash {
    pub(crate) fn field(&mut self, bytes: &[u8]) {
        let length = u64::try_from(bytes.len()).expect("a length fits 64 bits");
        self.0.update(length.to_be_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// SHA-256 of bytes as they are.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string does not fail");
        text
    })
}

/// The hash a row of the audit log must have; its own `hash` is not looked at.
pub(crate) fn row_hash(row: &audit_log::Model) -> String {
    let mut hash = FieldHash::default();
    hash.field(b"sightline audit row 1");
    hash.field(row.number.to_string().as_bytes());
    for text in [&row.at, &row.actor, &row.action, &row.object, &row.detail, &row.content_hash, &row.previous_hash] {
        hash.field(text.as_bytes());
    }
    hash.finish()
}

/// The hash over the history rows written with one audit row.
#[derive(Clone, Default)]
pub(crate) struct ContentHash {
    tables: BTreeMap<&'static str, (u64, FieldHash)>,
}

impl ContentHash {
    /// Adds a row; rows of one table come by number.
    pub(crate) fn add<T: HistoryTable>(&mut self, row: &T::Model) -> Result<()> {
        let line =
            serde_json::to_vec(row).map_err(|error| Error::Unreadable { table: T::NAME, what: error.to_string() })?;
        let (count, hash) = self.tables.entry(T::NAME).or_default();
        *count += 1;
        hash.field(&line);
        Ok(())
    }

    pub(crate) fn finish(self) -> String {
        let mut whole = FieldHash::default();
        whole.field(b"sightline audit content 1");
        for (table, (count, rows)) in self.tables {
            whole.field(table.as_bytes());
            whole.field(count.to_string().as_bytes());
            whole.field(rows.finish().as_bytes());
        }
        whole.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> audit_log::Model {
        audit_log::Model {
            number: 1,
            at: "2026-11-20T09:30:00.000000Z".to_owned(),
            actor: "Ada".to_owned(),
            action: "plan.import".to_owned(),
            object: "plan harbour-2026".to_owned(),
            detail: "{}".to_owned(),
            content_hash: ContentHash::default().finish(),
            previous_hash: no_hash(),
            hash: String::new(),
        }
    }

    #[test]
    fn the_hash_of_a_row_is_the_published_one() {
        // Worked out apart from this code, from the description at the top of the file.
        assert_eq!(ContentHash::default().finish(), "4a8ffc35a7bc9c8cca7200bd21c1ca26e0d4abe32e9bdb31ef1e7f0f0b3309cd");
        assert_eq!(row_hash(&row()), "02bcd9ccfaa07eaa7855b80d010b9d5bde7c534b6424dc839ee85ff8b52a4fc8");
    }

    #[test]
    fn moving_a_letter_from_one_field_to_the_next_changes_the_hash() {
        let mut moved = row();
        moved.actor = "Ad".to_owned();
        moved.action = "aplan.import".to_owned();
        assert_ne!(row_hash(&row()), row_hash(&moved));
    }

    #[test]
    fn bytes_are_hashed_as_everywhere_else() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
