//! What a file that somebody attaches is: by its content, never by its name alone.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// A kind of file that may be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// A PowerPoint presentation.
    Pptx,
    /// An OpenDocument text.
    Odt,
    /// An OpenDocument spreadsheet.
    Ods,
    /// A comma-separated file.
    Csv,
    /// Plain text.
    Text,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
}

/// The kinds that may be attached, in words.
pub const KINDS_IN_WORDS: &str =
    "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument (.odt, .ods), .csv, .txt, .png and .jpg";

/// Most entries of an archive that are looked at.
const MOST_ENTRIES: usize = 20_000;
/// Letters at the start of a text that are looked at for markup.
const START: usize = 512;

impl FileKind {
    /// What these bytes are; an error says in a few words why they may not be attached.
    ///
    /// The name decides only between `.csv` and plain text, which no content
    /// can tell apart. Documents with macros, web pages and pictures with
    /// scripts (`.svg`) are not among the kinds.
    ///
    /// # Errors
    ///
    /// What was found instead, such as `a document with macros`.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, &'static str> {
        if bytes.is_empty() {
            return Err("an empty file");
        }
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Ok(Self::Png);
        }
        if bytes.starts_with(b"\xFF\xD8\xFF") {
            return Ok(Self::Jpeg);
        }
        if bytes.starts_with(b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if bytes.starts_with(b"PK") {
            return in_archive(bytes);
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err("an older office file, or one with a password");
        }
        if bytes.starts_with(b"MZ") || bytes.starts_with(b"\x7FELF") || bytes.starts_with(b"#!") {
            return Err("a program");
        }
        text(name, bytes)
    }

    /// What browsers call it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv",
            Self::Text => "text/plain",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// `name` with an ending that fits the kind: `evidence.exe` that is a PDF becomes `evidence.exe.pdf`.
    #[must_use]
    pub fn fitting_name(self, name: &str) -> String {
        let name = name.trim();
        let stem = if name.trim_matches('.').is_empty() { "file" } else { name };
        let ending = stem.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        if self.endings().contains(&ending.as_str()) {
            stem.to_owned()
        } else {
            format!("{stem}.{}", self.endings()[0])
        }
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Csv => &["csv"],
            Self::Text => &["txt", "md", "log"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
        }
    }
}

/// Office files are archives; only their list of contents is looked at, nothing is unpacked.
fn in_archive(bytes: &[u8]) -> Result<FileKind, &'static str> {
    const DAMAGED: &str = "an office file that is damaged or cut short";
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    if archive.len() > MOST_ENTRIES {
        return Err("an archive with too many parts");
    }
    let names = archive
        .file_names()
        .map(|name| name.map(|name| name.to_lowercase()).map_err(|_| DAMAGED))
        .collect::<Result<Vec<String>, _>>()?;
    if names.iter().any(|name| name.ends_with("vbaproject.bin") || name.starts_with("basic/")) {
        return Err("a document with macros");
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let is_office = has("[content_types].xml");
    match () {
        () if is_office && has("word/document.xml") => Ok(FileKind::Docx),
        () if is_office && has("xl/workbook.xml") => Ok(FileKind::Xlsx),
        () if is_office && has("ppt/presentation.xml") => Ok(FileKind::Pptx),
        () if has("mimetype") && has("content.xml") => {
            let mut mimetype = String::new();
            let part = archive.by_name("mimetype").map_err(|_| DAMAGED)?;
            part.take(100).read_to_string(&mut mimetype).map_err(|_| DAMAGED)?;
            match mimetype.trim() {
                kind if kind == FileKind::Odt.media_type() => Ok(FileKind::Odt),
                kind if kind == FileKind::Ods.media_type() => Ok(FileKind::Ods),
                _ => Err("an OpenDocument file of another kind"),
            }
        }
        () => Err("an archive that is not an office file"),
    }
}

fn text(name: &str, bytes: &[u8]) -> Result<FileKind, &'static str> {
    let is_word = |byte: &u8| !byte.is_ascii_control() || matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0C');
    if !bytes.iter().all(is_word) {
        return Err("bytes that are not words");
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(START)]).to_lowercase();
    let start = start.trim_start_matches(|letter: char| letter == '\u{feff}' || letter.is_whitespace());
    if ["<!doctype", "<html", "<?xml", "<svg", "<script", "<head", "<body", "{\\rtf"]
        .iter()
        .any(|markup| start.starts_with(markup))
    {
        return Err("a web page or a document of markup");
    }
    let is_csv = name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"));
    Ok(if is_csv { FileKind::Csv } else { FileKind::Text })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::FileKind::{Csv, Docx, Jpeg, Odt, Pdf, Png, Pptx, Text, Xlsx};
    use super::*;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_file_is_what_its_content_says_whatever_its_name() {
        let types = ("[Content_Types].xml", "<Types/>");
        let odt = FileKind::Odt.media_type();
        let found = [
            FileKind::of("plan.exe", b"%PDF-1.7 ..."),
            FileKind::of("a.txt", b"\x89PNG\r\n\x1a\n..."),
            FileKind::of("a", b"\xFF\xD8\xFF\xE0"),
            FileKind::of("a.zip", &archive(&[types, ("word/document.xml", "")])),
            FileKind::of("a.docx", &archive(&[types, ("xl/workbook.xml", "")])),
            FileKind::of("a.docx", &archive(&[types, ("ppt/presentation.xml", "")])),
            FileKind::of("a.docx", &archive(&[("mimetype", odt), ("content.xml", "")])),
            FileKind::of("cases.CSV", b"a,b\n1,2\n"),
            FileKind::of("notes.docx", b"Only words, caf\xE9 and all"),
        ];
        assert_eq!(found, [Pdf, Png, Jpeg, Docx, Xlsx, Pptx, Odt, Csv, Text].map(Ok));
    }

    #[test]
    fn what_could_run_or_is_not_known_is_refused_and_named() {
        let types = ("[Content_Types].xml", "<Types/>");
        let macros = archive(&[types, ("word/document.xml", ""), ("word/vbaProject.bin", "")]);
        for (bytes, words) in [
            (b"".to_vec(), "empty"),
            (macros, "macros"),
            (archive(&[("notes.txt", "words")]), "not an office file"),
            (b"PK\x03\x04 cut short".to_vec(), "damaged"),
            (b"MZ\x90".to_vec(), "program"),
            (b"#!/bin/sh\n".to_vec(), "program"),
            (b"  <!DOCTYPE html><script>alert(1)</script>".to_vec(), "web page"),
            (b"<svg onload='alert(1)'>".to_vec(), "web page"),
            (b"GIF89a\x01\x00".to_vec(), "not words"),
        ] {
            let found = FileKind::of("evidence.pdf", &bytes).unwrap_err();
            assert!(found.contains(words), "{words}: {found}");
        }
    }

    #[test]
    fn a_name_gets_the_ending_that_fits() {
        assert_eq!(FileKind::Pdf.fitting_name("Dip sample.PDF"), "Dip sample.PDF");
        assert_eq!(FileKind::Pdf.fitting_name("evidence.exe"), "evidence.exe.pdf");
        assert_eq!(FileKind::Jpeg.fitting_name(".."), "file.jpg");
        assert_eq!(FileKind::Text.fitting_name(" notes "), "notes.txt");
    }
}
