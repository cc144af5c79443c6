//! Are we doing it: the verdict, its reasons, and what it supports.

use chrono::{DateTime, Utc};

use super::*;
use crate::history::Update;
use crate::plan::{Action, Milestone};
use crate::scale::{Brag, Scale};
use crate::standing::Standing;
use crate::verdict::{DoingInput, DoingVerdict, doing_inputs, judge_doing, judge_impact};

fn update(on: &str, rating: Option<&str>, forecast: Option<&str>) -> Update {
    let recorded_at: DateTime<Utc> = format!("{on}T12:00:00Z").parse().unwrap();
    Update {
        action: "1.1".to_owned(),
        on: day(on),
        recorded_at,
        by: "Jo Example".to_owned(),
        action_rating: rating.map(str::to_owned),
        impact_rating: None,
        note: None,
        forecast_on: forecast.map(day),
        evidence: Vec::new(),
    }
}

fn action(due: &str) -> Action {
    Action { reference: "1.1".to_owned(), due_on: Some(day(due)), ..Action::default() }
}

fn judged(action: &Action, updates: &[Update], as_at: &str) -> DoingVerdict {
    let scale = Scale::brag();
    judge_doing(&DoingInput { action, updates, scale: &scale, update_cycle_days: 31, as_at: day(as_at) })
}

#[test]
fn overdue_says_by_how_much() {
    let verdict = judged(&action("2026-06-30"), &[update("2026-07-01", Some("green"), None)], "2026-07-10");
    assert_eq!(verdict.standing, Standing::Overdue);
    assert_eq!(verdict.reasons, ["Its due date, 30 June 2026, passed 10 days ago, and it is not complete."]);
    assert_eq!(verdict.would_change[0], "Completion, or another due date with a reason.");
}

#[test]
fn slipping_names_the_milestone_and_the_forecast() {
    let mut late = action("2026-12-31");
    late.milestones.push(Milestone {
        text: "Train".to_owned(),
        due_on: Some(day("2026-05-31")),
        ..Milestone::default()
    });
    // A forecast that the latest update does not repeat is still in force.
    let updates = [update("2026-06-01", Some("green"), Some("2027-02-01")), update("2026-06-20", Some("green"), None)];
    let verdict = judged(&late, &updates, "2026-07-01");
    assert_eq!(verdict.standing, Standing::Slipping);
    assert_eq!(
        verdict.reasons,
        [
            "1 milestone is overdue: “Train”, due 31 May 2026.",
            "It is expected to be complete on 1 February 2027, after its due date, 31 December 2026.",
        ]
    );
}

#[test]
fn a_report_of_completion_with_open_milestones_is_told() {
    let mut open = action("2026-12-31");
    open.milestones.push(Milestone {
        text: "Train".to_owned(),
        due_on: Some(day("2026-09-30")),
        ..Milestone::default()
    });
    let verdict = judged(&open, &[update("2026-06-20", Some("blue"), None)], "2026-07-01");
    assert_eq!(verdict.standing, Standing::OnTrack);
    assert_eq!(verdict.reasons[0], "It is reported complete, yet 1 milestone is not.");
}

#[test]
fn silence_is_not_on_track() {
    let old = judged(&action("2026-12-31"), &[update("2026-05-01", Some("green"), None)], "2026-07-01");
    assert_eq!(old.standing, Standing::Stale);
    assert_eq!(old.reasons, ["The latest update is of 1 May 2026, longer ago than the 31 days between updates."]);
    assert_eq!(judged(&action("2026-12-31"), &[], "2026-07-01").reasons, ["Nobody has reported on it."]);
}

#[test]
fn complete_supports_blue_only_where_the_evidence_of_impact_does() {
    let verdict = judged(&action("2026-12-31"), &[update("2026-08-01", Some("blue"), None)], "2026-08-15");
    assert_eq!(verdict.reasons, ["It is reported complete."]);
    let links = [linked("m", &then(&[51; 7]))];
    let alone = judge_impact(&input(&links, &[]));
    assert_eq!(verdict.supports(&alone), Some(Brag::Green));
    let items = [item("v", EvidenceKind::Voice)];
    assert_eq!(verdict.supports(&judge_impact(&input(&links, &items))), Some(Brag::Blue));
}

#[test]
fn what_was_recorded_later_does_not_change_a_verdict_of_the_past() {
    let first = update("2026-06-20", Some("green"), None);
    // Recorded in August for June.
    let late = Update { on: day("2026-06-25"), ..update("2026-08-01", Some("blue"), None) };
    let updates = [first.clone(), late];
    let june = judged(&action("2026-12-31"), &updates, "2026-07-01");
    assert_eq!(june, judged(&action("2026-12-31"), &[first], "2026-07-01"));
    assert_eq!(judged(&action("2026-12-31"), &updates, "2026-08-01").standing, Standing::Complete);
    let scale = Scale::brag();
    let plan = action("2026-12-31");
    let inputs = |updates: &[Update]| {
        doing_inputs(&DoingInput {
            action: &plan,
            updates,
            scale: &scale,
            update_cycle_days: 31,
            as_at: day("2026-07-01"),
        })
    };
    assert_eq!(inputs(&updates), inputs(&updates[..1]));
}
