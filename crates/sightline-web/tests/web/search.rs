//! The search page.

use axum::http::StatusCode;
use sightline_app::{Actor, ImportInput, Role, SourceBytes, UpdateInput};

use crate::support::TestSite;

async fn filled() -> TestSite {
    let site = TestSite::new().await;
    let mut plan = "# Harbour improvement plan 2026\n\n## Priority 1: Hubs\n\n\
                    | Ref | Action | Lead | Timescale | Action rating |\n|---|---|---|---|---|\n"
        .to_owned();
    for number in 1..=30 {
        plan.push_str(&format!("| 1.{number} | Open hub number {number} | Head of Hubs | March 2027 | Green |\n"));
    }
    let input = ImportInput {
        files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: plan.into_bytes() }],
        handle: Some("harbour".to_owned()),
        ..ImportInput::default()
    };
    site.app.import_plan(&site.call(), &input).await.unwrap();
    let note = Some("The <script>alert(1)</script> hub & its Roof".to_owned());
    let update = UpdateInput { action: "1.7".to_owned(), note, ..UpdateInput::default() };
    site.app.record_updates(&site.call(), None, None, &[update]).await.unwrap();
    site
}

#[tokio::test]
async fn results_stand_by_kind_with_the_words_marked() {
    let site = filled().await;
    let page = site.as_role(Role::BoardMember).await.get("/search?q=HUB").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Found 30 actions"), "{}", page.text);
    assert!(page.text.contains("Actions (30)") && page.text.contains("Updates (1)"));
    assert!(page.text.contains("1.1 Open <mark>hub</mark> number 1"));
    assert!(page.text.contains("href=\"/plans/harbour/actions/1.1\""));
    assert!(page.text.contains("Show all 30 actions"));
}

#[tokio::test]
async fn what_people_wrote_and_what_is_looked_for_is_never_run() {
    let site = filled().await;
    let person = site.as_role(Role::BoardMember).await;
    for query in
        ["/search?q=roof", "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/search?q=%22%3E%3Cscript%3Ealert(1)"]
    {
        let page = person.get(query).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("<script>alert"), "{query}: {}", page.text);
    }
    let page = person.get("/search?q=roof").await;
    assert!(page.text.contains("hub &#38; its <mark>Roof</mark>"), "{}", page.text);
}

#[tokio::test]
async fn one_kind_is_shown_page_by_page() {
    let site = filled().await;
    let person = site.as_role(Role::BoardMember).await;
    let page = person.get("/search?q=hub&in=actions&page=2").await;
    assert!(page.text.contains("1.30 Open"), "{}", page.text);
    assert!(!page.text.contains("1.2 Open"));
    assert!(page.text.contains("aria-current=\"page\">2"));
    assert!(page.text.contains("Show every kind of result"));
}

#[tokio::test]
async fn nothing_found_says_what_to_do_and_nothing_asked_finds_nothing() {
    let site = filled().await;
    let person = site.as_role(Role::BoardMember).await;
    assert!(person.get("/search?q=zebra").await.text.contains("Nothing holds these words"));
    assert!(person.get("/search?q=hub&in=findings").await.text.contains("None of these hold the words"));
    let page = person.get("/search").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains("Found") && !page.text.contains("Nothing holds"));
}

#[tokio::test]
async fn a_partner_finds_only_their_own() {
    let site = filled().await;
    let partner = site.signed_in(Actor::operator("Pat Partner", Role::Partner)).await;
    assert!(partner.get("/search?q=hub").await.text.contains("Nothing holds these words"));
}
