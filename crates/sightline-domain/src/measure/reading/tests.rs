//! Sentences about series whose meaning is plain.

use chrono::{Months, NaiveDate};

use super::{BenchmarkValue, FigureFacts, Sentences, figure_words, freshness};
use crate::measure::{Better, Exact, Figure, Kind, Period};
use crate::spc::{DatedTarget, Point, PointValue, Settings, SpcChart, TargetPath, Targets, read};

/// The months up to May 2026; a nought that is below 0 is missing, one below -1 is suppressed.
fn points(values: &[i64]) -> Vec<Point> {
    let last: NaiveDate = "2026-05-01".parse().unwrap();
    values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            let back = u32::try_from(values.len() - 1 - at).unwrap();
            let period = Period::month_of(last - Months::new(back));
            match value {
                -1 => Point::missing(period),
                ..-1 => Point::suppressed(period),
                _ => Point { value: PointValue::Actual(Exact::whole(*value)), ..Point::missing(period) },
            }
        })
        .collect()
}

fn alternating(one: i64, other: i64, count: usize) -> Vec<i64> {
    (0..count).map(|at| if at % 2 == 0 { one } else { other }).collect()
}

/// The same with others after it.
fn then(mut values: Vec<i64>, more: &[i64]) -> Vec<i64> {
    values.extend(more);
    values
}

fn dated(from: &str, value: i64) -> DatedTarget {
    DatedTarget { from: from.parse().unwrap(), value: Exact::whole(value) }
}

fn one(value: i64) -> Targets {
    Targets::always(Exact::whole(value))
}

fn facts(chart: &SpcChart, better: Better, path: TargetPath) -> FigureFacts<'_> {
    FigureFacts {
        kind: Kind::Proportion,
        better,
        unit: "per cent",
        chart,
        path,
        as_at: Some("2026-05-31".parse().unwrap()),
        today: "2026-06-10".parse().unwrap(),
        stale_after_days: 35,
        left_out: 0,
        benchmarks: &[],
    }
}

fn sentences(values: &[i64], better: Better, targets: Targets) -> Sentences {
    let path = targets.path;
    let chart = read(&points(values), &Settings { targets, ..Settings::new(better, 1) }).unwrap();
    facts(&chart, better, path).sentences()
}

#[test]
fn the_opening_says_which_way_is_good_what_changed_and_what_becomes_of_the_target() {
    // Fourteen months of 80 and 84: limits 71.4 and 92.6.
    let steady = alternating(80, 84, 14);
    let none = Targets::default;
    let two = |path| Targets { dated: vec![dated("2026-01-01", 80), dated("2027-01-01", 99)], path };
    let coming = Targets { dated: vec![dated("2027-03-31", 95)], path: TargetPath::Steps };
    let risen = then(alternating(50, 54, 14), &[60, 64, 60, 64, 60, 64, 60]);
    let spike = then(alternating(50, 54, 16), &[90]);
    for (what, values, better, targets, opening) in [
        (
            "hit or miss",
            steady.clone(),
            Better::Higher,
            one(90),
            "Higher is better. No real change since April 2025; \
             the target of 90% will not be met reliably unless the process changes.",
        ),
        (
            "fails",
            steady.clone(),
            Better::Higher,
            one(95),
            "Higher is better. No real change since April 2025; \
             the target of 95% will not be met unless the process changes.",
        ),
        (
            "passes",
            steady.clone(),
            Better::Lower,
            one(95),
            "Lower is better. No real change since April 2025; \
             the target of 95% will be met consistently if nothing changes.",
        ),
        (
            "no target",
            steady.clone(),
            Better::Lower,
            none(),
            "Lower is better. No real change since April 2025; no target is set.",
        ),
        (
            "neutral",
            steady.clone(),
            Better::Neither,
            one(90),
            "Neither higher nor lower is better. No real change since April 2025.",
        ),
        (
            "dated targets",
            steady.clone(),
            Better::Higher,
            two(TargetPath::Steps),
            "Higher is better. No real change since April 2025; \
             the target of 80% from 1 January 2026 will not be met reliably unless the process changes.",
        ),
        (
            "a trajectory",
            steady.clone(),
            Better::Higher,
            two(TargetPath::Line),
            "Higher is better. No real change since April 2025; the target of 99% by 1 January 2027 \
             (87.8% on the way there) will not be met reliably unless the process changes.",
        ),
        (
            "a target still to come",
            steady,
            Better::Higher,
            coming,
            "Higher is better. No real change since April 2025; \
             the target of 95% by 31 March 2027 will not be met unless the process changes.",
        ),
        (
            "a run for the better",
            risen.clone(),
            Better::Higher,
            none(),
            "Higher is better. A real improvement since November 2025 (seven or more above the mean in a row); \
             no target is set.",
        ),
        (
            "a run for the worse",
            risen.clone(),
            Better::Lower,
            none(),
            "Lower is better. A real change for the worse since November 2025 \
             (seven or more above the mean in a row); no target is set.",
        ),
        (
            "a rise that is neither",
            risen,
            Better::Neither,
            none(),
            "Neither higher nor lower is better. A real rise since November 2025 \
             (seven or more above the mean in a row).",
        ),
        (
            "one month",
            spike.clone(),
            Better::Lower,
            none(),
            "Lower is better. A real change for the worse in May 2026 (above the upper limit); no target is set.",
        ),
        (
            "noise after a special cause",
            then(spike, &[52, 50]),
            Better::Lower,
            none(),
            "Lower is better. No real change since April; no target is set.",
        ),
        (
            "constant",
            vec![100; 14],
            Better::Higher,
            one(95),
            "Higher is better. Every figure since April 2025 is the same; \
             the target of 95% will be met consistently if nothing changes.",
        ),
        (
            "short",
            vec![80, 84, 80],
            Better::Higher,
            one(95),
            "Higher is better. Only 3 figures so far, too few to tell change from noise; \
             whether the target of 95% will be met cannot be said yet.",
        ),
        (
            "trial limits",
            alternating(80, 84, 9),
            Better::Higher,
            one(95),
            "Higher is better. No real change since September 2025; \
             whether the target of 95% will be met cannot be said yet.",
        ),
        ("empty", vec![-1, -1], Better::Higher, one(95), "Higher is better. There is no figure yet."),
        ("nothing", vec![], Better::Higher, none(), "Higher is better. There is no figure yet."),
        (
            "suppressed",
            vec![-2, -2, -2],
            Better::Lower,
            one(95),
            "Lower is better. The numbers are too small to be shown.",
        ),
    ] {
        assert_eq!(sentences(&values, better, targets).opening, opening, "{what}");
    }
}

