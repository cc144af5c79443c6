//! Updates, baselines and reports.

use sightline_domain::history::Update;
use sightline_store::{AuditFilter, Error, PlanId, ReportRecord};

use crate::example::{added, amendment, audit, day, moment, plan, update};
use crate::place::{Place, on_both};

fn notes(updates: &[Update]) -> Vec<&str> {
    updates.iter().filter_map(|update| update.note.as_deref()).collect()
}

on_both! {
    async fn updates_come_back_as_they_were_recorded(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let full = Update { recorded_at: moment(3) + chrono::Duration::microseconds(123_456), ..update("1.1", "2026-12-01", "Über “fünf”\nlines") };
        let bare = Update {
            action_rating: None, impact_rating: Some("blue".to_owned()), note: None, forecast_on: None, evidence: Vec::new(),
            ..update("2.1", "2026-12-02", "")
        };
        store.record_updates(&id, &[full.clone(), bare.clone()], audit("plan.update")).await.unwrap();
        assert_eq!(store.updates(&id, None, None, None).await.unwrap(), [full, bare]);
    }

    async fn the_latest_update_is_by_day_and_then_as_recorded(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let first = [
            update("2.1", "2026-12-10", "of the tenth"),
            update("2.1", "2026-12-05", "of the fifth, recorded later"),
            update("1.1", "2026-12-10", "first of the day"),
        ];
        store.record_updates(&id, &first, audit("plan.update")).await.unwrap();
        store.record_updates(&id, &[update("1.1", "2026-12-10", "second of the day")], audit("plan.update")).await.unwrap();
        let latest = async |on: &str| {
            let as_at = store.plan_as_at(&id, day(on)).await.unwrap();
            notes(&as_at.latest_updates).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(latest("2026-12-04").await.is_empty());
        assert_eq!(latest("2026-12-05").await, ["of the fifth, recorded later"]);
        assert_eq!(latest("2026-12-09").await, ["of the fifth, recorded later"]);
        assert_eq!(latest("2026-12-10").await, ["second of the day", "of the tenth"]);
        assert_eq!(latest("9999-12-31").await, ["second of the day", "of the tenth"]);
    }

    async fn a_note_without_ratings_leaves_the_last_ratings_in_force(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let rated = Update {
            action_rating: Some("green".to_owned()),
            impact_rating: Some("amber".to_owned()),
            ..update("1.1", "2026-12-01", "rated")
        };
        let note = Update { action_rating: None, impact_rating: None, ..update("1.1", "2026-12-10", "a note only") };
        let half = Update { action_rating: Some("red".to_owned()), impact_rating: None, ..update("1.1", "2026-12-20", "half") };
        store.record_updates(&id, &[rated, note, half], audit("plan.update")).await.unwrap();
        let shown = async |on: &str| {
            let latest = store.plan_as_at(&id, day(on)).await.unwrap().latest_updates.remove(0);
            (latest.note.unwrap_or_default(), latest.action_rating, latest.impact_rating)
        };
        let rating = |code: &str| Some(code.to_owned());
        assert_eq!(shown("2026-12-15").await, ("a note only".to_owned(), rating("green"), rating("amber")));
        assert_eq!(shown("2026-12-31").await, ("half".to_owned(), rating("red"), rating("amber")));
    }

    async fn days_beyond_the_calendar_of_the_database_can_be_asked_for(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        store.record_updates(&id, &[update("1.1", "2026-12-10", "only")], audit("plan.update")).await.unwrap();
        let last = store.plan_as_at(&id, chrono::NaiveDate::MAX).await.unwrap();
        assert_eq!(notes(&last.latest_updates), ["only"]);
        let first = store.plan_as_at(&id, chrono::NaiveDate::MIN).await.unwrap();
        assert!(first.latest_updates.is_empty());
        assert_eq!(first.plan, plan());
    }

    async fn updates_are_chosen_by_action_and_by_days_both_counted(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let updates = [update("1.1", "2026-12-03", "c"), update("1.2", "2026-12-02", "b"), update("1.1", "2026-12-01", "a")];
        store.record_updates(&id, &updates, audit("plan.update")).await.unwrap();
        assert_eq!(notes(&store.updates(&id, None, None, None).await.unwrap()), ["a", "b", "c"]);
        assert_eq!(notes(&store.updates(&id, Some("1.1"), None, None).await.unwrap()), ["a", "c"]);
        let (from, to) = (Some(day("2026-12-02")), Some(day("2026-12-03")));
        assert_eq!(notes(&store.updates(&id, None, from, to).await.unwrap()), ["b", "c"]);
        assert_eq!(notes(&store.updates(&id, None, None, Some(day("2026-12-02"))).await.unwrap()), ["a", "b"]);
        assert!(store.updates(&id, Some("9.9"), None, None).await.unwrap().is_empty());
    }

    async fn one_update_of_an_unknown_action_saves_none(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let updates = [update("1.1", "2026-12-01", "fine"), update("1.3", "2026-12-01", "no such action")];
        let error = store.record_updates(&id, &updates, audit("plan.update")).await.unwrap_err();
        let Error::UnknownAction { reference, near } = &error else { panic!("{error}") };
        assert_eq!(reference, "1.3");
        assert!(near.contains(&"1.1".to_owned()));
        assert!(store.updates(&id, None, None, None).await.unwrap().is_empty());
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), 1);
    }

    async fn recording_no_updates_writes_nothing(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        store.record_updates(&id, &[], audit("plan.update")).await.unwrap();
        store.record_amendments(&id, &[], audit("plan.amend")).await.unwrap();
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), 1);
    }

    async fn a_baseline_stays_as_it_was_frozen(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        let made = store.add_baseline(&id, "As first agreed", day("2026-11-20"), audit("plan.baseline")).await.unwrap();
        let change = amendment("2026-12-01", &plan().actions[0], |action| action.text = Some("Other words".to_owned()));
        store.record_amendments(&id, &[change], audit("plan.amend")).await.unwrap();
        store.add_baseline(&id, "December", day("2026-12-31"), audit("plan.baseline")).await.unwrap();
        // A baseline of a day before an amendment that is already recorded.
        store.add_baseline(&id, "November again", day("2026-11-30"), audit("plan.baseline")).await.unwrap();

        let first = store.baseline(&id, " as first AGREED ").await.unwrap();
        assert_eq!((first.name.as_str(), first.on, &first.plan), ("As first agreed", day("2026-11-20"), &plan()));
        let later = store.baseline(&id, "December").await.unwrap();
        assert_eq!(later.plan.actions[0].text.as_deref(), Some("Other words"));
        let listed = store.baselines(&id).await.unwrap();
        assert_eq!(listed.len(), 3);
        assert_eq!(listed[0], made);
        assert_eq!(listed[2].sha256, made.sha256);
        assert_ne!(listed[1].sha256, made.sha256);
    }

    async fn a_baseline_is_never_replaced(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        store.add_baseline(&id, "Agreed", day("2026-11-20"), audit("plan.baseline")).await.unwrap();
        let error = store.add_baseline(&id, "agreed ", day("2026-11-21"), audit("plan.baseline")).await.unwrap_err();
        assert!(matches!(error, Error::BaselineTaken { .. }), "{error}");
        let error = store.baseline(&id, "Draft").await.unwrap_err();
        let Error::UnknownBaseline { known, .. } = error else { panic!("{error}") };
        assert_eq!(known, ["Agreed"]);
        assert_eq!(store.baselines(&id).await.unwrap().len(), 1);
    }

    async fn the_last_report_before_a_day_is_the_latest_by_its_own_day(place: &Place) {
        let store = place.open().await;
        let id = added(&store).await.id;
        assert_eq!(store.last_report_before(&id, day("2027-01-01")).await.unwrap(), None);
        for (as_at, name) in [("2026-12-31", "december.pdf"), ("2026-11-30", "november.pdf"), ("2026-11-30", "november-2.pdf")] {
            store.record_report(&report(&id, as_at, name), audit("report.build")).await.unwrap();
        }
        let before = async |on: &str| store.last_report_before(&id, day(on)).await.unwrap().map(|report| report.name);
        assert_eq!(before("2027-01-01").await.as_deref(), Some("december.pdf"));
        assert_eq!(before("2026-12-31").await.as_deref(), Some("november-2.pdf"));
        assert_eq!(before("2026-11-30").await, None);
        let all = store.reports(&id).await.unwrap();
        assert_eq!(all.len(), 3);
        assert_eq!(all[0], report(&id, "2026-12-31", "december.pdf"));
    }
}

fn report(plan: &PlanId, as_at: &str, name: &str) -> ReportRecord {
    ReportRecord {
        plan: plan.clone(),
        as_at: day(as_at),
        format: "pdf".to_owned(),
        name: name.to_owned(),
        sha256: "ab".repeat(32),
        size_bytes: 5_000_000_000,
        recorded_at: moment(0),
    }
}
