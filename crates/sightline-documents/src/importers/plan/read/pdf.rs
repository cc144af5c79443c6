//! Reading pdf.
use crate::Result; use super::super::source::SourceDocument;
/// x
pub fn read(_bytes: &[u8]) -> Result<SourceDocument> { Ok(SourceDocument::default()) }
