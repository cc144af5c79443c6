//! Bank holidays of England: the listed years, and standing rules for years before and after them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::reference::{self, ReferenceFault};

static BUILT_IN: LazyLock<BankHolidays> = LazyLock::new(|| {
    BankHolidays::from_toml(include_str!("../../../../content/reference/bank_holidays.toml")).expect("a tested file")
});

/// One bank holiday.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankHoliday {
    /// The day off; where the day itself falls on a weekend, its substitute.
    #[serde(deserialize_with = "reference::day")]
    pub on: NaiveDate,
    /// What it is called.
    pub name: String,
}

/// The bank holidays of some years, with their source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankHolidays {
    /// Where the list is published.
    pub source: String,
    /// The day on which the list was compared with its source.
    pub checked_on: NaiveDate,
    first_year: i32,
    last_year: i32,
    names: BTreeMap<NaiveDate, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BankHolidaysFile {
    #[serde(rename = "title")]
    _title: String,
    source: String,
    #[serde(rename = "source_note", default)]
    _source_note: String,
    #[serde(deserialize_with = "reference::day")]
    checked_on: NaiveDate,
    first_year: i32,
    last_year: i32,
    days: Vec<BankHoliday>,
}

impl BankHolidays {
    /// The list in `content/reference/bank_holidays.toml`.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The list in a text of the form of `content/reference/bank_holidays.toml`.
    ///
    /// # Errors
    ///
    /// [`ReferenceFault`] – not TOML; a day outside the list's years, on a weekend, twice or out of order;
    /// a year of the list with fewer than eight days.
    pub fn from_toml(text: &str) -> Result<Self, ReferenceFault> {
        let file: BankHolidaysFile = reference::read(text)?;
        let years = file.first_year..=file.last_year;
        if years.is_empty() {
            return Err(ReferenceFault::at(text, "first_year", "`first_year` is after `last_year`; swap them."));
        }
        let mut names = BTreeMap::new();
        for holiday in file.days {
            let on = holiday.on;
            let fault = |what: &str| ReferenceFault::at(text, &format!("on = {on}"), format!("{on} {what}"));
            if !years.contains(&on.year()) {
                return Err(fault("is not in a year of the list; correct it, or `first_year` or `last_year`."));
            }
            if matches!(on.weekday(), Weekday::Sat | Weekday::Sun) {
                return Err(fault("is on a weekend; give the substitute day."));
            }
            if names.last_key_value().is_some_and(|(before, _)| *before >= on) {
                return Err(fault("is not after the day before it; keep the days in order, each once."));
            }
            names.insert(on, holiday.name);
        }
        for year in years {
            let count = names.keys().filter(|on| on.year() == year).count();
            if count < 8 {
                let what = format!("{year} has {count} days; a year has at least eight bank holidays.");
                return Err(ReferenceFault::at(text, &format!("on = {year}-"), what));
            }
        }
        let (first_year, last_year) = (file.first_year, file.last_year);
        Ok(Self { source: file.source, checked_on: file.checked_on, first_year, last_year, names })
    }

    /// True when the year is listed, so that its days are known and not worked out from the standing rules.
    #[must_use]
    pub fn lists(&self, year: i32) -> bool {
        (self.first_year..=self.last_year).contains(&year)
    }

    /// The name of the bank holiday on this day of a listed year.
    #[must_use]
    pub fn name(&self, on: NaiveDate) -> Option<&str> {
        self.names.get(&on).map(String::as_str)
    }

    /// The bank holidays of a year in order: as listed, or by the standing rules.
    #[must_use]
    pub fn of_year(&self, year: i32) -> Vec<NaiveDate> {
        if self.lists(year) {
            self.names.keys().copied().filter(|on| on.year() == year).collect()
        } else {
            by_standing_rules(year)
        }
    }
}

