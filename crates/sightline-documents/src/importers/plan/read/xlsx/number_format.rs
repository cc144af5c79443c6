//! Number formats of a workbook: numbers and dates as a person sees them.
//!
//! The system's own date formats are shown as in the United Kingdom.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// The last day that a workbook can hold, 31 December 9999.
const LAST_SERIAL: f64 = 2_958_466.0;

/// How the numbers of a cell are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// As short as possible.
    General,
    /// As a date, a time or both.
    Date(Vec<DatePart>),
    /// With fixed decimals and words around them, one pattern for each of positive, negative and zero.
    Number(Vec<NumberPattern>),
}

/// One piece of a date format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DatePart {
    Year { digits: usize },
    Month { letters: usize },
    Day { letters: usize },
    Hour { digits: usize },
    Minute { digits: usize },
    Second { digits: usize },
    AmPm,
    Words(String),
}

/// One section of a number format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NumberPattern {
    before: String,
    after: String,
    whole_digits: usize,
    decimals: usize,
    optional_decimals: usize,
    groups_thousands: bool,
    percents: u32,
    has_digits: bool,
}

impl NumberFormat {
    /// The format of one of Excel's own numbers; `None` when the workbook must define it.
    pub(super) fn built_in(id: u32) -> Option<Self> {
        let code = match id {
            0 | 11 | 48 | 49 => "General",
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            14 => "dd/mm/yyyy",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 => "h:mm",
            21 => "h:mm:ss",
            22 => "dd/mm/yyyy hh:mm",
            37 | 38 => "#,##0;-#,##0",
            39 | 40 => "#,##0.00;-#,##0.00",
            45 | 47 => "mm:ss",
            46 => "[h]:mm:ss",
            _ => return None,
        };
        Some(Self::parse(code))
    }

    /// The format that a format code such as `mmmm yyyy` or `0.0%` describes.
    pub(super) fn parse(code: &str) -> Self {
        let pieces = split(code);
        let is_date = pieces.first().is_some_and(|section| {
            section
                .iter()
                .any(|piece| matches!(piece, Piece::Code(code) if matches!(code, 'y' | 'm' | 'd' | 'h' | 's')))
                && !section.iter().any(|piece| matches!(piece, Piece::Code('0' | '#' | '?')))
        });
        if is_date {
            return Self::Date(date_parts(&pieces[0]));
        }
        let patterns: Option<Vec<NumberPattern>> =
            pieces.iter().take(3).map(|section| number_pattern(section)).collect();
        match patterns {
            Some(patterns) if patterns.iter().any(|pattern| pattern.has_digits) => Self::Number(patterns),
            _ => Self::General,
        }
    }

    /// The day of a number, when the format shows days, months or years.
    pub(super) fn date(&self, serial: f64, is_1904: bool) -> Option<NaiveDate> {
        let Self::Date(parts) = self else { return None };
        let shows_day = parts
            .iter()
            .any(|part| matches!(part, DatePart::Year { .. } | DatePart::Month { .. } | DatePart::Day { .. }));
        if shows_day { instant(serial, is_1904).map(|at| at.date()) } else { None }
    }

    /// The number as the workbook shows it.
    pub(super) fn show(&self, number: f64, is_1904: bool) -> String {
        match self {
            Self::General => general(number),
            Self::Date(parts) => match instant(number, is_1904) {
                Some(at) => show_date(at, parts),
                None => general(number),
            },
            Self::Number(patterns) => show_number(number, patterns),
        }
    }

    /// A date that the workbook keeps as words, shown by this format or else as day, month and year.
    pub(super) fn show_instant(&self, at: NaiveDateTime) -> String {
        match self {
            Self::Date(parts) => show_date(at, parts),
            Self::General | Self::Number(_) => at.format("%d/%m/%Y").to_string(),
        }
    }
}

/// A character of a format code, told apart from quoted words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Code(char),
    Words(String),
    /// `[h]`: hours that run past 24.
    Elapsed(char),
    AmPm,
    /// The system's long date.
    LongDate,
}

