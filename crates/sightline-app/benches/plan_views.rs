//! How long the views of a plan take: 50 plans of 60 actions with 4,000
//! updates each, 50 people at once, one write in ten.
//!
//! `cargo bench -p sightline-app` fills a store, then times what a page asks
//! of it: reading the plan from the store as every call did before plans were
//! kept in memory, and each view as it is now. Ends with 1 when the 95th
//! percentile of a view is over 50 ms.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "fifty people are fifty tasks")]

use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use sightline_app::plan_views::{PlanFilter, TimelineWindow};
use sightline_app::{Actor, App, Call, Role, UpdateInput, Vocabulary};
use sightline_domain::history::Update;
use sightline_domain::plan::{Action, Lead, LeadKind, Milestone, Plan, Priority};
use sightline_store::{AuditEntry, Database, NewPlan, Store};

const PLANS: usize = 50;
const ACTIONS: usize = 60;
const UPDATES_EACH: usize = 4_000;
const PEOPLE: usize = 50;
const CALLS_EACH: usize = 40;
const MOST: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    if runtime.block_on(measure()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure() -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::File(folder.path().join("sightline.db"));
    let store = Store::open(&database).await.expect("the store opens");
    let started = Instant::now();
    fill(&store).await;
    println!(
        "{PLANS} plans of {ACTIONS} actions, {} updates: filled in {:.1?}",
        PLANS * UPDATES_EACH,
        started.elapsed()
    );
    let app = App::open(&database, Vocabulary::built_in().expect("the vocabulary")).await.expect("the app opens");

    let mut is_fine = true;
    let before = together(&app, &store, Page::FromStore, false).await;
    report("reading the plan for each call, as before", &before, None);
    let kept = together(&app, &store, Page::WholePlan, false).await;
    is_fine &= report("the plan, kept in memory", &kept, Some(MOST));
    for (name, page) in [
        ("table", Page::Table),
        ("by rating", Page::ByRating),
        ("timeline", Page::Timeline),
        ("on a page", Page::Summary),
        ("by lead", Page::ByLead),
        ("by finding", Page::ByFinding),
        ("priority", Page::Priority),
    ] {
        is_fine &= report(&format!("{name}, one write in ten"), &together(&app, &store, page, true).await, Some(MOST));
    }
    is_fine
}

#[derive(Clone, Copy)]
enum Page {
    FromStore,
    WholePlan,
    Table,
    ByRating,
    Timeline,
    Summary,
    ByLead,
    ByFinding,
    Priority,
}

/// How long each read took when everybody asks at once; writes are not counted.
async fn together(app: &App, store: &Store, page: Page, with_writes: bool) -> Vec<Duration> {
    let times = Arc::new(Mutex::new(Vec::new()));
    let people: Vec<_> = (0..PEOPLE)
        .map(|person| {
            let (app, store, times) = (app.clone(), store.clone(), Arc::clone(&times));
            tokio::spawn(async move {
                for turn in 0..CALLS_EACH {
                    let plan = format!("plan-{}", (person * 7 + turn * 13) % PLANS);
                    if with_writes && turn % 10 == 9 {
                        write(&app, &plan, turn).await;
                        continue;
                    }
                    let started = Instant::now();
                    show(&app, &store, page, &plan).await;
                    times.lock().expect("nobody panicked").push(started.elapsed());
                }
            })
        })
        .collect();
    for person in people {
        person.await.expect("nobody panicked");
    }
    let mut times = std::mem::take(&mut *times.lock().expect("nobody panicked"));
    times.sort();
    times
}

async fn show(app: &App, store: &Store, page: Page, plan: &str) {
    let call = &call();
    let all = PlanFilter::default();
    match page {
        Page::FromStore => {
            let summary = store.find_plan(plan).await.expect("the plan is there");
            store.plan_as_at(&summary.id, today()).await.map(drop).expect("the plan can be read");
        }
        Page::WholePlan => app.plan(call, Some(plan), None).await.map(drop).expect("a plan"),
        Page::Table => app.plan_table(call, plan, None, &all, 1).await.map(drop).expect("a table"),
        Page::ByRating => app.plan_by_rating(call, plan, None).await.map(drop).expect("a matrix"),
        Page::Timeline => {
            let window = TimelineWindow::default();
            app.plan_timeline(call, plan, None, &all, window).await.map(drop).expect("a timeline");
        }
        Page::Summary => app.plan_on_a_page(call, plan, None).await.map(drop).expect("a page"),
        Page::ByLead => app.plan_by_lead(call, plan, None, 1).await.map(drop).expect("leads"),
        Page::ByFinding => app.plan_by_finding(call, plan, None).await.map(drop).expect("findings"),
        Page::Priority => app.priority(call, plan, "3", None).await.map(drop).expect("a priority"),
    }
}

