//! Papers laid out from a template as PDFs that conform to PDF/UA-1.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic, SourceResult, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Error, Result};

const FORMAT: &str = "pdf";

/// What is laid out, and what the file says of itself.
pub(crate) struct Typeset<'a, V> {
    /// The template, which reads the values as `report.json`.
    pub(crate) template: &'static str,
    /// Figures and words, every one worked out.
    pub(crate) values: &'a V,
    /// The day that the paper is of.
    pub(crate) as_at: NaiveDate,
    /// What tells the paper from every other.
    pub(crate) ident: String,
}

/// The paper as a tagged PDF, checked against PDF/UA-1 while it is written.
///
/// The same values give the same bytes. The document carries the paper's own
/// day as its date; nothing is read from the clock, the disk or the network,
/// and only the fonts inside the program are used.
///
/// # Errors
///
/// [`Error::Write`] when the template does not compile or the PDF would not conform.
pub(crate) fn pdf<V: Serialize>(paper: Typeset<'_, V>) -> Result<Vec<u8>> {
    let world = ReportWorld::new(&paper)?;
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
    let document = explained(&world, output)?;
    if let Some(warning) = warnings.first() {
        // A warning is a font that is missing or a layout that did not settle: not a paper to hand out.
        return Err(failed(&describe(&world, warning)));
    }
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| failed(error.message()))?;
    let as_at = paper.as_at;
    let midnight = u8::try_from(as_at.month())
        .ok()
        .zip(u8::try_from(as_at.day()).ok())
        .and_then(|(month, day)| Datetime::from_ymd_hms(as_at.year(), month, day, 0, 0, 0));
    let options = PdfOptions {
        ident: Smart::Custom(paper.ident),
        creator: Smart::Custom(Some("Sightline".to_owned())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let bytes = explained(&world, typst_pdf::pdf(&document, &options));
    // The compiler remembers what it laid out; a server must not keep every paper it ever wrote.
    typst::comemo::evict(0);
    bytes
}

fn explained<T>(world: &ReportWorld, outcome: SourceResult<T>) -> Result<T> {
    outcome.map_err(|errors| failed(&errors.iter().map(|error| describe(world, error)).collect::<Vec<_>>().join("; ")))
}

fn failed(reason: &str) -> Error {
    Error::Write { format: FORMAT, reason: reason.to_owned() }
}

fn describe(world: &ReportWorld, diagnostic: &SourceDiagnostic) -> String {
    let line = world
        .range(diagnostic.span)
        .and_then(|range| world.template.text().get(..range.start))
        .map(|before| format!(" at line {} of template.typ", before.lines().count().max(1)))
        .unwrap_or_default();
    let kind = if diagnostic.severity == Severity::Error { "" } else { "warning: " };
    let mut words = format!("{kind}{}{line}", diagnostic.message);
    for hint in &diagnostic.hints {
        words.push_str("; ");
        words.push_str(&hint.v);
    }
    words
}

/// What the compiler may see: the template, the report and the fonts inside the program. Nothing else.
struct ReportWorld {
    main: FileId,
    template: Source,
    report_id: FileId,
    report: Bytes,
}

struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// Built once in a process: parsing the fonts takes longer than laying out a short paper.
fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| {
        let fonts: Vec<Font> = typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
        Shelf { library: LazyHash::new(Library::default()), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    })
}

impl ReportWorld {
    fn new<V: Serialize>(paper: &Typeset<'_, V>) -> Result<Self> {
        let main = file_id("template.typ")?;
        let mut json = serde_json::to_value(paper.values).map_err(|error| failed(&error.to_string()))?;
        make_printable(&mut json);
        let json = serde_json::to_vec(&json).map_err(|error| failed(&error.to_string()))?;
        Ok(Self {
            main,
            template: Source::new(main, paper.template.to_owned()),
            report_id: file_id("report.json")?,
            report: Bytes::new(json),
        })
    }
}

/// Replaces in every text the characters that no font inside the program can draw.
///
/// PDF/UA refuses a paper with such a character in it, and plans out of Word
/// are full of them: bullets of the Symbol font, emoji, control characters.
/// Control characters go, bullets become `•`, anything else becomes `□`.
fn make_printable(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) if !text.chars().all(is_drawn) => {
            *text = text
                .chars()
                .filter(|letter| !letter.is_control())
                .map(|letter| match letter {
                    _ if is_drawn(letter) => letter,
                    // Where Word keeps the glyphs of its Symbol and Wingdings fonts.
                    '\u{F000}'..='\u{F0FF}' => '•',
                    _ => '□',
                })
                .collect();
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(make_printable),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(make_printable),
        _ => {}
    }
}

fn is_drawn(letter: char) -> bool {
    (' '..='~').contains(&letter)
        || !letter.is_control() && shelf().fonts.iter().any(|font| font.info().coverage.contains(u32::from(letter)))
}

fn file_id(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|error| failed(&format!("{error:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        &shelf().library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &shelf().book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.report_id { Ok(self.report.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        shelf().fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_draws_is_replaced() {
        let mut value = serde_json::json!({ "note": ["\u{F0B7} 90% – “on time”\u{1}", "caf\u{e9} \u{1F600}"] });
        make_printable(&mut value);
        assert_eq!(value, serde_json::json!({ "note": ["• 90% – “on time”", "café □"] }));
    }

    #[test]
    fn the_replacements_and_the_shapes_can_be_drawn() {
        assert!("•□■●▲◆○·…−".chars().all(is_drawn));
    }
}
