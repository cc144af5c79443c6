//! Extracts are destroyed when the council no longer keeps them.

use std::collections::BTreeSet;
use std::fs;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde_json::json;
use sightline_records::extract;
use sightline_store::{AuditEntry, ExtractId, ExtractRecord, ExtractState};

use crate::policy::Action;
use crate::{App, Call, Error, Result};

use super::step::data_audit;

/// Who destroys on schedule, in the audit log: nobody asked for it that day.
const NOBODY: &str = "Sightline";
/// What waits this long is no longer going to be published.
const WAITS_DAYS: u64 = 30;

/// What keeping and destroying came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Extracts that are past their time, with why; destroyed unless it was a rehearsal.
    pub past: Vec<(ExtractId, NaiveDate, String)>,
    /// Extracts whose records are still there.
    pub kept: usize,
    /// The months that the council keeps extracts.
    pub keep_months: u16,
}

impl App {
    /// Destroys extracts that are past the council's period, and says which; destroys none when it `is_rehearsal`.
    ///
    /// An extract is past it when its day is that many months ago, and one that
    /// waits when it was loaded 30 days ago. The one in force is kept however old it is.
    pub async fn retain_extracts(&self, call: &Call, is_rehearsal: bool) -> Result<Retained> {
        call.may(Action::DataWithdraw)?;
        let keep_months = self.settings_now().await?.records.keep_months;
        let mut retained = Retained { keep_months, ..Retained::default() };
        for (record, why) in self.past(call.today, keep_months, &mut retained.kept).await? {
            if !is_rehearsal {
                let audit = data_audit(call, "data.destroy", &record, json!({ "as_at": record.as_at, "because": why }));
                self.destroy(&record, &why, audit).await?;
            }
            retained.past.push((record.id, record.as_at, why));
        }
        Ok(retained)
    }

    /// The same on schedule, in nobody's name; then sweeps away what a crash left behind.
    ///
    /// Does nothing where there is no place for extracts, and sweeps nothing while somebody loads.
    pub(crate) async fn keep_extracts(&self, at: DateTime<Utc>) -> Result<usize> {
        if self.shelf.is_none() {
            return Ok(0);
        }
        let keep_months = self.settings_now().await?.records.keep_months;
        let past = self.past(at.date_naive(), keep_months, &mut 0).await?;
        for (record, why) in &past {
            let audit = AuditEntry {
                actor: NOBODY.to_owned(),
                at,
                action: "data.destroy".to_owned(),
                object: format!("extract {}", record.id),
                detail: json!({ "as_at": record.as_at, "because": why }),
            };
            self.destroy(record, why, audit).await?;
        }
        match self.shelf()?.lock() {
            Ok(_held) => self.sweep_extracts().await?,
            Err(Error::LoadUnderWay) => {}
            Err(error) => return Err(error),
        }
        Ok(past.len())
    }

    async fn past(&self, today: NaiveDate, keep_months: u16, kept: &mut usize) -> Result<Vec<(ExtractRecord, String)>> {
        let in_force = self.store.extract_in_force().await?.map(|extract| extract.id);
        let mut past = Vec::new();
        for record in self.store.extracts().await? {
            let why = match record.state {
                ExtractState::Destroyed => continue,
                ExtractState::Waiting => {
                    let waits_until = record.loaded.at.date_naive() + Days::new(WAITS_DAYS);
                    (waits_until < today).then(|| format!("It waited for more than {WAITS_DAYS} days."))
                }
                ExtractState::Published | ExtractState::Withdrawn => {
                    let last = record.as_at.checked_add_months(Months::new(keep_months.into()));
                    (last.is_some_and(|last| last < today) && in_force.as_ref() != Some(&record.id))
                        .then(|| format!("Records are kept for {keep_months} months."))
                }
            };
            match why {
                Some(why) => past.push((record, why)),
                None => *kept += 1,
            }
        }
        Ok(past)
    }

    /// Removes folders that no extract of the database has: what was being written when a process ended.
    ///
    /// Only for whoever holds the lock of the folder.
    pub(super) async fn sweep_extracts(&self) -> Result<()> {
        let folder = self.shelf()?.folder();
        let records = self.store.extracts().await?.into_iter();
        let known: BTreeSet<String> =
            records.filter(|record| record.state != ExtractState::Destroyed).map(|record| record.folder).collect();
        let failed = |source| Error::File { doing: "read", path: folder.to_owned(), source };
        extract::clear(folder)?;
        if !folder.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Only what is named as we name it: a folder that somebody else put there stays.
            if name.parse::<ExtractId>().is_ok() && !known.contains(&name) {
                extract::destroy(&entry.path())?;
            }
        }
        Ok(())
    }
}
