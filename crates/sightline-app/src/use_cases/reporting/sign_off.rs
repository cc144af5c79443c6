//! A sponsor accepts an update, or sends it back with a question.

use serde_json::json;
use sightline_domain::history::Amendment;
use sightline_domain::plan::Action;
use sightline_domain::reporting::{Outcome, SignOff, UpdateChange, update_changes};
use sightline_domain::scale::Scale;
use sightline_store::{NewSignOff, PlanSummary, RecordedUpdate};

use super::super::find;
use super::super::show::PlanView;
use super::month::Month;
use super::record::last_accepted;
use super::written;
use crate::policy::{self, Target};
use crate::{App, Call, Error, Result};

/// Letters of a question at most.
const LONGEST_QUESTION: usize = 2_000;

/// What waits for a sponsor in one plan.
#[derive(Clone, Debug)]
pub struct SignOffQueue {
    /// Which plan.
    pub summary: PlanSummary,
    /// The plan's scale; BRAG when it names none.
    pub scale: Scale,
    /// Actions whose last update nobody has signed off, in the order of the plan.
    pub waiting: Vec<Waiting>,
    /// Actions whose last update was sent back and is not answered yet.
    pub sent_back: Vec<Waiting>,
}

/// An action whose last update is with its sponsor, or back with its lead.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The action.
    pub action: Action,
    /// Title of its priority.
    pub priority_title: Option<String>,
    /// Its last update.
    pub update: RecordedUpdate,
    /// What it says otherwise than the last accepted one.
    pub changes: Vec<UpdateChange>,
    /// True when the caller recorded it, and so may not sign it off.
    pub is_own: bool,
}

/// The update of one action beside the last one that was accepted.
#[derive(Clone, Debug)]
pub struct UpdateToSignOff {
    /// Which plan.
    pub summary: PlanSummary,
    /// The plan's scale; BRAG when it names none.
    pub scale: Scale,
    /// The action as it stands today.
    pub action: Action,
    /// Title of its priority.
    pub priority_title: Option<String>,
    /// The last update; null when there is none.
    pub update: Option<RecordedUpdate>,
    /// The last update that was accepted; null before the first.
    pub accepted: Option<RecordedUpdate>,
    /// Updates between the two, earliest first: never signed off, or sent back.
    pub between: Vec<RecordedUpdate>,
    /// What the update says otherwise than the accepted one.
    pub changes: Vec<UpdateChange>,
    /// Amendments of the action since the accepted update was recorded, earliest first.
    pub amendments: Vec<Amendment>,
    /// True when the caller recorded the update, and so may not sign it off.
    pub is_own: bool,
}

/// What a sponsor says of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOffInput {
    /// Reference of the action.
    pub action: String,
    /// Number of the update that the sponsor has read.
    pub update: u64,
    /// Null to accept it; what the sponsor wants to know to send it back.
    pub question: Option<String>,
}

impl App {
    /// What waits for the caller's sign-off in a plan: only what the caller may sign off.
    pub async fn sign_off_queue(&self, call: &Call, plan: &str) -> Result<SignOffQueue> {
        call.may(policy::Action::PlanSignOff)?;
        let view = self.plan_view(call, policy::Action::PlanSignOff, Some(plan), call.today).await?;
        let version = self.store.plan_version(&view.summary.handle).await?;
        let month = self.month(&version, call.today).await?;
        Ok(queue_of(call, &view, &month))
    }

    /// The last update of an action beside the last accepted one.
    ///
    /// # Errors
    ///
    /// * [`Error::NotAllowed`] – the caller may see the action, but not sign off in its priority.
    /// * [`Error::UnknownAction`] – it is not there, or the caller may not know of it.
    pub async fn update_to_sign_off(&self, call: &Call, plan: &str, reference: &str) -> Result<UpdateToSignOff> {
        call.may(policy::Action::PlanSignOff)?;
        let (view, action) = self.action_today(call, policy::Action::PlanRead, plan, reference).await?;
        call.may_on(
            policy::Action::PlanSignOff,
            &Target::Priority { summary: &view.summary, priority: &action.priority },
        )?;
        let PlanView { summary, at } = &view;
        let name = action.reference.as_str();
        let updates = self.store.recorded_updates(&summary.id, Some(&[name]), None, Some(call.today)).await?;
        let accepted = last_accepted(&updates).cloned();
        let since = accepted.as_ref().map(|accepted| accepted.update.recorded_at);
        let mut amendments = self.store.amendments(&summary.id, Some(name), None, Some(call.today)).await?;
        amendments.retain(|amendment| since.is_none_or(|since| amendment.recorded_at > since));
        let mut after_accepted: Vec<RecordedUpdate> = match &accepted {
            Some(accepted) => updates.into_iter().skip_while(|one| one.number != accepted.number).skip(1).collect(),
            None => updates,
        };
        let update = after_accepted.pop().or_else(|| accepted.clone());
        let changes = update
            .as_ref()
            .map(|update| update_changes(accepted.as_ref().map(|accepted| &accepted.update), &update.update));
        Ok(UpdateToSignOff {
            priority_title: at.plan.priority(&action.priority).and_then(|priority| priority.title.clone()),
            is_own: update.as_ref().is_some_and(|update| call.actor.is_one_of([update.update.by.as_str()])),
            scale: view.scale(),
            summary: view.summary,
            between: after_accepted,
            changes: changes.unwrap_or_default(),
            action,
            update,
            accepted,
            amendments,
        })
    }

