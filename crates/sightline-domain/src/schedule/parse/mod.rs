//! Reading a printed timescale.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Cadence, Schedule, ScheduleKind, Stage, last_day_of_month};

/// The words that timescales are written in: `content/plan_vocabulary/dates.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DateWords {
    /// Words for ongoing.
    pub ongoing: Vec<String>,
    /// Words for to be confirmed.
    pub to_be_confirmed: Vec<String>,
    /// Words before the day by which impact must be tested.
    pub test: Vec<String>,
    /// Words before the day by which targets must hold.
    pub targets: Vec<String>,
    /// Words before a start.
    pub start: Vec<String>,
    /// Words between the two ends of a period.
    pub until: Vec<String>,
    /// Words after a body that is to set the date.
    pub delegates: Vec<String>,
    /// Words that leave open which day is meant.
    pub vague: Vec<String>,
    /// Month names and their short forms.
    pub months: BTreeMap<String, u32>,
    /// Words for each cadence.
    pub cadences: BTreeMap<Cadence, Vec<String>>,
}

/// Something doubtful about a timescale, for a person to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Several dates without a word to say what each is for.
    SeveralDates,
    /// A month or a day without a year.
    NoYear,
    /// A season, quarter or part of a year: which day is meant is not printed.
    Vague,
    /// Nothing in it can be read as a timescale.
    Unreadable,
    /// The date is left to a body that is to set it.
    Delegated,
}

/// What reading a timescale gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub schedule: Schedule,
    /// What is doubtful about it.
    pub doubts: Vec<Doubt>,
    /// The dates found, in printed order: byte range in the text as given, first and last day.
    pub dates: Vec<FoundDate>,
}

/// A date found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// Byte offset of its first character.
    pub begins: usize,
    /// Byte offset after its last character.
    pub ends: usize,
    /// First day of what is printed.
    pub first: NaiveDate,
    /// Last day of what is printed.
    pub last: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Mark,
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
    begins: usize,
    ends: usize,
}

/// Most characters of a timescale that are looked at; the rest is unreadable anyway.
const MAX_LENGTH: usize = 2_000;

fn tokens(text: &str) -> Vec<Token<'_>> {
    let kind_of = |c: char| {
        if c.is_ascii_digit() {
            Kind::Number
        } else if c.is_alphabetic() || c == '\'' || c == '’' {
            Kind::Word
        } else {
            Kind::Mark
        }
    };
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((begins, c)) = rest.next() {
        if c.is_whitespace() {
            continue;
        }
        let kind = kind_of(c);
        let mut ends = begins + c.len_utf8();
        if kind != Kind::Mark {
            while let Some(&(next, following)) = rest.peek() {
                if following.is_whitespace() || kind_of(following) != kind {
                    break;
                }
                ends = next + following.len_utf8();
                rest.next();
            }
        }
        found.push(Token { kind, text: &text[begins..ends], begins, ends });
    }
    found
}

fn number(token: Option<&Token<'_>>, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let token = token?;
    if token.kind != Kind::Number || !digits.contains(&token.text.len()) {
        return None;
    }
    token.text.parse().ok()
}

fn full_year(token: &Token<'_>) -> Option<i32> {
    match (token.text.len(), token.text.parse::<i32>().ok()?) {
        (2, short) => Some(2000 + short),
        (4, year) if (1990..=2100).contains(&year) => Some(year),
        _ => None,
    }
}

impl DateWords {
    /// The same words in the form that texts are compared in; call it once, after loading.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        let lists = [
            &mut self.ongoing,
            &mut self.to_be_confirmed,
            &mut self.test,
            &mut self.targets,
            &mut self.start,
            &mut self.until,
            &mut self.delegates,
            &mut self.vague,
        ];
        for phrase in lists.into_iter().chain(self.cadences.values_mut()).flatten() {
            *phrase = plain(phrase);
        }
        self.months = self.months.into_iter().map(|(name, month)| (name.to_lowercase(), month)).collect();
        self
    }

    fn month(&self, token: Option<&Token<'_>>) -> Option<u32> {
        let token = token.filter(|token| token.kind == Kind::Word)?;
        self.months.get(&token.text.to_lowercase()).copied()
    }
}

