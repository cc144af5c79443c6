//! What the evidence supports, beside what was reported: verdicts on the two ratings of actions.

pub(crate) mod answers;
mod beside;
pub(crate) mod blue;
pub(crate) mod challenges;
pub(crate) mod keep;
pub(crate) mod known;
mod links;
pub(crate) mod tested;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::board_report::{Axis, listed_title};
use sightline_domain::challenge::{ActionVerdicts, Weighed, weigh};
use sightline_domain::history::{PlanAsAt, Update};
use sightline_domain::measure::Audience;
use sightline_domain::scale::{Brag, Scale};
use sightline_domain::standing::deadline;
use sightline_domain::standpoint::{Rated, Standpoint};
use sightline_domain::verdict::{DoingInput, EvidenceItem, ImpactInput, MeasureLink, judge_doing, judge_impact};
use sightline_store::{ExtractRecord, MeasureLink as KeptLink, PlanSummary};

use super::figures::months::KnownMonths;
use super::find;
use super::show::PlanView;
use crate::policy;
use crate::{App, Call, Result};

/// The verdicts on actions of a plan on a day.
#[derive(Clone, Debug)]
pub struct PlanVerdicts {
    /// Which plan.
    pub summary: PlanSummary,
    /// The plan as at the day, with the actions that the caller may see.
    pub at: Arc<PlanAsAt>,
    /// The scale of the action rating; BRAG when the plan names none.
    pub scale: Scale,
    /// The scale of the impact rating; `None` when the plan does not rate impact.
    pub impact_scale: Option<Scale>,
    /// The day of the records that measures were counted in; `None` when none were published by then, or none is linked.
    pub records_of: Option<NaiveDate>,
    /// Each action, in plan order; placeholders are left out.
    pub actions: Vec<ActionVerdict>,
}

/// The verdicts on one action beside its ratings.
#[derive(Clone, Debug)]
pub struct ActionVerdict {
    /// Reference of the action.
    pub reference: String,
    /// Its first sentence.
    pub title: String,
    /// Reference of its priority.
    pub priority: String,
    /// What dates, milestones, updates and measures say.
    pub verdicts: ActionVerdicts,
    /// The action rating beside its verdict.
    pub doing: Compared,
    /// The impact rating beside its verdict.
    pub impact: Compared,
    /// Each linked measure, in the order of the verdict's links.
    pub measures: Vec<LinkedMeasure>,
}

/// A reported rating beside what its verdict supports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Code of the rating in force; `None` when it is not rated.
    pub reported: Option<String>,
    /// The best rating that the verdict supports; `None` when it supports none.
    pub supports: Option<Brag>,
    /// How the two compare; `None` when there is no rating, or its level stands for nothing.
    pub weighed: Option<Weighed>,
}

/// A measure that is to show the effect of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedMeasure {
    /// Its id.
    pub id: String,
    /// What people call it; the id when it is no more.
    pub title: String,
    /// Whether it is still defined, so that there is a page of it.
    pub is_defined: bool,
    /// The day from which the action is to show.
    pub from_on: NaiveDate,
    /// Why it was linked.
    pub reason: String,
    /// Why it has no figures; `None` when it has.
    pub missing: Option<String>,
}

/// By whom verdicts are read, and in which records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Those from whom small numbers are hidden; the caller when absent.
    pub(crate) readers: Option<Audience>,
    /// The extract, taken as known on the day whenever it was published.
    pub(crate) extract: CountedIn<ExtractRecord>,
}

/// In which records something is counted.
#[derive(Clone, Debug, Default)]
pub(crate) enum CountedIn<T> {
    /// In those that were in force on the day.
    #[default]
    InForce,
    /// In those of this extract, whatever became of it.
    Extract(T),
    /// In none: there were none.
    Nothing,
}

impl Seen {
    /// By these readers.
    pub(crate) fn by(readers: Audience) -> Self {
        Self { readers: Some(readers), extract: CountedIn::InForce }
    }
}

