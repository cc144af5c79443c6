//! When a body meets: every so many weeks, on a weekday of the month, or on days that are given.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::board_report::day_words;
use crate::calendar::WorkingDays;
use crate::refusal::Refusal;

/// A cycle cannot be so.
const CYCLE: &str = "SL-D431";
/// How far a meeting may be moved by a bank holiday, in days: Christmas with a week added.
const FURTHEST_MOVED: u64 = 21;
/// Most meetings that are worked out at once.
const MOST: usize = 2_000;

/// How often a body meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Cycle {
    /// Every so many weeks, counted from the first meeting.
    Weeks {
        /// How many weeks lie between two meetings.
        every: u32,
        /// The first meeting.
        first_on: NaiveDate,
    },
    /// On a weekday of the month, every so many months, such as the second Tuesday of every other month.
    Monthly {
        /// How many months lie between two meetings; 1 is every month.
        every: u32,
        /// Which one of its kind in the month.
        nth: Nth,
        /// The weekday.
        weekday: Weekday,
        /// The first day on which there may be a meeting; its month is the first.
        from_on: NaiveDate,
    },
    /// On the days given.
    Days {
        /// The days, in order.
        on: Vec<NaiveDate>,
    },
}

/// Which of the four or five days of one name in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The last, which is the fourth or the fifth.
    Last,
}

/// What happens to a meeting that would be on a bank holiday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OffDay {
    /// It is on the next working day.
    #[default]
    NextWorkingDay,
    /// It is on the working day before.
    WorkingDayBefore,
    /// It is on the same weekday, a week later.
    WeekLater,
}

/// A cycle with what happens on bank holidays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCycle {
    /// How often.
    pub cycle: Cycle,
    /// What happens on a bank holiday.
    #[serde(default)]
    pub off: OffDay,
}

/// A day on which a body is to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlannedDay {
    /// The day.
    pub on: NaiveDate,
    /// The bank holiday that it would have been on; null when it was not moved.
    pub instead_of: Option<NaiveDate>,
}

impl Nth {
    fn day_of(self, year: i32, month: u32, weekday: Weekday) -> Option<NaiveDate> {
        let nth = match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Last => {
                return NaiveDate::from_weekday_of_month_opt(year, month, weekday, 5)
                    .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, weekday, 4));
            }
        };
        NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)
    }
}

impl MeetingCycle {
    /// Nothing when the cycle can be kept.
    ///
    /// # Errors
    ///
    /// [`Refusal`] `SL-D431` – every 0 or more than 104 weeks, every 0 or more than 24 months, or days that are none,
    /// more than two thousand, twice or out of order.
    pub fn check(&self) -> Result<(), Refusal> {
        let refused = |what: String, next: &str| Err(Refusal::new(CYCLE, what, next));
        match &self.cycle {
            Cycle::Weeks { every, .. } if !(1..=104).contains(every) => {
                refused(format!("A body cannot meet every {every} weeks."), "Give a number of weeks from 1 to 104.")
            }
            Cycle::Monthly { every, .. } if !(1..=24).contains(every) => {
                refused(format!("A body cannot meet every {every} months."), "Give a number of months from 1 to 24.")
            }
            Cycle::Days { on } if on.is_empty() || on.len() > MOST => {
                refused(format!("{} days are given to meet on.", on.len()), "Give at least one day, and at most 2,000.")
            }
            Cycle::Days { on } => match on.windows(2).find(|pair| pair[1] <= pair[0]) {
                Some(pair) => refused(
                    format!("{} does not come after {}.", day_words(pair[1]), day_words(pair[0])),
                    "Give the days in order, each once.",
                ),
                None => Ok(()),
            },
            Cycle::Weeks { .. } | Cycle::Monthly { .. } => Ok(()),
        }
    }

    /// The days from `from` to `until`, both included, on which the body is to meet, in order, each once.
    ///
    /// A meeting that a bank holiday moves is among them when the day it is moved to is, also into the next year.
    /// Weekends are left as they are: somebody chose them. Empty for a cycle that cannot be kept.
    #[must_use]
    pub fn planned(&self, from: NaiveDate, until: NaiveDate, calendar: &WorkingDays) -> Vec<PlannedDay> {
        if self.check().is_err() {
            return Vec::new();
        }
        let earliest = from.checked_sub_days(Days::new(FURTHEST_MOVED)).unwrap_or(from);
        let latest = until.checked_add_days(Days::new(FURTHEST_MOVED)).unwrap_or(until);
        let mut days: Vec<PlannedDay> = self
            .by_rule(earliest, latest)
            .into_iter()
            .map(|day| self.moved(day, calendar))
            .filter(|planned| (from..=until).contains(&planned.on))
            .collect();
        days.sort();
        days.dedup_by_key(|planned| planned.on);
        days
    }

