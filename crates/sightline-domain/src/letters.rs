//! Bytes of a text file to letters: UTF-8, UTF-16 and Windows-1252.

use std::borrow::Cow;

/// How much of a file is looked at to tell words from noise, in letters.
const SAMPLE: usize = 64 * 1024;

/// How the letters of a file were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, which includes plain ASCII.
    Utf8,
    /// UTF-16, in either order.
    Utf16,
    /// Windows-1252, which is taken when it is neither of the others.
    Windows1252,
}

impl Encoding {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// The letters of a file, without a mark at its beginning; `None` when the bytes are not words.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, Encoding)> {
    let (text, encoding) = if let Some(is_little_endian) = utf16_order(bytes) {
        (Cow::Owned(decode_utf16(bytes, is_little_endian)?), Encoding::Utf16)
    } else if let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        (Cow::Borrowed(text), Encoding::Utf8)
    } else {
        (Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()), Encoding::Windows1252)
    };
    (!is_noise(&text)).then_some((text, encoding))
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
    match (low * 10 > pairs * 7 && high == 0, high * 10 > pairs * 7 && low == 0) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn decode_utf16(bytes: &[u8], is_little_endian: bool) -> Option<String> {
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if is_little_endian { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    char::decode_utf16(units).filter(|letter| *letter != Ok('\u{feff}')).collect::<Result<_, _>>().ok()
}

/// True when more than one letter in two hundred at the beginning is a control character.
fn is_noise(text: &str) -> bool {
    let (mut letters, mut controls) = (0, 0);
    for letter in text.chars().take(SAMPLE) {
        letters += 1;
        let is_control = letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
        controls += usize::from(is_control || letter == '\u{fffd}');
    }
    controls * 200 > letters
}

/// The letter that Windows-1252 has for a byte.
#[must_use]
pub fn windows_1252(byte: u8) -> char {
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

    #[test]
    fn common_encodings_give_the_same_words() {
        let words = "Café – £5\nnext";
        let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases = [
            (words.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", words.as_bytes()].concat(), Encoding::Utf8),
            ([vec![0xFF, 0xFE], utf16].concat(), Encoding::Utf16),
            (b"Caf\xE9 \x96 \xA35\nnext".to_vec(), Encoding::Windows1252),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(decode(&bytes), Some((words.into(), encoding)));
        }
        let unmarked: Vec<u8> = "CHILD,DOB".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&unmarked), Some(("CHILD,DOB".into(), Encoding::Utf16)));
    }

    #[test]
    fn noise_is_refused() {
        let noise: Vec<u8> = (0..4000_u32).map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
        assert_eq!(decode(&noise), None);
    }
}
