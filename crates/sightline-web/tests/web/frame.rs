//! What holds for every page.

use crate::support::TestSite;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sightline_app::{Actor, ImportInput, Reach, Role, Scope, SourceBytes};

#[tokio::test]
async fn nobody_is_sent_to_sign_in_and_back() {
    let site = TestSite::new().await;
    let page = site.nobody().get("/?a=b").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.location.as_deref(), Some("/sign-in?next=%2F%3Fa%3Db"));
}

#[tokio::test]
async fn an_unknown_address_is_a_page_that_says_so() {
    let site = TestSite::new().await;
    let page = site.as_role(Role::Sponsor).await.get("/nothing-here").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.contains("we cannot find this page"), "{}", page.text);
}

#[tokio::test]
async fn what_cannot_be_found_is_searched_for_only_by_those_who_may_search() {
    let site = TestSite::new().await;
    let page = site.as_role(Role::Sponsor).await.get("/nothing-here").await;
    assert!(page.text.contains("href=\"/search\""), "{}", page.text);
    let page = site.as_role(Role::Administrator).await.get("/nothing-here").await;
    assert!(!page.text.contains("/search"), "{}", page.text);
}

/// Imports a plan of a council.
async fn import(site: &TestSite, council: &str) {
    let text = format!(
        "# {council} improvement plan 2026\n\n## Priority 1: Hubs\n\n| Ref | Action | Lead | Timescale |\n|---|---|---|---|\n| 1.1 | Open the hub | Head of Hubs | March 2027 |\n"
    );
    let files = vec![SourceBytes { name: format!("{council}.md"), bytes: text.into_bytes() }];
    let saved = site.app.import_plan(&site.call(), &ImportInput { files, ..ImportInput::default() }).await.unwrap();
    assert_eq!(saved.summary.council.as_deref(), Some(council));
}

#[tokio::test]
async fn the_council_of_the_plans_within_reach_stands_in_the_header() {
    const SHOWN: &str = "<span class=\"app-header__council\">";
    let site = TestSite::new().await;
    let person = site.as_role(Role::Sponsor).await;
    assert!(!person.get("/help").await.text.contains(SHOWN));
    import(&site, "Harbour Council").await;
    let page = person.get("/help").await;
    assert!(page.text.contains(&format!("{SHOWN}Harbour Council</span>")), "{}", page.text);
    assert!(!site.nobody().get("/sign-in").await.text.contains("Harbour"), "nobody is told whose plans are here");
    import(&site, "Wexcombe Council").await;
    assert!(!person.get("/help").await.text.contains(SHOWN), "the plans of two councils have no one name");
    let reach = Reach { programmes: Scope::Only(vec!["Wexcombe Council".to_owned()]), ..Reach::default() };
    let near = site.signed_in(Actor { reach, ..Actor::operator("Bo Near", Role::Sponsor) }).await;
    assert!(near.get("/help").await.text.contains(&format!("{SHOWN}Wexcombe Council</span>")));
}

#[tokio::test]
async fn a_form_without_the_token_of_the_session_or_from_elsewhere_is_not_taken() {
    let site = TestSite::new().await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let form = |body: &'static str| {
        Request::post("/")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap()
    };
    assert_eq!(person.send(form("csrf=another")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(person.send(form("a=b")).await.status, StatusCode::FORBIDDEN);
    let mut elsewhere = form("csrf=assumed");
    elsewhere.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(person.send(elsewhere).await.status, StatusCode::FORBIDDEN);
    // With the token it reaches the routes, where there is no such form.
    assert_eq!(person.send(form("csrf=assumed")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_server_is_well_and_ready() {
    let site = TestSite::new().await;
    assert_eq!(site.nobody().get("/health").await.text, "ok\n");
    assert_eq!(site.nobody().get("/ready").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_gallery_shows_every_part_once() {
    let site = TestSite::new().await;
    let page = site.as_role(Role::Sponsor).await.get("/dev/components").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["back_link", "rating", "timeline"] {
        assert_eq!(page.text.matches(&format!("<h2 class=\"govuk-heading-m\" id=\"{part}\">")).count(), 1, "{part}");
    }
    assert!(!page.text.contains("<script>"), "markup in an example is printed as text");
}