    /// The first day on or after `day` on which the body is to meet, within three years.
    #[must_use]
    pub fn next_from(&self, day: NaiveDate, calendar: &WorkingDays) -> Option<PlannedDay> {
        let until = day.checked_add_months(Months::new(36))?;
        self.planned(day, until, calendar).into_iter().next()
    }

    fn by_rule(&self, earliest: NaiveDate, latest: NaiveDate) -> Vec<NaiveDate> {
        match &self.cycle {
            Cycle::Days { on } => on.iter().copied().filter(|day| (earliest..=latest).contains(day)).collect(),
            Cycle::Weeks { every, first_on } => {
                let step = u64::from(*every) * 7;
                let passed = u64::try_from((earliest - *first_on).num_days()).unwrap_or(0).div_ceil(step);
                let first = first_on.checked_add_days(Days::new(passed * step));
                std::iter::successors(first, |day| day.checked_add_days(Days::new(step)))
                    .take_while(|day| *day <= latest)
                    .take(MOST)
                    .collect()
            }
            Cycle::Monthly { every, nth, weekday, from_on } => {
                let first = from_on.with_day(1);
                std::iter::successors(first, |month| month.checked_add_months(Months::new(*every)))
                    .take_while(|month| *month <= latest)
                    .filter_map(|month| nth.day_of(month.year(), month.month(), *weekday))
                    .filter(|day| (earliest..=latest).contains(day) && *day >= *from_on)
                    .take(MOST)
                    .collect()
            }
        }
    }