/// Tries to read a date that begins at token `at`; gives how many tokens it took.
fn date_at(all: &[Token<'_>], at: usize, words: &DateWords) -> Option<(NaiveDate, NaiveDate, usize)> {
    let token = |offset: usize| all.get(at + offset);
    let is_mark = |offset: usize| token(offset).is_some_and(|token| matches!(token.text, "/" | "." | "-"));
    let touching = |offset: usize| match (token(offset), token(offset + 1)) {
        (Some(left), Some(right)) => left.ends == right.begins,
        _ => false,
    };
    // 2026-03-31
    if let (Some(year), Some(month), Some(day)) =
        (number(token(0), 4..=4), number(token(2), 2..=2), number(token(4), 2..=2))
        && is_mark(1)
        && is_mark(3)
        && let Some(date) = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    {
        return Some((date, date, 5));
    }
    // 31/3/26, 31.03.2026
    if let (Some(day), Some(month), Some(year)) = (number(token(0), 1..=2), number(token(2), 1..=2), token(4))
        && is_mark(1)
        && is_mark(3)
        && touching(0)
        && touching(1)
        && year.kind == Kind::Number
        && let Some(year) = full_year(year)
        && let Some(date) = NaiveDate::from_ymd_opt(year, month, day)
    {
        return Some((date, date, 5));
    }
    // 31 March 2026, 6th January 15
    if let Some(day) = number(token(0), 1..=2) {
        let ordinal = token(1).is_some_and(|t| matches!(t.text.to_lowercase().as_str(), "st" | "nd" | "rd" | "th"));
        let mut next = 1 + usize::from(ordinal);
        if token(next).is_some_and(|t| t.text.eq_ignore_ascii_case("of")) {
            next += 1;
        }
        if let Some(month) = words.month(token(next)) {
            let comma = usize::from(token(next + 1).is_some_and(|t| t.text == ","));
            if let Some(year) = token(next + 1 + comma).filter(|t| t.kind == Kind::Number).and_then(full_year)
                && let Some(date) = NaiveDate::from_ymd_opt(year, month, day)
            {
                return Some((date, date, next + 2 + comma));
            }
        }
    }
    if let Some(month) = words.month(token(0)) {
        // March 31, 2026
        if let Some(day) = number(token(1), 1..=2) {
            let ordinal = usize::from(token(2).is_some_and(|t| matches!(t.text, "st" | "nd" | "rd" | "th")));
            let comma = usize::from(token(2 + ordinal).is_some_and(|t| t.text == ","));
            if let Some(year) = token(2 + ordinal + comma).filter(|t| t.text.len() == 4).and_then(full_year)
                && let Some(date) = NaiveDate::from_ymd_opt(year, month, day)
            {
                return Some((date, date, 3 + ordinal + comma));
            }
        }
        // March 2026, Sep 23, Sept. 2019, Mar-24, March '26
        let mut next = 1;
        while token(next).is_some_and(|t| matches!(t.text, "." | "-" | "," | "'" | "’" | "/")) && next < 3 {
            next += 1;
        }
        if let Some(year) = token(next).filter(|t| t.kind == Kind::Number).and_then(full_year) {
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            return Some((first, last_day_of_month(year, month)?, next + 1));
        }
    }
    // 2026
    if let Some(year) = token(0).filter(|t| t.kind == Kind::Number && t.text.len() == 4).and_then(full_year) {
        let joined = |offset: usize, left: bool| {
            // 2025/26 and 2024-2026 are periods of years: which day is meant is not printed.
            let mark = if left { at.checked_sub(1).and_then(|i| all.get(i)) } else { token(offset) };
            let beyond = if left { at.checked_sub(2).and_then(|i| all.get(i)) } else { token(offset + 1) };
            mark.is_some_and(|t| matches!(t.text, "/" | "-" | "–")) && beyond.is_some_and(|t| t.kind == Kind::Number)
        };
        if !joined(1, false) && !joined(0, true) {
            return Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?, 1));
        }
    }
    None
}

