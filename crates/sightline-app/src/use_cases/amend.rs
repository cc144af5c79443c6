//! Changing an action after import, with a reason; nothing is overwritten.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::history::Amendment;
use sightline_domain::plan::{Action, ActionState, Lead, LeadKind, Milestone, Plan};
use sightline_domain::schedule::{DateWords, Doubt, ScheduleKind, read_date, read_schedule};
use sightline_store::PlanSummary;

use super::find;
use crate::policy;
use crate::{App, Call, Error, Result};

/// One change of an action, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendInput {
    /// Reference of the action.
    pub action: String,
    /// What changes.
    pub change: Change,
    /// Why.
    pub reason: String,
}

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Other words.
    Reword {
        /// The action in its new words.
        text: String,
    },
    /// Another timescale, as it would be printed.
    Redate {
        /// Such as `Mar 27`, `quarterly`, `TBC`.
        due_raw: String,
    },
    /// Other leads, as they would be printed.
    Relead {
        /// Several are separated by a semicolon.
        leads_raw: String,
    },
    /// Out of the plan.
    Withdraw,
    /// Now part of another action.
    MergeInto {
        /// Reference of that action.
        into: String,
    },
    /// Replaced by new actions.
    SplitInto {
        /// The new actions; each stands where the old one stood.
        into: Vec<NewAction>,
    },
    /// A new action with the reference of the amendment.
    Add {
        /// Reference of its priority.
        priority: String,
        /// Reference of its aim.
        aim: Option<String>,
        /// Heading it stands under.
        group: Option<String>,
        /// What it says; its reference is that of the amendment.
        action: NewAction,
    },
    /// More milestones.
    AddMilestones {
        /// The new ones.
        milestones: Vec<NewMilestone>,
    },
    /// A milestone is complete since the day of the amendment.
    CompleteMilestone {
        /// Its words, or the beginning of them.
        text: String,
    },
}

/// What a new action says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAction {
    /// Reference.
    pub reference: String,
    /// The action in words.
    pub text: String,
    /// Leads as they would be printed.
    pub leads_raw: Option<String>,
    /// Start as it would be printed.
    pub start_raw: Option<String>,
    /// Timescale as it would be printed.
    pub due_raw: Option<String>,
}

/// A new milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMilestone {
    /// The step in words.
    pub text: String,
    /// Its date as it would be printed.
    pub due_raw: Option<String>,
}

/// Amendments that were recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amended {
    /// The plan.
    pub summary: PlanSummary,
    /// The amendments as they stand in the history.
    pub amendments: Vec<Amendment>,
}

impl App {
    /// The amendments just recorded, holding from `on` (today when absent).
    ///
    /// A split gives one amendment for the old action and one for each new one;
    /// all are recorded or none.
    ///
    /// # Errors
    ///
    /// * [`Error::NoReason`], [`Error::NoChange`] – there is no reason, or no difference.
    /// * [`Error::UnknownAction`], [`Error::NotLive`] – the action is not in the plan, or no longer live.
    /// * [`Error::ReferenceTaken`], [`Error::UnknownPriority`] – a new action cannot stand there.
    /// * [`Error::UnreadableTimescale`], [`Error::UnknownMilestone`] – the change cannot be made.
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
            let made = amend_plan(&current, &summary.handle, self.vocabulary.dates(), call, on, input)?;
            for amendment in &made {
                put(&mut current, &amendment.after);
            }
            amendments.extend(made);
        }
        let actions: Vec<&str> = amendments.iter().map(|amendment| amendment.action.as_str()).collect();
        let detail = json!({ "on": on, "actions": actions });
        let audit = call.audit(policy::Action::PlanAmend, format!("plan {}", summary.handle), detail);
        self.store.record_amendments(&summary.id, &amendments, audit).await?;
        Ok(Amended { summary, amendments })
    }
}

fn put(plan: &mut Plan, after: &Action) {
    match plan.actions.iter_mut().find(|action| action.reference == after.reference) {
        Some(action) => action.clone_from(after),
        None => plan.actions.push(after.clone()),
    }
}

fn amend_plan(
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
    let before = find::live_action(plan, handle, &reference)?;
    let mut after = before.clone();
    let mut added = Vec::new();
    match &input.change {
        Change::Add { .. } => {}
        Change::Reword { text } => after.text = Some(required(text, before)?),
        Change::Redate { due_raw } => redate(&mut after, words, &required(due_raw, before)?)?,
        Change::Relead { leads_raw } => {
            let leads_raw = required(leads_raw, before)?;
            after.leads = read_leads(plan, &leads_raw);
            after.leads_raw = Some(leads_raw);
        }
        Change::Withdraw => after.state = ActionState::Withdrawn,
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
                added.push(new_action(plan, words, &place, new)?);
            }
            after.state = ActionState::Split { into: added.iter().map(|action| action.reference.clone()).collect() };
        }
        Change::AddMilestones { milestones } => {
            for milestone in milestones {
                after.milestones.push(new_milestone(words, milestone, before)?);
            }
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
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::NothingSaid { action: action.reference.clone() });
    }
    Ok(text.to_owned())
}

