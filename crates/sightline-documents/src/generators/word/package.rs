//! The parts of a Word document put into one file, the same bytes for the same values.
//!
//! The library that builds the parts cannot mark a header row as repeated, set
//! a title or a language, or leave out its numbers for paragraphs; it also
//! dates every entry of the archive with the clock. All of that is put right
//! here, on XML that is known to be ours.

use std::io::{Cursor, Read, Write};

use chrono::NaiveDate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::paper::HEAD_STYLE;
use crate::{Error, Result};

/// What the file says of itself.
pub(in crate::generators) struct About<'a> {
    /// The day that the paper is of.
    pub(in crate::generators) as_at: NaiveDate,
    pub(in crate::generators) council: Option<&'a str>,
    pub(in crate::generators) title: &'a str,
    pub(in crate::generators) subject: &'a str,
}

/// The finished file.
pub(in crate::generators) fn pack(document: docx_rs::Docx, about: &About<'_>) -> Result<Vec<u8>> {
    let mut parts = document.build();
    parts.document = document_part(&text(parts.document)?).into_bytes();
    parts.styles = styles_part(&text(parts.styles)?).into_bytes();
    parts.doc_props.core = core_part(about).into_bytes();
    for part in parts.headers.iter_mut().chain(&mut parts.footers) {
        *part = without_paragraph_ids(&text(std::mem::take(part))?).into_bytes();
    }
    let mut packed = Cursor::new(Vec::new());
    parts.pack(&mut packed).map_err(failed)?;
    repacked(packed)
}

fn failed(reason: impl std::fmt::Display) -> Error {
    Error::Write { format: "docx", reason: reason.to_string() }
}

fn text(part: Vec<u8>) -> Result<String> {
    String::from_utf8(part).map_err(failed)
}

/// The archive again, compressed, with one fixed date for every entry.
fn repacked(packed: Cursor<Vec<u8>>) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(packed).map_err(failed)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(failed)?;
        if entry.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(failed)?;
        let name = entry.name().map_err(failed)?.into_owned();
        writer.start_file(name, options).map_err(failed)?;
        writer.write_all(&bytes).map_err(failed)?;
    }
    Ok(writer.finish().map_err(failed)?.into_inner())
}

fn document_part(xml: &str) -> String {
    let xml = without_paragraph_ids(xml);
    let xml = with_repeated_header_rows(&xml);
    with_section_breaks(&xml)
}

/// Paragraph numbers count on from document to document; nothing here refers to them.
fn without_paragraph_ids(xml: &str) -> String {
    const START: &str = " w14:paraId=\"";
    let mut kept = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once(START) {
        kept.push_str(before);
        rest = after.split_once('"').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// Marks as repeated every row whose words have the style of a header row.
///
/// Text cannot be mistaken for the mark: `<` is escaped in it.
fn with_repeated_header_rows(xml: &str) -> String {
    let mark = format!("<w:pStyle w:val=\"{HEAD_STYLE}\"");
    let mut rows = xml.split("<w:tr>");
    let mut marked = rows.next().unwrap_or_default().to_owned();
    for row in rows {
        marked.push_str("<w:tr>");
        let inside = row.split("</w:tr>").next().unwrap_or_default();
        if inside.contains(&mark) {
            marked.push_str(&row.replacen("</w:trPr>", "<w:tblHeader /></w:trPr>", 1));
        } else {
            marked.push_str(row);
        }
    }
    marked
}

/// Gives every section the header and footer of the last one, puts the parts of
/// a section's properties in the order of the standard, and makes the paragraph
/// that must hold them one point high.
fn with_section_breaks(xml: &str) -> String {
    const OPEN: &str = "<w:sectPr>";
    let is_reference = |part: &&str| part.starts_with("<w:headerReference") || part.starts_with("<w:footerReference");
    let last = xml
        .rsplit(OPEN)
        .next()
        .and_then(|section| section.split_once("</w:sectPr>"))
        .map_or("", |(properties, _)| properties);
    let references: String = last.split_inclusive("/>").filter(is_reference).collect();
    let mut sections = xml.split(OPEN);
    let mut ordered = sections.next().unwrap_or_default().to_owned();
    for section in sections {
        if ordered.ends_with("<w:pPr>") {
            ordered.push_str("<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\" /><w:rPr><w:sz w:val=\"2\" /></w:rPr>");
        }
        ordered.push_str(OPEN);
        let (properties, after) = section.split_once("</w:sectPr>").unwrap_or((section, ""));
        ordered.push_str(&references);
        ordered.extend(properties.split_inclusive("/>").filter(|part| !is_reference(part)));
        ordered.push_str("</w:sectPr>");
        ordered.push_str(after);
    }
    ordered
}

fn styles_part(xml: &str) -> String {
    xml.replacen(
        "</w:rPr></w:rPrDefault>",
        "<w:lang w:val=\"en-GB\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\" /></w:rPr></w:rPrDefault>",
        1,
    )
    .replacen("<w:rPr /></w:rPrDefault>", "<w:rPr><w:lang w:val=\"en-GB\" /></w:rPr></w:rPrDefault>", 1)
}

fn core_part(about: &About<'_>) -> String {
    let day = about.as_at;
    let creator = escaped(about.council.unwrap_or("Sightline"));
    format!(
        concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" ",
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" ",
            "xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
            "<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{creator}</dc:creator>",
            "<dc:language>en-GB</dc:language><cp:lastModifiedBy>{creator}</cp:lastModifiedBy><cp:revision>1</cp:revision>",
            "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created>",
            "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>",
        ),
        creator = creator,
        day = day,
        title = escaped(about.title),
        subject = escaped(about.subject),
    )
}

fn escaped(words: &str) -> String {
    super::paper::clean(words).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_header_rows_are_repeated() {
        let xml = "<w:tbl><w:tr><w:trPr><w:cantSplit /></w:trPr><w:pStyle w:val=\"TableHead\" /></w:tr>\
                   <w:tr><w:trPr><w:cantSplit /></w:trPr><w:pStyle w:val=\"TableText\" /></w:tr></w:tbl>";
        let marked = with_repeated_header_rows(xml);
        assert_eq!(marked.matches("<w:tblHeader />").count(), 1);
        assert!(marked.starts_with("<w:tbl><w:tr><w:trPr><w:cantSplit /><w:tblHeader /></w:trPr>"));
    }

    #[test]
    fn every_section_has_the_header_and_footer_first() {
        let xml = "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"1\" /></w:sectPr></w:pPr></w:p>\
                   <w:sectPr><w:pgSz w:w=\"2\" /><w:footerReference r:id=\"a\" /></w:sectPr>";
        let ordered = with_section_breaks(xml);
        assert!(
            ordered.contains("<w:sectPr><w:footerReference r:id=\"a\" /><w:pgSz w:w=\"1\" /></w:sectPr>"),
            "{ordered}"
        );
        assert!(
            ordered.ends_with("<w:sectPr><w:footerReference r:id=\"a\" /><w:pgSz w:w=\"2\" /></w:sectPr>"),
            "{ordered}"
        );
        assert!(ordered.starts_with("<w:p><w:pPr><w:spacing "));
    }

    #[test]
    fn paragraph_numbers_are_left_out() {
        assert_eq!(without_paragraph_ids("<w:p w14:paraId=\"00000001\"><w:r /></w:p>"), "<w:p><w:r /></w:p>");
    }
}
