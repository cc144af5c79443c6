//! Adding a plan.

use super::{NewPlan, PlanSummary};
use crate::{AuditEntry, Result, Store};

impl Store {
    /// The summary of the plan just added.
    ///
    /// One transaction: the plan, its source files, its problems and the audit
    /// row are all there afterwards, or none is, even when the process is killed.
    ///
    /// `audit.object` is replaced by `plan <handle>`, because the handle is
    /// made here; `audit.at` also dates the identifier.
    ///
    /// # Errors
    ///
    /// * [`Error::AlreadyImported`](crate::Error::AlreadyImported) – a plan from
    ///   exactly the same files (by SHA-256) is there and `new.allow_again` is false.
    /// * [`Error::HandleTaken`](crate::Error::HandleTaken),
    ///   [`Error::HandleInvalid`](crate::Error::HandleInvalid) – `new.handle`.
    /// * [`Error::ReferenceTwice`](crate::Error::ReferenceTwice) – two actions share a reference.
    pub async fn add_plan(&self, _new: &NewPlan<'_>, _audit: AuditEntry) -> Result<PlanSummary> {
        unimplemented!("filled in next")
    }
}