/// Where a new action stands.
struct Place {
    priority: String,
    aim: Option<String>,
    group: Option<String>,
}

fn new_action(plan: &Plan, words: &DateWords, place: &Place, new: &NewAction) -> Result<Action> {
    let reference = new.reference.trim().to_owned();
    if reference.is_empty() || new.text.trim().is_empty() {
        return Err(Error::NothingSaid { action: reference });
    }
    if plan.action(&reference).is_some() {
        return Err(Error::ReferenceTaken { reference });
    }
    if plan.priority(&place.priority).is_none() {
        return Err(Error::UnknownPriority {
            reference: place.priority.clone(),
            known: plan.priorities.iter().map(|priority| priority.reference.clone()).collect(),
        });
    }
    let mut action = Action {
        ref_raw: Some(reference.clone()),
        reference,
        priority: place.priority.clone(),
        aim: place.aim.clone(),
        group: place.group.clone(),
        text: Some(new.text.trim().to_owned()),
        ..Action::default()
    };
    if let Some(leads) = new.leads_raw.as_deref() {
        action.leads = read_leads(plan, leads);
        action.leads_raw = Some(leads.trim().to_owned());
    }
    if let Some(due) = new.due_raw.as_deref() {
        redate(&mut action, words, due.trim())?;
    }
    if let Some(start) = new.start_raw.as_deref() {
        let (first, _) = read_date(start, words).ok_or_else(|| Error::UnreadableTimescale { raw: start.to_owned() })?;
        action.start_raw = Some(start.trim().to_owned());
        action.start_on = Some(first);
    }
    Ok(action)
}

fn redate(action: &mut Action, words: &DateWords, due_raw: &str) -> Result<()> {
    let reading = read_schedule(due_raw, words);
    if reading.schedule.kind == ScheduleKind::Unreadable
        || reading.doubts.contains(&Doubt::Unreadable)
        || reading.doubts.contains(&Doubt::NoYear)
    {
        return Err(Error::UnreadableTimescale { raw: due_raw.to_owned() });
    }
    action.due_raw = Some(due_raw.to_owned());
    action.due_on = reading.schedule.due_on;
    action.schedule = reading.schedule;
    Ok(())
}

