//! A second implementation, written only from the words of the method, one point at a time; compared on random series.

use proptest::prelude::*;

use super::{exact, is_close, letters, month, point};
use crate::measure::Better;
use crate::spc::{Assurance, Method, Settings, Targets, read};

struct Answer {
    mean: f64,
    limits: Option<(f64, f64)>,
    letters: String,
}

#[expect(clippy::cast_precision_loss, reason = "short series")]
fn plain_average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-12
}

/// One segment.
fn answer(values: &[Option<f64>], fix: Option<usize>, screen: bool) -> Option<Answer> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.is_empty() {
        return None;
    }
    let constant = known.iter().all(|value| same(*value, known[0]));
    let mut taken = Vec::new();
    for value in values {
        if fix.is_some_and(|fix| taken.iter().flatten().count() == fix) {
            break;
        }
        taken.push(*value);
    }
    let basis: Vec<f64> = taken.iter().flatten().copied().collect();
    if !constant && basis.iter().all(|value| same(*value, basis[0])) {
        taken = values.to_vec();
    }
    let basis: Vec<f64> = taken.iter().flatten().copied().collect();
    let mean = if constant { known[0] } else { plain_average(&basis) };
    let mut ranges = Vec::new();
    for pair in taken.windows(2) {
        if let (Some(one), Some(other)) = (pair[0], pair[1]) {
            ranges.push(if one > other { one - other } else { other - one });
        }
    }
    let none = Answer { mean, limits: None, letters: ".".repeat(values.len()) };
    if known.len() < 8 || constant || ranges.is_empty() {
        return Some(none);
    }
    let mut average = plain_average(&ranges);
    if screen {
        let kept: Vec<f64> = ranges.iter().copied().filter(|range| *range < 3.267 * average).collect();
        if kept.iter().any(|range| *range > 0.0) {
            average = plain_average(&kept);
        }
    }
    if average <= 0.0 {
        return Some(none);
    }
    let (lower, upper) = (mean - 2.66 * average, mean + 2.66 * average);
    let near = 2.66 * average * 2.0 / 3.0;
    let letters = (0..values.len()).map(|at| letter(values, at, mean, (lower, upper), near)).collect();
    Some(Answer { mean, limits: Some((lower, upper)), letters })
}

/// The letter of one point, by looking at every window that it lies in.
fn letter(values: &[Option<f64>], at: usize, mean: f64, (lower, upper): (f64, f64), near: f64) -> char {
    let Some(value) = values[at] else { return '.' };
    let window =
        |from: usize, length: usize| -> Option<Vec<f64>> { values.get(from..from + length)?.iter().copied().collect() };
    let outside = |value: f64| value > upper || value < lower;
    let is_near = |value: f64| !outside(value) && (value - mean).abs() > near;
    if value > upper {
        return 'A';
    }
    if value < lower {
        return 'B';
    }
    for from in (at.saturating_sub(6)..=at).rev() {
        if let Some(window) = window(from, 7) {
            if (1..7).all(|at| window[at] > window[at - 1]) {
                return 'I';
            }
            if (1..7).all(|at| window[at] < window[at - 1]) {
                return 'D';
            }
        }
    }
    for from in at.saturating_sub(2)..=at {
        if let Some(window) = window(from, 3) {
            let one_side = window.iter().all(|value| *value > mean) || window.iter().all(|value| *value < mean);
            let how_many = window.iter().filter(|value| is_near(**value)).count();
            if one_side && how_many >= 2 && is_near(value) {
                return if value > mean { 'H' } else { 'L' };
            }
        }
    }
    for from in at.saturating_sub(6)..=at {
        if let Some(window) = window(from, 7) {
            if window.iter().all(|value| *value > mean) {
                return 'U';
            }
            if window.iter().all(|value| *value < mean) {
                return 'V';
            }
        }
    }
    '.'
}

