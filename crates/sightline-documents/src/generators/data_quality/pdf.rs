//! The data quality report as a PDF that conforms to PDF/UA-1.

use sightline_domain::data_quality::QualityReport;

use crate::Result;
use crate::generators::typeset::{self, Typeset};

const TEMPLATE: &str = include_str!("../../../../../content/documents/data_quality/template.typ");

/// The report as a tagged PDF, checked against PDF/UA-1 while it is written.
///
/// The same report gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the template does not compile or the PDF would not conform.
pub fn pdf(report: &QualityReport) -> Result<Vec<u8>> {
    let as_at = report.as_at.on;
    let ident = format!("sightline data quality {} {as_at}", report.council.as_deref().unwrap_or_default());
    typeset::pdf(Typeset { template: TEMPLATE, values: report, as_at, ident })
}