fn new_milestone(words: &DateWords, new: &NewMilestone, action: &Action) -> Result<Milestone> {
    let mut milestone = Milestone { text: required(&new.text, action)?, ..Milestone::default() };
    if let Some(due) = new.due_raw.as_deref() {
        let (_, last) = read_date(due, words).ok_or_else(|| Error::UnreadableTimescale { raw: due.to_owned() })?;
        milestone.due_raw = Some(due.trim().to_owned());
        milestone.due_on = Some(last);
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

/// Leads separated by semicolons. What a lead is, is known when the plan
/// already has one of the same words, or a post or person of that name; it is
/// not guessed otherwise.
fn read_leads(plan: &Plan, leads_raw: &str) -> Vec<Lead> {
    leads_raw
        .split(';')
        .map(str::trim)
        .filter(|words| !words.is_empty())
        .map(|words| {
            let same = |name: &str| name.eq_ignore_ascii_case(words);
            let known =
                plan.actions.iter().flat_map(|action| &action.leads).find(|lead| same(&lead.raw) || same(&lead.name));
            let kind = if let Some(lead) = known {
                lead.kind
            } else if plan.posts.iter().any(|post| same(&post.title)) {
                LeadKind::Post
            } else if plan.people.iter().any(|person| same(&person.name)) {
                LeadKind::Person
            } else if same("TBC") || same("to be confirmed") {
                LeadKind::ToBeConfirmed
            } else {
                LeadKind::Unknown
            };
            Lead {
                raw: words.to_owned(),
                name: words.to_owned(),
                kind,
                resolved: known.and_then(|lead| lead.resolved.clone()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, Role};
    use chrono::DateTime;
    use sightline_documents::importers::plan::Vocabulary;
    use sightline_domain::plan::Priority;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn call() -> Call {
        Call {
            actor: Actor::operator("Jo Example", Role::ProgrammeManager),
            at: DateTime::UNIX_EPOCH,
            today: day(2026, 5, 6),
        }
    }

    fn plan() -> Plan {
        let action = |reference: &str, text: &str| Action {
            reference: reference.to_owned(),
            priority: "1".to_owned(),
            group: Some("Hubs".to_owned()),
            text: Some(text.to_owned()),
            ..Action::default()
        };
        Plan {
            priorities: vec![Priority { reference: "1".to_owned(), ..Priority::default() }],
            actions: vec![action("1.1", "Open the hub"), action("1.2", "Staff the hub")],
            ..Plan::default()
        }
    }

    fn amend(plan: &Plan, action: &str, change: Change) -> Result<Vec<Amendment>> {
        let input = AmendInput { action: action.to_owned(), change, reason: "Agreed by the board.".to_owned() };
        amend_plan(plan, "hubs-2026", Vocabulary::built_in().unwrap().dates(), &call(), call().today, &input)
    }

    #[test]
    fn a_new_timescale_is_read_as_in_a_plan() {
        let made = amend(&plan(), "1.1", Change::Redate { due_raw: "Mar 27".to_owned() }).unwrap();
        assert_eq!(made[0].after.due_on, Some(day(2027, 3, 31)));
        assert_eq!(made[0].before.as_ref().unwrap().due_on, None);
        let error = amend(&plan(), "1.1", Change::Redate { due_raw: "when it rains".to_owned() }).unwrap_err();
        assert_eq!(error.code(), "SL-A025");
    }

    #[test]
    fn a_split_adds_the_new_actions_where_the_old_one_stood() {
        let new = |reference: &str| NewAction {
            reference: reference.to_owned(),
            text: "Half of it".to_owned(),
            ..NewAction::default()
        };
        let made = amend(&plan(), "1.1", Change::SplitInto { into: vec![new("1.3"), new("1.4")] }).unwrap();
        let references: Vec<_> = made.iter().map(|amendment| amendment.action.as_str()).collect();
        assert_eq!(references, ["1.3", "1.4", "1.1"]);
        assert_eq!(made[0].after.group.as_deref(), Some("Hubs"));
        let state = ActionState::Split { into: vec!["1.3".to_owned(), "1.4".to_owned()] };
        assert_eq!(made[2].after.state, state);
    }

    #[test]
    fn a_reference_is_never_used_again() {
        let mut plan = plan();
        plan.actions[1].state = ActionState::Withdrawn;
        let change = Change::Add {
            priority: "1".to_owned(),
            aim: None,
            group: None,
            action: NewAction { text: "Another".to_owned(), ..NewAction::default() },
        };
        assert_eq!(amend(&plan, "1.2", change).unwrap_err().code(), "SL-A020");
    }

    #[test]
    fn what_is_gone_cannot_be_amended() {
        let mut plan = plan();
        plan.actions[0].state = ActionState::Merged { into: "1.2".to_owned() };
        let error = amend(&plan, "1.1", Change::Withdraw).unwrap_err();
        assert_eq!(error.to_string(), "action 1.1 is merged into 1.2");
    }

    #[test]
    fn an_amendment_without_a_reason_or_a_difference_is_refused() {
        let input = AmendInput { action: "1.1".to_owned(), change: Change::Withdraw, reason: " ".to_owned() };
        let words = Vocabulary::built_in().unwrap();
        let error = amend_plan(&plan(), "p", words.dates(), &call(), call().today, &input).unwrap_err();
        assert_eq!(error.code(), "SL-A023");
        let same = Change::Reword { text: "Open the hub".to_owned() };
        assert_eq!(amend(&plan(), "1.1", same).unwrap_err().code(), "SL-A024");
        let itself = Change::MergeInto { into: "1.1".to_owned() };
        assert_eq!(amend(&plan(), "1.1", itself).unwrap_err().code(), "SL-A024");
    }

    #[test]
    fn a_milestone_is_completed_by_the_beginning_of_its_words() {
        let mut plan = plan();
        for text in ["Lease signed", "Doors open"] {
            plan.actions[0].milestones.push(Milestone { text: text.to_owned(), ..Milestone::default() });
        }
        let made = amend(&plan, "1.1", Change::CompleteMilestone { text: "doors".to_owned() }).unwrap();
        assert_eq!(made[0].after.milestones[1].completed_on, Some(call().today));
        let error = amend(&plan, "1.1", Change::CompleteMilestone { text: "roof".to_owned() }).unwrap_err();
        assert_eq!(error.help(), "Open milestones: Lease signed; Doors open.");
    }

    #[test]
    fn a_lead_is_known_only_when_the_plan_knows_the_words() {
        let mut plan = plan();
        plan.posts.push(sightline_domain::plan::Post { title: "Head of Hubs".to_owned(), ..Default::default() });
        let leads = read_leads(&plan, "head of hubs; Somebody Else; TBC");
        let kinds: Vec<_> = leads.iter().map(|lead| lead.kind).collect();
        assert_eq!(kinds, [LeadKind::Post, LeadKind::Unknown, LeadKind::ToBeConfirmed]);
    }
}
