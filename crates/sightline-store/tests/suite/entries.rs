//! What a programme keeps beside its plan, version by version.

use sightline_store::{AuditEntry, EntryKind, EntryVersion, Error, NewVersion, Store, Verification};

use crate::example::{added, audit, moment};
use crate::place::{Place, on_both};

fn agreed(what: &str) -> serde_json::Value {
    serde_json::json!({ "text": what, "names": ["Ada Fenwick", "“Bea”"] })
}

async fn decisions(store: &Store, plan: &sightline_store::PlanId) -> Vec<EntryVersion<serde_json::Value>> {
    store.entries(plan, EntryKind::Decision).await.unwrap()
}

on_both! {
    async fn entries_are_numbered_within_their_kind_and_the_last_version_stands(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let new = [
            NewVersion::first(EntryKind::Decision, &agreed("Open a second team")).unwrap(),
            NewVersion::first(EntryKind::Decision, &agreed("Keep the pilot")).unwrap(),
            NewVersion::first(EntryKind::Risk, &agreed("Too few workers")).unwrap(),
        ];
        assert_eq!(store.keep_entries(&plan, &new, audit("decision.record")).await.unwrap(), [1, 2, 1]);
        let read = decisions(&store, &plan).await;
        assert_eq!(read.iter().map(|one| (one.entry, one.version)).collect::<Vec<_>>(), [(1, 1), (2, 1)]);
        assert_eq!(read[1].body, agreed("Keep the pilot"));

        let changed = NewVersion::next(EntryKind::Decision, &read[0], &agreed("Open a third team"), "Misheard").unwrap();
        assert_eq!(store.keep_entries(&plan, &[changed], audit("decision.record")).await.unwrap(), [1]);
        let now = decisions(&store, &plan).await;
        assert_eq!((now[0].version, &now[0].body, now[0].reason.as_str()), (2, &agreed("Open a third team"), "Misheard"));
        let all: Vec<EntryVersion<serde_json::Value>> =
            store.entry_versions(&plan, EntryKind::Decision, 1).await.unwrap();
        assert_eq!(all.iter().map(|one| one.version).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(all[0], read[0]);
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));
    }

    async fn the_second_of_two_people_is_told_and_nothing_is_lost(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let first = NewVersion::first(EntryKind::Decision, &agreed("Open a second team")).unwrap();
        store.keep_entries(&plan, &[first], audit("decision.record")).await.unwrap();
        let read = decisions(&store, &plan).await.remove(0);
        let next = |what: &str| NewVersion::next(EntryKind::Decision, &read, &agreed(what), "").unwrap();
        store.keep_entries(&plan, &[next("one")], audit("decision.record")).await.unwrap();
        let both = [NewVersion::first(EntryKind::Risk, &agreed("new")).unwrap(), next("two")];
        let error = store.keep_entries(&plan, &both, audit("decision.record")).await.unwrap_err();
        assert!(matches!(error, Error::EntryConflict { register: "decision", .. }), "{error}");
        assert_eq!(decisions(&store, &plan).await[0].body, agreed("one"));
        let risks: Vec<EntryVersion<serde_json::Value>> = store.entries(&plan, EntryKind::Risk).await.unwrap();
        assert!(risks.is_empty(), "all of them or none");
    }

    async fn what_was_taken_out_keeps_its_number_and_its_versions(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let first = NewVersion::first(EntryKind::Decision, &agreed("Open a second team")).unwrap();
        store.keep_entries(&plan, std::slice::from_ref(&first), audit("decision.record")).await.unwrap();
        let read = decisions(&store, &plan).await.remove(0);
        let out = NewVersion::withdrawn(EntryKind::Decision, &read, "Recorded twice").unwrap();
        store.keep_entries(&plan, std::slice::from_ref(&out), audit("decision.withdraw")).await.unwrap();
        assert!(decisions(&store, &plan).await.is_empty());
        let error = store.keep_entries(&plan, &[out], audit("decision.withdraw")).await.unwrap_err();
        assert!(matches!(error, Error::EntryConflict { .. }), "{error}");
        assert_eq!(store.keep_entries(&plan, &[first], audit("decision.record")).await.unwrap(), [2]);
        let all: Vec<EntryVersion<serde_json::Value>> =
            store.entry_versions(&plan, EntryKind::Decision, 1).await.unwrap();
        assert_eq!(all.iter().map(|one| one.is_withdrawn).collect::<Vec<_>>(), [false, true]);
    }

    async fn entries_are_read_as_they_stood_at_a_moment(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let on = |minute: i64| AuditEntry { at: moment(minute), ..audit("decision.record") };
        let first = NewVersion::first(EntryKind::Decision, &agreed("Open a second team")).unwrap();
        store.keep_entries(&plan, &[first], on(1)).await.unwrap();
        let read = decisions(&store, &plan).await.remove(0);
        let changed = NewVersion::next(EntryKind::Decision, &read, &agreed("Open a third team"), "Misheard").unwrap();
        store.keep_entries(&plan, &[changed], on(3)).await.unwrap();
        let read = decisions(&store, &plan).await.remove(0);
        let out = NewVersion::withdrawn(EntryKind::Decision, &read, "Recorded twice").unwrap();
        store.keep_entries(&plan, &[out], on(5)).await.unwrap();
        let stood = async |minute: i64| -> Vec<(u64, serde_json::Value)> {
            let known = store.entries_at(&plan, EntryKind::Decision, moment(minute)).await.unwrap();
            known.into_iter().map(|one| (one.version, one.body)).collect()
        };
        assert!(stood(0).await.is_empty());
        assert_eq!(stood(1).await, [(1, agreed("Open a second team"))], "its own moment counts");
        assert_eq!(stood(4).await, [(2, agreed("Open a third team"))]);
        assert!(stood(5).await.is_empty(), "it was taken out");
    }

    async fn an_entry_that_is_not_there_is_not_changed(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let read = EntryVersion {
            entry: 7,
            version: 1,
            body: agreed("nothing"),
            is_withdrawn: false,
            reason: String::new(),
            by: "Ada Fenwick".to_owned(),
            at: moment(1),
        };
        let next = NewVersion::next(EntryKind::Decision, &read, &agreed("something"), "").unwrap();
        let error = store.keep_entries(&plan, &[next], audit("decision.record")).await.unwrap_err();
        assert!(matches!(error, Error::UnknownEntry { number: 7, .. }), "{error}");
    }
}
