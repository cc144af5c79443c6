//! Registers change with a reason, and what they were stays.

use std::path::Path;

use chrono::{DateTime, NaiveDate};
use sightline_domain::plan::{Action, Finding, Inspection, Lead, LeadKind, Person, Plan, Post, PostHolding, Priority};
use sightline_domain::register::{Entry, Register};

use super::{EntryInput, FindingLink, HolderInput};
use crate::{
    Actor, App, Call, CheckInInput, Database, Error, Format, ImportInput, ObsessionInput, Role, SourceBytes, Vocabulary,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn call(role: Role) -> Call {
    Call { actor: Actor::operator("Jo Example", role), at: DateTime::UNIX_EPOCH, today: day("2026-10-31") }
}

fn manager() -> Call {
    call(Role::ProgrammeManager)
}

fn plan() -> Plan {
    let lead =
        Lead { raw: "Head of Help".to_owned(), name: "Head of Help".to_owned(), kind: LeadKind::Post, resolved: None };
    let action = |reference: &str| Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: "1".to_owned(),
        text: Some(format!("Open hub {reference}")),
        leads_raw: Some("Head of Help".to_owned()),
        leads: vec![lead.clone()],
        ..Action::default()
    };
    Plan {
        title: "Harbour plan 2026".to_owned(),
        priorities: vec![Priority { reference: "1".to_owned(), title: Some("Hubs".to_owned()), ..Priority::default() }],
        actions: vec![action("1.1"), action("1.2")],
        people: vec![Person { name: "Ann Lee".to_owned(), ..Person::default() }],
        posts: vec![Post {
            title: "Head of Help".to_owned(),
            holdings: vec![PostHolding { holder: "Ann Lee".to_owned(), ..PostHolding::default() }],
            ..Post::default()
        }],
        inspections: vec![Inspection {
            name: "ILACS 2026".to_owned(),
            findings: ["1", "2"]
                .map(|reference| Finding { reference: reference.to_owned(), ..Finding::default() })
                .to_vec(),
            ..Inspection::default()
        }],
        ..Plan::default()
    }
}

async fn app(folder: &Path) -> App {
    let app = App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap();
    let bytes = sightline_documents::template::write(&plan(), Format::Json).unwrap();
    let files = vec![SourceBytes { name: "plan.json".to_owned(), bytes }];
    let input = ImportInput { files, handle: Some("harbour".to_owned()), ..ImportInput::default() };
    app.import_plan(&manager(), &ImportInput { on: Some(day("2026-01-01")), ..input }).await.unwrap();
    app
}

async fn number(app: &App, register: Register, name: &str) -> u64 {
    let view = app.register(&manager(), None, register, None).await.unwrap();
    view.entries.iter().find(|entry| entry.entry.name() == name).unwrap_or_else(|| panic!("no {name}")).number
}

fn input(register: Register, number: Option<u64>, after: Option<Entry>) -> EntryInput {
    EntryInput { register, number, after, reason: "The board asked.".to_owned(), on: None, seen: None }
}

#[tokio::test]
async fn the_actions_of_a_post_go_to_its_new_holder_without_being_edited() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let post = number(&app, Register::Post, "Head of Help").await;
    let change = HolderInput {
        post,
        holder: Some("Bo Ray".to_owned()),
        from_on: day("2026-10-01"),
        reason: "Ann Lee has left.".to_owned(),
        seen: None,
    };
    app.change_holder(&manager(), None, &change).await.unwrap();
    let answerable = async |on: &str| {
        let view = app.plan(&manager(), None, Some(day(on))).await.unwrap();
        let action = view.at.plan.action("1.1").unwrap();
        crate::policy::answerable(&view.at.plan, action, day(on)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(answerable("2026-09-30").await.contains(&"Ann Lee".to_owned()));
    assert!(answerable("2026-10-01").await.contains(&"Bo Ray".to_owned()));
    assert!(!answerable("2026-10-01").await.contains(&"Ann Lee".to_owned()));
    let entry = app.register_entry(&manager(), None, Register::Post, post).await.unwrap();
    assert_eq!(entry.amendments.len(), 1);
    assert_eq!(entry.amendments[0].reason, "Ann Lee has left.");
}

#[tokio::test]
async fn a_post_that_is_renamed_keeps_its_actions() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let post = number(&app, Register::Post, "Head of Help").await;
    let renamed = Post { title: "Assistant director for help".to_owned(), ..plan().posts.remove(0) };
    app.amend_register(&manager(), None, &input(Register::Post, Some(post), Some(Entry::Post(renamed)))).await.unwrap();
    let view = app.plan(&manager(), None, None).await.unwrap();
    assert_eq!(view.at.plan.posts[0].aliases, ["Head of Help"]);
    assert!(view.at.plan.posts[0].is_named_by(&view.at.plan.actions[0].leads[0]));
}

