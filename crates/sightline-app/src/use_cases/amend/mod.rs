//! Changing an action after import, with a reason; nothing is overwritten.

mod change;
mod make;
mod order;
pub(crate) mod wording;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use sightline_domain::history::Amendment;
use sightline_domain::plan::{Action, Plan};
use sightline_store::PlanSummary;

use super::find;
use super::import::sha256;
use crate::policy::{self, Target};
use crate::{App, Call, Result};

pub use change::{AmendInput, Change, MilestoneInput, NewAction, NewMilestone, PartInput};
pub use order::OrderInput;

/// Amendments that were recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amended {
    /// The plan.
    pub summary: PlanSummary,
    /// The amendments as they stand in the history.
    pub amendments: Vec<Amendment>,
}

/// An action as it is to be amended: with every amendment recorded so far, those dated in the future included.
#[derive(Clone, Debug)]
pub struct Amendable {
    /// The plan.
    pub summary: PlanSummary,
    /// The whole plan as it stands, with the actions that the caller may see.
    pub plan: Plan,
    /// The action.
    pub action: Action,
    /// Its version: see [`version_of`].
    pub version: String,
}

/// Two people have changed the same action.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The action as the caller read it; absent when no such version is known.
    pub seen: Option<Action>,
    /// The action as it stands now.
    pub now: Action,
    /// The version of `now`.
    pub version: String,
    /// What was recorded between the two.
    pub since: Vec<Amendment>,
}

/// What tells one state of an action, or of an entry of a register, from another: 16 hexadecimal digits.
#[must_use]
pub fn version_of(item: &impl Serialize) -> String {
    let json = serde_json::to_vec(item).unwrap_or_default();
    let mut version = sha256(&json);
    version.truncate(16);
    version
}

impl App {
    /// The amendments just recorded, holding from `on` (today when absent).
    ///
    /// A split gives one amendment for the old action and one for each new one;
    /// all are recorded or none.
    ///
    /// # Errors
    ///
    /// * [`Error::NoReason`](crate::Error::NoReason), [`Error::NoChange`](crate::Error::NoChange) – there is no
    ///   reason, or no difference.
    /// * [`Error::UnknownAction`](crate::Error::UnknownAction), [`Error::NotLive`](crate::Error::NotLive) – the
    ///   action is not in the plan, or no longer live.
    /// * [`Error::ReferenceTaken`](crate::Error::ReferenceTaken),
    ///   [`Error::UnknownPriority`](crate::Error::UnknownPriority), [`Error::UnknownAim`](crate::Error::UnknownAim) –
    ///   an action cannot stand there.
    /// * [`Error::UnreadableTimescale`](crate::Error::UnreadableTimescale),
    ///   [`Error::UnknownMilestone`](crate::Error::UnknownMilestone) – the change cannot be made.
    /// * [`Error::Store`](crate::Error::Store) with a conflict – the action is no longer as it was
    ///   [seen](AmendInput::seen): see [`App::disagreement`].
    pub async fn amend(
        &self,
        call: &Call,
        plan: Option<&str>,
        on: Option<NaiveDate>,
        inputs: &[AmendInput],
    ) -> Result<Amended> {
        call.may(policy::Action::PlanAmend)?;
        let on = on.unwrap_or(call.today);
        let summary = self.resolve(call, policy::Action::PlanAmend, plan).await?;
        let mut current = self.store.current_plan(&summary.id).await?;
        let mut amendments = Vec::new();
        for input in inputs {
            may_amend(call, &summary, &current, input)?;
            let made = make::amend_plan(&current, &summary.handle, self.vocabulary.dates(), call, on, input)?;
            for amendment in &made {
                put(&mut current, &amendment.after);
            }
            amendments.extend(made);
        }
        self.record(call, &summary, on, &amendments).await?;
        Ok(Amended { summary, amendments })
    }

