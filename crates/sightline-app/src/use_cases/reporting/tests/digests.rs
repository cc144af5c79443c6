//! Digests: what waits for somebody, by e-mail.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::*;
use crate::Digest;
use crate::mail::{Letter, Mailer, NotSent, Sending};

/// Takes letters, unless it is away.
#[derive(Debug, Default)]
struct Office {
    taken: Mutex<Vec<Letter>>,
    is_away: AtomicBool,
}

impl Office {
    fn taken(&self) -> Vec<Letter> {
        std::mem::take(&mut self.taken.lock().unwrap())
    }
}

impl Mailer for Office {
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a> {
        Box::pin(async move {
            if self.is_away.load(Ordering::Relaxed) {
                return Err(NotSent::Server("away".to_owned()));
            }
            self.taken.lock().unwrap().push(letter.clone());
            Ok(())
        })
    }
}

/// The plan with an open round, and an account of the lead that can be signed in to.
async fn with_lead() -> (App, Arc<Office>, Call, TempDir) {
    let (app, folder) = open().await;
    app.open_round(&manager("2026-11-02"), PLAN, day("2026-11-01"), day("2026-12-04")).await.unwrap();
    let new = NewAccount {
        email: "bea.lund@harbour.example".to_owned(),
        name: "Bea Lund".to_owned(),
        role: "action_lead".to_owned(),
        reach: json!(Reach::default()),
        known_as: Vec::new(),
        expires_on: None,
        password_hash: Some(sightline_store::Secret("chosen".to_owned())),
    };
    let audit = manager("2026-09-01").audit(crate::policy::Action::AccountManage, "account", json!(null));
    let account = app.store.add_account(&new, Vec::new(), audit).await.unwrap();
    let office = Arc::new(Office::default());
    let app = app.with_mailer(office.clone(), "https://sightline.harbour.example");
    let mut call = lead("2026-11-16");
    call.actor.account = Some(account.id.to_string());
    (app, office, call, folder)
}

/// What is written on a day at this hour.
async fn written(app: &App, on: &str, hour: u32) -> Option<usize> {
    app.write_digests(Utc.from_utc_datetime(&day(on).and_hms_opt(hour, 0, 0).unwrap())).await.unwrap()
}

#[tokio::test]
async fn a_digest_says_how_many_things_wait_and_nothing_that_anybody_wrote() {
    let (app, office, call, _folder) = with_lead().await;
    assert_eq!(written(&app, "2026-11-14", 9).await, None, "a Saturday");
    assert_eq!(written(&app, "2026-11-16", 5).await, None, "too early");
    assert_eq!(written(&app, "2026-11-16", 9).await, Some(1));
    assert_eq!(app.send_letters(morning(day("2026-11-16"))).await.unwrap(), 1);
    let letter = office.taken().remove(0);
    assert_eq!((letter.address.as_str(), letter.name.as_str()), ("bea.lund@harbour.example", "Bea Lund"));
    for words in ["Harbour plan 2026\n- 2 updates to give\n- 1 action past its date", "/account/digest"] {
        assert!(letter.body.contains(words), "{words}\n{}", letter.body);
    }
    assert!(!letter.body.contains("Do what"), "no words of an action: {}", letter.body);
    let own = app.own_digest(&call).await.unwrap();
    assert!(own.last.is_some_and(|last| last.sent_at.is_some() && last.letter.body.is_empty()));
}

#[tokio::test]
async fn a_digest_comes_as_often_as_was_chosen() {
    let (app, _office, call, _folder) = with_lead().await;
    assert_eq!(written(&app, "2026-11-18", 9).await, Some(1), "the server did not run on Monday");
    assert_eq!(written(&app, "2026-11-19", 9).await, Some(0));
    assert_eq!(written(&app, "2026-11-23", 9).await, Some(1));
    app.choose_digest(&call, Digest::Daily).await.unwrap();
    assert_eq!(written(&app, "2026-11-24", 9).await, Some(1));
    assert_eq!(written(&app, "2026-11-24", 12).await, Some(0), "once a day");
    app.choose_digest(&call, Digest::Off).await.unwrap();
    assert_eq!(written(&app, "2026-11-30", 9).await, Some(0));
}

#[tokio::test]
async fn a_letter_waits_while_the_mail_server_is_away() {
    let (app, office, _, _folder) = with_lead().await;
    office.is_away.store(true, Ordering::Relaxed);
    written(&app, "2026-11-16", 9).await;
    let at = morning(day("2026-11-16"));
    assert_eq!(app.send_letters(at).await.unwrap(), 0);
    let manager = manager("2026-11-16");
    let letters = app.letters(&manager).await.unwrap().letters;
    assert_eq!(letters[0].next_try_at, Some(at + chrono::TimeDelta::minutes(10)));
    assert!(letters[0].failure.as_ref().is_some_and(|why| why.contains("away")), "{letters:?}");

    office.is_away.store(false, Ordering::Relaxed);
    assert_eq!(app.send_letters(at).await.unwrap(), 0, "it is not time yet");
    app.try_letters_again(&manager).await.unwrap();
    assert_eq!(app.send_letters(at).await.unwrap(), 1);
    assert_eq!(code(&app.letters(&lead("2026-11-16")).await.unwrap_err()), "SL-A001");
}
