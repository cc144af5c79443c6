//! A plan as at a day, and one action with its history.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::history::{Amendment, PlanAsAt, Update};
use sightline_domain::plan::Action;
use sightline_domain::scale::Scale;
use sightline_store::PlanSummary;

use super::find;
use crate::policy;
use crate::{App, Call, Error, Result};

/// A plan as at a day.
#[derive(Clone, Debug)]
pub struct PlanView {
    /// Which plan.
    pub summary: PlanSummary,
    /// The plan with the ratings in force on the day; shared with whoever else looks at it.
    pub at: Arc<PlanAsAt>,
}

/// One action as at a day, with what happened to it until then.
#[derive(Clone, Debug)]
pub struct ActionView {
    /// Which plan.
    pub summary: PlanSummary,
    /// The plan's scale; BRAG when it names none.
    pub scale: Scale,
    /// The day.
    pub as_at: NaiveDate,
    /// The action as it stood.
    pub action: Action,
    /// Title of its priority.
    pub priority_title: Option<String>,
    /// Code of the action rating in force.
    pub action_rating: Option<String>,
    /// Code of the impact rating in force.
    pub impact_rating: Option<String>,
    /// Its updates, earliest first.
    pub updates: Vec<Update>,
    /// Its amendments, earliest first.
    pub amendments: Vec<Amendment>,
}

/// What a name turned out to be.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A plan.
    Plan(Box<PlanView>),
    /// An action.
    Action(Box<ActionView>),
}

impl App {
    /// The plan or the action of this name, as at a day (today when none is given).
    ///
    /// A name is first taken for a plan; when no plan has it, for an action of
    /// `plan`, or of the only plan. With `plan` given it is an action. Without
    /// a name it is the only plan.
    pub async fn show(
        &self,
        call: &Call,
        name: Option<&str>,
        plan: Option<&str>,
        as_at: Option<NaiveDate>,
    ) -> Result<Shown> {
        call.may(policy::Action::PlanRead)?;
        let as_at = as_at.unwrap_or(call.today);
        let Some(name) = name else {
            return Ok(Shown::Plan(Box::new(self.plan_view(call, policy::Action::PlanRead, plan, as_at).await?)));
        };
        if plan.is_some() || looks_like_a_reference(name) {
            return Ok(Shown::Action(Box::new(self.action_view(call, name, plan, as_at).await?)));
        }
        match self.plan_view(call, policy::Action::PlanRead, Some(name), as_at).await {
            Ok(view) => Ok(Shown::Plan(Box::new(view))),
            Err(unknown @ Error::Store(sightline_store::Error::UnknownPlan { .. })) => {
                match self.action_view(call, name, None, as_at).await {
                    Ok(view) => Ok(Shown::Action(Box::new(view))),
                    Err(_) => Err(unknown),
                }
            }
            Err(other) => Err(other),
        }
    }

    /// The plan as at a day (today when none is given); the only plan when none is named.
    pub async fn plan(&self, call: &Call, name: Option<&str>, as_at: Option<NaiveDate>) -> Result<PlanView> {
        call.may(policy::Action::PlanRead)?;
        self.plan_view(call, policy::Action::PlanRead, name, as_at.unwrap_or(call.today)).await
    }

    /// A plan as at a day, when the caller may do `action` to it, with the
    /// actions that the caller may see.
    pub(crate) async fn plan_view(
        &self,
        call: &Call,
        action: policy::Action,
        name: Option<&str>,
        as_at: NaiveDate,
    ) -> Result<PlanView> {
        let name = match name {
            Some(name) => name.to_owned(),
            None => self.only_plan(call).await?.handle,
        };
        let known = self.known_plan(&name, as_at).await?;
        find::may_on_plan(call, action, &name, &known.summary)?;
        let at = visible(call, &known.summary, known.at);
        Ok(PlanView { summary: PlanSummary::clone(&known.summary), at })
    }

    async fn action_view(
        &self,
        call: &Call,
        reference: &str,
        plan: Option<&str>,
        as_at: NaiveDate,
    ) -> Result<ActionView> {
        let PlanView { summary, at } = self.plan_view(call, policy::Action::PlanRead, plan, as_at).await?;
        let action = find::action(&at.plan, &summary.handle, reference)?.clone();
        let updates = self.store.updates(&summary.id, Some(&action.reference), None, Some(as_at)).await?;
        let amendments = self.store.amendments(&summary.id, Some(&action.reference), None, Some(as_at)).await?;
        Ok(ActionView {
            scale: at.plan.scale().cloned().unwrap_or_else(Scale::brag),
            as_at,
            priority_title: at.plan.priority(&action.priority).and_then(|priority| priority.title.clone()),
            action_rating: at.action_rating(&action),
            impact_rating: at.impact_rating(&action),
            summary,
            action,
            updates,
            amendments,
        })
    }
}

/// The plan without what the caller may not know of; the same one when the caller may know of everything.
pub(crate) fn visible(call: &Call, summary: &PlanSummary, at: Arc<PlanAsAt>) -> Arc<PlanAsAt> {
    let seen: BTreeSet<&str> = policy::allowed_actions(call, policy::Action::PlanRead, summary, &at.plan)
        .map(|action| action.reference.as_str())
        .collect();
    if seen.len() == at.plan.actions.len() {
        return at;
    }
    let mut shown = PlanAsAt::clone(&at);
    shown.plan.actions.retain(|action| seen.contains(action.reference.as_str()));
    shown.latest_updates.retain(|update| seen.contains(update.action.as_str()));
    Arc::new(shown)
}

/// True for `1.3`, `4.10`, `2/3`: handles of plans begin with a letter.
fn looks_like_a_reference(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_digit())
}
