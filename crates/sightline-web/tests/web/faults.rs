//! A database that goes away and comes back, and a clock that is set back.

use axum::http::StatusCode;
use sightline_app::{ImportInput, Role, SourceBytes};

use crate::browser::{Browser, House};

const MANAGER: &str = "ada@harbour.example";
const HOUR: i64 = 60;
const PLAN: &str = "# Harbour Council\n\n# Children's Improvement Plan 2026\n\n1: PRIORITY NUMBER 1\n\n\
    Lead: Head of Service 1\n\n\
    | Ref. | Actions | Lead | Start Date | End Date | Action RAG |\n|---|---|---|---|---|---|\n\
    | 1.1 | Open the hub with the families who will use it. | Head of Hubs | Jan 26 | Dec 26 | Amber |\n";

/// A house with a plan called `harbour`, and its programme manager.
async fn with_plan() -> (House, Browser) {
    let house = House::open().await;
    let input = ImportInput {
        files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: PLAN.as_bytes().to_vec() }],
        handle: Some("harbour".to_owned()),
        ..ImportInput::default()
    };
    house.app.import_plan(&house.call(), &input).await.unwrap();
    let manager = house.signed_in(MANAGER, Role::ProgrammeManager).await;
    (house, manager)
}

fn update(note: &str) -> [(&str, &str); 2] {
    [("action_rating", "green"), ("note", note)]
}

const UPDATE: &str = "/plans/harbour/actions/1.1/update";
const ACTION: &str = "/plans/harbour/actions/1.1";

#[tokio::test]
async fn a_database_that_is_gone_is_said_and_used_again_when_it_is_back() {
    let (house, manager) = with_plan().await;
    manager.post(UPDATE, &update("Before")).await.leads_to(ACTION);

    let (file, away) = (house.database_file(), house.database_file().with_extension("away"));
    std::fs::rename(&file, &away).unwrap();
    for page in [manager.get(ACTION).await, manager.get("/").await, manager.post(UPDATE, &update("Lost")).await] {
        page.is(StatusCode::SERVICE_UNAVAILABLE).says("SL-S095").says("Everything that was saved is safe");
        assert_eq!(page.headers.get("retry-after").unwrap(), "10");
    }
    let ready = manager.get("/ready").await;
    ready.is(StatusCode::SERVICE_UNAVAILABLE).says("SL-S095");
    assert_eq!(ready.headers.get("retry-after").unwrap(), "10");
    manager.get("/health").await.is(StatusCode::OK).says("ok");
    assert!(!file.exists(), "an empty database stands in its place");

    std::fs::rename(&away, &file).unwrap();
    manager.get("/ready").await.is(StatusCode::OK);
    manager.get(ACTION).await.is(StatusCode::OK).says("Before").never_says("Lost");
    manager.post(UPDATE, &update("After")).await.leads_to(ACTION);
    manager.get(ACTION).await.says("Before").says("After");
    let proof = house.app.verify_history(&house.call()).await.unwrap();
    assert!(matches!(proof, sightline_app::Verification::Whole { .. }), "{proof:?}");
}

#[tokio::test]
async fn another_file_in_the_place_of_the_database_is_not_used() {
    let (house, manager) = with_plan().await;
    let (file, away) = (house.database_file(), house.database_file().with_extension("away"));
    std::fs::rename(&file, &away).unwrap();
    std::fs::write(&file, b"").unwrap();
    manager.get(ACTION).await.is(StatusCode::SERVICE_UNAVAILABLE).says("SL-S095");
    manager.post(UPDATE, &update("Lost")).await.is(StatusCode::SERVICE_UNAVAILABLE).says("SL-S095");
    manager.get("/ready").await.is(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(std::fs::metadata(&file).unwrap().len(), 0);

    std::fs::rename(&away, &file).unwrap();
    manager.post(UPDATE, &update("After")).await.leads_to(ACTION);
    manager.get(ACTION).await.says("After").never_says("Lost");
}

#[tokio::test]
async fn a_clock_that_is_set_back_ends_no_session_and_loses_no_update() {
    let (house, manager) = with_plan().await;
    let (today, due_on) = (house.call().today, house.call().today + chrono::Days::new(30));
    house.app.open_round(&house.call(), "harbour", today, due_on).await.unwrap();
    manager.post(UPDATE, &update("By the wrong clock")).await.leads_to(ACTION);

    // Two days: the round was opened, and the update made, on a day that is still to come.
    house.later(-48 * HOUR);
    for page in ["/", "/plans/harbour", "/plans/harbour/rounds", ACTION, UPDATE, "/history", "/account"] {
        manager.get(page).await.is(StatusCode::OK);
    }
    manager.post(UPDATE, &update("By the right clock")).await.leads_to(ACTION);
    manager.get(ACTION).await.says("By the right clock");

    house.later(48 * HOUR + 5);
    manager.get(ACTION).await.is(StatusCode::OK).says("By the right clock").says("By the wrong clock");
    manager.get("/plans/harbour/rounds").await.is(StatusCode::OK);
    let proof = house.app.verify_history(&house.call()).await.unwrap();
    assert!(matches!(proof, sightline_app::Verification::Whole { .. }), "{proof:?}");
}
