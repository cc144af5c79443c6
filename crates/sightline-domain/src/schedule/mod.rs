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
    /// The day one step after `day`; the last day of a month stays a last day.
    #[must_use]
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        let months = match self {
            Self::Weekly => return day.checked_add_days(Days::new(7)).unwrap_or(day),
            Self::Fortnightly => return day.checked_add_days(Days::new(14)).unwrap_or(day),
            Self::Monthly => 1,
            Self::EveryTwoMonths => 2,
            Self::Quarterly => 3,
            Self::Termly => 4,
            Self::SixMonthly => 6,
            Self::Annual => 12,
        };
        let next = day.checked_add_months(Months::new(months)).unwrap_or(day);
        if day == last_day_of_month(day.year(), day.month()).unwrap_or(day) {
            last_day_of_month(next.year(), next.month()).unwrap_or(next)
        } else {
            next
        }
    }
}

impl Schedule {
    /// The days on which a recurring schedule falls, from its first date to `until`, both included.
    ///
    /// `first` is used when the schedule names no first date of its own.
    /// Empty for a schedule that does not recur.
    #[must_use]
    pub fn occurrences(&self, first: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
        let Some(cadence) = self.cadence else { return Vec::new() };
        let mut days = Vec::new();
        let mut day = self.due_on.unwrap_or(first);
        while day <= until && days.len() < 1000 {
            days.push(day);
            let next = cadence.after(day);
            if next <= day {
                break;
            }
            day = next;
        }
        days
    }
}

/// The last day of a month; `None` when there is no such month.
#[must_use]
pub fn last_day_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?
        .checked_add_months(Months::new(1))?
        .pred_opt()
}
