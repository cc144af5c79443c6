//! Days counted from 1 January 1970, and working days.
//!
//! A working day is Monday to Friday; the synthetic council knows no bank holidays.

use chrono::{Datelike, Days, NaiveDate};

const EPOCH_FROM_CE: i32 = 719_163;

/// The number of a day.
pub(super) fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - EPOCH_FROM_CE
}

/// The day of a number.
pub(super) fn day(number: i32) -> NaiveDate {
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default();
    let far = Days::new(u64::from(number.unsigned_abs()));
    let found = if number < 0 { epoch.checked_sub_days(far) } else { epoch.checked_add_days(far) };
    found.unwrap_or(epoch)
}

/// 0 on Monday, 6 on Sunday.
fn of_week(number: i32) -> i32 {
    (number + 3).rem_euclid(7)
}

/// The same day, or the Monday after when it is a Saturday or Sunday.
pub(super) fn working(number: i32) -> i32 {
    match of_week(number) {
        5 => number + 2,
        6 => number + 1,
        _ => number,
    }
}

/// The day that is so many working days after a working day.
pub(super) fn add_working(from: i32, working_days: i32) -> i32 {
    let from = working(from);
    let weeks = working_days.div_euclid(5);
    let rest = working_days.rem_euclid(5);
    let over = if of_week(from) + rest > 4 { 2 } else { 0 };
    from + weeks * 7 + rest + over
}

/// The birthday so many years later; 28 February for those born on 29 February.
pub(super) fn birthday(born: i32, years: i32) -> i32 {
    let born = day(born);
    let year = born.year() + years;
    let found =
        NaiveDate::from_ymd_opt(year, born.month(), born.day()).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28));
    number(found.unwrap_or(born))
}

/// Whole years from one day to another; 0 before it.
pub(super) fn years_between(born: i32, on: i32) -> i32 {
    let (from, to) = (day(born), day(on));
    let years = to.year() - from.year();
    let is_before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    (years - i32::from(is_before_birthday)).max(0)
}

/// The same day of the month so many months before, or the last of the month where there is none.
pub(super) fn months_before(number_of_day: i32, months: u32) -> i32 {
    let on = day(number_of_day);
    number(on.checked_sub_months(chrono::Months::new(months)).unwrap_or(on))
}

/// The last day of the month that ends on the day or before it, and so many months before.
pub(super) fn month_end_before(on: i32, months: u32) -> i32 {
    let first_of_next = day(on + 1).with_day(1).unwrap_or_default();
    number(first_of_next.checked_sub_months(chrono::Months::new(months)).unwrap_or(first_of_next)) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> i32 {
        number(NaiveDate::from_ymd_opt(year, month, day).unwrap())
    }

    #[test]
    fn working_days_leave_out_the_weekend() {
        let friday = on(2026, 3, 6);
        assert_eq!(add_working(friday, 1), on(2026, 3, 9));
        assert_eq!(add_working(friday, 5), on(2026, 3, 13));
        assert_eq!(add_working(on(2026, 3, 7), 0), on(2026, 3, 9));
        assert_eq!(add_working(on(2026, 3, 4), 45), on(2026, 5, 6));
        assert_eq!(working(on(2026, 3, 8)), on(2026, 3, 9));
    }

    #[test]
    fn birthdays_and_ages_agree() {
        let born = on(2008, 2, 29);
        assert_eq!(birthday(born, 18), on(2026, 2, 28));
        assert_eq!(years_between(born, on(2026, 3, 1)), 18);
        assert_eq!(years_between(born, on(2026, 2, 27)), 17);
        assert_eq!(years_between(on(2026, 5, 1), on(2026, 3, 1)), 0);
        assert_eq!(day(on(1969, 12, 31)), NaiveDate::from_ymd_opt(1969, 12, 31).unwrap());
        assert_eq!(months_before(on(2026, 8, 31), 6), on(2026, 2, 28));
        assert_eq!(month_end_before(on(2026, 10, 31), 0), on(2026, 10, 31));
        assert_eq!(month_end_before(on(2026, 10, 30), 0), on(2026, 9, 30));
        assert_eq!(month_end_before(on(2026, 10, 31), 8), on(2026, 2, 28));
    }
}