/// Cuts a format code into sections and pieces.
fn split(code: &str) -> Vec<Vec<Piece>> {
    let mut sections = vec![Vec::new()];
    if code.eq_ignore_ascii_case("general") {
        return sections;
    }
    let mut rest = code;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        let section = sections.last_mut().expect("there is always one section");
        match character {
            ';' => sections.push(Vec::new()),
            '"' => {
                let (words, after) = rest.split_once('"').unwrap_or((rest, ""));
                section.push(Piece::Words(words.to_owned()));
                rest = after;
            }
            '\\' | '!' => {
                if let Some(literal) = rest.chars().next() {
                    section.push(Piece::Words(literal.to_string()));
                    rest = &rest[literal.len_utf8()..];
                }
            }
            // A space as wide as the next character, or the next character as filling.
            '_' | '*' => {
                if let Some(next) = rest.chars().next() {
                    if character == '_' {
                        section.push(Piece::Words(" ".to_owned()));
                    }
                    rest = &rest[next.len_utf8()..];
                }
            }
            '[' => {
                let (inside, after) = rest.split_once(']').unwrap_or((rest, ""));
                rest = after;
                section.extend(bracket(inside));
            }
            'A' | 'a' if rest.to_ascii_uppercase().starts_with("M/PM") => {
                section.push(Piece::AmPm);
                rest = &rest[4..];
            }
            _ => section.push(match character.to_ascii_lowercase() {
                code @ ('y' | 'm' | 'd' | 'h' | 's') => Piece::Code(code),
                '0' | '#' | '?' | '.' | ',' | '%' | '@' | 'e' => Piece::Code(character.to_ascii_lowercase()),
                _ => Piece::Words(character.to_string()),
            }),
        }
    }
    sections
}

fn bracket(inside: &str) -> Option<Piece> {
    let lower = inside.to_ascii_lowercase();
    if let Some(locale) = lower.strip_prefix('$') {
        if locale.starts_with("-f800") {
            return Some(Piece::LongDate);
        }
        let symbol = inside[1..].split('-').next().unwrap_or_default();
        return (!symbol.is_empty()).then(|| Piece::Words(symbol.to_owned()));
    }
    // Hours, minutes or seconds that run on; anything else is a colour or a condition.
    let code = lower.chars().next()?;
    lower
        .chars()
        .all(|other| other == code)
        .then_some(code)
        .filter(|code| matches!(code, 'h' | 'm' | 's'))
        .map(Piece::Elapsed)
}

fn date_parts(section: &[Piece]) -> Vec<DatePart> {
    let mut parts: Vec<DatePart> = Vec::new();
    let mut index = 0;
    while index < section.len() {
        let length = section[index..].iter().take_while(|piece| **piece == section[index]).count();
        match &section[index] {
            Piece::Code(code) if matches!(code, 'y' | 'm' | 'd' | 'h' | 's') => {
                let follows_hour = parts
                    .iter()
                    .rev()
                    .find(|part| !matches!(part, DatePart::Words(_)))
                    .is_some_and(|part| matches!(part, DatePart::Hour { .. }));
                parts.push(match code {
                    'y' => DatePart::Year { digits: length },
                    'd' => DatePart::Day { letters: length },
                    'h' => DatePart::Hour { digits: length },
                    's' => DatePart::Second { digits: length },
                    _ if length <= 2 && (follows_hour || seconds_follow(&section[index + length..])) => {
                        DatePart::Minute { digits: length }
                    }
                    _ => DatePart::Month { letters: length },
                });
                index += length;
                continue;
            }
            Piece::Elapsed(code) => parts.push(match code {
                'h' => DatePart::Hour { digits: 1 },
                'm' => DatePart::Minute { digits: 1 },
                _ => DatePart::Second { digits: 1 },
            }),
            Piece::AmPm => parts.push(DatePart::AmPm),
            Piece::LongDate => {
                return vec![
                    DatePart::Day { letters: 1 },
                    DatePart::Words(" ".to_owned()),
                    DatePart::Month { letters: 4 },
                    DatePart::Words(" ".to_owned()),
                    DatePart::Year { digits: 4 },
                ];
            }
            Piece::Words(words) => parts.push(DatePart::Words(words.clone())),
            Piece::Code('@') => {}
            Piece::Code(other) => parts.push(DatePart::Words(other.to_string())),
        }
        index += 1;
    }
    parts
}

