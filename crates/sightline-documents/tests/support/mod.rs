//! Small documents made at run time, for tests of the readers.

pub mod archive;

use sightline_documents::importers::plan::read;
use sightline_documents::importers::plan::recognise::{Format, recognise};
use sightline_documents::importers::plan::source::{Content, SourceDocument};

use self::archive::archive;

/// A Word document with this body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A Word document with this body and further parts.
pub fn docx_with(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut parts: Vec<(&str, &[u8])> = vec![("word/document.xml", document.as_bytes())];
    parts.extend(more);
    archive(&parts)
}

/// A paragraph of a Word document.
pub fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// A workbook whose only sheet, `Plan`, has this XML inside.
pub fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

/// A workbook whose only sheet, `Plan`, has this XML inside, and further parts.
pub fn xlsx_with(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
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

/// A PDF with these page contents, set in Helvetica.
pub fn pdf(pages: &[&[u8]]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 10 + page * 2)).collect();
    let mut objects: Vec<(usize, Vec<u8>)> = vec![
        (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
        (2, format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")).into_bytes()),
        (3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec()),
    ];
    for (page, content) in pages.iter().enumerate() {
        let page_object = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
            11 + page * 2
        );
        objects.push((10 + page * 2, page_object.into_bytes()));
        let mut stream = format!("<</Length {}>>\nstream\n", content.len()).into_bytes();
        stream.extend_from_slice(content);
        stream.extend_from_slice(b"\nendstream");
        objects.push((11 + page * 2, stream));
    }
    let mut table = Vec::new();
    for (number, object) in &objects {
        table.push((*number, bytes.len()));
        bytes.extend(format!("{number} 0 obj\n").into_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, offset) in table {
        bytes.extend(format!("{number} 1\n{offset:010} 00000 n \n").into_bytes());
    }
    bytes.extend(format!("trailer\n<</Size 5000/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    bytes
}

/// Reads a file as the program does: recognised first, then read.
pub fn read_any(name: &str, bytes: &[u8]) -> sightline_documents::Result<SourceDocument> {
    match recognise(name, bytes)? {
        Format::Docx => read::docx::read(bytes),
        Format::Xlsx => read::xlsx::read(bytes),
        Format::Csv => read::csv::read(bytes),
        Format::Pdf => read::pdf::read(bytes),
        Format::Text => Ok(SourceDocument::default()),
    }
}

/// The words of each cell of each row of the first table.
pub fn first_table(document: &SourceDocument) -> Vec<Vec<String>> {
    let table = document.blocks.iter().find_map(|block| match &block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    let rows = &table.expect("there is a table").rows;
    rows.iter().map(|row| row.cells.iter().map(|cell| cell.raw.clone()).collect()).collect()
}
