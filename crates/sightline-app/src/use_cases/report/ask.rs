//! A paper that is built while people go on.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sightline_store::{AuditEntry, JobId, NewJob};

use super::{PaperFormat, PaperOf};
use crate::error::ErrorKind;
use crate::jobs::{Waiting, Work};
use crate::{App, Call, Error, Result, policy};

/// Which paper to build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportOrder {
    /// The day the paper shows; today when absent.
    pub as_at: Option<NaiveDate>,
    /// The board it is for; the plan's first board when absent.
    pub board: Option<String>,
    /// The day of the meeting.
    pub meeting_on: Option<NaiveDate>,
    /// What to write; PDF when empty.
    pub formats: Vec<PaperFormat>,
}

impl App {
    /// Puts down that a paper is wanted; it is built by [`App::run_jobs`], one after the other.
    ///
    /// # Errors
    ///
    /// [`Error::FutureDay`] – a paper shows how things stand on a day up to today.
    pub async fn order_report(&self, call: &Call, plan: &str, order: &ReportOrder) -> Result<JobId> {
        call.may(policy::Action::ReportBuild)?;
        let mut order = order.clone();
        let as_at = *order.as_at.get_or_insert(call.today);
        if as_at > call.today {
            return Err(Error::FutureDay { on: as_at });
        }
        order.formats.sort_unstable();
        order.formats.dedup();
        if order.formats.is_empty() {
            order.formats.push(PaperFormat::Pdf);
        }
        let summary = self.resolve(call, policy::Action::ReportBuild, Some(plan)).await?;
        let formats: Vec<&str> = order.formats.iter().map(|format| format.code()).collect();
        let what = json!({
            "as_at": as_at,
            "board": order.board,
            "meeting_on": order.meeting_on,
            "formats": formats,
        });
        let audit = call.audit(policy::Action::ReportBuild, format!("plan {}", summary.handle), what.clone());
        let audit = AuditEntry { action: "report.order".to_owned(), ..audit };
        let new = NewJob { kind: "report", what: &what, steps: order.formats.len() as u64 + 1 };
        let job = self.store.add_job(&summary.id, &new, audit).await?;
        self.jobs.add(Work::Paper(Box::new(Waiting {
            id: job.id.clone(),
            call: call.clone(),
            plan: summary.handle,
            order,
        })));
        Ok(job.id)
    }

    /// Builds what was ordered and notes how far it is; the job has ended when this has.
    pub(crate) async fn fill_order(&self, waiting: &Waiting, now: DateTime<Utc>) -> Result<()> {
        let failure = match self.build_order(waiting, now).await {
            Ok(()) => None,
            Err(error) => {
                let mut words = match error.kind() {
                    ErrorKind::Fault | ErrorKind::Unavailable => {
                        format!("Something went wrong; the code is {}.", error.code())
                    }
                    _ => format!("{error}. {}", error.help()),
                };
                if let Some(first) = words.get_mut(0..1) {
                    first.make_ascii_uppercase();
                }
                Some(words)
            }
        };
        Ok(self.store.end_job(&waiting.id, now, failure.as_deref()).await?)
    }

    async fn build_order(&self, waiting: &Waiting, now: DateTime<Utc>) -> Result<()> {
        let Waiting { id, call, plan, order } = waiting;
        let call = &Call { at: now, ..call.clone() };
        self.store.note_job(id, "Working out the figures", 0).await?;
        let paper = PaperOf {
            plan: Some(plan),
            as_at: order.as_at,
            board: order.board.as_deref(),
            meeting_on: order.meeting_on,
        };
        let prepared = self.prepare_report(call, &paper).await?;
        for (done, format) in (1..).zip(&order.formats) {
            self.store.note_job(id, &format!("Typesetting for {}", format.words()), done).await?;
            let (format, report) = (*format, prepared.report.clone());
            // Seconds of computing: pages are answered meanwhile.
            let typeset = tokio::task::spawn_blocking(move || format.typeset(&report)).await;
            let bytes = typeset.map_err(|_| Error::PaperFailed { format: format.words() })??;
            let name = format!("{}-board-report-{}.{}", prepared.summary.handle, prepared.as_at, format.code());
            self.freeze_report(call, &prepared, format, name, &bytes).await?;
        }
        Ok(())
    }
}
