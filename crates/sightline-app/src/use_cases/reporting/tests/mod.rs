//! The month of a plan, from the round that opens to the last sign-off.

mod digests;
mod home;
mod mail;
mod reports;
mod smtp_server;

use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use serde_json::json;
use sightline_documents::template;
use sightline_domain::plan::{Action, Board, Lead, LeadKind, Plan, Post, PostHolding, Priority};
use sightline_domain::scale::Scale;
use sightline_store::NewAccount;
use tempfile::TempDir;

use crate::use_cases::import::ImportInput;
use crate::{
    Actor, App, AuditFilter, Call, Database, Error, Format, Reach, Role, Scope, SourceBytes, UpdateInput, Vocabulary,
};

const PLAN: &str = "harbour";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Nine in the morning of a day.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    Utc.from_utc_datetime(&day.and_hms_opt(9, 0, 0).unwrap())
}

fn call_on(name: &str, role: Role, on: &str) -> Call {
    let today = day(on);
    Call { actor: Actor::operator(name, role), at: morning(today), today }
}

fn manager(on: &str) -> Call {
    call_on("Jo Example", Role::ProgrammeManager, on)
}

/// The sponsor of priority 1.
fn sponsor(on: &str) -> Call {
    let mut call = call_on("Cy Moss", Role::Sponsor, on);
    call.actor.reach = Reach { priorities: Scope::Only(vec!["1".to_owned()]), ..Reach::default() };
    call
}

/// The lead of 1.1 and 2.1, by the post she holds.
fn lead(on: &str) -> Call {
    call_on("Bea Lund", Role::ActionLead, on)
}

/// Leads 1.2 from another organisation.
fn partner(on: &str) -> Call {
    call_on("Pat Quay", Role::Partner, on)
}

fn action(reference: &str, lead: &str, due_on: &str) -> Action {
    Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: reference[..1].to_owned(),
        text: Some(format!("Do what {reference} says")),
        leads_raw: Some(lead.to_owned()),
        leads: vec![Lead { raw: lead.to_owned(), name: lead.to_owned(), kind: LeadKind::Post, resolved: None }],
        due_raw: Some(due_on.to_owned()),
        due_on: Some(day(due_on)),
        ..Action::default()
    }
}

fn plan() -> Plan {
    let priority = |reference: &str| Priority {
        reference: reference.to_owned(),
        title: Some(format!("Priority {reference}")),
        ..Priority::default()
    };
    let holding = PostHolding { holder: "Bea Lund".to_owned(), ..PostHolding::default() };
    Plan {
        title: "Harbour plan 2026".to_owned(),
        scales: vec![Scale::brag()],
        priorities: vec![priority("1"), priority("2")],
        actions: vec![
            action("1.1", "Head of Hubs", "2027-03-31"),
            action("1.2", "Pat Quay", "2027-03-31"),
            action("2.1", "Head of Hubs", "2026-09-30"),
        ],
        posts: vec![Post { title: "Head of Hubs".to_owned(), holdings: vec![holding], ..Post::default() }],
        boards: vec![Board {
            name: "Improvement board".to_owned(),
            meets_on: vec![day("2026-09-15"), day("2026-12-15")],
            ..Board::default()
        }],
        ..Plan::default()
    }
}

/// A store with the plan, imported on 1 September 2026.
async fn open() -> (App, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let app = open_in(folder.path()).await;
    let bytes = template::write(&plan(), Format::Json).unwrap();
    let import = ImportInput {
        files: vec![SourceBytes { name: "plan.json".to_owned(), bytes }],
        handle: Some(PLAN.to_owned()),
        ..ImportInput::default()
    };
    app.import_plan(&manager("2026-09-01"), &import).await.unwrap();
    (app, folder)
}

async fn open_in(folder: &Path) -> App {
    App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap()
}

async fn add_account(app: &App, call: &Call, address: &str) {
    let new = NewAccount {
        email: address.to_owned(),
        name: call.actor.name.clone(),
        role: call.actor.role.code().to_owned(),
        reach: json!(call.actor.reach),
        known_as: Vec::new(),
        expires_on: None,
        password_hash: None,
    };
    let audit = manager("2026-09-01").audit(crate::policy::Action::AccountManage, "account", json!(null));
    app.store.add_account(&new, Vec::new(), audit).await.unwrap();
}

fn rated(action: &str, rating: &str, note: &str) -> UpdateInput {
    UpdateInput {
        action: action.to_owned(),
        action_rating: Some(rating.to_owned()),
        note: Some(note.to_owned()),
        ..UpdateInput::default()
    }
}

/// Records an update and gives its number.
async fn record(app: &App, call: &Call, input: UpdateInput) -> u64 {
    let action = input.action.clone();
    app.record_updates(call, Some(PLAN), None, &[input]).await.unwrap();
    app.action_record(call, PLAN, &action, None).await.unwrap().latest_update().unwrap().number
}

async fn audit_rows(app: &App) -> usize {
    app.history(&manager("2026-12-31"), &AuditFilter::default()).await.unwrap().len()
}

fn code(error: &Error) -> &'static str {
    error.code()
}
