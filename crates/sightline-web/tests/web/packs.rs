//! Packs and highlight reports on the web: built, downloaded by whoever may, issued; written, signed.

use axum::http::{StatusCode, header};
use sightline_app::{ImportInput, Role, SourceBytes};

use crate::support::{TestSite, now};

const PLAN: &str = "# Harbour improvement plan 2026

## Priority 1: Hubs

| Ref | Action | Lead | Timescale | Action rating |
|---|---|---|---|---|
| 1.1 | Open the hub | Head of Hubs | March 2026 | Green |
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

fn order() -> Vec<(&'static str, &'static str)> {
    vec![
        ("body", "Improvement Board"),
        ("meeting_day", "18"),
        ("meeting_month", "11"),
        ("meeting_year", "2026"),
        ("as_at_day", "30"),
        ("as_at_month", "9"),
        ("as_at_year", "2026"),
    ]
}

#[tokio::test]
async fn a_pack_is_ordered_built_downloaded_by_audience_and_issued() {
    let site = filled().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let empty = person.get("/plans/harbour/packs").await;
    assert!(empty.text.contains("There is no pack yet") && empty.text.contains("Build the pack"), "{}", empty.text);

    let ordered = person.post("/plans/harbour/packs", &order()).await;
    assert_eq!((ordered.status, ordered.location.as_deref()), (StatusCode::SEE_OTHER, Some("/plans/harbour/packs")));
    let waiting = person.get("/plans/harbour/packs").await;
    assert!(waiting.text.contains("Waiting for its turn") && waiting.text.contains("data-under-way"));
    assert!(site.app.run_next_job(now()).await.unwrap());

    let made = person.get("/plans/harbour/packs").await;
    assert!(made.text.contains("Improvement Board, 18 November 2026"), "{}", made.text);
    assert!(made.text.contains("harbour-pack-2026-11-18-board.pdf"));
    let file = "/plans/harbour/packs/1/harbour-pack-2026-11-18-board.docx";
    let opened = person.get(file).await;
    assert_eq!(opened.status, StatusCode::OK);
    let tag = opened.headers[header::ETAG].to_str().unwrap().trim_matches('"').to_owned();
    assert!(made.text.contains(&tag), "the hash in the list is that of the bytes");

    // A lead sees what partners see, and the rest is not listed to them.
    let lead = site.as_role(Role::ActionLead).await;
    let seen = lead.get("/plans/harbour/packs").await;
    assert!(seen.text.contains("-partners.pdf") && !seen.text.contains("-board.pdf"), "{}", seen.text);
    assert!(!seen.text.contains("Build the pack") && !seen.text.contains("Issue this pack"));
    assert_eq!(lead.get(file).await.status, StatusCode::FORBIDDEN);
    assert_eq!(lead.post("/plans/harbour/packs/1/issue", &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(person.get("/plans/harbour/packs/9/manifest.txt").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.as_role(Role::Partner).await.get("/plans/harbour/packs").await.status, StatusCode::FORBIDDEN);

    let issued = person.post("/plans/harbour/packs/1/issue", &[]).await;
    assert_eq!(issued.status, StatusCode::SEE_OTHER);
    let page = person.get("/plans/harbour/packs").await;
    assert!(page.text.contains("Issued by") && !page.text.contains("Issue this pack"));
    assert_eq!(person.post("/plans/harbour/packs/1/issue", &[]).await.status, StatusCode::CONFLICT);
    // The list of reports is of reports.
    assert!(!person.get("/plans/harbour/reports").await.text.contains("-pack-"));
}

#[tokio::test]
async fn what_is_missing_in_an_order_is_said_beside_its_field_and_what_was_typed_stays() {
    let site = filled().await;
    let person = site.as_role(Role::Sponsor).await;
    let mut typed = order();
    typed[1] = ("meeting_day", "45");
    typed[6] = ("as_at_year", "2099");
    let refused = person.post("/plans/harbour/packs", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("Enter the day of the meeting") && refused.text.contains("must be today or in the past")
    );
    assert!(refused.text.contains("value=\"45\"") && refused.text.contains("<title>Error: Packs"), "{}", refused.text);
}

#[tokio::test]
async fn a_highlight_report_is_drafted_written_and_signed_and_the_second_of_two_is_told() {
    let site = filled().await;
    let sponsor = site.as_role(Role::Sponsor).await;
    let list = sponsor.get("/plans/harbour/highlight-reports").await;
    assert!(list.text.contains("1: Hubs") && list.text.contains("Drafted from the plan, not written"), "{}", list.text);
    let address = "/plans/harbour/highlight-reports/1";
    let page = sponsor.get(address).await;
    assert!(page.text.contains("1 action is overdue") && !page.text.contains("Sign the report"), "{}", page.text);

    let wrote = sponsor.post(address, &[("read", ""), ("overdue", "The <b>lease</b> comes in May.")]).await;
    assert_eq!((wrote.status, wrote.location.as_deref()), (StatusCode::SEE_OTHER, Some(address)));
    let page = sponsor.get(address).await;
    assert!(page.text.contains("&#60;b&#62;lease") || page.text.contains("&lt;b&gt;lease"), "{}", page.text);
    assert!(page.text.contains("Sign the report"));

    let late = sponsor.post(address, &[("read", ""), ("overdue", "Something else.")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("has written this report since you opened it"), "{}", late.text);
    assert!(late.text.contains("Something else.") && late.text.contains("What stands now"), "nothing is lost");

    let reader = site.as_role(Role::BoardMember).await;
    let read = reader.get(address).await;
    assert!(read.text.contains("comes in May.") && !read.text.contains("Keep the report"));
    assert_eq!(reader.post(address, &[("read", "1.1")]).await.status, StatusCode::FORBIDDEN);

    let signed = sponsor.post(&format!("{address}/sign"), &[("read", "1.1")]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
    let page = sponsor.get(address).await;
    assert!(page.text.contains("Signed by") && !page.text.contains("Sign the report"), "{}", page.text);
    let again = sponsor.post(&format!("{address}/sign"), &[("read", "1.1")]).await;
    assert!(again.text.contains("signed this report on"), "{}", again.text);
    assert_eq!(sponsor.get("/plans/harbour/highlight-reports/9").await.status, StatusCode::NOT_FOUND);
}