    /// An action as it is to be amended.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownAction`](crate::Error::UnknownAction) – not in the plan, or the caller may not know of it.
    pub async fn action_to_amend(&self, call: &Call, plan: Option<&str>, reference: &str) -> Result<Amendable> {
        call.may(policy::Action::PlanAmend)?;
        let (summary, current) = self.plan_to_amend(call, plan).await?;
        let action = find::action(&current, &summary.handle, reference)?.clone();
        call.may_on(policy::Action::PlanAmend, &Target::Action { summary: &summary, plan: &current, action: &action })?;
        let version = version_of(&action);
        Ok(Amendable { summary, plan: current, action, version })
    }

    /// The plan as it is to be amended: every amendment recorded so far, the actions that the caller may see.
    pub async fn plan_for_amending(&self, call: &Call, plan: Option<&str>) -> Result<(PlanSummary, Plan)> {
        call.may(policy::Action::PlanAmend)?;
        self.plan_to_amend(call, plan).await
    }

    /// What differs between the action as the caller read it and as it stands.
    pub async fn disagreement(
        &self,
        call: &Call,
        plan: Option<&str>,
        reference: &str,
        seen: &str,
    ) -> Result<Disagreement> {
        call.may(policy::Action::PlanAmend)?;
        let Amendable { summary, action, version, .. } = self.action_to_amend(call, plan, reference).await?;
        let mut since = self.store.amendments(&summary.id, Some(&action.reference), None, None).await?;
        let first = since
            .iter()
            .rposition(|amendment| amendment.before.as_ref().is_some_and(|before| version_of(before) == seen));
        let since = first.map(|first| since.split_off(first)).unwrap_or_default();
        let seen = since.first().and_then(|amendment| amendment.before.clone());
        Ok(Disagreement { seen, now: action, version, since })
    }

    /// The plan as it stands with the actions that the caller may see, when the caller may amend it.
    pub(crate) async fn plan_to_amend(&self, call: &Call, plan: Option<&str>) -> Result<(PlanSummary, Plan)> {
        let summary = self.resolve(call, policy::Action::PlanAmend, plan).await?;
        let mut current = self.store.current_plan(&summary.id).await?;
        let seen: Vec<bool> = current
            .actions
            .iter()
            .map(|action| {
                call.allows(policy::Action::PlanRead, &Target::Action { summary: &summary, plan: &current, action })
            })
            .collect();
        let mut seen = seen.into_iter();
        current.actions.retain(|_| seen.next().unwrap_or(false));
        Ok((summary, current))
    }

    async fn record(&self, call: &Call, summary: &PlanSummary, on: NaiveDate, amendments: &[Amendment]) -> Result<()> {
        let actions: Vec<&str> = amendments.iter().map(|amendment| amendment.action.as_str()).collect();
        let detail = json!({ "on": on, "actions": actions });
        let audit = call.audit(policy::Action::PlanAmend, format!("plan {}", summary.handle), detail);
        Ok(self.store.record_amendments(&summary.id, amendments, audit).await?)
    }
}

/// Nothing, when the caller may make this change: to the action, or under the priority of a new one.
fn may_amend(call: &Call, summary: &PlanSummary, plan: &Plan, input: &AmendInput) -> Result<()> {
    if let Change::Add { priority, .. } | Change::Move { priority, .. } = &input.change {
        call.may_on(policy::Action::PlanAmend, &Target::Priority { summary, priority })?;
    }
    if matches!(input.change, Change::Add { .. }) {
        return Ok(());
    }
    let action = find::action(plan, &summary.handle, &input.action)?;
    let on_action = Target::Action { summary, plan, action };
    if !call.allows(policy::Action::PlanRead, &on_action) {
        return Err(find::unknown(&summary.handle, &input.action));
    }
    call.may_on(policy::Action::PlanAmend, &on_action)
}

fn put(plan: &mut Plan, after: &Action) {
    match plan.actions.iter_mut().find(|action| action.reference == after.reference) {
        Some(action) => action.clone_from(after),
        None => plan.actions.push(after.clone()),
    }
}