/// The eight days that every year has since 1978, or their substitutes; nothing that was moved or given once.
fn by_standing_rules(year: i32) -> Vec<NaiveDate> {
    let Some((new_year, easter, christmas)) = NaiveDate::from_ymd_opt(year, 1, 1)
        .zip(easter_sunday(year))
        .and_then(|(new_year, easter)| Some((new_year, easter, NaiveDate::from_ymd_opt(year, 12, 25)?)))
    else {
        return Vec::new();
    };
    let weekday = |day: NaiveDate| match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    };
    // Christmas Day and Boxing Day: whichever falls on a weekend is kept on the next working day after both.
    let (christmas_kept, boxing_kept) = match christmas.weekday() {
        Weekday::Fri => (christmas, christmas + Days::new(3)),
        Weekday::Sat => (christmas + Days::new(2), christmas + Days::new(3)),
        Weekday::Sun => (christmas + Days::new(1), christmas + Days::new(2)),
        _ => (christmas, christmas + Days::new(1)),
    };
    let mut days = vec![weekday(new_year), easter - Days::new(2), easter + Days::new(1)];
    days.extend(NaiveDate::from_weekday_of_month_opt(year, 5, Weekday::Mon, 1));
    days.extend(last_monday(year, 5));
    days.extend(last_monday(year, 8));
    days.extend([christmas_kept, boxing_kept]);
    days
}

fn last_monday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    Some(last - Days::new(u64::from(last.weekday().num_days_from_monday())))
}

/// Easter Sunday by the Gregorian rule (the method of Meeus, Jones and Butcher).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let lunar = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - lunar - in_century % 4).rem_euclid(7);
    let correction = (golden + 11 * lunar + 22 * to_sunday) / 451;
    let sum = lunar + to_sunday - 7 * correction + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_list_is_the_standing_rules_but_for_the_days_that_were_moved_or_given_once() {
        let holidays = BankHolidays::built_in();
        let mut given = Vec::new();
        let mut moved_from = Vec::new();
        for year in 1995..=2028 {
            let listed = holidays.of_year(year);
            let ruled = by_standing_rules(year);
            given.extend(listed.iter().filter(|day| !ruled.contains(day)).map(ToString::to_string));
            moved_from.extend(ruled.iter().filter(|day| !listed.contains(day)).map(ToString::to_string));
        }
        assert_eq!(
            given,
            [
                "1995-05-08",
                "1999-12-31",
                "2002-06-03",
                "2002-06-04",
                "2011-04-29",
                "2012-06-04",
                "2012-06-05",
                "2020-05-08",
                "2022-06-02",
                "2022-06-03",
                "2022-09-19",
                "2023-05-08",
            ]
        );
        assert_eq!(moved_from, ["1995-05-01", "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"]);
    }

    #[test]
    fn substitutes_stand_in_for_weekends() {
        let holidays = BankHolidays::built_in();
        for (day, name) in [
            ("2021-12-27", "Christmas Day (substitute day)"),
            ("2021-12-28", "Boxing Day (substitute day)"),
            ("2022-01-03", "New Year's Day (substitute day)"),
            ("2022-12-26", "Boxing Day"),
            ("2022-12-27", "Christmas Day (substitute day)"),
            ("2026-12-28", "Boxing Day (substitute day)"),
            ("2026-04-03", "Good Friday"),
            ("2026-04-06", "Easter Monday"),
        ] {
            assert_eq!(holidays.name(on(day)), Some(name), "{day}");
        }
        assert_eq!(holidays.name(on("2021-12-25")), None);
    }

    #[test]
    fn easter_falls_where_the_tables_have_it() {
        for day in ["1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2038-04-25", "2049-04-18", "2100-03-28"] {
            assert_eq!(easter_sunday(on(day).year()), Some(on(day)));
        }
    }

    #[test]
    fn a_list_with_a_fault_is_refused_at_its_line() {
        let good = include_str!("../../../../content/reference/bank_holidays.toml");
        for (from, to, words) in [
            ("on = 2026-04-03", "on = 2026-04-04", "2026-04-04 is on a weekend"),
            ("on = 2026-04-06", "on = 2026-04-03", "2026-04-03 is not after"),
            ("last_year = 2028", "last_year = 2027", "2028-01-03 is not in a year of the list"),
            ("last_year = 2028", "last_year = 2029", "2029 has 0 days"),
            ("on = 2026-04-06", "on = \"soon\"", "cannot be read"),
        ] {
            let fault = BankHolidays::from_toml(&good.replacen(from, to, 1)).unwrap_err();
            assert!(fault.what.contains(words), "{from} to {to}: {fault}");
            assert!(fault.line.is_some() || words.starts_with("2029"), "{from} to {to}");
        }
    }
}