fn find_dates(text: &str, words: &DateWords) -> Vec<FoundDate> {
    let all = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if let Some((first, last, taken)) = date_at(&all, at, words) {
            found.push(FoundDate { begins: all[at].begins, ends: all[at + taken - 1].ends, first, last });
            at += taken;
        } else {
            at += 1;
        }
    }
    found
}

/// The words of a text in lower case with single spaces, marks kept apart.
fn plain(text: &str) -> String {
    tokens(text).iter().map(|token| token.text.to_lowercase()).collect::<Vec<_>>().join(" ")
}

fn has_phrase(text: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| {
        text.match_indices(phrase.as_str()).any(|(at, _)| {
            let ends = at + phrase.len();
            (at == 0 || text[..at].ends_with(' ')) && (ends == text.len() || text[ends..].starts_with(' '))
        })
    })
}

fn ends_with_phrase(text: &str, phrases: &[String]) -> bool {
    let text = text.trim_end_matches([':', ' ', '–', '-']);
    phrases.iter().any(|phrase| {
        text.strip_suffix(phrase.as_str()).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    })
}

/// Reads a printed date: the first and the last day of what it says.
///
/// `None` when the text is anything but one date.
#[must_use]
pub fn read_date(raw: &str, words: &DateWords) -> Option<(NaiveDate, NaiveDate)> {
    let dates = find_dates(raw, words);
    let [date] = dates.as_slice() else { return None };
    let rest = format!("{}{}", &raw[..date.begins], &raw[date.ends..]);
    let rest = plain(&rest);
    matches!(rest.as_str(), "" | "." | "by" | "in" | ",").then_some((date.first, date.last))
}

/// Reads a printed timescale; never fails.
///
/// # Input
///
/// `raw` may hold the tags of a converted text, which are skipped. Only the
/// first 2,000 characters are looked at.
///
/// # Output
///
/// What the words say, with a doubt for everything that a person should
/// settle. A text that names no day leaves every date of the schedule null.
#[must_use]
pub fn read_schedule(raw: &str, words: &DateWords) -> Reading {
    let text = without_tags(raw);
    let whole = plain(&text);
    if whole.is_empty() {
        return Reading::default();
    }
    let dates = find_dates(&text, words);
    let mut reading = Reading { dates: dates.clone(), ..Reading::default() };
    let mut around = String::new();
    let mut from = 0;
    let mut unnamed: Vec<(FoundDate, String)> = Vec::new();
    for date in &dates {
        let before = plain(&text[from..date.begins]);
        if ends_with_phrase(&before, &words.test) {
            reading.schedule.test_on = Some(date.last);
        } else if ends_with_phrase(&before, &words.targets) {
            reading.schedule.targets_on = Some(date.last);
        } else {
            unnamed.push((*date, before.clone()));
        }
        around.push_str(&before);
        around.push(' ');
        from = date.ends;
    }
    let tail = plain(&text[from..]);
    around.push_str(&tail);
    let around = around.trim().to_owned();
    let schedule = &mut reading.schedule;
    schedule.is_ongoing = has_phrase(&around, &words.ongoing);
    schedule.cadence = words
        .cadences
        .iter()
        .flat_map(|(cadence, phrases)| phrases.iter().map(move |phrase| (phrase.len(), *cadence, phrase)))
        .filter(|(_, _, phrase)| has_phrase(&around, std::slice::from_ref(phrase)))
        .max_by_key(|(length, ..)| *length)
        .map(|(_, cadence, _)| cadence);
    // A vague word counts beside the date it blurs: `early 2027`, not `early help from May 2027`.
    let is_vague = if dates.is_empty() {
        has_phrase(&around, &words.vague)
    } else {
        unnamed.iter().any(|(_, before)| ends_with_phrase(before, &words.vague))
    };
    if is_vague && !unnamed.is_empty() {
        reading.doubts.push(Doubt::Vague);
        schedule.kind = ScheduleKind::Unreadable;
        return reading;
    }
    place_unnamed(schedule, &mut reading.doubts, &unnamed, words);
    schedule.kind = if reading.doubts.contains(&Doubt::SeveralDates) {
        ScheduleKind::SeveralDates
    } else if schedule.cadence.is_some() {
        ScheduleKind::Recurring
    } else if schedule.is_ongoing {
        ScheduleKind::Ongoing
    } else if !dates.is_empty() {
        ScheduleKind::Dated
    } else if has_phrase(&whole, &words.delegates) && whole.split(' ').count() > 3 {
        reading.doubts.push(Doubt::Delegated);
        ScheduleKind::Delegated
    } else if has_phrase(&whole, &words.to_be_confirmed) {
        ScheduleKind::ToBeConfirmed
    } else {
        let has_month = whole.split(' ').any(|word| words.months.contains_key(word));
        let doubt = if is_vague {
            Doubt::Vague
        } else if has_month {
            Doubt::NoYear
        } else {
            Doubt::Unreadable
        };
        reading.doubts.push(doubt);
        ScheduleKind::Unreadable
    };
    reading
}