fn seconds_follow(rest: &[Piece]) -> bool {
    rest.iter()
        .find(|piece| !matches!(piece, Piece::Words(_)))
        .is_some_and(|piece| matches!(piece, Piece::Code('s') | Piece::Elapsed('s')))
}

/// `None` when the section is more than digits, thousands, decimals and percent.
fn number_pattern(section: &[Piece]) -> Option<NumberPattern> {
    let mut pattern = NumberPattern::default();
    let mut in_decimals = false;
    for piece in section {
        match piece {
            Piece::Code('0' | '?') if in_decimals => pattern.decimals += 1,
            Piece::Code('#') if in_decimals => pattern.optional_decimals += 1,
            Piece::Code('0' | '?') => {
                pattern.whole_digits += 1;
                pattern.has_digits = true;
            }
            Piece::Code('#') => pattern.has_digits = true,
            Piece::Code('.') => in_decimals = true,
            Piece::Code(',') => pattern.groups_thousands = true,
            Piece::Code('%') => {
                pattern.percents += 1;
                pattern.after.push('%');
            }
            Piece::Words(words) if pattern.has_digits => pattern.after.push_str(words),
            Piece::Words(words) => pattern.before.push_str(words),
            Piece::Code(_) | Piece::Elapsed(_) | Piece::AmPm | Piece::LongDate => return None,
        }
    }
    Some(pattern)
}

fn show_number(number: f64, patterns: &[NumberPattern]) -> String {
    let (pattern, is_signed) = match patterns {
        [_, negative, ..] if number < 0.0 => (negative, false),
        [_, _, zero] if number == 0.0 => (zero, false),
        [first, ..] => (first, number < 0.0),
        [] => return general(number),
    };
    if !pattern.has_digits {
        return format!("{}{}", pattern.before, pattern.after).trim().to_owned();
    }
    let scaled = number.abs() * 100_f64.powi(i32::try_from(pattern.percents.min(4)).unwrap_or(0));
    if !scaled.is_finite() || scaled >= 1e15 {
        return general(number);
    }
    let decimals = (pattern.decimals + pattern.optional_decimals).min(15);
    let printed = format!("{scaled:.decimals$}");
    let (whole, fraction) = printed.split_once('.').unwrap_or((&printed, ""));
    let mut fraction = fraction.to_owned();
    while fraction.len() > pattern.decimals && fraction.ends_with('0') {
        fraction.pop();
    }
    let whole = if whole == "0" && pattern.whole_digits == 0 { "" } else { whole };
    let mut whole = format!("{whole:0>width$}", width = pattern.whole_digits.min(30));
    if pattern.groups_thousands {
        whole = group_thousands(&whole);
    }
    let is_zero = !printed.bytes().any(|digit| matches!(digit, b'1'..=b'9'));
    let mut shown = String::new();
    if is_signed && !is_zero {
        shown.push('-');
    }
    shown.push_str(&pattern.before);
    shown.push_str(&whole);
    if !fraction.is_empty() {
        shown.push('.');
        shown.push_str(&fraction);
    }
    shown.push_str(&pattern.after);
    shown.trim().to_owned()
}

