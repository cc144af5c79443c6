//! Board reports on the web: ordered, built, downloaded.

use axum::http::{StatusCode, header};
use sightline_app::{ImportInput, Role, SourceBytes};

use crate::support::{TestSite, now};

const PLAN: &str = "# Harbour improvement plan 2026

## Priority 1: Hubs

| Ref | Action | Lead | Timescale | Action rating |
|---|---|---|---|---|
| 1.1 | Open the hub | Head of Hubs | March 2027 | Green |
";

async fn filled() -> TestSite {
    let site = TestSite::new().await;
    let input = ImportInput {
        files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: PLAN.as_bytes().to_vec() }],
        handle: Some("harbour".to_owned()),
        ..ImportInput::default()
    };
    site.app.import_plan(&site.call(), &input).await.unwrap();
    site
}

fn october() -> Vec<(&'static str, &'static str)> {
    vec![
        ("as_at_day", "30"),
        ("as_at_month", "9"),
        ("as_at_year", "2026"),
        ("other_board", "<b>Improvement</b> board"),
        ("formats", "xlsx"),
        ("formats", "docx"),
    ]
}

#[tokio::test]
async fn a_report_is_ordered_built_and_downloaded_as_the_same_bytes_each_time() {
    let site = filled().await;
    let person = site.as_role(Role::Sponsor).await;
    let empty = person.get("/plans/harbour/reports").await;
    assert!(empty.text.contains("There is no report yet"), "{}", empty.text);

    let ordered = person.post("/plans/harbour/reports", &october()).await;
    assert_eq!((ordered.status, ordered.location.as_deref()), (StatusCode::SEE_OTHER, Some("/plans/harbour/reports")));
    // Also for somebody else, and after the page is loaded again.
    let waiting = site.as_role(Role::Director).await.get("/plans/harbour/reports").await;
    assert!(waiting.text.contains("Waiting for its turn"), "{}", waiting.text);
    assert!(waiting.text.contains("As at 30 September 2026, Word and Excel"));
    assert!(waiting.text.contains("data-under-way"));

    assert!(site.app.run_next_job(now()).await.unwrap());
    assert!(!site.app.run_next_job(now()).await.unwrap());
    let made = person.get("/plans/harbour/reports").await;
    assert!(!made.text.contains("Being built") && !made.text.contains("data-under-way"), "{}", made.text);
    assert!(made.text.contains("harbour-board-report-2026-09-30.docx"));
    assert!(made.text.contains("harbour-board-report-2026-09-30.xlsx"));

    let first = person.get("/plans/harbour/reports/1").await;
    assert_eq!(first.status, StatusCode::OK);
    let disposition = first.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"harbour-board-report-2026-09-30.docx\""), "{disposition}");
    let tag = first.headers[header::ETAG].to_str().unwrap().trim_matches('"').to_owned();
    assert!(made.text.contains(&tag), "the hash in the list is that of the bytes");
    assert_eq!(person.get("/plans/harbour/reports/1").await.text, first.text);
    assert_eq!(person.get("/plans/harbour/reports/99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_restarted_server_had_not_done_is_said_to_have_failed() {
    let site = filled().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    person.post("/plans/harbour/reports", &october()).await;
    site.app.give_up_jobs(now()).await.unwrap();
    let page = person.get("/plans/harbour/reports").await;
    assert!(page.text.contains("It could not be built."), "{}", page.text);
    assert!(page.text.contains("Sightline was started again"));
    assert!(!page.text.contains("data-under-way"));
}

#[tokio::test]
async fn an_order_that_cannot_be_taken_says_why_and_keeps_what_was_typed() {
    let site = filled().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    for (fields, field) in [
        (vec![("as_at_day", "31"), ("as_at_month", "2"), ("as_at_year", "2026"), ("formats", "pdf")], "as_at"),
        (vec![("as_at_day", "1"), ("as_at_month", "11"), ("as_at_year", "2026"), ("formats", "pdf")], "as_at"),
        (vec![("as_at_day", "1"), ("as_at_month", "10"), ("as_at_year", "2026")], "formats"),
        (
            vec![
                ("as_at_day", "1"),
                ("as_at_month", "10"),
                ("as_at_year", "2026"),
                ("meeting_day", "soon"),
                ("formats", "pdf"),
            ],
            "meeting",
        ),
    ] {
        let page = person.post("/plans/harbour/reports", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(&format!("href=\"#{field}\"")), "{}", page.text);
        assert!(
            page.text
                .contains(&format!("name=\"as_at_day\" type=\"text\" inputmode=\"numeric\" value=\"{}\"", fields[0].1))
        );
    }
    assert!(!site.app.run_next_job(now()).await.unwrap());
}

#[tokio::test]
async fn whoever_may_only_read_sees_the_reports_and_no_form() {
    let site = filled().await;
    let reader = site.as_role(Role::BoardMember).await;
    let page = reader.get("/plans/harbour/reports").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("Build a board report"));
    assert_eq!(reader.post("/plans/harbour/reports", &october()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.as_role(Role::Partner).await.get("/plans/harbour/reports").await.status, StatusCode::FORBIDDEN);
}
