//! One child's records, opened for a reason.
//!
//! The identifier of the child is typed into a form and never stands in an
//! address, where logs and histories of browsers would keep it. What is opened
//! has a number of its own, which only the one who opened it can use, for half
//! an hour.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::json;
use sightline_records::child::{ChildRecords, child_records};
use sightline_records::journey::{Journey, journey};
use sightline_store::{AuditEntry, AuditFilter, ExtractId};
use ulid::Ulid;

use crate::policy::{Action, Target};
use crate::{App, Call, Error, Result};

use super::blocking;
use super::step::reason_for;

/// How long what was opened stays open.
const OPEN_FOR: Duration = Duration::minutes(30);
/// Of those who looked before, at most this many are shown.
const MOST_LOOKS: u64 = 20;

/// A child's records that somebody opened. `Debug` says nothing of the child.
#[derive(Clone)]
pub struct Opening {
    /// Stands for the child in addresses.
    pub id: String,
    /// The child's identifier, as it was typed.
    pub child: String,
    /// Why it was opened.
    pub reason: String,
    /// When it is closed again.
    pub until: DateTime<Utc>,
    /// The extract.
    pub extract: ExtractId,
    /// The day of the records.
    pub as_at: NaiveDate,
    /// Everything that the records hold of the child.
    pub records: Arc<ChildRecords>,
    /// What happened when; none when no row of the child is an event.
    pub journey: Option<Arc<Journey>>,
    /// Who opened it.
    by: (Option<String>, String),
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").field("id", &self.id).field("until", &self.until).finish_non_exhaustive()
    }
}

/// Somebody who looked at a child's records before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierLook {
    /// When.
    pub at: DateTime<Utc>,
    /// Name of who looked.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl App {
    /// Opens a child's records for half an hour; says so in the history, with the reason, before it is opened.
    ///
    /// # Errors
    ///
    /// * [`Error::ReasonNeeded`], [`Error::ReasonNamesChild`] – the reason cannot stand in the history.
    /// * [`Error::UnknownChild`] – the records in force hold no such child whom the caller may see.
    /// * [`Error::NoExtractInForce`] – there are no records.
    pub async fn open_child(&self, call: &Call, child: &str, reason: &str) -> Result<Opening> {
        call.may(Action::ChildRead)?;
        let reason = reason_for("open the records of a child", reason)?;
        let child = child.trim();
        if child.is_empty() {
            return Err(Error::UnknownChild);
        }
        if reason.to_lowercase().contains(&child.to_lowercase()) {
            return Err(Error::ReasonNamesChild);
        }
        let record = self.find_extract(None).await?;
        let (extract, definitions) = (self.open_extract(&record).await?, self.shelf()?.definitions()?);
        let wanted = child.to_owned();
        let as_at = record.as_at;
        let found = blocking(move || {
            let tables = extract.tables()?;
            let records = child_records(&definitions, &tables, &wanted);
            Ok(records.map(|records| (records, journey(&definitions, &tables, &wanted, as_at))))
        });
        let (records, journey) =
            found.await?.filter(|(records, _)| may_see(call, records)).ok_or(Error::UnknownChild)?;

        let name = self.name_in_history(call, child).await?;
        let audit = AuditEntry {
            actor: call.actor.name.clone(),
            at: call.at,
            action: Action::ChildRead.code().to_owned(),
            object: name,
            detail: json!({ "reason": reason, "extract": record.id.as_str(), "records": "journey" }),
        };
        self.store.record_reading(audit).await?;
        let opening = Opening {
            id: format!("opn_{}", Ulid::from_datetime(call.at.into())),
            child: child.to_owned(),
            reason: reason.to_owned(),
            until: call.at + OPEN_FOR,
            extract: record.id,
            as_at: record.as_at,
            records: Arc::new(records),
            journey: journey.map(Arc::new),
            by: opener(call),
        };
        let mut openings = self.shelf()?.openings();
        openings.retain(|opening| opening.until > call.at);
        openings.push(opening.clone());
        Ok(opening)
    }

    /// A child's records that the caller opened less than half an hour ago, with who looked before.
    ///
    /// # Errors
    ///
    /// [`Error::JourneyClosed`] – it was opened longer ago, by somebody else, or is of an extract that is gone.
    pub async fn opened_child(&self, call: &Call, opening: &str) -> Result<(Opening, Vec<EarlierLook>)> {
        call.may(Action::ChildRead)?;
        let found = {
            let mut openings = self.shelf()?.openings();
            openings.retain(|opening| opening.until > call.at);
            openings.iter().find(|known| known.id == opening && known.by == opener(call)).cloned()
        };
        let found = found.filter(|found| may_see(call, &found.records)).ok_or(Error::JourneyClosed)?;
        if self.store.extract(&found.extract).await?.sealed_key.is_none() {
            return Err(Error::JourneyClosed);
        }
        let filter = AuditFilter {
            action: Some(Action::ChildRead.code().to_owned()),
            object: Some(self.name_in_history(call, &found.child).await?),
            limit: Some(MOST_LOOKS),
            ..AuditFilter::default()
        };
        let looks = self.store.audit_log(&filter).await?.into_iter().map(|row| EarlierLook {
            at: row.entry.at,
            by: row.entry.actor,
            reason: row.entry.detail.get("reason").and_then(|reason| reason.as_str()).unwrap_or_default().to_owned(),
        });
        Ok((found, looks.collect()))
    }
}

fn opener(call: &Call) -> (Option<String>, String) {
    (call.actor.account.clone(), call.actor.name.clone())
}

/// True when the policy lets the caller see a child of one of these teams.
fn may_see(call: &Call, records: &ChildRecords) -> bool {
    let sees = |team: &str| call.allows(Action::ChildRead, &Target::Team(team));
    if records.teams.is_empty() { sees("") } else { records.teams.iter().any(|team| sees(team)) }
}
