//! Targets, rebases and links of measures.

use chrono::NaiveDate;
use serde_json::{Value, json};
use sightline_domain::target::{Comparison, Target, TargetKind};
use sightline_store::{AuditFilter, DoneBy, Error, MeasureLink, NewRebase, RebaseDecision, Store, Verification};

use crate::example::{added, audit, day, moment};
use crate::place::{Place, on_both};

const MEASURE: &str = "assessments_in_time";

fn target(value: &str, for_on: &str, kind: TargetKind) -> Target {
    Target {
        measure: MEASURE.to_owned(),
        value: value.parse().unwrap(),
        comparison: Comparison::AtLeast,
        for_on: day(for_on),
        kind,
        reason: "Agreed by the board – “90 or more”".to_owned(),
        is_withdrawn: false,
        set_by: "Ada Fenwick".to_owned(),
        set_at: moment(1),
    }
}

fn by(name: &str, account: Option<&str>) -> DoneBy {
    DoneBy { account: account.map(str::to_owned), name: name.to_owned(), at: moment(1) }
}

async fn asked(store: &Store, asker: &DoneBy, starts_on: NaiveDate, breakdown: Option<&str>) -> Result<u64, Error> {
    let said_before = json!({ "mean": "61.4", "variation": "no change" });
    let new = NewRebase {
        measure: MEASURE,
        breakdown,
        starts_on,
        reason: "The old limits hide what happens now",
        cause: "A second assessment team began",
        evidence: "Ten points in a row above the mean",
        said_before: &said_before,
        asked: asker,
    };
    store.ask_rebase(&new, audit("rebase.ask")).await
}

fn decision(is_approved: bool, decided: DoneBy) -> RebaseDecision {
    RebaseDecision { is_approved, reason: "The cause is known".to_owned(), decided }
}

async fn audit_rows(store: &Store) -> usize {
    assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));
    store.audit_log(&AuditFilter::default()).await.unwrap().len()
}

