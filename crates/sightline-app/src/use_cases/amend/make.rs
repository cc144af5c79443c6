//! A change becomes amendments.

use chrono::NaiveDate;
use sightline_domain::history::Amendment;
use sightline_domain::plan::{Action, ActionState, Milestone, Plan};
use sightline_domain::schedule::DateWords;

use super::change::{AmendInput, Change, NewAction, NewMilestone};
use super::version_of;
use super::wording::{self, filled};
use crate::use_cases::find;
use crate::{Call, Error, Result};

/// The amendments that one change makes, in the order they are to be recorded.
pub(super) fn amend_plan(
    plan: &Plan,
    handle: &str,
    words: &DateWords,
    call: &Call,
    on: NaiveDate,
    input: &AmendInput,
) -> Result<Vec<Amendment>> {
    let reference = input.action.trim().to_owned();
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Error::NoReason { action: reference });
    }
    let amendment = |before: Option<&Action>, after: Action| Amendment {
        action: after.reference.clone(),
        on,
        recorded_at: call.at,
        by: call.actor.name.clone(),
        reason: reason.to_owned(),
        before: before.cloned(),
        after,
    };
    if let Change::Add { priority, aim, group, action } = &input.change {
        let place = Place { priority: priority.clone(), aim: aim.clone(), group: group.clone() };
        let new = NewAction { reference, ..action.clone() };
        return Ok(vec![amendment(None, new_action(plan, words, &place, &new)?)]);
    }
    let before = find::action(plan, handle, &reference)?;
    if input.seen.as_ref().is_some_and(|seen| *seen != version_of(before)) {
        let conflict = sightline_store::Error::Conflict { reference: before.reference.clone(), fields: Vec::new() };
        return Err(conflict.into());
    }
    if input.change != Change::PutBack {
        find::live_action(plan, handle, &reference)?;
    }
    let mut after = before.clone();
    let mut added = Vec::new();
    match &input.change {
        Change::Add { .. } => {}
        Change::Reword { text } => after.text = Some(required(text, before)?),
        Change::Redate { due_raw } => wording::redate(&mut after, words, Some(&required(due_raw, before)?))?,
        Change::Retime { start_raw, due_raw } => retime(&mut after, words, start_raw.as_deref(), due_raw.as_deref())?,
        Change::Relead { leads_raw } => wording::relead(&mut after, plan, Some(&required(leads_raw, before)?)),
        Change::Parts { parts } => after.parts = wording::parts(words, &before.parts, parts)?,
        Change::Sources { sources } => {
            after.sources = said(sources);
            after.sources_raw = (!after.sources.is_empty()).then(|| after.sources.join(", "));
        }
        Change::Success { how_will_we_know, child_statements } => {
            after.how_will_we_know = said(how_will_we_know);
            after.child_statements = said(child_statements);
        }
        Change::Move { priority, aim, group } => {
            let aim = filled(aim.as_deref()).map(str::to_owned);
            let group = filled(group.as_deref()).map(str::to_owned);
            let place = Place { priority: priority.trim().to_owned(), aim, group };
            place.refuse_unknown(plan)?;
            place.take(plan, &mut after);
        }
        Change::Withdraw => after.state = ActionState::Withdrawn,
        Change::PutBack => after.state = ActionState::Live,
        Change::MergeInto { into } => {
            let into = find::live_action(plan, handle, into)?;
            if into.reference == before.reference {
                return Err(Error::NoChange { action: before.reference.clone() });
            }
            after.state = ActionState::Merged { into: into.reference.clone() };
        }
        Change::SplitInto { into } => {
            if into.is_empty() {
                return Err(Error::NothingSaid { action: before.reference.clone() });
            }
            let place =
                Place { priority: before.priority.clone(), aim: before.aim.clone(), group: before.group.clone() };
            for new in into {
                let new = new_action(plan, words, &place, new)?;
                if added.iter().any(|other: &Action| other.reference == new.reference) {
                    return Err(Error::ReferenceTaken { reference: new.reference });
                }
                added.push(new);
            }
            after.state = ActionState::Split { into: added.iter().map(|action| action.reference.clone()).collect() };
        }
        Change::AddMilestones { milestones } => {
            for milestone in milestones {
                after.milestones.push(new_milestone(words, milestone, before)?);
            }
        }
        Change::Milestones { milestones } => {
            after.milestones = wording::milestones(words, &before.milestones, milestones)?;
        }
        Change::CompleteMilestone { text } => complete_milestone(&mut after, text, on)?,
    }
    if after == *before {
        return Err(Error::NoChange { action: before.reference.clone() });
    }
    // The new actions come first: the old one may only be split into actions that are there.
    let mut made: Vec<Amendment> = added.into_iter().map(|action| amendment(None, action)).collect();
    made.push(amendment(Some(before), after));
    Ok(made)
}

