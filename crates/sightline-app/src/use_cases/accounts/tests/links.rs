//! One-time links.

use super::*;
use crate::LinkOffer;

#[tokio::test]
async fn the_first_administrator_is_made_with_the_link_of_the_first_start_once() {
    let story = Story::begin().await;
    let link = story.app.first_setup_link(minute(0)).await.unwrap().unwrap();
    let token = link.token.as_str();
    assert_eq!(story.app.open_link(token, minute(1)).await.unwrap(), LinkOffer::FirstAdministrator);
    refused(story.app.open_link("another", minute(1)).await, "SL-S062");
    let set_up = async |email: &str, password: &str| {
        story.app.set_up_first_administrator(token, "Ada Fenwick", email, password, minute(1)).await
    };
    refused(set_up("ada", PASSWORD).await, "SL-A065");
    refused(set_up("ada@harbour.example", "short").await, "SL-A063");
    set_up("Ada@harbour.example", PASSWORD).await.unwrap();
    refused(set_up("eve@harbour.example", PASSWORD).await, "SL-S062");
    refused(story.app.open_link(token, minute(1)).await, "SL-S062");
    assert_eq!(story.app.first_setup_link(minute(2)).await.unwrap(), None);
    assert!(story.app.sign_in("ada@harbour.example", PASSWORD, minute(2), today()).await.is_ok());
}

#[tokio::test]
async fn of_two_who_use_the_first_link_at_once_one_is_made() {
    let story = Story::begin().await;
    let link = story.app.first_setup_link(minute(0)).await.unwrap().unwrap();
    let set_up =
        |email| story.app.set_up_first_administrator(link.token.as_str(), "Ada Fenwick", email, PASSWORD, minute(1));
    let (one, other) = tokio::join!(set_up("one@harbour.example"), set_up("two@harbour.example"));
    assert!(one.is_ok() != other.is_ok());
    let manager = administrator(2);
    assert_eq!(story.app.list_accounts(&manager, &crate::AccountFilter::default()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_link_works_once_for_a_time_and_until_a_newer_one_is_made() {
    let story = Story::begin().await;
    let made = story.add(EMAIL, Role::Sponsor).await;
    let first = made.link.token.as_str();
    let week = 7 * 24 * 60;
    assert!(story.app.open_link(first, minute(week - 1)).await.is_ok());
    refused(story.app.open_link(first, minute(week)).await, "SL-S062");
    refused(story.app.choose_password(first, PASSWORD, minute(week)).await, "SL-S062");
    refused(story.app.choose_password(first, "too short", minute(1)).await, "SL-A063");
    refused(story.app.choose_password(first, EMAIL, minute(1)).await, "SL-A063");

    let second = story.app.make_link(&administrator(1), &made.account.id).await.unwrap();
    refused(story.app.open_link(first, minute(1)).await, "SL-S062");
    let token = second.link.token.as_str();
    let offer = story.app.open_link(token, minute(1)).await.unwrap();
    assert!(matches!(offer, LinkOffer::Password { is_first: true, .. }));
    story.app.choose_password(token, PASSWORD, minute(1)).await.unwrap();
    refused(story.app.choose_password(token, PASSWORD, minute(1)).await, "SL-S062");
    story.signed_in(2).await;
}

#[tokio::test]
async fn another_password_by_link_ends_all_sessions_and_unlocks() {
    let story = Story::begin().await;
    let id = story.add_with_password(EMAIL, Role::Sponsor).await;
    let session = story.signed_in(1).await;
    for _ in 0..10 {
        refused(story.sign_in("wrong", 1).await, "SL-A060");
    }
    let made = story.app.make_link(&administrator(2), &id).await.unwrap();
    assert_eq!(made.link.expires_at, minute(2 + 24 * 60));
    assert!(story.is_open(&session, 2).await, "a link alone changes nothing");
    story.app.choose_password(made.link.token.as_str(), "another long password", minute(3)).await.unwrap();
    assert!(!story.is_open(&session, 3).await);
    assert!(story.sign_in("another long password", 4).await.is_ok());
}

#[tokio::test]
async fn a_closed_account_gets_no_link_and_its_own_no_longer_work() {
    let story = Story::begin().await;
    let made = story.add(EMAIL, Role::Sponsor).await;
    story.app.disable_account(&administrator(1), &made.account.id).await.unwrap();
    refused(story.app.open_link(made.link.token.as_str(), minute(2)).await, "SL-S062");
    refused(story.app.make_link(&administrator(2), &made.account.id).await, "SL-A069");
    assert_eq!(story.app.forgotten_password(EMAIL, minute(2), today()).await.unwrap(), None);
}

#[tokio::test]
async fn a_forgotten_password_gives_a_link_for_the_accounts_own_address_only() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::Sponsor).await;
    let sent = story.app.forgotten_password(" BEA.LUND@harbour.example", minute(1), today()).await.unwrap().unwrap();
    assert_eq!(sent.email, EMAIL);
    assert!(story.app.open_link(sent.link.token.as_str(), minute(2)).await.is_ok());
    assert_eq!(story.app.forgotten_password("nobody@harbour.example", minute(1), today()).await.unwrap(), None);
}
