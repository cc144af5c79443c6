//! What an amendment does to an action.

use chrono::{DateTime, NaiveDate};
use sightline_documents::importers::plan::Vocabulary;
use sightline_domain::history::Amendment;
use sightline_domain::plan::{Action, ActionState, Aim, LeadKind, Milestone, Part, Plan, Priority};

use super::make::amend_plan;
use super::wording::read_leads;
use super::{AmendInput, Change, MilestoneInput, NewAction, PartInput, version_of};
use crate::{Actor, Call, Error, Result, Role};

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
    let input = AmendInput { action: action.to_owned(), change, reason: "Agreed by the board.".to_owned(), seen: None };
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
    let input = AmendInput { action: "1.1".to_owned(), change: Change::Withdraw, reason: " ".to_owned(), seen: None };
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

#[test]
fn leads_are_told_apart_as_an_import_does() {
    let leads = read_leads(&plan(), "Head of Hubs / Ann Lee\nMental health/wellbeing lead; TBC");
    let names: Vec<_> = leads.iter().map(|lead| lead.name.as_str()).collect();
    assert_eq!(names, ["Head of Hubs", "Ann Lee", "Mental health/wellbeing lead", "TBC"]);
}

#[test]
fn milestones_keep_what_was_read_from_dates_that_nobody_touched() {
    let mut plan = plan();
    let season =
        Milestone { text: "Doors open".to_owned(), due_raw: Some("Winter".to_owned()), ..Milestone::default() };
    plan.actions[0].milestones.push(season.clone());
    let input = |text: &str, due: &str| MilestoneInput {
        text: text.to_owned(),
        due_raw: Some(due.to_owned()),
        completed_on: None,
    };
    let milestones = vec![input("Doors open", "Winter"), input("Lease signed", "June 2026"), input(" ", "")];
    let made = amend(&plan, "1.1", Change::Milestones { milestones }).unwrap();
    assert_eq!(made[0].after.milestones.len(), 2);
    assert_eq!(made[0].after.milestones[0], season);
    assert_eq!(made[0].after.milestones[1].due_on, Some(day(2026, 6, 30)));
    let unread = amend(&plan, "1.1", Change::Milestones { milestones: vec![input("Doors open", "Autumn")] });
    assert_eq!(unread.unwrap_err().code(), "SL-A025");
}

#[test]
fn parts_keep_the_bullets_inside_them() {
    let mut plan = plan();
    let inner = vec!["North".to_owned(), "South".to_owned()];
    plan.actions[0].parts.push(Part { text: Some("Two hubs".to_owned()), parts: inner.clone(), ..Part::default() });
    let parts = vec![
        PartInput { letter: Some("a".to_owned()), text: "Both hubs".to_owned(), ..PartInput::default() },
        PartInput { text: "Staff".to_owned(), due_raw: Some("July 2026".to_owned()), ..PartInput::default() },
    ];
    let made = amend(&plan, "1.1", Change::Parts { parts }).unwrap();
    let after = &made[0].after.parts;
    assert_eq!((after[0].text.as_deref(), &after[0].parts), (Some("Both hubs"), &inner));
    assert_eq!(after[1].due_on, Some(day(2026, 7, 31)));
}

#[test]
fn a_moved_action_stands_last_in_its_new_place() {
    let mut plan = plan();
    plan.priorities.push(Priority { reference: "2".to_owned(), ..Priority::default() });
    plan.aims.push(Aim { reference: "2.a".to_owned(), priority: "2".to_owned(), ..Aim::default() });
    for reference in ["2.1", "2.2"] {
        plan.actions.push(Action {
            reference: reference.to_owned(),
            priority: "2".to_owned(),
            aim: Some("2.a".to_owned()),
            ..Action::default()
        });
    }
    let moving = |aim: &str| Change::Move { priority: "2".to_owned(), aim: Some(aim.to_owned()), group: None };
    let made = amend(&plan, "1.1", moving("2.a")).unwrap();
    plan.actions[0] = made[0].after.clone();
    plan.settle_order();
    let references: Vec<_> = plan.siblings("2", Some("2.a")).map(|action| action.reference.as_str()).collect();
    assert_eq!(references, ["2.1", "2.2", "1.1"]);
    assert_eq!(amend(&plan, "1.2", moving("1.a")).unwrap_err().code(), "SL-A200");
}

#[test]
fn what_was_withdrawn_can_be_put_back() {
    let mut plan = plan();
    plan.actions[0].state = ActionState::Withdrawn;
    let made = amend(&plan, "1.1", Change::PutBack).unwrap();
    assert_eq!(made[0].after.state, ActionState::Live);
    assert_eq!(amend(&plan, "1.2", Change::PutBack).unwrap_err().code(), "SL-A024");
}

#[test]
fn a_change_of_what_is_no_longer_there_is_refused() {
    let mut plan = plan();
    let seen = version_of(&plan.actions[0]);
    let change = Change::Reword { text: "Open one hub".to_owned() };
    let input = AmendInput { action: "1.1".to_owned(), change, reason: "Less money.".to_owned(), seen: Some(seen) };
    let words = Vocabulary::built_in().unwrap();
    let make = |plan: &Plan| amend_plan(plan, "p", words.dates(), &call(), call().today, &input);
    assert_eq!(make(&plan).unwrap().len(), 1);
    plan.actions[0].text = Some("Open three hubs".to_owned());
    let error: Error = make(&plan).unwrap_err();
    assert_eq!(error.code(), "SL-S030");
}
