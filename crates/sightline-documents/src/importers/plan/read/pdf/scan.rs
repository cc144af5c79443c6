//! Looks a PDF over before it is taken apart, so that a hostile one is refused.
//!
//! The library that takes PDFs apart has no limits of its own: what it would
//! unpack, how deep it would go and whether its page tree ends is found out
//! here, from the bytes alone. Words are told apart from pictures and fonts,
//! which may be large in honest files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::super::guard::MAX_UNPACKED_BYTES;
use crate::{Error, Result};

const FORMAT: &str = "PDF";
/// The most that one stream of words may unpack to.
const MAX_CONTENT_BYTES: usize = 8 * 1024 * 1024;
/// The most that one embedded font may unpack to.
const MAX_FONT_BYTES: usize = 32 * 1024 * 1024;
/// The most that one picture may unpack to.
const MAX_PICTURE_BYTES: usize = 64 * 1024 * 1024;
/// How deep arrays, dictionaries or saved states may lie inside each other. Chance
/// brackets in fonts and pictures count too, so this is far above what files need.
const MAX_NESTING: u32 = 10_000;
/// The most references between objects.
const MAX_REFERENCES: u32 = 400_000;
/// The most digits between two operators.
const MAX_DIGITS: u32 = 1_000_000;

/// Refuses a PDF that would exhaust the machine.
///
/// # Errors
///
/// [`Error::Expands`], [`Error::TooDeep`], [`Error::TooMuch`],
/// [`Error::PasswordProtected`] for any encryption, and
/// [`Error::PdfUnreadable`] for a page tree that does not end.
pub(super) fn check(bytes: &[u8]) -> Result<()> {
    let mut scan = Scan::default();
    let mut rest = bytes;
    let mut outside = 0;
    while let Some(at) = find(rest, b"stream") {
        let before = &rest[..at];
        let after = &rest[at + 6..];
        if before.ends_with(b"end") {
            rest = after;
            continue;
        }
        let start = bytes.len() - rest.len();
        let dictionary = unescape(&bytes[(start + at).saturating_sub(4096)..start + at]);
        let dictionary = tail_from(&dictionary, b" obj");
        scan.structure(&bytes[outside..start + at])?;
        let data = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        let length = find(data, b"endstream").unwrap_or(data.len());
        scan.stream(dictionary, &data[..length], data)?;
        rest = &data[length..];
        outside = bytes.len() - rest.len();
    }
    scan.structure(&bytes[outside..])?;
    scan.check_page_tree()
}

/// Refuses the words of one page, its streams joined, when they are too long or too deep.
pub(super) fn check_content(content: &[u8]) -> Result<()> {
    if content.len() > MAX_CONTENT_BYTES {
        return Err(Error::TooMuch { what: "bytes of drawing on one page", limit: MAX_CONTENT_BYTES as u64 });
    }
    Scan::default().check_marks(content)
}

#[derive(Debug, Default)]
struct Scan {
    unpacked_bytes: u64,
    references: u32,
    objects: u32,
    /// For each object that has kids, their numbers; a later version replaces an earlier one.
    kids: BTreeMap<u32, Vec<u32>>,
    roots: BTreeSet<u32>,
}

impl Scan {
    /// Bytes outside streams.
    fn structure(&mut self, bytes: &[u8]) -> Result<()> {
        let bytes = unescape(bytes);
        if find(&bytes, b"/Encrypt").is_some() {
            return Err(Error::PasswordProtected { format: FORMAT });
        }
        self.check_marks(&bytes)?;
        let mut rest = bytes.as_slice();
        let mut number = 0;
        while let Some(at) = find(rest, b" obj") {
            self.objects += 1;
            self.collect_kids(&rest[..at], number)?;
            number = number_of_object(&rest[..at]);
            rest = &rest[at + 4..];
        }
        self.collect_kids(rest, number)?;
        if self.objects > MAX_REFERENCES {
            return Err(Error::TooMuch { what: "objects", limit: u64::from(MAX_REFERENCES) });
        }
        Ok(())
    }

