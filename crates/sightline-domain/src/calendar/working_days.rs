//! Counting working days.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::BankHolidays;

/// The first and the last year that working days are counted in.
const YEARS: (i32, i32) = (1900, 2199);

static ENGLAND: LazyLock<WorkingDays> = LazyLock::new(|| WorkingDays::new(BankHolidays::built_in()));

/// Which days are worked: Monday to Friday, bank holidays left out.
///
/// A start on a day that is not worked counts from the next working day, and
/// the start is day 0. Days before 1900 and after 2199 are beyond any record
/// that is not a slip of the keyboard: nothing is said about them.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    /// For every day from 1 January 1900, the working days up to and including it.
    counts: Vec<u32>,
    /// Every working day in order, as days since 1 January 1900.
    worked: Vec<u32>,
}

impl WorkingDays {
    /// The calendar of England with the bank holidays that are built in.
    #[must_use]
    pub fn of_england() -> &'static Self {
        &ENGLAND
    }

    /// The calendar with these bank holidays.
    #[must_use]
    pub fn new(holidays: &BankHolidays) -> Self {
        let mut counts = Vec::new();
        let mut worked = Vec::new();
        let mut count = 0;
        let mut number = 0;
        for year in YEARS.0..=YEARS.1 {
            let off = holidays.of_year(year);
            let first = NaiveDate::from_yo_opt(year, 1).expect("a year of four digits has a first day");
            for day in first.iter_days().take_while(|day| day.year() == year) {
                if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !off.contains(&day) {
                    count += 1;
                    worked.push(number);
                }
                counts.push(count);
                number += 1;
            }
        }
        Self { counts, worked }
    }

    /// True on Monday to Friday, bank holidays left out; `None` before 1900 and after 2199.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> Option<bool> {
        let at = self.position(day)?;
        let before = if at == 0 { 0 } else { self.counts[at - 1] };
        Some(self.counts[at] > before)
    }

    /// Working days after `start`, up to and including `end`; `None` when either is before 1900 or after 2199.
    ///
    /// `start` is day 0, and one that is not worked counts from the next working day, so that something done on the
    /// Saturday it began, or on the Monday after, took 0. Negative when `end` is before `start`.
    ///
    /// ```
    /// # use sightline_domain::calendar::WorkingDays;
    /// let calendar = WorkingDays::of_england();
    /// let thursday_before_easter = "2026-04-02".parse().unwrap();
    /// let tuesday_after = "2026-04-07".parse().unwrap();
    /// assert_eq!(calendar.between(thursday_before_easter, tuesday_after), Some(1));
    /// ```
    #[must_use]
    pub fn between(&self, start: NaiveDate, end: NaiveDate) -> Option<i64> {
        let from = i64::from(self.counted_at_next(start)?);
        let to = i64::from(*self.counts.get(self.position(end)?)?);
        Some(if end < start { to - from } else { (to - from).max(0) })
    }

    /// The working day so many working days after `day`, which is day 0; before it when negative.
    ///
    /// One that is not worked counts from the next working day, which is also the answer to 0.
    /// `None` when the day or the answer is before 1900 or after 2199.
    #[must_use]
    pub fn add(&self, day: NaiveDate, working_days: i64) -> Option<NaiveDate> {
        let wanted = i64::from(self.counted_at_next(day)?).checked_add(working_days)?;
        let number = *self.worked.get(usize::try_from(wanted.checked_sub(1)?).ok()?)?;
        first_day().checked_add_days(Days::new(u64::from(number)))
    }

    /// The count of the next working day, the day itself when it is one.
    fn counted_at_next(&self, day: NaiveDate) -> Option<u32> {
        let at = self.position(day)?;
        if self.is_working_day(day)? { Some(self.counts[at]) } else { Some(self.counts[at] + 1) }
    }

    fn position(&self, day: NaiveDate) -> Option<usize> {
        usize::try_from(day.signed_duration_since(first_day()).num_days()).ok().filter(|at| *at < self.counts.len())
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_yo_opt(YEARS.0, 1).expect("a year of four digits has a first day")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_and_bank_holidays_do_not_count() {
        let calendar = WorkingDays::of_england();
        for (start, end, working_days) in [
            ("2026-03-06", "2026-03-06", 0), // Friday, the same day
            ("2026-03-06", "2026-03-09", 1), // the Monday after
            ("2026-03-07", "2026-03-07", 0), // begun and done on a Saturday
            ("2026-03-07", "2026-03-09", 0), // counts from Monday
            ("2026-03-07", "2026-03-10", 1),
            ("2026-03-10", "2026-03-09", -1), // end before start
            ("2026-03-07", "2026-03-06", -1),
            ("2026-04-02", "2026-04-07", 1),  // over Easter
            ("2026-01-05", "2026-03-09", 45), // day 45 of an assessment
            ("2026-01-05", "2026-03-10", 46),
            ("2026-12-24", "2026-12-29", 1), // Friday 25th and Monday 28th are off
            ("2022-05-31", "2022-06-06", 2), // the jubilee's two days
            ("2024-02-28", "2024-03-01", 2), // over a leap day
        ] {
            assert_eq!(calendar.between(on(start), on(end)), Some(working_days), "{start} to {end}");
        }
        assert_eq!(calendar.is_working_day(on("2026-05-04")), Some(false));
        assert_eq!(calendar.is_working_day(on("2026-05-05")), Some(true));
    }

    #[test]
    fn working_days_are_added_from_the_next_working_day() {
        let calendar = WorkingDays::of_england();
        for (day, working_days, answer) in [
            ("2026-01-05", 45, "2026-03-09"),
            ("2026-03-07", 0, "2026-03-09"),
            ("2026-03-07", 1, "2026-03-10"),
            ("2026-03-07", -1, "2026-03-06"),
            ("2026-04-02", 1, "2026-04-07"),
            ("2026-12-24", 1, "2026-12-29"),
        ] {
            assert_eq!(calendar.add(on(day), working_days), Some(on(answer)), "{day} + {working_days}");
        }
    }

    #[test]
    fn nothing_is_said_beyond_1900_to_2199() {
        let calendar = WorkingDays::of_england();
        assert_eq!(calendar.between(on("1899-12-31"), on("2026-01-01")), None);
        assert_eq!(calendar.between(on("2026-01-01"), on("9999-12-31")), None);
        assert_eq!(calendar.add(on("2199-12-30"), 20), None);
        assert_eq!(calendar.add(on("1900-01-02"), -20), None);
        assert_eq!(calendar.add(on("2026-01-05"), i64::MAX), None);
        assert_eq!(calendar.add(on("2026-01-05"), i64::MIN), None);
    }

    /// The same, one day at a time.
    fn between_by_walking(start: NaiveDate, end: NaiveDate) -> i64 {
        let holidays = BankHolidays::built_in();
        let is_worked = |day: NaiveDate| {
            !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.of_year(day.year()).contains(&day)
        };
        let mut from = start;
        while !is_worked(from) {
            from = from.succ_opt().unwrap();
        }
        let (first, last) = if end >= start { (from, end) } else { (end, from) };
        let walked = first.iter_days().skip(1).take_while(|day| *day <= last).filter(|day| is_worked(*day)).count();
        let walked = i64::try_from(walked).unwrap();
        if end >= start { walked } else { -walked }
    }

    proptest! {
        #[test]
        fn counting_agrees_with_walking_the_calendar(start in 0_u64..12_000, length in -400_i64..400) {
            let start = on("1994-01-01") + Days::new(start);
            let end = start + chrono::TimeDelta::days(length);
            let calendar = WorkingDays::of_england();
            prop_assert_eq!(calendar.between(start, end), Some(between_by_walking(start, end)));
        }

        #[test]
        fn adding_and_counting_undo_each_other(start in 0_u64..12_000, working_days in 0_i64..400) {
            let start = on("1994-01-01") + Days::new(start);
            let calendar = WorkingDays::of_england();
            let due = calendar.add(start, working_days).unwrap();
            prop_assert_eq!(calendar.between(start, due), Some(working_days));
            prop_assert_eq!(calendar.is_working_day(due), Some(true));
        }
    }
}
