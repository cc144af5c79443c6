//! What happens to a plan after it is imported; appended and never changed.

pub(crate) mod amendments;
mod baselines;
mod registers;
mod reports;
pub(crate) mod updates;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

pub use updates::RatingGiven;

use crate::{PlanId, Result, values};

/// The names of the fields that differ between two items as JSON, sorted.
fn differing_fields(now: &str, before: &str) -> Result<Vec<String>> {
    let fields = |body: &str| values::from_json::<Map<String, Value>>(body, "plan_item");
    let (now, before) = (fields(now)?, fields(before)?);
    let mut names: Vec<String> =
        now.keys().chain(before.keys()).filter(|name| now.get(*name) != before.get(*name)).cloned().collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// A baseline without the plan it froze.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineSummary {
    /// Name, unique in the plan.
    pub name: String,
    /// The day it shows.
    pub on: NaiveDate,
    /// SHA-256 of the frozen plan as stored, as 64 small hexadecimal digits.
    pub sha256: String,
}

/// One paper that was made from a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRecord {
    /// The plan.
    pub plan: PlanId,
    /// The day the paper shows.
    pub as_at: NaiveDate,
    /// Format, such as `pdf`.
    pub format: String,
    /// File name, without folder.
    pub name: String,
    /// SHA-256 of its bytes as 64 small hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub size_bytes: u64,
    /// When it was recorded; [`Store::record_report`](crate::Store::record_report)
    /// sets it to the moment of the audit entry.
    pub recorded_at: DateTime<Utc>,
}

/// A paper as it stands in the list of those that were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenReport {
    /// Its number, by which it is opened.
    pub number: u64,
    /// Who made it.
    pub by: String,
    /// What was recorded of it.
    pub record: ReportRecord,
    /// True when its bytes can be had: papers made before they were kept have only their hash.
    pub is_kept: bool,
}
