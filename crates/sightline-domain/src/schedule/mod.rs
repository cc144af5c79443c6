//! What a timescale says: a date, a month, a period, a cadence, ongoing, to be
//! confirmed, or words that cannot be read.
//!
//! The printed words are kept beside it by whoever holds the schedule
//! (`due_raw`). A due date is the last day of what is printed: `March 2019` is
//! 31 March 2019, `2020` is 31 December 2020.

mod parse;

use chrono::{Datelike, Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use parse::{DateWords, Doubt, FoundDate, Reading, read_date, read_schedule, split_schedules};

/// What a timescale says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Schedule {
    /// What kind of timescale it is.
    pub kind: ScheduleKind,
    /// First day of the printed start (`from July 2019`, `commence Jan 2019`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_on: Option<NaiveDate>,
    /// Last day of the printed date; for a cadence with a first date, the first occurrence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The day by which impact must be tested (`test impact by`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_on: Option<NaiveDate>,
    /// The day by which the priority's targets must hold (`targets met by`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targets_on: Option<NaiveDate>,
    /// How often it recurs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cadence: Option<Cadence>,
    /// True when it goes on after any date given.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_ongoing: bool,
    /// Dated stages, when the words name more than one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
}

/// What kind of timescale it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleKind {
    /// No timescale is printed.
    #[default]
    Blank,
    /// A day, month, year or period.
    Dated,
    /// A cadence, with or without a first date.
    Recurring,
    /// Ongoing, with or without a date.
    Ongoing,
    /// To be confirmed.
    ToBeConfirmed,
    /// A named body is to set the date.
    Delegated,
    /// Several dates without a word to say what each is for.
    SeveralDates,
    /// Words that cannot be read as a timescale.
    Unreadable,
}

/// How often something recurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every seven days.
    Weekly,
    /// Every fourteen days.
    Fortnightly,
    /// Every month.
    Monthly,
    /// Every two months.
    EveryTwoMonths,
    /// Every three months.
    Quarterly,
    /// Every school term: read as every four months.
    Termly,
    /// Every six months.
    SixMonthly,
    /// Every year.
    Annual,
}

/// A dated stage of a timescale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Stage {
    /// The words before the date.
    pub text: String,
    /// Last day of the printed date.
    pub due_on: Option<NaiveDate>,
}

impl Cadence {
    /// The day `steps` steps after `first`.
    ///
    /// Counted from the first day, so that a series from the 30th does not
    /// slide: 30 January, 28 February, 30 March. A first day that is the last
    /// of its month stays the last of each.
    #[must_use]
    pub fn after(self, first: NaiveDate, steps: u32) -> NaiveDate {
        let (days, months) = match self {
            Self::Weekly => (7, 0),
            Self::Fortnightly => (14, 0),
            Self::Monthly => (0, 1),
            Self::EveryTwoMonths => (0, 2),
            Self::Quarterly => (0, 3),
            Self::Termly => (0, 4),
            Self::SixMonthly => (0, 6),
            Self::Annual => (0, 12),
        };
        if days > 0 {
            return first.checked_add_days(Days::new(days * u64::from(steps))).unwrap_or(first);
        }
        let day = first.checked_add_months(Months::new(months * steps)).unwrap_or(first);
        if Some(first) == last_day_of_month(first.year(), first.month()) {
            last_day_of_month(day.year(), day.month()).unwrap_or(day)
        } else {
            day
        }
    }
}

/// Most occurrences of one schedule: more than a century of weeks.
const MOST_OCCURRENCES: u32 = 6_000;

impl Schedule {
    /// The days on which a recurring schedule falls, from its first date to `until`, both included.
    ///
    /// `first` is used when the schedule names no first date of its own.
    /// Empty for a schedule that does not recur.
    #[must_use]
    pub fn occurrences(&self, first: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
        let Some(cadence) = self.cadence else { return Vec::new() };
        let first = self.due_on.unwrap_or(first);
        (0..MOST_OCCURRENCES).map(|steps| cadence.after(first, steps)).take_while(|day| *day <= until).collect()
    }
}

/// The last day of a month; `None` when there is no such month.
#[must_use]
pub fn last_day_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn occurrences(cadence: Cadence, first: &str, until: &str) -> Vec<String> {
        let schedule = Schedule { cadence: Some(cadence), ..Schedule::default() };
        schedule.occurrences(day(first), day(until)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_series_is_counted_from_its_first_day() {
        assert_eq!(
            occurrences(Cadence::Monthly, "2026-01-30", "2026-03-31"),
            ["2026-01-30", "2026-02-28", "2026-03-30"]
        );
        assert_eq!(
            occurrences(Cadence::Quarterly, "2026-02-28", "2026-09-01"),
            ["2026-02-28", "2026-05-31", "2026-08-31"]
        );
        assert_eq!(occurrences(Cadence::Fortnightly, "2026-01-01", "2026-01-20"), ["2026-01-01", "2026-01-15"]);
    }

    #[test]
    fn both_ends_count_and_a_later_first_day_gives_none() {
        assert_eq!(occurrences(Cadence::Annual, "2026-04-01", "2027-04-01").len(), 2);
        assert!(occurrences(Cadence::Annual, "2027-04-02", "2027-04-01").is_empty());
        assert!(Schedule::default().occurrences(day("2026-01-01"), day("2027-01-01")).is_empty());
    }
}
