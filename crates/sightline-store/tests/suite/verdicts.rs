//! Answers to challenges, and verdicts that were kept.

use sightline_domain::board_report::Axis;
use sightline_domain::challenge::{Answer, ChallengeKind, Reply};
use sightline_domain::scale::Brag;
use sightline_domain::verdict::{LinkFigures, LinkState, RecordedMeasure, TargetState, VerdictRecord};
use sightline_store::{AuditFilter, Error, PlanId, Store, Verification};

use crate::example::{added, audit, day, moment};
use crate::place::{Place, on_both};

fn answer(action: Option<&str>, words: &str) -> Answer {
    Answer {
        challenge: "rated_above_evidence \"1.1\" impact".to_owned(),
        kind: ChallengeKind::RatedAboveEvidence,
        action: action.map(str::to_owned),
        asked: "The impact of action 1.1 is rated Green; its evidence supports red.".to_owned(),
        situation: "green over red, rated so since 2026-10-31".to_owned(),
        reply: Reply::Explained,
        words: words.to_owned(),
        by: "Bea Lund".to_owned(),
        post: Some("Head of Service".to_owned()),
        role: "action lead".to_owned(),
        at: moment(1),
    }
}

fn record(action: &str, axis: Axis, digit: &str) -> VerdictRecord {
    VerdictRecord {
        action: action.to_owned(),
        axis,
        as_at: day("2026-11-20"),
        rated: "green".to_owned(),
        rated_on: Some(day("2026-10-31")),
        supports: Some(Brag::Red),
        says: "red".to_owned(),
        reasons: vec!["Red: the only linked measure is worsening – “naïve”.".to_owned()],
        measures: vec![RecordedMeasure {
            measure: "visits".to_owned(),
            name: "Visits in time".to_owned(),
            definition: Some("c".repeat(64)),
            state: LinkState::Worsening,
            target: TargetState::NotMet,
            figures: LinkFigures { baseline_points: 24, mean: Some(61.4), ..LinkFigures::default() },
        }],
        extract: Some("ext_1".to_owned()),
        rules: "verdict-1".to_owned(),
        inputs_sha256: digit.repeat(64),
        by: "Sightline".to_owned(),
        at: moment(2),
    }
}

async fn keep(store: &Store, plan: &PlanId, records: &[VerdictRecord]) -> Vec<VerdictRecord> {
    store.keep_verdicts(plan, records.to_vec(), |_| audit("verdict.keep")).await.unwrap()
}

async fn audit_rows(store: &Store) -> usize {
    assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { .. }));
    store.audit_log(&AuditFilter::default()).await.unwrap().len()
}

on_both! {
    async fn answers_are_kept_in_the_order_they_were_given(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let (first, second) = (answer(Some("1.1"), "One team only – “for now”"), answer(Some("1.1"), "And since June"));
        let of_finding = Answer { kind: ChallengeKind::FindingWithoutAction, post: None, ..answer(None, "It is closed") };
        for answer in [&first, &of_finding, &second] {
            store.record_challenge_answer(&plan, answer, audit("challenge.answer")).await.unwrap();
        }
        let all = store.challenge_answers(&plan, None).await.unwrap();
        assert_eq!(all, [first.clone(), of_finding, second.clone()]);
        assert_eq!(store.challenge_answers(&plan, Some("1.1")).await.unwrap(), [first, second]);
        assert!(store.challenge_answers(&plan, Some("1.2")).await.unwrap().is_empty());
        let unknown = store.record_challenge_answer(&plan, &answer(Some("9.9"), "x"), audit("challenge.answer")).await;
        assert!(matches!(unknown, Err(Error::UnknownAction { .. })));
        let with_nul = store.record_challenge_answer(&plan, &answer(None, "a\0b"), audit("challenge.answer")).await;
        assert!(matches!(with_nul, Err(Error::Unstorable { .. })));
        assert_eq!(audit_rows(&store).await, 4, "the plan and three answers");
    }

    async fn a_verdict_is_kept_once_until_it_is_made_from_something_else(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let first = [record("1.1", Axis::Action, "a"), record("1.1", Axis::Impact, "a"), record("1.2", Axis::Impact, "a")];
        assert_eq!(keep(&store, &plan, &first).await, first);
        let rows = audit_rows(&store).await;
        let later = first.clone().map(|record| VerdictRecord { as_at: day("2026-12-20"), ..record });
        assert!(keep(&store, &plan, &later).await.is_empty());
        assert_eq!(audit_rows(&store).await, rows, "what repeats leaves no row");
        let changed = [later[0].clone(), record("1.1", Axis::Impact, "b"), later[2].clone()];
        assert_eq!(keep(&store, &plan, &changed).await, [changed[1].clone()]);
        // The same as before, but not as the last one.
        assert_eq!(keep(&store, &plan, &first).await, [first[1].clone()]);
        let kept = store.verdict_records(&plan, Some("1.1")).await.unwrap();
        assert_eq!(kept, [first[0].clone(), first[1].clone(), changed[1].clone(), first[1].clone()]);
        assert_eq!(store.verdict_records(&plan, None).await.unwrap().len(), 5);
        assert_eq!(audit_rows(&store).await, rows + 2);
    }

    async fn the_database_refuses_to_change_what_was_kept_and_a_change_shows(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        store.record_challenge_answer(&plan, &answer(Some("1.1"), "One team"), audit("challenge.answer")).await.unwrap();
        keep(&store, &plan, &[record("1.1", Axis::Impact, "a")]).await;
        for (table, change) in [("challenge_answer", "words = ''"), ("verdict_record", "supports = 'green'")] {
            let error = place.sql(&format!("update {table} set {change}")).await.unwrap_err();
            assert!(error.to_string().contains("append-only"), "{error}");
            place.sql(&format!("delete from {table}")).await.unwrap_err();
        }
        place.disarm("verdict_record").await;
        place.sql("update verdict_record set supports = 'green'").await.unwrap();
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Broken { seq: 3, .. }));
    }

    async fn a_backup_brings_answers_and_verdicts_back(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        store.record_challenge_answer(&plan, &answer(Some("1.1"), "One team"), audit("challenge.answer")).await.unwrap();
        keep(&store, &plan, &[record("1.1", Axis::Impact, "a")]).await;
        let file = place.file("store.backup");
        store.backup(&file, moment(3), audit("store.backup")).await.unwrap();
        let other = place.another().await;
        let restored = other.open().await;
        restored.restore(&file, audit("store.restore")).await.unwrap();
        let answers = restored.challenge_answers(&plan, None).await.unwrap();
        assert_eq!(answers, store.challenge_answers(&plan, None).await.unwrap());
        let records = restored.verdict_records(&plan, None).await.unwrap();
        assert_eq!((records.len(), &records), (1, &store.verdict_records(&plan, None).await.unwrap()));
        restored.close().await.unwrap();
        other.clear().await;
    }
}