    /// The updates just signed off, with what was said of them; all of them or none.
    ///
    /// # Errors
    ///
    /// * [`Error::NotAllowed`] – the caller may not sign off in the priority; a programme manager nowhere.
    /// * [`Error::OwnUpdate`] – the caller recorded the update.
    /// * [`Error::UpdateReplaced`] – a later update has taken its place since it was read.
    /// * [`sightline_store::Error::SignedOff`] – somebody has signed it off already.
    /// * [`Error::NothingWritten`], [`Error::TooLong`] – sent back without a question, or with too long a one.
    pub async fn sign_off(&self, call: &Call, plan: &str, inputs: &[SignOffInput]) -> Result<Vec<RecordedUpdate>> {
        call.may(policy::Action::PlanSignOff)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), call.today).await?;
        let PlanView { summary, at } = &view;
        let latest = self.store.latest_recorded_updates(&summary.id, call.today).await?;
        let (mut signed, mut new) = (Vec::new(), Vec::new());
        for input in inputs {
            let action = find::action(&at.plan, &summary.handle, &input.action)?;
            call.may_on(policy::Action::PlanSignOff, &Target::Priority { summary, priority: &action.priority })?;
            let mut update = read_update(&latest, action, input)?;
            if call.actor.is_one_of([update.update.by.as_str()]) {
                return Err(Error::OwnUpdate { action: action.reference.clone() });
            }
            let sign_off = SignOff { outcome: outcome(action, input)?, by: call.actor.name.clone(), at: call.at };
            new.push(NewSignOff { update: update.number, sign_off: sign_off.clone() });
            update.sign_off.get_or_insert(sign_off);
            signed.push(update);
        }
        let said: Vec<_> = inputs
            .iter()
            .map(
                |input| json!({ "action": input.action, "update": input.update, "accepted": input.question.is_none() }),
            )
            .collect();
        let object = format!("plan {}", summary.handle);
        let audit = call.audit(policy::Action::PlanSignOff, object, json!({ "sign_offs": said }));
        self.store.record_sign_offs(&summary.id, &new, audit).await?;
        self.jobs.verdicts_changed();
        Ok(signed)
    }
}

/// What waits for the caller's sign-off in a plan.
pub(super) fn queue_of(call: &Call, view: &PlanView, month: &Month) -> SignOffQueue {
    let PlanView { summary, at } = view;
    let mut queue =
        SignOffQueue { summary: summary.clone(), scale: view.scale(), waiting: Vec::new(), sent_back: Vec::new() };
    for recorded in &month.latest {
        let Some(action) = at.plan.action(&recorded.update.action).filter(|action| action.is_live()) else {
            continue;
        };
        let to = match recorded.sign_off.as_ref().map(|sign_off| &sign_off.outcome) {
            None => &mut queue.waiting,
            Some(Outcome::SentBack { .. }) => &mut queue.sent_back,
            Some(Outcome::Accepted) => continue,
        };
        if !may_sign_off(call, summary, action) {
            continue;
        }
        let before = month.accepted.iter().find(|accepted| accepted.update.action == action.reference);
        to.push(Waiting {
            priority_title: at.plan.priority(&action.priority).and_then(|priority| priority.title.clone()),
            changes: update_changes(before.map(|before| &before.update), &recorded.update),
            is_own: call.actor.is_one_of([recorded.update.by.as_str()]),
            action: action.clone(),
            update: recorded.clone(),
        });
    }
    queue
}

/// True when the caller may sign off updates of the action: sponsors answer for priorities.
pub(super) fn may_sign_off(call: &Call, summary: &PlanSummary, action: &Action) -> bool {
    call.allows(policy::Action::PlanSignOff, &Target::Priority { summary, priority: &action.priority })
}

/// The update that the sponsor has read, when it is still the last one.
fn read_update(latest: &[RecordedUpdate], action: &Action, input: &SignOffInput) -> Result<RecordedUpdate> {
    match latest.iter().find(|recorded| recorded.update.action == action.reference) {
        Some(recorded) if recorded.number == input.update => Ok(recorded.clone()),
        Some(recorded) if recorded.number > input.update => {
            Err(Error::UpdateReplaced { action: action.reference.clone() })
        }
        _ => Err(sightline_store::Error::UnknownUpdate { number: input.update }.into()),
    }
}

fn outcome(action: &Action, input: &SignOffInput) -> Result<Outcome> {
    match &input.question {
        None => Ok(Outcome::Accepted),
        Some(question) => match written(question, "the question", LONGEST_QUESTION) {
            Ok(question) => Ok(Outcome::SentBack { question }),
            Err(Error::NothingWritten) => Err(Error::NoQuestion { action: action.reference.clone() }),
            Err(other) => Err(other),
        },
    }
}
