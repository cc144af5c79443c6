//! Single values as files have them, turned into what a column holds.

mod date;
mod number;

use std::borrow::Cow;

use crate::definitions::{CodeList, ColumnType, Matched};

/// A longer text is no value of a record but a slip, such as a quotation mark that never ends.
const MAX_TEXT_BYTES: usize = 32_767;

/// One cell of a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Blank,
    /// Words or figures, as they are written.
    Text(Cow<'a, str>),
    /// A number of a workbook.
    Number(f64),
    /// A day of a workbook, as days after 1 January 1970.
    Day(i32),
    /// True or false in a workbook.
    YesNo(bool),
    /// A formula of a workbook that failed.
    Failed,
}

/// One value of a record table.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Value {
    /// Nothing is known.
    #[default]
    Null,
    /// Words or an identifier.
    Text(Box<str>),
    /// Days after 1 January 1970.
    Day(i32),
    /// A whole number.
    Whole(i64),
    /// A number, in ten-thousandths.
    Decimal(i64),
    /// Yes or no.
    YesNo(bool),
    /// Position of a code in the column's list.
    Code(u16),
}

/// Why a cell cannot be read as what its column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is no date that can be read in one way only.
    Date,
    /// It is a date that stands for “not known”, such as 01/01/1900.
    FillerDate,
    /// It is a date before 1900 or after 2100.
    ImpossibleDate,
    /// It is a date with the month before the day.
    MonthFirst,
    /// It is no whole number.
    WholeNumber,
    /// It is no number.
    Number,
    /// It is neither yes nor no.
    YesNo,
    /// It is no code of the list.
    Code,
    /// It is a formula that failed.
    Failed,
    /// It is far too long.
    TooLong,
}

impl Cell<'_> {
    /// The same cell without a hold on the file.
    pub(crate) fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Blank => Cell::Blank,
            Self::Number(number) => Cell::Number(number),
            Self::Day(day) => Cell::Day(day),
            Self::YesNo(truth) => Cell::YesNo(truth),
            Self::Failed => Cell::Failed,
        }
    }

    /// True when the cell says nothing: empty, or one of the ways of writing that nothing is known.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::Text(text) => is_blank_text(trimmed(text)),
            _ => false,
        }
    }

    /// The words of the cell, as an identifier would be compared.
    pub(crate) fn words(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => {
                let text = trimmed(text);
                (!is_blank_text(text)).then_some(Cow::Borrowed(text))
            }
            Self::Number(number) => Some(Cow::Owned(number::words(*number))),
            Self::YesNo(truth) => Some(Cow::Borrowed(if *truth { "Yes" } else { "No" })),
            Self::Day(day) => Some(Cow::Owned(date::words(*day))),
            Self::Blank | Self::Failed => None,
        }
    }
}

/// Without spaces around it, also those that do not break, and the apostrophe by which a workbook marks text.
fn trimmed(text: &str) -> &str {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}'));
    text.strip_prefix('\'').unwrap_or(text)
}

fn is_blank_text(text: &str) -> bool {
    text.is_empty()
        || (text.len() <= 7
            && ["null", "(null)", "n/a", "#n/a", "na", "nan", "(blank)", "-", "--"]
                .iter()
                .any(|word| text.eq_ignore_ascii_case(word)))
}

/// Reads one cell as a column holds it.
///
/// # Output
///
/// [`Value::Null`] for a blank cell, and for a yes-or-no that says “unknown”.
///
/// # Errors
///
/// Why the cell cannot be read; never what it holds.
pub(crate) fn read(cell: &Cell<'_>, kind: ColumnType, codes: Option<&CodeList>) -> Result<Value, Unreadable> {
    if cell.is_blank() {
        return Ok(Value::Null);
    }
    if *cell == Cell::Failed {
        return Err(Unreadable::Failed);
    }
    match kind {
        ColumnType::Text => text(cell),
        ColumnType::Date => match cell {
            Cell::Day(day) => date::checked(*day),
            Cell::Number(number) => date::from_serial(*number),
            Cell::Text(text) => date::from_text(trimmed(text)),
            _ => Err(Unreadable::Date),
        }
        .map(Value::Day),
        ColumnType::WholeNumber => match cell {
            Cell::Number(number) => number::whole(*number),
            Cell::Text(text) => number::whole_from_text(trimmed(text)),
            _ => None,
        }
        .map(Value::Whole)
        .ok_or(Unreadable::WholeNumber),
        ColumnType::Decimal => match cell {
            Cell::Number(number) => number::decimal(*number),
            Cell::Text(text) => number::decimal_from_text(trimmed(text)),
            _ => None,
        }
        .map(Value::Decimal)
        .ok_or(Unreadable::Number),
        ColumnType::YesNo => match cell {
            Cell::YesNo(truth) => Ok(Value::YesNo(*truth)),
            _ => yes_no(&cell.words().unwrap_or_default()),
        },
        ColumnType::Code => {
            let words = cell.words().unwrap_or_default();
            code(&words, codes.ok_or(Unreadable::Code)?)
        }
    }
}

/// The day of a date.
pub(crate) fn day(days: i32) -> Option<chrono::NaiveDate> {
    date::from_days(days)
}

fn text(cell: &Cell<'_>) -> Result<Value, Unreadable> {
    let words = cell.words().unwrap_or_default();
    if words.len() > MAX_TEXT_BYTES {
        return Err(Unreadable::TooLong);
    }
    // Spaces that do not break are written by some systems inside names.
    let words = if words.contains('\u{a0}') { Cow::Owned(words.replace('\u{a0}', " ")) } else { words };
    Ok(Value::Text(words.as_ref().into()))
}

