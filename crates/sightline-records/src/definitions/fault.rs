//! The codes of what can be wrong with a definition of the record tables.

pub use sightline_domain::content::Fault;
pub(crate) use sightline_domain::content::{Faults, Text};

/// The file or a part of it does not load.
pub(super) const DOES_NOT_LOAD: &str = "SL-R101";
/// A column has a type that does not exist.
pub(super) const UNKNOWN_TYPE: &str = "SL-R102";
/// A code list is named that does not exist.
pub(super) const UNKNOWN_CODES: &str = "SL-R103";
/// A name is there twice.
pub(super) const TWICE: &str = "SL-R104";
/// One column of a source fills two columns.
pub(super) const MAPPED_TWICE: &str = "SL-R105";
/// A column of the table is named that does not exist.
pub(super) const NO_SUCH_COLUMN: &str = "SL-R106";
/// A format, or a table or column of one, is named that does not exist.
pub(super) const NO_SUCH_SOURCE: &str = "SL-R107";
/// A column of a source is neither read nor left out.
pub(super) const NOT_ACCOUNTED_FOR: &str = "SL-R108";
/// A table of a source has no main record table, or several.
pub(super) const MAIN: &str = "SL-R109";
/// Two parts of a definition contradict each other.
pub(super) const CONTRADICTION: &str = "SL-R110";
