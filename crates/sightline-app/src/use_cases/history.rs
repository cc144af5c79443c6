//! The audit log.

use sightline_store::{AuditFilter, AuditRow, Verification};

use crate::policy;
use crate::{App, Call, Result};

impl App {
    /// Rows of the audit log, the latest first.
    pub async fn history(&self, call: &Call, filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        call.may(policy::Action::HistoryRead)?;
        Ok(self.store.audit_log(filter).await?)
    }

    /// Whether the whole history is as it was written.
    pub async fn verify_history(&self, call: &Call) -> Result<Verification> {
        call.may(policy::Action::HistoryRead)?;
        Ok(self.store.verify_history().await?)
    }
}
