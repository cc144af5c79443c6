//! Papers that were ordered and are not made yet.

use chrono::{Days, NaiveDate};
use sightline_app::{Job, JobState};

use crate::components::Progress;
use crate::words;

/// Days that a failed order is still shown.
const FAILED_SHOWN_DAYS: u64 = 7;

/// An order that waits, is worked on, or failed lately.
pub(crate) struct OrderLine {
    pub(crate) what: String,
    pub(crate) asked: String,
    pub(crate) progress: Option<Progress>,
    pub(crate) step: String,
    pub(crate) failure: Option<String>,
}

/// True while an order may still change.
pub(crate) fn is_under_way(job: &Job) -> bool {
    matches!(job.state, JobState::Waiting | JobState::Running { .. })
}

/// A text of what was ordered; empty when it has none.
pub(crate) fn ordered<'a>(job: &'a Job, field: &str) -> &'a str {
    job.what.get(field).and_then(|value| value.as_str()).unwrap_or_default()
}

/// A day of what was ordered, in words; empty when it has none.
pub(crate) fn ordered_day(job: &Job, field: &str) -> String {
    ordered(job, field).parse().map(words::day).unwrap_or_default()
}

impl OrderLine {
    /// Nothing for what is done, and for what failed long ago; `what` says what was ordered.
    pub(crate) fn of(job: &Job, today: NaiveDate, what: impl Fn(&Job) -> String) -> Option<Self> {
        let (progress, step, failure) = match &job.state {
            JobState::Done => return None,
            JobState::Waiting => (None, "Waiting for its turn".to_owned(), None),
            JobState::Running { step, done, of } => {
                let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
                (Some(Progress::new(count(*done), count(*of), "steps done")), step.clone(), None)
            }
            JobState::Failed { why } => {
                let last_shown = job.asked_at.date_naive().checked_add_days(Days::new(FAILED_SHOWN_DAYS))?;
                if last_shown < today {
                    return None;
                }
                (None, String::new(), Some(why.clone()))
            }
        };
        Some(Self {
            what: what(job),
            asked: format!("Ordered by {} on {}", job.asked_by, words::moment(job.asked_at)),
            progress,
            step,
            failure,
        })
    }
}
