//! Papers that were made from a plan.

use chrono::NaiveDate;

use super::ReportRecord;
use crate::{AuditEntry, PlanId, Result, Store};

impl Store {
    /// Appends the record of a paper.
    pub async fn record_report(&self, _report: &ReportRecord, _audit: AuditEntry) -> Result<()> {
        unimplemented!("filled in next")
    }

    /// The papers made from a plan, in the order they were made.
    pub async fn reports(&self, _plan: &PlanId) -> Result<Vec<ReportRecord>> {
        unimplemented!("filled in next")
    }

    /// The paper with the latest `as_at` before `day` (`day` itself does not
    /// count); of several for the same day the one made last. `None` before the first.
    pub async fn last_report_before(&self, _plan: &PlanId, _day: NaiveDate) -> Result<Option<ReportRecord>> {
        unimplemented!("filled in next")
    }
}
