//! How often verdicts are right, as the page `docs/verdict-simulation.md`, and how long they take.
//!
//! `make bench-verdicts` writes the page from what is printed to standard
//! output; the times and the promises go to standard error. Ends with 1 when a
//! promise is broken.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, Months, NaiveDate};
use sightline_domain::history::Update;
use sightline_domain::measure::{Better, Counts, Exact, Period};
use sightline_domain::plan::Action;
use sightline_domain::scale::Scale;
use sightline_domain::spc::{Point, PointValue};
use sightline_domain::verdict::{
    DoingInput, EvidenceKind, Goal, ImpactInput, KnownFigure, MeasureLink, Series, doing_inputs, impact_inputs,
    judge_doing, judge_impact,
};

#[path = "../tests/simulator/mod.rs"]
mod simulator;

/// Longest that every verdict of a large plan may take.
const MOST: Duration = Duration::from_secs(2);
/// Longest that the verdicts on one action may take.
const MOST_ONE: Duration = Duration::from_millis(20);
const ACTIONS: usize = 3_000;
const LINKS_EACH: usize = 2;
const MONTHS: u32 = 60;
const RUNS: usize = 5;

const HEAD: &str = "# How often a verdict is right

Invented actions whose true effect is known, and what the verdicts say of them.
This page is made by `make bench-verdicts`, which also fails when a promise is broken; the same numbers come out of every run.
What the rules are and why is in [How a verdict is reached](guide/src/verdicts.md).

A deviation is one standard deviation of a month’s figure: how far chance moves it.
Each cell of the tables rests on 20,000 invented series, or on a tenth of that where every month is looked at, so a share of 2% is known to about 0.2 points.
";

fn main() -> ExitCode {
    let started = Instant::now();
    let report = simulator::report(simulator::Amounts { promise: 40_000, cell: 20_000, actions: 2_000 });
    println!("{HEAD}");
    print!("{}", report.page);
    eprintln!("simulated in {:.1?}", started.elapsed());
    let mut is_fine = true;
    for promise in &report.promises {
        is_fine &= promise.is_kept();
        let bound = if promise.is_at_most { "at most" } else { "at least" };
        let kept = if promise.is_kept() { "kept" } else { "BROKEN" };
        let (found, promised) = (100.0 * promise.found, 100.0 * promise.promised);
        eprintln!("{:<62} {found:>6.2}% of {bound} {promised}% {kept}", promise.name);
    }
    let plan: Vec<Vec<MeasureLink>> =
        (0..ACTIONS).map(|action| (0..LINKS_EACH).map(|link| measure(action, link)).collect()).collect();
    let words = format!("{ACTIONS} actions, {} linked measures, {MONTHS} months", ACTIONS * LINKS_EACH);
    is_fine &= timed(&words, MOST, || plan.iter().map(|links| recomputed(links)).sum());
    is_fine &= timed("one action", MOST_ONE, || recomputed(&plan[0]));
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The median of five runs, printed beside what was promised; true when it is kept.
fn timed(words: &str, most: Duration, run: impl Fn() -> usize) -> bool {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            black_box(run());
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (median, is_kept) = (times[RUNS / 2], times[RUNS / 2] <= most);
    eprintln!("{words:<62} {median:>8.1?} of {most:?} {}", if is_kept { "kept" } else { "BROKEN" });
    is_kept
}

/// Both verdicts on an action and the text of their inputs, as the app computes them anew; the letters they come to.
fn recomputed(links: &[MeasureLink]) -> usize {
    let scale = Scale::brag();
    let as_at = day(2026, 11, 20);
    let action = Action { reference: "1.1".to_owned(), due_on: Some(day(2026, 12, 31)), ..Action::default() };
    let update = Update {
        action: "1.1".to_owned(),
        on: day(2026, 11, 1),
        recorded_at: DateTime::UNIX_EPOCH,
        by: "Jo Example".to_owned(),
        action_rating: Some("green".to_owned()),
        impact_rating: Some("green".to_owned()),
        note: None,
        forecast_on: None,
        evidence: Vec::new(),
    };
    let updates = [update];
    let doing = DoingInput { action: &action, updates: &updates, scale: &scale, update_cycle_days: 31, as_at };
    let impact = ImpactInput { links, items: &[], test_on: None, due_on: action.due_on, as_at };
    let said = judge_doing(&doing).reasons.len() + judge_impact(&impact).reasons.len();
    said + doing_inputs(&doing).len() + impact_inputs(&impact).len()
}

fn measure(action: usize, link: usize) -> MeasureLink {
    let first = day(2021, 11, 1);
    let figures = (0..MONTHS).map(|at| {
        let period = Period::month_of(first + Months::new(at));
        let spread = (u64::from(at) * 7_919 + action as u64 * 104_729 + link as u64 * 31) % 37;
        let value = Exact::new(i64::try_from(5_000 + spread * 25).expect("a small number"), 100)
            .expect("a hundred is not nought");
        let point = Point { period, value: PointValue::Actual(value), numerator: None, counted: Some(40) };
        KnownFigure { point, known_on: period.to + Days::new(10) }
    });
    MeasureLink {
        measure: format!("measure_{link}"),
        name: "Assessments in time".to_owned(),
        kind: EvidenceKind::Measure,
        counts: Counts::Events,
        unit: "per cent".to_owned(),
        places: 1,
        better: Better::Higher,
        starts_on: day(2025, 6, 1),
        goal: Goal::Improve,
        targets: Vec::new(),
        linked_on: day(2025, 6, 1),
        ended: None,
        fresh_for_days: 62,
        series: Series::new(figures.collect()).expect("whole months"),
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("it is a day")
}
