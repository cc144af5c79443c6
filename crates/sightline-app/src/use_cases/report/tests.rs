//! Papers on the web are those of the command line.

use chrono::{DateTime, NaiveDate};
use sightline_documents::template;
use sightline_domain::plan::{Action, Plan, Priority};

use super::ask::ReportOrder;
use super::{PaperFormat, ReportInput};
use crate::{Actor, App, Call, Database, Format, ImportInput, JobState, Role, Scope, SourceBytes, Vocabulary};

fn call(role: Role) -> Call {
    Call {
        actor: Actor::operator("Jo Example", role),
        at: DateTime::UNIX_EPOCH,
        today: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
    }
}

async fn filled(folder: &tempfile::TempDir) -> App {
    let database = Database::File(folder.path().join("sightline.db"));
    let app = App::open(&database, Vocabulary::built_in().unwrap()).await.unwrap();
    let plan = Plan {
        title: "Harbour plan".to_owned(),
        priorities: vec![Priority { reference: "1".to_owned(), ..Priority::default() }],
        actions: vec![Action {
            reference: "1.1".to_owned(),
            priority: "1".to_owned(),
            text: Some("Open the hub".to_owned()),
            ..Action::default()
        }],
        ..Plan::default()
    };
    let files =
        vec![SourceBytes { name: "plan.json".to_owned(), bytes: template::write(&plan, Format::Json).unwrap() }];
    let input = ImportInput { files, handle: Some("harbour".to_owned()), ..ImportInput::default() };
    app.import_plan(&call(Role::ProgrammeManager), &input).await.unwrap();
    app
}

#[tokio::test]
async fn a_paper_of_the_web_and_one_of_the_command_line_are_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let manager = call(Role::ProgrammeManager);
    let order = ReportOrder { formats: vec![PaperFormat::Xlsx], ..ReportOrder::default() };
    app.order_report(&manager, "harbour", &order).await.unwrap();
    app.run_next_job(manager.at).await.unwrap();
    let path = folder.path().join("board.xlsx");
    app.build_report(&manager, &ReportInput { out: vec![path.clone()], ..ReportInput::default() }).await.unwrap();

    let reports = app.reports(&manager, "harbour").await.unwrap();
    assert_eq!(reports.papers.len(), 2);
    assert_eq!(reports.papers[0].record.sha256, reports.papers[1].record.sha256);
    assert_eq!(reports.orders[0].state, JobState::Done);
    let opened = app.open_report(&manager, "harbour", 1).await.unwrap();
    assert_eq!(opened.bytes, std::fs::read(path).unwrap());
    assert_eq!(opened.name, "harbour-board-report-2026-10-31.xlsx");
}

#[tokio::test]
async fn whoever_lost_their_role_while_the_order_waited_gets_no_paper() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let manager = call(Role::ProgrammeManager);
    app.order_report(&manager, "harbour", &ReportOrder::default()).await.unwrap();
    let mut elsewhere = call(Role::ProgrammeManager);
    elsewhere.actor.reach.programmes = Scope::Only(vec!["wexcombe".to_owned()]);
    app.jobs.replace_callers(&elsewhere);
    app.run_next_job(manager.at).await.unwrap();
    let reports = app.reports(&manager, "harbour").await.unwrap();
    assert!(reports.papers.is_empty());
    assert!(
        matches!(&reports.orders[0].state, JobState::Failed { why } if why.contains("no plan called")),
        "{reports:?}"
    );
}

#[tokio::test]
async fn the_runner_does_what_was_ordered_and_waits_for_more() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let manager = call(Role::ProgrammeManager);
    let order = ReportOrder { formats: vec![PaperFormat::Xlsx], ..ReportOrder::default() };
    let (runner, at) = (app.clone(), manager.at);
    let running = async move { runner.run_jobs(move || at, |error| panic!("{error}")).await };
    let ordering = async {
        // Ordered one after the other, while the runner is already waiting.
        for number in 1..=2 {
            tokio::task::yield_now().await;
            app.order_report(&manager, "harbour", &order).await.unwrap();
            while app.reports(&manager, "harbour").await.unwrap().papers.len() < number {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        }
    };
    tokio::select! {
        () = running => unreachable!("it waits for ever"),
        () = ordering => {}
    }
}

#[tokio::test]
async fn a_paper_of_a_day_to_come_cannot_be_ordered() {
    let folder = tempfile::tempdir().unwrap();
    let app = filled(&folder).await;
    let order = ReportOrder { as_at: NaiveDate::from_ymd_opt(2026, 11, 1), ..ReportOrder::default() };
    let error = app.order_report(&call(Role::ProgrammeManager), "harbour", &order).await.unwrap_err();
    assert_eq!(error.code(), "SL-A014");
    assert_eq!(app.order_report(&call(Role::Director), "harbour", &order).await.unwrap_err().code(), "SL-A001");
}
