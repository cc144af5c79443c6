//! Every reader of records on thousands of damaged files: none may panic or take long, every row is
//! accounted for, and each refusal carries its code. So with damaged extracts, of which nothing is ever read.
//!
//! The files in `fuzz/corpus` are damaged by a generator with a fixed seed, so a failure happens
//! again on the next run. `SIGHTLINE_FUZZ_SECONDS` says how long each reader is tried, five
//! seconds unless set; `SIGHTLINE_FUZZ_SEED` chooses other damage.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "settings come from the environment, the count is printed, and a test that cannot go on fails"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use sightline_records::extract::{self, Contents, ExtractKey};
use sightline_records::{Definitions, Input, Records, combine, read};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| Definitions::built_in().unwrap());

/// No damaged file may take longer than this.
const SLOW: Duration = Duration::from_secs(10);

/// Words and marks that steer the readers.
const TOKENS: [&[u8]; 30] = [
    b"<Child>",
    b"</Child>",
    b"<Children/>",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"&b;",
    b"&amp;",
    b"&#0;",
    b"&#xFFFFFF;",
    b"<![CDATA[",
    b"]]>",
    b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
    b"<c r=\"A1\" t=\"s\"><v>99999</v></c>",
    b"<c r=\"XFD1048576\"><v>1</v></c>",
    b"<c r=\"ZZZ9999999\">",
    b"<mergeCell ref=\"A1:B99\"/>",
    b"<v>1e308</v>",
    b"<f>1/0</f>",
    b"t=\"d\"",
    b"s=\"65535\"",
    b"CHILD,DOB,REVIEW,REVIEW_CODE\n",
    b"\"",
    b";",
    b"\t",
    b"\n",
    b"31/02/2026",
    b"99999999999999999999",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"PAR1",
    b"PK\x03\x04",
];

/// A small generator of numbers: the same seed gives the same numbers.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        Self(setting("SIGHTLINE_FUZZ_SEED", 0x5169_4C11) | 1)
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (sides.max(1) as u64)).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.roll(256)).unwrap()
    }
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

fn until() -> Instant {
    Instant::now() + Duration::from_secs(setting("SIGHTLINE_FUZZ_SECONDS", 5))
}

fn corpus(reader: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(reader);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds files", folder.display());
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
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
            6 => {
                for byte in bytes[at..end].iter_mut().filter(|byte| byte.is_ascii_digit()) {
                    *byte = b'0' + u8::try_from(dice.roll(10)).unwrap();
                }
            }
            _ => {
                let token = TOKENS[dice.roll(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
        }
    }
}

/// Unpacks an archive, damages one part, and packs it again.
fn damage_part(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = dice.roll(unpacked.len());
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..unpacked.len() {
        let mut part = unpacked.by_index(index).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        let name = part.name().ok()?.into_owned();
        if index == chosen {
            damage(dice, &mut content, other);
        }
        packed.start_file(name, SimpleFileOptions::default()).ok()?;
        packed.write_all(&content).ok()?;
    }
    Some(packed.finish().ok()?.into_inner())
}

fn read_bytes(bytes: &[u8]) -> sightline_records::Result<Vec<Records>> {
    read(&DEFINITIONS, vec![Input::new("f", Cursor::new(bytes))])
}

fn fuzz(folder: &str) {
    let corpus = corpus(folder);
    for bytes in &corpus {
        let records = read_bytes(bytes).unwrap_or_else(|error| panic!("the corpus of {folder} is readable: {error}"));
        assert!(records.iter().all(|records| records.reading.rows_kept() > 0), "{folder}");
    }
    let mut dice = Dice::new();
    let until = until();
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
        match read_bytes(&damaged) {
            Ok(records) => {
                readable += 1;
                for source in records.iter().flat_map(|records| &records.reading.sources) {
                    assert_eq!(source.rows_in, source.rows_kept + source.rows_set_aside, "{folder}, try {tried}");
                }
                drop(combine(&DEFINITIONS, &records));
            }
            Err(error) => assert!(error.code().starts_with("SL-R00") || error.code() == "SL-R010", "{error}"),
        }
        assert!(begun.elapsed() < SLOW, "{folder}, try {tried}: {:?}", begun.elapsed());
        tried += 1;
    }
    println!("{folder}: {tried} damaged files, {readable} of them readable");
    assert!(tried > 0 && readable > 0, "damage leaves some files readable");
}

#[test]
fn damaged_text() {
    fuzz("text");
}

#[test]
fn damaged_workbooks() {
    fuzz("workbook");
}

#[test]
fn damaged_xml() {
    fuzz("xml");
}

#[test]
fn damaged_parquet_files() {
    fuzz("parquet");
}

#[test]
fn damaged_extracts() {
    let place = TempDir::new().unwrap();
    let (folder, key) = (place.path().join("one"), ExtractKey::from_bytes([3; 32]));
    let parts: Vec<Records> =
        ["text", "workbook"].into_iter().map(|reader| read_bytes(&corpus(reader)[0]).unwrap().remove(0)).collect();
    let combined = combine(&DEFINITIONS, &parts);
    let contents = Contents {
        as_at: chrono::NaiveDate::from_ymd_opt(2026, 3, 31).unwrap(),
        parts: &parts,
        carried_from: &BTreeMap::new(),
        combined: &combined,
        findings: None,
    };
    let manifest = extract::write(&folder, &contents, &key).unwrap();
    let mut files: Vec<String> = manifest.files.keys().cloned().collect();
    files.extend(["manifest.json".to_owned(), "manifest.seal".to_owned()]);
    let mut dice = Dice::new();
    let until = until();
    let mut tried = 0_u64;
    while Instant::now() < until {
        let path = folder.join(&files[dice.roll(files.len())]);
        let whole = fs::read(&path).unwrap();
        let other = fs::read(folder.join(&files[dice.roll(files.len())])).unwrap();
        let mut damaged = whole.clone();
        damage(&mut dice, &mut damaged, &other);
        fs::write(&path, &damaged).unwrap();
        let begun = Instant::now();
        let opened = extract::open(&folder, &key);
        if damaged == whole {
            opened.unwrap();
        } else {
            let Err(error) = opened else {
                panic!("nothing of a damaged extract is given: {}, try {tried}", path.display());
            };
            let code = error.code();
            assert!(["SL-R123", "SL-R124", "SL-R126"].contains(&code), "{}: {code}", path.display());
        }
        assert!(begun.elapsed() < SLOW);
        fs::write(&path, &whole).unwrap();
        tried += 1;
    }
    println!("extracts: {tried} damaged");
    assert!(tried > 0);
    extract::open(&folder, &key).unwrap();
}
