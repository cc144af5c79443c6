//! What stands in one cell: a number or a symbol; and what a label of a period means.

use sightline_domain::benchmark::Symbol;
use sightline_domain::decimal::Decimal;

/// The most places that are kept: programs that write binary fractions give many more.
const MOST_PLACES: usize = 10;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A number.
    Number(Decimal),
    /// A symbol in its place.
    Symbol(Symbol),
    /// Nothing.
    Blank,
}

/// The number or symbol of a cell; `None` when it is neither.
pub(super) fn read(cell: &str) -> Option<Cell> {
    if cell.is_empty() {
        return Some(Cell::Blank);
    }
    if let Some(symbol) = Symbol::read(cell) {
        return Some(Cell::Symbol(symbol));
    }
    let bare = cell.trim_start_matches('£').trim_end_matches('%').trim();
    let joined = if has_thousands(bare) { bare.replace(',', "") } else { bare.to_owned() };
    number(&joined).map(Cell::Number)
}

fn number(text: &str) -> Option<Decimal> {
    let Some((whole, places)) = text.split_once('.').filter(|(_, places)| places.len() > MOST_PLACES) else {
        return text.parse().ok();
    };
    if !places.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let cut: Decimal = format!("{whole}.{}", places.get(..MOST_PLACES)?).parse().ok()?;
    // Nine places of a number that was meant to have one or two: what follows is noise.
    Some(cut.rounded(9).trimmed())
}

/// True for `1,234` and `12,345,678.9`, and not for `1,5`.
fn has_thousands(text: &str) -> bool {
    let whole = text.trim_start_matches('-').split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    rest.peek().is_some() && (1..=3).contains(&first.len()) && rest.all(|group| group.len() == 3)
}

/// The label and the year of a period; `None` when it does not begin with a year.
///
/// `202425` is printed `2024-25`. What a column beside it says of the kind of
/// period is kept in the label, unless it is a whole year.
pub(super) fn period(printed: &str, kind: &str) -> Option<(String, i32)> {
    let digits: usize = printed.bytes().take_while(u8::is_ascii_digit).count();
    let year: i32 = printed.get(..4).filter(|_| digits >= 4)?.parse().ok()?;
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let label = if digits == 6 && printed.len() == 6 {
        format!("{}-{}", &printed[..4], &printed[4..])
    } else {
        printed.to_owned()
    };
    let is_whole_year = kind.is_empty() || kind.to_lowercase().ends_with("year");
    Some((if is_whole_year { label } else { format!("{label} {kind}") }, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str) -> String {
        match read(cell) {
            Some(Cell::Number(number)) => number.to_string(),
            Some(Cell::Symbol(symbol)) => format!("symbol {}", symbol.code()),
            Some(Cell::Blank) => "blank".to_owned(),
            None => "neither".to_owned(),
        }
    }

    #[test]
    fn numbers_symbols_and_nothing_are_told_apart() {
        for (cell, expected) in [
            ("5307.0", "5307.0"),
            ("1,234", "1234"),
            ("12,345,678.9", "12345678.9"),
            ("-9.99", "-9.99"),
            ("22.6%", "22.6"),
            ("£1,200", "1200"),
            ("2.3000000000000003", "2.3"),
            ("z", "symbol z"),
            ("k", "symbol low"),
            ("-", "symbol x"),
            ("", "blank"),
            ("1,5", "neither"),
            ("1e-05", "neither"),
            ("about 12", "neither"),
        ] {
            assert_eq!(shown(cell), expected, "{cell}");
        }
    }

    #[test]
    fn periods_are_read_however_their_labels_are_written() {
        for (printed, kind, label, year) in [
            ("2025", "Reporting year", "2025", 2025),
            ("202425", "Academic year", "2024-25", 2024),
            ("2023-24", "", "2023-24", 2023),
            ("2023/24", "", "2023/24", 2023),
            ("2024 (Rev)", "", "2024 (Rev)", 2024),
            ("2016-17 (OT)", "", "2016-17 (OT)", 2016),
            ("2025", "Autumn term", "2025 Autumn term", 2025),
        ] {
            assert_eq!(period(printed, kind), Some((label.to_owned(), year)), "{printed}");
        }
        for printed in ["", "latest", "25", "9999", "Mar 2025"] {
            assert_eq!(period(printed, ""), None, "{printed}");
        }
    }
}
