//! Which column holds what: header rows recognised, damaged fragments put back in line.

use std::collections::BTreeMap;

use sightline_domain::schedule::{ScheduleKind, read_schedule};

use super::super::source::{Covered, Row};
use super::super::vocabulary::Vocabulary;
use super::words::{one_space, plain, without_brackets};

/// The fields by column, and the headings as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Field of each column, by column from 0.
    pub(super) fields: BTreeMap<usize, String>,
    /// Headings as printed, by column.
    pub(super) printed: BTreeMap<usize, String>,
    /// How many columns the header row has.
    pub(super) width: usize,
}

/// A header row that was recognised.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) columns: Columns,
    /// Headings that stand together in one cell.
    pub(super) collapsed: bool,
    /// Fields that stand in two columns: field, column of the second.
    pub(super) doubled: Vec<(String, usize)>,
    /// A cell of the header that looks like a reference.
    pub(super) stray_reference: Option<String>,
    /// Headings that no field is known for, with their column.
    pub(super) unknown: Vec<(usize, String)>,
}

impl Columns {
    pub(super) fn column(&self, field: &str) -> Option<usize> {
        self.fields.iter().find(|(_, known)| *known == field).map(|(column, _)| *column)
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.column(field).is_some()
    }

    /// True when the columns are those of an action table.
    pub(super) fn hold_actions(&self) -> bool {
        let place =
            ["leads", "due", "action_rating", "start", "milestones"].iter().filter(|field| self.has(field)).count();
        (self.has("action") || self.has("priority_and_action")) && place >= 1
    }
}

/// The field that a heading names, by the command line's overrides, then the vocabulary.
pub(super) fn field_of(heading: &str, overrides: &[(String, String)], vocabulary: &Vocabulary) -> Option<String> {
    let whole = plain(heading);
    let bare = plain(&without_brackets(heading));
    if whole.is_empty() {
        return None;
    }
    if let Some((_, field)) = overrides.iter().find(|(name, _)| plain(name) == whole) {
        return Some(field.clone());
    }
    vocabulary.field_by_name.get(&whole).or_else(|| vocabulary.field_by_name.get(&bare)).cloned()
}

/// True for words that are a reference and nothing else: `4`, `4.`, `1.10`, `A1`.
pub(super) fn is_reference(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ':', ')']);
    let (letters, rest) = text.split_at(text.chars().take_while(char::is_ascii_alphabetic).count().min(3));
    !rest.is_empty()
        && letters.len() <= 3
        && rest.len() <= 8
        && rest.split('.').all(|piece| {
            let digits = piece.trim_end_matches(|c: char| c.is_ascii_lowercase());
            !digits.is_empty()
                && digits.len() <= 3
                && piece.len() - digits.len() <= 1
                && digits.chars().all(|c| c.is_ascii_digit())
        })
}

/// Recognises a header row; `None` when the row is none.
pub(super) fn header(
    row: &Row,
    overrides: &[(String, String)],
    vocabulary: &Vocabulary,
    earlier: Option<&Columns>,
) -> Option<Header> {
    let mut columns = Columns { width: row.cells.len(), ..Columns::default() };
    let mut found = Header {
        columns: Columns::default(),
        collapsed: false,
        doubled: Vec::new(),
        stray_reference: None,
        unknown: Vec::new(),
    };
    let (mut known, mut filled) = (0, 0);
    let mut distinct: Vec<String> = Vec::new();
    for (column, cell) in row.cells.iter().enumerate() {
        if cell.covered == Some(Covered::FromLeft) || cell.is_empty() {
            continue;
        }
        let text = one_space(&cell.text());
        filled += 1;
        if let Some(field) = field_of(&text, overrides, vocabulary) {
            known += 1;
            if columns.has(&field) {
                found.doubled.push((field, column));
            } else {
                if !distinct.contains(&field) {
                    distinct.push(field.clone());
                }
                columns.fields.insert(column, field);
            }
            columns.printed.insert(column, text);
        } else if let Some(together) = several_headings(&text, overrides, vocabulary) {
            found.collapsed = true;
            known += 1;
            for (offset, (field, printed)) in together.into_iter().enumerate() {
                columns.fields.insert(column + offset, field.clone());
                columns.printed.insert(column + offset, printed);
                distinct.push(field);
            }
        } else if is_reference(&text) {
            found.stray_reference = Some(text);
            filled -= 1;
        } else {
            found.unknown.push((column, text.clone()));
            columns.printed.insert(column, text);
        }
    }
    if distinct.len() < 2 || known * 2 < filled || row.cells.iter().any(|cell| cell.text().chars().count() > 200) {
        return None;
    }
    place_doubled(&mut columns, &mut found.doubled);
    if let Some(earlier) = earlier {
        fill_from(&mut columns, earlier);
    }
    found.columns = columns;
    Some(found)
}