/// Everything that verdicts on a plan are made from, read once.
struct Evidence {
    links: Vec<KeptLink>,
    /// Evidence beside the figures, by action.
    items: BTreeMap<String, Vec<EvidenceItem>>,
    targets: Vec<sightline_domain::target::Target>,
    updates: Vec<Update>,
    months: BTreeMap<String, KnownMonths>,
    /// The extract that measures were counted in.
    extract: Option<ExtractRecord>,
}

/// What the verdicts on one action are made from.
struct Inputs<'a> {
    kept: Vec<&'a KeptLink>,
    links: Vec<MeasureLink>,
    items: &'a [EvidenceItem],
    updates: Vec<Update>,
}

impl App {
    /// The verdicts on a plan's live actions as at a day, today when none is given; with `action` only on that one,
    /// whatever its state.
    ///
    /// Made from what was known by then: links, targets, updates, and the
    /// records that were published. A measure that cannot be counted makes "no
    /// evidence", and says why.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store), [`Error::UnknownAction`](crate::Error::UnknownAction)
    /// – there is no such plan or action, or none that the caller may know of.
    pub async fn plan_verdicts(
        &self,
        call: &Call,
        plan: Option<&str>,
        action: Option<&str>,
        as_at: Option<NaiveDate>,
    ) -> Result<PlanVerdicts> {
        call.may(policy::Action::MeasureRead)?;
        self.verdicts_for(call, plan, action, as_at, &Seen::default()).await
    }

    /// The same as certain readers see them, or in certain records.
    pub(crate) async fn verdicts_for(
        &self,
        call: &Call,
        plan: Option<&str>,
        action: Option<&str>,
        as_at: Option<NaiveDate>,
        seen: &Seen,
    ) -> Result<PlanVerdicts> {
        let as_at = as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::PlanRead, plan, as_at).await?;
        let only = match action {
            Some(reference) => Some(find::action(&view.at.plan, &view.summary.handle, reference)?.reference.clone()),
            None => None,
        };
        let evidence = self.evidence(call, &view.summary, only.as_deref(), as_at, seen).await?;
        Ok(evidence.judge_all(&view, only.as_deref()))
    }

    async fn evidence(
        &self,
        call: &Call,
        summary: &PlanSummary,
        only: Option<&str>,
        as_at: NaiveDate,
        seen: &Seen,
    ) -> Result<Evidence> {
        let mut links = self.store.measure_links(Some(&summary.id), None).await?;
        links.retain(|link| link.at.date_naive() <= as_at && only.is_none_or(|only| link.action == only));
        let measures: BTreeSet<String> = links.iter().map(|link| link.measure.clone()).collect();
        let (months, extract) = self.known_months(call, &measures, as_at, seen).await?;
        let mut targets = if measures.is_empty() { Vec::new() } else { self.store.targets(None).await? };
        targets.retain(|target| target.set_at.date_naive() <= as_at);
        let updates = self.store.updates(&summary.id, only, None, Some(as_at)).await?;
        let items = self.evidence_items(&summary.id, only, as_at).await?;
        Ok(Evidence { links, items, targets, updates, months, extract })
    }
}

impl Evidence {
    /// The verdicts on the actions of a plan; with `only` on that one, whatever its state.
    fn judge_all(&self, view: &PlanView, only: Option<&str>) -> PlanVerdicts {
        let now = if only.is_some() { Standpoint::with_gone(&view.at) } else { Standpoint::of(&view.at) };
        let asked = now.real().filter(|item| only.is_none_or(|only| only == item.action.reference));
        PlanVerdicts {
            scale: now.scale.clone(),
            impact_scale: now.impact_scale.clone(),
            records_of: self.extract.as_ref().map(|extract| extract.as_at),
            actions: asked.map(|item| self.judge(&now, item)).collect(),
            summary: view.summary.clone(),
            at: Arc::clone(&view.at),
        }
    }

