//! Readers: files become rows of one table of one format, and nothing is known of their meaning.

mod archive;
mod guard;
mod recognise;
mod sheet;
mod text;
mod workbook;
mod xml;

use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Seek, SeekFrom};

use crate::definitions::Definitions;
use crate::gather::{Gatherer, Records};
use crate::reading::{Finding, Place, UNKNOWN_FILE};
use crate::{Error, Result};

use recognise::Recogniser;

/// What a file can be read from.
trait Content: Read + Seek {}

impl<T: Read + Seek> Content for T {}

/// A file to read, under its name.
pub struct Input<'a> {
    name: String,
    content: Box<dyn Content + 'a>,
}

impl<'a> Input<'a> {
    /// A file under its name, without folders; a cursor over bytes will do.
    pub fn new(name: impl Into<String>, content: impl Read + Seek + 'a) -> Self {
        Self { name: name.into(), content: Box::new(content) }
    }
}

/// What content is, told by its first bytes and never by the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Workbook,
    Archive,
    Xml,
    Text,
}

/// Reads files of children's records.
///
/// Files are recognised by what they hold; their names do not matter, and
/// neither does their order. Files of the same format belong together. A zip
/// archive stands for the files in it.
///
/// # Output
///
/// One [`Records`] for each format found, by name of the format. In each,
/// `rows_in` is `rows_kept` and `rows_set_aside` together, and whatever was
/// set aside or read as blank has a finding with its place.
///
/// # Errors
///
/// Nothing is given when one of the files is empty, damaged, larger than is
/// ever read or made to do harm: see [`Error`]. A file in which nothing is
/// recognised is a finding when another was recognised, and
/// [`Error::NothingRecognised`] when none was.
pub fn read(definitions: &Definitions, mut inputs: Vec<Input<'_>>) -> Result<Vec<Records>> {
    let recogniser = Recogniser::new(definitions);
    let mut gatherers: BTreeMap<usize, Gatherer<'_>> = BTreeMap::new();
    let mut unknown = Vec::new();
    inputs.sort_by(|one, other| one.name.cmp(&other.name));
    let mut waiting: VecDeque<Input<'_>> = inputs.into();
    while let Some(mut input) = waiting.pop_front() {
        let shape = shape(&input.name, &mut *input.content)?;
        let mut file = File { definitions, recogniser: &recogniser, gatherers: &mut gatherers, name: &input.name };
        let is_recognised = match shape {
            Shape::Archive => {
                for inner in archive::files(&input.name, input.content)?.into_iter().rev() {
                    waiting.push_front(inner);
                }
                continue;
            }
            Shape::Workbook => workbook::read(&mut file, input.content)?,
            Shape::Xml => xml::read(&mut file, input.content)?,
            Shape::Text => text::read(&mut file, input.content)?,
        };
        if !is_recognised {
            unknown.push(input.name);
        }
    }
    let Some(first) = gatherers.values_mut().next() else {
        return Err(Error::NothingRecognised { files: unknown.len() });
    };
    for name in unknown {
        let place = Place { file: name, ..Place::default() };
        first.reading.add(Finding { kind: UNKNOWN_FILE, source: None, column: None, place });
    }
    Ok(gatherers.into_values().map(Gatherer::finish).collect())
}

/// One file while it is read.
struct File<'f, 'd> {
    definitions: &'d Definitions,
    recogniser: &'f Recogniser,
    gatherers: &'f mut BTreeMap<usize, Gatherer<'d>>,
    name: &'f str,
}

impl<'d> File<'_, 'd> {
    fn gatherer(&mut self, format: usize) -> &mut Gatherer<'d> {
        self.gatherers.entry(format).or_insert_with(|| Gatherer::new(self.definitions, format))
    }

    /// An error about this file.
    fn damaged(&self, reason: impl Into<String>) -> Error {
        Error::Damaged { file: self.name.to_owned(), reason: reason.into() }
    }
}

fn shape(name: &str, mut content: &mut dyn Content) -> Result<Shape> {
    let failed = |cause| Error::Failed { file: name.to_owned(), cause };
    let size = content.seek(SeekFrom::End(0)).map_err(failed)?;
    content.rewind().map_err(failed)?;
    guard::check_size(name, size)?;
    let mut start = Vec::new();
    content.take(512).read_to_end(&mut start).map_err(failed)?;
    content.rewind().map_err(failed)?;
    if start.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty { file: name.to_owned() });
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        let is_workbook = archive::is_workbook(name, &mut content)?;
        content.rewind().map_err(failed)?;
        return Ok(if is_workbook { Shape::Workbook } else { Shape::Archive });
    }
    if start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(Error::OldWorkbook { file: name.to_owned() });
    }
    let letters = start.iter().filter(|byte| !matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    let first = letters.copied().find(|byte| !byte.is_ascii_whitespace());
    Ok(if first == Some(b'<') { Shape::Xml } else { Shape::Text })
}
