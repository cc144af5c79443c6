//! Work that is under way, and the papers that come of it.

use serde_json::json;
use sightline_store::{AuditFilter, Error, JobState, NewJob, PlanId, ReportRecord, Store};

use crate::example::{added, audit, day, moment};
use crate::place::{Place, on_both};

async fn asked(store: &Store, plan: &PlanId) -> sightline_store::Job {
    let new = NewJob { kind: "report", what: &json!({ "formats": ["pdf"] }), steps: 3 };
    store.add_job(plan, &new, audit("report.ask")).await.unwrap()
}

fn paper(plan: &PlanId, name: &str) -> ReportRecord {
    ReportRecord {
        plan: plan.clone(),
        as_at: day("2026-11-30"),
        format: "pdf".to_owned(),
        name: name.to_owned(),
        sha256: String::new(),
        size_bytes: 0,
        recorded_at: moment(0),
    }
}

on_both! {
    async fn a_job_says_how_far_it_is_until_it_has_ended(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let job = asked(&store, &plan).await;
        assert_eq!((job.state.clone(), job.asked_by.as_str(), job.asked_at), (JobState::Waiting, "Ada Fenwick", moment(0)));
        let state = async || store.jobs(&plan, 10).await.unwrap().remove(0).state;
        store.note_job(&job.id, "Typesetting", 1).await.unwrap();
        assert_eq!(state().await, JobState::Running { step: "Typesetting".to_owned(), done: 1, of: 3 });
        store.end_job(&job.id, moment(1), None).await.unwrap();
        assert_eq!(state().await, JobState::Done);
        // What has ended stays as it ended.
        store.note_job(&job.id, "Typesetting", 2).await.unwrap();
        store.end_job(&job.id, moment(2), Some("too late")).await.unwrap();
        assert_eq!(state().await, JobState::Done);
    }

    async fn what_had_not_ended_is_given_up_when_a_server_begins(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let done = asked(&store, &plan).await;
        store.end_job(&done.id, moment(1), None).await.unwrap();
        let running = asked(&store, &plan).await;
        store.note_job(&running.id, "Typesetting", 1).await.unwrap();
        asked(&store, &plan).await;
        assert_eq!(store.give_up_jobs(moment(2), "The server was started again.").await.unwrap(), 2);
        let states: Vec<JobState> = store.jobs(&plan, 10).await.unwrap().into_iter().map(|job| job.state).collect();
        let failed = JobState::Failed { why: "The server was started again.".to_owned() };
        assert_eq!(states, [failed.clone(), failed, JobState::Done]);
        assert_eq!(store.jobs(&plan, 1).await.unwrap().len(), 1);
    }

    async fn a_frozen_paper_is_the_same_bytes_for_ever(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let first = store.freeze_report(&paper(&plan, "november.pdf"), b"%PDF one", audit("report.build")).await.unwrap();
        let again = store.freeze_report(&paper(&plan, "again.pdf"), b"%PDF one", audit("report.build")).await.unwrap();
        assert_ne!(first, again);
        let (record, bytes) = store.frozen_report(&plan, first).await.unwrap();
        assert_eq!((record.name.as_str(), bytes.as_slice(), record.size_bytes), ("november.pdf", b"%PDF one".as_slice(), 8));
        let listed = store.frozen_reports(&plan).await.unwrap();
        assert_eq!(listed.iter().map(|paper| paper.number).collect::<Vec<_>>(), [again, first]);
        assert!(listed.iter().all(|paper| paper.is_kept && paper.by == "Ada Fenwick"));
        assert_eq!(store.audit_log(&AuditFilter::default()).await.unwrap().len(), 3);
    }

    async fn a_paper_whose_bytes_were_changed_or_never_kept_is_not_handed_out(place: &Place) {
        let store = place.open().await;
        let plan = added(&store).await.id;
        let hash_only = ReportRecord { sha256: "ab".repeat(32), size_bytes: 1, ..paper(&plan, "old.pdf") };
        store.record_report(&hash_only, audit("report.build")).await.unwrap();
        let listed = store.frozen_reports(&plan).await.unwrap();
        assert!(!listed[0].is_kept);
        let error = store.frozen_report(&plan, listed[0].number).await.unwrap_err();
        assert!(matches!(error, Error::UnknownReport { .. }), "{error}");

        let number = store.freeze_report(&paper(&plan, "new.pdf"), b"%PDF one", audit("report.build")).await.unwrap();
        let other = if place.is_postgresql() { r"'\x00'::bytea" } else { "x'00'" };
        place.sql(&format!("update stored_file set bytes = {other}")).await.unwrap();
        let error = store.frozen_report(&plan, number).await.unwrap_err();
        assert!(matches!(error, Error::Unreadable { .. }), "{error}");
        assert!(store.frozen_report(&plan, 99).await.is_err());
    }
}
