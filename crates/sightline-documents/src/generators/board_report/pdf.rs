//! The board report as a PDF that conforms to PDF/UA-1.

use sightline_domain::board_report::BoardReport;

use crate::Result;
use crate::generators::typeset::{self, Typeset};

const TEMPLATE: &str = include_str!("../../../../../content/documents/board_report/template.typ");

/// The report as a tagged PDF, checked against PDF/UA-1 while it is written.
///
/// The same report gives the same bytes. The document carries the report's own
/// day as its date; nothing is read from the clock, the disk or the network,
/// and only the fonts inside the program are used.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the template does not compile or the PDF would not conform.
pub fn pdf(report: &BoardReport) -> Result<Vec<u8>> {
    let as_at = report.as_at.on;
    let ident = format!("sightline board report {} {as_at}", report.plan_title);
    typeset::pdf(Typeset { template: TEMPLATE, values: report, as_at, ident })
}
