//! What somebody with the database's password can do, and that it shows.

use sightline_store::{AuditFilter, Store, Verification};

use crate::example::{added, amendment, audit, day, plan, update};
use crate::place::{Place, on_both};

/// Seven audit rows, with something in every history table.
async fn with_history(place: &Place) -> Store {
    let store = place.open().await;
    let id = added(&store).await.id;
    for number in 1..=3 {
        let updates = [update("1.1", "2026-12-01", &format!("note {number}")), update("1.2", "2026-12-01", "more")];
        store.record_updates(&id, &updates, audit("plan.update")).await.unwrap();
    }
    let change = amendment("2026-12-01", &plan().actions[0], |action| action.text = None);
    store.record_amendments(&id, &[change], audit("plan.amend")).await.unwrap();
    store.add_baseline(&id, "Agreed", day("2026-11-20"), audit("plan.baseline")).await.unwrap();
    store.record_updates(&id, &[update("2.1", "2026-12-02", "last")], audit("plan.update")).await.unwrap();
    assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { rows: 7, .. }));
    store
}

/// The row at which the chain breaks.
async fn broken_at(store: &Store, words: &str) -> u64 {
    match store.verify_history().await.unwrap() {
        Verification::Broken { seq, what } => {
            assert!(what.contains(words), "row {seq}: {what}");
            seq
        }
        whole @ Verification::Whole { .. } => panic!("not noticed: {whole:?}"),
    }
}

on_both! {
    async fn the_database_refuses_to_change_history(place: &Place) {
        let store = with_history(place).await;
        for (table, change) in [
            ("audit_log", "actor = 'Nobody'"),
            ("action_update", "note = ''"),
            ("amendment", "reason = ''"),
            ("baseline", "name = 'x'"),
        ] {
            let error = place.sql(&format!("update {table} set {change}")).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
            let error = place.sql(&format!("delete from {table}")).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
            if place.is_postgresql() {
                place.sql(&format!("truncate {table} cascade")).await.unwrap_err();
            }
        }
        // There is no report yet: refused as soon as there is a row to touch.
        place.sql("insert into report select 1, 1, id, '2026-12-01', 'pdf', 'n', 's', 1, 'at' from plan").await.unwrap();
        place.sql("delete from report").await.unwrap_err();
        place.sql("update report set name = 'x'").await.unwrap_err();
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), 7);
    }

    async fn one_changed_letter_of_the_log_is_found_at_its_row(place: &Place) {
        let store = with_history(place).await;
        place.disarm("audit_log").await;
        for column in ["at", "actor", "action", "object", "detail"] {
            let (first, rest) = (format!("substr({column}, 1, 3)"), format!("substr({column}, 5)"));
            place.sql(&format!("create table kept as select {column} as old from audit_log where number = 4")).await.unwrap();
            place.sql(&format!("update audit_log set {column} = {first} || '~' || {rest} where number = 4")).await.unwrap();
            assert_eq!(broken_at(&store, "words are not those").await, 4, "{column}");
            place.sql(&format!("update audit_log set {column} = (select old from kept) where number = 4")).await.unwrap();
            place.sql("drop table kept").await.unwrap();
            assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }), "{column}");
        }
    }

    async fn a_row_rewritten_with_a_hash_to_match_breaks_the_next(place: &Place) {
        let store = with_history(place).await;
        place.disarm("audit_log").await;
        place.sql("update audit_log set hash = replace(hash, substr(hash, 1, 4), 'abcd') where number = 4").await.unwrap();
        assert_eq!(broken_at(&store, "do not give its hash").await, 4);
        place.sql("update audit_log set previous_hash = (select hash from audit_log where number = 4) where number = 5").await.unwrap();
        assert_eq!(broken_at(&store, "").await, 4);
    }

    async fn a_row_taken_from_the_middle_is_missed(place: &Place) {
        let store = with_history(place).await;
        place.disarm("audit_log").await;
        place.sql("delete from audit_log where number = 4").await.unwrap();
        assert_eq!(broken_at(&store, "missing").await, 4);
        // Closing the gap does not help.
        place.sql("update audit_log set number = number - 1 where number = 5").await.unwrap();
        assert_eq!(broken_at(&store, "does not follow").await, 4);
    }

    async fn rows_cut_off_at_the_end_are_missed(place: &Place) {
        let store = with_history(place).await;
        place.disarm("audit_log").await;
        place.disarm("action_update").await;
        place.sql("delete from action_update where audit_seq = 7").await.unwrap();
        place.sql("delete from audit_log where number = 7").await.unwrap();
        assert_eq!(broken_at(&store, "7 rows were written").await, 7);
        // With the count put right, the hash still tells.
        place.sql("update history_head set audit_rows = 6").await.unwrap();
        assert_eq!(broken_at(&store, "not the last row").await, 6);
        place.sql("delete from history_head").await.unwrap();
        broken_at(&store, "is missing").await;
    }

    async fn an_update_changed_taken_away_or_slipped_in_is_found(place: &Place) {
        let store = with_history(place).await;
        place.disarm("action_update").await;
        place.sql("update action_update set note = 'note 9' where note = 'note 2'").await.unwrap();
        assert_eq!(broken_at(&store, "written with it").await, 3);
        place.sql("update action_update set note = 'note 2' where note = 'note 9'").await.unwrap();
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));

        let copy = |seq: u32| format!(
            "insert into action_update select 100, {seq}, plan_id, action, reports_on, recorded_at, recorded_by, \
             action_rating, impact_rating, note, forecast_on, evidence from action_update where number = 1"
        );
        place.sql(&copy(2)).await.unwrap();
        assert_eq!(broken_at(&store, "written with it").await, 2);
        place.sql("delete from action_update where number = 100").await.unwrap();
        place.sql(&copy(8)).await.unwrap();
        assert_eq!(broken_at(&store, "without an audit row").await, 8);
        place.sql("delete from action_update where number = 100").await.unwrap();
        place.sql("delete from action_update where audit_seq = 4 and action = '1.2'").await.unwrap();
        assert_eq!(broken_at(&store, "written with it").await, 4);
    }

    async fn a_changed_amendment_or_baseline_is_found(place: &Place) {
        let store = with_history(place).await;
        place.disarm("baseline").await;
        place.sql("update baseline set body = replace(body, 'Harbour', 'Harbor')").await.unwrap();
        assert_eq!(broken_at(&store, "written with it").await, 6);
        place.disarm("amendment").await;
        place.sql("update amendment set reason = 'Because'").await.unwrap();
        assert_eq!(broken_at(&store, "written with it").await, 5);
    }

    async fn a_long_history_is_walked_to_its_end(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        // One change with more rows than a page, and more changes than a page of the log.
        let many: Vec<_> = (0..2100).map(|number| update("1.1", "2026-12-01", &number.to_string())).collect();
        store.record_updates(&id, &many, audit("plan.update")).await.unwrap();
        for _ in 0..1005 {
            store.record_updates(&id, &[update("1.2", "2026-12-01", "")], audit("plan.update")).await.unwrap();
        }
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { rows: 1007, .. }));
        place.disarm("audit_log").await;
        place.sql("update audit_log set actor = 'Nobody' where number = 1005").await.unwrap();
        assert_eq!(broken_at(&store, "").await, 1005);
        place.sql("update audit_log set actor = 'Ada Fenwick' where number = 1005").await.unwrap();
        place.disarm("action_update").await;
        place.sql("update action_update set note = 'x' where note = '2050'").await.unwrap();
        assert_eq!(broken_at(&store, "").await, 2);
    }
}
