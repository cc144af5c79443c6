//! Small documents made at run time, for tests of the readers.

pub(crate) mod archive;
pub(crate) mod pdf;

use sightline_documents::importers::plan::read;
use sightline_documents::importers::plan::recognise::{Format, recognise};
use sightline_documents::importers::plan::source::{Content, SourceDocument};

use self::archive::archive;

/// A Word document with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A Word document with this body and further parts.
pub(crate) fn docx_with(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut parts: Vec<(&str, &[u8])> = vec![("word/document.xml", document.as_bytes())];
    parts.extend(more);
    archive(&parts)
}

/// A paragraph of a Word document.
pub(crate) fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// A workbook whose only sheet, `Plan`, has this XML inside.
pub(crate) fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

/// A workbook whose only sheet, `Plan`, has this XML inside, and further parts.
pub(crate) fn xlsx_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    const WORKBOOK: &[u8] =
        b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"Plan\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    const RELATIONS: &[u8] = b"<Relationships><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId3\" Type=\"http://x/styles\" Target=\"styles.xml\"/></Relationships>";
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    archive(&parts)
}

/// Reads a file as the program does: recognised first, then read.
pub(crate) fn read_any(name: &str, bytes: &[u8]) -> sightline_documents::Result<SourceDocument> {
    match recognise(name, bytes)? {
        Format::Docx => read::docx::read(bytes),
        Format::Xlsx => read::xlsx::read(bytes),
        Format::Csv => read::csv::read(bytes),
        Format::Pdf => read::pdf::read(bytes),
        Format::Text => Ok(SourceDocument::default()),
    }
}

/// The words of each cell of each row of the first table.
pub(crate) fn first_table(document: &SourceDocument) -> Vec<Vec<String>> {
    let table = document.blocks.iter().find_map(|block| match &block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    let rows = &table.expect("there is a table").rows;
    rows.iter().map(|row| row.cells.iter().map(|cell| cell.raw.clone()).collect()).collect()
}
