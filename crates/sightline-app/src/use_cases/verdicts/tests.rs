//! Verdicts of a small council: one measure that got better, one that did not.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Months, NaiveDate};
use sightline_documents::template;
use sightline_domain::board_report::Axis;
use sightline_domain::challenge::{ChallengeKind, Reply, Weighed};
use sightline_domain::plan::{Action, Lead, LeadKind, Plan, Priority};
use sightline_domain::scale::{Brag, Scale};
use sightline_domain::verdict::{ImpactLevel, LinkState};

use super::answers::{ChallengeAnswerInput, LONGEST_ANSWER};
use super::challenges::{AnswerState, RaisedChallenge};
use super::tested::TestedAction;
use super::{ActionVerdict, PlanVerdicts};
use crate::use_cases::data::load::LoadInput;
use crate::use_cases::import::ImportInput;
use crate::use_cases::measures::links::LinkInput;
use crate::use_cases::update::UpdateInput;
use crate::{Actor, App, AuditFilter, Call, Database, Format, Key, Keys, Role, Scope, SourceBytes, Vocabulary};

pub(in crate::use_cases) const BETTER: &str = "case_file_audits_good_or_outstanding";
const SAME: &str = "case_file_audits_requires_improvement_or_better";

pub(in crate::use_cases) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(in crate::use_cases) fn on(role: Role, at: &str) -> Call {
    let today = day(at);
    let actor = Actor { account: Some(format!("acc_{}", role.code())), ..Actor::operator("Jo Example", role) };
    Call { actor, at: today.and_hms_opt(12, 0, 0).unwrap().and_utc(), today }
}

