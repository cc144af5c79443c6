//! Packs for boards: built from what is on record, kept byte for byte, compared when somebody doubts them.
//!
//! A pack has a version for each audience. Its manifest says what went in, which
//! figures each audience is shown, and which files came out; the pack can be made
//! anew from it and compared.

pub(crate) mod build;
mod compose;
mod facts;
pub(crate) mod highlights;
pub(crate) mod read;
mod since;
#[cfg(test)]
mod tests;
pub(crate) mod verify;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sightline_domain::board_report::Day;
use sightline_domain::pack::PackFormat;

/// The definition that packs are made by.
pub(crate) const DEFINITION: &str = "improvement_board";
/// What the manifest is called in a pack's folder.
pub const MANIFEST_FILE: &str = "manifest.txt";

/// What a pack is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackOf {
    /// Handle of the plan.
    pub plan: String,
    /// Id of the pack's definition.
    pub definition: String,
    /// Name of the body.
    pub body: String,
    /// The day of the meeting.
    pub meeting_on: NaiveDate,
    /// The day it shows.
    pub as_at: NaiveDate,
}

/// A pack as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPack {
    /// What it is of.
    pub of: PackOf,
    /// What was recorded by then went in.
    pub known_at: DateTime<Utc>,
    /// The extract that its figures were counted in.
    pub extract: Option<String>,
    /// Its files, in the order of its audiences.
    pub files: Vec<PackFile>,
    /// Under which number the one text of its manifest is kept.
    pub manifest: u64,
    /// SHA-256 of that text, as 64 small hexadecimal digits: the hash of the pack.
    pub sha256: String,
    /// That it was issued to members.
    pub issued: Option<PackIssue>,
}

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackFile {
    /// Its name.
    pub name: String,
    /// Its format.
    pub format: PackFormat,
    /// Id of the audience it is for.
    pub audience: String,
    /// How large it is.
    pub size_bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Under which number its bytes are kept.
    pub number: u64,
}

/// That a pack went out to members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackIssue {
    /// Who issued it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A day in full: `14 July 2026`.
pub(super) fn day(on: NaiveDate) -> String {
    Day::of(on).words
}

/// As a format stands at the end of a file's name.
#[must_use]
pub fn format_code(format: PackFormat) -> &'static str {
    match format {
        PackFormat::Pdf => "pdf",
        PackFormat::Docx => "docx",
        PackFormat::Xlsx => "xlsx",
    }
}
