//! The published workbooks that lie beside the repository, when they are there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sightline_documents::importers::plan::read::xlsx;
use sightline_documents::importers::plan::source::{Content, SourceDocument};

#[derive(Debug, Deserialize)]
struct DateCell {
    cell: String,
    printed: String,
    value: String,
}

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("SIGHTLINE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    folder.join("documents").is_dir().then_some(folder)
}

/// `31/01/21` as `31/1/21`: the list holds what the paper prints, and the format `dd/mm/yy`
/// of two cells shows a zero that the paper leaves out.
fn without_leading_zeros(date: &str) -> String {
    date.split('/').map(|part| part.trim_start_matches('0')).collect::<Vec<_>>().join("/")
}

/// Every real date cell as `Sheet!D14`, with the words shown and the day.
fn date_cells(document: &SourceDocument) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    for block in &document.blocks {
        let Content::Table(table) = &block.content else { continue };
        for row in &table.rows {
            for (cell, column) in row.cells.iter().zip(1..) {
                let Some(date) = cell.date else { continue };
                let place = row.place.at_column(column);
                let name = format!("{}!{}", place.sheet.expect("a sheet"), place.cell.expect("a cell"));
                found.insert(name, (without_leading_zeros(&cell.raw), date.to_string()));
            }
        }
    }
    found
}

#[test]
fn every_real_date_cell_is_found_with_the_words_shown() {
    let Some(shared) = shared() else {
        eprintln!("skipped: the published documents are not beside the repository");
        return;
    };
    let golden = std::fs::read_to_string(shared.join("golden/xlsx_date_cells.json")).expect("the list can be read");
    let golden: BTreeMap<String, Vec<DateCell>> = serde_json::from_str(&golden).expect("the list is JSON");
    assert!(!golden.is_empty());
    for (file, cells) in golden {
        let bytes = std::fs::read(shared.join("documents/xlsx").join(&file)).expect("the workbook can be read");
        let document = xlsx::read(&bytes).expect("the workbook is read");
        let expected: BTreeMap<String, (String, String)> =
            cells.into_iter().map(|cell| (cell.cell, (without_leading_zeros(&cell.printed), cell.value))).collect();
        assert_eq!(date_cells(&document), expected, "{file}");
    }
}
