//! Sightline's own plan template: every plan can be written in it and read back unchanged.
//!
//! A plan becomes a book of named tables ([`book`]), the ones people read
//! first; each format writes and reads that book. `docs/plan-template.md`
//! describes the tables for the people who fill them in.

mod book;
mod long_cells;
mod paper;
mod read_csv;
mod read_json;
mod read_md;
mod read_source;
pub mod schema;
pub(crate) mod write_csv;
mod write_docx;
mod write_json;
mod write_md;
mod write_xlsx;

#[cfg(test)]
mod tests;

pub use book::{PlainWords, ReadWords};

use sightline_domain::Problem;
use sightline_domain::plan::Plan;

use crate::importers::plan::read::{docx, guard, xlsx};
use crate::importers::plan::source::SourceDocument;
use crate::{Error, Result};

/// A form of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON that follows `schemas/plan.schema.json`.
    Json,
    /// A workbook: one sheet for each table.
    Xlsx,
    /// A Word document: a heading and a table for each table.
    Docx,
    /// Markdown: headings and pipe tables.
    Md,
    /// One csv file with all tables, one under the other.
    Csv,
}

impl Format {
    /// Every form, in the order the command line lists them.
    pub const ALL: [Self; 5] = [Self::Json, Self::Xlsx, Self::Docx, Self::Md, Self::Csv];

    /// The extension of its files, in lower case and without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Md => "md",
            Self::Csv => "csv",
        }
    }

    /// The form whose files have this extension, ignoring case; `None` for any other.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }
}

/// A plan read from the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatePlan {
    /// The plan. Equal to the plan that was written when the file was not edited.
    pub plan: Plan,
    /// What is wrong or doubtful in an edited file, in the order it was found;
    /// empty for a file that was not edited, when its own references agree.
    pub problems: Vec<Problem>,
}

/// The bytes of a file that holds the whole plan.
///
/// The same plan gives the same bytes. Every table that people publish comes
/// first; what Sightline needs to read the plan back unchanged stands in
/// further columns and in the last table, `Exact values`.
///
/// # Errors
///
/// [`Error::Write`]: a library refused; names the format. No plan that was
/// imported is known to cause it.
pub fn write(plan: &Plan, format: Format) -> Result<Vec<u8>> {
    let book = || book::book_of(plan);
    match format {
        Format::Json => write_json::write(plan),
        Format::Xlsx => write_xlsx::write(&book()),
        Format::Docx => write_docx::write(&book()),
        Format::Md => Ok(write_md::write(&book()).into_bytes()),
        Format::Csv => write_csv::write(&book()),
    }
}

/// True when the bytes are a plan in this form of the template.
///
/// It does not say that the rest can be read. A workbook or Word document is
/// unpacked for it: where the blocks are at hand, ask [`is_template_document`].
#[must_use]
pub fn is_template(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Json => read_json::is_template(bytes),
        Format::Md => read_md::is_template(bytes),
        Format::Csv => read_csv::is_template(bytes),
        Format::Xlsx => xlsx::read(bytes).is_ok_and(|document| is_template_document(&document)),
        Format::Docx => docx::read(bytes).is_ok_and(|document| is_template_document(&document)),
    }
}

/// True when a workbook or Word document, read into blocks, is a plan in the template.
#[must_use]
pub fn is_template_document(document: &SourceDocument) -> bool {
    read_source::is_template(document)
}

/// The plan in a file of the template, with what is wrong in it.
///
/// # Input
///
/// * `bytes` – the whole file; a byte order mark is skipped.
/// * `words` – reads printed words where a person filled in words only; an
///   unedited export needs it nowhere ([`PlainWords`] will do).
///
/// # Errors
///
/// * [`Error::NotTemplate`]: there is no table `Sightline plan`.
/// * [`Error::TemplateTable`], [`Error::TemplateVersion`]: see there.
/// * [`Error::TemplateJson`]: JSON of another shape.
/// * [`Error::TemplateEncoding`]: the text is not UTF-8.
/// * [`Error::FileTooLarge`], and what else the readers of workbooks and Word
///   documents refuse: damaged, protected or expanding files.
pub fn read(bytes: &[u8], format: Format, words: &dyn ReadWords) -> Result<TemplatePlan> {
    let book = match format {
        Format::Json => return read_json::read(bytes),
        Format::Md => read_md::read(bytes)?,
        Format::Csv => read_csv::read(bytes)?,
        Format::Xlsx => return read_blocks(&xlsx::read(bytes)?, "xlsx", words),
        Format::Docx => return read_blocks(&docx::read(bytes)?, "docx", words),
    };
    finish(book, words)
}

/// The plan in a workbook or Word document that was read into blocks.
///
/// What the reader itself noticed is the caller's to pass on.
///
/// # Errors
///
/// As [`read`].
pub fn read_document(document: &SourceDocument, words: &dyn ReadWords) -> Result<TemplatePlan> {
    read_blocks(document, "office", words)
}

fn read_blocks(document: &SourceDocument, format: &'static str, words: &dyn ReadWords) -> Result<TemplatePlan> {
    if !read_source::is_template(document) {
        return Err(Error::NotTemplate { format });
    }
    finish(read_source::read(document), words)
}

fn finish(mut book: book::TemplateBook, words: &dyn ReadWords) -> Result<TemplatePlan> {
    let mut problems = long_cells::join(&mut book);
    problems.extend(paper::join(&mut book));
    let (plan, found) = book::plan_of(book, words)?;
    problems.extend(found);
    Ok(TemplatePlan { plan, problems })
}

/// The text of a file in UTF-8, without a byte order mark.
fn text_of(bytes: &[u8], format: Format) -> Result<&str> {
    guard::check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| Error::TemplateEncoding { format: format.extension() })
}