    fn check_marks(&mut self, bytes: &[u8]) -> Result<()> {
        let mut marks = Marks::default();
        marks.feed(bytes);
        self.count(&marks)
    }

    fn count(&mut self, marks: &Marks) -> Result<()> {
        if marks.deepest > MAX_NESTING {
            return Err(Error::TooDeep { format: FORMAT, limit: u64::from(MAX_NESTING) });
        }
        if marks.most_digits > MAX_DIGITS {
            return Err(Error::TooMuch { what: "numbers in a row", limit: u64::from(MAX_DIGITS) });
        }
        self.references = self.references.saturating_add(marks.references);
        if self.references > MAX_REFERENCES {
            return Err(Error::TooMuch { what: "references", limit: u64::from(MAX_REFERENCES) });
        }
        Ok(())
    }

    /// One stream: its dictionary, its bytes, and the bytes from its start to the end of the file.
    fn stream(&mut self, dictionary: &[u8], data: &[u8], to_end: &[u8]) -> Result<()> {
        let has = |name: &[u8]| find(dictionary, name).is_some();
        let is_words = has(b"/First") || has(b"/Form");
        let is_picture = has(b"/Subtype/Image") || has(b"/Subtype /Image");
        let limit = if is_words {
            MAX_CONTENT_BYTES
        } else if is_picture {
            MAX_PICTURE_BYTES
        } else if has(b"/Length1") || has(b"/FontFile") || has(b"Type1C") || has(b"CIDFontType0C") || has(b"/OpenType")
        {
            MAX_FONT_BYTES
        } else {
            MAX_CONTENT_BYTES
        };
        let packings =
            count(dictionary, b"FlateDecode") + count(dictionary, b"LZWDecode") + count(dictionary, b"RunLength");
        if packings > 1 || (has(b"LZWDecode") && data.len() > 32 * 1024) {
            return Err(Error::Expands { format: FORMAT, reason: "a stream is packed more than once".to_owned() });
        }
        let decoded;
        let packed = if has(b"ASCII85Decode") || has(b"/A85") {
            decoded = ascii_85(data);
            decoded.as_slice()
        } else if has(b"ASCIIHexDecode") || has(b"/AHx") {
            decoded = ascii_hex(data);
            decoded.as_slice()
        } else {
            to_end
        };
        let is_zlib = packed.len() > 1
            && packed[0] & 0x0F == 8
            && (u32::from(packed[0]) * 256 + u32::from(packed[1])).is_multiple_of(31);
        let unpacked = if is_zlib {
            self.unpack(ZlibDecoder::new(packed), limit, is_picture && !is_words)?
        } else if has(b"Flate") || has(b"/Fl") {
            self.unpack(DeflateDecoder::new(packed), limit, is_picture && !is_words)?
        } else {
            if data.len() > limit {
                return Err(Error::TooMuch { what: "bytes in one stream", limit: limit as u64 });
            }
            if !is_picture || is_words {
                self.check_marks(data)?;
            }
            return Ok(());
        };
        if has(b"/First") {
            self.object_stream(dictionary, &unpacked)?;
        }
        Ok(())
    }

    /// Unpacks a stream piece by piece; what it gives is kept only up to the limit of a stream of words.
    fn unpack(&mut self, mut source: impl Read, limit: usize, is_picture: bool) -> Result<Vec<u8>> {
        let mut marks = Marks::default();
        let mut kept = Vec::new();
        let mut total = 0;
        let mut buffer = vec![0; 32 * 1024];
        loop {
            // A stream that ends in noise is read up to there, as PDF programs do.
            let size = source.read(&mut buffer).unwrap_or(0);
            if size == 0 {
                break;
            }
            total += size;
            self.unpacked_bytes += size as u64;
            if total > limit || self.unpacked_bytes > MAX_UNPACKED_BYTES {
                return Err(Error::Expands {
                    format: FORMAT,
                    reason: "a stream unpacks to far more than a page".to_owned(),
                });
            }
            if !is_picture {
                marks.feed(&buffer[..size]);
            }
            if total <= MAX_CONTENT_BYTES {
                kept.extend_from_slice(&buffer[..size]);
            }
        }
        self.count(&marks)?;
        Ok(kept)
    }