    fn moved(&self, day: NaiveDate, calendar: &WorkingDays) -> PlannedDay {
        let is_weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let is_off = |day: NaiveDate| !is_weekend(day) && calendar.is_working_day(day) == Some(false);
        if !is_off(day) {
            return PlannedDay { on: day, instead_of: None };
        }
        let to = match self.off {
            OffDay::NextWorkingDay => calendar.add(day, 0),
            OffDay::WorkingDayBefore => calendar.add(day, -1),
            OffDay::WeekLater => {
                (1..=3).filter_map(|weeks| day.checked_add_days(Days::new(weeks * 7))).find(|day| !is_off(*day))
            }
        };
        PlannedDay { on: to.unwrap_or(day), instead_of: to.map(|_| day) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn planned(cycle: Cycle, off: OffDay, from: &str, until: &str) -> Vec<String> {
        let cycle = MeetingCycle { cycle, off };
        let days = cycle.planned(day(from), day(until), WorkingDays::of_england());
        days.iter()
            .map(|planned| match planned.instead_of {
                None => planned.on.to_string(),
                Some(was) => format!("{} for {was}", planned.on),
            })
            .collect()
    }

    fn mondays() -> Cycle {
        Cycle::Monthly { every: 1, nth: Nth::Last, weekday: Weekday::Mon, from_on: day("2026-01-01") }
    }

    #[test]
    fn six_weekly_meetings_go_on_across_a_years_end() {
        let cycle = Cycle::Weeks { every: 6, first_on: day("2026-01-14") };
        assert_eq!(
            planned(cycle, OffDay::NextWorkingDay, "2026-11-01", "2027-03-31"),
            ["2026-11-04", "2026-12-16", "2027-01-27", "2027-03-10"]
        );
    }

    #[test]
    fn a_bank_holiday_moves_a_meeting_as_the_body_chose() {
        // The last Monday of May, August and December 2026 are bank holidays.
        let of_may = |off| planned(mondays(), off, "2026-05-18", "2026-06-10");
        assert_eq!(of_may(OffDay::NextWorkingDay), ["2026-05-26 for 2026-05-25"]);
        assert_eq!(of_may(OffDay::WorkingDayBefore), ["2026-05-22 for 2026-05-25"]);
        assert_eq!(of_may(OffDay::WeekLater), ["2026-06-01 for 2026-05-25"]);
        assert_eq!(
            planned(mondays(), OffDay::WeekLater, "2026-11-01", "2027-01-31"),
            ["2026-11-30", "2027-01-04 for 2026-12-28", "2027-01-25"],
            "moved into the next year"
        );
        assert_eq!(
            planned(mondays(), OffDay::WeekLater, "2027-01-01", "2027-01-10"),
            ["2027-01-04 for 2026-12-28"],
            "and found there by whoever looks at that year alone"
        );
    }

    #[test]
    fn a_christmas_meeting_moves_past_both_days_and_days_given_are_moved_too() {
        let on = vec![day("2026-12-25"), day("2026-12-29"), day("2027-01-01")];
        assert_eq!(
            planned(Cycle::Days { on }, OffDay::NextWorkingDay, "2026-12-01", "2027-01-31"),
            ["2026-12-29", "2027-01-04 for 2027-01-01"],
            "two that fall on one day are one, which was not moved"
        );
    }

    #[test]
    fn every_other_month_counts_from_the_first_month_and_a_weekend_stays() {
        let cycle = Cycle::Monthly { every: 2, nth: Nth::Second, weekday: Weekday::Sat, from_on: day("2026-09-20") };
        assert_eq!(planned(cycle, OffDay::default(), "2026-09-01", "2027-02-28"), ["2026-11-14", "2027-01-09"]);
    }

    #[test]
    fn a_cycle_reads_back_from_the_form_it_is_kept_in() {
        for cycle in [
            mondays(),
            Cycle::Weeks { every: 6, first_on: day("2026-01-14") },
            Cycle::Days { on: vec![day("2026-01-14")] },
        ] {
            let cycle = MeetingCycle { cycle, off: OffDay::WeekLater };
            let kept = serde_json::to_string(&cycle).unwrap();
            assert_eq!(serde_json::from_str::<MeetingCycle>(&kept).unwrap(), cycle);
        }
    }

    #[test]
    fn cycles_that_cannot_be_kept_are_refused_and_give_no_days() {
        let first_on = day("2026-01-14");
        for cycle in [
            Cycle::Weeks { every: 0, first_on },
            Cycle::Weeks { every: 105, first_on },
            Cycle::Monthly { every: 0, nth: Nth::First, weekday: Weekday::Mon, from_on: first_on },
            Cycle::Days { on: Vec::new() },
            Cycle::Days { on: vec![first_on, first_on] },
        ] {
            let cycle = MeetingCycle { cycle, off: OffDay::default() };
            assert_eq!(cycle.check().unwrap_err().code, "SL-D431");
            assert!(cycle.planned(first_on, day("2027-01-01"), WorkingDays::of_england()).is_empty());
        }
    }

    #[test]
    fn the_next_meeting_is_the_first_on_or_after_the_day() {
        let cycle = MeetingCycle { cycle: mondays(), off: OffDay::default() };
        let next = |on: &str| cycle.next_from(day(on), WorkingDays::of_england()).unwrap().on.to_string();
        assert_eq!(next("2026-05-26"), "2026-05-26");
        assert_eq!(next("2026-05-27"), "2026-06-29");
    }

    proptest! {
        #[test]
        fn no_planned_weekday_is_a_bank_holiday_and_halves_of_a_stretch_make_the_whole(
            every in 1_u32..9, first in 0_u64..400, middle in 0_u64..900, weekday in 0_u8..5,
        ) {
            let calendar = WorkingDays::of_england();
            let first_on = day("2025-01-01") + Days::new(first);
            let weekday = Weekday::try_from(weekday).unwrap();
            let (from, until) = (day("2025-01-01"), day("2027-12-31"));
            for cycle in [
                Cycle::Weeks { every, first_on },
                Cycle::Monthly { every, nth: Nth::Last, weekday, from_on: first_on },
            ] {
                for off in [OffDay::NextWorkingDay, OffDay::WorkingDayBefore, OffDay::WeekLater] {
                    let cycle = MeetingCycle { cycle: cycle.clone(), off };
                    let whole = cycle.planned(from, until, calendar);
                    for planned in &whole {
                        let is_weekend = matches!(planned.on.weekday(), Weekday::Sat | Weekday::Sun);
                        prop_assert!(is_weekend || calendar.is_working_day(planned.on) == Some(true));
                    }
                    let cut = from + Days::new(middle);
                    let mut halves = cycle.planned(from, cut, calendar);
                    halves.extend(cycle.planned(cut.succ_opt().unwrap(), until, calendar));
                    prop_assert_eq!(halves, whole);
                }
            }
        }
    }
}
