//! A scorecard as a PDF that conforms to PDF/UA-1.

use super::ScorecardPaper;
use crate::Result;
use crate::generators::typeset::{self, Typeset};

const TEMPLATE: &str = include_str!("../../../../../content/documents/scorecard/template.typ");

/// The scorecard as a tagged PDF, checked against PDF/UA-1 while it is written.
///
/// The same scorecard gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the template does not compile or the PDF would not conform.
pub fn pdf(paper: &ScorecardPaper) -> Result<Vec<u8>> {
    let as_at = paper.as_at.on;
    let council = paper.council.as_deref().unwrap_or_default();
    let ident = format!("sightline scorecard {council} {} {as_at}", paper.title);
    typeset::pdf(Typeset { template: TEMPLATE, values: paper, as_at, ident })
}
