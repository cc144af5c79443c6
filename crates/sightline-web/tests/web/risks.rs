//! The register of risks and issues: added, reviewed, closed, and where they stand.

use axum::http::StatusCode;
use sightline_app::Role;

use crate::edit::with_plan;
use crate::support::{Person, TestSite};

const LIST: &str = "/plans/harbour/risks";

const RISK: [(&str, &str); 16] = [
    ("title", "Too few <b>workers</b>"),
    ("kind", "risk"),
    ("effect", "Children change worker"),
    ("owner", "Director"),
    ("likelihood", "4"),
    ("impact", "4"),
    ("appetite", "8"),
    ("review_day", "1"),
    ("review_month", "12"),
    ("review_year", "2026"),
    ("reason", "Eleven of forty posts are agency."),
    ("actions", "1.1"),
    ("mitigation-0-text", "Keep the retention payment"),
    ("mitigation-0-owner", "Head of HR"),
    ("mitigation-0-due_day", "1"),
    ("mitigation-0-due_month", "12"),
];

async fn add(person: &Person, changed: &[(&str, &str)]) -> String {
    let mut fields: Vec<(&str, &str)> = changed.to_vec();
    fields.extend(RISK.iter().filter(|(name, _)| !changed.iter().any(|(known, _)| known == name)));
    fields.push(("mitigation-0-due_year", "2026"));
    let page = person.post("/plans/harbour/new-risk", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    page.location.unwrap()
}

#[tokio::test]
async fn a_risk_is_added_reviewed_and_closed_with_its_history() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    assert!(person.get(LIST).await.text.contains("No risk or issue is open"));
    let own = add(&person, &[]).await;
    let page = person.get(&own).await.text;
    for said in ["High: scored 16", "above the appetite of 8", "Keep the retention payment", "Added, scored 16"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("<b>workers</b>") && page.contains("/plans/harbour/actions/1.1"), "{page}");

    let form = person.get(&format!("{own}/edit")).await.text;
    assert!(form.contains("Keep the retention payment") && form.contains("value=\"2026\""), "{form}");
    let mut fields: Vec<(&str, &str)> = RISK.to_vec();
    fields.retain(|(name, _)| !["likelihood", "reason"].contains(name) && !name.starts_with("mitigation-0-due"));
    fields.extend([("likelihood", "2"), ("mitigation-0-done", "yes")]);
    let silent = person.post(&format!("{own}/edit"), &fields).await;
    assert!(silent.text.contains("Say why it is scored so, or what changed"), "{}", silent.text);
    fields.push(("reason", "Five have joined."));
    assert_eq!(person.post(&format!("{own}/edit"), &fields).await.status, StatusCode::SEE_OTHER);
    let page = person.get(&own).await.text;
    assert!(page.contains("Scored 8, from 16") && page.contains("Done on 31 October 2026"), "{page}");

    let silent = person.post(&format!("{own}/close"), &[("reason", "")]).await;
    assert!(silent.text.contains("The change has no reason"), "{}", silent.text);
    let closed = person.post(&format!("{own}/close"), &[("reason", "Every post is filled.")]).await;
    assert_eq!(closed.location.as_deref(), Some(LIST));
    let list = person.get(LIST).await.text;
    assert!(list.contains("Closed on 31 October 2026. Every post is filled."), "{list}");
    assert_eq!(person.get(&format!("{own}/edit")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_stands_by_need_and_says_in_words_what_a_colour_shows() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    add(&person, &[("title", "Mild one"), ("likelihood", "1"), ("impact", "2")]).await;
    add(&person, &[("title", "Happened already"), ("kind", "issue"), ("likelihood", "")]).await;
    let list = person.get(LIST).await.text;
    let at = |words: &str| list.find(words).unwrap_or_else(|| panic!("{words}: {list}"));
    assert!(at("Happened already") < at("Mild one"));
    for said in [
        "Issue. Very high: scored 20",
        "1 risk and 1 issue open.",
        "1 is above appetite.",
        "Impact: severe",
        "Almost certain",
    ] {
        at(said);
    }
    let past = [("title", "Forgotten"), ("review_day", "1"), ("review_month", "9")];
    add(&person, &past).await;
    assert!(person.get(LIST).await.text.contains("Was due on 1 September 2026"));
}

#[tokio::test]
async fn bad_input_is_told_and_nothing_typed_is_lost() {
    let site = TestSite::new().await;
    with_plan(&site).await;
    let person = site.as_role(Role::ProgrammeManager).await;
    let fields = [("title", "Kept words"), ("impact", "77"), ("likelihood", "x"), ("mitigation-0-text", "Something")];
    let page = person.post("/plans/harbour/new-risk", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "what it would mean for children",
        "Choose how likely it is",
        "looked at again",
        "Enter the post that does this",
    ] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    assert!(page.text.contains("value=\"Kept words\"") && page.text.contains("value=\"Something\""));
    let reader = site.as_role(Role::BoardMember).await;
    assert_eq!(reader.get(LIST).await.status, StatusCode::OK);
    assert_eq!(reader.get("/plans/harbour/new-risk").await.status, StatusCode::FORBIDDEN);
    assert_eq!(person.get(&format!("{LIST}/9")).await.status, StatusCode::NOT_FOUND);
}
