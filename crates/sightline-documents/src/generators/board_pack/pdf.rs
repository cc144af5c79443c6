//! The board pack as a PDF that conforms to PDF/UA-1.

use super::BoardPack;
use crate::Result;
use crate::generators::typeset::{self, Typeset};

const TEMPLATE: &str = include_str!("../../../../../content/documents/board_pack/template.typ");

/// The pack as a tagged PDF, checked against PDF/UA-1 while it is written.
///
/// The same pack gives the same bytes.
///
/// # Errors
///
/// [`Error::Write`](crate::Error::Write) when the template does not compile or the PDF would not conform.
pub fn pdf(pack: &BoardPack) -> Result<Vec<u8>> {
    let as_at = pack.as_at.on;
    let council = pack.council.as_deref().unwrap_or_default();
    let meeting = pack.meeting.as_ref().map_or("", |meeting| meeting.words.as_str());
    let ident = format!("sightline pack {council} {} {} {meeting} {as_at}", pack.title, pack.audience);
    typeset::pdf(Typeset { template: TEMPLATE, values: pack, as_at, ident })
}
