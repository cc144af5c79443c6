//! How dates, counts and addresses are written on pages.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _, Utc, Weekday};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but what never needs encoding in one segment of an address.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One segment of an address: `1.1/2` becomes `1.1%2F2`.
///
/// A browser takes `.` and `..` for folders, however they are encoded; no such
/// reference is printed in a plan, and no page is found for it.
pub(crate) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// The address of a plan's pages: `/plans/wexcombe-2025`.
pub(crate) fn plan_href(plan: &str) -> String {
    format!("/plans/{}", segment(plan))
}

/// The address of a priority.
pub(crate) fn priority_href(plan: &str, priority: &str) -> String {
    format!("{}/priorities/{}", plan_href(plan), segment(priority))
}

/// The address of an action; what can be done with it stands below, as in `…/update`.
pub(crate) fn action_href(plan: &str, reference: &str) -> String {
    format!("{}/actions/{}", plan_href(plan), segment(reference))
}

/// A day as people write it: `30 June 2026`.
pub(crate) fn day(on: NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

/// A moment as people in Britain write it: `30 June 2026 at 3:05pm`.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    let local = british_time(at);
    let (afternoon, hour) = local.hour12();
    let half = if afternoon { "pm" } else { "am" };
    match local.minute() {
        0 => format!("{} at {hour}{half}", day(local.date())),
        minute => format!("{} at {hour}:{minute:02}{half}", day(local.date())),
    }
}

/// Clocks in Britain are an hour ahead from the last Sunday of March until the last of October, at 1am UTC.
fn british_time(at: DateTime<Utc>) -> NaiveDateTime {
    let changes_at = |month| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31)?;
        let sunday = last.week(Weekday::Sun).first_day();
        sunday.and_hms_opt(1, 0, 0)
    };
    let utc = at.naive_utc();
    match (changes_at(3), changes_at(10)) {
        (Some(spring), Some(autumn)) if utc >= spring && utc < autumn => utc + TimeDelta::hours(1),
        _ => utc,
    }
}

/// The moment at which clocks in Britain show a time; of the hour that is there twice, the first.
pub(crate) fn in_utc(local: NaiveDateTime) -> DateTime<Utc> {
    let in_summer = (local - TimeDelta::hours(1)).and_utc();
    if british_time(in_summer) == local { in_summer } else { local.and_utc() }
}

/// How far a day is from today: `today`, `yesterday`, `3 days ago`, `in 2 weeks`.
///
/// Whole weeks from 14 days on, whole months of 30 days from 60 days on, whole years from 730 on.
pub(crate) fn away(on: NaiveDate, today: NaiveDate) -> String {
    let days = (on - today).num_days();
    match days {
        0 => return "today".to_owned(),
        -1 => return "yesterday".to_owned(),
        1 => return "tomorrow".to_owned(),
        _ => {}
    }
    let span = span(days.unsigned_abs());
    if days < 0 { format!("{span} ago") } else { format!("in {span}") }
}

/// How a date that something is due stands to today: `Overdue by 3 days`, `Due today`, `Due in 2 weeks`.
pub(crate) fn due(on: NaiveDate, today: NaiveDate) -> String {
    let days = (on - today).num_days();
    match days {
        0 => "Due today".to_owned(),
        1 => "Due tomorrow".to_owned(),
        ..0 => format!("Overdue by {}", span(days.unsigned_abs())),
        _ => format!("Due in {}", span(days.unsigned_abs())),
    }
}

/// The last day of something, as a sentence: `The last day is 4 November 2026.`, `The last day was …` after it.
pub(crate) fn last_day(on: NaiveDate, today: NaiveDate) -> String {
    format!("The last day {} {}.", if on < today { "was" } else { "is" }, day(on))
}

fn span(days: u64) -> String {
    let (number, unit) = match days {
        0..14 => (days, "day"),
        14..60 => (days / 7, "week"),
        60..730 => (days / 30, "month"),
        _ => (days / 365, "year"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

/// A number with a comma at every thousand: `12,345`.
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// How many of what: `1 action`, `12,345 actions`, `no actions`.
pub(crate) fn count(how_many: usize, one: &str, many: &str) -> String {
    match how_many {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        more => format!("{} {many}", number(more)),
    }
}

/// Several things in a sentence: `a`, `a and b`, `a, b and c`; empty for none.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let mut words = String::new();
            for (place, item) in first.iter().enumerate() {
                let comma = if place == 0 { "" } else { ", " };
                let _ = write!(words, "{comma}{}", item.as_ref());
            }
            format!("{words} and {}", last.as_ref())
        }
    }
}

/// The same words with a capital at the beginning: how a message of the program stands on a page.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The same words with each day that stands in them as `2026-03-31` written out.
pub(crate) fn days_written_out(text: &str) -> String {
    const LETTERS: usize = 10;
    let is_figure = |letter: char| letter.is_ascii_digit();
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_figure) {
        let (before, from) = rest.split_at(start);
        written.push_str(before);
        let found = from.get(..LETTERS).and_then(|day| day.parse::<NaiveDate>().ok());
        if let Some(on) = found.filter(|_| !from[LETTERS..].starts_with(is_figure)) {
            written.push_str(&day(on));
            rest = &from[LETTERS..];
        } else {
            let end = from.find(|letter| !is_figure(letter)).unwrap_or(from.len());
            written.push_str(&from[..end]);
            rest = &from[end..];
        }
    }
    written + rest
}

