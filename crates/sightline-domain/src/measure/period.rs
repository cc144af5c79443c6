//! The periods that measures are read for.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days from one to another, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// A calendar month: what charts are made of.
    Month,
    /// A quarter of the financial year, from April.
    Quarter,
    /// From 1 April to the end of the month.
    YearToDate,
    /// Twelve months to the end of the month.
    RollingYear,
}

impl Window {
    /// Every window, shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::YearToDate, Self::RollingYear];

    /// The window as addresses and files write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::YearToDate => "year_to_date",
            Self::RollingYear => "rolling_year",
        }
    }

    /// The window in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Month => "Month",
            Self::Quarter => "Quarter",
            Self::YearToDate => "Year to date, from April",
            Self::RollingYear => "Twelve months",
        }
    }

    /// The window of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.name() == name)
    }

    /// The months, oldest first, that make up this window when it ends with this month.
    ///
    /// A quarter is that of the month, up to the month: the quarter of May is April and May.
    #[must_use]
    pub fn months_until(self, last: Period) -> Vec<Period> {
        let since_april = (last.from.month0() + 9) % 12;
        let months = match self {
            Self::Month => 1,
            Self::Quarter => since_april % 3 + 1,
            Self::YearToDate => since_april + 1,
            Self::RollingYear => 12,
        };
        (0..months)
            .rev()
            .filter_map(|back| last.from.checked_sub_months(Months::new(back)))
            .map(Period::month_of)
            .collect()
    }
}

impl Period {
    /// The calendar month of a day.
    ///
    /// # Panics
    ///
    /// Never within the years that chrono knows but for the very last month.
    #[must_use]
    pub fn month_of(day: NaiveDate) -> Self {
        let from = day.with_day(1).expect("every month has a first day");
        let to = from + Months::new(1) - chrono::Days::new(1);
        Self { from, to }
    }

    /// The last so many whole months that have ended on or before a day, oldest first.
    #[must_use]
    pub fn whole_months_until(day: NaiveDate, how_many: u32) -> Vec<Self> {
        let this = Self::month_of(day);
        let last = if this.to == day { this } else { Self::month_of(this.from - chrono::Days::new(1)) };
        (0..how_many)
            .rev()
            .filter_map(|back| last.from.checked_sub_months(Months::new(back)))
            .map(Self::month_of)
            .collect()
    }

    /// From the first day of one period to the last of another.
    #[must_use]
    pub fn spanning(first: Self, last: Self) -> Self {
        Self { from: first.from.min(last.from), to: first.to.max(last.to) }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The period in words: `March 2026` for a month, `1 April 2025 to 31 March 2026` otherwise.
    #[must_use]
    pub fn words(self) -> String {
        if self == Self::month_of(self.from) {
            self.from.format("%B %Y").to_string()
        } else {
            format!("{} to {}", self.from.format("%-d %B %Y"), self.to.format("%-d %B %Y"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, Window};
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_that_has_not_ended_is_no_whole_month() {
        let months = Period::whole_months_until(day("2026-03-30"), 2);
        assert_eq!(months.last().unwrap().to, day("2026-02-28"));
        assert_eq!(months[0].from, day("2026-01-01"));
        assert_eq!(Period::whole_months_until(day("2026-03-31"), 1)[0].words(), "March 2026");
    }

    #[test]
    fn a_window_is_made_of_months() {
        let may = Period::month_of(day("2026-05-17"));
        let first = |window: Window| window.months_until(may)[0].from;
        assert_eq!(first(Window::Month), day("2026-05-01"));
        assert_eq!(first(Window::Quarter), day("2026-04-01"));
        assert_eq!(first(Window::YearToDate), day("2026-04-01"));
        assert_eq!(first(Window::RollingYear), day("2025-06-01"));
        let march = Period::month_of(day("2026-03-01"));
        assert_eq!(Window::YearToDate.months_until(march).len(), 12);
        assert_eq!(Window::Quarter.months_until(march)[0].from, day("2026-01-01"));
        for window in Window::ALL {
            assert_eq!(Window::from_name(window.name()), Some(window));
        }
    }
}
