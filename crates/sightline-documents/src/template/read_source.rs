//! A book from the blocks of a workbook or Word document.

use crate::importers::plan::source::{Content, SourceDocument, Table as SourceTable};

use super::book::{Cell, FRONT, Row, Table, TemplateBook, VERSION_FIELD};

/// True when the first named table is the template's own.
pub(super) fn is_template(document: &SourceDocument) -> bool {
    named_tables(document).any(|(name, table)| {
        name.trim().eq_ignore_ascii_case(FRONT)
            && table.rows.iter().any(|row| row.cell(0).raw.trim().eq_ignore_ascii_case(VERSION_FIELD))
    })
}

/// The tables with their names: of the sheet, or of the last heading before the table.
fn named_tables(document: &SourceDocument) -> impl Iterator<Item = (&str, &SourceTable)> {
    let mut heading = "";
    document.blocks.iter().filter_map(move |block| match &block.content {
        Content::Heading { text, .. } => {
            heading = text;
            None
        }
        Content::Table(table) => Some((table.name.as_deref().unwrap_or(heading), table)),
        Content::Paragraph { .. } | Content::Item { .. } => None,
    })
}

/// The tables of the template; cells are taken exactly as the document holds them.
pub(super) fn read(document: &SourceDocument) -> TemplateBook {
    let mut tables: Vec<Table> = Vec::new();
    for (name, source) in named_tables(document) {
        let place = source.rows.first().map(|row| row.place.clone()).unwrap_or_default();
        let rows = source.rows.iter().map(|row| Row {
            place: row.place.clone(),
            cells: row.cells.iter().map(|cell| Cell::from_text(&cell.raw, cell.date)).collect(),
        });
        tables.extend(Table::from_rows(name, place, rows.collect()));
    }
    TemplateBook { title: String::new(), tables }
}
