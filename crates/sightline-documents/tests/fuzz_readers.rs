//! Every reader on thousands of damaged documents: none may panic or take long, and each
//! refusal carries its code.
//!
//! The documents in `fuzz/corpus` are damaged by a generator with a fixed seed, so a failure
//! happens again on the next run. `SIGHTLINE_FUZZ_SECONDS` says how long each reader is tried,
//! five seconds unless set; `SIGHTLINE_FUZZ_SEED` chooses other damage.

#[path = "support/archive.rs"]
mod archive;

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use archive::archive;
use sightline_documents::importers::plan::read::{csv, docx, pdf, xlsx};
use sightline_documents::importers::plan::recognise::recognise;
use sightline_documents::importers::plan::source::SourceDocument;

type Reader = fn(&[u8]) -> sightline_documents::Result<SourceDocument>;

/// No damaged document may take longer than this.
const SLOW: Duration = Duration::from_secs(10);

/// Words and marks that steer the readers.
const TOKENS: [&[u8]; 40] = [
    b"<w:tc>",
    b"</w:tc>",
    b"<w:tbl>",
    b"<w:tr>",
    b"</w:tr>",
    b"<w:gridSpan w:val=\"3\"/>",
    b"<w:vMerge/>",
    b"<w:vMerge w:val=\"restart\"/>",
    b"<w:numPr><w:ilvl w:val=\"9\"/><w:numId w:val=\"1\"/></w:numPr>",
    b"<w:fldChar w:fldCharType=\"begin\"/>",
    b"<mc:AlternateContent><mc:Choice>",
    b"<w:txbxContent>",
    b"<w:del>",
    b"<!DOCTYPE a>",
    b"&amp;",
    b"&#0;",
    b"&#xFFFFFF;",
    b"<![CDATA[",
    b"<c r=\"A1\" t=\"s\"><v>99999</v></c>",
    b"<c r=\"ZZZ9999999\">",
    b"<mergeCell ref=\"A1:B99\"/>",
    b"<v>1e308</v>",
    b"<v>-1</v>",
    b"<f/>",
    b"s=\"65535\"",
    b"t=\"d\"",
    b"stream\n",
    b"endstream",
    b"/Kids[",
    b"<<",
    b">>",
    b"[",
    b" Tj",
    b" re f",
    b" 99999999999 0 0 1 cm",
    b"/F1 0 Tf",
    b"\"",
    b";",
    b"\n",
    b"\xFF\xFE",
];

/// A small generator of numbers: the same seed gives the same numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (sides.max(1) as u64)).expect("smaller than sides")
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.roll(256)).expect("below 256")
    }
}

fn corpus(reader: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(reader);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("the corpus is there").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds documents", folder.display());
    files.into_iter().map(|file| std::fs::read(file).expect("it can be read")).collect()
}

/// Damages bytes in place: flips, cuts, repeats, splices, tokens.
fn damage(dice: &mut Dice, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=dice.roll(4) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.roll(bytes.len());
        let length = dice.roll((bytes.len() - at).min(400)) + 1;
        let end = (at + length).min(bytes.len());
        match dice.roll(8) {
            0 => bytes[at] ^= 1 << dice.roll(8),
            1 => bytes[at] = dice.byte(),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let piece = bytes[at..end].to_vec();
                let times = dice.roll(20) + 1;
                bytes.splice(at..at, piece.repeat(times));
            }
            5 if !other.is_empty() => {
                let from = dice.roll(other.len());
                let to = (from + length).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            6 => swap_digits(dice, &mut bytes[at..end]),
            _ => {
                let token = TOKENS[dice.roll(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
        }
    }
}

fn swap_digits(dice: &mut Dice, bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| byte.is_ascii_digit()) {
        *byte = b'0' + u8::try_from(dice.roll(10)).expect("below 10");
    }
}

/// Unpacks an archive, damages one part, and packs it again.
fn damage_part(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = dice.roll(unpacked.len());
    let mut parts = Vec::new();
    for index in 0..unpacked.len() {
        let mut part = unpacked.by_index(index).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        let name = part.name().ok()?.into_owned();
        if index == chosen {
            damage(dice, &mut content, other);
        }
        parts.push((name, content));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    Some(archive(&parts))
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

fn fuzz(folder: &str, read: Reader) {
    let corpus = corpus(folder);
    for bytes in &corpus {
        let document = read(bytes).unwrap_or_else(|error| panic!("the corpus of {folder} is readable: {error}"));
        assert!(!document.blocks.is_empty());
    }
    let mut dice = Dice(setting("SIGHTLINE_FUZZ_SEED", 0x5169_4C11) | 1);
    let until = Instant::now() + Duration::from_secs(setting("SIGHTLINE_FUZZ_SECONDS", 5));
    let (mut tried, mut readable) = (0_u64, 0_u64);
    while Instant::now() < until {
        let original = &corpus[dice.roll(corpus.len())];
        let other = &corpus[dice.roll(corpus.len())];
        let is_archive = original.starts_with(b"PK") && dice.roll(5) > 0;
        let damaged = if is_archive { damage_part(&mut dice, original, other) } else { None };
        let damaged = damaged.unwrap_or_else(|| {
            let mut bytes = original.clone();
            damage(&mut dice, &mut bytes, other);
            bytes
        });
        let begun = Instant::now();
        for result in [recognise("plan", &damaged).map(|_| ()), read(&damaged).map(|_| ())] {
            match result {
                Ok(()) => readable += 1,
                Err(error) => assert!(
                    sightline_documents::codes::explain(error.code()).is_some(),
                    "{folder}, try {tried}: {error} has no explained code"
                ),
            }
        }
        assert!(begun.elapsed() < SLOW, "{folder}, try {tried}: {:?}", begun.elapsed());
        tried += 1;
    }
    println!("{folder}: {tried} damaged documents, {readable} of {} steps went through", tried * 2);
    assert!(tried > 0 && readable > 0, "damage leaves some documents readable");
}

#[test]
fn damaged_word_documents() {
    fuzz("docx", docx::read);
}

#[test]
fn damaged_workbooks() {
    fuzz("xlsx", xlsx::read);
}

#[test]
fn damaged_comma_separated_files() {
    fuzz("csv", csv::read);
}

#[test]
fn damaged_pdfs() {
    fuzz("pdf", pdf::read);
}
