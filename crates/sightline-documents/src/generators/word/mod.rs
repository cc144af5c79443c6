//! Word documents in one look: paragraphs, tables, headers and footers, and the file they become.

pub(super) mod package;
pub(super) mod paper;
