//! Improvement plans, as councils write them.
//!
//! Three steps, each in its own module: `recognise` says which format the
//! bytes are, `read` makes them blocks with positions, `interpret` gives the
//! blocks their meaning. Nothing is saved here and nothing is guessed.

mod interpret;
pub mod read;
pub mod recognise;
pub mod source;
mod vocabulary;

pub use interpret::PrintedHeading;
pub(crate) use interpret::explanations;
pub use vocabulary::Vocabulary;

use chrono::NaiveDate;
use sightline_domain::plan::{LeadKind, Plan, Target};
use sightline_domain::{Problem, Severity};

use crate::{Result, template};
use recognise::Format;
use source::SourceDocument;

/// A file to import.
#[derive(Clone, Debug)]
pub struct SourceBytes {
    /// File name, without folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// How to import.
#[derive(Clone, Debug)]
pub struct ImportOptions<'a> {
    /// Headings mapped to fields on the spot; they win over the vocabulary.
    pub heading_overrides: Vec<(String, String)>,
    /// The words that plans are written in.
    pub vocabulary: &'a Vocabulary,
}

/// A draft plan with everything a person should look at.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The draft; nothing is saved until a person confirms.
    pub plan: Plan,
    /// Problems, in the order of the document, those of the whole plan last.
    pub problems: Vec<Problem>,
}

/// Reads files as one plan.
///
/// # Input
///
/// * `files` – the parts of one plan, in order; usually one file.
/// * `options` – headings mapped on the spot, and the vocabulary.
///
/// # Output
///
/// The draft plan and its problems. A file that is Sightline's own template
/// is read as written, without interpretation.
///
/// # Errors
///
/// One of [`crate::Error`]'s refusals for a file that cannot be read at all,
/// [`crate::Error::NoActionTable`] when no table of actions is found, and
/// [`crate::Error::SeveralPlans`] when there is more than one plan.
pub fn import(files: &[SourceBytes], options: &ImportOptions<'_>) -> Result<Imported> {
    let mut whole = SourceDocument::default();
    for file in files {
        if let Some(found) = text_template(file, options)? {
            return Ok(found);
        }
        let mut document = read_blocks(&file.name, &file.bytes)?;
        if template::is_template_document(&document) {
            let words = interpret::PrintedWords::new(options.vocabulary)?;
            return Ok(Imported::from(template::read_document(&document, &words)?));
        }
        if files.len() > 1 {
            name_places(&mut document, &file.name);
        }
        whole.blocks.append(&mut document.blocks);
        whole.problems.append(&mut document.problems);
    }
    let (mut plan, mut problems) = interpret::interpret(&whole, &options.heading_overrides, options.vocabulary)?;
    if plan.title.is_empty()
        && let Some(file) = files.first()
    {
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
        stem.clone_into(&mut plan.title);
        let help = "The document has no title. The plan is listed under the name of its file: give it its own.";
        let place = sightline_domain::Place::default();
        problems.push(Problem::new(interpret::NO_TITLE, Severity::Question, place, &file.name, help).about("plan"));
    }
    let mut all = whole.problems;
    all.append(&mut problems);
    // Those with a place first, in the order of the document; the whole plan last.
    all.sort_by(|one, other| {
        let key = |problem: &Problem| {
            let place = &problem.place;
            (
                *place == sightline_domain::Place::default(),
                place.file.clone(),
                place.page,
                place.line,
                place.paragraph,
                place.table,
            )
        };
        key(one).cmp(&key(other))
    });
    Ok(Imported { plan, problems: all })
}

/// The headings over the columns of files, with the field that each is read as.
///
/// Also for files in which [`import`] finds no table of actions: a person can
/// then say which heading is that of the action.
///
/// # Errors
///
/// One of [`crate::Error`]'s refusals for a file that cannot be read at all.
pub fn printed_headings(files: &[SourceBytes], options: &ImportOptions<'_>) -> Result<Vec<PrintedHeading>> {
    let mut whole = SourceDocument::default();
    for file in files {
        whole.blocks.append(&mut read_blocks(&file.name, &file.bytes)?.blocks);
    }
    Ok(interpret::printed_headings(&whole, &options.heading_overrides, options.vocabulary))
}

/// What the words of one lead name, as an import takes them.
#[must_use]
pub fn lead_kind(words: &str) -> LeadKind {
    interpret::lead_kind(words)
}

/// A target with its percentage and which side is good, as an import reads it.
#[must_use]
pub fn read_target(text: &str, due_on: Option<NaiveDate>) -> Target {
    interpret::read_target(text, due_on)
}

/// The plan of a file that is the template as JSON, Markdown or csv; `None` for any other file.
fn text_template(file: &SourceBytes, options: &ImportOptions<'_>) -> Result<Option<Imported>> {
    use template::Format::{Csv, Json, Md};
    read::guard::check_size(file.bytes.len() as u64)?;
    let Some(format) = [Json, Md, Csv].into_iter().find(|format| template::is_template(&file.bytes, *format)) else {
        return Ok(None);
    };
    let words = interpret::PrintedWords::new(options.vocabulary)?;
    Ok(Some(Imported::from(template::read(&file.bytes, format, &words)?)))
}

impl From<template::TemplatePlan> for Imported {
    fn from(found: template::TemplatePlan) -> Self {
        Self { plan: found.plan, problems: found.problems }
    }
}

impl Imported {
    /// True when a person has something to settle: a question, a warning or an error.
    #[must_use]
    pub fn has_findings(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity > Severity::Note)
    }
}

/// The blocks of one file, in whatever format its content is.
///
/// # Errors
///
/// One of [`crate::Error`]'s refusals.
pub fn read_blocks(name: &str, bytes: &[u8]) -> Result<SourceDocument> {
    match recognise::recognise(name, bytes)? {
        Format::Text => read::text::read(bytes),
        Format::Docx => read::docx::read(bytes),
        Format::Xlsx => read::xlsx::read(bytes),
        Format::Csv => read::csv::read(bytes),
        Format::Pdf => read::pdf::read(bytes),
    }
}

fn name_places(document: &mut SourceDocument, name: &str) {
    let file = || Some(name.to_owned());
    for block in &mut document.blocks {
        block.place.file = file();
        if let source::Content::Table(table) = &mut block.content {
            for row in &mut table.rows {
                row.place.file = file();
            }
        }
    }
    for problem in &mut document.problems {
        problem.place.file = file();
    }
}
