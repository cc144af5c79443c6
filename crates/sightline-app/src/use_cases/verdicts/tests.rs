//! Verdicts of a small council: one measure that got better, one that did not.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Months, NaiveDate};
use sightline_documents::template;
use sightline_domain::challenge::{ChallengeKind, Weighed};
use sightline_domain::plan::{Action, Plan, Priority};
use sightline_domain::scale::{Brag, Scale};
use sightline_domain::verdict::{ImpactLevel, LinkState};

use super::{ActionVerdict, PlanVerdicts};
use crate::use_cases::data::load::LoadInput;
use crate::use_cases::import::ImportInput;
use crate::use_cases::measures::links::LinkInput;
use crate::use_cases::update::UpdateInput;
use crate::{Actor, App, Call, Database, Format, Key, Keys, Role, SourceBytes, Vocabulary};

const BETTER: &str = "case_file_audits_good_or_outstanding";
const SAME: &str = "case_file_audits_requires_improvement_or_better";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn on(role: Role, at: &str) -> Call {
    let today = day(at);
    let actor = Actor { account: Some(format!("acc_{}", role.code())), ..Actor::operator("Jo Example", role) };
    Call { actor, at: today.and_hms_opt(12, 0, 0).unwrap().and_utc(), today }
}

fn manager(at: &str) -> Call {
    on(Role::ProgrammeManager, at)
}

/// Ten audits of each of three years of months: more of them good from January 2026 on, as many inadequate as before.
fn audits() -> String {
    let first = day("2023-11-10");
    let mut text = "Audit ID,Child ID,Kind of audit,Planned for,Completed on,Theme,Grade,Meets standard,Moderated on,\
        Moderated grade,Finding,Team,Worker\n"
        .to_owned();
    for month in 0..36_u32 {
        let on = first + Months::new(month);
        let good = if on < day("2026-01-01") { [5, 6, 7, 6][month as usize % 4] } else { 9 };
        let inadequate = [0, 1][month as usize % 2];
        for audit in 0..10 {
            let grade = match audit {
                _ if audit < good => "Good",
                _ if audit >= 10 - inadequate => "Inadequate",
                _ => "Requires improvement",
            };
            text.push_str(&format!("A{month}-{audit},,Case file audit,,{on},,{grade},,,,,,\n"));
        }
    }
    text
}

fn plan() -> Plan {
    let action = |reference: &str| Action {
        reference: reference.to_owned(),
        ref_raw: Some(reference.to_owned()),
        priority: "1".to_owned(),
        text: Some(format!("Do {reference}")),
        due_raw: Some("30 June 2026".to_owned()),
        due_on: Some(day("2026-06-30")),
        ..Action::default()
    };
    Plan {
        title: "Harbour plan 2026".to_owned(),
        scales: vec![Scale::brag()],
        priorities: vec![Priority { reference: "1".to_owned(), title: Some("Hubs".to_owned()), ..Priority::default() }],
        actions: vec![action("1.1"), action("1.2"), action("1.3"), action("1.4")],
        ..Plan::default()
    }
}

/// The council with its plan since January, its links, and ratings of October.
async fn council(folder: &Path) -> App {
    let app = App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap();
    let app = app.with_keys(Keys::new(Key::random(), None), DateTime::UNIX_EPOCH).await.unwrap();
    let bytes = template::write(&plan(), Format::Json).unwrap();
    let input = ImportInput {
        files: vec![SourceBytes { name: "plan.json".to_owned(), bytes }],
        handle: Some("harbour".to_owned()),
        on: Some(day("2026-01-05")),
        ..ImportInput::default()
    };
    app.import_plan(&manager("2026-01-05"), &input).await.unwrap();
    for (action, measure) in [("1.1", BETTER), ("1.2", SAME), ("1.3", "no_such_measure")] {
        link(&app, "2026-01-05", action, measure, true).await;
    }
    let rated = |action: &str, impact: &str| UpdateInput {
        action: action.to_owned(),
        action_rating: Some("amber".to_owned()),
        impact_rating: Some(impact.to_owned()),
        note: Some("Done as planned.".to_owned()),
        ..UpdateInput::default()
    };
    let updates = [rated("1.1", "red"), rated("1.2", "green"), rated("1.3", "amber")];
    app.record_updates(&manager("2026-10-20"), None, None, &updates).await.unwrap();
    app
}

async fn link(app: &App, at: &str, action: &str, measure: &str, is_linked: bool) {
    let input = LinkInput {
        action: action.to_owned(),
        measure: measure.to_owned(),
        from_on: Some(day("2026-01-01")),
        reason: "It is to show in audits".to_owned(),
        is_linked,
    };
    app.link_measure(&manager(at), None, &input).await.unwrap();
}

async fn load(app: &App) {
    let files = vec![SourceBytes { name: "audits.csv".to_owned(), bytes: audits().into_bytes() }];
    let input = LoadInput { files, as_at: Some(day("2026-10-31")), ..LoadInput::default() };
    app.load_extract(&on(Role::Analyst, "2026-11-02"), input, Arc::new(|_| {})).await.unwrap();
}

async fn verdicts(app: &App, call: &Call) -> PlanVerdicts {
    app.plan_verdicts(call, None, None, None).await.unwrap()
}

fn of<'a>(judged: &'a PlanVerdicts, action: &str) -> &'a ActionVerdict {
    judged.actions.iter().find(|judged| judged.reference == action).unwrap()
}

