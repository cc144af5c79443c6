//! Bytes of a text file to letters.

use sightline_domain::{Place, Problem, Severity};

use super::guard::{MAX_TEXT_BYTES, check_size};
use crate::codes::{explain, reader};
use crate::{Error, Result};

/// How much of a file is looked at to tell words from noise.
const SAMPLE_BYTES: usize = 64 * 1024;

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
    let text = if let Some(is_little_endian) = utf16_order(bytes) {
        decode_utf16(bytes, is_little_endian)?
    } else if let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        text.to_owned()
    } else {
        let text: String = bytes.iter().map(|byte| windows_1252(*byte)).collect();
        let seen: String = text.lines().find(|line| !line.is_ascii()).unwrap_or_default().to_owned();
        let line = text.lines().position(|line| !line.is_ascii()).unwrap_or(0) + 1;
        let place = Place::line(u32::try_from(line).unwrap_or(u32::MAX));
        let help = explain(reader::ENCODING_GUESSED).map_or("", |explanation| explanation.help);
        problem = Some(Problem::new(reader::ENCODING_GUESSED, Severity::Note, place, &seen, help));
        text
    };
    if is_noise(&text) {
        return Err(Error::UnknownContent { found: "bytes that are not words".to_owned() });
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    if text.trim().is_empty() {
        return Err(Error::Empty);
    }
    Ok(Decoded { text, problem })
}

/// `Some(true)` for UTF-16 with the low byte first, told by its mark or by its zeros.
fn utf16_order(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(true),
        [0xFE, 0xFF, ..] => return Some(false),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.len() / 2;
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    if low * 10 > pairs * 7 && high == 0 {
        Some(true)
    } else if high * 10 > pairs * 7 && low == 0 {
        Some(false)
    } else {
        None
    }
}

fn decode_utf16(bytes: &[u8], is_little_endian: bool) -> Result<String> {
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if is_little_endian { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let text: std::result::Result<String, _> =
        char::decode_utf16(units).filter(|letter| *letter != Ok('\u{feff}')).collect();
    text.map_err(|_| Error::UnknownContent { found: "bytes that are not words".to_owned() })
}

/// True when more than one letter in two hundred is a control character.
fn is_noise(text: &str) -> bool {
    let mut letters = 0;
    let mut controls = 0;
    for letter in text.chars().take(SAMPLE_BYTES) {
        letters += 1;
        let is_control = letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
        controls += usize::from(is_control || letter == '\u{fffd}');
    }
    controls * 200 > letters
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
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
        let noise: Vec<u8> = (0..4000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise).expect_err("noise").code(), "SL-I002");
        assert_eq!(decode(b" \r\n ").expect_err("white space").code(), "SL-I001");
    }
}
