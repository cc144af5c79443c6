//! Ages on a day.

use chrono::{Datelike, NaiveDate};

/// The birthday so many years on; 1 March in a year without a 29 February.
#[must_use]
pub fn birthday(born_on: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = born_on.year().checked_add(i32::try_from(years).ok()?)?;
    NaiveDate::from_ymd_opt(year, born_on.month(), born_on.day()).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// Completed years of age on a day; `None` when the child was not born yet.
#[must_use]
pub fn age_on(born_on: NaiveDate, day: NaiveDate) -> Option<u32> {
    if day < born_on {
        return None;
    }
    let years = u32::try_from(day.year() - born_on.year()).ok()?;
    let had_birthday = (day.month(), day.day()) >= (born_on.month(), born_on.day());
    Some(if had_birthday { years } else { years - 1 })
}

/// The band of ages that statistics group by, on a day; `Unborn` before birth.
#[must_use]
pub fn age_band(born_on: NaiveDate, day: NaiveDate) -> &'static str {
    match age_on(born_on, day) {
        None => "Unborn",
        Some(0) => "Under 1",
        Some(1..=4) => "1 to 4",
        Some(5..=9) => "5 to 9",
        Some(10..=15) => "10 to 15",
        Some(16..=17) => "16 to 17",
        Some(18..) => "18 and over",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_completed_on_the_birthday() {
        for (born, day, age) in [
            ("2010-06-15", "2026-06-14", Some(15)),
            ("2010-06-15", "2026-06-15", Some(16)),
            ("2010-06-15", "2010-06-15", Some(0)),
            ("2010-06-15", "2010-06-14", None),
            ("2008-02-29", "2026-02-28", Some(17)),
            ("2008-02-29", "2026-03-01", Some(18)),
            ("2008-02-29", "2012-02-28", Some(3)),
            ("2008-02-29", "2012-02-29", Some(4)),
        ] {
            assert_eq!(age_on(on(born), on(day)), age, "{born} on {day}");
        }
        assert_eq!(birthday(on("2008-02-29"), 18), Some(on("2026-03-01")));
        assert_eq!(birthday(on("2008-02-29"), 4), Some(on("2012-02-29")));
    }

    #[test]
    fn bands_meet_without_a_gap() {
        for (day, band) in [
            ("2025-12-31", "Unborn"),
            ("2026-01-01", "Under 1"),
            ("2026-12-31", "Under 1"),
            ("2027-01-01", "1 to 4"),
            ("2030-12-31", "1 to 4"),
            ("2031-01-01", "5 to 9"),
            ("2036-01-01", "10 to 15"),
            ("2042-01-01", "16 to 17"),
            ("2043-12-31", "16 to 17"),
            ("2044-01-01", "18 and over"),
        ] {
            assert_eq!(age_band(on("2026-01-01"), on(day)), band, "{day}");
        }
    }
}
