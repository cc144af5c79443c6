//! Targets of measures: dated, of four kinds that are kept apart, and never overwritten.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::measure::Exact;

/// Which side of the value meets the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The value or more.
    AtLeast,
    /// The value or less.
    AtMost,
}

impl Comparison {
    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }

    /// The comparison with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::AtLeast, Self::AtMost].into_iter().find(|comparison| comparison.code() == code)
    }

    /// In words that stand before the value.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
        }
    }

    /// True when `figure` meets `value`, before anything is rounded.
    #[must_use]
    pub fn is_met_by(self, value: Decimal, figure: Exact) -> bool {
        value.exact().is_some_and(|value| match self {
            Self::AtLeast => figure >= value,
            Self::AtMost => figure <= value,
        })
    }
}

/// Whose target it is: a statutory threshold is never taken for a council's own ambition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// What law or statutory guidance asks.
    Statutory,
    /// What a national body asks or expects.
    National,
    /// What statistical neighbours reach.
    Neighbours,
    /// What the council has set itself.
    Own,
}

impl TargetKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Statutory, Self::National, Self::Neighbours, Self::Own];

    /// As it stands in the database, on the command line and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::National => "national",
            Self::Neighbours => "neighbours",
            Self::Own => "own",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// In words that stand before "target".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::National => "national",
            Self::Neighbours => "statistical neighbours’",
            Self::Own => "council’s own",
        }
    }
}

/// One target as somebody set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The measure, by its id.
    pub measure: String,
    /// What is to be reached, in the unit of the measure.
    pub value: Decimal,
    /// From which side.
    pub comparison: Comparison,
    /// The day from which it is to be reached.
    pub for_on: NaiveDate,
    /// Whose target it is.
    pub kind: TargetKind,
    /// Why it was set, or changed.
    pub reason: String,
    /// True when this entry takes back the target of this kind and day.
    pub is_withdrawn: bool,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub set_at: DateTime<Utc>,
}

/// The targets that stand, by kind and day: of each kind and day the one set last, if it was not taken back.
///
/// `entries` are those of one measure, in the order they were set. The answer
/// is the trajectory of each kind.
#[must_use]
pub fn standing_targets(entries: &[Target]) -> Vec<&Target> {
    let mut standing: Vec<&Target> = Vec::new();
    for entry in entries {
        standing.retain(|other| (other.kind, other.for_on) != (entry.kind, entry.for_on));
        if !entry.is_withdrawn {
            standing.push(entry);
        }
    }
    standing.sort_by_key(|target| (target.kind, target.for_on));
    standing
}

/// The target of a kind that is to be met on a day: the standing one of the latest day not after it.
///
/// `None` before the first: [`next_target`] is then what is aimed at.
#[must_use]
pub fn target_in_force(entries: &[Target], kind: TargetKind, on: NaiveDate) -> Option<&Target> {
    standing_targets(entries).into_iter().rev().find(|target| target.kind == kind && target.for_on <= on)
}

/// The standing target of a kind of the first day after `on`.
#[must_use]
pub fn next_target(entries: &[Target], kind: TargetKind, on: NaiveDate) -> Option<&Target> {
    standing_targets(entries).into_iter().find(|target| target.kind == kind && target.for_on > on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn target(kind: TargetKind, value: &str, for_on: &str) -> Target {
        Target {
            measure: "assessments_in_time".to_owned(),
            value: value.parse().unwrap(),
            comparison: Comparison::AtLeast,
            for_on: day(for_on),
            kind,
            reason: "Agreed by the board".to_owned(),
            is_withdrawn: false,
            set_by: "Ada Fenwick".to_owned(),
            set_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_target_set_last_for_a_day_stands_and_kinds_are_kept_apart() {
        let own = TargetKind::Own;
        let entries = [
            target(own, "90", "2027-03-31"),
            target(TargetKind::National, "85", "2027-03-31"),
            target(own, "80", "2026-09-30"),
            target(own, "88", "2027-03-31"),
        ];
        let standing: Vec<String> = standing_targets(&entries).iter().map(|t| t.value.to_string()).collect();
        assert_eq!(standing, ["85", "80", "88"]);
        let on = |text| target_in_force(&entries, own, day(text)).map(|target| target.value.to_string());
        assert_eq!(on("2026-09-29"), None);
        assert_eq!(on("2026-09-30").as_deref(), Some("80"));
        assert_eq!(on("2027-04-01").as_deref(), Some("88"));
        let next = next_target(&entries, own, day("2026-09-30")).unwrap();
        assert_eq!(next.value, "88".parse().unwrap());
    }

    #[test]
    fn a_target_that_was_taken_back_no_longer_stands() {
        let first = target(TargetKind::Own, "90", "2027-03-31");
        let taken_back = Target { is_withdrawn: true, ..first.clone() };
        assert!(standing_targets(&[first.clone(), taken_back.clone()]).is_empty());
        assert_eq!(standing_targets(&[first.clone(), taken_back, first.clone()]), [&first]);
    }

    #[test]
    fn a_target_is_met_at_its_very_value() {
        let value = "90.0".parse().unwrap();
        let figure = |text| Exact::parse(text).unwrap();
        assert!(Comparison::AtLeast.is_met_by(value, figure("90")));
        assert!(!Comparison::AtLeast.is_met_by(value, figure("89.99")));
        assert!(Comparison::AtMost.is_met_by(value, figure("90")));
        assert!(!Comparison::AtMost.is_met_by(value, Exact::new(2701, 30).unwrap()));
    }
}
