//! Challenges, answers and the optimism record, by example.

use chrono::{DateTime, Days, Months, Utc};
use proptest::prelude::*;

use super::*;
use crate::history::PlanAsAt;
use crate::measure::{Better, Counts, Exact, Period};
use crate::plan::{Action, Finding, Inspection, Lead, LeadKind, Milestone, Plan, Post, PostHolding, Priority};
use crate::scale::{Brag, Scale};
use crate::spc::{Point, PointValue};
use crate::standing::deadline;
use crate::verdict::{
    DoingInput, EvidenceItem, EvidenceKind, Goal, ImpactInput, KnownFigure, MeasureLink, Series, judge_doing,
    judge_impact,
};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn at_noon(on: &str) -> DateTime<Utc> {
    format!("{on}T12:00:00Z").parse().unwrap()
}

fn update(action: &str, on: &str, ratings: (&str, &str)) -> Update {
    let code = |code: &str| (!code.is_empty()).then(|| code.to_owned());
    Update {
        action: action.to_owned(),
        on: day(on),
        recorded_at: at_noon(on),
        by: "Jo Example".to_owned(),
        action_rating: code(ratings.0),
        impact_rating: code(ratings.1),
        note: None,
        forecast_on: None,
        evidence: Vec::new(),
    }
}

fn action(reference: &str) -> Action {
    Action {
        reference: reference.to_owned(),
        priority: "1".to_owned(),
        due_on: Some(day("2026-12-31")),
        ..Action::default()
    }
}

/// A plan as at 15 August 2026.
fn plan(actions: Vec<Action>, latest_updates: Vec<Update>) -> PlanAsAt {
    let priority = Priority { reference: "1".to_owned(), ..Priority::default() };
    PlanAsAt {
        as_at: day("2026-08-15"),
        plan: Plan { actions, priorities: vec![priority], scales: vec![Scale::brag()], ..Plan::default() },
        latest_updates,
    }
}

/// Two years around 50 and then seven months at this figure; no figure at all without one.
fn link(measure: &str, after: Option<i64>) -> MeasureLink {
    let figures = |after: i64| {
        let value = move |at: u32| if at < 24 { [48, 52, 50, 54, 46][at as usize % 5] } else { after };
        let figure = move |at| {
            let period = Period::month_of(day("2024-01-01") + Months::new(at));
            let value = PointValue::Actual(Exact::whole(value(at)));
            let point = Point { period, value, numerator: None, counted: Some(100) };
            KnownFigure { point, known_on: period.to + Days::new(10) }
        };
        (0..31).map(figure).collect()
    };
    MeasureLink {
        measure: measure.to_owned(),
        name: format!("Measure {measure}"),
        kind: EvidenceKind::Measure,
        counts: Counts::Events,
        unit: "per cent".to_owned(),
        places: 1,
        better: Better::Higher,
        starts_on: day("2026-01-01"),
        goal: Goal::Improve,
        targets: Vec::new(),
        linked_on: day("2025-12-20"),
        ended: None,
        fresh_for_days: 62,
        series: Series::new(after.map(figures).unwrap_or_default()).unwrap(),
    }
}

fn voice() -> EvidenceItem {
    EvidenceItem {
        id: "v".to_owned(),
        kind: EvidenceKind::Voice,
        title: "What children said".to_owned(),
        on: day("2026-06-30"),
        known_on: day("2026-07-01"),
        accepted: None,
        out_of_date_on: None,
        withdrawn_on: None,
    }
}

fn verdicts(
    at: &PlanAsAt,
    evidence: &[(&str, Vec<MeasureLink>, Vec<EvidenceItem>)],
) -> BTreeMap<String, ActionVerdicts> {
    let scale = Scale::brag();
    let one = |(reference, links, items): &(&str, Vec<MeasureLink>, Vec<EvidenceItem>)| {
        let action = at.plan.action(reference).unwrap();
        let updates = &at.latest_updates;
        let own: Vec<Update> = updates.iter().filter(|update| update.action == *reference).cloned().collect();
        let doing = DoingInput { action, updates: &own, scale: &scale, update_cycle_days: 31, as_at: at.as_at };
        let impact = ImpactInput { links, items, test_on: None, due_on: deadline(action), as_at: at.as_at };
        ((*reference).to_owned(), ActionVerdicts { doing: judge_doing(&doing), impact: judge_impact(&impact) })
    };
    evidence.iter().map(one).collect()
}

