//! One-time links.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::*;
use crate::mail::{Letter, Mailer, NotSent, Sending};
use crate::{Delivery, LinkOffer};

/// Takes letters, until it is told to refuse them.
#[derive(Debug, Default)]
struct Letters {
    taken: Mutex<Vec<Letter>>,
    refuses: AtomicBool,
}

impl Letters {
    fn taken(&self) -> Vec<Letter> {
        std::mem::take(&mut self.taken.lock().unwrap())
    }

    fn refuse(&self) {
        self.refuses.store(true, Ordering::Relaxed);
    }
}

impl Mailer for Letters {
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a> {
        Box::pin(async move {
            if self.refuses.load(Ordering::Relaxed) {
                return Err(NotSent::Server("away".to_owned()));
            }
            self.taken.lock().unwrap().push(letter.clone());
            Ok(())
        })
    }
}

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
    assert_eq!(story.app.send_forgotten_password(EMAIL, minute(2), today()).await.unwrap(), None);
}

#[tokio::test]
async fn a_forgotten_password_gives_a_link_for_the_accounts_own_address_only() {
    let story = Story::begin().await;
    story.add_with_password(EMAIL, Role::Sponsor).await;
    let letters = Arc::new(Letters::default());
    let app = story.app.clone().with_mailer(letters.clone(), "https://sightline.harbour.example/");
    let ask = async |email: &str| app.send_forgotten_password(email, minute(1), today()).await.unwrap();
    assert_eq!(ask("nobody@harbour.example").await, None);
    assert_eq!(ask(" BEA.LUND@harbour.example").await, Some(Delivery::Sent));
    let sent = letters.taken();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].address.as_str(), sent[0].subject.as_str()), (EMAIL, "Choose a new password for Sightline"));
    let token = sent[0].body.split("https://sightline.harbour.example/set-up/").nth(1).unwrap();
    assert!(app.open_link(token.split_whitespace().next().unwrap(), minute(2)).await.is_ok());
}

#[tokio::test]
async fn a_link_that_an_administrator_makes_goes_by_e_mail_and_is_still_shown_when_it_does_not() {
    let story = Story::begin().await;
    let letters = Arc::new(Letters::default());
    let app = story.app.clone().with_mailer(letters.clone(), "https://sightline.harbour.example");
    let made = app.create_account(&administrator(0), &input(EMAIL, Role::Sponsor)).await.unwrap();
    assert_eq!(made.delivery, Delivery::Sent);
    let letter = letters.taken().remove(0);
    assert!(letter.body.contains(made.link.token.as_str()), "{}", letter.body);
    assert!(letter.body.contains("Ada Fenwick has given you an account"), "{}", letter.body);

    letters.refuse();
    let made = app.make_link(&administrator(1), &made.account.id).await.unwrap();
    assert!(matches!(made.delivery, Delivery::Failed(_)));
    assert!(app.open_link(made.link.token.as_str(), minute(2)).await.is_ok());
    assert_eq!(story.add("cy@harbour.example", Role::Sponsor).await.delivery, Delivery::NotSet);
}
