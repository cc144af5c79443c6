//! The book as a Word document: landscape, a heading and a table for each table.
//!
//! Written as XML rather than with docx-rs, which cannot mark a table's header
//! row to be repeated on each page.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;

use super::book::{Cell, Table, TemplateBook};
use super::paper;
use super::write_xlsx::{fill_of, is_dark};
use crate::{Error, Result};

/// Width between the margins of A4 landscape, in twentieths of a point.
const TEXT_WIDTH: u32 = 15_400;

/// A row whose longest cell has fewer letters than this is kept on one page.
const WHOLE_ROW_LETTERS: usize = 1_200;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;
const PACKAGE_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;
const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;
const STYLES: &str = include_str!("write_docx_styles.xml");
const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="right"/></w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> of </w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>"#;
const SECTION: &str = r#"<w:sectPr><w:footerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="default" r:id="rId2"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="720" w:right="719" w:bottom="720" w:left="719" w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>"#;

pub(super) fn write(book: &TemplateBook) -> Result<Vec<u8>> {
    let title = if book.title.trim().is_empty() { "Improvement plan" } else { &book.title };
    let title: String = title
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let files = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", core_properties(&title)),
        ("word/document.xml", document(book, &title)),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/footer1.xml", FOOTER.to_owned()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
    ];
    packed(&files).map_err(|error| Error::Write { format: "docx", reason: error.to_string() })
}

fn packed(files: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // A fixed time: the same plan gives the same bytes.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, text) in files {
        archive.start_file(*name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Text with XML's own signs escaped, and without what XML cannot hold.
fn xml(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    escape(text.as_str()).into_owned()
}

fn core_properties(title: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>Sightline</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"#,
        xml(title)
    )
}

fn document(book: &TemplateBook, title: &str) -> String {
    let mut out = String::from(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#,
    );
    push_paragraph(&mut out, "Title", title);
    for table in paper::split(book) {
        push_paragraph(&mut out, "Heading1", &table.name);
        push_table(&mut out, &table);
    }
    // Word wants a paragraph after the last table.
    out.push_str("<w:p/>");
    out.push_str(SECTION);
    out.push_str("</w:body></w:document>");
    out
}

fn push_paragraph(out: &mut String, style: &str, text: &str) {
    out.push_str(r#"<w:p><w:pPr><w:pStyle w:val=""#);
    out.push_str(style);
    out.push_str(r#""/></w:pPr><w:r><w:t xml:space="preserve">"#);
    out.push_str(&xml(text));
    out.push_str("</w:t></w:r></w:p>");
}

/// The widths of the columns, in twentieths of a point: each holds its longest
/// word, and what is left is shared in proportion to the headings' own widths.
fn widths(table: &Table) -> Vec<u32> {
    let least: Vec<u32> = (0..table.headings.len()).map(|column| longest_word(table, column) * 95 + 160).collect();
    let needed: u32 = least.iter().sum();
    if needed >= TEXT_WIDTH {
        return least.iter().map(|width| TEXT_WIDTH * width / needed).collect();
    }
    let wishes: Vec<u32> = table.headings.iter().map(|heading| u32::from(heading.width).pow(2)).collect();
    let total = wishes.iter().sum::<u32>().max(1);
    least.iter().zip(wishes).map(|(least, wish)| least + (TEXT_WIDTH - needed) * wish / total).collect()
}

/// Letters of the longest word in a column, at most 20.
fn longest_word(table: &Table, column: usize) -> u32 {
    let cells = table.rows.iter().flat_map(|row| &row.cell(column).paragraphs);
    let words = cells.chain(std::iter::once(&table.headings[column].text)).flat_map(|text| text.split_whitespace());
    words.map(|word| u32::try_from(word.chars().count()).unwrap_or(20)).max().unwrap_or(1).clamp(3, 20)
}

fn push_table(out: &mut String, table: &Table) {
    let widths = widths(table);
    out.push_str(r#"<w:tbl><w:tblPr><w:tblStyle w:val="PlanTable"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:noVBand="1"/></w:tblPr><w:tblGrid>"#);
    for width in &widths {
        write!(out, r#"<w:gridCol w:w="{width}"/>"#).expect("writing to a string cannot fail");
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (heading, width) in table.headings.iter().zip(&widths) {
        let cell = Cell::of(vec![heading.text.clone()]);
        push_cell(out, &cell, *width, "TableHeading");
    }
    out.push_str("</w:tr>");
    for row in &table.rows {
        let longest = row.cells.iter().map(|cell| cell.paragraphs.iter().map(String::len).sum::<usize>()).max();
        let is_short = longest.unwrap_or(0) < WHOLE_ROW_LETTERS;
        out.push_str(if is_short { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" } else { "<w:tr>" });
        for (column, width) in widths.iter().enumerate() {
            push_cell(out, row.cell(column), *width, "TableText");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

fn push_cell(out: &mut String, cell: &Cell, width: u32, style: &str) {
    write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#).expect("writing to a string cannot fail");
    let fill = cell.fill.as_deref().and_then(fill_of);
    let mut run_style = "";
    if let Some(fill) = fill {
        write!(out, r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill:06X}"/>"#)
            .expect("writing to a string cannot fail");
        run_style =
            if is_dark(fill) { r#"<w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>"# } else { "<w:rPr><w:b/></w:rPr>" };
    }
    out.push_str("</w:tcPr>");
    if cell.is_empty() {
        write!(out, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>"#)
            .expect("writing to a string cannot fail");
    }
    for paragraph in &cell.paragraphs {
        write!(
            out,
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{run_style}<w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
            xml(paragraph)
        )
        .expect("writing to a string cannot fail");
    }
    out.push_str("</w:tc>");
}
