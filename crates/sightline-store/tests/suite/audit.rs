//! The audit log: one row for each change, in one chain.

use std::collections::BTreeSet;

use serde_json::json;
use sightline_store::{AuditEntry, AuditFilter, AuditRow, ReportRecord, Store, Verification};

use crate::example::{added, amendment, audit, day, moment, plan, update};
use crate::place::{Place, on_both};

async fn whole_with(store: &Store, wanted: u64) -> String {
    match store.verify_history().await.unwrap() {
        Verification::Whole { rows, head_hash } if rows == wanted => head_hash,
        other => panic!("{wanted} rows wanted, {other:?} found"),
    }
}

async fn log(store: &Store, filter: AuditFilter) -> Vec<AuditRow> {
    store.audit_log(&filter).await.unwrap()
}

on_both! {
    async fn every_change_adds_one_row_to_the_chain(place: &Place) {
        let store = place.open().await;
        whole_with(&store, 0).await;
        let id = added(&store).await.id;
        store.record_updates(&id, &[update("1.1", "2026-12-01", "a"), update("1.2", "2026-12-01", "b")], audit("plan.update")).await.unwrap();
        let change = amendment("2026-12-01", &plan().actions[0], |action| action.text = None);
        store.record_amendments(&id, &[change], audit("plan.amend")).await.unwrap();
        store.add_baseline(&id, "Agreed", day("2026-11-20"), audit("plan.baseline")).await.unwrap();
        let report = ReportRecord {
            plan: id, as_at: day("2026-12-31"), format: "pdf".to_owned(), name: "board.pdf".to_owned(),
            sha256: "ab".repeat(32), size_bytes: 1, recorded_at: moment(9),
        };
        store.record_report(&report, audit("report.build")).await.unwrap();
        store.backup(&place.file("backup.zip"), moment(0), audit("backup.write")).await.unwrap();

        let rows = log(&store, AuditFilter::default()).await;
        let actions: Vec<_> = rows.iter().map(|row| (row.seq, row.entry.action.as_str())).collect();
        assert_eq!(actions, [
            (6, "backup.write"), (5, "report.build"), (4, "plan.baseline"), (3, "plan.amend"), (2, "plan.update"), (1, "plan.import"),
        ]);
        for pair in rows.windows(2) {
            assert_eq!(pair[0].previous_hash, pair[1].hash);
        }
        assert_eq!(rows[4].entry, audit("plan.update"));
        assert_eq!(whole_with(&store, 6).await, rows[0].hash);
    }

    async fn the_object_of_an_import_is_the_handle_it_was_given(place: &Place) {
        let store = place.open().await;
        let entry = AuditEntry { object: String::new(), ..audit("plan.import") };
        store.add_plan(&crate::example::new_plan(&plan()), entry).await.unwrap();
        assert_eq!(log(&store, AuditFilter::default()).await[0].entry.object, "plan harbour-2026");
    }

    async fn rows_are_chosen_by_words_in_who_and_what_and_signs_mean_nothing(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        for (actor, object) in [("Zoë ÉLAN", "plan harbour-2026 action 1"), ("100% Sure", "plan wexcombe"), ("a_b\\c", "account")] {
            let entry = AuditEntry { actor: actor.to_owned(), object: object.to_owned(), ..audit("plan.update") };
            store.record_updates(&id, &[update("1.1", "2026-12-01", "")], entry).await.unwrap();
        }
        let actors = async |filter: AuditFilter| {
            log(&store, filter).await.into_iter().map(|row| row.entry.actor).collect::<Vec<_>>()
        };
        let who = |words: &str| AuditFilter { actor: Some(words.to_owned()), ..AuditFilter::default() };
        let about = |words: &str| AuditFilter { about: Some(words.to_owned()), ..AuditFilter::default() };
        assert_eq!(actors(who("zoë élan")).await, ["Zoë ÉLAN"]);
        assert_eq!(actors(who("0%")).await, ["100% Sure"]);
        assert_eq!(actors(who("A_B\\")).await, ["a_b\\c"]);
        for nothing in ["%", "z_ë", "100% Sure%", "zoè élan"] {
            let expected = usize::from(nothing == "%");
            assert_eq!(actors(who(nothing)).await.len(), expected, "{nothing}");
        }
        assert_eq!(actors(about("WEX")).await, ["100% Sure"]);
        let without = AuditFilter { except_plans: vec!["harbour-2026".to_owned()], ..AuditFilter::default() };
        assert_eq!(actors(without).await, ["a_b\\c", "100% Sure"]);
        // One handle may begin with another.
        let shorter = AuditFilter { except_plans: vec!["harbour".to_owned()], ..AuditFilter::default() };
        assert_eq!(actors(shorter).await.len(), 4);
        let only = |handle: &str| AuditFilter { only_plans: Some(vec![handle.to_owned()]), ..AuditFilter::default() };
        assert_eq!(actors(only("wexcombe")).await, ["a_b\\c", "100% Sure"]);
        assert_eq!(actors(only("harbour-2026")).await.len(), 3);
        assert_eq!(actors(only("harbour")).await, ["a_b\\c"]);
    }

    async fn rows_are_chosen_by_object_action_day_and_number(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        for minute in 0..5 {
            let entry = AuditEntry {
                at: moment(minute * 60 * 24), object: format!("action {minute}"), detail: json!({"z": 1, "a": [null, "é"]}),
                ..audit(if minute < 3 { "plan.update" } else { "plan_update" })
            };
            store.record_updates(&id, &[update("1.1", "2026-12-01", "")], entry).await.unwrap();
        }
        let objects = async |filter: AuditFilter| {
            log(&store, filter).await.into_iter().map(|row| row.entry.object).collect::<Vec<_>>()
        };
        let all = AuditFilter::default();
        assert_eq!(objects(AuditFilter { object: Some("action 2".into()), ..all.clone() }).await, ["action 2"]);
        assert_eq!(objects(AuditFilter { action: Some("plan.import".into()), ..all.clone() }).await, ["plan harbour-2026"]);
        assert_eq!(objects(AuditFilter { action: Some("plan.".into()), ..all.clone() }).await.len(), 4);
        for nothing in ["Plan.", "pl%.", "plan_.", "."] {
            assert!(objects(AuditFilter { action: Some(nothing.into()), ..all.clone() }).await.is_empty(), "{nothing}");
        }
        assert_eq!(objects(AuditFilter { limit: Some(2), ..all.clone() }).await, ["action 4", "action 3"]);
        assert_eq!(objects(AuditFilter { before: Some(4), limit: Some(2), ..all.clone() }).await, ["action 1", "action 0"]);
        assert_eq!(objects(AuditFilter { skip: Some(3), limit: Some(2), ..all.clone() }).await, ["action 1", "action 0"]);
        assert_eq!(objects(AuditFilter { skip: Some(5), ..all.clone() }).await, ["plan harbour-2026"]);
        let counted = AuditFilter { action: Some("plan.".into()), skip: Some(1), limit: Some(1), ..all.clone() };
        assert_eq!(store.count_audit_log(&counted).await.unwrap(), 4);
        let (from, to) = (Some(day("2026-11-21")), Some(day("2026-11-22")));
        assert_eq!(objects(AuditFilter { from, to, ..all.clone() }).await, ["action 2", "action 1"]);
        assert_eq!(objects(AuditFilter { to: Some(chrono::NaiveDate::MAX), ..all.clone() }).await.len(), 6);
        let detail = log(&store, AuditFilter { limit: Some(1), ..all }).await.remove(0).entry.detail;
        assert_eq!(detail, json!({"z": 1, "a": [null, "é"]}));
    }

    async fn writers_at_the_same_time_make_one_chain(place: &Place) {
        const WRITERS: i64 = 8;
        const CHANGES: i64 = 12;
        let store = place.open().await;
        let id = added(&store).await.id;
        // Half of the writers share a store, half have one of their own, as other processes would.
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let store = if writer % 2 == 0 { store.clone() } else { place.open().await };
            let id = id.clone();
            writers.push(tokio::spawn(async move {
                for change in 0..CHANGES {
                    let note = format!("{writer}/{change}");
                    store.record_updates(&id, &[update("1.1", "2026-12-01", &note)], audit("plan.update")).await.unwrap();
                    store.plan_as_at(&id, day("2026-12-31")).await.unwrap();
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        whole_with(&store, 1 + u64::try_from(WRITERS * CHANGES).unwrap()).await;
        let notes: BTreeSet<_> = store.updates(&id, None, None, None).await.unwrap().into_iter().map(|update| update.note).collect();
        assert_eq!(notes.len(), usize::try_from(WRITERS * CHANGES).unwrap());
    }

    async fn a_change_given_up_half_way_leaves_nothing(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let many: Vec<_> = (0..400).map(|number| update("1.1", "2026-12-01", &number.to_string())).collect();
        for step in 0..30_u64 {
            let recording = store.record_updates(&id, &many, audit("plan.update"));
            // Dropped when the time is over, as when a browser goes away.
            let patience = std::time::Duration::from_micros(step * step * 12);
            let _ = tokio::time::timeout(patience, recording).await;
            let _ = tokio::time::timeout(patience, store.plan_as_at(&id, day("2026-12-31"))).await;
        }
        let there = store.updates(&id, None, None, None).await.unwrap().len();
        assert_eq!(there % 400, 0);
        store.record_updates(&id, &many, audit("plan.update")).await.unwrap();
        let rows = log(&store, AuditFilter::default()).await.len();
        assert_eq!(store.updates(&id, None, None, None).await.unwrap().len(), (rows - 1) * 400);
        whole_with(&store, u64::try_from(rows).unwrap()).await;
    }
}
