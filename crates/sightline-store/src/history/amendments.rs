//! Amendments: any change to an action after import, with its reason.

use chrono::NaiveDate;
use sightline_domain::history::Amendment;

use crate::{AuditEntry, PlanId, Result, Store};

impl Store {
    /// The amendments of a plan, or of one action, in the order they were
    /// recorded; `from` and `to` are days from which they hold, and both count.
    pub async fn amendments(
        &self,
        _plan: &PlanId,
        _action: Option<&str>,
        _from: Option<NaiveDate>,
        _to: Option<NaiveDate>,
    ) -> Result<Vec<Amendment>> {
        unimplemented!("filled in next")
    }

    /// Appends amendments and changes the actions they are about; all of them or none.
    ///
    /// They apply in the order given, so a later one may start from an earlier
    /// one. A merge, a split or a withdrawal is an amendment whose `after` has
    /// that state. `before` is the action as in
    /// [`current_plan`](Self::current_plan); null adds an action, which stands
    /// after the last action of the same aim, priority, or plan. Nothing is
    /// written when `amendments` is empty.
    ///
    /// # Errors
    ///
    /// * [`Error::Conflict`](crate::Error::Conflict) – `before` is not the action as
    ///   it now stands; names the fields that differ.
    /// * [`Error::UnknownAction`](crate::Error::UnknownAction) – `before` names an
    ///   action the plan does not have, or `after` is merged or split into one.
    /// * [`Error::AmendmentMismatch`](crate::Error::AmendmentMismatch) – the
    ///   references of the amendment, its `before` and its `after` differ.
    pub async fn record_amendments(
        &self,
        _plan: &PlanId,
        _amendments: &[Amendment],
        _audit: AuditEntry,
    ) -> Result<()> {
        unimplemented!("filled in next")
    }
}
