//! A plan as at a day.

use chrono::NaiveDate;
use sightline_domain::history::PlanAsAt;
use sightline_domain::plan::Plan;

use super::PlanId;
use crate::{Result, Store};

impl Store {
    /// The plan with every amendment in force on `as_at`, and the last update of
    /// each action on or before it.
    ///
    /// Both ends count: an amendment or update dated `as_at` is in force. Of two
    /// updates for the same day the one recorded later is the last. An action
    /// added by a later amendment is not there; one withdrawn, merged or split
    /// later is there as it was. Days before the import show the plan as imported.
    ///
    /// Reads this plan only: its items, the amendments from the first one that
    /// must be undone, and one update for each action.
    pub async fn plan_as_at(&self, _plan: &PlanId, _as_at: NaiveDate) -> Result<PlanAsAt> {
        unimplemented!("filled in next")
    }

    /// The plan with every amendment recorded so far, those dated in the future included.
    ///
    /// This is what the next amendment must start from (`before`).
    pub async fn current_plan(&self, _plan: &PlanId) -> Result<Plan> {
        unimplemented!("filled in next")
    }
}
