//! Killing the process while it adds plans: all of a plan is there, or nothing.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sightline_domain::plan::Plan;
use sightline_store::{AuditFilter, Database, NewPlan, Store, Verification};

use crate::example::{action, audit, new_plan, plan, problems, source};
use crate::place::{Place, on_both};

const CHILD: &str = "SIGHTLINE_TEST_CHILD";
const ACTIONS: usize = 1500;
const KILLS: u64 = 10;

fn big_plan() -> Plan {
    let mut big = plan();
    big.actions = (0..ACTIONS).map(|number| action(&format!("1.{number}"), "1")).collect();
    big
}

/// Not a test of its own: what the killed process does.
#[tokio::test]
async fn child_process() {
    let Ok(database) = std::env::var(CHILD) else { return };
    let database = match database.strip_prefix("file:") {
        Some(path) => Database::File(path.into()),
        None => Database::Server(database),
    };
    eprintln!("starting");
    let store = Store::open(&database).await.unwrap();
    let (plan, problems) = (big_plan(), problems());
    loop {
        eprintln!("adding");
        let sources = vec![source("plan.docx", 1), source("more.docx", 2)];
        let new = NewPlan { sources, problems: &problems, allow_again: true, ..new_plan(&plan) };
        store.add_plan(&new, audit("plan.import")).await.unwrap();
    }
}

struct Running(Child);

impl Running {
    /// The child, once it has said `word`.
    fn start(place: &Place, word: &str) -> Self {
        let database = match &place.database {
            Database::File(path) => format!("file:{}", path.display()),
            Database::Server(url) => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["kill::child_process", "--exact", "--nocapture"])
            .env(CHILD, database)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let mut lines = said.lines().map(Result::unwrap);
        assert!(lines.any(|line| line == word), "the child ended before `{word}`");
        // The rest of what it says is read and dropped, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child)
    }

    /// SIGKILL on Unix: no destructor runs, nothing is flushed.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// How long one addition takes here, so that kills fall before, inside and after it.
async fn one_addition(place: &Place) -> Duration {
    let store = place.open().await;
    let plan = big_plan();
    let started = std::time::Instant::now();
    store.add_plan(&new_plan(&plan), audit("plan.import")).await.unwrap();
    started.elapsed()
}

async fn assert_all_or_nothing(place: &Place) -> usize {
    let store = place.open().await;
    let plans = store.plans().await.unwrap();
    for summary in &plans {
        assert_eq!(summary.actions, u64::try_from(ACTIONS).unwrap());
        assert_eq!(store.current_plan(&summary.id).await.unwrap().actions.len(), ACTIONS);
    }
    let last = plans.first().map(|summary| summary.id.clone());
    if let Some(last) = last.filter(|_| plans[0].source_files.len() == 2) {
        assert_eq!(store.current_plan(&last).await.unwrap(), big_plan());
        assert_eq!(store.problems(&last).await.unwrap(), problems());
    }
    // Rows that belong to no plan would show as another count.
    for (table, each) in [("source_file", 2), ("import_problem", 2)] {
        let with_files = plans.iter().filter(|plan| plan.source_files.len() == 2).count();
        let query = format!("update {table} set plan_id = plan_id");
        assert_eq!(place.sql(&query).await.unwrap(), u64::try_from(with_files * each).unwrap(), "{table}");
    }
    let items = place.sql("update plan_item set kind = kind").await.unwrap();
    let of_one = u64::try_from(ACTIONS + 14).unwrap();
    assert_eq!(items, of_one * u64::try_from(plans.len()).unwrap());
    let rows = store.audit_log(&AuditFilter::default()).await.unwrap().len();
    assert_eq!(rows, plans.len());
    assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));
    store.close().await.unwrap();
    plans.len()
}

on_both! {
    async fn a_kill_while_adding_leaves_all_of_a_plan_or_nothing(place: &Place) {
        let span = one_addition(place).await;
        let mut counts = vec![assert_all_or_nothing(place).await];
        for kill in 0..KILLS {
            let running = Running::start(place, "adding");
            // Spread evenly over one and a half additions.
            std::thread::sleep(span.mul_f64(1.5) * u32::try_from(kill).unwrap() / u32::try_from(KILLS).unwrap());
            running.kill();
            counts.push(assert_all_or_nothing(place).await);
        }
        assert!(counts.is_sorted(), "a plan that was there is gone: {counts:?}");
        assert!(counts.windows(2).any(|pair| pair[0] == pair[1]), "no kill fell inside an addition: {counts:?}");
    }

    async fn a_kill_while_creating_the_database_leaves_one_that_opens(place: &Place) {
        for kill in 0..8 {
            let new = place.another().await;
            let running = Running::start(&new, "starting");
            std::thread::sleep(Duration::from_millis(3 * kill));
            running.kill();
            assert_all_or_nothing(&new).await;
            new.clear().await;
        }
    }
}
