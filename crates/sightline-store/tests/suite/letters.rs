//! Letters that wait for the mail server, and who wants digests.

use sightline_store::{AccountId, NewLetter, Tried, Verification};

use crate::example::{audit, moment};
use crate::place::{Place, on_both};

fn account() -> AccountId {
    "acc_01J0000000000000000000000A".parse().unwrap()
}

fn letter(subject: &str) -> NewLetter {
    NewLetter {
        account: account(),
        name: "Bea Lund".to_owned(),
        address: "bea@harbour.example".to_owned(),
        subject: subject.to_owned(),
        body: "3 updates to give".to_owned(),
    }
}

on_both! {
    async fn a_letter_is_tried_again_until_it_is_taken_and_keeps_no_words_then(place: &Place) {
        let store = place.open().await;
        store.queue_letters(&[letter("one"), letter("two")], audit("digest.queue")).await.unwrap();
        let waiting = store.letters_to_send(moment(600), 10).await.unwrap();
        assert_eq!(waiting.iter().map(|one| one.letter.subject.as_str()).collect::<Vec<_>>(), ["one", "two"]);

        let failed = Tried::Failed { why: "the mail server did not take it".to_owned(), again_at: Some(moment(660)) };
        store.note_letter(waiting[0].number, &failed, moment(600)).await.unwrap();
        store.note_letter(waiting[1].number, &Tried::Sent, moment(600)).await.unwrap();
        assert!(store.letters_to_send(moment(659), 10).await.unwrap().is_empty());
        let again = store.letters_to_send(moment(660), 10).await.unwrap();
        assert_eq!((again.len(), again[0].tries, again[0].letter.body.as_str()), (1, 1, "3 updates to give"));

        let given_up = Tried::Failed { why: "refused".to_owned(), again_at: None };
        store.note_letter(again[0].number, &given_up, moment(660)).await.unwrap();
        let all = store.letters(Some(&account()), 10).await.unwrap();
        assert!(all.iter().all(|one| one.letter.body.is_empty() && one.next_try_at.is_none()));
        assert_eq!(all[0].sent_at, Some(moment(600)));
        assert_eq!((all[1].sent_at, all[1].failure.as_deref(), all[1].tries), (None, Some("refused"), 2));
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));
    }

    async fn what_waits_is_tried_at_once_when_somebody_asks(place: &Place) {
        let store = place.open().await;
        store.queue_letters(&[letter("one")], audit("digest.queue")).await.unwrap();
        let number = store.letters(None, 1).await.unwrap()[0].number;
        let failed = Tried::Failed { why: "down".to_owned(), again_at: Some(moment(1400)) };
        store.note_letter(number, &failed, moment(600)).await.unwrap();
        assert!(store.letters_to_send(moment(1000), 10).await.unwrap().is_empty());
        store.try_letters_now(audit("letter.retry")).await.unwrap();
        assert_eq!(store.letters_to_send(moment(1000), 10).await.unwrap().len(), 1);
    }

    async fn the_last_choice_of_a_digest_stands(place: &Place) {
        let store = place.open().await;
        assert!(store.digest_choices().await.unwrap().is_empty());
        for digest in ["daily", "off"] {
            store.choose_digest(&account(), digest, audit("account.digest")).await.unwrap();
        }
        let choices = store.digest_choices().await.unwrap();
        assert_eq!(choices.get(&account()).map(String::as_str), Some("off"));
    }
}
