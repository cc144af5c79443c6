//! The audit log: who did what to what, when, in a chain of hashes.

pub(crate) mod chain;
mod log;
pub(crate) mod verify;

use chrono::{DateTime, NaiveDate, Utc};

/// What a writing function puts into the audit log, in the same transaction as the change.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// Who did it.
    pub actor: String,
    /// When; kept to the microsecond.
    pub at: DateTime<Utc>,
    /// What was done, such as `plan.import`.
    pub action: String,
    /// What it was done to, such as `plan harbour-2026`.
    pub object: String,
    /// Anything else worth knowing; null for nothing.
    pub detail: serde_json::Value,
}

/// One row of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    /// Its number: 1 for the first, without gaps.
    pub seq: u64,
    /// What was written.
    pub entry: AuditEntry,
    /// SHA-256 over the history rows written with it, as 64 small hexadecimal digits.
    pub content_hash: String,
    /// Hash of the row before; 64 zeros for the first.
    pub previous_hash: String,
    /// Hash of this row.
    pub hash: String,
}

/// Which rows of the audit log to show; the default shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what was done by somebody whose name holds these words, capital letters aside.
    pub actor: Option<String>,
    /// Only this object, exactly.
    pub object: Option<String>,
    /// Only objects that hold these words, capital letters aside.
    pub about: Option<String>,
    /// Nothing about the plans with these handles.
    pub except_plans: Vec<String>,
    /// Of what is about plans only that about the plans with these handles.
    pub only_plans: Option<Vec<String>>,
    /// Only this action, exactly, or a family of actions with a dot at the end (`plan.`).
    pub action: Option<String>,
    /// First day, by UTC.
    pub from: Option<NaiveDate>,
    /// Last day, by UTC; it counts.
    pub to: Option<NaiveDate>,
    /// Only rows before the one with this number.
    pub before: Option<u64>,
    /// Leaves out this many, the latest.
    pub skip: Option<u64>,
    /// At most this many, the latest of those left; all when absent.
    pub limit: Option<u64>,
}

/// What walking the history found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// Every row is as it was written and none is missing.
    Whole {
        /// Rows of the audit log.
        rows: u64,
        /// Hash of the last row; 64 zeros when there is none. Two stores with
        /// the same one have the same history: note it somewhere else to be
        /// able to tell if the whole chain were ever written anew.
        head_hash: String,
    },
    /// The history was changed from outside.
    Broken {
        /// Number of the first audit row at which it shows.
        seq: u64,
        /// What differs there, in words.
        what: String,
    },
}
