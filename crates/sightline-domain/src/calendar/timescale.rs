//! How long each thing may take, by name.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::reference::{self, ReferenceFault};
use super::{WorkingDays, add_months};

static BUILT_IN: LazyLock<Timescales> = LazyLock::new(|| {
    Timescales::from_toml(include_str!("../../../../content/reference/timescales.toml")).expect("a tested file")
});

/// How long something may take, from day 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Working days.
    WorkingDays(u16),
    /// Days.
    Days(u16),
    /// Weeks.
    Weeks(u16),
    /// Months: the same day of the month, or its last.
    Months(u16),
}

impl Length {
    /// The last day in time for what started on this day; `None` when a calendar has no such day.
    #[must_use]
    pub fn after(self, day: NaiveDate, calendar: &WorkingDays) -> Option<NaiveDate> {
        match self {
            Self::WorkingDays(count) => calendar.add(day, i64::from(count)),
            Self::Days(count) => day.checked_add_days(Days::new(u64::from(count))),
            Self::Weeks(count) => day.checked_add_days(Days::new(u64::from(count) * 7)),
            Self::Months(count) => add_months(day, i64::from(count)),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::WorkingDays(count) => (count, "working day"),
            Self::Days(count) => (count, "day"),
            Self::Weeks(count) => (count, "week"),
            Self::Months(count) => (count, "month"),
        };
        write!(f, "{count} {unit}{}", if *count == 1 { "" } else { "s" })
    }
}

impl FromStr for Length {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("`{text}` is not a length; write a number and working days, days, weeks or months");
        let (count, unit) = text.trim().split_once(' ').ok_or_else(refused)?;
        let count: u16 = count.parse().ok().filter(|count| *count > 0).ok_or_else(refused)?;
        match unit.trim() {
            "working days" | "working day" => Ok(Self::WorkingDays(count)),
            "days" | "day" => Ok(Self::Days(count)),
            "weeks" | "week" => Ok(Self::Weeks(count)),
            "months" | "month" => Ok(Self::Months(count)),
            _ => Err(refused()),
        }
    }
}

/// Who sets a timescale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetBy {
    /// Statute, regulations or statutory guidance.
    National,
    /// The council.
    Local,
}

/// How long one thing may take, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timescale {
    /// What has to be done.
    pub title: String,
    /// What starts the clock.
    pub from: String,
    /// How long it may take.
    pub length: Length,
    /// Who sets it.
    pub set_by: SetBy,
    /// Where it is written.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimescaleFile {
    title: String,
    from: String,
    length: String,
    set_by: SetBy,
    source: String,
}

/// The timescales, by the name that definitions know them by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timescales {
    by_name: BTreeMap<String, Timescale>,
}

impl Timescales {
    /// The timescales in `content/reference/timescales.toml`.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The timescales in a text of the form of `content/reference/timescales.toml`.
    ///
    /// # Errors
    ///
    /// [`ReferenceFault`] – not TOML; a name that is not small letters, digits and underscores; a length that cannot
    /// be read; no title, start or source.
    pub fn from_toml(text: &str) -> Result<Self, ReferenceFault> {
        let file: BTreeMap<String, TimescaleFile> = reference::read(text)?;
        let mut by_name = BTreeMap::new();
        for (name, timescale) in file {
            let fault = |what: String| ReferenceFault::at(text, &format!("[{name}]"), what);
            let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
            if name.is_empty() || !name.chars().all(is_letter) {
                let what = format!("`{name}` is no name; use small letters, digits and underscores.");
                return Err(fault(what));
            }
            for (field, value) in
                [("title", &timescale.title), ("from", &timescale.from), ("source", &timescale.source)]
            {
                if value.trim().is_empty() {
                    return Err(fault(format!("`{field}` of `{name}` is empty.")));
                }
            }
            let length = timescale.length.parse().map_err(|what| fault(format!("{what} (in `{name}`).")))?;
            let TimescaleFile { title, from, set_by, source, .. } = timescale;
            by_name.insert(name, Timescale { title, from, length, set_by, source });
        }
        Ok(Self { by_name })
    }

    /// These timescales, with a council's own in place of those of the same name.
    #[must_use]
    pub fn with_own(&self, own: &Self) -> Self {
        let mut by_name = self.by_name.clone();
        by_name.extend(own.by_name.clone());
        Self { by_name }
    }

    /// The timescale with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Timescale> {
        self.by_name.get(name)
    }

    /// Every timescale with its name, in order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Timescale)> {
        self.by_name.iter().map(|(name, timescale)| (name.as_str(), timescale))
    }

    /// The last day in time for what started on this day; `None` for an unknown name, and when no calendar has it.
    #[must_use]
    pub fn due_on(&self, name: &str, day: NaiveDate, calendar: &WorkingDays) -> Option<NaiveDate> {
        self.get(name)?.length.after(day, calendar)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn due_dates_are_worked_out_from_the_content() {
        let (timescales, calendar) = (Timescales::built_in(), WorkingDays::of_england());
        for (name, start, due) in [
            ("assessment", "2026-01-05", "2026-03-09"),
            ("initial_conference", "2026-03-27", "2026-04-21"), // over Easter
            ("protection_review_first", "2025-11-30", "2026-02-28"),
            ("protection_review_later", "2025-08-31", "2026-02-28"),
            ("core_group_first", "2026-03-02", "2026-03-16"),
            ("care_visit", "2026-03-02", "2026-04-13"),
            ("care_visit_first", "2026-03-02", "2026-03-09"),
            ("review_health_5_and_over", "2024-02-29", "2025-02-28"),
            ("return_interview", "2026-04-03", "2026-04-06"),
            ("leaver_contact", "2026-03-02", "2026-04-27"),
            ("ehc_plan", "2026-01-01", "2026-05-21"),
        ] {
            assert_eq!(timescales.due_on(name, on(start), calendar), Some(on(due)), "{name}");
        }
        assert_eq!(timescales.due_on("tea", on("2026-01-01"), calendar), None);
    }

    #[test]
    fn a_councils_own_length_takes_the_place_of_the_built_in_one() {
        let own = Timescales::from_toml(
            "[need_visit]\ntitle = \"Visit\"\nfrom = \"the visit before\"\nlength = \"6 weeks\"\nset_by = \"local\"\nsource = \"Our standard\"\n",
        )
        .unwrap();
        let both = Timescales::built_in().with_own(&own);
        assert_eq!(both.get("need_visit").unwrap().length, Length::Weeks(6));
        assert_eq!(both.iter().count(), Timescales::built_in().iter().count());
    }

    #[test]
    fn a_length_reads_as_it_is_written() {
        for text in ["45 working days", "1 working day", "3 days", "6 weeks", "12 months"] {
            assert_eq!(text.parse::<Length>().unwrap().to_string(), text);
        }
        for text in ["", "45", "0 days", "-1 days", "two weeks", "3 years"] {
            assert!(text.parse::<Length>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_fault_is_found_with_its_line() {
        let text =
            "\n[need_visit]\ntitle = \"Visit\"\nfrom = \"a\"\nlength = \"soon\"\nset_by = \"local\"\nsource = \"b\"\n";
        let fault = Timescales::from_toml(text).unwrap_err();
        assert_eq!(fault.line, Some(2));
        assert!(fault.what.contains("`soon`"), "{fault}");
        let fault = Timescales::from_toml(&text.replace("\"local\"", "\"nobody\"")).unwrap_err();
        assert_eq!(fault.line, Some(6));
        assert!(Timescales::from_toml(&text.replace("need_visit", "Need")).is_err());
    }
}
