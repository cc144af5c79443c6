//! Sign-offs, discussion, attachments, drafts and update rounds.

use serde_json::json;
use sightline_domain::reporting::{Outcome, SignOff, UpdateRound};
use sightline_store::{Comment, Draft, Error, NewAttachment, NewSignOff, PlanId, Reminder, Store, Verification};

use crate::example::{added, audit, day, moment, update};
use crate::place::{Place, on_both};

/// A store with one plan and an update of 1.1 for each of two months, and one of 1.2.
async fn reported(place: &Place) -> (Store, PlanId) {
    let store = place.open().await;
    let id = added(&store).await.id;
    for (action, on) in [("1.1", "2026-11-30"), ("1.2", "2026-11-30"), ("1.1", "2026-12-31")] {
        store.record_updates(&id, &[update(action, on, on)], audit("plan.update")).await.unwrap();
    }
    (store, id)
}

fn accepted(update: u64) -> NewSignOff {
    NewSignOff { update, sign_off: SignOff { outcome: Outcome::Accepted, by: "Cy Moss".to_owned(), at: moment(5) } }
}

fn sent_back(update: u64, question: &str) -> NewSignOff {
    let outcome = Outcome::SentBack { question: question.to_owned() };
    NewSignOff { update, sign_off: SignOff { outcome, by: "Cy Moss".to_owned(), at: moment(6) } }
}

fn round(month: &str) -> UpdateRound {
    UpdateRound { month: day(month), opened_on: day("2026-11-02"), due_on: day("2026-12-04"), closed_on: None }
}

fn draft(action: &str, note: &str) -> Draft {
    Draft { action: action.to_owned(), saved_at: moment(3), body: json!({ "note": note }) }
}

fn pdf<'a>(action: &'a str, bytes: &'a [u8]) -> NewAttachment<'a> {
    NewAttachment { action, name: "Dip sample – May.pdf", media_type: "application/pdf", bytes }
}

async fn rows(store: &Store) -> u64 {
    match store.verify_history().await.unwrap() {
        Verification::Whole { rows, .. } => rows,
        Verification::Broken { seq, what } => panic!("row {seq}: {what}"),
    }
}

