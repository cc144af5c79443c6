//! Extracts of children's records: what is known of them, and which is in force.

use serde_json::json;
use sightline_store::{AuditEntry, AuditFilter, Error, ExtractId, ExtractState, NewExtract, Store, Verification};

use crate::example::{audit, day, moment};
use crate::place::{Place, on_both};

async fn loaded(store: &Store, as_at: &str, minute: i64, is_published: bool) -> ExtractId {
    let at = moment(minute);
    let id = ExtractId::new(at);
    let new = NewExtract {
        id: &id,
        as_at: day(as_at),
        formats: &["annex_a".to_owned(), "ssda903".to_owned()],
        manifest: &json!({ "tables": { "person": 41 } }),
        quality: &json!({ "scores": [] }),
        folder: id.as_str(),
        sha256: &"ab".repeat(32),
        sealed_key: "sealed1:0a0b0c0d:what-nobody-can-read",
        is_published,
    };
    let added = store.add_extract(&new, AuditEntry { at, ..audit("data.load") }).await.unwrap();
    assert_eq!(added, store.extract(&id).await.unwrap());
    id
}

async fn in_force(store: &Store) -> Option<ExtractId> {
    store.extract_in_force().await.unwrap().map(|extract| extract.id)
}

async fn audit_rows(store: &Store) -> usize {
    assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));
    store.audit_log(&AuditFilter::default()).await.unwrap().len()
}

on_both! {
    async fn the_published_extract_of_the_latest_day_is_in_force(place: &Place) {
        let store = place.open().await;
        assert_eq!(in_force(&store).await, None);
        let october = loaded(&store, "2026-10-31", 1, true).await;
        let september = loaded(&store, "2026-09-30", 2, true).await;
        assert_eq!(in_force(&store).await, Some(october.clone()), "loaded earlier, of a later day");
        let again = loaded(&store, "2026-10-31", 3, false).await;
        assert_eq!(in_force(&store).await, Some(october.clone()), "what waits is not in force");
        let published = store.publish_extract(&again, AuditEntry { at: moment(9), ..audit("data.publish") }).await.unwrap();
        assert_eq!((published.state, published.published.unwrap().at), (ExtractState::Published, moment(9)));
        assert_eq!(in_force(&store).await, Some(again.clone()), "of the same day the one published last");

        store.withdraw_extract(&again, "One list was cut off.", audit("data.withdraw")).await.unwrap();
        assert_eq!(in_force(&store).await, Some(october.clone()));
        store.withdraw_extract(&october, "The same.", audit("data.withdraw")).await.unwrap();
        assert_eq!(in_force(&store).await, Some(september));
        assert_eq!(store.extracts().await.unwrap().iter().map(|one| one.id.clone()).next(), Some(again));
        assert_eq!(audit_rows(&store).await, 6);
    }

    async fn each_step_is_taken_once_and_in_order(place: &Place) {
        let store = place.open().await;
        let id = loaded(&store, "2026-10-31", 1, false).await;
        let refused = |error: Error| matches!(error, Error::ExtractState { .. });
        assert!(refused(store.withdraw_extract(&id, "x", audit("data.withdraw")).await.unwrap_err()));
        store.publish_extract(&id, audit("data.publish")).await.unwrap();
        assert!(refused(store.publish_extract(&id, audit("data.publish")).await.unwrap_err()));
        let withdrawn = store.withdraw_extract(&id, "A list was cut off.", audit("data.withdraw")).await.unwrap();
        assert_eq!(withdrawn.withdrawn.unwrap().because, "A list was cut off.");
        assert!(withdrawn.sealed_key.is_some());
        let destroyed = store.destroy_extract(&id, "Kept for two years.", audit("data.destroy")).await.unwrap();
        assert_eq!((destroyed.state, destroyed.sealed_key), (ExtractState::Destroyed, None));
        assert!(refused(store.destroy_extract(&id, "x", audit("data.destroy")).await.unwrap_err()));
        assert!(refused(store.publish_extract(&id, audit("data.publish")).await.unwrap_err()));
        let error = store.extract(&ExtractId::new(moment(50))).await.unwrap_err();
        assert!(matches!(error, Error::UnknownExtract { .. }), "{error}");
        assert_eq!(audit_rows(&store).await, 4, "what was refused left no row");
    }

    async fn keys_are_sealed_anew_together_and_never_those_of_what_is_destroyed(place: &Place) {
        let store = place.open().await;
        let (kept, gone) = (loaded(&store, "2026-10-31", 1, true).await, loaded(&store, "2026-09-30", 2, true).await);
        store.destroy_extract(&gone, "Asked for.", audit("data.destroy")).await.unwrap();
        let sealed = [(kept.clone(), "sealed1:new:key".to_owned()), (gone.clone(), "sealed1:new:key".to_owned())];
        store.reseal_extracts(&sealed, audit("data.seal")).await.unwrap();
        assert_eq!(store.extract(&kept).await.unwrap().sealed_key.as_deref(), Some("sealed1:new:key"));
        assert_eq!(store.extract(&gone).await.unwrap().sealed_key, None);
    }

    async fn a_backup_brings_extracts_back(place: &Place) {
        let store = place.open().await;
        let id = loaded(&store, "2026-10-31", 1, true).await;
        store.record_reading(audit("child.read")).await.unwrap();
        let file = place.file("store.backup");
        store.backup(&file, moment(3), audit("store.backup")).await.unwrap();
        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("store.restore")).await.unwrap();
        assert_eq!(restored.extract(&id).await.unwrap(), store.extract(&id).await.unwrap());
        assert_eq!(in_force(&restored).await, Some(id));
        restored.close().await.unwrap();
        other.clear().await;
    }
}