fn found(at: &PlanAsAt, evidence: &[(&str, Vec<MeasureLink>, Vec<EvidenceItem>)]) -> Vec<Challenge> {
    challenges(&Standpoint::of(at), &verdicts(at, evidence), &[], &at.latest_updates)
}

fn kinds(found: &[Challenge]) -> Vec<ChallengeKind> {
    found.iter().map(|challenge| challenge.kind).collect()
}

#[test]
fn a_rating_better_than_its_verdict_is_a_challenge_and_a_worse_one_a_hidden_success() {
    let rated = |impact: &str, after: i64| {
        let at = plan(vec![action("1.1")], vec![update("1.1", "2026-08-01", ("green", impact))]);
        found(&at, &[("1.1", vec![link("m", Some(after))], vec![])])
    };
    let green = rated("green", 49);
    assert_eq!(kinds(&green), [ChallengeKind::RatedAboveEvidence]);
    assert_eq!(
        green[0].sentence,
        "The impact of action 1.1 is rated Green; its evidence supports red. Red: the only linked measure is worsening."
    );
    assert_eq!(
        (green[0].situation.as_str(), green[0].key().as_str()),
        ("green over red, rated so since 2026-08-01", "rated_above_evidence \"1.1\" impact")
    );
    assert_eq!(kinds(&rated("red", 51)), [ChallengeKind::HiddenSuccess]);
    assert!(rated("green", 51).is_empty());
    assert_eq!(kinds(&rated("blue", 51)), [ChallengeKind::RatedAboveEvidence]);
}

#[test]
fn done_without_effect_is_challenged_on_both_ratings() {
    let at = plan(vec![action("1.1")], vec![update("1.1", "2026-08-01", ("blue", "blue"))]);
    let found = found(&at, &[("1.1", vec![link("m", Some(50))], vec![voice()])]);
    assert_eq!(kinds(&found), [ChallengeKind::RatedAboveEvidence, ChallengeKind::RatedAboveEvidence]);
    assert!(
        found[0]
            .sentence
            .starts_with("Action 1.1 is rated Blue; its evidence supports green. It is reported complete.")
    );
}

#[test]
fn without_evidence_only_red_claims_nothing() {
    for (reported, expected) in [
        (Brag::Red, Weighed::Agrees),
        (Brag::Amber, Weighed::Above),
        (Brag::Green, Weighed::Above),
        (Brag::Blue, Weighed::Above),
    ] {
        assert_eq!(weigh(reported, None), expected);
    }
}

#[test]
fn silence_and_a_missing_date_are_told() {
    let undated = Action { due_on: None, ..action("1.2") };
    let at = plan(vec![action("1.1"), undated], vec![update("1.1", "2026-07-01", ("green", ""))]);
    let found = found(&at, &[]);
    assert_eq!(kinds(&found), [ChallengeKind::Stale, ChallengeKind::Stale, ChallengeKind::Undated]);
    assert_eq!(
        found[0].sentence,
        "Nobody has reported on action 1.1 since 1 July 2026: longer than the 31 days between updates."
    );
    assert_eq!(found[1].sentence, "Nobody has reported on action 1.2.");
}

