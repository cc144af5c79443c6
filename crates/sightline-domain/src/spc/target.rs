//! Targets with the days they are for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::measure::Exact;

/// A target and the day from which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedTarget {
    /// The day from which it holds; on a trajectory, the day by which it is to be reached.
    pub from: NaiveDate,
    /// The figure to reach.
    pub value: Exact,
}

/// How a measure gets from one target to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetPath {
    /// Each target holds until the next one begins.
    #[default]
    Steps,
    /// In a straight line from one target to the next: a trajectory.
    Line,
}

/// The targets of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// In any order.
    pub dated: Vec<DatedTarget>,
    /// How they are joined.
    pub path: TargetPath,
}

/// The target that counts on a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetInForce {
    /// The figure that is compared; between two targets of a trajectory, the point of the line.
    pub value: f64,
    /// The target itself, as it was set; the next one, on a trajectory.
    pub target: DatedTarget,
    /// True when the day that it is for is still to come.
    pub is_ahead: bool,
    /// True when several targets are stored, so that this one has to be named.
    pub is_one_of_several: bool,
}

impl Targets {
    /// One target that holds on every day.
    #[must_use]
    pub fn always(value: Exact) -> Self {
        Self { dated: vec![DatedTarget { from: NaiveDate::MIN, value }], path: TargetPath::Steps }
    }

    /// The target in force on a day: the latest that has begun, or else the first that is still to come.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<TargetInForce> {
        let mut sorted = self.dated.clone();
        sorted.sort_by_key(|target| target.from);
        let begun = sorted.iter().rev().find(|target| target.from <= day).copied();
        let coming = sorted.iter().find(|target| target.from > day).copied();
        let (target, value) = match (begun, coming, self.path) {
            (Some(before), Some(after), TargetPath::Line) => (after, between(before, after, day)),
            (Some(target), _, _) | (None, Some(target), _) => (target, target.value.to_f64()),
            (None, None, _) => return None,
        };
        let is_one_of_several = sorted.len() > 1;
        Some(TargetInForce { value, target, is_ahead: target.from > day, is_one_of_several })
    }
}

#[expect(clippy::cast_precision_loss, reason = "days of a plan are far below 2^52")]
fn between(before: DatedTarget, after: DatedTarget, day: NaiveDate) -> f64 {
    let whole = (after.from - before.from).num_days() as f64;
    let part = (day - before.from).num_days() as f64;
    let (start, end) = (before.value.to_f64(), after.value.to_f64());
    start + (end - start) * part / whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn targets(path: TargetPath) -> Targets {
        let dated = |from, value| DatedTarget { from: day(from), value: Exact::whole(value) };
        Targets { dated: vec![dated("2027-01-01", 90), dated("2026-01-01", 80)], path }
    }

    #[test]
    fn the_latest_target_that_has_begun_is_in_force() {
        let steps = targets(TargetPath::Steps);
        let value = |on| steps.on(day(on)).map(|found| (found.value, found.is_ahead));
        assert_eq!(value("2025-06-01"), Some((80.0, true)));
        assert_eq!(value("2026-01-01"), Some((80.0, false)));
        assert_eq!(value("2026-12-31"), Some((80.0, false)));
        assert_eq!(value("2027-01-01"), Some((90.0, false)));
        assert_eq!(Targets::default().on(day("2026-01-01")), None);
    }

    #[test]
    fn a_trajectory_is_a_straight_line_between_two_targets() {
        let line = targets(TargetPath::Line);
        let value = |on| line.on(day(on)).unwrap().value;
        assert!((value("2025-06-01") - 80.0).abs() < 1e-9);
        assert!((value("2026-01-01") - 80.0).abs() < 1e-9);
        // 73 of 365 days.
        assert!((value("2026-03-15") - 82.0).abs() < 1e-9);
        assert!((value("2030-01-01") - 90.0).abs() < 1e-9);
        assert_eq!(line.on(day("2026-03-15")).unwrap().target.value, Exact::whole(90));
    }
}
