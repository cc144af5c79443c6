//! Reading the audit log.

use super::{AuditFilter, AuditRow};
use crate::{Result, Store};

impl Store {
    /// Rows of the audit log, the latest first.
    pub async fn audit_log(&self, _filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        unimplemented!("filled in next")
    }
}
