//! What holds for every page.

use crate::support::TestSite;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sightline_app::Role;

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
