//! Work that takes longer than a page may: done one thing after the other, by one runner of the server.
//!
//! The store remembers how far each job is, so that a page that is loaded again
//! shows it. What waits is kept in memory: a server that is started again gives
//! up what it had not done, and says so.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sightline_store::JobId;
use tokio::sync::Notify;

use crate::use_cases::data::quality_paper::OrderedPaper;
use crate::use_cases::data::upload::UploadedFiles;
use crate::use_cases::packs::build::OrderedPack;
use crate::use_cases::report::ask::ReportOrder;
use crate::{App, Call, Result};

/// How often it is looked whether an extract of children's records is past its time.
const BETWEEN_KEEPINGS: chrono::Duration = chrono::Duration::hours(6);
const LONGEST_SLEEP: Duration = Duration::from_mins(10);

/// Said of what had not ended when a server begins.
const GIVEN_UP: &str = "Sightline was started again before this was done. What was finished is in the list of papers; \
                        order the rest once more.";

/// What waits for its turn; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jobs(Arc<Queue>);

#[derive(Debug, Default)]
struct Queue {
    waiting: Mutex<VecDeque<Work>>,
    added: Notify,
    /// True when verdicts may be other ones than those that were kept last.
    verdicts_changed: AtomicBool,
}

/// One thing that was asked for.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    /// A paper.
    Paper(Box<Waiting>),
    /// Files of children's records.
    Upload(Box<UploadedFiles>),
    /// A data quality report.
    QualityPaper(Box<OrderedPaper>),
    /// A pack.
    Pack(Box<OrderedPack>),
}

/// One paper that was ordered.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) id: JobId,
    /// Who ordered it: the policy is asked again when it is built.
    pub(crate) call: Call,
    pub(crate) plan: String,
    pub(crate) order: ReportOrder,
}

impl Jobs {
    pub(crate) fn add(&self, work: Work) {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).push_back(work);
        self.0.added.notify_one();
    }

    #[cfg(test)]
    pub(crate) fn replace_callers(&self, call: &Call) {
        for waiting in self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).iter_mut() {
            match waiting {
                Work::Paper(paper) => paper.call = call.clone(),
                Work::Upload(upload) => upload.call = call.clone(),
                Work::QualityPaper(paper) => paper.call = call.clone(),
                Work::Pack(pack) => pack.call = call.clone(),
            }
        }
    }

    /// Evidence or ratings changed: verdicts are to be kept once nothing else waits.
    pub(crate) fn verdicts_changed(&self) {
        self.0.verdicts_changed.store(true, Ordering::Release);
        self.0.added.notify_one();
    }

    fn next(&self) -> Option<Work> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

impl App {
    /// Does what was ordered, one thing after the other, for as long as it is polled; `now` tells the moment.
    ///
    /// When nothing waits it keeps the verdicts of every plan, if evidence was published or withdrawn, an update
    /// signed off or a measure linked since it last did, and every few hours, since days that pass change them too.
    ///
    /// Begins by giving up what a server before this one had not done. When a
    /// job cannot even be noted as failed, `on_error` is told and the next one
    /// is taken.
    pub async fn run_jobs(&self, now: impl Fn() -> DateTime<Utc>, on_error: impl Fn(&crate::Error)) {
        if let Err(error) = self.give_up_jobs(now()).await {
            on_error(&error);
        }
        let mut next_keeping = now();
        loop {
            if now() >= next_keeping {
                if let Err(error) = self.keep_extracts(now()).await {
                    on_error(&error);
                }
                // A day that passes changes verdicts too.
                self.jobs.verdicts_changed();
                next_keeping = now() + BETWEEN_KEEPINGS;
            }
            match self.run_next_job(now()).await {
                Ok(true) => {}
                Ok(false) if self.jobs.0.verdicts_changed.swap(false, Ordering::AcqRel) => {
                    if let Err(error) = self.keep_all_verdicts(now()).await {
                        on_error(&error);
                    }
                }
                Ok(false) => {
                    // Woken by whoever asks for something, and else often enough to keep the schedule.
                    let _ = tokio::time::timeout(LONGEST_SLEEP, self.jobs.0.added.notified()).await;
                }
                Err(error) => on_error(&error),
            }
        }
    }

    /// Does the next thing that was ordered; false when nothing waits.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – how it ended cannot be noted.
    pub async fn run_next_job(&self, now: DateTime<Utc>) -> Result<bool> {
        let Some(work) = self.jobs.next() else { return Ok(false) };
        match work {
            Work::Paper(waiting) => self.fill_order(&waiting, now).await?,
            Work::Upload(upload) => self.load_upload(*upload, now).await?,
            Work::QualityPaper(paper) => self.make_quality_paper(*paper, now).await?,
            Work::Pack(pack) => Box::pin(self.fill_pack(&pack, now)).await?,
        }
        Ok(true)
    }

    /// Gives up every job that has not ended; for a server that begins.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – the database cannot be reached.
    pub async fn give_up_jobs(&self, at: DateTime<Utc>) -> Result<u64> {
        Ok(self.store.give_up_jobs(at, GIVEN_UP).await?)
    }
}
