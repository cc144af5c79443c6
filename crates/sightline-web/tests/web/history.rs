//! The history page, its export and its proof.

use axum::http::StatusCode;
use sightline_app::{Actor, Call, ImportInput, Role, SourceBytes, UpdateInput};

use crate::support::{TestSite, now};

const PLAN: &str = "# Harbour improvement plan 2026

## Priority 1: Hubs

| Ref | Action | Lead | Timescale | Action rating |
|---|---|---|---|---|
| 1.1 | Open the hub | Head of Hubs | March 2027 | Green |
";

/// A site with a plan and so many updates of it.
async fn filled(updates: i64) -> TestSite {
    let site = TestSite::new().await;
    let input = ImportInput {
        files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: PLAN.as_bytes().to_vec() }],
        handle: Some("harbour".to_owned()),
        ..ImportInput::default()
    };
    site.app.import_plan(&site.call(), &input).await.unwrap();
    for minute in 0..updates {
        let actor = Actor::operator("=Sam <b>Bold</b>", Role::ProgrammeManager);
        let call = Call { actor, at: now() + chrono::Duration::minutes(minute), ..site.call() };
        let update =
            UpdateInput { action: "1.1".to_owned(), note: Some(format!("note {minute}")), ..UpdateInput::default() };
        site.app.record_updates(&call, None, None, &[update]).await.unwrap();
    }
    site
}

#[tokio::test]
async fn the_history_is_shown_page_by_page_and_says_how_much_there_is() {
    let site = filled(60).await;
    let person = site.as_role(Role::Inspector).await;
    let first = person.get("/history").await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.text.contains("61 rows"), "{}", first.text);
    assert!(first.text.contains("Reported on actions"));
    // Once among the filters, and on the second page once more.
    assert_eq!(first.text.matches("Imported a plan").count(), 1);
    let second = person.get("/history?page=2").await;
    assert_eq!(second.text.matches("Imported a plan").count(), 2, "{}", second.text);
    assert!(person.get("/history?page=99").await.text.contains("There is no such page"));
}

#[tokio::test]
async fn a_row_leads_to_its_plan_only_for_those_who_may_open_it() {
    let site = filled(1).await;
    let page = site.as_role(Role::Inspector).await.get("/history").await;
    assert!(page.text.contains("href=\"/plans/harbour\""), "{}", page.text);
    let page = site.as_role(Role::Administrator).await.get("/history").await;
    assert!(page.text.contains("Plan harbour"), "{}", page.text);
    assert!(!page.text.contains("/plans/harbour"), "{}", page.text);
}

#[tokio::test]
async fn what_people_wrote_is_shown_and_never_run() {
    let site = filled(1).await;
    let person = site.as_role(Role::Inspector).await;
    let page = person.get("/history?who=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert!(!page.text.contains("<script>alert"), "{}", page.text);
    let page = person.get("/history").await;
    assert!(page.text.contains("=Sam &#60;b&#62;Bold&#60;/b&#62;"), "{}", page.text);
}

#[tokio::test]
async fn filters_narrow_the_history_and_can_be_taken_away() {
    let site = filled(2).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let page = person.get("/history?who=sam&what=plan.update").await;
    assert!(page.text.contains("2 rows"), "{}", page.text);
    assert!(page.text.contains("Remove this filter"));
    assert!(page.text.contains("href=\"/history?what=plan.update\""));
    let nothing = person.get("/history?about=wexcombe").await;
    assert!(nothing.text.contains("Nothing fits these filters"));
}

#[tokio::test]
async fn a_day_that_is_none_is_said_beside_its_field_and_kept() {
    let site = filled(1).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let page = person.get("/history?from=31%2F10%2F2026&to=tomorrow").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("There is a problem"), "{}", page.text);
    assert!(page.text.contains("href=\"#to\"") && page.text.contains(" open>"));
    assert!(page.text.contains("value=\"tomorrow\""));
    assert!(!page.text.contains("href=\"#from\""), "a day as people write it is read");
}

#[tokio::test]
async fn the_export_holds_every_row_and_no_formula() {
    let site = filled(3).await;
    let person = site.as_role(Role::Director).await;
    let csv = person.get("/history/export").await.text;
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 5, "{csv}");
    assert!(lines[0].starts_with("Number,When (UTC),Who"));
    assert!(
        lines[1].starts_with("4,2026-10-31T09:02:00Z,\"'=Sam <b>Bold</b>\",\"plan.update\",\"plan harbour\""),
        "{csv}"
    );
    let one = person.get("/history/export?what=plan.import").await.text;
    assert_eq!(one.trim_end().split("\r\n").count(), 2);
}

#[tokio::test]
async fn the_proof_says_that_the_history_is_whole_and_what_it_ends_with() {
    let site = filled(2).await;
    let person = site.as_role(Role::Inspector).await;
    let last = site.app.history(&site.call(), &sightline_app::AuditFilter::default()).await.unwrap().remove(0);
    let page = person.get("/history/proof").await;
    assert!(page.text.contains("The history is whole"), "{}", page.text);
    assert!(page.text.contains("3 rows"));
    assert!(page.text.contains(&last.hash));
    assert!(page.text.contains("Time taken"));
}