#[test]
fn a_broken_chain_is_told_at_each_link() {
    let spoken = Action { child_statements: vec!["I am heard".to_owned()], ..action("1.1") };
    let mut at = plan(
        vec![spoken, action("1.2")],
        vec![update("1.1", "2026-08-01", ("green", "")), update("1.2", "2026-08-01", ("green", ""))],
    );
    let answered = Finding { reference: "1".to_owned(), action_refs: vec!["1.2".to_owned()], ..Finding::default() };
    let open =
        Finding { reference: "recommendation 2".to_owned(), action_refs: vec!["9.9".to_owned()], ..Finding::default() };
    at.plan.inspections =
        vec![Inspection { name: "ILACS 2025".to_owned(), findings: vec![answered, open], ..Inspection::default() }];
    let evidence = [("1.1", vec![link("empty", None)], vec![]), ("1.2", vec![], vec![])];
    let found_now = found(&at, &evidence);
    assert_eq!(
        kinds(&found_now),
        [
            ChallengeKind::FindingWithoutAction,
            ChallengeKind::ActionWithoutMeasure,
            ChallengeKind::MeasureWithoutData,
            ChallengeKind::StatementWithoutFeedback,
        ]
    );
    assert_eq!(found_now[0].sentence, "No action of the plan answers recommendation 2 of ILACS 2025.");
    let heard = [("1.1", vec![link("m", Some(51))], vec![voice()])];
    assert_eq!(kinds(&found(&at, &heard)), [ChallengeKind::FindingWithoutAction]);
}

#[test]
fn a_date_moved_back_without_a_reason_is_told_and_one_with_a_reason_or_brought_forward_is_not() {
    let step = |due: &str| Milestone { text: "Train".to_owned(), due_on: Some(day(due)), ..Milestone::default() };
    let before = Action { milestones: vec![step("2026-05-31")], due_on: Some(day("2026-09-30")), ..action("1.1") };
    let after = Action { milestones: vec![step("2026-07-31")], ..action("1.1") };
    let amendment = |reason: &str, before: &Action, after: &Action| Amendment {
        action: "1.1".to_owned(),
        on: day("2026-06-01"),
        recorded_at: at_noon("2026-06-01"),
        by: "Jo Example".to_owned(),
        reason: reason.to_owned(),
        before: Some(before.clone()),
        after: after.clone(),
    };
    let at = plan(vec![after.clone()], vec![]);
    let now = Standpoint::of(&at);
    let told = |amendment: Amendment| -> Vec<String> {
        date_challenges(&now, &[amendment], &[]).into_iter().map(|challenge| challenge.sentence).collect()
    };
    assert_eq!(
        told(amendment(" - ", &before, &after)),
        [
            "The due date of action 1.1, 30 September 2026, was moved to 31 December 2026 on 1 June 2026, and the amendment \
             does not say why.",
            "The milestone “Train” of action 1.1, 31 May 2026, was moved to 31 July 2026 on 1 June 2026, and the amendment \
             does not say why.",
        ]
    );
    assert!(told(amendment("The post is vacant", &before, &after)).is_empty());
    assert!(told(amendment("", &after, &before)).is_empty());
    assert!(told(Amendment { on: day("2026-08-16"), ..amendment("", &before, &after) }).is_empty());
}

#[test]
fn a_forecast_that_slides_needs_a_note() {
    let forecast = |on: &str, forecast: &str, note: Option<&str>| Update {
        forecast_on: Some(day(forecast)),
        note: note.map(str::to_owned),
        ..update("1.1", on, ("green", ""))
    };
    let at = plan(vec![action("1.1")], vec![]);
    let updates = [
        forecast("2026-05-31", "2026-09-30", None),
        forecast("2026-06-30", "2026-10-31", Some("The post is vacant")),
        forecast("2026-07-31", "2026-11-30", Some("…")),
    ];
    let found = date_challenges(&Standpoint::of(&at), &[], &updates);
    assert_eq!(found.len(), 1);
    assert!(found[0].sentence.contains("forecast of action 1.1, 31 October 2026, was moved to 30 November 2026"));
}