#[tokio::test]
async fn a_finding_is_linked_from_its_own_side_and_from_the_action() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let inspection = number(&app, Register::Inspection, "ILACS 2026").await;
    let link = |finding| FindingLink { inspection, finding };
    app.answer_findings(&manager(), None, "1.1", &[link(0), link(1)], "Agreed.").await.unwrap();
    app.answer_findings(&manager(), None, "1.1", &[link(1)], "The first was a slip.").await.unwrap();
    let findings = |plan: &Plan| -> Vec<Vec<String>> {
        plan.inspections[0].findings.iter().map(|finding| finding.action_refs.clone()).collect()
    };
    let view = app.plan(&manager(), None, None).await.unwrap();
    assert_eq!(findings(&view.at.plan), [vec![], vec!["1.1".to_owned()]]);

    let mut after = view.at.plan.inspections[0].clone();
    after.findings[0].action_refs = vec!["1.2".to_owned()];
    let change = input(Register::Inspection, Some(inspection), Some(Entry::Inspection(after.clone())));
    app.amend_register(&manager(), None, &change).await.unwrap();
    after.findings[0].action_refs = vec!["7.7".to_owned()];
    let lost = input(Register::Inspection, Some(inspection), Some(Entry::Inspection(after)));
    assert_eq!(app.amend_register(&manager(), None, &lost).await.unwrap_err().code(), "SL-A015");
    let none = app.answer_findings(&manager(), None, "1.1", &[link(1)], "Again.").await.unwrap_err();
    assert!(matches!(none, Error::EntryUnchanged { .. }), "{none}");
    let beyond = app.answer_findings(&manager(), None, "1.1", &[link(2)], "Lost.").await.unwrap_err();
    assert_eq!(beyond.code(), "SL-S071");
}

#[tokio::test]
async fn entries_are_refused_that_could_not_be_told_apart_or_leave_actions_behind() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let refused = async |change: EntryInput| app.amend_register(&manager(), None, &change).await.unwrap_err();
    let person = |name: &str| Some(Entry::Person(Person { name: name.to_owned(), ..Person::default() }));
    assert_eq!(refused(input(Register::Person, None, person("ann lee"))).await.code(), "SL-A204");
    assert_eq!(refused(input(Register::Person, None, person(" "))).await.code(), "SL-A203");
    let unreasoned = EntryInput { reason: " ".to_owned(), ..input(Register::Person, None, person("Bo Ray")) };
    assert_eq!(refused(unreasoned).await.code(), "SL-A202");
    let priority = number(&app, Register::Priority, "1").await;
    assert_eq!(refused(input(Register::Priority, Some(priority), None)).await.code(), "SL-A206");
    let other = Entry::Priority(Box::new(Priority { reference: "2".to_owned(), ..Priority::default() }));
    assert_eq!(refused(input(Register::Priority, Some(priority), Some(other))).await.code(), "SL-A207");
    let ann = number(&app, Register::Person, "Ann Lee").await;
    assert_eq!(refused(input(Register::Person, Some(ann), person("Ann Lee"))).await.code(), "SL-A205");
    let seen = EntryInput {
        seen: Some("0123456789abcdef".to_owned()),
        ..input(Register::Person, Some(ann), person("Anna Lee"))
    };
    assert_eq!(refused(seen).await.code(), "SL-S070");
    assert_eq!(refused(input(Register::Post, Some(ann), None)).await.code(), "SL-S071");
    let stranger =
        app.amend_register(&call(Role::ActionLead), None, &input(Register::Person, None, person("Bo"))).await;
    assert_eq!(stranger.unwrap_err().code(), "SL-A001");
}