    fn inputs(&self, item: &Rated<'_>, as_at: NaiveDate) -> Inputs<'_> {
        let reference = &item.action.reference;
        let kept: Vec<&KeptLink> = self.links.iter().filter(|link| link.action == *reference).collect();
        let links = links::links_of(&kept, |measure| self.months.get(measure), &self.targets, as_at);
        let updates = self.updates.iter().filter(|update| update.action == *reference).cloned().collect();
        let items = self.items.get(reference).map_or(&[][..], Vec::as_slice);
        Inputs { kept, links, items, updates }
    }

    /// The verdicts of these inputs, for those who may see what is not hidden from them.
    fn verdicts(&self, now: &Standpoint<'_>, item: &Rated<'_>, inputs: &Inputs<'_>) -> ActionVerdicts {
        let doing = judge_doing(&inputs.doing(now, item));
        let impact = judge_impact(&inputs.impact(now, item));
        let is_hidden = |measure: &String| self.months.get(measure).is_some_and(|months| months.is_partly_hidden);
        let hidden: BTreeSet<String> = inputs.links.iter().map(|link| link.measure.clone()).filter(is_hidden).collect();
        let impact = if hidden.is_empty() { impact } else { impact.without_figures_of(&hidden) };
        ActionVerdicts { doing, impact }
    }

    fn judge(&self, now: &Standpoint<'_>, item: &Rated<'_>) -> ActionVerdict {
        let inputs = self.inputs(item, now.as_at);
        let ActionVerdicts { doing, impact } = self.verdicts(now, item, &inputs);
        let measures = impact.links.iter().filter_map(|link| self.linked_measure(&inputs.kept, &link.measure));
        ActionVerdict {
            reference: item.action.reference.clone(),
            title: listed_title(item.action),
            priority: item.action.priority.clone(),
            measures: measures.collect(),
            doing: compare(now, item, Axis::Action, doing.supports(&impact)),
            impact: compare(now, item, Axis::Impact, impact.supports(doing.standing)),
            verdicts: ActionVerdicts { doing, impact },
        }
    }

    fn linked_measure(&self, kept: &[&KeptLink], measure: &str) -> Option<LinkedMeasure> {
        let link = kept.iter().rfind(|link| link.measure == measure && link.is_linked)?;
        let months = self.months.get(measure)?;
        let definition = months.definition.as_deref();
        Some(LinkedMeasure {
            id: measure.to_owned(),
            title: definition.map_or_else(|| measure.to_owned(), |definition| definition.title.clone()),
            is_defined: definition.is_some(),
            from_on: link.from_on,
            reason: link.reason.clone(),
            missing: months.missing.clone(),
        })
    }
}

impl Inputs<'_> {
    fn doing<'i>(&'i self, now: &'i Standpoint<'_>, item: &'i Rated<'_>) -> DoingInput<'i> {
        DoingInput {
            action: item.action,
            updates: &self.updates,
            scale: &now.scale,
            update_cycle_days: now.update_cycle_days,
            as_at: now.as_at,
        }
    }

    fn impact(&self, now: &Standpoint<'_>, item: &Rated<'_>) -> ImpactInput<'_> {
        ImpactInput {
            links: &self.links,
            items: self.items,
            test_on: item.action.schedule.test_on,
            due_on: deadline(item.action),
            as_at: now.as_at,
        }
    }
}

fn compare(now: &Standpoint<'_>, item: &Rated<'_>, axis: Axis, supports: Option<Brag>) -> Compared {
    let scale = now.scale_of(axis);
    let reported = item.code(axis).filter(|_| scale.is_some());
    let stands_for = reported.zip(scale).and_then(|(code, scale)| scale.level(code)?.stands_for);
    // An action that is not updated supports no rating of its doing: that is asked about on its own.
    let is_silent = axis == Axis::Action && supports.is_none();
    Compared {
        reported: reported.map(str::to_owned),
        supports,
        weighed: stands_for.filter(|_| !is_silent).map(|reported| weigh(reported, supports)),
    }
}

#[cfg(test)]
pub(in crate::use_cases) mod tests;