#[test]
fn an_answer_covers_a_challenge_until_things_change_and_agreeing_has_to_be_followed_by_a_rating() {
    let at = plan(vec![action("1.1")], vec![update("1.1", "2026-08-01", ("green", "green"))]);
    let challenge = found(&at, &[("1.1", vec![link("m", Some(49))], vec![])]).remove(0);
    let answer = |reply: Reply, situation: &str| {
        [Answer {
            challenge: challenge.key(),
            kind: challenge.kind,
            action: Some("1.1".to_owned()),
            asked: challenge.sentence.clone(),
            situation: situation.to_owned(),
            reply,
            words: "One team only".to_owned(),
            by: "Jo Example".to_owned(),
            post: None,
            role: "action lead".to_owned(),
            at: at_noon("2026-08-10"),
        }]
    };
    assert_eq!(state_of(&challenge, &[], day("2026-08-15")), ChallengeState::Open);
    let covering = answer(Reply::Explained, &challenge.situation);
    assert!(!state_of(&challenge, &covering, day("2026-08-15")).is_open());
    assert_eq!(state_of(&challenge, &covering, day("2026-08-09")), ChallengeState::Open, "not yet given");
    let other = answer(Reply::EvidenceGiven, "green over amber");
    assert_eq!(state_of(&challenge, &other, day("2026-08-15")), ChallengeState::Reopened(&other[0]));
    let agreed = answer(Reply::Agreed, &challenge.situation);
    assert!(state_of(&challenge, &agreed, day("2026-08-15")).is_open());
}

#[test]
fn another_rating_is_another_situation_and_the_same_one_again_is_not() {
    let asked = |updates: Vec<Update>| {
        let at = plan(vec![action("1.1")], vec![updates[updates.len() - 1].clone()]);
        let now = Standpoint::of(&at);
        let judged = verdicts(&at, &[("1.1", vec![link("m", Some(49))], vec![])]);
        let found = challenges(&now, &judged, &[], &updates);
        let of_rating = found.into_iter().find(|challenge| challenge.kind == ChallengeKind::RatedAboveEvidence);
        of_rating.unwrap().situation
    };
    let green = |on: &str| update("1.1", on, ("green", "green"));
    let first = asked(vec![green("2026-06-30")]);
    assert_eq!(first, "green over red, rated so since 2026-06-30");
    assert_eq!(
        asked(vec![green("2026-06-30"), update("1.1", "2026-07-31", ("green", "")), green("2026-08-10")]),
        first
    );
    let again = asked(vec![green("2026-06-30"), update("1.1", "2026-07-31", ("green", "red")), green("2026-08-10")]);
    assert_eq!(again, "green over red, rated so since 2026-08-10");
}

#[test]
fn every_reply_has_a_code_and_every_kind_can_be_explained() {
    for reply in Reply::ALL {
        assert_eq!(Reply::from_code(reply.code()), Some(reply));
    }
    assert!(ChallengeKind::ALL.iter().all(|kind| kind.replies().contains(&Reply::Explained)));
}

#[test]
fn every_kind_has_a_code_of_its_own_and_says_what_answers_it() {
    for kind in ChallengeKind::ALL {
        assert_eq!(ChallengeKind::from_code(kind.code()), Some(kind));
        assert!(kind.answered_by().ends_with('.') && !kind.name().is_empty());
    }
}

fn led(reference: &str, lead: &str, kind: LeadKind) -> Action {
    let lead = Lead { raw: lead.to_owned(), name: lead.to_owned(), kind, resolved: None };
    Action { leads: vec![lead], ..action(reference) }
}

fn record(actions: Vec<Action>, updates: &[Update]) -> OptimismRecord {
    let mut at = plan(actions, vec![]);
    let holder = PostHolding { holder: "Ada Fenwick".to_owned(), ..PostHolding::default() };
    at.plan.posts = vec![Post { title: "Head of Service".to_owned(), aliases: Vec::new(), holdings: vec![holder] }];
    optimism_record(&Standpoint::of(&at), updates)
}

