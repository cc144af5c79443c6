//! Putting the actions of a priority or aim into another order.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sightline_domain::history::Amendment;
use sightline_domain::plan::Plan;

use super::Amended;
use crate::policy::{self, Target};
use crate::{App, Call, Error, Result};

/// Another order of actions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderInput {
    /// Reference of the priority.
    pub priority: String,
    /// Reference of the aim; absent for the actions without one.
    pub aim: Option<String>,
    /// References of all live actions there, in their new order.
    pub actions: Vec<String>,
    /// Why.
    pub reason: String,
}

impl App {
    /// The amendments that put actions into another order, holding from `on` (today when absent).
    ///
    /// # Errors
    ///
    /// * [`Error::NoReason`], [`Error::NoChange`] – there is no reason, or no difference.
    /// * [`Error::OrderChanged`] – the actions given are not the live ones there: some were added or moved meanwhile.
    pub async fn reorder_actions(
        &self,
        call: &Call,
        plan: Option<&str>,
        on: Option<NaiveDate>,
        input: &OrderInput,
    ) -> Result<Amended> {
        call.may(policy::Action::PlanAmend)?;
        let on = on.unwrap_or(call.today);
        let summary = self.resolve(call, policy::Action::PlanAmend, plan).await?;
        let target = Target::Priority { summary: &summary, priority: &input.priority };
        call.may_on(policy::Action::PlanAmend, &target)?;
        let current = self.store.current_plan(&summary.id).await?;
        let amendments = in_order(&current, call, on, input)?;
        self.record(call, &summary, on, &amendments).await?;
        Ok(Amended { summary, amendments })
    }
}

fn in_order(plan: &Plan, call: &Call, on: NaiveDate, input: &OrderInput) -> Result<Vec<Amendment>> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Error::NoReason { action: input.actions.join(", ") });
    }
    let standing: Vec<&str> = plan
        .siblings(&input.priority, input.aim.as_deref())
        .filter(|action| action.is_live())
        .map(|action| action.reference.as_str())
        .collect();
    let wanted: BTreeSet<&str> = input.actions.iter().map(String::as_str).collect();
    if wanted.len() != input.actions.len() || wanted != standing.iter().copied().collect() {
        return Err(Error::OrderChanged { priority: input.priority.clone() });
    }
    if standing == input.actions {
        return Err(Error::NoChange { action: input.actions.join(", ") });
    }
    let mut amendments = Vec::new();
    for (order, reference) in (1..).zip(&input.actions) {
        let Some(before) = plan.action(reference) else { continue };
        let mut after = before.clone();
        after.order = Some(order);
        if after != *before {
            amendments.push(Amendment {
                action: reference.clone(),
                on,
                recorded_at: call.at,
                by: call.actor.name.clone(),
                reason: reason.to_owned(),
                before: Some(before.clone()),
                after,
            });
        }
    }
    Ok(amendments)
}
