//! What is done to an extract that is loaded: publishing, withdrawing, discarding.

use serde_json::json;
use sightline_store::{AuditEntry, ExtractRecord, ExtractState};

use crate::policy::Action;
use crate::{App, Call, Error, Result};

use super::ExtractView;

/// The longest reason, in letters.
pub const LONGEST_REASON: usize = 500;

impl App {
    /// Puts an extract that waits in force, unless one of a later day is.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownExtract`] – there is none of this name.
    /// * [`Error::Store`] – it does not wait.
    pub async fn publish_extract(&self, call: &Call, name: &str) -> Result<ExtractView> {
        call.may(Action::DataLoad)?;
        let record = self.find_extract(Some(name)).await?;
        // What can no longer be opened must not come into force.
        if record.state == ExtractState::Waiting {
            self.open_extract(&record).await?;
        }
        let audit =
            data_audit(call, "data.publish", &record, json!({ "as_at": record.as_at, "formats": record.formats }));
        let record = self.store.publish_extract(&record.id, audit).await?;
        self.records_changed();
        self.view_of(record).await
    }

    /// Withdraws a published extract; the one before is in force again.
    ///
    /// # Errors
    ///
    /// * [`Error::ReasonNeeded`] – no reason is given.
    /// * [`Error::UnknownExtract`] – there is none of this name.
    /// * [`Error::Store`] – it is not published.
    pub async fn withdraw_extract(&self, call: &Call, name: &str, reason: &str) -> Result<ExtractView> {
        call.may(Action::DataWithdraw)?;
        let reason = reason_for("withdraw the extract", reason)?;
        let record = self.find_extract(Some(name)).await?;
        let audit = data_audit(call, "data.withdraw", &record, json!({ "as_at": record.as_at, "reason": reason }));
        let record = self.store.withdraw_extract(&record.id, reason, audit).await?;
        self.records_changed();
        self.view_of(record).await
    }

    /// Destroys an extract that waits: it was looked at and is not to be published.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownExtract`] – there is none of this name.
    /// * [`Error::Store`] – it does not wait.
    pub async fn discard_extract(&self, call: &Call, name: &str) -> Result<ExtractView> {
        call.may(Action::DataLoad)?;
        let record = self.find_extract(Some(name)).await?;
        if record.state != ExtractState::Waiting {
            let (id, state) = (record.id.to_string(), record.state.code());
            return Err(sightline_store::Error::ExtractState { id, state, wanted: "discarded" }.into());
        }
        let because = "It was looked at and not published.";
        let audit = data_audit(call, "data.discard", &record, json!({ "as_at": record.as_at }));
        let record = self.destroy(&record, because, audit).await?;
        self.view_of(record).await
    }

    /// Takes the key of an extract out of the database, then its files from the disk.
    pub(super) async fn destroy(
        &self,
        record: &ExtractRecord,
        because: &str,
        audit: AuditEntry,
    ) -> Result<ExtractRecord> {
        let place = self.shelf()?;
        let destroyed = self.store.destroy_extract(&record.id, because, audit).await?;
        place.forget(&record.id);
        self.desk.forget(&record.id);
        self.records_changed();
        // Without its key nothing of it can be read; what cannot be removed now is swept away later.
        let _ = sightline_records::extract::destroy(&place.folder().join(&record.folder));
        Ok(destroyed)
    }
}

/// The audit row of what is done to an extract.
pub(super) fn data_audit(call: &Call, action: &str, record: &ExtractRecord, detail: serde_json::Value) -> AuditEntry {
    AuditEntry {
        actor: call.actor.name.clone(),
        at: call.at,
        action: action.to_owned(),
        object: format!("extract {}", record.id),
        detail,
    }
}

/// The reason without space around it, when there is one that is not too long.
pub(super) fn reason_for<'r>(to: &'static str, reason: &'r str) -> Result<&'r str> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::ReasonNeeded { to });
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Error::TooLong { what: "the reason", limit: LONGEST_REASON });
    }
    Ok(reason)
}
