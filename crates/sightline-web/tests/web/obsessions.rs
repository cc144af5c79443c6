//! Obsessions: begun, looked at each week, closed with what was learnt.

use axum::http::StatusCode;
use sightline_app::Role;

use crate::edit::with_plan;
use crate::support::{Person, TestSite};

const LIST: &str = "/plans/harbour/obsessions";

async fn begun(person: &Person, starts: [&'static str; 3]) -> String {
    let fields = [
        ("title", "Visits on time"),
        ("aim", "Every child is seen when we said"),
        ("measure", "Visits in time"),
        ("baseline", "71%"),
        ("owner", "Head of Help"),
        ("starts_day", starts[0]),
        ("starts_month", starts[1]),
        ("starts_year", starts[2]),
        ("actions", "1.1"),
        ("actions", "2.1"),
    ];
    let page = person.post(&format!("{LIST}/begin"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    page.location.unwrap()
}

#[tokio::test]
async fn an_obsession_is_begun_looked_at_and_closed() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    assert!(person.get(LIST).await.text.contains("No obsession yet"));
    let own = begun(&person, ["12", "10", "2026"]).await;
    let page = person.get(&own).await;
    assert!(page.text.contains("22 November 2026") && page.text.contains("Week 3 of 6"), "{}", page.text);
    assert!(page.text.contains("No check-in"));

    let outside = [("value", "74%"), ("on_day", "1"), ("on_month", "10"), ("on_year", "2026")];
    let refused = person.post(&format!("{own}/check-in"), &outside).await;
    assert!(refused.text.contains("from 12 October 2026 to 31 October 2026"), "{}", refused.text);
    let look = [
        ("value", "74%"),
        ("note", "Two <b>more</b> visits"),
        ("on_day", "16"),
        ("on_month", "10"),
        ("on_year", "2026"),
    ];
    assert_eq!(person.post(&format!("{own}/check-in"), &look).await.location.as_deref(), Some(own.as_str()));
    let page = person.get(&own).await;
    assert!(page.text.contains("74%") && !page.text.contains("<b>more</b>"));
    assert!(person.get(LIST).await.text.contains("1 week without a check-in"));

    let home = person.get("/").await;
    assert!(home.text.contains(&own) && home.text.contains("Visits on time"), "it stands on the first page");

    let empty = person.post(&format!("{own}/close"), &[("result", " ")]).await;
    assert!(empty.text.contains("Enter what came of it"), "{}", empty.text);
    let fields = [("result", "From 71% to 83%"), ("learning", "Ask on Mondays")];
    assert_eq!(person.post(&format!("{own}/close"), &fields).await.status, StatusCode::SEE_OTHER);
    let page = person.get(&own).await;
    assert!(page.text.contains("From 71% to 83%") && !page.text.contains("Keep the check-in"));
    assert_eq!(person.post(&format!("{own}/close"), &fields).await.status, StatusCode::CONFLICT);
    let home = person.get("/").await.text;
    assert!(home.contains(&own) && home.contains("What came of it: From 71% to 83%"), "for a year it is told: {home}");
}

#[tokio::test]
async fn an_obsession_that_ended_without_a_result_is_flagged() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let own = begun(&person, ["1", "9", "2026"]).await;
    let page = person.get(&own).await;
    assert!(page.text.contains("12 October 2026") && page.text.contains("Ended without a result"), "{}", page.text);
    assert!(person.get(LIST).await.text.contains("nobody has said what came of it"));
}

#[tokio::test]
async fn an_obsession_needs_everything_and_actions_of_the_plan() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let page = person.post(&format!("{LIST}/begin"), &[("title", "Visits on time")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "what will be different",
        "look at each week",
        "where the measure stands",
        "who answers",
        "at least one action",
    ] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    assert!(page.text.contains("value=\"Visits on time\""), "what was typed is shown again");
    let reader = site.as_role(Role::BoardMember).await;
    assert_eq!(reader.get(LIST).await.status, StatusCode::OK);
    assert_eq!(reader.get(&format!("{LIST}/begin")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(person.get(&format!("{LIST}/77")).await.status, StatusCode::NOT_FOUND);
}