/// Gives the dates that no word names their place in the schedule.
fn place_unnamed(schedule: &mut Schedule, doubts: &mut Vec<Doubt>, unnamed: &[(FoundDate, String)], words: &DateWords) {
    let Some((first, before_first)) = unnamed.first() else { return };
    if ends_with_phrase(before_first, &words.start) || has_phrase(before_first, &words.start) {
        schedule.start_on = Some(first.first);
    }
    let rest = &unnamed[1..];
    if rest.is_empty() {
        schedule.due_on = Some(first.last);
        return;
    }
    let is_period = rest.len() == 1 && words.until.contains(&rest[0].1);
    if is_period {
        schedule.start_on = Some(first.first);
        schedule.due_on = Some(rest[0].0.last);
    } else if rest
        .iter()
        .all(|(_, before)| before.split(' ').any(|word| word.chars().all(char::is_alphabetic) && word.len() > 3))
    {
        schedule.stages =
            unnamed.iter().map(|(date, before)| Stage { text: before.clone(), due_on: Some(date.last) }).collect();
        schedule.due_on = unnamed.iter().map(|(date, _)| date.last).max();
    } else {
        doubts.push(Doubt::SeveralDates);
    }
}

/// The timescales of a cell that holds several, one each, in printed order.
///
/// A new one begins after a date, where a word for ongoing, a month, a number,
/// to be confirmed, or `by` follows without a joining word.
#[must_use]
pub fn split_schedules(raw: &str, words: &DateWords) -> Vec<String> {
    let text = without_tags(raw);
    let mut cuts = vec![0];
    let all = tokens(&text);
    let dates = find_dates(&text, words);
    let mut enders: Vec<usize> = dates.iter().map(|date| date.ends).collect();
    for phrase in &words.to_be_confirmed {
        let wanted = phrase;
        let length = wanted.split(' ').count();
        for window in all.windows(length) {
            if window.iter().map(|token| token.text.to_lowercase()).collect::<Vec<_>>().join(" ") == *wanted
                && let Some(last) = window.last()
            {
                enders.push(last.ends);
            }
        }
    }
    enders.sort_unstable();
    enders.dedup();
    for end in enders {
        let Some(next) = all.iter().find(|token| token.begins >= end) else { continue };
        let word = next.text.to_lowercase();
        let starts_anew = dates.iter().any(|date| date.begins == next.begins)
            || words.ongoing.iter().any(|phrase| phrase.split(' ').next() == Some(word.as_str()))
            || words.to_be_confirmed.iter().any(|phrase| phrase.split(' ').next() == Some(word.as_str()))
            || word == "by";
        if starts_anew {
            cuts.push(next.begins);
        }
    }
    cuts.push(text.len());
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| text[pair[0]..pair[1]].split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|piece| !piece.is_empty())
        .collect()
}

fn without_tags(raw: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    let mut chars = raw.chars().take(MAX_LENGTH).peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' if chars.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '/') => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests;