#[test]
fn cautions_say_what_the_figures_do_not() {
    let cautions = |values: &[i64]| sentences(values, Better::Higher, Targets::default()).cautions;
    assert!(cautions(&alternating(80, 84, 14)).is_empty());
    assert_eq!(cautions(&alternating(80, 84, 9)), ["Fewer than 13 figures: the limits are on trial and may move."]);
    assert_eq!(
        cautions(&then(alternating(80, 84, 13), &[-2, -1])),
        [
            "There is no figure for 1 period; runs start afresh after a gap.",
            "The figure of 1 period is not shown because it is small; it does not count here.",
            "The latest figure is of March 2026.",
        ]
    );
}

#[test]
fn freshness_is_said_with_the_age_and_stale_data_are_called_stale() {
    let on = |day: &str| day.parse::<NaiveDate>().unwrap();
    for (as_at, words, is_stale) in [
        (Some("2026-11-21"), "Data as at 21 November 2026, today.", false),
        (Some("2026-11-20"), "Data as at 20 November 2026, 1 day old.", false),
        (Some("2026-10-17"), "Data as at 17 October 2026, 35 days old.", false),
        (
            Some("2026-10-16"),
            "Data as at 16 October 2026, 36 days old. That is stale: load a newer extract before relying on it.",
            true,
        ),
        (
            Some("2026-11-22"),
            "Data as at 22 November 2026, which is still to come: check the day of the extract.",
            true,
        ),
        (None, "No data are loaded.", true),
    ] {
        assert_eq!(freshness(as_at.map(on), on("2026-11-21"), 35), (words.to_owned(), is_stale));
    }
}

#[test]
fn rows_left_out_and_benchmarks_are_said() {
    let chart = read(&points(&[80]), &Settings::new(Better::Higher, 1)).unwrap();
    let benchmark = |name: &str, value| BenchmarkValue {
        name: name.to_owned(),
        value: Exact::new(value, 10).unwrap(),
        period: "year to March 2025".to_owned(),
    };
    let benchmarks = [benchmark("England", 857), benchmark("North West", 840)];
    let facts = facts(&chart, Better::Higher, TargetPath::Steps);
    let with = FigureFacts { left_out: 3, benchmarks: &benchmarks, ..facts }.sentences();
    assert_eq!(with.left_out.as_deref(), Some("3 rows are left out because a fact is missing."));
    assert_eq!(
        with.benchmarks.as_deref(),
        Some("England 85.7 (year to March 2025), North West 84.0 (year to March 2025).")
    );
    let without = facts.sentences();
    assert_eq!((without.left_out, without.benchmarks), (None, None));
    let one = FigureFacts { left_out: 1, ..facts }.sentences();
    assert_eq!(one.left_out.as_deref(), Some("1 row is left out because a fact is missing."));
}

#[test]
fn a_figure_says_what_it_was_made_from() {
    let period = Period::month_of("2026-05-01".parse().unwrap());
    let figure = |value: Option<Exact>| Figure { value, counted: 29, ..Figure::unknown(period) };
    let proportion = Figure { numerator: Some(25), ..figure(Exact::new(2_500, 29)) };
    assert_eq!(figure_words(&proportion, Kind::Proportion, "per cent").as_deref(), Some("86.2% (25 of 29)"));
    let rate = Figure { population: Some(52_901), ..figure(Exact::new(290_000, 52_901)) };
    assert_eq!(figure_words(&rate, Kind::Rate, "per 10,000").as_deref(), Some("5.5 per 10,000 (29 among 52901)"));
    let days = Figure { mean: Exact::new(301, 10), ..figure(Some(Exact::whole(28))) };
    assert_eq!(figure_words(&days, Kind::Duration, "days").as_deref(), Some("28.0 days (mean 30.1, of 29)"));
    let count = figure(Some(Exact::whole(29)));
    assert_eq!(figure_words(&count, Kind::Count, "children").as_deref(), Some("29 children"));
    assert_eq!(figure_words(&figure(None), Kind::Count, "children"), None);
}
