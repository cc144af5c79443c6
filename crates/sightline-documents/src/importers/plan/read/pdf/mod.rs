//! PDF files with a text layer.
//!
//! A PDF holds no tables and no paragraphs, only letters and lines at places.
//! Rows and columns come from ruling lines where there are any, and otherwise
//! from white space that lines up; one problem for each way says how well it fits.

mod grid;
mod guess;
mod layout;
mod lines;
mod page;
mod scan;

use std::any::Any;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use kurbo::Rect;

use self::page::{Collector, Page, TooManyEvents};
use super::guard::check_size;
use crate::importers::plan::source::SourceDocument;
use crate::{Error, Result};

/// The most pages of a PDF.
const MAX_PAGES: usize = 2_000;
/// Room for the deepest nesting that the scan lets through.
const STACK_BYTES: usize = 128 * 1024 * 1024;

/// The blocks of a PDF, page by page.
///
/// Tables that continue on the next page are one table; running headers and
/// page numbers are left out. Places have page and line, or page, table and row.
///
/// # Errors
///
/// * [`Error::NoTextLayer`] – the pages are pictures;
/// * [`Error::PasswordProtected`] – encrypted, even when a program opens it without a password;
/// * [`Error::PdfUnreadable`] – it does not follow the standard;
/// * [`Error::Empty`], [`Error::FileTooLarge`], [`Error::Expands`], [`Error::TooMuch`], [`Error::TooDeep`].
pub fn read(bytes: &[u8]) -> Result<SourceDocument> {
    check_size(bytes.len() as u64)?;
    scan::check(bytes)?;
    let copy = bytes.to_vec();
    // On its own thread: the library may recurse deeply on a strange file, and if it panics
    // the panic ends there.
    let pages = std::thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || read_pages(copy))
        .map_err(|error| Error::PdfUnreadable { reason: error.to_string() })?
        .join()
        .map_err(|panic| stopped(panic.as_ref()))??;
    if pages.iter().all(|page| page.letters.is_empty()) {
        return Err(Error::NoTextLayer { pages: pages.len() });
    }
    layout::lay_out(pages)
}

fn stopped(panic: &(dyn Any + Send)) -> Error {
    if panic.is::<TooManyEvents>() {
        Error::TooMuch { what: "drawing instructions", limit: page::MAX_EVENTS }
    } else {
        Error::PdfUnreadable { reason: "a part of it is damaged".to_owned() }
    }
}

fn read_pages(bytes: Vec<u8>) -> Result<Vec<Page>> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::PasswordProtected { format: "PDF" },
        LoadPdfError::Decryption(_) => Error::PdfUnreadable { reason: "its encryption is not known".to_owned() },
        LoadPdfError::Invalid => Error::PdfUnreadable { reason: "it has no pages that can be found".to_owned() },
    })?;
    if pdf.pages().len() > MAX_PAGES {
        return Err(Error::TooMuch { what: "pages", limit: MAX_PAGES as u64 });
    }
    let cache = InterpreterCache::new();
    let mut events = 0;
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        scan::check_content(page.page_stream().unwrap_or_default())?;
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
        let transform = page.initial_transform(true).to_kurbo();
        let whole = Rect::new(0.0, 0.0, width, height);
        let mut context = Context::new(transform, whole, &cache, pdf.xref(), settings);
        let page_read = Page { height, ..Page::default() };
        let mut collector = Collector { page: page_read, events: &mut events, form_steps: 0, clips: Vec::new() };
        interpret_page(page, &mut context, &mut collector);
        pages.push(collector.page);
    }
    if pages.is_empty() {
        return Err(Error::PdfUnreadable { reason: "it has no pages that can be found".to_owned() });
    }
    Ok(pages)
}