pub(in crate::use_cases) fn manager(at: &str) -> Call {
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
        leads: vec![Lead {
            raw: "Head of Hubs".to_owned(),
            name: "Head of Hubs".to_owned(),
            kind: LeadKind::Post,
            resolved: None,
        }],
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
pub(in crate::use_cases) async fn council(folder: &Path) -> App {
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

pub(in crate::use_cases) async fn link(app: &App, at: &str, action: &str, measure: &str, is_linked: bool) {
    let input = LinkInput {
        action: action.to_owned(),
        measure: measure.to_owned(),
        from_on: Some(day("2026-01-01")),
        reason: "It is to show in audits".to_owned(),
        is_linked,
    };
    app.link_measure(&manager(at), None, &input).await.unwrap();
}

pub(in crate::use_cases) async fn load(app: &App) {
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
async fn the_first_page_tells_which_ratings_stand_up_to_the_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let tested =
        async |role: Role| app.what_needs_me(&on(role, "2026-11-05"), None).await.unwrap().plans.remove(0).tested;
    let names =
        |actions: &[TestedAction]| actions.iter().map(|action| action.reference.clone()).collect::<Vec<_>>().join(" ");
    let board = tested(Role::BoardMember).await.unwrap();
    assert_eq!((board.rated, board.agree, board.without_evidence), (3, 0, 1));
    assert_eq!(
        (names(&board.better), names(&board.worse), names(&board.without_effect)),
        ("1.2".into(), "1.1".into(), String::new())
    );
    assert_eq!((board.better[0].rating.as_deref(), board.better[0].supports), (Some("Green"), Some(Brag::Red)));
    assert!(tested(Role::ProgrammeManager).await.is_some() && tested(Role::Sponsor).await.is_some());
    assert!(tested(Role::ActionLead).await.is_none(), "leads are told of their updates");

    let done = UpdateInput {
        action: "1.2".to_owned(),
        action_rating: Some("blue".to_owned()),
        impact_rating: Some("red".to_owned()),
        note: Some("All of it is done.".to_owned()),
        evidence: vec!["The rota".to_owned()],
        sustained: Some("It is in the base budget.".to_owned()),
        ..UpdateInput::default()
    };
    let improved = UpdateInput {
        action: "1.1".to_owned(),
        impact_rating: Some("green".to_owned()),
        note: Some("Audits are better.".to_owned()),
        ..UpdateInput::default()
    };
    app.record_updates(&manager("2026-11-04"), None, None, &[done, improved]).await.unwrap();
    let board = tested(Role::BoardMember).await.unwrap();
    assert_eq!((names(&board.without_effect), names(&board.shown), board.agree), ("1.2".into(), "1.1".into(), 2));
    assert!(board.better.is_empty());
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

/// The lead of no action, but the sponsor of priority 1, or of another.
pub(in crate::use_cases) fn sponsor(at: &str, priority: &str) -> Call {
    let mut call = on(Role::Sponsor, at);
    call.actor.name = "Cy Moss".to_owned();
    call.actor.reach.priorities = Scope::Only(vec![priority.to_owned()]);
    call
}

async fn challenge(app: &App, at: &str, kind: ChallengeKind, action: &str) -> Option<RaisedChallenge> {
    let raised = app.plan_challenges(&manager(at), None, None).await.unwrap();
    let is_it = |one: &&RaisedChallenge| {
        one.challenge.kind == kind
            && one.challenge.subject.action() == Some(action)
            && !one.challenge.sentence.starts_with("Action")
    };
    raised.challenges.iter().find(is_it).cloned()
}

fn explained(challenge: &RaisedChallenge) -> ChallengeAnswerInput {
    ChallengeAnswerInput {
        challenge: challenge.id.clone(),
        situation: Some(challenge.challenge.situation.clone()),
        reply: Reply::Explained,
        words: " Two of three teams only ".to_owned(),
    }
}

#[tokio::test]
async fn an_answer_stays_with_its_challenge_until_another_rating_asks_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let (kind, today) = (ChallengeKind::RatedAboveEvidence, "2026-11-05");
    let asked = challenge(&app, today, kind, "1.2").await.unwrap();
    assert_eq!((asked.state, asked.answers.len(), asked.may_answer), (AnswerState::Open, 0, true));
    let waiting = app.plan_challenges(&manager(today), None, None).await.unwrap().to_be_answered();

    let answer = app.answer_challenge(&sponsor(today, "1"), None, &explained(&asked)).await.unwrap();
    assert_eq!((answer.words.as_str(), answer.role.as_str()), ("Two of three teams only", "sponsor"));
    let answered = challenge(&app, today, kind, "1.2").await.unwrap();
    assert_eq!((answered.state, &answered.answers), (AnswerState::Answered, &vec![answer.clone()]));
    let raised = app.plan_challenges(&manager(today), None, None).await.unwrap();
    assert_eq!(raised.to_be_answered(), waiting - 1);
    let before = app.plan_challenges(&manager(today), None, Some(day("2026-11-04"))).await.unwrap();
    assert!(before.challenges.iter().all(|one| one.answers.is_empty() && !one.may_answer));
    assert_eq!(app.answers_of_action(&on(Role::BoardMember, today), "harbour", "1.2", None).await.unwrap(), [answer]);

    let rate = async |at: &str, impact: &str| {
        let input = UpdateInput {
            action: "1.2".to_owned(),
            impact_rating: Some(impact.to_owned()),
            note: Some("Said again.".to_owned()),
            ..UpdateInput::default()
        };
        app.record_updates(&manager(at), None, None, &[input]).await.unwrap();
    };
    rate("2026-11-06", "green").await;
    assert_eq!(challenge(&app, "2026-11-06", kind, "1.2").await.unwrap().state, AnswerState::Answered, "the same");
    rate("2026-11-07", "amber").await;
    assert_eq!(challenge(&app, "2026-11-07", kind, "1.2").await.unwrap().state, AnswerState::Changed);
    rate("2026-11-08", "red").await;
    assert!(challenge(&app, "2026-11-08", kind, "1.2").await.is_none());
    rate("2026-11-09", "green").await;
    let again = challenge(&app, "2026-11-09", kind, "1.2").await.unwrap();
    assert_eq!((again.state, again.answers.len(), &again.id), (AnswerState::Changed, 1, &asked.id));
    let stale = app.answer_challenge(&sponsor("2026-11-09", "1"), None, &explained(&asked)).await.unwrap_err();
    assert_eq!(stale.code(), "SL-A391");
    let history = app.history(&manager(today), &AuditFilter::default()).await.unwrap();
    let row = history.iter().find(|row| row.entry.action == "challenge.answer").unwrap();
    assert_eq!((row.entry.actor.as_str(), &row.entry.detail["action"]), ("Cy Moss", &"1.2".into()));
}

#[tokio::test]
async fn whoever_agrees_has_still_to_rate_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let (kind, today) = (ChallengeKind::HiddenSuccess, "2026-11-05");
    let asked = challenge(&app, today, kind, "1.1").await.unwrap();
    let agreed = ChallengeAnswerInput { reply: Reply::Agreed, ..explained(&asked) };
    app.answer_challenge(&manager(today), None, &agreed).await.unwrap();
    assert_eq!(challenge(&app, today, kind, "1.1").await.unwrap().state, AnswerState::Agreed);
    let evidence = ChallengeAnswerInput { reply: Reply::EvidenceGiven, ..explained(&asked) };
    let refused = app.answer_challenge(&manager(today), None, &evidence).await.unwrap_err();
    assert_eq!((refused.code(), refused.help().as_str()), ("SL-A392", "It takes: agreed, explained."));
    let nothing = ChallengeAnswerInput { words: "  ".to_owned(), ..explained(&asked) };
    assert_eq!(app.answer_challenge(&manager(today), None, &nothing).await.unwrap_err().code(), "SL-A053");
    let long = ChallengeAnswerInput { words: "x".repeat(LONGEST_ANSWER + 1), ..explained(&asked) };
    assert_eq!(app.answer_challenge(&manager(today), None, &long).await.unwrap_err().code(), "SL-A054");
    let gone = ChallengeAnswerInput { challenge: "0".repeat(16), ..explained(&asked) };
    assert_eq!(app.answer_challenge(&manager(today), None, &gone).await.unwrap_err().code(), "SL-A390");
}

#[tokio::test]
async fn only_the_lead_the_sponsor_and_the_programme_manager_answer() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    load(&app).await;
    let today = "2026-11-05";
    let asked = challenge(&app, today, ChallengeKind::RatedAboveEvidence, "1.2").await.unwrap();
    let lead_of_another = on(Role::ActionLead, today);
    for call in [sponsor(today, "2"), lead_of_another, on(Role::BoardMember, today), on(Role::Director, today)] {
        let refused = app.answer_challenge(&call, None, &explained(&asked)).await.unwrap_err();
        assert_eq!(refused.code(), "SL-A001", "{:?}", call.actor.role);
        let seen = app.plan_challenges(&call, None, None).await.unwrap();
        assert!(!seen.find(&asked.id).unwrap().may_answer);
    }
    let mut lead = on(Role::ActionLead, today);
    lead.actor.known_as = vec!["Head of Hubs".to_owned()];
    let answer = app.answer_challenge(&lead, None, &explained(&asked)).await.unwrap();
    assert_eq!(answer.post.as_deref(), Some("Head of Hubs"));
}

