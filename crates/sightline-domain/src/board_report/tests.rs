use chrono::{DateTime, Days};
use proptest::prelude::*;

use super::*;
use crate::plan::{Action, ActionState, Finding, GlossaryEntry, Inspection, Lead, LeadKind, Milestone, Plan, Priority};
use crate::schedule::{Cadence, Schedule, ScheduleKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn lead(name: &str) -> Lead {
    Lead { raw: name.to_owned(), name: name.to_owned(), kind: LeadKind::Post, resolved: None }
}

fn action(reference: &str, due_on: Option<&str>) -> Action {
    Action {
        reference: reference.to_owned(),
        priority: reference.split('.').next().unwrap().to_owned(),
        text: Some(format!("Do the thing numbered {reference}")),
        leads: vec![lead("Head of Service")],
        due_on: due_on.map(day),
        due_raw: due_on.map(str::to_owned),
        ..Action::default()
    }
}

fn update(action: &str, on: &str, action_rating: &str, impact_rating: &str) -> Update {
    let code = |code: &str| (!code.is_empty()).then(|| code.to_owned());
    Update {
        action: action.to_owned(),
        on: day(on),
        recorded_at: DateTime::UNIX_EPOCH,
        by: "Head of Service".to_owned(),
        action_rating: code(action_rating),
        impact_rating: code(impact_rating),
        note: Some(format!("Note of {on}")),
        forecast_on: None,
        evidence: Vec::new(),
    }
}

fn plan(actions: Vec<Action>) -> Plan {
    let priority = |reference: &str, title: &str| Priority {
        reference: reference.to_owned(),
        title: Some(title.to_owned()),
        ..Priority::default()
    };
    Plan {
        title: "Plan".to_owned(),
        scales: vec![Scale::brag()],
        priorities: vec![priority("1", "Help"), priority("2", "Safety")],
        actions,
        ..Plan::default()
    }
}

fn at(as_at: &str, plan: Plan, latest_updates: Vec<Update>) -> PlanAsAt {
    PlanAsAt { as_at: day(as_at), plan, latest_updates }
}

fn input(current: PlanAsAt, earlier: Option<PlanAsAt>) -> BoardReportInput {
    BoardReportInput {
        current,
        earlier,
        updates: Vec::new(),
        amendments: Vec::new(),
        board: None,
        meeting_on: None,
        council: None,
    }
}

#[test]
fn the_headline_says_how_many_are_overdue_and_how_that_changed() {
    let actions =
        vec![action("1.1", Some("2026-06-30")), action("1.2", Some("2026-08-31")), action("2.1", Some("2026-12-31"))];
    let earlier = at("2026-07-14", plan(actions.clone()), vec![update("1.1", "2026-07-01", "amber", "")]);
    let current = at(
        "2026-09-15",
        plan(actions),
        vec![
            update("1.1", "2026-09-01", "amber", ""),
            update("1.2", "2026-09-01", "green", ""),
            update("2.1", "2026-09-01", "green", "green"),
        ],
    );
    let report = BoardReport::build(&input(current, Some(earlier)));
    assert_eq!(
        report.headlines[0],
        "Of 3 actions, 1 is on track. 2 are overdue, 1 more than at the last report on 14 July 2026."
    );
    assert_eq!(report.last_report.as_ref().unwrap().words, "14 July 2026");
    let overdue: Vec<_> = report.overdue.lines.iter().map(|line| (line.reference.as_str(), line.days_late)).collect();
    assert_eq!(overdue, [("1.1", 77), ("1.2", 15)]);
    assert_eq!(report.overdue.lines[0].note.as_deref(), Some("Note of 2026-09-01"));
    // Rated green and late: the first thing to ask about.
    assert_eq!(report.attention[0].reference, "1.1");
    assert_eq!(report.attention[1].why, "15 days overdue, yet rated green, with no new date forecast");
}

#[test]
fn ratings_that_moved_are_listed_worse_first() {
    let actions = vec![action("1.1", None), action("1.2", None), action("2.1", None)];
    let earlier = at(
        "2026-07-14",
        plan(actions.clone()),
        vec![update("1.1", "2026-07-01", "amber", ""), update("1.2", "2026-07-01", "green", "green")],
    );
    let current = at(
        "2026-09-15",
        plan(actions),
        vec![update("1.1", "2026-09-01", "green", "red"), update("1.2", "2026-09-01", "green", "amber")],
    );
    let report = BoardReport::build(&input(current, Some(earlier)));
    let moved: Vec<_> = report
        .movements
        .lines
        .iter()
        .map(|line| {
            (line.reference.as_str(), line.axis, line.direction, line.from.name.as_str(), line.to.name.as_str())
        })
        .collect();
    assert_eq!(
        moved,
        [
            ("1.2", Axis::Impact, Direction::Worse, "Green", "Amber"),
            ("1.1", Axis::Action, Direction::Better, "Amber", "Green"),
            ("1.1", Axis::Impact, Direction::FirstRated, "Not yet rated", "Red"),
        ]
    );
    let ratings = &report.ratings[0];
    let green = ratings.columns.iter().position(|column| column.name == "Green").unwrap();
    assert_eq!(ratings.rows[0].cells[green], Count { now: 2, before: Some(1), change: "+1".to_owned() });
}

#[test]
fn what_is_due_in_six_weeks_has_both_edges() {
    let mut milestoned = action("1.3", Some("2027-03-31"));
    milestoned.milestones = vec![
        Milestone {
            text: "Done already".to_owned(),
            due_on: Some(day("2026-09-20")),
            completed_on: Some(day("2026-09-01")),
            ..Milestone::default()
        },
        Milestone { text: "Still to do".to_owned(), due_on: Some(day("2026-09-21")), ..Milestone::default() },
    ];
    let mut recurring = action("2.1", Some("2026-01-31"));
    recurring.schedule = Schedule {
        kind: ScheduleKind::Recurring,
        due_on: Some(day("2026-01-31")),
        cadence: Some(Cadence::Monthly),
        ..Schedule::default()
    };
    let actions = vec![
        action("1.1", Some("2026-09-15")),
        action("1.2", Some("2026-10-27")),
        milestoned,
        recurring,
        action("2.2", Some("2026-10-28")),
    ];
    let report = BoardReport::build(&input(at("2026-09-15", plan(actions), Vec::new()), None));
    let due: Vec<_> = report
        .due_soon
        .lines
        .iter()
        .map(|line| (line.reference.as_str(), line.kind.as_str(), line.when.as_str()))
        .collect();
    assert_eq!(
        due,
        [
            ("1.1", "Action", "today"),
            ("1.3", "Milestone", "in 6 days"),
            ("2.1", "Recurs", "in 15 days"),
            ("1.2", "Action", "in 42 days")
        ]
    );
}

#[test]
fn an_impact_test_is_due_until_an_impact_rating_is_given_on_or_after_its_day() {
    let mut tested = action("1.1", Some("2026-12-31"));
    tested.schedule.test_on = Some(day("2026-09-01"));
    let untested = Action { reference: "1.2".to_owned(), ..tested.clone() };
    let current = at(
        "2026-09-15",
        plan(vec![tested, untested]),
        vec![update("1.1", "2026-09-01", "green", "amber"), update("1.2", "2026-08-31", "green", "amber")],
    );
    let report = BoardReport::build(&input(current, None));
    assert_eq!(report.impact_tests.lines.len(), 1);
    assert_eq!(report.impact_tests.lines[0].reference, "1.2");
    assert_eq!(report.impact_tests.lines[0].when, "14 days ago");
}

#[test]
fn a_change_carries_the_reason_of_its_own_amendment() {
    let before = action("1.1", Some("2026-07-31"));
    let after = action("1.1", Some("2026-09-30"));
    let mut input = input(
        at("2026-09-15", plan(vec![after.clone()]), Vec::new()),
        Some(at("2026-07-14", plan(vec![before.clone()]), Vec::new())),
    );
    let amendment = |on: &str, reason: &str| Amendment {
        action: "1.1".to_owned(),
        on: day(on),
        recorded_at: DateTime::UNIX_EPOCH,
        by: "Programme Manager".to_owned(),
        reason: reason.to_owned(),
        before: Some(before.clone()),
        after: after.clone(),
    };
    input.amendments =
        vec![amendment("2026-07-14", "Told last time."), amendment("2026-08-01", "Partners asked for time.")];
    let report = BoardReport::build(&input);
    assert_eq!(report.changes.lines.len(), 1);
    let line = &report.changes.lines[0];
    assert_eq!((line.kind.as_str(), line.effect.as_deref()), ("New date", Some("61 days later")));
    assert_eq!(line.reason.as_deref(), Some("Partners asked for time."));
    input.amendments.clear();
    let report = BoardReport::build(&input);
    assert_eq!(report.changes.lines[0].reason, None);
    assert!(report.changes.sentence.ends_with("1 has no reason recorded."));
}

#[test]
fn gaps_are_found_and_placeholders_stand_apart() {
    let mut undated = action("1.1", None);
    undated.leads = vec![Lead { kind: LeadKind::ToBeConfirmed, ..lead("TBC") }];
    let wordless = Action { text: None, ..action("1.2", Some("2026-12-31")) };
    let placeholder = Action { placeholder: true, ..action("2.1", None) };
    let mut plan = plan(vec![undated, wordless, placeholder]);
    let finding = |reference: &str, refs: &[&str]| Finding {
        reference: reference.to_owned(),
        text: None,
        action_refs: refs.iter().map(|reference| (*reference).to_owned()).collect(),
    };
    plan.inspections = vec![Inspection {
        name: "Focused visit".to_owned(),
        findings: vec![finding("point 1", &["1.2"]), finding("point 2", &[])],
        ..Inspection::default()
    }];
    let report = BoardReport::build(&input(at("2026-09-15", plan, Vec::new()), None));
    let found: Vec<Vec<&str>> =
        report.gaps.iter().map(|gap| gap.lines.iter().map(|line| line.reference.as_str()).collect()).collect();
    assert_eq!(found, [vec!["1.1"], vec!["1.1"], vec!["2.1"], vec!["1.2"], vec!["Focused visit"], vec!["1.1"]]);
    assert!(report.headlines[0].starts_with("Of 2 actions"), "{}", report.headlines[0]);
    assert!(report.headlines.iter().any(|sentence| sentence.contains("1 further action is still to be agreed")));
    assert_eq!(report.standings.iter().map(|standing| standing.count.now).sum::<usize>(), 2);
}

#[test]
fn withdrawn_actions_are_told_as_changes_and_counted_nowhere() {
    let before = action("1.2", None);
    let after = Action { state: ActionState::Withdrawn, ..before.clone() };
    let earlier = at("2026-07-14", plan(vec![action("1.1", None), before]), Vec::new());
    let report =
        BoardReport::build(&input(at("2026-09-15", plan(vec![action("1.1", None), after]), Vec::new()), Some(earlier)));
    assert_eq!(report.ratings[0].total.total, Count { now: 1, before: Some(2), change: "−1".to_owned() });
    assert_eq!(report.changes.lines[0].kind, "Withdrawn");
    assert_eq!(report.sections[0].groups[0].lines.len(), 1);
}

#[test]
fn the_glossary_holds_what_is_used_and_the_rest_is_named() {
    let mut one = action("1.1", None);
    one.text = Some("Every child has a PEP agreed with the IRO".to_owned());
    let mut plan = plan(vec![one]);
    let entry = |abbreviation: &str, meaning: &str| GlossaryEntry {
        abbreviation: abbreviation.to_owned(),
        abbreviation_raw: None,
        meaning: meaning.to_owned(),
    };
    plan.glossary = vec![entry("PEP", "personal education plan"), entry("MASH", "multi-agency safeguarding hub")];
    let report = BoardReport::build(&input(at("2026-09-15", plan, Vec::new()), None));
    assert_eq!(report.glossary.len(), 1);
    assert_eq!(report.glossary[0].meaning, "personal education plan");
    assert_eq!(report.undefined_abbreviations, ["IRO"]);
}

#[test]
fn a_plan_without_scale_or_actions_gives_a_report() {
    let report = BoardReport::build(&input(at("2026-09-15", Plan::default(), Vec::new()), None));
    assert_eq!(report.headlines, ["The plan has no actions yet."]);
    assert_eq!(report.ratings[0].total.total.now, 0);
}

#[test]
fn a_scale_that_does_not_rate_impact_has_one_table() {
    let mut plan = plan(vec![action("1.1", None)]);
    plan.scales[0].rates_impact = false;
    let report = BoardReport::build(&input(at("2026-09-15", plan, Vec::new()), None));
    assert_eq!(report.ratings.len(), 1);
    assert!(!report.rates_impact);
}

/// Any action of a plan of up to thirty: priority known or not, live or gone, rated or not.
fn any_action(number: usize) -> impl Strategy<Value = Action> {
    let state = prop_oneof![4 => Just(ActionState::Live), 1 => Just(ActionState::Withdrawn), 1 => Just(ActionState::Merged { into: "1".to_owned() })];
    let due = proptest::option::of(0_u64..500);
    (
        prop::sample::select(vec!["1", "2", "9"]),
        state,
        due,
        any::<bool>(),
        proptest::option::of(prop::sample::select(vec!["red", "green", "blue", "odd"])),
    )
        .prop_map(move |(priority, state, due, placeholder, rating)| Action {
            reference: number.to_string(),
            priority: priority.to_owned(),
            text: Some(format!("Action {number}")),
            due_on: due.map(|days| day("2026-01-01") + Days::new(days)),
            action_rating: rating.map(str::to_owned),
            placeholder: placeholder && number.is_multiple_of(5),
            state,
            ..Action::default()
        })
}

fn any_plan() -> impl Strategy<Value = Plan> {
    (0_usize..30).prop_flat_map(|count| (0..count).map(any_action).collect::<Vec<_>>()).prop_map(plan)
}

fn any_updates() -> impl Strategy<Value = Vec<Update>> {
    let rating = || prop::sample::select(vec!["", "red", "amber", "green", "blue", "odd"]);
    proptest::collection::btree_map(0_usize..30, (rating(), rating(), 0_u64..200), 0..30).prop_map(|updates| {
        updates
            .into_iter()
            .map(|(number, (action_rating, impact_rating, days))| {
                let mut update = update(&number.to_string(), "2026-01-01", action_rating, impact_rating);
                update.on = day("2026-01-01") + Days::new(days);
                update
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn every_live_action_is_counted_exactly_once(now in any_plan(), before in any_plan(), updates in any_updates(), old_updates in any_updates(), has_earlier: bool) {
        let live = now.actions.iter().filter(|action| action.is_live()).count();
        let real = now.actions.iter().filter(|action| action.is_live() && !action.placeholder).count();
        let mut expected: Vec<String> = now.actions.iter().filter(|action| action.is_live()).map(|action| action.reference.clone()).collect();
        let earlier = has_earlier.then(|| at("2026-05-01", before, old_updates));
        let report = BoardReport::build(&input(at("2026-08-01", now, updates), earlier));
        for table in &report.ratings {
            for row in table.rows.iter().chain([&table.total]) {
                prop_assert_eq!(row.cells.iter().map(|count| count.now).sum::<usize>(), row.total.now);
                let moved = row.movement;
                let movements = moved.better + moved.worse + moved.same + moved.first_rated + moved.no_longer_rated + moved.new;
                prop_assert_eq!(movements, if has_earlier { row.total.now } else { 0 });
            }
            for column in 0..table.columns.len() {
                prop_assert_eq!(table.rows.iter().map(|row| row.cells[column].now).sum::<usize>(), table.total.cells[column].now);
            }
            prop_assert_eq!(table.total.total.now, live);
        }
        prop_assert_eq!(report.standings.iter().map(|standing| standing.count.now).sum::<usize>(), real);
        let mut printed: Vec<String> =
            report.sections.iter().flat_map(|section| &section.groups).flat_map(|group| &group.lines).map(|line| line.reference.clone()).collect();
        printed.sort();
        expected.sort();
        prop_assert_eq!(printed, expected);
    }

    #[test]
    fn building_twice_and_in_any_order_is_equal(now in any_plan(), updates in any_updates()) {
        let mut first = input(at("2026-08-01", now, updates.clone()), None);
        first.updates = updates;
        let report = BoardReport::build(&first);
        prop_assert_eq!(&report, &BoardReport::build(&first));
        first.updates.reverse();
        first.current.latest_updates.reverse();
        prop_assert_eq!(&report, &BoardReport::build(&first));
    }
}
