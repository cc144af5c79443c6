//! The JSON API.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use sightline_app::{ImportInput, Role, SourceBytes};

use crate::support::{Person, TestSite};

const PLAN: &str = "# Harbour improvement plan 2026

## Priority 1: Hubs

| Ref | Action | Lead | Timescale | Action rating |
|---|---|---|---|---|
| 1.1 | Open the hub | Head of Hubs | March 2027 | Green |
| 1.2 | Staff the hub | Head of Hubs | June 2027 | Amber |
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

async fn json(person: &Person, path: &str) -> (StatusCode, Value) {
    let page = person.get(path).await;
    (page.status, serde_json::from_str(&page.text).unwrap_or_else(|error| panic!("{error}: {}", page.text)))
}

#[tokio::test]
async fn plans_and_actions_are_read_page_by_page() {
    let site = filled().await;
    let person = site.as_role(Role::BoardMember).await;
    let (status, plans) = json(&person, "/api/v1/plans").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(plans["items"][0]["handle"], "harbour");
    let (_, first) = json(&person, "/api/v1/plans/harbour/actions?limit=1").await;
    assert_eq!(first["items"][0]["reference"], "1.1", "{first}");
    assert_eq!(first["items"][0]["action_rating"]["name"], "Green");
    let next = first["next"].as_str().unwrap();
    let (_, second) = json(&person, &format!("/api/v1/plans/harbour/actions?limit=1&after={next}")).await;
    assert_eq!(second["items"][0]["reference"], "1.2");
    assert_eq!(second["next"], Value::Null);
}

#[tokio::test]
async fn verdicts_and_challenges_are_read_page_by_page_with_a_tag() {
    let site = filled().await;
    let person = site.as_role(Role::BoardMember).await;
    let (status, verdicts) = json(&person, "/api/v1/plans/harbour/verdicts?limit=1").await;
    assert_eq!(status, StatusCode::OK, "{verdicts}");
    let first = &verdicts["items"][0];
    assert_eq!((&first["action"], &first["doing"]["rated"]), (&Value::from("1.1"), &Value::from("green")), "{first}");
    assert_eq!((&first["doing"]["says"], &first["impact"]["says"]), (&"stale".into(), &"no_evidence".into()));
    let (_, challenges) = json(&person, "/api/v1/plans/harbour/challenges?limit=2").await;
    let (id, next) = (&challenges["items"][1]["id"], &challenges["next"]);
    assert_eq!((id, challenges["items"][0]["state"].as_str()), (next, Some("open")), "{challenges}");
    let (_, rest) = json(&person, &format!("/api/v1/plans/harbour/challenges?after={}", next.as_str().unwrap())).await;
    assert!(rest["items"].as_array().is_some_and(|items| !items.is_empty()), "{rest}");
    let tag = person.get("/api/v1/plans/harbour/verdicts").await.headers[header::ETAG].clone();
    let again = Request::get("/api/v1/plans/harbour/verdicts").header(header::IF_NONE_MATCH, tag);
    assert_eq!(person.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
    for path in ["verdicts", "challenges"] {
        let partner = site.as_role(Role::Partner).await;
        assert_eq!(partner.get(&format!("/api/v1/plans/harbour/{path}")).await.status, StatusCode::FORBIDDEN);
        let (status, _) = json(&person, &format!("/api/v1/plans/harbour/{path}?after=no")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let (status, _) = json(&person, &format!("/api/v1/plans/nowhere/{path}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_is_wrong_is_a_problem_in_json() {
    let site = filled().await;
    let person = site.as_role(Role::BoardMember).await;
    for (path, expected) in [
        ("/api/v1/plans/nowhere", StatusCode::NOT_FOUND),
        ("/api/v1/nothing", StatusCode::NOT_FOUND),
        ("/api/v1/plans?limit=0", StatusCode::BAD_REQUEST),
        ("/api/v1/plans/harbour?as_at=tomorrow", StatusCode::BAD_REQUEST),
        ("/api/v1/history", StatusCode::FORBIDDEN),
    ] {
        let (status, problem) = json(&person, path).await;
        assert_eq!(status, expected, "{path} {problem}");
        assert_eq!(problem["status"], expected.as_u16(), "{path}");
        assert!(problem["help"].as_str().is_some_and(|help| !help.is_empty()), "{path}");
    }
}

#[tokio::test]
async fn nobody_gets_nothing_from_it() {
    let site = filled().await;
    let (status, problem) = json(&site.nobody(), "/api/v1/plans").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(problem["title"], "Sign in first");
}

#[tokio::test]
async fn an_update_is_recorded_unless_the_action_was_changed_meanwhile() {
    let site = filled().await;
    let person = site.as_program(Role::ProgrammeManager, true).await;
    let path = "/api/v1/plans/harbour/actions/1.1";
    let tag = person.tag(path).await;
    let update = |body: &'static str, tag: &str| {
        Request::post(format!("{path}/updates"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::IF_MATCH, tag)
            .body(Body::from(body))
            .unwrap()
    };
    let made = person.send(update(r#"{"action_rating": "amber", "note": "Slower."}"#, &tag)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let late = person.send(update(r#"{"action_rating": "red"}"#, &tag)).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    let (_, action) = json(&person, path).await;
    assert_eq!(action["action_rating"]["code"], "amber");
    let unknown = person.send(update(r#"{"colour": "red"}"#, "*")).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    let refused = person.send(update(r#"{"action_rating": "purple"}"#, "*")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_token_that_reads_only_changes_nothing_and_a_forged_or_ended_one_opens_nothing() {
    let site = filled().await;
    let path = "/api/v1/plans/harbour/actions/1.1";
    let reader = site.as_program(Role::ProgrammeManager, false).await;
    assert_eq!(reader.get(path).await.status, StatusCode::OK);
    let update = Request::post(format!("{path}/updates"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(r#"{"note": "Slower."}"#))
        .unwrap();
    assert_eq!(reader.send(update).await.status, StatusCode::FORBIDDEN);
    for forged in ["Bearer", "Bearer x", "Basic YTpi"] {
        let request = Request::get(path).header(header::AUTHORIZATION, forged).body(Body::empty()).unwrap();
        assert_eq!(site.nobody().send(request).await.status, StatusCode::UNAUTHORIZED, "{forged}");
    }
    reader.revoke(&site).await;
    assert_eq!(reader.get(path).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_opens_no_page() {
    let site = filled().await;
    let program = site.as_program(Role::ProgrammeManager, true).await;
    assert_eq!(program.get("/account").await.status, StatusCode::SEE_OTHER);
}

#[test]
fn the_committed_document_is_what_the_code_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == sightline_web::openapi_document(), "run `make generate` and read the difference");
}

#[tokio::test]
async fn a_method_that_there_is_not_is_told_from_an_address_that_there_is_not() {
    let site = TestSite::new().await;
    let program = site.as_program(Role::ProgrammeManager, true).await;
    let send = async |method: &str, path: &str| {
        program.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
    };
    let page = send("DELETE", "/api/v1/plans").await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{}", page.text);
    assert_eq!(page.headers[header::ALLOW], "GET,HEAD");
    assert!(page.text.contains("There is no such method here"), "{}", page.text);
    assert_eq!(send("GET", "/api/v1/nothing").await.status, StatusCode::NOT_FOUND);
}