fn group_thousands(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The shortest form of the number to fifteen digits, as a workbook shows it.
pub(super) fn general(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 {
        return "0".to_owned();
    }
    let size = rounded.abs();
    if (1e-9..1e15).contains(&size) { format!("{rounded}") } else { format!("{rounded:E}") }
}

fn instant(serial: f64, is_1904: bool) -> Option<NaiveDateTime> {
    if !(0.0..LAST_SERIAL).contains(&serial) {
        return None;
    }
    let whole = serial.floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and LAST_SERIAL")]
    let days = whole as u64;
    let first = if is_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else if days < 60 {
        // Excel believes that 29 February 1900 existed, as day 60.
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    let date = first.checked_add_days(Days::new(days))?;
    #[expect(clippy::cast_possible_truncation, reason = "below 86,400")]
    let seconds = ((serial - whole) * 86_400.0).round() as i64;
    date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(seconds))
}

fn show_date(at: NaiveDateTime, parts: &[DatePart]) -> String {
    let has_am_pm = parts.contains(&DatePart::AmPm);
    let mut shown = String::new();
    for part in parts {
        let piece = match part {
            DatePart::Year { digits } if *digits <= 2 => format!("{:02}", at.year().rem_euclid(100)),
            DatePart::Year { .. } => format!("{:04}", at.year()),
            DatePart::Month { letters: 1 } => at.month().to_string(),
            DatePart::Month { letters: 2 } => format!("{:02}", at.month()),
            DatePart::Month { letters: 3 } => at.format("%b").to_string(),
            DatePart::Month { letters: 5 } => at.format("%B").to_string().chars().take(1).collect(),
            DatePart::Month { .. } => at.format("%B").to_string(),
            DatePart::Day { letters: 1 } => at.day().to_string(),
            DatePart::Day { letters: 2 } => format!("{:02}", at.day()),
            DatePart::Day { letters: 3 } => at.format("%a").to_string(),
            DatePart::Day { .. } => at.format("%A").to_string(),
            DatePart::Hour { digits } => {
                let hour = if has_am_pm { at.hour12().1 } else { at.hour() };
                if *digits > 1 { format!("{hour:02}") } else { hour.to_string() }
            }
            DatePart::Minute { digits } if *digits > 1 => format!("{:02}", at.minute()),
            DatePart::Minute { .. } => at.minute().to_string(),
            DatePart::Second { digits } if *digits > 1 => format!("{:02}", at.second()),
            DatePart::Second { .. } => at.second().to_string(),
            DatePart::AmPm => if at.hour() < 12 { "AM" } else { "PM" }.to_owned(),
            DatePart::Words(words) => words.clone(),
        };
        shown.push_str(&piece);
    }
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(code: &str, number: f64) -> String {
        NumberFormat::parse(code).show(number, false)
    }

    #[test]
    fn dates_are_shown_as_their_format_says() {
        // 42005 is 1 January 2015.
        for (code, shown) in [
            ("mmmm yyyy", "January 2015"),
            ("mmm yy", "Jan 15"),
            ("dd/mm/yy", "01/01/15"),
            ("dd/mm/yyyy;@", "01/01/2015"),
            ("[$-809]d mmmm yyyy", "1 January 2015"),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "1 January 2015"),
            ("dddd d mmm", "Thursday 1 Jan"),
            ("\"by \"mmmm", "by January"),
            ("yyyy-mm-dd h:mm:ss", "2015-01-01 12:30:00"),
            ("h:mm AM/PM", "12:30 PM"),
        ] {
            assert_eq!(show(code, 42_005.0 + 12.5 / 24.0), shown, "{code}");
        }
    }

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        for (code, number, shown) in [
            ("General", 1.1, "1.1"),
            ("General", 1.100_000_000_000_000_1, "1.1"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 45_000.0, "45000"),
            ("0.0", 2.0, "2.0"),
            ("0.00", 1.1, "1.10"),
            ("0%", 0.86, "86%"),
            ("0.0%", 0.865, "86.5%"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("\"£\"#,##0.00;[Red]-\"£\"#,##0.00", -1234.5, "-£1,234.50"),
            ("000", 7.0, "007"),
            ("0.##", 2.5, "2.5"),
            ("0;-0;\"none\"", 0.0, "none"),
            ("0 \"days\"", 15.0, "15 days"),
        ] {
            assert_eq!(show(code, number), shown, "{code}");
        }
    }

    #[test]
    fn a_day_is_known_only_when_the_format_shows_one() {
        let day = |code: &str, serial| NumberFormat::parse(code).date(serial, false);
        assert_eq!(day("mmmm yyyy", 42_005.0), NaiveDate::from_ymd_opt(2015, 1, 1));
        assert_eq!(day("dd/mm/yyyy", 59.0), NaiveDate::from_ymd_opt(1900, 2, 28));
        assert_eq!(day("dd/mm/yyyy", 61.0), NaiveDate::from_ymd_opt(1900, 3, 1));
        assert_eq!(day("h:mm", 0.5), None);
        assert_eq!(day("0.0", 42_005.0), None);
        assert_eq!(day("dd/mm/yyyy", -4.0), None);
        let day_1904 = NumberFormat::parse("d/m/yy").date(0.0, true);
        assert_eq!(day_1904, NaiveDate::from_ymd_opt(1904, 1, 1));
    }
}
