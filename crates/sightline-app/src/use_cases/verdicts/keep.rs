//! Keeping verdicts as they are, so that nobody has to trust how they were.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sightline_domain::board_report::Axis;
use sightline_domain::measure::Audience;
use sightline_domain::scale::Scale;
use sightline_domain::standing::Standing;
use sightline_domain::standpoint::{Rated, Standpoint};
use sightline_domain::verdict::{RULES, RecordInputs, RecordedMeasure, VerdictRecord};
use sightline_store::PlanSummary;

use super::super::import::sha256;
use super::{Evidence, Seen};
use crate::policy;
use crate::use_cases::find;
use crate::{Actor, App, Call, Result, Role};

/// Who keeps verdicts when nobody ordered it.
const NOBODY: &str = "Sightline";

/// What came of keeping the verdicts of a plan.
#[derive(Clone, Debug)]
pub struct KeptVerdicts {
    /// Which plan.
    pub summary: PlanSummary,
    /// Verdicts that there are on ratings in force.
    pub looked_at: usize,
    /// Those that were kept because they are new, or other ones than before.
    pub kept: Vec<VerdictRecord>,
}

/// How the verdicts on an action came about.
#[derive(Clone, Debug)]
pub struct VerdictHistory {
    /// The scale of the action rating.
    pub scale: Scale,
    /// The scale of the impact rating; that of the action rating when the plan has no other.
    pub impact_scale: Scale,
    /// Each verdict that was kept, with what had changed, in the order they were kept.
    pub records: Vec<(VerdictRecord, Vec<String>)>,
}

impl App {
    /// Keeps the verdicts on every rating in force of a plan as they are today.
    ///
    /// One that was made from the same as the last one, and says the same, is
    /// not kept again. What is kept holds no figure that anybody may not see.
    ///
    /// # Errors
    ///
    /// [`Error::Store`], [`Error::NotAllowed`].
    pub async fn keep_verdicts(&self, call: &Call, plan: Option<&str>) -> Result<KeptVerdicts> {
        call.may(policy::Action::VerdictKeep)?;
        let view = self.plan_view(call, policy::Action::VerdictKeep, plan, call.today).await?;
        let evidence = self.evidence(call, &view.summary, None, call.today, &Seen::by(Audience::Public)).await?;
        let now = Standpoint::of(&view.at);
        let mut records = Vec::new();
        for item in now.real() {
            records.extend(evidence.records(call, &now, item));
            // A plan of thousands of actions takes a second: others are served meanwhile.
            tokio::task::yield_now().await;
        }
        let looked_at = records.len();
        let audit = |kept: usize| {
            let detail = json!({ "verdicts": looked_at, "kept": kept });
            call.audit(policy::Action::VerdictKeep, format!("plan {}", view.summary.handle), detail)
        };
        let kept = self.store.keep_verdicts(&view.summary.id, records, audit).await?;
        Ok(KeptVerdicts { summary: view.summary.clone(), looked_at, kept })
    }

    /// How the verdicts on an action came about, from those that were kept up to a day; today when none is given.
    ///
    /// # Errors
    ///
    /// [`Error::Store`], [`Error::UnknownAction`] – there is no such plan or action, or none that the caller may know of.
    pub async fn verdict_history(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        as_at: Option<NaiveDate>,
    ) -> Result<VerdictHistory> {
        call.may(policy::Action::MeasureRead)?;
        let as_at = as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at).await?;
        let action = find::action(&view.at.plan, &view.summary.handle, reference)?;
        let mut kept = self.store.verdict_records(&view.summary.id, Some(&action.reference)).await?;
        kept.retain(|record| record.as_at <= as_at);
        let now = Standpoint::with_gone(&view.at);
        let (scale, impact_scale) = (now.scale.clone(), now.impact_scale.as_ref().unwrap_or(&now.scale).clone());
        let mut last: BTreeMap<Axis, VerdictRecord> = BTreeMap::new();
        let mut records = Vec::with_capacity(kept.len());
        for record in kept {
            let scale = if record.axis == Axis::Action { &scale } else { &impact_scale };
            let before = last.insert(record.axis, record.clone());
            let changes = record.changes_since(before.as_ref(), scale);
            records.push((record, changes));
        }
        Ok(VerdictHistory { scale, impact_scale, records })
    }

    /// Keeps the verdicts of every plan, for nobody in particular.
    pub(crate) async fn keep_all_verdicts(&self, at: DateTime<Utc>) -> Result<()> {
        let call = Call { actor: Actor::operator(NOBODY, Role::ProgrammeManager), at, today: at.date_naive() };
        for plan in self.list_plans(&call).await? {
            self.keep_verdicts(&call, Some(plan.id.as_str())).await?;
        }
        Ok(())
    }
}

impl Evidence {
    /// The verdicts on the ratings of an action that are in force.
    fn records(&self, call: &Call, now: &Standpoint<'_>, item: &Rated<'_>) -> Vec<VerdictRecord> {
        let inputs = self.inputs(item, now.as_at);
        let verdicts = self.verdicts(now, item, &inputs);
        let (doing, impact) = (&verdicts.doing, &verdicts.impact);
        let definition = |measure: &str| Some(self.months.get(measure)?.definition.as_deref()?.version.as_str());
        let extract = self.extract.as_ref().filter(|_| !impact.links.is_empty()).map(|extract| extract.id.to_string());
        let record = |axis: Axis, rated: &str, inputs: &RecordInputs<'_>| {
            let of_doing = axis == Axis::Action;
            let measure = |link| RecordedMeasure::of(link, definition(&link.measure));
            let text = serde_json::to_vec(inputs).expect("texts are JSON");
            VerdictRecord {
                action: item.action.reference.clone(),
                axis,
                as_at: now.as_at,
                rated: rated.to_owned(),
                rated_on: self.rated_on(item, axis),
                supports: if of_doing { doing.supports(impact) } else { impact.supports(doing.standing) },
                says: if of_doing { doing.standing.code() } else { impact.level.code() }.to_owned(),
                reasons: if of_doing { doing.reasons.clone() } else { impact.reasons.clone() },
                measures: if of_doing { Vec::new() } else { impact.links.iter().map(measure).collect() },
                extract: extract.clone().filter(|_| !of_doing),
                rules: RULES.to_owned(),
                inputs_sha256: sha256(&text),
                by: call.actor.name.clone(),
                at: call.at,
            }
        };
        let rated = |axis: Axis| item.code(axis).filter(|_| now.scale_of(axis).is_some());
        let mut records = Vec::new();
        if let Some(code) = rated(Axis::Action) {
            let made_from = RecordInputs::of_doing(&inputs.doing(now, item), code, impact.is_ready_for_blue());
            records.push(record(Axis::Action, code, &made_from));
        }
        if let Some(code) = rated(Axis::Impact) {
            let definitions = impact.links.iter().filter_map(|link| {
                let measure = link.measure.as_str();
                Some((measure, definition(measure)?))
            });
            let is_complete = doing.standing == Standing::Complete;
            let input = inputs.impact(now, item);
            let made_from =
                RecordInputs::of_impact(&input, code, is_complete, definitions.collect(), extract.as_deref());
            records.push(record(Axis::Impact, code, &made_from));
        }
        records
    }

    /// The day of the last update that gives a rating of the action.
    fn rated_on(&self, item: &Rated<'_>, axis: Axis) -> Option<NaiveDate> {
        let giving = self
            .updates
            .iter()
            .filter(|update| update.action == item.action.reference && update.rating(axis).is_some());
        giving.map(|update| update.on).max()
    }
}
