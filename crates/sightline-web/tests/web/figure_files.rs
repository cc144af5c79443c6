//! Scorecards, measures and case lists as files and as JSON: for whom, and what of a child is in them.

use axum::http::{StatusCode, header};
use serde_json::Value;
use sightline_app::{AuditFilter, Role};

use crate::data::{PEOPLE, published, team_manager};
use crate::support::{Person, TestSite};

const MEASURE: &str = "assessments_within_45_working_days";
const PARQUET: &str = "application/vnd.apache.parquet";

async fn loaded() -> TestSite {
    let site = TestSite::new().await;
    published(&site, &site.as_role(Role::Analyst).await, PEOPLE).await;
    site
}

async fn json(person: &Person, path: &str) -> Value {
    let page = person.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path} {}", page.text);
    serde_json::from_str(&page.text).unwrap()
}

async fn looks(site: &TestSite) -> usize {
    let filter = AuditFilter { action: Some("case_list.read".to_owned()), ..AuditFilter::default() };
    site.app.history(&site.call(), &filter).await.unwrap().len()
}

#[tokio::test]
async fn a_scorecard_is_a_file_of_each_format_and_the_same_each_time() {
    let site = loaded().await;
    let director = site.as_role(Role::Director).await;
    for (ending, media_type) in [
        ("docx", "wordprocessingml"),
        ("xlsx", "spreadsheetml"),
        ("csv", "text/csv"),
        ("pdf", "application/pdf"),
        ("parquet", PARQUET),
    ] {
        let path = format!("/scorecards/basics/paper.{ending}");
        let page = director.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path} {}", page.text);
        assert!(page.headers[header::CONTENT_TYPE].to_str().unwrap().contains(media_type), "{path}");
        let disposition = page.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(disposition, format!("attachment; filename=\"basics-2026-10-31.{ending}\""));
        assert_eq!(page.text, director.get(&path).await.text, "{path}");
    }
    assert_eq!(director.get("/scorecards/nowhere/paper.csv").await.status, StatusCode::NOT_FOUND);
    let text = director.get("/scorecards/basics/paper.csv").await.text;
    assert!(text.contains("Visits") && !text.contains("700132"), "{text}");
}

#[tokio::test]
async fn a_measure_is_a_table_of_every_window_and_names_no_child() {
    let site = loaded().await;
    let director = site.as_role(Role::Director).await;
    let table = director.get(&format!("/measures/{MEASURE}/figures.csv")).await;
    assert_eq!(table.status, StatusCode::OK, "{}", table.text);
    for window in ["Month", "Quarter", "Year to date", "Twelve months"] {
        assert!(table.text.contains(window), "{window}: {}", table.text);
    }
    assert!(!table.text.contains("700132"));
    let book = director.get(&format!("/measures/{MEASURE}/figures.xlsx")).await;
    assert_eq!(book.status, StatusCode::OK);
    let typed = director.get(&format!("/measures/{MEASURE}/figures.parquet")).await;
    assert_eq!(typed.status, StatusCode::OK);
    assert_eq!(typed.headers[header::CONTENT_TYPE], PARQUET);
    let name = typed.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, format!("attachment; filename=\"{MEASURE}-2026-10-31.parquet\""));
    assert!(typed.text.starts_with("PAR1"));
    assert_eq!(director.get("/measures/nothing/figures.csv").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn children_and_case_lists_are_for_those_who_may_see_them_and_are_recorded() {
    let site = loaded().await;
    let manager = team_manager(&site, "North").await;
    let before = looks(&site).await;
    for ending in ["csv", "xlsx", "parquet"] {
        let path = format!("/case-lists/assessments/list.{ending}");
        assert_eq!(manager.get(&path).await.status, StatusCode::OK, "{path}");
        let path = format!("/measures/{MEASURE}/children.{ending}");
        assert_eq!(manager.get(&path).await.status, StatusCode::OK, "{path}");
    }
    let children = manager.get(&format!("/measures/{MEASURE}/children.csv?window=rolling_year")).await;
    assert_eq!(children.status, StatusCode::OK, "{}", children.text);
    assert!(children.text.contains("Child,Day,In the numerator"), "{}", children.text);
    let unknown = manager.get(&format!("/measures/{MEASURE}/children.csv?window=decade")).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert_eq!(looks(&site).await, before, "nothing was seen, so nobody looked");
    let member = site.as_role(Role::BoardMember).await;
    for path in [
        "/case-lists/assessments/list.csv",
        "/case-lists/assessments/list.parquet",
        "/measures/x/children.csv",
        "/measures/x/children.parquet",
        "/api/v1/case-lists/assessments",
    ] {
        assert_eq!(member.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn figures_are_read_as_json_with_their_definition_and_where_they_come_from() {
    let site = loaded().await;
    let program = site.as_program(Role::Analyst, false).await;
    let list = json(&program, "/api/v1/measures?limit=2").await;
    assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
    let next = list["next"].as_str().unwrap();
    let second = json(&program, &format!("/api/v1/measures?limit=1&after={next}")).await;
    assert_ne!(second["items"][0]["id"], list["items"][1]["id"]);

    let measure = json(&program, &format!("/api/v1/measures/{MEASURE}")).await;
    assert_eq!(measure["definition"]["kind"], "proportion");
    assert_eq!(measure["provenance"]["as_at"], "2026-10-31");
    let windows: Vec<&str> =
        measure["windows"].as_array().unwrap().iter().filter_map(|window| window["window"].as_str()).collect();
    assert_eq!(windows, ["month", "quarter", "year_to_date", "rolling_year"]);
    assert_eq!(measure["reading"]["latest"]["state"], "empty", "{measure}");
    assert_eq!(measure["reading"]["latest"]["value"], Value::Null, "nothing counted is not nought");

    let cards = json(&program, "/api/v1/scorecards").await;
    assert!(cards["items"].as_array().unwrap().iter().any(|card| card["id"] == "basics"));
    let card = json(&program, "/api/v1/scorecards/basics").await;
    let lines = card["sections"][0]["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["measure"].is_string() != line["case_list"].is_string()), "{card}");

    let list = json(&program, "/api/v1/case-lists/assessments").await;
    assert_eq!(list["rows"], Value::Array(Vec::new()));
    assert_eq!(program.get("/api/v1/measures/nothing").await.status, StatusCode::NOT_FOUND);
}