#[test]
fn a_rating_is_followed_for_three_months() {
    let updates = [
        update("1.1", "2026-01-31", ("green", "blue")),
        update("1.1", "2026-02-28", ("amber", "")),
        // 30 April is three months after the first and counts; what comes after it does not.
        update("1.1", "2026-04-30", ("red", "amber")),
        update("1.1", "2026-05-01", ("green", "green")),
        update("1.1", "2026-06-30", ("green", "")),
    ];
    let whole = record(vec![action("1.1")], &updates).whole;
    // The rating of May was given again by the end of July; that of June is not yet three months old.
    assert_eq!(whole.action, RatingOutcomes { stayed: 1, turned_red: 1, ..RatingOutcomes::default() });
    assert_eq!(whole.impact, RatingOutcomes { turned_amber: 1, not_rated_again: 1, ..RatingOutcomes::default() });
    assert_eq!(whole.action.share_turned_red(), Exact::new(100, 2));
    assert_eq!(
        whole.action.words().as_deref(),
        Some(
            "Of 2 ratings of green or better, 0 were amber and 1 red three months later (50% red). That is too few to conclude anything from."
        )
    );
    assert_eq!(RatingOutcomes::default().words(), None);
}

#[test]
fn a_forecast_is_kept_when_the_action_is_complete_by_then_and_counts_once() {
    let with = |on: &str, rating: &str, forecast: &str| Update {
        forecast_on: Some(day(forecast)),
        ..update("1.1", on, (rating, ""))
    };
    let updates = [
        with("2026-01-31", "green", "2026-03-31"),
        with("2026-02-28", "green", "2026-03-31"),
        with("2026-03-31", "green", "2026-06-30"),
        update("1.1", "2026-06-30", ("blue", "")),
        with("2026-07-31", "amber", "2026-08-15"),
    ];
    let whole = record(vec![action("1.1")], &updates).whole;
    assert_eq!(whole.forecasts, ForecastOutcomes { kept: 1, missed: 1 });
    assert_eq!(whole.forecasts.share_kept(), Exact::new(100, 2));
}

#[test]
fn outcomes_are_told_by_priority_and_by_post_and_never_by_person() {
    let updates = [
        update("1.1", "2026-01-31", ("green", "")),
        update("1.1", "2026-02-28", ("red", "")),
        update("1.2", "2026-01-31", ("green", "")),
        update("1.2", "2026-02-28", ("green", "")),
    ];
    let actions = vec![
        led("1.1", "Ada Fenwick", LeadKind::Person),
        led("1.2", "head of service", LeadKind::Post),
        led("1.3", "Bo Someone", LeadKind::Person),
    ];
    let found = record(actions, &updates);
    let posts: Vec<&str> = found.by_post.iter().map(|(post, _)| post.as_str()).collect();
    assert_eq!(posts, ["Head of Service"]);
    assert_eq!((found.by_post[0].1.action.looked_at(), found.by_post[0].1.action.not_rated_again), (2, 1));
    assert_eq!(found.by_priority, [("1".to_owned(), found.whole)]);
    let nobody = record(vec![led("1.1", "Bo Someone", LeadKind::Person)], &updates);
    assert_eq!(nobody.by_post[0].0, NO_POST);
}

proptest! {
    #[test]
    fn a_record_of_the_past_counts_every_rating_once_and_nothing_that_came_later(
        days in prop::collection::vec((0_u64..400, 0_usize..4), 0..20),
    ) {
        let codes = ["red", "amber", "green", "blue"];
        let updates: Vec<Update> = days
            .iter()
            .map(|(after, rating)| {
                let on = (day("2026-01-01") + Days::new(*after)).to_string();
                update("1.1", &on, (codes[*rating], ""))
            })
            .collect();
        let known: Vec<Update> = updates.iter().filter(|update| update.on <= day("2026-08-15")).cloned().collect();
        let whole = record(vec![action("1.1")], &updates).whole;
        prop_assert_eq!(whole, record(vec![action("1.1")], &known).whole);
        let good = known.iter().filter(|update| {
            update.on <= day("2026-05-15") && matches!(update.action_rating.as_deref(), Some("green" | "blue"))
        });
        prop_assert_eq!(whole.action.looked_at() + whole.action.not_rated_again, good.count() as u64);
    }
}
