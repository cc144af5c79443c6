//! The board report: the plan as a paper for a meeting, in three formats.
//!
//! All figures are in the [`BoardReport`](sightline_domain::board_report::BoardReport)
//! already; the generators only lay it out. The words and layout of the PDF are
//! in `content/documents/board_report/template.typ`.

mod docx;
mod pdf;
mod xlsx;

pub use docx::docx;
pub use pdf::pdf;
pub use xlsx::xlsx;
