//! Updates: two ratings and a sentence.

use chrono::NaiveDate;
use sightline_domain::history::Update;

use crate::{AuditEntry, PlanId, Result, Store};

impl Store {
    /// The updates of a plan, or of one action, by the day they report on and
    /// then as recorded; `from` and `to` both count.
    pub async fn updates(
        &self,
        _plan: &PlanId,
        _action: Option<&str>,
        _from: Option<NaiveDate>,
        _to: Option<NaiveDate>,
    ) -> Result<Vec<Update>> {
        unimplemented!("filled in next")
    }

    /// Appends updates, in the order given; all of them or none.
    ///
    /// Instants are kept to the microsecond. Nothing is written, the audit row
    /// included, when `updates` is empty.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownAction`](crate::Error::UnknownAction) – an update names an
    /// action the plan does not have; lists near ones.
    pub async fn record_updates(&self, _plan: &PlanId, _updates: &[Update], _audit: AuditEntry) -> Result<()> {
        unimplemented!("filled in next")
    }
}