fn visits() -> ObsessionInput {
    ObsessionInput {
        title: "Visits on time".to_owned(),
        aim: "Every child is seen when we said".to_owned(),
        actions: vec!["1.1".to_owned()],
        measure: "Visits in time".to_owned(),
        baseline: "71%".to_owned(),
        owner: "Head of Help".to_owned(),
        starts_on: Some(day("2026-10-12")),
        ends_on: None,
    }
}

#[tokio::test]
async fn an_obsession_runs_six_weeks_is_looked_at_and_closed() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let begun = app.begin_obsession(&manager(), None, &visits()).await.unwrap();
    assert_eq!(begun.ends_on, day("2026-11-22"));
    let look = |on: &str, value: &str| CheckInInput { on: Some(day(on)), value: value.to_owned(), note: None };
    app.check_in(&manager(), None, begun.number, &look("2026-10-16", "74%")).await.unwrap();
    let early = app.check_in(&manager(), None, begun.number, &look("2026-10-01", "70%")).await.unwrap_err();
    assert_eq!(early.code(), "SL-A210");
    let to_come = app.check_in(&manager(), None, begun.number, &look("2026-11-05", "70%")).await.unwrap_err();
    assert_eq!(to_come.code(), "SL-A014");
    let mut lead = call(Role::ActionLead);
    let stranger = app.check_in(&lead, None, begun.number, &look("2026-10-23", "78%")).await.unwrap_err();
    assert_eq!(stranger.code(), "SL-A001");
    lead.actor.known_as = vec!["Ann Lee".to_owned()];
    app.check_in(&lead, None, begun.number, &look("2026-10-23", "78%")).await.unwrap();
    let not_theirs = app.close_obsession(&lead, None, begun.number, "83%", "").await.unwrap_err();
    assert_eq!(not_theirs.code(), "SL-A001");
    let empty = app.close_obsession(&manager(), None, begun.number, " ", "").await.unwrap_err();
    assert_eq!(empty.code(), "SL-A209");
    app.close_obsession(&manager(), None, begun.number, "83%", "Ask on Mondays").await.unwrap();
    let view = app.obsession(&manager(), None, begun.number).await.unwrap();
    assert_eq!((view.check_ins.len(), view.obsession.closed_on), (2, Some(day("2026-10-31"))));
    let late = app.check_in(&manager(), None, begun.number, &look("2026-10-30", "90%")).await.unwrap_err();
    assert_eq!(late.code(), "SL-S073");
}

#[tokio::test]
async fn an_obsession_points_to_live_actions_of_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    let begun = async |actions: &[&str]| {
        let actions = actions.iter().map(|action| (*action).to_owned()).collect();
        app.begin_obsession(&manager(), None, &ObsessionInput { actions, ..visits() }).await.unwrap_err()
    };
    assert_eq!(begun(&[]).await.code(), "SL-A209");
    assert_eq!(begun(&["9.9"]).await.code(), "SL-A015");
    let backwards = ObsessionInput { ends_on: Some(day("2026-10-11")), ..visits() };
    assert_eq!(app.begin_obsession(&manager(), None, &backwards).await.unwrap_err().code(), "SL-A208");
    let stranger = app.begin_obsession(&call(Role::BoardMember), None, &visits()).await.unwrap_err();
    assert_eq!(stranger.code(), "SL-A001");
}
