//! Finding words in what people wrote.

mod found;
mod holds;

use chrono::{DateTime, NaiveDate, Utc};

use crate::PlanId;

pub(crate) use holds::{holds, really_holds};

/// Where words are looked for: in one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchWithin {
    /// The plan.
    pub plan: PlanId,
    /// References of the actions that may be found; null for all.
    pub actions: Option<Vec<String>>,
}

/// The note of an update that holds the words looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundNote {
    /// The plan.
    pub plan: PlanId,
    /// Reference of the action.
    pub action: String,
    /// The day it reports on.
    pub on: NaiveDate,
    /// Who recorded it.
    pub by: String,
    /// The note.
    pub note: String,
}

/// A contribution to a discussion that holds the words looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundComment {
    /// The plan.
    pub plan: PlanId,
    /// Reference of the action.
    pub action: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub by: String,
    /// The words.
    pub text: String,
}
