//! Dates in the ways that files write them.
//!
//! Nothing is guessed: day comes before month, and a date that only makes
//! sense the other way round is refused, because the rest of its column would
//! then have been read wrongly.

use chrono::{Datelike, NaiveDate};

use super::Unreadable;

/// Days from 30 December 1899, where workbooks count from, to 1 January 1970.
const SERIAL_TO_EPOCH: i64 = 25_569;
/// Days from the first day of year one to 1 January 1970.
const EPOCH_FROM_CE: i32 = 719_163;
/// The years that a record may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// The last year that is meant by two figures: `49` is 2049 and `50` is 1950.
const LAST_OF_TWO_FIGURES: i32 = 49;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const FULL_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Days that systems write when they know none: as year, month and day.
const FILLERS: [(i32, u32, u32); 9] = [
    (1, 1, 1),
    (1753, 1, 1),
    (1899, 12, 30),
    (1899, 12, 31),
    (1900, 1, 1),
    (1901, 1, 1),
    (2099, 12, 31),
    (2999, 12, 31),
    (9999, 12, 31),
];

/// The day that is so many days after 1 January 1970.
pub(super) fn from_days(days: i32) -> Option<NaiveDate> {
    days.checked_add(EPOCH_FROM_CE).and_then(NaiveDate::from_num_days_from_ce_opt)
}

/// A day of a workbook, checked.
pub(super) fn checked(days: i32) -> Result<i32, Unreadable> {
    let day = from_days(days).ok_or(Unreadable::ImpossibleDate)?;
    from_parts(day.year(), day.month(), day.day())
}

/// A serial number of a workbook; the time of the day is left out.
#[expect(clippy::cast_possible_truncation, reason = "checked to lie within five figures")]
pub(super) fn from_serial(serial: f64) -> Result<i32, Unreadable> {
    if !(0.0..80_000.0).contains(&serial) {
        return Err(Unreadable::Date);
    }
    i32::try_from(serial.floor() as i64 - SERIAL_TO_EPOCH).map_err(|_| Unreadable::Date).and_then(checked)
}

/// How a day is written when a text column holds it.
pub(super) fn words(days: i32) -> String {
    from_days(days).map_or_else(String::new, |day| day.format("%d/%m/%Y").to_string())
}

