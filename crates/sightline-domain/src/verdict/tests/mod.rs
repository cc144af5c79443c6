//! Verdicts compared with the rules, by example and by law.

mod doing;
mod impact;
mod laws;
mod link;

use chrono::{Days, Months, NaiveDate};

use super::{
    Acceptance, EvidenceItem, EvidenceKind, Goal, ImpactInput, KnownFigure, KnownTarget, LinkTarget, MeasureLink,
    Series, Strength,
};
use crate::measure::{Better, Counts, Exact, Period};
use crate::spc::{Point, PointValue};
use crate::target::Comparison;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The month so many after January 2024; figures before the start of 2026 are the baseline.
fn month(at: usize) -> Period {
    Period::month_of(day("2024-01-01") + Months::new(u32::try_from(at).unwrap()))
}

/// The tenth of the month after: when its figure is known.
fn known_on(period: Period) -> NaiveDate {
    period.to + Days::new(10)
}

fn figure(at: usize, value: Option<i64>) -> KnownFigure {
    let period = month(at);
    let value = value.map_or(PointValue::Missing, |value| PointValue::Actual(Exact::whole(value)));
    KnownFigure { point: Point { period, value, numerator: None, counted: Some(100) }, known_on: known_on(period) }
}

fn series(values: &[Option<i64>]) -> Series {
    Series::new(values.iter().enumerate().map(|(at, value)| figure(at, *value)).collect()).unwrap()
}

/// Two years of 48, 52, 50, 54, 46: mean 50, limits far enough away from 40 and 60 to be told.
fn steady(months: usize) -> Vec<Option<i64>> {
    [48, 52, 50, 54, 46].iter().copied().cycle().take(months).map(Some).collect()
}

/// Two years of steady figures and then these.
fn then(after: &[i64]) -> Vec<Option<i64>> {
    steady(24).into_iter().chain(after.iter().copied().map(Some)).collect()
}

fn linked(measure: &str, values: &[Option<i64>]) -> MeasureLink {
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
        // Long enough for figures that end anywhere in the months looked at; what is stale has tests of its own.
        fresh_for_days: 300,
        series: series(values),
    }
}

fn at_least(value: i64) -> KnownTarget {
    let target = LinkTarget { comparison: Comparison::AtLeast, value: Exact::whole(value), for_on: day("2026-12-31") };
    KnownTarget { target: Some(target), known_on: day("2025-12-20") }
}

fn item(id: &str, kind: EvidenceKind) -> EvidenceItem {
    EvidenceItem {
        id: id.to_owned(),
        kind,
        title: format!("Evidence {id}"),
        on: day("2026-06-30"),
        known_on: day("2026-07-01"),
        accepted: Some(Acceptance { strength: Strength::Fair, on: day("2026-07-15") }),
        out_of_date_on: Some(day("2027-07-01")),
        withdrawn_on: None,
    }
}

/// As at 15 August 2026, the figures of seven months since the start known, and the test date far ahead.
fn input<'a>(links: &'a [MeasureLink], items: &'a [EvidenceItem]) -> ImpactInput<'a> {
    ImpactInput { links, items, test_on: Some(day("2027-03-31")), due_on: Some(day("2026-12-31")), as_at: august() }
}

fn august() -> NaiveDate {
    day("2026-08-15")
}