/// The size of a file: `812 bytes`, `24 KB`, `1.5 MB`; a KB is 1,024 bytes.
pub(crate) fn size(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    match bytes {
        0..KB => format!("{bytes} bytes"),
        KB..MB => format!("{} KB", bytes.div_ceil(KB)),
        _ => {
            let tenths = (bytes * 10).div_ceil(MB);
            if tenths.is_multiple_of(10) {
                format!("{} MB", tenths / 10)
            } else {
                format!("{}.{} MB", tenths / 10, tenths % 10)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_has_its_month_in_words() {
        assert_eq!(day(on("2026-06-05")), "5 June 2026");
    }

    #[test]
    fn a_moment_is_told_in_the_time_that_clocks_in_britain_show() {
        assert_eq!(moment(at("2026-01-05T09:05:00Z")), "5 January 2026 at 9:05am");
        assert_eq!(moment(at("2026-06-30T13:05:00Z")), "30 June 2026 at 2:05pm");
        assert_eq!(moment(at("2026-06-30T23:30:00Z")), "1 July 2026 at 12:30am");
        // Summer time in 2026 is from 29 March to 25 October.
        assert_eq!(moment(at("2026-03-29T00:59:00Z")), "29 March 2026 at 12:59am");
        assert_eq!(moment(at("2026-03-29T01:00:00Z")), "29 March 2026 at 2am");
        assert_eq!(moment(at("2026-10-25T00:59:00Z")), "25 October 2026 at 1:59am");
        assert_eq!(moment(at("2026-10-25T01:00:00Z")), "25 October 2026 at 1am");
        assert_eq!(moment(at("2026-12-01T12:00:00Z")), "1 December 2026 at 12pm");
    }

    #[test]
    fn a_time_of_a_meeting_is_found_again_in_summer_and_winter() {
        let local = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(in_utc(local("2026-06-30T14:00:00")), at("2026-06-30T13:00:00Z"));
        assert_eq!(in_utc(local("2026-12-01T14:00:00")), at("2026-12-01T14:00:00Z"));
    }

    #[test]
    fn how_far_a_day_is_away_is_told_in_the_unit_people_would_use() {
        let today = on("2026-10-31");
        for (date, words) in [
            ("2026-10-31", "today"),
            ("2026-10-30", "yesterday"),
            ("2026-11-01", "tomorrow"),
            ("2026-10-28", "3 days ago"),
            ("2026-10-18", "13 days ago"),
            ("2026-10-17", "2 weeks ago"),
            ("2026-12-29", "in 8 weeks"),
            ("2026-12-30", "in 2 months"),
            ("2024-10-31", "2 years ago"),
        ] {
            assert_eq!(away(on(date), today), words);
        }
    }

    #[test]
    fn a_due_date_says_whether_it_has_passed() {
        let today = on("2026-10-31");
        for (date, words) in [
            ("2026-10-30", "Overdue by 1 day"),
            ("2026-10-17", "Overdue by 2 weeks"),
            ("2026-10-31", "Due today"),
            ("2026-11-01", "Due tomorrow"),
            ("2026-11-10", "Due in 10 days"),
        ] {
            assert_eq!(due(on(date), today), words);
        }
    }

    #[test]
    fn counts_agree_with_what_is_counted() {
        assert_eq!(count(0, "action", "actions"), "no actions");
        assert_eq!(count(1, "action", "actions"), "1 action");
        assert_eq!(count(1_234_567, "action", "actions"), "1,234,567 actions");
        assert_eq!(number(999), "999");
        assert_eq!(number(1000), "1,000");
    }

    #[test]
    fn several_things_are_joined_as_in_a_sentence() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn a_reference_with_a_slash_or_a_space_is_one_segment_of_an_address() {
        assert_eq!(action_href("wexcombe-2025", "1.1/2"), "/plans/wexcombe-2025/actions/1.1%2F2");
        assert_eq!(action_href("wexcombe-2025", "A 3?"), "/plans/wexcombe-2025/actions/A%203%3F");
        assert_eq!(priority_href("wexcombe-2025", "1"), "/plans/wexcombe-2025/priorities/1");
    }

    #[test]
    fn sizes_are_rounded_up_so_that_none_is_nothing() {
        assert_eq!(size(1023), "1023 bytes");
        assert_eq!(size(1024), "1 KB");
        assert_eq!(size(1025), "2 KB");
        assert_eq!(size(25 * 1024 * 1024), "25 MB");
        assert_eq!(size(25 * 1024 * 1024 + 1), "25.1 MB");
    }

    #[test]
    fn days_in_a_text_are_written_out_and_nothing_else_is() {
        assert_eq!(
            days_written_out("started on 2025-11-21, closed on 2026-01-15; against 12"),
            "started on 21 November 2025, closed on 15 January 2026; against 12"
        );
        for text in ["", "2026-13-01", "0010000048", "2026-01-011", "R-2026", "é 5"] {
            assert_eq!(days_written_out(text), text);
        }
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capital("ähm"), "Ähm");
        assert_eq!(capital(""), "");
    }
}