/// Reads a date as it is written.
pub(super) fn from_text(text: &str) -> Result<i32, Unreadable> {
    if text.len() > 40 {
        return Err(Unreadable::Date);
    }
    if let Some(result) = quickly(text.as_bytes()) {
        return result;
    }
    if !text.is_ascii() {
        return Err(Unreadable::Date);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !text.matches('.').count().gt(&1) {
        return figures(text);
    }
    let mut parts = parts(text)?;
    if parts.len() > 3 {
        parts.retain(|part| !is_weekday(part));
    }
    drop_time(&mut parts)?;
    let [first, second, third] = parts.as_slice() else { return Err(Unreadable::Date) };
    match (month(first), month(second)) {
        // March 3 2025
        (Some(month), None) => from_parts(year(third)?, month, number(second)?),
        // 3 March 2025, or 2025 Mar 3
        (None, Some(month)) if first.len() == 4 => from_parts(year(first)?, month, number(third)?),
        (None, Some(month)) => from_parts(year(third)?, month, number(first)?),
        // 2025-03-31
        (None, None) if first.len() == 4 => from_parts(year(first)?, number(second)?, number(third)?),
        // 31/03/2025
        (None, None) => day_first(number(first)?, number(second)?, year(third)?),
        (Some(_), Some(_)) => Err(Unreadable::Date),
    }
}

/// The two spellings that nearly every file has: `31/03/2025` and `2025-03-31`, alone or with a time of midnight.
fn quickly(text: &[u8]) -> Option<Result<i32, Unreadable>> {
    let figures = |from: usize, to: usize| {
        text[from..to]
            .iter()
            .try_fold(0_u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    if text.len() != 10 {
        return None;
    }
    let of = |year: u32| i32::try_from(year).unwrap_or(i32::MAX);
    match (text[2], text[4], text[5], text[7]) {
        (b'/', _, b'/', _) => Some(day_first(figures(0, 2)?, figures(3, 5)?, of(figures(6, 10)?))),
        (_, b'-', _, b'-') => Some(from_parts(of(figures(0, 4)?), figures(5, 7)?, figures(8, 10)?)),
        _ => None,
    }
}

/// `20250331`, and serial numbers written as text.
fn figures(text: &str) -> Result<i32, Unreadable> {
    let whole = text.split('.').next().unwrap_or_default();
    match (whole.len(), whole == text) {
        (8, true) => {
            let of = |from: usize, to: usize| text[from..to].parse::<u32>().map_err(|_| Unreadable::Date);
            from_parts(i32::try_from(of(0, 4)?).map_err(|_| Unreadable::Date)?, of(4, 6)?, of(6, 8)?)
        }
        (5, _) => text.parse::<f64>().map_err(|_| Unreadable::Date).and_then(from_serial),
        _ => Err(Unreadable::Date),
    }
}

/// Figures and words apart: `3rd March, 2025` gives `3`, `march`, `2025`.
fn parts(text: &str) -> Result<Vec<String>, Unreadable> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = ' ';
    for letter in text.chars() {
        let kind = |letter: char| if letter.is_ascii_digit() { 1 } else { i32::from(letter.is_ascii_alphabetic()) * 2 };
        match (kind(letter), kind(last)) {
            (0, _) if !matches!(letter, ' ' | '/' | '-' | '.' | ',' | ':' | '+' | '\t') => {
                return Err(Unreadable::Date);
            }
            (0, _) => {}
            (now, before) if now == before => {
                if let Some(part) = parts.last_mut() {
                    part.push(letter.to_ascii_lowercase());
                }
            }
            _ => parts.push(letter.to_ascii_lowercase().to_string()),
        }
        // A colon begins a part of the time, which is told by it.
        if letter == ':' {
            parts.push(":".to_owned());
        }
        last = letter;
    }
    parts.retain(|part| {
        !matches!(part.as_str(), "st" | "nd" | "rd" | "th" | "of" | "t" | "z" | "am" | "pm" | "utc" | "gmt" | "bst")
    });
    Ok(parts)
}

/// Takes the time of the day away: everything from the hour before the first colon.
fn drop_time(parts: &mut Vec<String>) -> Result<(), Unreadable> {
    if let Some(colon) = parts.iter().position(|part| part == ":") {
        if parts[colon..].iter().any(|part| part != ":" && part.parse::<u32>().is_err()) {
            return Err(Unreadable::Date);
        }
        parts.truncate(colon.saturating_sub(1));
    }
    Ok(())
}

fn is_weekday(part: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| part.starts_with(day))
}

fn month(part: &str) -> Option<u32> {
    let position = MONTHS
        .iter()
        .position(|short| part == *short)
        .or_else(|| FULL_MONTHS.iter().position(|full| part == *full))
        .or_else(|| (part == "sept").then_some(8))?;
    u32::try_from(position + 1).ok()
}

fn number(part: &str) -> Result<u32, Unreadable> {
    if part.len() > 2 { Err(Unreadable::Date) } else { part.parse().map_err(|_| Unreadable::Date) }
}

fn year(part: &str) -> Result<i32, Unreadable> {
    let year: i32 = part.parse().map_err(|_| Unreadable::Date)?;
    match part.len() {
        4 => Ok(year),
        2 if year <= LAST_OF_TWO_FIGURES => Ok(2000 + year),
        2 => Ok(1900 + year),
        _ => Err(Unreadable::Date),
    }
}

fn day_first(day: u32, month: u32, year: i32) -> Result<i32, Unreadable> {
    if month > 12 && day <= 12 && NaiveDate::from_ymd_opt(year, day, month).is_some() {
        return Err(Unreadable::MonthFirst);
    }
    from_parts(year, month, day)
}

fn from_parts(year: i32, month: u32, day: u32) -> Result<i32, Unreadable> {
    if FILLERS.contains(&(year, month, day)) {
        return Err(Unreadable::FillerDate);
    }
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(Unreadable::Date)?;
    if !YEARS.contains(&year) {
        return Err(Unreadable::ImpossibleDate);
    }
    Ok(date.num_days_from_ce() - EPOCH_FROM_CE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn days(year: i32, month: u32, day: u32) -> i32 {
        NaiveDate::from_ymd_opt(year, month, day).unwrap().num_days_from_ce() - EPOCH_FROM_CE
    }

    #[test]
    fn two_dozen_spellings_give_the_same_day() {
        let spellings = [
            "03/04/2025",
            "3/4/2025",
            "03-04-2025",
            "3-4-2025",
            "03.04.2025",
            "03 04 2025",
            "03/04/25",
            "3/4/25",
            "03-04-25",
            "2025-04-03",
            "2025/04/03",
            "2025.04.03",
            "2025-4-3",
            "20250403",
            "45750",
            "45750.75",
            "3 April 2025",
            "03 Apr 2025",
            "3rd April 2025",
            "3-Apr-25",
            "03-APR-2025",
            "03APR2025",
            "April 3, 2025",
            "Apr 3 2025",
            "Thursday 3 April 2025",
            "Thu, 3 Apr 2025",
            "2025 Apr 3",
            "03/04/2025 00:00",
            "03/04/2025 12:00:00 AM",
            "2025-04-03T00:00:00",
            "2025-04-03T10:12:28Z",
            "2025-04-03 00:00:00.000",
            "2025-04-03T00:00:00+01:00",
            "3 Apr 2025 14:05",
            "3rd of April 2025",
        ];
        for spelling in spellings {
            assert_eq!(from_text(spelling), Ok(days(2025, 4, 3)), "{spelling}");
        }
        assert_eq!(from_text("1 Sept 2024"), Ok(days(2024, 9, 1)));
        assert_eq!(from_text("01/02/50"), Ok(days(1950, 2, 1)));
        assert_eq!(from_serial(45_750.0), Ok(days(2025, 4, 3)));
        assert_eq!(words(days(2025, 4, 3)), "03/04/2025");
    }

    #[test]
    fn what_is_no_date_is_refused_with_the_reason() {
        let cases = [
            ("01/01/1900", Unreadable::FillerDate),
            ("31/12/9999", Unreadable::FillerDate),
            ("1066-04-13", Unreadable::ImpossibleDate),
            ("03/04/2199", Unreadable::ImpossibleDate),
            ("04/25/2025", Unreadable::MonthFirst),
            ("4/25/25", Unreadable::MonthFirst),
            ("31/02/2025", Unreadable::Date),
            ("00/04/2025", Unreadable::Date),
            ("zz/04/2025", Unreadable::Date),
            ("yesterday", Unreadable::Date),
            ("April 2025", Unreadable::Date),
            ("3", Unreadable::Date),
            ("2025", Unreadable::Date),
            ("3/4/2025/6", Unreadable::Date),
            ("３/４/２０２５", Unreadable::Date),
        ];
        for (written, reason) in cases {
            assert_eq!(from_text(written), Err(reason), "{written}");
        }
        for serial in [-1.0, f64::NAN, f64::INFINITY, 1e12] {
            assert!(from_serial(serial).is_err(), "{serial}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,44}") {
            let _ = from_text(&text);
        }

        #[test]
        fn every_day_comes_back_from_every_common_spelling(day in days(1902, 1, 1)..days(2099, 1, 1)) {
            let date = NaiveDate::from_num_days_from_ce_opt(day + EPOCH_FROM_CE).unwrap();
            for format in ["%d/%m/%Y", "%Y-%m-%d", "%-d %B %Y", "%d-%b-%Y", "%Y%m%d", "%A %-d %b %Y", "%d/%m/%Y 00:00:00"] {
                prop_assert_eq!(from_text(&date.format(format).to_string()), Ok(day));
            }
        }
    }
}
