//! Targets of measures.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::target::{Comparison, Target, TargetKind, standing_targets};

use super::{measure_id, words};
use crate::policy::Action;
use crate::{App, Call, Error, Result};

/// A target that somebody sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetInput {
    /// The measure, by its id.
    pub measure: String,
    /// What is to be reached, such as `90` or `12.5`, in the unit of the measure.
    pub value: String,
    /// From which side.
    pub comparison: Comparison,
    /// The day from which it is to be reached.
    pub for_on: NaiveDate,
    /// Whose target it is.
    pub kind: TargetKind,
    /// Why it is set, or changed.
    pub reason: String,
}

impl App {
    /// Every target that was set, taken back or replaced, in that order; of one measure when it is named.
    ///
    /// Which of them stand says [`standing_targets`].
    pub async fn targets(&self, call: &Call, measure: Option<&str>) -> Result<Vec<Target>> {
        call.may(Action::MeasureRead)?;
        let measure = measure.map(measure_id).transpose()?;
        Ok(self.store.targets(measure.as_deref()).await?)
    }

    /// The target just set; one of the same kind and day no longer stands, and is kept.
    ///
    /// # Errors
    ///
    /// * [`Error::NotAMeasure`] – the measure is no id.
    /// * [`Error::NotATarget`] – the value is no number.
    /// * [`Error::TargetStands`] – a target of this kind and day stands and says the same.
    /// * [`Error::WordsNeeded`], [`Error::TooLong`] – the reason.
    pub async fn set_target(&self, call: &Call, input: &TargetInput) -> Result<Target> {
        call.may(Action::TargetSet)?;
        let written = input.value.trim();
        let value = written.parse().ok().filter(|_| written.len() <= 15);
        let target = Target {
            measure: measure_id(&input.measure)?,
            value: value.ok_or_else(|| Error::NotATarget { value: written.chars().take(40).collect() })?,
            comparison: input.comparison,
            for_on: input.for_on,
            kind: input.kind,
            reason: words(&input.reason, "the reason")?,
            is_withdrawn: false,
            set_by: call.actor.name.clone(),
            set_at: call.at,
        };
        let earlier = self.store.targets(Some(&target.measure)).await?;
        let before = standing_targets(&earlier)
            .into_iter()
            .find(|other| (other.kind, other.for_on) == (target.kind, target.for_on));
        if before.is_some_and(|before| (before.value, before.comparison) == (target.value, target.comparison)) {
            return Err(Error::TargetStands);
        }
        let detail = json!({
            "value": target.value,
            "comparison": target.comparison.code(),
            "for": target.for_on,
            "kind": target.kind.code(),
            "reason": target.reason,
            "before": before.map(|before| json!({ "value": before.value, "comparison": before.comparison.code() })),
        });
        let audit = call.audit(Action::TargetSet, format!("measure {}", target.measure), detail);
        self.store.set_target(&target, audit).await?;
        Ok(target)
    }

    /// Takes a standing target back; what it was is kept.
    ///
    /// # Errors
    ///
    /// * [`Error::Store`] – none of this kind and day stands.
    /// * [`Error::WordsNeeded`], [`Error::TooLong`] – the reason.
    pub async fn withdraw_target(
        &self,
        call: &Call,
        measure: &str,
        kind: TargetKind,
        for_on: NaiveDate,
        reason: &str,
    ) -> Result<Target> {
        call.may(Action::TargetSet)?;
        let measure = measure_id(measure)?;
        let reason = words(reason, "the reason")?;
        let earlier = self.store.targets(Some(&measure)).await?;
        let standing =
            standing_targets(&earlier).into_iter().find(|target| (target.kind, target.for_on) == (kind, for_on));
        let Some(standing) = standing.cloned() else {
            return Err(sightline_store::Error::UnknownTarget { measure, kind: kind.words(), for_on }.into());
        };
        let target =
            Target { reason, is_withdrawn: true, set_by: call.actor.name.clone(), set_at: call.at, ..standing };
        let detail = json!({
            "withdrawn": true,
            "value": target.value,
            "for": for_on,
            "kind": kind.code(),
            "reason": target.reason,
        });
        let audit = call.audit(Action::TargetSet, format!("measure {}", target.measure), detail);
        self.store.set_target(&target, audit).await?;
        Ok(target)
    }
}