/// A second column with a field's name is the one that follows it: a second start is the end.
fn place_doubled(columns: &mut Columns, doubled: &mut [(String, usize)]) {
    for (field, column) in doubled {
        if field == "start" && !columns.has("due") {
            columns.fields.insert(*column, "due".to_owned());
        } else if field == "action_rating" && !columns.has("impact_rating") {
            columns.fields.insert(*column, "impact_rating".to_owned());
        }
    }
}

/// Columns that lost their heading take it from the same table before the page break.
fn fill_from(columns: &mut Columns, earlier: &Columns) {
    if columns.width.abs_diff(earlier.width) > 1 || !(columns.hold_actions() || earlier.hold_actions()) {
        return;
    }
    let agrees = columns.fields.iter().all(|(column, field)| earlier.fields.get(column) == Some(field));
    if !agrees {
        return;
    }
    for (column, field) in &earlier.fields {
        if !columns.has(field) {
            columns.fields.entry(*column).or_insert_with(|| field.clone());
        }
    }
}

/// Several headings that conversion has run together in one cell.
fn several_headings(
    text: &str,
    overrides: &[(String, String)],
    vocabulary: &Vocabulary,
) -> Option<Vec<(String, String)>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !(2..=12).contains(&words.len()) {
        return None;
    }
    let mut found = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let (to, field) = (from + 1..=words.len())
            .rev()
            .find_map(|to| field_of(&words[from..to].join(" "), overrides, vocabulary).map(|field| (to, field)))?;
        found.push((field, words[from..to].join(" ")));
        from = to;
    }
    (found.len() >= 2).then_some(found)
}

/// How a fragment's columns lie against the header's: column `n` of the fragment is column `lie.0[n]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    pub(super) to: Vec<usize>,
    pub(super) is_shifted: bool,
    pub(super) is_reversed: bool,
}

/// What counts for where a cell belongs.
#[expect(clippy::struct_excessive_bools, reason = "each is one observation of a cell, independent of the others")]
struct Seen {
    length: usize,
    is_date: bool,
    is_reference: bool,
    begins_with_reference: bool,
    holds_reference: bool,
}

fn seen(row: &Row, width: usize, vocabulary: &Vocabulary) -> Vec<Option<Seen>> {
    let look = |column: usize| {
        let cell = row.cell(column);
        if cell.is_empty() {
            return None;
        }
        let text = one_space(&cell.text());
        let length = text.chars().count();
        let reads_as_date = || {
            !matches!(
                read_schedule(&text, vocabulary.dates()).schedule.kind,
                ScheduleKind::Unreadable | ScheduleKind::Blank | ScheduleKind::Delegated
            )
        };
        Some(Seen {
            length,
            is_date: cell.date.is_some() || length <= 120 && reads_as_date(),
            is_reference: is_reference(&text),
            begins_with_reference: is_reference(text.split(' ').next().unwrap_or_default()),
            holds_reference: text.split(' ').any(|word| word.contains('.') && is_reference(word)),
        })
    };
    (0..width).map(look).collect()
}

/// How well rows fit under the columns when laid `to`: references, dates and ratings in their own columns count for it.
fn fit(rows: &[Vec<Option<Seen>>], columns: &Columns, to: &[usize]) -> i64 {
    let mut score = 0;
    for row in rows {
        for (cell, target) in row.iter().zip(to) {
            let Some(seen) = cell else { continue };
            let short_date = seen.is_date && seen.length < 30;
            score += match columns.fields.get(target).map(String::as_str) {
                None => -1,
                Some("due" | "start") if seen.is_date => 6,
                Some("due" | "start") => -3,
                Some("ref" | "priority_ref") if seen.is_reference => 6,
                Some("action_rating" | "impact_rating") if seen.length <= 12 => 3,
                Some("ref" | "priority_ref" | "action_rating" | "impact_rating") => -6,
                Some("action" | "priority_and_action") if seen.holds_reference => 4,
                Some("action" | "priority_and_action") if short_date => -6,
                Some("action" | "priority_and_action") => i64::from(seen.length > 25),
                Some("aim") if seen.begins_with_reference => 6,
                Some("aim") => i64::from(seen.length > 25) - 1,
                Some("leads") if seen.is_date => -4,
                Some("leads") => i64::from(seen.length < 140),
                Some("success_measures") => i64::from(seen.length > 60) * 2,
                Some(_) if short_date => -3,
                Some(_) => 0,
            };
        }
    }
    score
}

