//! A sponsor accepts updates or sends them back.

use axum::http::StatusCode;
use sightline_app::Role;

use crate::plan::{hidden, lead, partner, record, site_with_plan, sponsor, words};
use crate::support::TestSite;

const QUEUE: &str = "/plans/harbour/sign-off";
const DECIDE: &str = "/plans/harbour/actions/1.1/sign-off";

async fn reported() -> TestSite {
    let site = site_with_plan().await;
    record(&site, lead(), "2026-09-30", "1.1", "amber", "The lease is late.").await;
    record(&site, partner(), "2026-10-29", "1.2", "green", "All posts filled.").await;
    record(&site, lead(), "2026-10-30", "2.1", "green", "Not his priority.").await;
    site
}

#[tokio::test]
async fn a_sponsor_sees_what_waits_in_their_priority_and_what_moved() {
    let site = reported().await;
    let person = site.signed_in(sponsor()).await;
    let text = words(&person.get(QUEUE).await.text);
    assert!(text.contains("2 updates wait for your sign-off"), "{text}");
    assert!(text.contains("Action rating: Not yet rated to Green"), "{text}");
    assert!(text.contains("The lease is late.") && !text.contains("Not his priority."), "{text}");
    for role in [Role::ProgrammeManager, Role::ActionLead, Role::Director] {
        assert_eq!(site.as_role(role).await.get(QUEUE).await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
}

#[tokio::test]
async fn several_updates_are_accepted_at_once_and_none_when_none_is_ticked() {
    let site = reported().await;
    let person = site.signed_in(sponsor()).await;
    let page = person.post(QUEUE, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("<a href=\"#accept\">Tick the updates that you accept</a>"));
    let page = person.post(QUEUE, &[("accept", "1 1.1"), ("accept", "2 1.2")]).await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(QUEUE)));
    assert!(words(&person.get(QUEUE).await.text).contains("Nothing waits for you"));
    // Sent once more, as from the page of before: somebody was first.
    let again = person.post(QUEUE, &[("accept", "1 1.1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_update_is_shown_beside_the_last_accepted_one_and_sent_back_with_a_question() {
    let site = reported().await;
    let person = site.signed_in(sponsor()).await;
    person.post(QUEUE, &[("accept", "1 1.1")]).await;
    record(&site, lead(), "2026-10-30", "1.1", "green", "Signed at last.").await;
    let page = person.get(DECIDE).await;
    let text = words(&page.text);
    for said in [
        "Last accepted, for 30 September 2026 This update, for 30 October 2026",
        "Action rating Changed Amber Green",
        "What happened The lease is late. Signed at last.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let number = hidden(&page.text, "update");
    let send = async |outcome: &str, question: &str| {
        person.post(DECIDE, &[("update", &number), ("outcome", outcome), ("question", question)]).await
    };
    for (outcome, question, field) in [("", "", "outcome"), ("send_back", " ", "question")] {
        let page = send(outcome, question).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(&format!("<a href=\"#{field}\">")), "{field}");
    }
    let page = send("send_back", "Who signed?").await;
    assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some(QUEUE)));
    let text = words(&person.get(QUEUE).await.text);
    assert!(text.contains("Sent back, and not answered yet") && text.contains("Who signed?"), "{text}");
    assert!(words(&person.get(DECIDE).await.text).contains("Cy Moss sent this update back"));
}

#[tokio::test]
async fn a_later_update_is_read_before_it_is_signed_off() {
    let site = reported().await;
    let person = site.signed_in(sponsor()).await;
    let number = hidden(&person.get(DECIDE).await.text, "update");
    record(&site, lead(), "2026-10-30", "1.1", "red", "Everything changed.").await;
    let page = person.post(DECIDE, &[("update", &number), ("outcome", "accept")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = words(&page.text);
    assert!(text.contains("A later update has come") && text.contains("Everything changed."), "{text}");
    assert_ne!(hidden(&page.text, "update"), number);
}

#[tokio::test]
async fn nobody_signs_off_what_they_said_themselves() {
    let site = reported().await;
    record(&site, sponsor(), "2026-10-30", "1.1", "green", "By the sponsor.").await;
    let person = site.signed_in(sponsor()).await;
    assert!(words(&person.get(QUEUE).await.text).contains("another sponsor has to sign it off"));
    let page = person.get(DECIDE).await;
    assert!(!page.text.contains("name=\"outcome\""));
    let page = person.post(DECIDE, &[("update", "4"), ("outcome", "accept")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(words(&page.text).contains("recorded this update of action 1.1 yourself"), "{}", words(&page.text));
}
