//! The headings that a document prints over its columns, for a person who says what each means.

use super::super::source::{Content, Covered, Row, SourceDocument, Table};
use super::super::vocabulary::Vocabulary;
use super::columns::{field_of, header, is_reference};
use super::words::{one_space, plain};

/// Most headings that are shown: a document with more holds no plan.
const MOST_HEADINGS: usize = 80;
/// A longer cell is no heading.
const LONGEST_HEADING: usize = 80;

/// A heading printed over a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedHeading {
    /// Its words on one line.
    pub text: String,
    /// The field it is read as; `None` when no field is known for it.
    pub field: Option<String>,
}

/// The headings of every table, each once, in the order of the document.
///
/// Where no row of any table reads as headings, the first row of short cells of
/// each is taken: the person may know what they mean.
pub(in crate::importers::plan) fn printed_headings(
    document: &SourceDocument,
    overrides: &[(String, String)],
    vocabulary: &Vocabulary,
) -> Vec<PrintedHeading> {
    let tables = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    let read = |row: &Row| header(row, overrides, vocabulary, None).map(|found| found.columns.printed.into_values());
    let mut printed: Vec<String> =
        tables.clone().flat_map(|table| table.rows.iter().filter_map(read)).flatten().collect();
    if printed.is_empty() {
        let first = |table: &Table| table.rows.iter().take(5).find(|row| may_be_headings(row)).map(texts);
        printed = tables.filter(|table| table.rows.len() > 1).filter_map(first).flatten().collect();
    }
    let mut found: Vec<PrintedHeading> = Vec::new();
    for text in printed {
        let is_new = found.iter().all(|known| plain(&known.text) != plain(&text));
        if is_new && !is_reference(&text) && found.len() < MOST_HEADINGS {
            found.push(PrintedHeading { field: field_of(&text, overrides, vocabulary), text });
        }
    }
    found
}

fn texts(row: &Row) -> Vec<String> {
    row.cells
        .iter()
        .filter(|cell| cell.covered != Some(Covered::FromLeft))
        .map(|cell| one_space(&cell.text()))
        .filter(|text| !plain(text).is_empty() && text.chars().count() <= LONGEST_HEADING)
        .collect()
}

fn may_be_headings(row: &Row) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    filled >= 2 && texts(row).len() == filled
}

#[cfg(test)]
mod tests {
    use super::super::super::read::text;
    use super::*;

    fn headings(source: &str, overrides: &[(String, String)]) -> Vec<(String, Option<String>)> {
        let document = text::read(source.as_bytes()).unwrap();
        let vocabulary = Vocabulary::built_in().unwrap();
        printed_headings(&document, overrides, &vocabulary)
            .into_iter()
            .map(|heading| (heading.text, heading.field))
            .collect()
    }

    fn read_as(text: &str, field: Option<&str>) -> (String, Option<String>) {
        (text.to_owned(), field.map(str::to_owned))
    }

    #[test]
    fn headings_come_with_the_field_they_are_read_as() {
        let source = "Ref\tAction\tLead\tWhen\tOutcomes sought\n1.1\tOpen the hub\tHead of Help\tMay 2026\tHelp\n";
        let expected = [
            read_as("Ref", Some("ref")),
            read_as("Action", Some("action")),
            read_as("Lead", Some("leads")),
            read_as("When", Some("due")),
            read_as("Outcomes sought", None),
        ];
        assert_eq!(headings(source, &[]), expected);
        let chosen = [("outcomes sought".to_owned(), "how_will_we_know".to_owned())];
        assert_eq!(headings(source, &chosen)[4], read_as("Outcomes sought", Some("how_will_we_know")));
    }

    #[test]
    fn headings_that_nobody_knows_are_still_shown() {
        let source = "What next\tAnswerable to\tFinished\n1.1 Open the hub in the north\tHead of Help\tMay 2026\n";
        let found = headings(source, &[]);
        assert_eq!(
            found.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(),
            ["What next", "Answerable to", "Finished"]
        );
    }
}