/// Widest table whose fragments are laid in another way than printed.
const WIDEST: usize = 64;
/// Most rows of a fragment that are looked at to see how it lies.
const FRAGMENT_ROWS: usize = 40;

/// The best way to lay a fragment of a table under the columns in force.
///
/// A fragment with fewer columns lost some at a page break; one in reverse
/// order was turned by the conversion. The printed order wins unless another
/// fits clearly better.
pub(super) fn align(rows: &[&Row], columns: &Columns, vocabulary: &Vocabulary) -> Alignment {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let straight = Alignment { to: (0..width).collect(), is_shifted: false, is_reversed: false };
    let widest = columns.fields.keys().max().map_or(0, |last| last + 1);
    if width == 0 || columns.fields.is_empty() || width.max(widest) > WIDEST {
        return straight;
    }
    let looked: Vec<Vec<Option<Seen>>> =
        rows.iter().take(FRAGMENT_ROWS).map(|row| seen(row, width, vocabulary)).collect();
    let mut best = (fit(&looked, columns, &straight.to), straight);
    for shift in 1..=widest.saturating_sub(width) {
        let to: Vec<usize> = (shift..shift + width).collect();
        let score = fit(&looked, columns, &to);
        if score > best.0 + 2 {
            best = (score, Alignment { to, is_shifted: true, is_reversed: false });
        }
    }
    let filled: Vec<usize> = (0..width).filter(|column| rows.iter().any(|row| !row.cell(*column).is_empty())).collect();
    if filled.len() >= 4 {
        for shift in 0..=widest.saturating_sub(width) {
            let (first, last) = (filled[0], filled[filled.len() - 1]);
            let to: Vec<usize> = (0..width)
                .map(
                    |column| {
                        if (first..=last).contains(&column) { first + last - column + shift } else { column + shift }
                    },
                )
                .collect();
            let score = fit(&looked, columns, &to);
            if score > best.0 + 6 {
                best = (score, Alignment { to, is_shifted: shift > 0, is_reversed: true });
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::super::super::read::text;
    use super::super::super::source::{Content, Table};
    use super::*;

    fn table(source: &str) -> Table {
        let document = text::read(source.as_bytes()).unwrap();
        match document.blocks.into_iter().next().map(|block| block.content) {
            Some(Content::Table(table)) => table,
            other => panic!("no table: {other:?}"),
        }
    }

    fn words() -> Vocabulary {
        Vocabulary::built_in().unwrap()
    }

    #[test]
    fn references_are_told_from_words_and_numbers() {
        for yes in ["4", "4.", "1.10", "A1", "2.3a", "10.12"] {
            assert!(is_reference(yes), "{yes}");
        }
        for no in ["em and", "", "2019.", "A", "Lead", "1.x", "31/1/21"] {
            assert!(!is_reference(no), "{no}");
        }
    }

    #[test]
    fn headings_run_together_are_told_apart() {
        let table = table("Aims\tKey actions Lead(s) Timescales\t\t\t\n");
        let header = header(&table.rows[0], &[], &words(), None).unwrap();
        assert!(header.collapsed);
        assert_eq!(header.columns.column("due"), Some(3));
    }

    #[test]
    fn a_second_start_date_is_read_as_the_end() {
        let table = table("Ref\tAction\tLead\tStart date\tStart date\n");
        let header = header(&table.rows[0], &[], &words(), None).unwrap();
        assert_eq!(header.columns.column("due"), Some(4));
        assert_eq!(header.doubled.len(), 1);
    }

    #[test]
    fn the_command_line_wins_over_the_vocabulary() {
        let table = table("Who\tWhat\tWhen\n");
        let overrides = [("What".to_owned(), "action".to_owned())];
        let header = header(&table.rows[0], &overrides, &words(), None).unwrap();
        assert_eq!(header.columns.column("action"), Some(1));
    }

    #[test]
    fn a_fragment_without_its_first_column_is_put_back_in_line() {
        let head = table("Aims\tKey actions\tLead(s)\tTimescales\tProgress 1 - 4\n");
        let columns = header(&head.rows[0], &[], &words(), None).unwrap().columns;
        let broken = table("Open the second family hub in the north\tAB/CD\tJuly 2026\t2\n");
        let rows: Vec<&Row> = broken.rows.iter().collect();
        assert_eq!(align(&rows, &columns, &words()).to, [1, 2, 3, 4]);
    }

    #[test]
    fn a_row_of_data_is_no_header() {
        let table = table("1.1\tReview the offer\tHead of Early Help\tMay 2026\n");
        assert!(header(&table.rows[0], &[], &words(), None).is_none());
    }
}
