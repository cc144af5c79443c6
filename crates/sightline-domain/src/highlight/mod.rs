//! The highlight report of a priority: drafted from the plan, written by its sponsor, signed, and then frozen.

mod draft;
mod report;
mod sentences;

pub use draft::{DraftLine, HighlightDraft, HighlightFacts, LevelCount, MilestoneFact, Topic, VerdictCounts};
pub use report::{HighlightReport, ReportSignature, ReportState, SignedReport, WrittenReport};