#[tokio::test]
async fn a_measure_that_got_better_supports_green_and_one_that_did_not_red() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let judged = verdicts(&app, &manager("2026-11-05")).await;
    assert_eq!((judged.actions.len(), judged.records_of), (4, Some(day("2026-10-31"))));

    let better = of(&judged, "1.1");
    let impact = &better.verdicts.impact;
    assert_eq!((impact.level, impact.links[0].state), (ImpactLevel::Green, LinkState::Improving), "{impact:?}");
    assert!(impact.links[0].reasons[0].contains("each of the last 7 months"), "{:?}", impact.links[0].reasons);
    assert_eq!((better.impact.supports, better.impact.weighed), (Some(Brag::Green), Some(Weighed::Below)));
    assert_eq!(better.measures[0].title, "Case file audits graded good or outstanding");

    let same = of(&judged, "1.2");
    let impact = &same.verdicts.impact;
    assert_eq!((impact.level, impact.links[0].state), (ImpactLevel::Red, LinkState::NoChange), "{impact:?}");
    assert_eq!((same.impact.supports, same.impact.weighed), (Some(Brag::Red), Some(Weighed::Above)));
    // Overdue is red, whatever the lead says.
    assert_eq!((same.doing.supports, same.doing.weighed), (Some(Brag::Red), Some(Weighed::Above)));
}

#[tokio::test]
async fn a_measure_without_records_or_definition_is_no_evidence_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let judged = verdicts(&app, &manager("2026-11-01")).await;
    let without_records = of(&judged, "1.1");
    assert_eq!(without_records.verdicts.impact.level, ImpactLevel::NoEvidence);
    let missing = without_records.measures[0].missing.as_deref();
    assert_eq!(missing, Some("No children’s records were published by 1 November 2026."));
    let gone = of(&judged, "1.3");
    assert_eq!((gone.impact.supports, gone.impact.weighed), (None, Some(Weighed::Above)));
    assert!(!gone.measures[0].is_defined && gone.measures[0].missing.as_deref().unwrap().contains("no_such_measure"));
    assert!(of(&judged, "1.4").measures.is_empty() && of(&judged, "1.4").impact.weighed.is_none());
    let unknown = app.plan_verdicts(&manager("2026-11-01"), None, Some("9.9"), None).await.unwrap_err();
    assert_eq!(unknown.code(), "SL-A015");
    let far = app.plan_verdicts(&manager("2026-11-01"), None, None, Some(day("9990-01-01"))).await.unwrap();
    assert_eq!(of(&far, "1.1").verdicts.impact.level, ImpactLevel::NoEvidence);
}

#[tokio::test]
async fn what_is_published_or_linked_later_does_not_change_the_verdict_of_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let as_at = Some(day("2026-11-01"));
    let asked = async |reference: &str| {
        let judged = app.plan_verdicts(&manager("2026-11-05"), None, Some(reference), as_at).await.unwrap();
        (judged.actions[0].verdicts.clone(), judged.records_of)
    };
    let before = (asked("1.1").await, asked("1.4").await);
    load(&app).await;
    link(&app, "2026-11-04", "1.4", BETTER, true).await;
    link(&app, "2026-11-04", "1.1", BETTER, false).await;
    assert_eq!((asked("1.1").await, asked("1.4").await), before);
    let now = verdicts(&app, &manager("2026-11-05")).await;
    assert_eq!(of(&now, "1.1").verdicts.impact.links[0].state, LinkState::Withdrawn);
    assert_eq!(of(&now, "1.4").verdicts.impact.links[0].state, LinkState::Improving);
}

#[tokio::test]
async fn small_figures_are_left_out_for_those_who_may_not_see_them_and_the_verdict_stays() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let whole = verdicts(&app, &manager("2026-11-05")).await;
    let lead = verdicts(&app, &on(Role::ActionLead, "2026-11-05")).await;
    let (whole, lead) = (&of(&whole, "1.1").verdicts.impact, &of(&lead, "1.1").verdicts.impact);
    assert_eq!((whole.level, whole.links[0].state), (lead.level, lead.links[0].state));
    assert!(lead.reasons[1].contains("too small to be shown"), "{:?}", lead.reasons);
    let words = format!("{:?} {:?}", lead.reasons, lead.would_change);
    assert!(!words.contains("per cent") && !words.contains('%'), "{words}");
    assert!(lead.links[0].figures.latest.is_empty() && whole.links[0].figures.latest.len() == 7);
}

#[tokio::test]
async fn challenges_name_what_the_evidence_does_not_support_and_what_it_supports_better() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let raised = app.plan_challenges(&manager("2026-11-05"), None, None).await.unwrap();
    let kinds: Vec<(ChallengeKind, &str)> = raised
        .challenges
        .iter()
        .filter_map(|raised| Some((raised.challenge.kind, raised.challenge.subject.action()?)))
        .collect();
    assert!(kinds.contains(&(ChallengeKind::RatedAboveEvidence, "1.2")), "{kinds:?}");
    assert!(kinds.contains(&(ChallengeKind::HiddenSuccess, "1.1")), "{kinds:?}");
    assert!(kinds.contains(&(ChallengeKind::MeasureWithoutData, "1.3")), "{kinds:?}");
    assert!(kinds.contains(&(ChallengeKind::ActionWithoutMeasure, "1.4")), "{kinds:?}");
    assert!(kinds.contains(&(ChallengeKind::Stale, "1.4")), "{kinds:?}");
    assert_eq!(raised.challenges[0].title.as_deref(), Some("Do 1.1"));
    assert_eq!(raised.challenges[0].priority.as_deref(), Some("1"));
    let administrator = app.plan_challenges(&on(Role::Administrator, "2026-11-05"), None, None).await.unwrap_err();
    assert_eq!(administrator.code(), "SL-A001");
}
