//! Everything in one file, and back.

use std::path::Path;

use serde_json::json;
use sightline_store::BackupSummary;

use crate::policy;
use crate::{App, Call, Result};

impl App {
    /// Writes everything into one file and says what it holds.
    pub async fn backup(&self, call: &Call, to: &Path) -> Result<BackupSummary> {
        call.may(policy::Action::StoreBackup)?;
        let audit = call.audit(policy::Action::StoreBackup, "store", json!({ "file": file_name(to) }));
        Ok(self.store.backup(to, call.at, audit).await?)
    }

    /// Fills an empty store from a backup and says what it held.
    pub async fn restore(&self, call: &Call, from: &Path) -> Result<BackupSummary> {
        call.may(policy::Action::StoreRestore)?;
        let audit = call.audit(policy::Action::StoreRestore, "store", json!({ "file": file_name(from) }));
        Ok(self.store.restore(from, audit).await?)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
