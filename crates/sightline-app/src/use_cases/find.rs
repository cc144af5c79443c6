//! Which plan is meant.

use sightline_domain::plan::{Action, ActionState, Plan};
use sightline_store::PlanSummary;

use crate::policy;
use crate::{App, Call, Error, Result};

impl App {
    /// Every plan, the latest import first.
    pub async fn list_plans(&self, call: &Call) -> Result<Vec<PlanSummary>> {
        call.may(policy::Action::PlanRead)?;
        Ok(self.store.plans().await?)
    }

    /// The plan of this name, or the only plan when none is named.
    pub(crate) async fn resolve(&self, name: Option<&str>) -> Result<PlanSummary> {
        if let Some(name) = name {
            return Ok(self.store.find_plan(name).await?);
        }
        let mut plans = self.store.plans().await?;
        match plans.len() {
            0 => Err(Error::NoPlans),
            1 => Ok(plans.remove(0)),
            _ => Err(Error::WhichPlan { handles: plans.into_iter().map(|plan| plan.handle).collect() }),
        }
    }
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

/// The action with this reference, when it is live.
pub(crate) fn live_action<'a>(plan: &'a Plan, handle: &str, reference: &str) -> Result<&'a Action> {
    let found = action(plan, handle, reference)?;
    let state = match &found.state {
        ActionState::Live => return Ok(found),
        ActionState::Withdrawn => "withdrawn".to_owned(),
        ActionState::Merged { into } => format!("merged into {into}"),
        ActionState::Split { into } => format!("split into {}", into.join(", ")),
    };
    Err(Error::NotLive { reference: found.reference.clone(), state })
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