fn code(words: &str, list: &CodeList) -> Result<Value, Unreadable> {
    if words.len() > MAX_TEXT_BYTES {
        return Err(Unreadable::TooLong);
    }
    match list.matched_position(words) {
        Matched::Code(position) => u16::try_from(position).map(Value::Code).map_err(|_| Unreadable::Code),
        Matched::Blank => Ok(Value::Null),
        Matched::Unknown => Err(Unreadable::Code),
    }
}

fn yes_no(words: &str) -> Result<Value, Unreadable> {
    let bare = match words.split_once(')') {
        Some((bullet, rest)) if bullet.len() <= 2 && !rest.trim().is_empty() => rest.trim(),
        _ => words,
    };
    let is = |spellings: &[&str]| spellings.iter().any(|spelling| bare.eq_ignore_ascii_case(spelling));
    if is(&["yes", "y", "1", "true", "t"]) {
        Ok(Value::YesNo(true))
    } else if is(&["no", "n", "0", "false", "f"]) {
        Ok(Value::YesNo(false))
    } else if is(&["unknown", "not known", "u", "not recorded", "not stated", "not applicable", "c"]) {
        Ok(Value::Null)
    } else {
        Err(Unreadable::YesNo)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Definitions;

    fn as_text(cell: &Cell<'_>) -> Value {
        read(cell, ColumnType::Text, None).unwrap()
    }

    #[test]
    fn identifiers_keep_their_leading_zeros_and_lose_the_workbooks_decimals() {
        assert_eq!(as_text(&Cell::Text(" 000123 ".into())), Value::Text("000123".into()));
        assert_eq!(as_text(&Cell::Text("'000123".into())), Value::Text("000123".into()));
        assert_eq!(as_text(&Cell::Number(9_212_044.0)), Value::Text("9212044".into()));
        assert_eq!(as_text(&Cell::Number(12.5)), Value::Text("12.5".into()));
        assert_eq!(as_text(&Cell::Text("Mathilde\u{a0}C".into())), Value::Text("Mathilde C".into()));
    }

    #[test]
    fn what_says_nothing_is_null() {
        for written in ["", "  ", "\u{a0}", "#N/A", "NULL", "n/a", "(null)", "-"] {
            for (_, kind) in ColumnType::ALL {
                assert_eq!(read(&Cell::Text(written.into()), kind, None), Ok(Value::Null), "{written:?}");
            }
        }
        let none = Cell::Text("NONE".into());
        let definitions = Definitions::built_in().unwrap();
        let disabilities = definitions.code_list("disability");
        assert!(matches!(read(&none, ColumnType::Code, disabilities), Ok(Value::Code(0))), "a code, not a blank");
    }

    #[test]
    fn yes_and_no_are_read_in_the_ways_files_write_them() {
        for written in ["a) Yes", "Yes", "y", "1", "TRUE", "true"] {
            assert_eq!(read(&Cell::Text(written.into()), ColumnType::YesNo, None), Ok(Value::YesNo(true)), "{written}");
        }
        for written in ["b) No", "No", "N", "0", "false"] {
            assert_eq!(
                read(&Cell::Text(written.into()), ColumnType::YesNo, None),
                Ok(Value::YesNo(false)),
                "{written}"
            );
        }
        assert_eq!(read(&Cell::Number(1.0), ColumnType::YesNo, None), Ok(Value::YesNo(true)));
        assert_eq!(read(&Cell::Text("c) Unknown".into()), ColumnType::YesNo, None), Ok(Value::Null));
        assert_eq!(read(&Cell::Text("perhaps".into()), ColumnType::YesNo, None), Err(Unreadable::YesNo));
    }

    #[test]
    fn a_failed_formula_and_an_endless_text_are_refused() {
        assert_eq!(read(&Cell::Failed, ColumnType::Text, None), Err(Unreadable::Failed));
        let endless = Cell::Text("x".repeat(MAX_TEXT_BYTES + 1).into());
        assert_eq!(read(&endless, ColumnType::Text, None), Err(Unreadable::TooLong));
    }

    #[test]
    fn numbers_are_read_exactly() {
        let whole = |cell| read(&cell, ColumnType::WholeNumber, None);
        assert_eq!(whole(Cell::Text("3".into())), Ok(Value::Whole(3)));
        assert_eq!(whole(Cell::Text("3.0".into())), Ok(Value::Whole(3)));
        assert_eq!(whole(Cell::Text("1,000".into())), Ok(Value::Whole(1000)));
        assert_eq!(whole(Cell::Number(3.0)), Ok(Value::Whole(3)));
        assert_eq!(whole(Cell::Number(3.5)), Err(Unreadable::WholeNumber));
        assert_eq!(whole(Cell::Text("three".into())), Err(Unreadable::WholeNumber));
        let decimal = |cell| read(&cell, ColumnType::Decimal, None);
        assert_eq!(decimal(Cell::Text("12.25".into())), Ok(Value::Decimal(122_500)));
        assert_eq!(decimal(Cell::Text("-0.5".into())), Ok(Value::Decimal(-5_000)));
        assert_eq!(decimal(Cell::Number(999.9)), Ok(Value::Decimal(9_999_000)));
        assert_eq!(decimal(Cell::Text("1e9".into())), Err(Unreadable::Number));
        assert_eq!(decimal(Cell::Number(f64::NAN)), Err(Unreadable::Number));
    }
}