    /// Objects packed together: their numbers stand before them.
    fn object_stream(&mut self, dictionary: &[u8], unpacked: &[u8]) -> Result<()> {
        let first = number_after(dictionary, b"/First").unwrap_or(0) as usize;
        let header = String::from_utf8_lossy(unpacked.get(..first).unwrap_or_default()).into_owned();
        let numbers: Vec<u32> = header.split_whitespace().map_while(|word| word.parse().ok()).collect();
        let mut pairs: Vec<(usize, u32)> = numbers.chunks_exact(2).map(|pair| (pair[1] as usize, pair[0])).collect();
        pairs.sort_unstable();
        for (index, (offset, number)) in pairs.iter().enumerate() {
            let end = pairs.get(index + 1).map_or(unpacked.len(), |next| first.saturating_add(next.0));
            let body = unpacked.get(first.saturating_add(*offset)..end).unwrap_or_default();
            self.collect_kids(&unescape(body), *number)?;
        }
        Ok(())
    }

    fn collect_kids(&mut self, body: &[u8], owner: u32) -> Result<()> {
        if find(body, b"/Catalog").is_some()
            && let Some(root) = number_after(body, b"/Pages")
        {
            self.roots.insert(root);
        }
        let Some(at) = find(body, b"/Kids") else { return Ok(()) };
        let list = body[at + 5..].trim_ascii_start();
        let Some(list) = list.strip_prefix(b"[") else {
            return Err(Error::PdfUnreadable { reason: "its page tree is not written out".to_owned() });
        };
        let list = &list[..find(list, b"]").unwrap_or(list.len())];
        let words = String::from_utf8_lossy(list).into_owned();
        let words: Vec<&str> = words.split_whitespace().collect();
        let kids = words.chunks(3).filter_map(|reference| reference.first()?.parse().ok()).collect();
        self.kids.insert(owner, kids);
        Ok(())
    }

    /// In a tree no object is the kid of two others, and the root is nobody's.
    fn check_page_tree(&self) -> Result<()> {
        let mut seen = self.roots.clone();
        for kid in self.kids.values().flatten() {
            if !seen.insert(*kid) {
                return Err(Error::PdfUnreadable { reason: "its page tree comes back to itself".to_owned() });
            }
        }
        Ok(())
    }
}

/// What is counted in bytes that a PDF program would take for words and numbers.
#[derive(Debug, Default)]
struct Marks {
    brackets: u32,
    states: u32,
    deepest: u32,
    references: u32,
    digits: u32,
    most_digits: u32,
    last: [u8; 2],
}

impl Marks {
    fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'[' | b'{' => self.brackets += 1,
                b']' | b'}' => self.brackets = self.brackets.saturating_sub(1),
                b'<' if self.last[1] == b'<' => self.brackets += 1,
                b'>' if self.last[1] == b'>' => self.brackets = self.brackets.saturating_sub(1),
                _ => {}
            }
            let follows_space = self.last[0].is_ascii_whitespace() || self.last[0] == 0;
            if follows_space && (byte.is_ascii_whitespace() || *byte == 0) {
                match self.last[1] {
                    b'q' => self.states += 1,
                    b'Q' => self.states = self.states.saturating_sub(1),
                    _ => {}
                }
            }
            if *byte == b'R' && self.last[1] == b' ' {
                self.references += 1;
            }
            if byte.is_ascii_alphabetic() {
                self.digits = 0;
            } else if byte.is_ascii_digit() {
                self.digits += 1;
                self.most_digits = self.most_digits.max(self.digits);
            }
            self.deepest = self.deepest.max(self.brackets).max(self.states);
            self.last = [self.last[1], *byte];
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).filter(|window| *window == wanted).count()
}

