//! Plans: adding one, finding one, and one as at a day.

mod add;
mod as_at;
mod find;
mod handle;
mod id;
mod items;
mod near;
pub(crate) mod registers;
mod version;

use chrono::NaiveDate;
use sightline_domain::Problem;
use sightline_domain::plan::Plan;

use crate::DraftId;

pub(crate) use as_at::{latest_update_rows, plan_as_at};
pub(crate) use find::plan_row;
pub use id::PlanId;
pub(crate) use items::{ACTION, action_row};
pub(crate) use near::near;
pub use version::{PlanReading, PlanVersion};

/// A file that a plan was imported from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// File name, without folder.
    pub name: String,
    /// SHA-256 of its bytes as 64 small hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub size_bytes: u64,
}

/// What a list of plans shows of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    /// Identifier.
    pub id: PlanId,
    /// Short readable name, unique in the store, such as `harbour-2026`.
    pub handle: String,
    /// Title as printed.
    pub title: String,
    /// The council or partnership whose plan it is, when the plan says.
    pub council: Option<String>,
    /// The day it was imported.
    pub imported_on: NaiveDate,
    /// Actions that are live today: withdrawn, merged and split ones are not counted.
    pub actions: u64,
    /// Priorities.
    pub priorities: u64,
    /// The last day any update reports on; null before the first update.
    pub last_update_on: Option<NaiveDate>,
    /// The files it was imported from, in the order given.
    pub source_files: Vec<SourceFile>,
}

impl PlanSummary {
    /// The programme it belongs to: its council, or its handle when the plan does not say whose it is.
    ///
    /// Plans of one programme share it; the last one imported is the live one.
    #[must_use]
    pub fn programme(&self) -> &str {
        self.council.as_deref().unwrap_or(&self.handle)
    }
}

/// A plan to be added.
#[derive(Clone, Debug)]
pub struct NewPlan<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The handle wanted (small letters, digits, hyphens; at most 40). When
    /// absent it is made from the council or title and the year, with a number
    /// after it when that is taken.
    pub handle: Option<&'a str>,
    /// The day of the import.
    pub on: NaiveDate,
    /// The files it was read from.
    pub sources: Vec<SourceFile>,
    /// What was noticed while reading.
    pub problems: &'a [Problem],
    /// Adds it even when a plan from exactly the same files is there.
    pub allow_again: bool,
    /// The import in hand that it comes from, which is then finished and removed.
    pub draft: Option<&'a DraftId>,
}
