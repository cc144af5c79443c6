//! Charts compared with what was worked out elsewhere: by R, by hand, by a second implementation, by theory.

mod by_hand;
mod false_alarms;
mod from_r;
mod naive;
mod recommendations;

use chrono::{Months, NaiveDate};

use super::{Point, PointValue, ReadPoint, Rule, Settings, SpcChart, Towards, read};
use crate::measure::{Better, Exact, Period};

/// The first day of the month at this place of a series that starts in January 2020.
fn month(at: usize) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    first + Months::new(u32::try_from(at).unwrap())
}

/// The nearest fraction; exact to fifteen places below nine, and to thirteen below nine hundred.
fn exact(value: f64) -> Exact {
    let scale = if value.abs() < 9.0 { 1_000_000_000_000_000_i64 } else { 10_000_000_000_000 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "test values are small")]
    Exact::new((value * scale as f64).round() as i64, scale).unwrap()
}

fn point(at: usize, value: Option<f64>) -> Point {
    let period = Period::month_of(month(at));
    let value = value.map_or(PointValue::Missing, |value| PointValue::Actual(exact(value)));
    Point { period, value, numerator: None, counted: None }
}

fn points(values: &[f64]) -> Vec<Point> {
    values.iter().enumerate().map(|(at, value)| point(at, Some(*value))).collect()
}

/// The same two values over and over.
fn alternating(one: f64, other: f64, count: usize) -> Vec<f64> {
    (0..count).map(|at| if at % 2 == 0 { one } else { other }).collect()
}

fn higher() -> Settings {
    Settings::new(Better::Higher, 1)
}

fn chart(values: &[f64], settings: &Settings) -> SpcChart {
    read(&points(values), settings).unwrap()
}

/// One letter for each point: A and B beyond a limit, I and D in a trend, H and L two of three, U and V in a run.
fn letters(chart: &SpcChart) -> String {
    let letter = |read: &ReadPoint| match read.signal.map(|signal| (signal.rule, signal.towards)) {
        None => '.',
        Some((Rule::Astronomical, Towards::High)) => 'A',
        Some((Rule::Astronomical, Towards::Low)) => 'B',
        Some((Rule::Trend, Towards::High)) => 'I',
        Some((Rule::Trend, Towards::Low)) => 'D',
        Some((Rule::TwoOfThree, Towards::High)) => 'H',
        Some((Rule::TwoOfThree, Towards::Low)) => 'L',
        Some((Rule::Run, Towards::High)) => 'U',
        Some((Rule::Run, Towards::Low)) => 'V',
    };
    chart.points.iter().map(letter).collect()
}

fn is_close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// Mean, lower and upper limit of each segment.
fn lines(chart: &SpcChart) -> Vec<(f64, Option<(f64, f64)>)> {
    let line =
        |segment: &super::Segment| (segment.mean.unwrap(), segment.limits.map(|limits| (limits.lower, limits.upper)));
    chart.segments.iter().map(line).collect()
}
