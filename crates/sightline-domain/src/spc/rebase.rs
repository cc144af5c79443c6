//! Starting limits afresh: a recorded decision of two people, never automatic.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rules::RUN;
use super::{PointValue, SpcChart};

/// The decision to start limits afresh at a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebaseDecision {
    /// The first day of the first period of the new segment.
    pub from: NaiveDate,
    /// What changed, and why the process is another one since.
    pub reason: String,
    /// What the reason rests on.
    pub evidence: String,
    /// Who asked for it.
    pub asked_by: String,
    /// Who agreed to it: somebody else.
    pub approved_by: String,
    /// What the chart said before.
    pub said_before: String,
}

/// Why a decision to start limits afresh cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RebaseFault {
    /// No cause is named.
    #[error("no cause is named; say what changed, and what that rests on")]
    NoCause,
    /// One person decided alone.
    #[error("whoever asks for a rebase cannot approve it; somebody else has to")]
    OnePerson,
    /// The day starts no period of the series.
    #[error("no period of the series starts on {0}; choose the first day of one")]
    NoSuchPeriod(NaiveDate),
    /// Nothing says that the level moved.
    #[error(
        "no seven figures in a row from that day lie on one side of the mean, so nothing says that the level moved; \
         keep the limits"
    )]
    NoRun,
}

impl RebaseDecision {
    /// The decision, compared with the chart before it.
    ///
    /// # Errors
    ///
    /// [`RebaseFault`] – no cause, one person only, a day that starts no period, or no run from it.
    pub fn check(&self, before: &SpcChart) -> Result<(), RebaseFault> {
        if self.reason.trim().is_empty() || self.evidence.trim().is_empty() {
            return Err(RebaseFault::NoCause);
        }
        let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
        if self.approved_by.trim().is_empty() || same(&self.asked_by, &self.approved_by) {
            return Err(RebaseFault::OnePerson);
        }
        if !before.points.iter().any(|read| read.point.period.from == self.from) {
            return Err(RebaseFault::NoSuchPeriod(self.from));
        }
        if rebase_offers(before).contains(&self.from) { Ok(()) } else { Err(RebaseFault::NoRun) }
    }
}

/// The days from which limits may be started afresh: the first of seven or more values on one side of the mean.
///
/// Values beyond a limit or in a trend belong to a run as well, so it is looked for in the values themselves.
#[must_use]
pub fn rebase_offers(chart: &SpcChart) -> Vec<NaiveDate> {
    let mut offers = Vec::new();
    for segment in &chart.segments {
        let (Some(mean), Some(_)) = (segment.mean, segment.limits) else { continue };
        let sides: Vec<(i8, NaiveDate)> = chart.points[segment.points()]
            .iter()
            .map(|read| {
                let value = match read.point.value {
                    PointValue::Actual(value) => value.to_f64(),
                    PointValue::Missing | PointValue::Suppressed => mean,
                };
                (i8::from(value > mean) - i8::from(value < mean), read.point.period.from)
            })
            .collect();
        for run in sides.chunk_by(|one, next| one.0 == next.0) {
            if run[0].0 != 0 && run.len() >= RUN {
                offers.push(run[0].1);
            }
        }
    }
    // The first segment cannot start afresh where it starts.
    offers.retain(|day| chart.segments.iter().all(|segment| chart.points[segment.first].point.period.from != *day));
    offers
}
