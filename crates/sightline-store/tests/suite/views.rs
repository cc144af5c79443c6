//! Saved views, and the state of a plan that those who keep it in memory ask for.

use sightline_store::{AuditFilter, Error, NewView, Store};

use crate::example::{added, amendment, audit, day, moment, new_plan, plan, update};
use crate::place::{Place, on_both};

fn mine<'a>(name: &'a str, query: &'a str) -> NewView<'a> {
    NewView { account: Some("acc_1"), owner: "Bea Lund", name, query, is_shared: false }
}

async fn version(store: &Store) -> u64 {
    store.plan_version("harbour-2026").await.unwrap().version
}

on_both! {
    async fn every_change_of_a_plan_gives_it_a_new_version_and_reading_does_not(place: &Place) {
        let store = place.open().await;
        let summary = added(&store).await;
        let first = version(&store).await;
        store.plan_as_at(&summary.id, day("2026-12-01")).await.unwrap();
        assert_eq!(version(&store).await, first);

        store.record_updates(&summary.id, &[update("1.1", "2026-11-21", "Opened")], audit("plan.update")).await.unwrap();
        let updated = version(&store).await;
        assert!(updated > first);

        let before = store.current_plan(&summary.id).await.unwrap().actions[0].clone();
        let reworded = amendment("2026-11-22", &before, |action| action.text = Some("Open two hubs".to_owned()));
        store.record_amendments(&summary.id, &[reworded], audit("plan.amend")).await.unwrap();
        assert!(version(&store).await > updated);
    }

    async fn a_change_of_one_plan_leaves_the_version_of_another(place: &Place) {
        let store = place.open().await;
        let one = added(&store).await;
        let two = store.add_plan(&new_plan(&plan()), audit("plan.import")).await.unwrap();
        let before = store.plan_version(&two.handle).await.unwrap();
        store.record_updates(&one.id, &[update("1.1", "2026-11-21", "Opened")], audit("plan.update")).await.unwrap();
        assert_eq!(store.plan_version(&two.handle).await.unwrap(), before);
    }

    async fn a_change_of_another_process_is_seen_at_once(place: &Place) {
        let here = place.open().await;
        let summary = added(&here).await;
        let there = place.open().await;
        let before = version(&here).await;
        there.record_updates(&summary.id, &[update("1.1", "2026-11-21", "Opened")], audit("plan.update")).await.unwrap();
        assert!(version(&here).await > before);
        let read = here.read_plan(&summary.id, day("2026-12-01")).await.unwrap();
        assert_eq!(read.version, here.plan_version("harbour-2026").await.unwrap());
        assert_eq!(read.at.latest_updates.len(), 1);
        assert_eq!(read.summary.last_update_on, Some(day("2026-11-21")));
    }

    async fn a_plan_is_found_for_its_version_by_every_name_it_has(place: &Place) {
        let store = place.open().await;
        let summary = added(&store).await;
        for name in ["harbour-2026", " Harbour-2026 ", "harbour", summary.id.as_str()] {
            assert_eq!(store.plan_version(name).await.unwrap().plan, summary.id, "{name}");
        }
        let error = store.plan_version("westmoor").await.unwrap_err();
        assert!(matches!(error, Error::UnknownPlan { .. }), "{error}");
    }

    async fn a_view_comes_back_and_one_of_the_same_name_takes_its_place(place: &Place) {
        let store = place.open().await;
        let summary = added(&store).await;
        let first = store.save_view(&summary.id, &mine("Late ones", "due=overdue"), audit("view.save")).await.unwrap();
        let again = store.save_view(&summary.id, &mine("late ONES", "standing=overdue"), audit("view.save")).await.unwrap();
        assert_eq!(again.id, first.id);
        let views = store.views(&summary.id).await.unwrap();
        assert_eq!(views, std::slice::from_ref(&again));
        assert_eq!((views[0].name.as_str(), views[0].query.as_str()), ("late ONES", "standing=overdue"));

        // Another account may use the name too.
        let other = NewView { account: Some("acc_2"), ..mine("Late ones", "q=hub") };
        store.save_view(&summary.id, &other, audit("view.save")).await.unwrap();
        assert_eq!(store.views(&summary.id).await.unwrap().len(), 2);
    }

    async fn a_deleted_view_is_gone_and_cannot_be_deleted_again(place: &Place) {
        let store = place.open().await;
        let summary = added(&store).await;
        let view = store.save_view(&summary.id, &mine("Late ones", "due=overdue"), audit("view.save")).await.unwrap();
        let other = store.add_plan(&new_plan(&plan()), audit("plan.import")).await.unwrap();
        let elsewhere = store.delete_view(&other.id, &view.id, audit("view.delete")).await.unwrap_err();
        assert!(matches!(elsewhere, Error::UnknownView), "{elsewhere}");
        store.delete_view(&summary.id, &view.id, audit("view.delete")).await.unwrap();
        assert!(store.views(&summary.id).await.unwrap().is_empty());
        let rows = store.audit_log(&AuditFilter::default()).await.unwrap().len();
        assert!(store.delete_view(&summary.id, &view.id, audit("view.delete")).await.is_err());
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), rows);
    }

    async fn a_restored_store_has_its_views_and_counts_on(place: &Place) {
        let store = place.open().await;
        let summary = added(&store).await;
        store.save_view(&summary.id, &mine("Late ones", "due=overdue"), audit("view.save")).await.unwrap();
        let file = place.file("backup.zip");
        store.backup(&file, moment(0), audit("backup.write")).await.unwrap();

        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("backup.restore")).await.unwrap();
        assert_eq!(restored.views(&summary.id).await.unwrap(), store.views(&summary.id).await.unwrap());
        let before = version(&restored).await;
        restored.record_updates(&summary.id, &[update("1.1", "2026-11-21", "Opened")], audit("plan.update")).await.unwrap();
        assert!(version(&restored).await > before);
        other.clear().await;
    }
}
