//! Workbooks: what of their layout reaches the blocks, and whether another library sees the same words.

#![expect(clippy::disallowed_methods, reason = "where the documents lie comes from the environment")]

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use sightline_documents::importers::plan::read::xlsx;
use sightline_documents::importers::plan::source::{Content, Covered, SourceDocument, Table};

fn corpus() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/xlsx/plan.xlsx")
}

fn read(path: &Path) -> SourceDocument {
    xlsx::read(&std::fs::read(path).expect("the workbook is there")).expect("the workbook is read")
}

fn tables(document: &SourceDocument) -> Vec<&Table> {
    document
        .blocks
        .iter()
        .map(|block| match &block.content {
            Content::Table(table) => table,
            other => panic!("a workbook gives tables only, not {other:?}"),
        })
        .collect()
}

#[test]
fn cells_are_read_as_a_person_sees_them() {
    let document = read(&corpus());
    let table = tables(&document)[0];
    assert_eq!(table.name.as_deref(), Some("Plan"));
    let words: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.raw.as_str()).collect()).collect();
    assert_eq!(words[0][..1], ["Priority 1: Early help"]);
    assert_eq!(words[1], ["Ref", "Action", "By when", "Rating"]);
    assert_eq!(
        words[2],
        ["1.9", "Ring every school\n• secondary\n   o large\n• primary", "March 2027", "", "merged down"]
    );
    assert_eq!(words[3], ["1.1", "VISIT", "", "", ""]);
    assert_eq!((table.rows[0].cells[0].columns, table.rows[0].cells[3].covered), (4, Some(Covered::FromLeft)));
    assert_eq!(table.rows[2].cells[2].date.map(|date| date.to_string()), Some("2027-03-01".to_owned()));
    assert_eq!(table.rows[2].cells[3].fill.as_deref(), Some("00B050"));
    assert_eq!(table.rows[3].cells[4].covered, Some(Covered::FromAbove));
    let levels: Vec<Option<u8>> = table.rows[2].cells[1].paragraphs.iter().map(|item| item.item_level).collect();
    assert_eq!(levels, [None, Some(0), Some(1), Some(0)]);
    let problems: Vec<(&str, String)> =
        document.problems.iter().map(|problem| (problem.code.as_str(), problem.place.to_string())).collect();
    assert_eq!(
        problems,
        [
            ("SL-I110", "sheet Plan, cell B4".to_owned()),
            ("SL-I116", "sheet Plan, cell A4".to_owned()),
            ("SL-I113", "sheet Lists".to_owned()),
        ]
    );
}

/// Compares every cell with words, except dates and numbers with a format of their own.
fn compare(path: &Path) -> usize {
    let document = read(path);
    let mut other: Xlsx<_> = open_workbook(path).expect("the other library opens it");
    let mut compared = 0;
    for table in tables(&document) {
        let range = other.worksheet_range(table.name.as_deref().expect("a name")).expect("the sheet is there");
        for row in &table.rows {
            for (cell, column) in row.cells.iter().zip(0..) {
                let at = (row.place.row.expect("a row") - 1, column);
                match range.get_value(at) {
                    Some(Data::String(words)) if cell.covered.is_none() => {
                        assert_eq!(
                            cell.raw,
                            words.replace("\r\n", "\n"),
                            "{} {}",
                            path.display(),
                            row.place.at_column(column + 1)
                        );
                        compared += 1;
                    }
                    Some(Data::Empty) | None => assert_eq!(cell.raw, ""),
                    _ => {}
                }
            }
        }
    }
    compared
}

#[test]
fn another_library_sees_the_same_words() {
    assert!(compare(&corpus()) > 5);
    let shared = std::env::var_os("SIGHTLINE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), std::path::PathBuf::from);
    let Ok(folder) = std::fs::read_dir(shared.join("documents/xlsx")) else {
        eprintln!("skipped for the published workbooks: they are not beside the repository");
        return;
    };
    for entry in folder {
        assert!(compare(&entry.expect("an entry").path()) > 100);
    }
}