fn required(text: &str, action: &Action) -> Result<String> {
    filled(Some(text)).map(str::to_owned).ok_or_else(|| Error::NothingSaid { action: action.reference.clone() })
}

fn said(lines: &[String]) -> Vec<String> {
    lines.iter().filter_map(|line| filled(Some(line))).map(str::to_owned).collect()
}

/// Another start and end; what is printed as before keeps what was read from it.
fn retime(action: &mut Action, words: &DateWords, start_raw: Option<&str>, due_raw: Option<&str>) -> Result<()> {
    if filled(start_raw) != action.start_raw.as_deref() {
        wording::restart(action, words, start_raw)?;
    }
    if filled(due_raw) != action.due_raw.as_deref() {
        wording::redate(action, words, due_raw)?;
    }
    Ok(())
}

/// Where an action stands.
struct Place {
    priority: String,
    aim: Option<String>,
    group: Option<String>,
}

impl Place {
    fn refuse_unknown(&self, plan: &Plan) -> Result<()> {
        let is_known_aim = |aim: &String| plan.aim(aim).is_some_and(|known| known.priority == self.priority);
        if plan.priority(&self.priority).is_none() {
            return Err(Error::UnknownPriority {
                reference: self.priority.clone(),
                known: plan.priorities.iter().map(|priority| priority.reference.clone()).collect(),
            });
        }
        match &self.aim {
            Some(aim) if !is_known_aim(aim) => Err(Error::UnknownAim {
                reference: aim.clone(),
                priority: self.priority.clone(),
                known: plan
                    .aims
                    .iter()
                    .filter(|known| known.priority == self.priority)
                    .map(|known| known.reference.clone())
                    .collect(),
            }),
            _ => Ok(()),
        }
    }

    /// Puts an action here, last of those that are here already.
    fn take(self, plan: &Plan, action: &mut Action) {
        let stays = action.priority == self.priority && action.aim == self.aim;
        if !stays {
            let last = plan.siblings(&self.priority, self.aim.as_deref()).filter_map(|sibling| sibling.order).max();
            let count = plan.siblings(&self.priority, self.aim.as_deref()).count();
            // It may stand before them in the plan's list, and is then counted itself.
            let behind = u32::try_from(count).unwrap_or(u32::MAX).max(last.unwrap_or(0)).saturating_add(2);
            action.order = Some(behind);
        }
        action.group_carried_over = action.group_carried_over && action.group == self.group;
        action.priority = self.priority;
        action.aim = self.aim;
        action.group = self.group;
    }
}

fn new_action(plan: &Plan, words: &DateWords, place: &Place, new: &NewAction) -> Result<Action> {
    let reference = new.reference.trim().to_owned();
    if reference.is_empty() || new.text.trim().is_empty() {
        return Err(Error::NothingSaid { action: reference });
    }
    if plan.actions.iter().any(|action| action.reference.eq_ignore_ascii_case(&reference)) {
        return Err(Error::ReferenceTaken { reference });
    }
    place.refuse_unknown(plan)?;
    let mut action = Action {
        ref_raw: Some(reference.clone()),
        reference,
        priority: place.priority.clone(),
        aim: place.aim.clone(),
        group: place.group.clone(),
        text: Some(new.text.trim().to_owned()),
        ..Action::default()
    };
    wording::relead(&mut action, plan, new.leads_raw.as_deref());
    wording::redate(&mut action, words, new.due_raw.as_deref())?;
    wording::restart(&mut action, words, new.start_raw.as_deref())?;
    Ok(action)
}

fn new_milestone(words: &DateWords, new: &NewMilestone, action: &Action) -> Result<Milestone> {
    let mut milestone = Milestone { text: required(&new.text, action)?, ..Milestone::default() };
    if let Some(due) = filled(new.due_raw.as_deref()) {
        milestone.due_on = wording::last_day(due, words)?;
        milestone.due_raw = Some(due.to_owned());
    }
    Ok(milestone)
}

fn complete_milestone(action: &mut Action, text: &str, on: NaiveDate) -> Result<()> {
    let wanted = text.trim().to_lowercase();
    let open = || action.milestones.iter().filter(|milestone| milestone.completed_on.is_none());
    let meant: Vec<String> = open()
        .filter(|milestone| !wanted.is_empty() && milestone.text.to_lowercase().starts_with(&wanted))
        .map(|milestone| milestone.text.clone())
        .collect();
    let exact =
        meant.iter().find(|text| text.to_lowercase() == wanted).or_else(|| meant.first().filter(|_| meant.len() == 1));
    let Some(exact) = exact.cloned() else {
        return Err(Error::UnknownMilestone {
            action: action.reference.clone(),
            text: text.to_owned(),
            open: open().map(|milestone| milestone.text.clone()).collect(),
        });
    };
    for milestone in &mut action.milestones {
        if milestone.text == exact && milestone.completed_on.is_none() {
            milestone.completed_on = Some(on);
            break;
        }
    }
    Ok(())
}
