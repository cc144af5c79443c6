//! Bytes of a text file to letters.

use sightline_domain::letters::{self, Encoding};
use sightline_domain::{Place, Problem, Severity};

use super::guard::{MAX_TEXT_BYTES, check_size};
use crate::codes::{explain, reader};
use crate::{Error, Result};

/// The letters of a text file.
#[derive(Debug)]
pub(in crate::importers::plan) struct Decoded {
    /// Every line ends with a line feed; no byte order mark.
    pub(in crate::importers::plan) text: String,
    /// A note when the encoding had to be guessed.
    pub(in crate::importers::plan) problem: Option<Problem>,
}

/// Reads UTF-8 and UTF-16, and anything else as Windows-1252 with a note.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::FileTooLarge`], [`Error::TooMuch`], and
/// [`Error::UnknownContent`] when the bytes are not words.
pub(in crate::importers::plan) fn decode(bytes: &[u8]) -> Result<Decoded> {
    check_size(bytes.len() as u64)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(Error::TooMuch { what: "bytes of words", limit: MAX_TEXT_BYTES });
    }
    let mut problem = None;
    let Some((text, encoding)) = letters::decode(bytes) else {
        return Err(Error::UnknownContent { found: "bytes that are not words".to_owned() });
    };
    let text = text.into_owned();
    if encoding == Encoding::Windows1252 {
        let seen: String = text.lines().find(|line| !line.is_ascii()).unwrap_or_default().to_owned();
        let line = text.lines().position(|line| !line.is_ascii()).unwrap_or(0) + 1;
        let place = Place::line(u32::try_from(line).unwrap_or(u32::MAX));
        let help = explain(reader::ENCODING_GUESSED).map_or("", |explanation| explanation.help);
        problem = Some(Problem::new(reader::ENCODING_GUESSED, Severity::Note, place, &seen, help));
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    if text.trim().is_empty() {
        return Err(Error::Empty);
    }
    Ok(Decoded { text, problem })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn common_encodings_give_the_same_words() {
        let words = "Café – £5\nnext";
        assert_eq!(decode(words.as_bytes()).expect("UTF-8").text, words);
        assert_eq!(decode(&[b"\xEF\xBB\xBF", words.as_bytes()].concat()).expect("with mark").text, words);
        assert_eq!(decode(&[vec![0xFF, 0xFE], utf16(words)].concat()).expect("UTF-16").text, words);
        assert_eq!(decode(&utf16("no mark at all")).expect("UTF-16 without mark").text, "no mark at all");
        let old = decode(b"Caf\xE9 \x96 \xA35\r\nnext").expect("Windows-1252");
        assert_eq!(old.text, words);
        assert_eq!(old.problem.map(|problem| problem.code), Some("SL-I120".to_owned()));
    }

    #[test]
    fn noise_is_refused() {
        let noise: Vec<u8> = (0..4000_u32).map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
        assert_eq!(decode(&noise).expect_err("noise").code(), "SL-I002");
        assert_eq!(decode(b" \r\n ").expect_err("white space").code(), "SL-I001");
    }
}
