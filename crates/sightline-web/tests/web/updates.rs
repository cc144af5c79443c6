//! Giving an update.

use axum::http::StatusCode;
use sightline_app::domain::history::Update;
use sightline_app::{Shown, SignOffInput};

use crate::plan::{hidden, lead, partner, record, site_with_plan, sponsor, words};
use crate::support::TestSite;

const FORM: &str = "/plans/harbour/actions/1.1/update";
const ACTION: &str = "/plans/harbour/actions/1.1";

/// A form that can be sent, with other values for some fields.
fn given<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("action_rating", "amber"),
        ("impact_rating", ""),
        ("note", "Two rooms are ready."),
        ("on_day", "31"),
        ("on_month", "10"),
        ("on_year", "2026"),
    ];
    for (name, value) in other {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

async fn updates(site: &TestSite) -> Vec<Update> {
    match site.app.show(&site.call(), Some("1.1"), Some("harbour"), None).await.unwrap() {
        Shown::Action(view) => view.updates,
        Shown::Plan(_) => panic!("a plan"),
    }
}

#[tokio::test]
async fn a_lead_gives_two_ratings_and_a_sentence() {
    let site = site_with_plan().await;
    let person = site.signed_in(lead()).await;
    let page = person.get(FORM).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = words(&page.text);
    // Each level with its definition beside it.
    assert!(text.contains("Amber Not fully on track, with a dated plan to recover"), "{text}");
    assert!(text.contains("Green Can be shown by measurement"), "{text}");

    let sent = given(&[
        ("impact_rating", "red"),
        ("forecast_day", "30"),
        ("forecast_month", "4"),
        ("forecast_year", "2027"),
        ("evidence", "Scorecard, October\r\nVisit of 12 October"),
    ]);
    let page = person.post(FORM, &sent).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(ACTION)));
    let recorded = updates(&site).await;
    assert_eq!(recorded.len(), 1);
    let update = &recorded[0];
    assert_eq!((update.action_rating.as_deref(), update.impact_rating.as_deref()), (Some("amber"), Some("red")));
    assert_eq!(update.note.as_deref(), Some("Two rooms are ready."));
    assert_eq!(update.forecast_on.unwrap().to_string(), "2027-04-30");
    assert_eq!(update.evidence, ["Scorecard, October", "Visit of 12 October"]);
    assert_eq!((update.by.as_str(), update.on.to_string().as_str()), ("Bea Lund", "2026-10-31"));
}

#[tokio::test]
async fn an_unsupported_blue_is_refused_at_each_field_and_nothing_typed_is_lost() {
    let site = site_with_plan().await;
    let person = site.signed_in(lead()).await;
    let page = person.post(FORM, &given(&[("action_rating", "blue"), ("note", "Done & dusted <b>")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("<title>Error: Update action 1.1"), "{}", page.text);
    for (field, words) in [("evidence", "Name what shows it"), ("sustained", "Say how it will last")] {
        assert!(page.text.contains(&format!("<a href=\"#{field}\">{words}")), "{field}");
        assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    assert!(page.text.contains("Done &#38; dusted &#60;b&#62;"), "{}", page.text);
    assert!(page.text.contains("value=\"blue\" checked"), "{}", page.text);
    assert!(updates(&site).await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_said_at_its_field() {
    let site = site_with_plan().await;
    let person = site.signed_in(lead()).await;
    let long = "x".repeat(1_201);
    for (other, field) in [
        (vec![("forecast_day", "31"), ("forecast_month", "2"), ("forecast_year", "2027")], "forecast"),
        (vec![("on_day", "1"), ("on_month", "11")], "on"),
        (vec![("on_day", "x")], "on"),
        (vec![("note", long.as_str())], "note"),
        (vec![("action_rating", "purple")], "action_rating"),
        (vec![("action_rating", ""), ("note", " ")], "note"),
    ] {
        let page = person.post(FORM, &given(&other)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{other:?}");
        assert!(page.text.contains(&format!("<a href=\"#{field}\">")), "{other:?}");
    }
    assert!(updates(&site).await.is_empty());
}

#[tokio::test]
async fn a_draft_is_kept_half_finished_and_thrown_away() {
    let site = site_with_plan().await;
    let person = site.signed_in(lead()).await;
    let half = given(&[("note", "Half a sen"), ("forecast_day", "soon"), ("step", "draft")]);
    let page = person.post(FORM, &half).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(ACTION)));
    assert!(updates(&site).await.is_empty());
    assert!(words(&person.get(ACTION).await.text).contains("You have a draft from 31 October 2026"));
    let page = person.get(FORM).await;
    assert!(page.text.contains("Half a sen") && page.text.contains("value=\"soon\""), "{}", page.text);
    // Somebody else's form is their own.
    let other = site.as_role(sightline_app::Role::ProgrammeManager).await;
    assert!(!other.get(FORM).await.text.contains("Half a sen"));

    person.post(&format!("{FORM}/discard"), &[]).await;
    assert!(!person.get(FORM).await.text.contains("Half a sen"));
}

#[tokio::test]
async fn the_form_begins_from_how_the_action_stands() {
    let site = site_with_plan().await;
    record(&site, lead(), "2026-09-30", "1.1", "green", "September was good.").await;
    let call = site.call();
    let number = site.app.action_record(&call, "harbour", "1.1", None).await.unwrap().updates[0].number;
    let question =
        SignOffInput { action: "1.1".to_owned(), update: number, question: Some("Good for <whom>?".to_owned()) };
    let mut sponsors = call.clone();
    sponsors.actor = sponsor();
    site.app.sign_off(&sponsors, "harbour", &[question]).await.unwrap();

    let page = site.signed_in(lead()).await.get(FORM).await;
    assert!(page.text.contains("value=\"green\" checked"));
    let text = words(&page.text);
    assert!(text.contains("Cy Moss sent the last update back and asks Good for &#60;whom&#62;?"), "{text}");
    assert!(text.contains("September was good."), "{text}");
    assert_eq!(hidden(&page.text, "csrf"), "assumed");
}

#[tokio::test]
async fn a_partner_updates_their_own_action_and_knows_of_no_other() {
    let site = site_with_plan().await;
    let person = site.signed_in(partner()).await;
    assert_eq!(person.get("/plans/harbour/actions/1.2/update").await.status, StatusCode::OK);
    for path in [FORM, ACTION, "/plans/harbour/actions/9.9", "/plans/nowhere/actions/1.2"] {
        assert_eq!(person.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = person.post(FORM, &given(&[])).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.text.contains("Two rooms"));
    // A lead of another action sees this one and may not report on it.
    let other = site.signed_in(lead()).await;
    assert_eq!(other.get("/plans/harbour/actions/1.2").await.status, StatusCode::OK);
    assert_eq!(other.get("/plans/harbour/actions/1.2/update").await.status, StatusCode::FORBIDDEN);
}