/// Whole numbers with few different values, so that ties, runs and values on the mean happen.
fn series() -> impl Strategy<Value = Vec<Option<f64>>> {
    let value = |spread: i32| {
        prop_oneof![
            12 => (0..spread).prop_map(|number| Some(f64::from(number))),
            1 => Just(None),
        ]
    };
    let walk = proptest::collection::vec(-2_i32..=3, 1..40).prop_map(|steps| {
        let mut level = 50;
        steps
            .into_iter()
            .map(|step| {
                level += step;
                Some(f64::from(level))
            })
            .collect::<Vec<_>>()
    });
    prop_oneof![proptest::collection::vec(value(4), 1..40), proptest::collection::vec(value(100), 1..40), walk,]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn random_series_are_read_alike(
        values in series(),
        cut in proptest::option::of(1_usize..30),
        fix in proptest::option::of(12_usize..16),
        screen: bool,
        target in 0_i32..100,
    ) {
        let cut = cut.filter(|cut| *cut < values.len());
        let points: Vec<_> = values.iter().enumerate().map(|(at, value)| point(at, *value)).collect();
        let settings = Settings {
            method: if screen { Method::PlotthedotsR } else { Method::MdcExcel },
            fix_after: fix,
            rebases: cut.map(month).into_iter().collect(),
            targets: Targets::always(exact(f64::from(target))),
            ..Settings::new(Better::Higher, 1)
        };
        let chart = read(&points, &settings).unwrap();
        let parts = match cut {
            Some(cut) => vec![&values[..cut], &values[cut..]],
            None => vec![&values[..]],
        };
        let mut expected = String::new();
        let mut last = None;
        for (part, segment) in parts.iter().zip(&chart.segments) {
            let Some(answer) = answer(part, fix, screen) else {
                prop_assert_eq!(segment.mean, None);
                expected.push_str(&".".repeat(part.len()));
                continue;
            };
            prop_assert!(is_close(segment.mean.unwrap(), answer.mean));
            prop_assert_eq!(segment.limits.is_some(), answer.limits.is_some());
            if let (Some(ours), Some(theirs)) = (segment.limits, answer.limits) {
                prop_assert!(is_close(ours.lower, theirs.0) && is_close(ours.upper, theirs.1));
            }
            expected.push_str(&answer.letters);
            last = Some((part.iter().flatten().count(), answer));
        }
        // A value that lies on a line but for rounding may fall on either side of it in two ways of adding up.
        let differences = letters(&chart).chars().zip(expected.chars()).filter(|(ours, theirs)| ours != theirs).count();
        let on_a_line = is_any_on_a_line(&chart);
        prop_assert!(differences == 0 || on_a_line, "{} {}", letters(&chart), expected);
        let Some((count, answer)) = last else { return Ok(()) };
        let target = f64::from(target);
        let assurance = match answer.limits {
            _ if count < 13 => None,
            Some((_, upper)) if target > upper => Some(Assurance::ConsistentlyFails),
            Some((lower, _)) if target < lower => Some(Assurance::ConsistentlyPasses),
            Some(_) => Some(Assurance::HitOrMiss),
            None if answer.mean >= target => Some(Assurance::ConsistentlyPasses),
            None => Some(Assurance::ConsistentlyFails),
        };
        let ours = Some(chart.assurance).filter(|assurance| !matches!(assurance, Assurance::None(_)));
        let is_target_on_a_line = answer.limits.is_some_and(|limits| is_close(limits.0, target) || is_close(limits.1, target));
        let is_scattered = answer.limits.is_none() && answer.letters.len() > 1 && ours.is_none();
        prop_assert!(ours == assurance || is_target_on_a_line || is_scattered);
    }
}

/// True when a value lies within rounding of a mean, a limit or a near line.
fn is_any_on_a_line(chart: &crate::spc::SpcChart) -> bool {
    chart.points.iter().any(|read| {
        let segment = &chart.segments[read.segment];
        let crate::spc::PointValue::Actual(value) = read.point.value else { return false };
        let value = value.to_f64();
        let on = |line: f64| (line - value).abs() < 1e-9;
        segment.mean.is_some_and(on)
            || segment.limits.is_some_and(|limits| {
                on(limits.lower) || on(limits.upper) || on(limits.near_lower) || on(limits.near_upper)
            })
    })
}
