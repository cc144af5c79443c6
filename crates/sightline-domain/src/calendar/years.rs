//! Months, quarters, financial and academic years, and terms.

use std::sync::LazyLock;

use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

use super::reference::{self, ReferenceFault};

/// The financial year starts on 1 April, the academic year on 1 September.
const APRIL: u32 = 4;
const SEPTEMBER: u32 = 9;

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    Terms::from_toml(include_str!("../../../../content/reference/terms.toml")).expect("a tested file")
});

/// The same day of the month so many months on, or the last of that month where there is none; before it when negative.
#[must_use]
pub fn add_months(day: NaiveDate, months: i64) -> Option<NaiveDate> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { day.checked_sub_months(count) } else { day.checked_add_months(count) }
}

/// The first day of the month.
#[must_use]
pub fn month_start(day: NaiveDate) -> NaiveDate {
    day.with_day(1).expect("every month has a first day")
}

/// The last day of the month.
#[must_use]
pub fn month_end(day: NaiveDate) -> NaiveDate {
    end_of(month_start(day), 1)
}

/// The first day of the quarter; quarters start in January, April, July and October.
#[must_use]
pub fn quarter_start(day: NaiveDate) -> NaiveDate {
    let month = day.month0() / 3 * 3 + 1;
    month_start(day).with_month(month).expect("every month has a first day")
}

/// The last day of the quarter.
#[must_use]
pub fn quarter_end(day: NaiveDate) -> NaiveDate {
    end_of(quarter_start(day), 3)
}

/// The financial year, such as `2025-26`.
#[must_use]
pub fn financial_year(day: NaiveDate) -> String {
    let year = financial_year_start(day).year();
    format!("{year}-{:02}", (year + 1).rem_euclid(100))
}

/// The 1 April that the financial year starts on.
#[must_use]
pub fn financial_year_start(day: NaiveDate) -> NaiveDate {
    last_first_of(day, APRIL)
}

/// The academic year, such as `2025/26`.
#[must_use]
pub fn academic_year(day: NaiveDate) -> String {
    let year = academic_year_start(day).year();
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

/// The 1 September that the academic year starts on.
#[must_use]
pub fn academic_year_start(day: NaiveDate) -> NaiveDate {
    last_first_of(day, SEPTEMBER)
}

/// The last first day of this month that is not after the day.
fn last_first_of(day: NaiveDate, month: u32) -> NaiveDate {
    let year = if day.month() >= month { day.year() } else { day.year() - 1 };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN)
}

/// The day before the month that is so many months after the first.
fn end_of(first: NaiveDate, months: u32) -> NaiveDate {
    first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
}

/// When school terms are taken to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Month, day and name, in order of the calendar year.
    starts: Vec<(u32, u32, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermsFile {
    terms: Vec<TermFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermFile {
    name: String,
    starts: String,
}

impl Terms {
    /// The terms in `content/reference/terms.toml`.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &TERMS
    }

    /// The terms in a text of the form of `content/reference/terms.toml`.
    ///
    /// # Errors
    ///
    /// [`ReferenceFault`] – not TOML, no term, or a start that is no day of every year.
    pub fn from_toml(text: &str) -> Result<Self, ReferenceFault> {
        let file: TermsFile = reference::read(text)?;
        let mut starts = Vec::new();
        for term in file.terms {
            // 2023 is no leap year: a term that starts on 29 February would start in no other year.
            let day = NaiveDate::parse_from_str(&format!("{} 2023", term.starts), "%d %B %Y").map_err(|_| {
                let what = format!("`{}` is not a day of every year; write it as `1 September`.", term.starts);
                ReferenceFault::at(text, &term.starts, what)
            })?;
            starts.push((day.month(), day.day(), term.name));
        }
        if starts.is_empty() {
            return Err(ReferenceFault::new("There is no term; give at least one."));
        }
        starts.sort();
        Ok(Self { starts })
    }

    /// The day on which the term that the day is in started, and the term's name.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> (NaiveDate, &str) {
        let in_year = |year: i32| {
            self.starts.iter().rev().filter_map(move |(month, first, name)| {
                Some((NaiveDate::from_ymd_opt(year, *month, *first)?, name.as_str()))
            })
        };
        in_year(day.year())
            .chain(in_year(day.year().saturating_sub(1)))
            .find(|(start, _)| *start <= day)
            .unwrap_or((NaiveDate::MIN, self.starts[0].2.as_str()))
    }

    /// The day on which the term that the day is in started.
    #[must_use]
    pub fn term_start(&self, day: NaiveDate) -> NaiveDate {
        self.on(day).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_clamped_to_their_last_day() {
        for (day, months, answer) in [
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2026-03-31", -1, "2026-02-28"),
            ("2026-03-15", 12, "2027-03-15"),
            ("2026-03-15", 0, "2026-03-15"),
        ] {
            assert_eq!(add_months(on(day), months), Some(on(answer)), "{day} + {months}");
        }
        assert_eq!(add_months(on("2026-01-01"), i64::MAX), None);
        assert_eq!(add_months(on("2026-01-01"), i64::MIN), None);
    }

    #[test]
    fn months_and_quarters_have_their_edges() {
        assert_eq!(month_start(on("2024-02-29")), on("2024-02-01"));
        assert_eq!(month_end(on("2024-02-01")), on("2024-02-29"));
        assert_eq!(month_end(on("2026-12-05")), on("2026-12-31"));
        assert_eq!(quarter_start(on("2026-03-31")), on("2026-01-01"));
        assert_eq!(quarter_start(on("2026-04-01")), on("2026-04-01"));
        assert_eq!(quarter_end(on("2026-10-01")), on("2026-12-31"));
        assert_eq!(month_end(NaiveDate::MAX), NaiveDate::MAX);
        assert_eq!(quarter_start(on("2026-08-31")), on("2026-07-01"));
    }

    #[test]
    fn years_turn_in_april_and_in_september() {
        assert_eq!(financial_year(on("2026-03-31")), "2025-26");
        assert_eq!(financial_year(on("2026-04-01")), "2026-27");
        assert_eq!(financial_year(on("1999-06-01")), "1999-00");
        assert_eq!(financial_year_start(on("2026-03-31")), on("2025-04-01"));
        assert_eq!(academic_year(on("2026-08-31")), "2025/26");
        assert_eq!(academic_year(on("2026-09-01")), "2026/27");
        assert_eq!(academic_year_start(on("2026-01-01")), on("2025-09-01"));
    }

    #[test]
    fn terms_start_as_the_content_says() {
        let terms = Terms::built_in();
        assert_eq!(terms.on(on("2026-01-01")), (on("2026-01-01"), "Spring term"));
        assert_eq!(terms.on(on("2026-03-31")), (on("2026-01-01"), "Spring term"));
        assert_eq!(terms.on(on("2026-08-31")), (on("2026-04-01"), "Summer term"));
        assert_eq!(terms.on(on("2026-12-31")), (on("2026-09-01"), "Autumn term"));
        let late = Terms::from_toml("terms = [{ name = \"Only\", starts = \"3 March\" }]").unwrap();
        assert_eq!(late.term_start(on("2026-03-02")), on("2025-03-03"));
    }

    #[test]
    fn terms_with_a_fault_are_refused() {
        let fault = Terms::from_toml("terms = [\n  { name = \"One\", starts = \"29 February\" },\n]").unwrap_err();
        assert_eq!(fault.line, Some(2));
        assert!(fault.what.contains("29 February"), "{fault}");
        assert!(Terms::from_toml("terms = []").is_err());
    }
}
