//! What needs the visitor.

use axum::http::StatusCode;
use sightline_app::{Role, SignOffInput};

use crate::plan::{lead, partner, record, site_with_plan, sponsor, words};
use crate::support::{TestSite, today};

async fn home(site: &TestSite, person: sightline_app::Actor) -> String {
    let page = site.signed_in(person).await.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    words(&page.text)
}

async fn october(site: &TestSite) {
    let due = today() + chrono::Days::new(6);
    site.app.open_round(&site.call(), "harbour", today(), due).await.unwrap();
}

#[tokio::test]
async fn a_lead_sees_what_is_asked_of_them_and_nothing_else() {
    let site = site_with_plan().await;
    october(&site).await;
    record(&site, lead(), "2026-10-30", "2.1", "green", "Done for this month.").await;
    let text = home(&site, lead()).await;
    assert!(text.contains("Updates to give For October 2026, by 6 November 2026."), "{text}");
    assert!(text.contains("1.1 Open the hub"), "{text}");
    assert!(!text.contains("2.1 Find homes") && !text.contains("1.2 Staff the hub"), "{text}");
    let text = home(&site, partner()).await;
    assert!(text.contains("1.2 Staff the hub") && !text.contains("1.1"), "{text}");
    assert!(text.contains("Overdue by"), "{text}");
}

#[tokio::test]
async fn a_sent_back_update_comes_back_to_its_lead_until_it_is_answered() {
    let site = site_with_plan().await;
    record(&site, lead(), "2026-10-30", "1.1", "green", "All well.").await;
    let mut call = site.call();
    call.actor = sponsor();
    let back = SignOffInput { action: "1.1".to_owned(), update: 1, question: Some("Says who?".to_owned()) };
    site.app.sign_off(&call, "harbour", &[back]).await.unwrap();
    let text = home(&site, lead()).await;
    assert!(text.contains("Sent back to you Answer for 1.1 Open the hub Says who? Cy Moss asks"), "{text}");
    record(&site, lead(), "2026-10-31", "1.1", "amber", "The board.").await;
    assert!(!home(&site, lead()).await.contains("Says who?"));
}

#[tokio::test]
async fn a_sponsor_sees_how_much_waits_and_what_is_red_for_long() {
    let site = site_with_plan().await;
    record(&site, partner(), "2026-10-30", "1.2", "red", "Nobody applies.").await;
    let text = home(&site, sponsor()).await;
    assert!(text.contains("1 update waits for your sign-off."), "{text}");
    // Red since it was printed so, on 1 September; two months are full on 1 November.
    assert!(!text.contains("Red for two months"), "{text}");
}

#[tokio::test]
async fn whoever_decides_is_told_whether_ratings_stand_up_to_the_evidence() {
    let site = site_with_plan().await;
    let asked = "Do the ratings stand up to the evidence?";
    for role in [Role::BoardMember, Role::Director, Role::ProgrammeManager, Role::Sponsor] {
        let text = words(&site.as_role(role).await.get("/").await.text);
        assert!(text.contains(asked) && text.contains("See what a board would ask"), "{role:?}: {text}");
    }
    assert!(!home(&site, lead()).await.contains(asked), "a lead is told of their updates");
}

#[tokio::test]
async fn past_ratings_are_told_by_priority_and_post_once_they_have_turned_out() {
    let site = site_with_plan().await;
    let member = site.as_role(Role::BoardMember).await;
    let path = "/plans/harbour/optimism";
    assert!(member.get(path).await.text.contains("Nothing has turned out yet"));
    assert_eq!(site.as_role(Role::Administrator).await.get(path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_manager_sees_the_round_who_is_missing_and_what_changed() {
    let site = site_with_plan().await;
    let manager = sightline_app::Actor::operator("Jo Example", Role::ProgrammeManager);
    assert!(home(&site, manager.clone()).await.contains("No update round is open."));
    october(&site).await;
    record(&site, lead(), "2026-10-30", "1.1", "green", "In time.").await;
    let text = home(&site, manager).await;
    for said in [
        "Updates for October 2026 1 of 3 actions updated",
        "The last day is 6 November 2026. 1 update waits for its sponsor.",
        "Not updated 1.2 Staff the hub Head of Teams · Never updated",
        "Since 25 October 2026: 1 update, no amendments and no sign-offs. Action 1.1 updated Bea Lund",
        "No meeting of a board is known.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[tokio::test]
async fn a_board_member_sees_ratings_in_words_and_what_is_stuck() {
    let site = site_with_plan().await;
    let text = home(&site, sightline_app::Actor::operator("Lee", Role::BoardMember)).await;
    assert!(text.contains("No report has been made yet."), "{text}");
    assert!(text.contains("Action rating: Are we doing it? 0 Blue 1 Green 1 Amber 1 Red"), "{text}");
    assert!(text.contains("Overdue 1.2 Staff the hub Overdue by 4 weeks · Head of Teams"), "{text}");
}

#[tokio::test]
async fn without_a_plan_the_page_says_what_to_do_next() {
    let site = TestSite::new().await;
    for (role, said) in [
        (Role::ProgrammeManager, "No plan yet"),
        (Role::Administrator, "Go to accounts"),
        (Role::BoardMember, "Ask your programme manager"),
    ] {
        let text = home(&site, sightline_app::Actor::operator("Jo Example", role)).await;
        assert!(text.contains(said), "{role:?}: {text}");
    }
}