#[tokio::test]
async fn a_verdict_is_kept_once_and_again_when_its_evidence_changes_and_what_was_kept_stays() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let keep = async |at: &str| app.keep_verdicts(&manager(at), None).await.unwrap();
    let first = keep("2026-11-01").await;
    let sides = first.kept.iter().map(|record| (record.action.as_str(), record.axis)).collect::<Vec<_>>();
    assert_eq!((first.looked_at, sides.len()), (6, 6), "1.4 was never rated: {sides:?}");
    assert!(keep("2026-11-01").await.kept.is_empty() && keep("2026-11-02").await.kept.is_empty());

    load(&app).await;
    let second = keep("2026-11-05").await;
    let changed: Vec<(&str, Axis)> = second.kept.iter().map(|record| (record.action.as_str(), record.axis)).collect();
    assert_eq!(changed, [("1.1", Axis::Impact), ("1.2", Axis::Impact), ("1.3", Axis::Impact)]);
    let better = &second.kept[0];
    assert_eq!((better.supports, better.says.as_str(), better.rated.as_str()), (Some(Brag::Green), "green", "red"));
    assert_eq!((better.measures[0].state, better.rated_on), (LinkState::Improving, Some(day("2026-10-20"))));
    assert_eq!(better.measures[0].definition.as_ref().map(String::len), Some(64));
    let words = format!("{:?}", better.reasons);
    assert!(words.contains("too small to be shown") && !words.contains('%'), "whoever may read it: {words}");
    assert!(keep("2026-11-05").await.kept.is_empty());

    let history = app.verdict_history(&on(Role::BoardMember, "2026-11-05"), "harbour", "1.1", None).await.unwrap();
    let impact: Vec<_> = history.records.iter().filter(|(record, _)| record.axis == Axis::Impact).collect();
    assert_eq!(impact[0].0, first.kept[1], "what was kept stays when more is known");
    assert_eq!(
        impact[1].1,
        [
            "The evidence supports green, before that no rating.",
            "Case file audits graded good or outstanding: improving, before that no figures.",
            "Measures are counted in other records."
        ]
    );
    let then = app.verdict_history(&manager("2026-11-05"), "harbour", "1.1", Some(day("2026-11-01"))).await.unwrap();
    assert_eq!(then.records.len(), 2);
    let refused = app.keep_verdicts(&on(Role::Sponsor, "2026-11-05"), None).await.unwrap_err();
    assert_eq!(refused.code(), "SL-A001");
}

#[tokio::test]
async fn the_runner_keeps_verdicts_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path()).await;
    let call = manager("2026-11-05");
    let (runner, at) = (app.clone(), call.at);
    let running = async move { runner.run_jobs(move || at, |error| panic!("{error}")).await };
    let waiting = async {
        while app.verdict_history(&call, "harbour", "1.1", None).await.unwrap().records.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        () = running => unreachable!("it waits for ever"),
        () = waiting => {}
    }
    let rows = app.history(&call, &AuditFilter::default()).await.unwrap();
    let row = rows.iter().find(|row| row.entry.action == "verdict.keep").unwrap();
    assert_eq!((row.entry.actor.as_str(), &row.entry.detail["kept"]), ("Sightline", &6.into()));
}