on_both! {
    async fn each_update_has_a_number_by_which_it_is_signed_off(place: &Place) {
        let (store, id) = reported(place).await;
        let updates = store.recorded_updates(&id, Some(&["1.1"]), None, None).await.unwrap();
        assert_eq!(updates.iter().map(|update| update.number).collect::<Vec<_>>(), [1, 3]);
        assert!(updates.iter().all(|update| update.sign_off.is_none()));

        let signed = [accepted(1), sent_back(3, "How do we know?")];
        store.record_sign_offs(&id, &signed, audit("plan.sign_off")).await.unwrap();
        let updates = store.recorded_updates(&id, None, None, None).await.unwrap();
        let signed_off: Vec<_> = updates.iter().map(|update| (update.number, update.sign_off.clone())).collect();
        assert_eq!(signed_off, [(1, Some(signed[0].sign_off.clone())), (2, None), (3, Some(signed[1].sign_off.clone()))]);
        assert_eq!(store.recorded_updates(&id, None, Some(day("2026-12-01")), None).await.unwrap().len(), 1);
        assert_eq!(store.recorded_updates(&id, None, None, Some(day("2026-12-01"))).await.unwrap().len(), 2);
        assert!(store.recorded_updates(&id, Some(&[]), None, None).await.unwrap().is_empty());

        let recent = store.sign_offs_since(&id, moment(6)).await.unwrap();
        assert_eq!(recent.len(), 1);
        assert_eq!((recent[0].action.as_str(), recent[0].update), ("1.1", 3));
        assert_eq!(rows(&store).await, 5);
    }

    async fn the_latest_update_of_each_action_comes_with_its_sign_off(place: &Place) {
        let (store, id) = reported(place).await;
        store.record_sign_offs(&id, &[accepted(1)], audit("plan.sign_off")).await.unwrap();
        let latest = store.latest_recorded_updates(&id, day("2026-12-31")).await.unwrap();
        let found: Vec<_> = latest.iter().map(|update| (update.number, update.sign_off.is_some())).collect();
        assert_eq!(found, [(3, false), (2, false)]);
        let earlier = store.latest_recorded_updates(&id, day("2026-12-30")).await.unwrap();
        assert_eq!(earlier.iter().map(|update| (update.number, update.sign_off.is_some())).collect::<Vec<_>>(), [(1, true), (2, false)]);
    }

    async fn the_last_accepted_update_is_the_one_that_counts(place: &Place) {
        let (store, id) = reported(place).await;
        assert!(store.last_accepted_updates(&id).await.unwrap().is_empty());
        store.record_sign_offs(&id, &[accepted(1), accepted(2), sent_back(3, "Why?")], audit("plan.sign_off")).await.unwrap();
        let numbers = async || {
            let accepted = store.last_accepted_updates(&id).await.unwrap();
            accepted.iter().map(|update| (update.update.action.clone(), update.number)).collect::<Vec<_>>()
        };
        assert_eq!(numbers().await, [("1.1".to_owned(), 1), ("1.2".to_owned(), 2)]);
        store.record_updates(&id, &[update("1.1", "2027-01-31", "answered")], audit("plan.update")).await.unwrap();
        store.record_sign_offs(&id, &[accepted(4)], audit("plan.sign_off")).await.unwrap();
        assert_eq!(numbers().await, [("1.2".to_owned(), 2), ("1.1".to_owned(), 4)]);
    }

    async fn an_update_is_signed_off_once(place: &Place) {
        let (store, id) = reported(place).await;
        store.record_sign_offs(&id, &[accepted(1)], audit("plan.sign_off")).await.unwrap();
        let error = store.record_sign_offs(&id, &[accepted(2), sent_back(1, "Why?")], audit("plan.sign_off")).await.unwrap_err();
        assert!(matches!(&error, Error::SignedOff { action, by } if action == "1.1" && by == "Cy Moss"), "{error}");
        let error = store.record_sign_offs(&id, &[accepted(3), accepted(3)], audit("plan.sign_off")).await.unwrap_err();
        assert!(matches!(error, Error::SignedOff { .. }), "{error}");
        let error = store.record_sign_offs(&id, &[accepted(9)], audit("plan.sign_off")).await.unwrap_err();
        assert!(matches!(error, Error::UnknownUpdate { number: 9 }), "{error}");
        let updates = store.recorded_updates(&id, None, None, None).await.unwrap();
        assert_eq!(updates.iter().filter(|update| update.sign_off.is_some()).count(), 1);
        assert_eq!(rows(&store).await, 5);
    }

    async fn two_sponsors_at_once_sign_off_once(place: &Place) {
        let (store, id) = reported(place).await;
        let (one, other) = (vec![accepted(1)], vec![sent_back(1, "Why?")]);
        let (one, other) = tokio::join!(
            store.record_sign_offs(&id, &one, audit("plan.sign_off")),
            store.record_sign_offs(&id, &other, audit("plan.sign_off")),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(rows(&store).await, 5);
    }

    async fn a_discussion_keeps_its_order(place: &Place) {
        let (store, id) = reported(place).await;
        let said = |text: &str| Comment { action: "1.1".to_owned(), at: moment(4), by: "Bea Lund".to_owned(), text: text.to_owned() };
        for text in ["First\nof all", "<b>Second</b>"] {
            store.add_comment(&id, &said(text), audit("discussion.write")).await.unwrap();
        }
        assert_eq!(store.comments(&id, "1.1").await.unwrap(), [said("First\nof all"), said("<b>Second</b>")]);
        assert!(store.comments(&id, "1.2").await.unwrap().is_empty());
        let stray = Comment { action: "9.9".to_owned(), ..said("Where?") };
        let error = store.add_comment(&id, &stray, audit("discussion.write")).await.unwrap_err();
        assert!(matches!(error, Error::UnknownAction { .. }), "{error}");
        assert_eq!(rows(&store).await, 6);
    }

    async fn an_attachment_comes_back_byte_for_byte_and_is_kept_once(place: &Place) {
        let (store, id) = reported(place).await;
        let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
        let one = store.add_attachment(&id, &pdf("1.1", &bytes), audit("discussion.write")).await.unwrap();
        let other = store.add_attachment(&id, &pdf("1.2", &bytes), audit("discussion.write")).await.unwrap();
        assert_eq!((one.number, other.number), (1, 2));
        assert_eq!((one.name.as_str(), one.size_bytes, one.by.as_str()), ("Dip sample – May.pdf", 300_000, "Ada Fenwick"));
        assert_eq!(store.attachments(&id, "1.1").await.unwrap(), vec![one]);
        assert_eq!(store.attachment(&id, "1.2", 2).await.unwrap(), (other, bytes));
        for (action, number) in [("1.2", 1), ("1.1", 2), ("1.1", u64::MAX)] {
            let error = store.attachment(&id, action, number).await.unwrap_err();
            assert!(matches!(error, Error::UnknownAttachment { .. }), "{error}");
        }
        assert_eq!(place.sql("update stored_file set size_bytes = size_bytes").await.unwrap(), 1);

        place.sql(if place.is_postgresql() { r"update stored_file set bytes = '\x00'" } else { "update stored_file set bytes = x'00'" }).await.unwrap();
        let error = store.attachment(&id, "1.1", 1).await.unwrap_err();
        assert!(error.to_string().contains("not what it was"), "{error}");
    }

    async fn a_draft_is_one_for_each_account_and_action(place: &Place) {
        let (store, id) = reported(place).await;
        store.save_draft(&id, "acc_1", &draft("1.1", "half"), audit("plan.update")).await.unwrap();
        store.save_draft(&id, "acc_1", &draft("1.2", "other"), audit("plan.update")).await.unwrap();
        store.save_draft(&id, "acc_2", &draft("1.1", "theirs"), audit("plan.update")).await.unwrap();
        store.save_draft(&id, "acc_1", &draft("1.1", "half a sentence"), audit("plan.update")).await.unwrap();
        assert_eq!(store.draft(&id, "acc_1", "1.1").await.unwrap(), Some(draft("1.1", "half a sentence")));
        assert_eq!(store.drafts_of("acc_1").await.unwrap().len(), 2);

        store.discard_draft(&id, "acc_1", "1.2", audit("plan.update")).await.unwrap();
        assert_eq!(store.drafts_of("acc_1").await.unwrap(), [(id.clone(), draft("1.1", "half a sentence"))]);
        store.discard_draft(&id, "acc_1", "1.2", audit("plan.update")).await.unwrap();
        assert_eq!(rows(&store).await, 9);
    }

    async fn a_recorded_update_takes_its_own_draft_away(place: &Place) {
        let (store, id) = reported(place).await;
        for (account, action) in [("acc_1", "1.1"), ("acc_1", "1.2"), ("acc_2", "1.1")] {
            store.save_draft(&id, account, &draft(action, "half"), audit("plan.update")).await.unwrap();
        }
        let unknown = [update("1.1", "2027-01-31", "done"), update("9.9", "2027-01-31", "?")];
        store.record_updates_of("acc_1", &id, &unknown, audit("plan.update")).await.unwrap_err();
        assert!(store.draft(&id, "acc_1", "1.1").await.unwrap().is_some());
        store.record_updates_of("acc_1", &id, &unknown[..1], audit("plan.update")).await.unwrap();
        assert_eq!(store.drafts_of("acc_1").await.unwrap(), [(id, draft("1.2", "half"))]);
        assert_eq!(store.drafts_of("acc_2").await.unwrap().len(), 1);
    }

    async fn a_sign_off_and_a_round_count_as_changes_of_the_plan(place: &Place) {
        let (store, id) = reported(place).await;
        let version = async || store.plan_versions().await.unwrap().remove(0).version;
        let before = version().await;
        store.record_sign_offs(&id, &[accepted(1)], audit("plan.sign_off")).await.unwrap();
        let signed = version().await;
        store.open_round(&id, &round("2026-11-01"), audit("round.manage")).await.unwrap();
        let opened = version().await;
        store.close_round(&id, day("2026-11-01"), day("2026-12-05"), audit("round.manage")).await.unwrap();
        assert!(before < signed && signed < opened && opened < version().await);
    }

    async fn a_plan_has_one_open_round_and_one_for_each_month(place: &Place) {
        let (store, id) = reported(place).await;
        store.open_round(&id, &round("2026-11-01"), audit("round.manage")).await.unwrap();
        let error = store.open_round(&id, &round("2026-12-01"), audit("round.manage")).await.unwrap_err();
        assert!(matches!(error, Error::RoundExists { is_open: true, .. }), "{error}");
        store.close_round(&id, day("2026-11-01"), day("2026-12-05"), audit("round.manage")).await.unwrap();
        let error = store.close_round(&id, day("2026-11-01"), day("2026-12-06"), audit("round.manage")).await.unwrap_err();
        assert!(matches!(error, Error::UnknownRound { .. }), "{error}");
        let error = store.open_round(&id, &round("2026-11-01"), audit("round.manage")).await.unwrap_err();
        assert!(matches!(error, Error::RoundExists { is_open: false, .. }), "{error}");
        store.open_round(&id, &round("2026-12-01"), audit("round.manage")).await.unwrap();
        let closed = UpdateRound { closed_on: Some(day("2026-12-05")), ..round("2026-11-01") };
        assert_eq!(store.rounds(&id).await.unwrap(), [round("2026-12-01"), closed]);
        assert_eq!(rows(&store).await, 7);
    }

    async fn what_was_sent_and_what_was_not_is_kept(place: &Place) {
        let (store, id) = reported(place).await;
        let reminder = |because: Option<&str>| Reminder {
            month: day("2026-11-01"),
            recipient: "Bea Lund".to_owned(),
            address: "bea.lund@harbour.example".to_owned(),
            actions: vec!["1.1".to_owned(), "2.1".to_owned()],
            sent_at: moment(7),
            sent_by: "Ada Fenwick".to_owned(),
            not_sent_because: because.map(str::to_owned),
        };
        let both = [reminder(Some("the server did not answer")), reminder(None)];
        let error = store.record_reminders(&id, &both, audit("round.manage")).await.unwrap_err();
        assert!(matches!(error, Error::UnknownRound { .. }), "{error}");
        store.open_round(&id, &round("2026-11-01"), audit("round.manage")).await.unwrap();
        store.record_reminders(&id, &both, audit("round.manage")).await.unwrap();
        assert_eq!(store.reminders(&id, day("2026-11-01")).await.unwrap(), both);
        assert!(store.reminders(&id, day("2026-12-01")).await.unwrap().is_empty());
    }

    async fn the_database_refuses_to_change_what_was_said(place: &Place) {
        let (store, id) = reported(place).await;
        store.record_sign_offs(&id, &[sent_back(1, "Why?")], audit("plan.sign_off")).await.unwrap();
        let said = Comment { action: "1.1".to_owned(), at: moment(4), by: "Bea Lund".to_owned(), text: "Because".to_owned() };
        store.add_comment(&id, &said, audit("discussion.write")).await.unwrap();
        store.add_attachment(&id, &pdf("1.1", b"%PDF-1.7"), audit("discussion.write")).await.unwrap();
        for (table, change) in [("sign_off", "question = ''"), ("comment", "body = ''"), ("attachment", "name = 'x'")] {
            for statement in [format!("update {table} set {change}"), format!("delete from {table}")] {
                let error = place.sql(&statement).await.unwrap_err();
                assert!(error.to_string().contains("append-only"), "{error}");
            }
        }
        assert_eq!(rows(&store).await, 7);

        for (table, change) in [("comment", "body = 'Because!'"), ("sign_off", "outcome = 'accepted'")] {
            place.disarm(table).await;
            place.sql(&format!("update {table} set {change}")).await.unwrap();
            let broken = store.verify_history().await.unwrap();
            assert!(matches!(broken, Verification::Broken { .. }), "{table}");
        }
    }
}
