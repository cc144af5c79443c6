//! Baselines: the plan frozen at a day, under a name.

use chrono::NaiveDate;
use sightline_domain::history::Baseline;

use super::BaselineSummary;
use crate::{AuditEntry, PlanId, Result, Store};

impl Store {
    /// The baseline just made: the plan as at `on`, frozen under `name`.
    ///
    /// # Errors
    ///
    /// [`Error::BaselineTaken`](crate::Error::BaselineTaken) – the plan has one of this name.
    pub async fn add_baseline(
        &self,
        _plan: &PlanId,
        _name: &str,
        _on: NaiveDate,
        _audit: AuditEntry,
    ) -> Result<BaselineSummary> {
        unimplemented!("filled in next")
    }

    /// The baselines of a plan, in the order they were made, without the plans they froze.
    pub async fn baselines(&self, _plan: &PlanId) -> Result<Vec<BaselineSummary>> {
        unimplemented!("filled in next")
    }

    /// One baseline with the plan it froze; capital letters in the name do not matter.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownBaseline`](crate::Error::UnknownBaseline) – lists the names there are.
    pub async fn baseline(&self, _plan: &PlanId, _name: &str) -> Result<Baseline> {
        unimplemented!("filled in next")
    }
}