fn tail_from<'b>(bytes: &'b [u8], mark: &[u8]) -> &'b [u8] {
    let at = bytes.windows(mark.len()).rposition(|window| window == mark);
    &bytes[at.unwrap_or(0)..]
}

/// Names may hide letters as `#4B`.
fn unescape(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let code = if *first == b'#' { after.get(..2) } else { None };
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        plain.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    plain
}

/// The number in `12 0`, which stands before ` obj`.
fn number_of_object(before: &[u8]) -> u32 {
    let tail = &before[before.len().saturating_sub(24)..];
    let words = String::from_utf8_lossy(tail).into_owned();
    let mut words = words.split_whitespace().rev();
    words.nth(1).and_then(|word| word.parse().ok()).unwrap_or(0)
}

fn number_after(bytes: &[u8], name: &[u8]) -> Option<u32> {
    let at = find(bytes, name)?;
    let digits: Vec<u8> =
        bytes[at + name.len()..].trim_ascii_start().iter().copied().take_while(u8::is_ascii_digit).collect();
    String::from_utf8(digits).ok()?.parse().ok()
}

fn ascii_hex(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
}

fn ascii_85(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let mut flush = |group: &mut Vec<u32>| {
        let size = group.len();
        if size > 1 {
            group.resize(5, 84);
            let value = group.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(*digit));
            plain.extend_from_slice(&value.to_be_bytes()[..size - 1]);
        }
        group.clear();
    };
    for byte in bytes {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => {
                group.resize(5, 0);
                flush(&mut group);
            }
            b'!'..=b'u' => {
                group.push(u32::from(byte - b'!'));
                if group.len() == 5 {
                    flush(&mut group);
                }
            }
            _ => {}
        }
    }
    flush(&mut group);
    plain
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("writing to memory");
        encoder.finish().expect("writing to memory")
    }

    fn with_stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
        [format!("%PDF-1.7\n4 0 obj\n<<{dictionary}>>\nstream\n").as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    fn code(bytes: &[u8]) -> Option<&'static str> {
        check(bytes).err().map(|error| error.code())
    }

    #[test]
    fn a_stream_that_unpacks_to_too_much_is_refused() {
        let bomb = packed(&vec![b' '; MAX_CONTENT_BYTES + 1]);
        assert_eq!(code(&with_stream("/Filter/FlateDecode", &bomb)), Some("SL-I007"));
        assert_eq!(code(&with_stream("/Filter/#46lateDecode", &bomb[2..])), Some("SL-I007"));
        assert_eq!(code(&with_stream("/Filter[/FlateDecode/FlateDecode]", b"")), Some("SL-I007"));
        assert_eq!(code(&with_stream("/Filter/FlateDecode", &packed(b"BT ET"))), None);
    }

    #[test]
    fn depth_is_counted_inside_streams_too() {
        let deep = vec![b'['; 20_000];
        assert_eq!(code(&with_stream("", &deep)), Some("SL-I009"));
        assert_eq!(code(&with_stream("/Filter/FlateDecode", &packed(&deep))), Some("SL-I009"));
        assert_eq!(code(&with_stream("", &b" q".repeat(20_000))), Some("SL-I009"));
    }

    #[test]
    fn a_page_tree_must_end() {
        let own_kid =
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/K#69ds[2 0 R]>>endobj";
        assert_eq!(code(own_kid), Some("SL-I013"));
        let saved_twice = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj \
            2 0 obj<</Type/Pages/Kids[3 0 R]>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]>>endobj";
        assert_eq!(code(saved_twice), None);
    }

    #[test]
    fn packed_letters_are_read() {
        assert_eq!(ascii_hex(b"48 65 6C6c 6F>"), b"Hello");
        assert_eq!(ascii_85(b"87cURDZ~>"), b"Hello");
    }
}
