//! What is found, and by whom.

use chrono::{DateTime, NaiveDate};
use sightline_documents::template;
use sightline_domain::plan::{Action, Finding, Inspection, Lead, Measure, Milestone, Plan, Post, Priority};

use super::{FoundKind, SearchResults, WhereTo};
use crate::{Actor, App, Call, Database, Format, ImportInput, Role, Scope, SourceBytes, UpdateInput, Vocabulary};

fn call(name: &str, role: Role) -> Call {
    let actor = Actor { account: Some("acc_1".to_owned()), ..Actor::operator(name, role) };
    Call { actor, at: DateTime::UNIX_EPOCH, today: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap() }
}

fn plan() -> Plan {
    let action = |reference: &str, text: &str, lead: &str| Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: "1".to_owned(),
        text: Some(text.to_owned()),
        leads_raw: Some(lead.to_owned()),
        leads: vec![Lead { raw: lead.to_owned(), name: lead.to_owned(), ..Lead::default() }],
        milestones: vec![Milestone { text: format!("Lease for {reference}"), ..Milestone::default() }],
        ..Action::default()
    };
    Plan {
        title: "Harbour plan".to_owned(),
        priorities: vec![Priority {
            reference: "1".to_owned(),
            title: Some("Hubs".to_owned()),
            statement: Some("Families find help near home".to_owned()),
            ..Priority::default()
        }],
        actions: vec![action("1.1", "Open the hub", "Pat Partner"), action("1.11", "Staff the hub", "Sam Other")],
        measures: vec![
            Measure { text: "Hub visits".to_owned(), action_refs: vec!["1.11".to_owned()], ..Measure::default() },
            Measure { text: "Hub queues".to_owned(), action_refs: vec!["1.1".to_owned()], ..Measure::default() },
        ],
        posts: vec![Post { title: "Head of Hubs".to_owned(), ..Post::default() }],
        inspections: vec![Inspection {
            name: "ILACS".to_owned(),
            findings: vec![Finding {
                reference: "3".to_owned(),
                text: Some("The hub is late".to_owned()),
                action_refs: vec!["1.11".to_owned()],
            }],
            ..Inspection::default()
        }],
        ..Plan::default()
    }
}

async fn filled(folder: &tempfile::TempDir) -> App {
    let database = Database::File(folder.path().join("sightline.db"));
    let app = App::open(&database, Vocabulary::built_in().unwrap()).await.unwrap();
    let bytes = template::write(&plan(), Format::Json).unwrap();
    let files = vec![SourceBytes { name: "plan.json".to_owned(), bytes }];
    let input = ImportInput { files, handle: Some("harbour".to_owned()), ..ImportInput::default() };
    let manager = call("Jo Example", Role::ProgrammeManager);
    app.import_plan(&manager, &input).await.unwrap();
    for (action, note) in [("1.1", "The hub has a roof"), ("1.11", "The hub has no staff")] {
        let update = UpdateInput { action: action.to_owned(), note: Some(note.to_owned()), ..UpdateInput::default() };
        app.record_updates(&manager, None, None, &[update]).await.unwrap();
    }
    app
}

fn counts(results: &SearchResults) -> Vec<(FoundKind, usize)> {
    results.groups.iter().map(|group| (group.kind, group.items.len())).collect()
}

#[tokio::test]
async fn words_are_found_in_everything_that_a_plan_holds() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let reader = call("Bea Board", Role::BoardMember);
    let found = app.search(&reader, "hub").await.unwrap();
    let expected = [
        (FoundKind::Action, 2),
        (FoundKind::Priority, 1),
        (FoundKind::Measure, 2),
        (FoundKind::Update, 2),
        (FoundKind::Finding, 1),
        (FoundKind::Person, 1),
    ];
    assert_eq!(counts(&found), expected);
    let found = app.search(&reader, "help FAMILIES").await.unwrap();
    assert_eq!(found.groups[0].items[0].text.as_deref(), Some("Families find help near home"));
    assert_eq!(counts(&app.search(&reader, "lease 1.11").await.unwrap()), [(FoundKind::Milestone, 1)]);
    assert!(app.search(&reader, "hub winter").await.unwrap().groups.is_empty());
    assert!(app.search(&reader, "  ").await.unwrap().groups.is_empty());
}

#[tokio::test]
async fn the_action_of_exactly_this_reference_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let found = app.search(&call("Bea Board", Role::BoardMember), "1.11").await.unwrap();
    assert_eq!(found.groups[0].items[0].to, WhereTo::Action("1.11".to_owned()));
    let found = app.search(&call("Bea Board", Role::BoardMember), "1.1").await.unwrap();
    assert_eq!(found.groups[0].items[0].to, WhereTo::Action("1.1".to_owned()));
}

#[tokio::test]
async fn a_partner_finds_only_what_belongs_to_their_own_actions() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let found = app.search(&call("Pat Partner", Role::Partner), "hub").await.unwrap();
    let expected = [(FoundKind::Action, 1), (FoundKind::Priority, 1), (FoundKind::Measure, 1), (FoundKind::Update, 1)];
    assert_eq!(counts(&found), expected);
    let told = format!("{found:?}");
    for secret in ["1.11", "no staff", "Hub visits", "late", "Head of Hubs"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}

#[tokio::test]
async fn nothing_is_found_in_a_plan_out_of_reach() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let mut elsewhere = call("Bea Board", Role::BoardMember);
    elsewhere.actor.reach.programmes = Scope::Only(vec!["wexcombe".to_owned()]);
    assert!(app.search(&elsewhere, "hub").await.unwrap().groups.is_empty());
}
