//! Readers: files become rows of one table of one format, and nothing is known of their meaning.

mod archive;
pub(crate) mod database;
mod guard;
mod input;
mod parquet;
mod recognise;
mod sheet;
mod text;
mod workbook;
mod xml;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, SeekFrom};

use crate::definitions::Definitions;
use crate::gather::{Gatherer, Records};
use crate::reading::{Finding, Place, UNKNOWN_FILE};
use crate::{Error, Result};

pub use input::{Input, inputs};
use input::{Opened, Watched};
use recognise::Recogniser;

/// What a file can be read from.
trait Content: Read + Seek {}

impl<T: Read + Seek> Content for T {}

/// What content is, told by its first bytes and never by the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Workbook,
    Archive,
    Parquet,
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
/// ever read, made to do harm, or changes while it is read: see [`Error`]. A
/// file in which nothing is recognised is a finding when another was
/// recognised, and [`Error::NothingRecognised`] when none was.
pub fn read(definitions: &Definitions, mut inputs: Vec<Input<'_>>) -> Result<Vec<Records>> {
    let mut reader = Reader::new(definitions);
    inputs.sort_by(|one, other| one.name.cmp(&other.name));
    for input in inputs {
        reader.take(input)?;
    }
    reader.finish()
}

/// Takes files one after the other, so that no more than one of them has to be held.
pub(crate) struct Reader<'d> {
    definitions: &'d Definitions,
    recogniser: Recogniser,
    gatherers: BTreeMap<usize, Gatherer<'d>>,
    /// Files in which nothing was recognised.
    unknown: Vec<String>,
}

impl<'d> Reader<'d> {
    pub(crate) fn new(definitions: &'d Definitions) -> Self {
        let recogniser = Recogniser::new(definitions);
        Self { definitions, recogniser, gatherers: BTreeMap::new(), unknown: Vec::new() }
    }

    /// Reads one file, and those in it when it is an archive.
    pub(crate) fn take(&mut self, input: Input<'_>) -> Result<()> {
        let Opened { name, content, watched } = input.open()?;
        let outcome = self.take_content(name, content);
        // A file that was written to meanwhile may look damaged.
        watched.map_or(Ok(()), Watched::check)?;
        outcome
    }

    fn take_content(&mut self, name: String, mut content: Box<dyn Content + '_>) -> Result<()> {
        let shape = shape(&name, &mut *content)?;
        let mut file = File {
            definitions: self.definitions,
            recogniser: &self.recogniser,
            gatherers: &mut self.gatherers,
            name: &name,
        };
        let is_recognised = match shape {
            Shape::Archive => {
                for (name, bytes) in archive::files(&name, content)? {
                    self.take_content(name, Box::new(Cursor::new(bytes)))?;
                }
                return Ok(());
            }
            Shape::Workbook => workbook::read(&mut file, content)?,
            Shape::Parquet => parquet::read(&mut file, content)?,
            Shape::Xml => xml::read(&mut file, content)?,
            Shape::Text => text::read(&mut file, content)?,
        };
        if !is_recognised {
            self.unknown.push(name);
        }
        Ok(())
    }

    /// The records of every format that was found.
    pub(crate) fn finish(mut self) -> Result<Vec<Records>> {
        let Some(first) = self.gatherers.values_mut().next() else {
            return Err(Error::NothingRecognised { files: self.unknown.len() });
        };
        for name in self.unknown {
            let place = Place { file: name, ..Place::default() };
            first.reading.add(Finding { kind: UNKNOWN_FILE, source: None, column: None, place });
        }
        Ok(self.gatherers.into_values().map(Gatherer::finish).collect())
    }
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
    if start.starts_with(b"PAR1") || start.starts_with(b"PARE") {
        return Ok(Shape::Parquet);
    }
    if start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(Error::OldWorkbook { file: name.to_owned() });
    }
    let letters = start.iter().filter(|byte| !matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    let first = letters.copied().find(|byte| !byte.is_ascii_whitespace());
    Ok(if first == Some(b'<') { Shape::Xml } else { Shape::Text })
}
