//! Rebases: new limits of a chart, asked for by one person and decided by another.

use chrono::NaiveDate;
use serde_json::{Value, json};
use sightline_store::{DoneBy, NewRebase, RebaseDecision, RebaseRecord};

use super::{measure_id, words};
use crate::policy::Action;
use crate::{App, Call, Error, Result};

/// The longest that is kept of what a chart said, as JSON, in bytes.
const LONGEST_CHART: usize = 20_000;

/// A rebase that somebody asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RebaseInput {
    /// The measure, by its id.
    pub measure: String,
    /// The part of the measure, such as `team=North`; the whole when absent.
    pub breakdown: Option<String>,
    /// First day of the new segment.
    pub starts_on: NaiveDate,
    /// Why the limits are to be worked out anew.
    pub reason: String,
    /// What changed in how children are served.
    pub cause: String,
    /// How that is known.
    pub evidence: String,
    /// What the chart says now: mean, limits, icons, points; null where there is no chart.
    pub said_before: Value,
}

impl App {
    /// Every rebase that was asked for, the first asked first; of one measure when it is named.
    pub async fn rebases(&self, call: &Call, measure: Option<&str>) -> Result<Vec<RebaseRecord>> {
        call.may(Action::MeasureRead)?;
        let measure = measure.map(measure_id).transpose()?;
        Ok(self.store.rebases(measure.as_deref()).await?)
    }

    /// The number of the rebase just asked for; the chart stays as it is until somebody else approves it.
    ///
    /// Whether the chart has a point on the day, and a run signal before it, is for whoever has the chart to ask.
    ///
    /// # Errors
    ///
    /// * [`Error::NotAMeasure`], [`Error::WordsNeeded`], [`Error::TooLong`] – something is missing.
    /// * [`Error::FutureDay`] – the day has not come.
    /// * [`Error::Store`] – a rebase of the same chart and day waits or is approved.
    pub async fn ask_rebase(&self, call: &Call, input: &RebaseInput) -> Result<u64> {
        call.may(Action::RebaseAsk)?;
        let measure = measure_id(&input.measure)?;
        let (reason, cause) = (words(&input.reason, "the reason")?, words(&input.cause, "the cause")?);
        let evidence = words(&input.evidence, "the evidence")?;
        if input.starts_on > call.today {
            return Err(Error::FutureDay { on: input.starts_on });
        }
        if input.said_before.to_string().len() > LONGEST_CHART {
            return Err(Error::TooLong { what: "what the chart said before", limit: LONGEST_CHART });
        }
        let breakdown = input.breakdown.as_deref().map(str::trim).filter(|part| !part.is_empty());
        let asked = done_by(call);
        let new = NewRebase {
            measure: &measure,
            breakdown,
            starts_on: input.starts_on,
            reason: &reason,
            cause: &cause,
            evidence: &evidence,
            said_before: &input.said_before,
            asked: &asked,
        };
        let detail = json!({ "from": input.starts_on, "breakdown": breakdown, "reason": reason, "cause": cause });
        let audit = call.audit(Action::RebaseAsk, format!("measure {measure}"), detail);
        Ok(self.store.ask_rebase(&new, audit).await?)
    }

    /// Approves a rebase that somebody else has asked for, or refuses it.
    ///
    /// # Errors
    ///
    /// * [`Error::Store`] – there is none of this number, it is decided already, or the caller asked for it.
    /// * [`Error::WordsNeeded`], [`Error::TooLong`] – the reason.
    pub async fn decide_rebase(
        &self,
        call: &Call,
        number: u64,
        is_approved: bool,
        reason: &str,
    ) -> Result<RebaseRecord> {
        call.may(Action::RebaseApprove)?;
        let reason = words(reason, "the reason")?;
        let unknown = sightline_store::Error::UnknownRebase { number };
        let rebases = self.store.rebases(None).await?;
        let mut rebase = rebases.into_iter().find(|rebase| rebase.number == number).ok_or(unknown)?;
        if call.actor.is_one_of([rebase.asked.name.as_str()]) {
            return Err(sightline_store::Error::OwnRebase { number }.into());
        }
        let decision = RebaseDecision { is_approved, reason: reason.clone(), decided: done_by(call) };
        let decided = if is_approved { "approved" } else { "refused" };
        let detail = json!({ "number": number, "decided": decided, "reason": reason, "asked_by": rebase.asked.name });
        let audit = call.audit(Action::RebaseApprove, format!("measure {}", rebase.measure), detail);
        self.store.decide_rebase(number, &decision, audit).await?;
        rebase.decision = Some(decision);
        Ok(rebase)
    }
}

fn done_by(call: &Call) -> DoneBy {
    DoneBy { account: call.actor.account.clone(), name: call.actor.name.clone(), at: call.at }
}