on_both! {
    async fn targets_are_kept_exactly_and_in_the_order_they_were_set(place: &Place) {
        let store = place.open().await;
        let first = target("90.0", "2027-03-31", TargetKind::Own);
        let revised = Target { value: "92.50".parse().unwrap(), reason: "Met early".to_owned(), ..first.clone() };
        let other = Target { measure: "visits".to_owned(), ..target("85", "2027-03-31", TargetKind::National) };
        for target in [&first, &revised, &other] {
            store.set_target(target, audit("target.set")).await.unwrap();
        }
        assert_eq!(store.targets(Some(MEASURE)).await.unwrap(), [first.clone(), revised.clone()]);
        assert_eq!(store.targets(None).await.unwrap().len(), 3);
        assert_eq!(store.targets(Some(MEASURE)).await.unwrap()[1].value.to_string(), "92.50");
        assert_eq!(audit_rows(&store).await, 3);
    }

    async fn only_a_target_that_stands_is_taken_back(place: &Place) {
        let store = place.open().await;
        let set = target("90", "2027-03-31", TargetKind::Own);
        let taken_back = Target { is_withdrawn: true, ..set.clone() };
        let refused = store.set_target(&taken_back, audit("target.set")).await.unwrap_err();
        assert_eq!(refused.code(), "SL-S120", "{refused}");
        store.set_target(&set, audit("target.set")).await.unwrap();
        store.set_target(&taken_back, audit("target.set")).await.unwrap();
        store.set_target(&taken_back, audit("target.set")).await.unwrap_err();
        assert_eq!(store.targets(Some(MEASURE)).await.unwrap(), [set, taken_back]);
        assert_eq!(audit_rows(&store).await, 2, "what was refused left no row");
    }

    async fn a_rebase_takes_two_people(place: &Place) {
        let store = place.open().await;
        let asker = by("Bea Lund", Some("acc_1"));
        let number = asked(&store, &asker, day("2026-04-01"), None).await.unwrap();
        let decide = async |decided: DoneBy| {
            store.decide_rebase(number, &decision(true, decided), audit("rebase.approve")).await
        };
        for same in [asker.clone(), by("Somebody Else", Some("acc_1")), by(" bea lund ", None)] {
            assert_eq!(decide(same).await.unwrap_err().code(), "SL-S123");
        }
        assert!(store.rebases(Some(MEASURE)).await.unwrap()[0].decision.is_none());
        decide(by("Cal Orme", Some("acc_2"))).await.unwrap();
        let rebase = store.rebases(None).await.unwrap().remove(0);
        assert!(rebase.is_approved());
        assert_eq!((rebase.number, rebase.starts_on, rebase.asked), (number, day("2026-04-01"), asker));
        assert_eq!(rebase.said_before["mean"], "61.4");
        assert_eq!(rebase.decision.unwrap().decided, by("Cal Orme", Some("acc_2")));
        assert_eq!(decide(by("Dot Marsh", None)).await.unwrap_err().code(), "SL-S122");
        let unknown = store.decide_rebase(99, &decision(false, by("Dot Marsh", None)), audit("rebase.approve")).await;
        assert_eq!(unknown.unwrap_err().code(), "SL-S121");
        assert_eq!(audit_rows(&store).await, 2);
    }

    async fn a_chart_is_rebased_once_from_a_day_unless_it_was_refused(place: &Place) {
        let store = place.open().await;
        let asker = by("Bea Lund", None);
        let number = asked(&store, &asker, day("2026-04-01"), None).await.unwrap();
        assert_eq!(asked(&store, &asker, day("2026-04-01"), None).await.unwrap_err().code(), "SL-S124");
        asked(&store, &asker, day("2026-04-01"), Some("team=North")).await.unwrap();
        asked(&store, &asker, day("2026-05-01"), None).await.unwrap();
        let refusal = decision(false, by("Cal Orme", None));
        store.decide_rebase(number, &refusal, audit("rebase.approve")).await.unwrap();
        asked(&store, &asker, day("2026-04-01"), None).await.unwrap();
        let numbers: Vec<u64> = store.rebases(Some(MEASURE)).await.unwrap().iter().map(|rebase| rebase.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert!(store.rebases(Some("another")).await.unwrap().is_empty());
    }

    async fn an_action_is_linked_with_a_measure_and_the_link_is_ended(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let link = MeasureLink {
            plan: plan.clone(),
            action: "1.1".to_owned(),
            measure: MEASURE.to_owned(),
            from_on: day("2026-09-01"),
            reason: "The new team is to shorten assessments".to_owned(),
            is_linked: true,
            by: "Bea Lund".to_owned(),
            at: moment(2),
        };
        let ended = MeasureLink { is_linked: false, from_on: day("2026-11-01"), ..link.clone() };
        let record = async |link: &MeasureLink| store.record_measure_link(link, audit("measure.link")).await;
        assert_eq!(record(&ended).await.unwrap_err().code(), "SL-S125");
        record(&link).await.unwrap();
        assert_eq!(record(&link).await.unwrap_err().code(), "SL-S125");
        record(&MeasureLink { action: "1.2".to_owned(), ..link.clone() }).await.unwrap();
        record(&ended).await.unwrap();
        record(&link).await.unwrap();
        assert_eq!(store.measure_links(Some(&plan), Some(MEASURE)).await.unwrap().len(), 4);
        assert!(store.measure_links(None, Some("another")).await.unwrap().is_empty());
        assert_eq!(audit_rows(&store).await, 5);
    }

    async fn the_database_refuses_to_change_what_was_said_of_measures_and_a_change_shows(place: &Place) {
        let store = place.open().await;
        store.set_target(&target("90", "2027-03-31", TargetKind::Own), audit("target.set")).await.unwrap();
        asked(&store, &by("Bea Lund", None), day("2026-04-01"), None).await.unwrap();
        store.decide_rebase(1, &decision(true, by("Cal Orme", None)), audit("rebase.approve")).await.unwrap();
        for (table, change) in
            [("measure_target", "value = '1'"), ("measure_rebase", "cause = ''"), ("measure_rebase_decision", "reason = ''")]
        {
            let error = place.sql(&format!("update {table} set {change}")).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
            place.sql(&format!("delete from {table}")).await.unwrap_err();
        }
        place.disarm("measure_target").await;
        place.sql("update measure_target set value = '80'").await.unwrap();
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Broken { seq: 1, .. }));
    }

    async fn a_backup_brings_targets_rebases_and_links_back(place: &Place) {
        let store = place.open().await;
        store.set_target(&target("90", "2027-03-31", TargetKind::Own), audit("target.set")).await.unwrap();
        asked(&store, &by("Bea Lund", Some("acc_1")), day("2026-04-01"), Some("team=North")).await.unwrap();
        store.decide_rebase(1, &decision(false, by("Cal Orme", None)), audit("rebase.approve")).await.unwrap();
        let file = place.file("store.backup");
        store.backup(&file, moment(3), audit("store.backup")).await.unwrap();
        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("store.restore")).await.unwrap();
        assert_eq!(restored.targets(None).await.unwrap(), store.targets(None).await.unwrap());
        assert_eq!(restored.rebases(None).await.unwrap(), store.rebases(None).await.unwrap());
        restored.close().await.unwrap();
        other.clear().await;
    }

    async fn what_cannot_be_stored_is_refused_and_leaves_nothing(place: &Place) {
        let store = place.open().await;
        let with_nul = Target { reason: "a\0b".to_owned(), ..target("90", "2027-03-31", TargetKind::Own) };
        assert!(matches!(store.set_target(&with_nul, audit("target.set")).await, Err(Error::Unstorable { .. })));
        let asker = by("Bea Lund", None);
        let new = NewRebase {
            measure: &"x".repeat(501), breakdown: None, starts_on: day("2026-04-01"), reason: "", cause: "",
            evidence: "", said_before: &Value::Null, asked: &asker,
        };
        assert!(matches!(store.ask_rebase(&new, audit("rebase.ask")).await, Err(Error::Unstorable { .. })));
        assert_eq!(audit_rows(&store).await, 0);
    }
}
