//! Which plan is meant.

use sightline_domain::plan::{Action, ActionState, Plan};
use sightline_store::PlanSummary;

use crate::policy::{self, Target};
use crate::{App, Call, Error, Result};

impl App {
    /// Every plan within the caller's reach, the latest import first.
    pub async fn list_plans(&self, call: &Call) -> Result<Vec<PlanSummary>> {
        call.may(policy::Action::PlanRead)?;
        let mut plans = self.store.plans().await?;
        plans.retain(|plan| call.allows(policy::Action::PlanRead, &Target::Plan(plan)));
        Ok(plans)
    }

    /// The plan of this name, or the only plan when none is named, when the
    /// caller may do `action` to it.
    ///
    /// # Errors
    ///
    /// * [`Error::Store`] – no such plan, or none the caller may know of: both say the same.
    /// * [`Error::NotAllowed`] – the caller may see it, and no more.
    pub(crate) async fn resolve(&self, call: &Call, action: policy::Action, name: Option<&str>) -> Result<PlanSummary> {
        let found = match name {
            Some(name) => self.store.find_plan(name).await?,
            None => self.only_plan(call).await?,
        };
        may_on_plan(call, action, name.unwrap_or_default(), &found)?;
        Ok(found)
    }

    /// The only plan that the caller may know of.
    pub(crate) async fn only_plan(&self, call: &Call) -> Result<PlanSummary> {
        let mut plans = self.store.plans().await?;
        plans.retain(|plan| call.allows(policy::Action::PlanRead, &Target::Plan(plan)));
        match plans.len() {
            0 => Err(Error::NoPlans),
            1 => Ok(plans.remove(0)),
            _ => Err(Error::WhichPlan { handles: plans.into_iter().map(|plan| plan.handle).collect() }),
        }
    }
}

/// Nothing, when the caller may do `action` to the plan that was found by `name`.
///
/// # Errors
///
/// * [`Error::Store`] – the caller may not know of it; it reads as if there were none.
/// * [`Error::NotAllowed`] – the caller may see it, and no more.
pub(crate) fn may_on_plan(call: &Call, action: policy::Action, name: &str, found: &PlanSummary) -> Result<()> {
    if !call.allows(policy::Action::PlanRead, &Target::Plan(found)) {
        let unknown = sightline_store::Error::UnknownPlan { name: name.to_owned(), near: Vec::new() };
        return Err(unknown.into());
    }
    call.may_on(action, &Target::Plan(found))
}

/// The action with this reference, whatever its state.
pub(crate) fn action<'a>(plan: &'a Plan, handle: &str, reference: &str) -> Result<&'a Action> {
    let wanted = reference.trim();
    plan.action(wanted)
        .or_else(|| plan.actions.iter().find(|action| action.reference.eq_ignore_ascii_case(wanted)))
        .ok_or_else(|| Error::UnknownAction {
            plan: handle.to_owned(),
            reference: wanted.to_owned(),
            near: near(plan, wanted),
        })
}

/// What is said of an action that is not there, or that the caller may not know of.
pub(crate) fn unknown(handle: &str, reference: &str) -> Error {
    Error::UnknownAction { plan: handle.to_owned(), reference: reference.trim().to_owned(), near: Vec::new() }
}

/// The action with this reference, when it is live.
pub(crate) fn live_action<'a>(plan: &'a Plan, handle: &str, reference: &str) -> Result<&'a Action> {
    let found = action(plan, handle, reference)?;
    refuse_unless_live(found)?;
    Ok(found)
}

/// Fails with how an action left the plan.
pub(crate) fn refuse_unless_live(action: &Action) -> Result<()> {
    let state = match &action.state {
        ActionState::Live => return Ok(()),
        ActionState::Withdrawn => "withdrawn".to_owned(),
        ActionState::Merged { into } => format!("merged into {into}"),
        ActionState::Split { into } => format!("split into {}", into.join(", ")),
    };
    Err(Error::NotLive { reference: action.reference.clone(), state })
}

/// References that a person may have meant: the same beginning, at most five.
fn near(plan: &Plan, wanted: &str) -> Vec<String> {
    let family = wanted.split(['.', '/']).next().unwrap_or_default();
    plan.actions
        .iter()
        .map(|action| &action.reference)
        .filter(|reference| !family.is_empty() && reference.split(['.', '/']).next() == Some(family))
        .take(5)
        .cloned()
        .collect()
}