async fn write(app: &App, plan: &str, turn: usize) {
    let update = UpdateInput {
        action: format!("{}.{}", turn % 8 + 1, 1),
        action_rating: Some("amber".to_owned()),
        note: Some("The second hub opens in the spring.".to_owned()),
        ..UpdateInput::default()
    };
    app.record_updates(&call(), Some(plan), None, &[update]).await.map(drop).expect("an update");
}

fn report(what: &str, times: &[Duration], most: Option<Duration>) -> bool {
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    let (median, slow) = (at(50), at(95));
    let is_fine = most.is_none_or(|most| slow <= most);
    println!("  {what}: median {median:.1?}, p95 {slow:.1?}{}", if is_fine { "" } else { " MISSED" });
    is_fine
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day")
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).expect("a moment")
}

fn call() -> Call {
    Call { actor: Actor::operator("Jo Example", Role::ProgrammeManager), at: moment(), today: today() }
}

fn audit(action: &str) -> AuditEntry {
    AuditEntry {
        actor: "bench".to_owned(),
        at: moment(),
        action: action.to_owned(),
        object: "store".to_owned(),
        detail: serde_json::Value::Null,
    }
}

fn plan() -> Plan {
    let lead = |number: usize| Lead {
        raw: format!("Head of Service {}", number % 9),
        name: format!("Head of Service {}", number % 9),
        kind: LeadKind::Post,
        resolved: None,
    };
    let action = |number: usize| Action {
        reference: format!("{}.{}", number % 8 + 1, number / 8 + 1),
        priority: (number % 8 + 1).to_string(),
        text: Some("Bring the front door together in one place, with health and the police. ".repeat(3)),
        leads: vec![lead(number), lead(number + 1)],
        due_raw: Some("March 2027".to_owned()),
        due_on: NaiveDate::from_ymd_opt(2027, 3, 31),
        milestones: vec![Milestone { text: "Lease signed".to_owned(), ..Milestone::default() }; 3],
        sources: vec![format!("ILACS 2025 recommendation {}", number % 10)],
        how_will_we_know: vec!["Contacts are decided in a day".to_owned(); 3],
        ..Action::default()
    };
    let priority = |number: usize| Priority {
        reference: number.to_string(),
        title: Some(format!("Priority {number}")),
        ..Priority::default()
    };
    Plan {
        title: "An invented plan".to_owned(),
        priorities: (1..=8).map(priority).collect(),
        actions: (0..ACTIONS).map(action).collect(),
        ..Plan::default()
    }
}

async fn fill(store: &Store) {
    let plan = plan();
    let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
    for number in 0..PLANS {
        let handle = format!("plan-{number}");
        let new = NewPlan {
            plan: &plan,
            handle: Some(&handle),
            on: start,
            sources: Vec::new(),
            problems: &[],
            allow_again: true,
            draft: None,
        };
        let id = store.add_plan(&new, audit("plan.import")).await.expect("the plan is added").id;
        let updates: Vec<Update> = (0..UPDATES_EACH).map(|number| update(&plan, start, number)).collect();
        store.record_updates(&id, &updates, audit("plan.update")).await.expect("updates are recorded");
    }
}

fn update(plan: &Plan, start: NaiveDate, number: usize) -> Update {
    let week = i64::try_from(number / ACTIONS).expect("a small number");
    Update {
        action: plan.actions[number % ACTIONS].reference.clone(),
        on: start + chrono::Duration::days(week * 7),
        recorded_at: moment(),
        by: "bench".to_owned(),
        action_rating: Some("green".to_owned()),
        impact_rating: Some("amber".to_owned()),
        note: Some("The hub opened and contacts are decided in a day. ".repeat(3)),
        forecast_on: None,
        evidence: vec!["Minutes of the board".to_owned()],
    }
}
