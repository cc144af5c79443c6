//! How long it takes to show one plan of a store with 200 plans and 200,000 updates.
//!
//! `cargo bench -p sightline-store` makes the store, then times a process of
//! its own from its start to its end: opening the database, finding the plan,
//! reading it as at a day. With `TEST_POSTGRES_URL` it does the same on
//! PostgreSQL. Ends with 1 when a figure misses its target.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench finds its server in the environment")]

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use sightline_domain::history::{Amendment, Update};
use sightline_domain::plan::{Action, Milestone, Plan, Priority};
use sightline_store::{AuditEntry, Database, NewPlan, Store, Verification};

const PLANS: u32 = 200;
const ACTIONS: u32 = 60;
const UPDATES_EACH: u32 = 1000;
const RUNS: usize = 21;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [child, database, handle, as_at] = arguments.as_slice()
        && child == "--show"
    {
        runtime.block_on(show(&database_from(database), handle, as_at.parse().expect("a day")));
        return ExitCode::SUCCESS;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut is_fine =
        runtime.block_on(measure("SQLite", &folder.path().join("store.db").to_string_lossy(), folder.path()));
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        is_fine &= runtime.block_on(measure("PostgreSQL", &server, folder.path()));
    } else {
        println!("PostgreSQL skipped: TEST_POSTGRES_URL is not set");
    }
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn database_from(text: &str) -> Database {
    if text.starts_with("postgres") { Database::Server(text.to_owned()) } else { Database::File(text.into()) }
}

/// What `plan show` asks of the store.
async fn show(database: &Database, handle: &str, as_at: NaiveDate) {
    let store = Store::open(database).await.expect("the store opens");
    let summary = store.find_plan(handle).await.expect("the plan is there");
    let shown = store.plan_as_at(&summary.id, as_at).await.expect("the plan can be read");
    assert_eq!(shown.plan.actions.len(), usize::try_from(ACTIONS).expect("a small number"));
    assert!(!shown.latest_updates.is_empty());
}

async fn measure(name: &str, database: &str, folder: &Path) -> bool {
    println!("{name}: {PLANS} plans of {ACTIONS} actions, {} updates", PLANS * UPDATES_EACH);
    let store = Store::open(&database_from(database)).await.expect("the store opens");
    report("filling it", timed(Box::pin(fill(&store))).await, None);
    let large = plan(5000);
    report("adding a plan of 5,000 actions", timed(add(&store, &large, "large")).await, Some(2000));
    report("listing plans", timed(async { store.plans().await.map(drop).expect("plans are listed") }).await, None);
    let verified = timed(async {
        let found = store.verify_history().await.expect("the history can be walked");
        assert!(matches!(found, Verification::Whole { .. }), "{found:?}");
    });
    report("verifying the history", verified.await, None);
    let file = folder.join(format!("{name}.zip"));
    let saved =
        timed(async { store.backup(&file, moment(), audit("backup.write")).await.map(drop).expect("a backup") });
    report("backing up", Box::pin(saved).await, None);

    let mut is_fine = true;
    for (what, as_at) in [("showing a plan today", "2030-01-01"), ("showing a plan two years ago", "2026-06-01")] {
        let mut times: Vec<Duration> = (0..RUNS).map(|run| run_child(database, run, as_at)).collect();
        times.sort();
        let slowest = times.last().copied().unwrap_or_default();
        is_fine &= report(what, times[RUNS / 2], Some(100));
        println!("    whole process, median of {RUNS} runs; slowest {slowest:.1?}");
    }
    is_fine
}

fn run_child(database: &str, run: usize, as_at: &str) -> Duration {
    let started = Instant::now();
    let status = Command::new(std::env::current_exe().expect("this program"))
        .args(["--show", database, &format!("plan-{}", run * 9), as_at])
        .stdout(Stdio::null())
        .status()
        .expect("the process runs");
    assert!(status.success());
    started.elapsed()
}

async fn timed(work: impl Future<Output = ()>) -> Duration {
    let started = Instant::now();
    work.await;
    started.elapsed()
}

fn report(what: &str, took: Duration, target_ms: Option<u64>) -> bool {
    let is_fine = target_ms.is_none_or(|target| took <= Duration::from_millis(target));
    let target = target_ms.map(|target| format!(" (target {target} ms)")).unwrap_or_default();
    println!("  {what}: {took:.1?}{target}{}", if is_fine { "" } else { " MISSED" });
    is_fine
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).expect("a moment")
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

fn plan(actions: u32) -> Plan {
    let action = |number: u32| Action {
        reference: format!("{}.{}", number % 8 + 1, number / 8 + 1),
        priority: (number % 8 + 1).to_string(),
        text: Some("Bring the front door together in one place, with health and the police. ".repeat(3)),
        leads_raw: Some("Head of Service, Front Door".to_owned()),
        due_raw: Some("March 2027".to_owned()),
        due_on: NaiveDate::from_ymd_opt(2027, 3, 31),
        milestones: vec![Milestone { text: "Lease signed".to_owned(), ..Milestone::default() }; 3],
        how_will_we_know: vec!["Contacts are decided in a day".to_owned(); 3],
        ..Action::default()
    };
    let priority = |number: u32| Priority { reference: number.to_string(), ..Priority::default() };
    Plan {
        title: "An invented plan".to_owned(),
        priorities: (1..=8).map(priority).collect(),
        actions: (0..actions).map(action).collect(),
        ..Plan::default()
    }
}

async fn add(store: &Store, plan: &Plan, handle: &str) {
    let on = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    let new =
        NewPlan { plan, handle: Some(handle), on, sources: Vec::new(), problems: &[], allow_again: true, draft: None };
    store.add_plan(&new, audit("plan.import")).await.expect("the plan is added");
}

async fn fill(store: &Store) {
    let small = plan(ACTIONS);
    for number in 0..PLANS {
        let handle = format!("plan-{number}");
        add(store, &small, &handle).await;
        let id = store.find_plan(&handle).await.expect("the plan is there").id;
        let start = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
        for round in 0..10_u32 {
            let updates: Vec<Update> =
                (0..UPDATES_EACH / 10).map(|index| update(&small, start, round * 100 + index)).collect();
            store.record_updates(&id, &updates, audit("plan.update")).await.expect("updates are recorded");
        }
        let before = small.actions[0].clone();
        let after = Action { due_raw: Some("2028".to_owned()), ..before.clone() };
        let amendment = Amendment {
            action: before.reference.clone(),
            on: NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day"),
            recorded_at: moment(),
            by: "bench".to_owned(),
            reason: "Later".to_owned(),
            before: Some(before),
            after,
        };
        store.record_amendments(&id, &[amendment], audit("plan.amend")).await.expect("an amendment");
    }
}

fn update(plan: &Plan, start: NaiveDate, number: u32) -> Update {
    let action = usize::try_from(number % ACTIONS).expect("a small number");
    Update {
        action: plan.actions[action].reference.clone(),
        on: start + chrono::Duration::days(i64::from(number)),
        recorded_at: moment(),
        by: "bench".to_owned(),
        action_rating: Some("green".to_owned()),
        impact_rating: Some("amber".to_owned()),
        note: Some("The hub opened and contacts are decided in a day. ".repeat(3)),
        forecast_on: None,
        evidence: vec!["Minutes of the board".to_owned()],
    }
}
