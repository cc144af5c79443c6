//! XML files, one child at a time: what is held in memory is one child, whatever the file's size.

mod tree;

use std::io::{self, BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use sightline_domain::letters::{decode, windows_1252};

use crate::definitions::{ColumnType, FormatKind};
use crate::gather::{Gatherer, Stream};
use crate::values::{self, Cell, Value};
use crate::{Error, Result};

use super::guard::{MAX_TEXT_BYTES, MAX_XML_DEPTH, MAX_XML_ELEMENTS, MAX_XML_PIECE_BYTES, too_large};
use super::{Content, File};
use tree::{Child, Paths};

/// Reads an XML file; false when its root is that of no format.
pub(super) fn read<'f>(file: &mut File<'_, '_>, mut content: Box<dyn Content + 'f>) -> Result<bool> {
    let failed = |cause| Error::Failed { file: file.name.to_owned(), cause };
    let mut start = Vec::new();
    content.by_ref().take(256).read_to_end(&mut start).map_err(failed)?;
    content.rewind().map_err(failed)?;
    if !start.contains(&0) && !start.starts_with(&[0xFF, 0xFE]) && !start.starts_with(&[0xFE, 0xFF]) {
        let content = BufReader::with_capacity(256 * 1024, content);
        return if declares_old_letters(&start) {
            read_from(file, OldLetters { content, converted: Vec::new(), taken: 0 })
        } else {
            read_from(file, content)
        };
    }
    let mut bytes = Vec::new();
    content.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(too_large(file.name, bytes.len() as u64, MAX_TEXT_BYTES));
    }
    let Some((text, _)) = decode(&bytes) else { return Err(Error::NotWords { file: file.name.to_owned() }) };
    let text = text.into_owned();
    drop(bytes);
    read_from(file, Cursor::new(text.into_bytes()))
}

fn read_from<R: BufRead>(file: &mut File<'_, '_>, content: R) -> Result<bool> {
    let mut reader = Reader::from_reader(Limited { content, left: 0 });
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut walk: Option<Walk> = None;
    loop {
        buffer.clear();
        reader.get_mut().left = MAX_XML_PIECE_BYTES;
        let event = reader.read_event_into(&mut buffer).map_err(|cause| unreadable(file, cause))?;
        match (event, &mut walk) {
            (Event::DocType(_), _) => return Err(Error::Entities { file: file.name.to_owned() }),
            (Event::Start(element), None) => match Walk::begin(file, element.local_name().as_ref()) {
                Some(begun) => walk = Some(begun),
                None => return Ok(false),
            },
            (Event::Start(element), Some(walk)) => walk.open(file, element.local_name().as_ref())?,
            (Event::End(_), Some(walk)) => walk.close(file),
            (Event::Text(text), Some(walk)) => walk.text(&text),
            (Event::CData(text), Some(walk)) => walk.text(&text),
            (Event::GeneralRef(reference), Some(walk)) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter,
                    _ => match &*reference {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "apos" => '\'',
                        "quot" => '"',
                        _ => return Err(Error::Entities { file: file.name.to_owned() }),
                    },
                };
                walk.text(letter.encode_utf8(&mut [0; 4]));
            }
            (Event::Eof, Some(walk)) if walk.open.is_empty() => return Ok(true),
            (Event::Eof, Some(_)) => return Err(file.damaged("it ends before its last element is closed")),
            (Event::Eof, None) => return Ok(false),
            _ => {}
        }
    }
}

fn unreadable(file: &File<'_, '_>, cause: quick_xml::Error) -> Error {
    match cause {
        quick_xml::Error::Io(cause) if cause.kind() == io::ErrorKind::FileTooLarge => {
            let limit = MAX_XML_PIECE_BYTES as u64;
            Error::TooMuch { file: file.name.to_owned(), what: "bytes in one tag or value", limit }
        }
        quick_xml::Error::Io(cause) => {
            Error::Failed { file: file.name.to_owned(), cause: io::Error::new(cause.kind(), cause.to_string()) }
        }
        // What the library says may hold words of the file.
        _ => file.damaged("a tag is not closed, or closes another than was opened"),
    }
}

/// The place in the file, and the child so far.
struct Walk {
    format: usize,
    paths: Paths,
    /// Position in `paths` of every open element; `None` for those that no definition knows.
    open: Vec<Option<usize>>,
    child: Child,
    /// Where the elements of each table go, and how many there were.
    streams: Vec<(Option<Stream>, u64)>,
    /// The text of the element that says what day the file is about.
    reference: String,
}

impl Walk {
    fn begin(file: &mut File<'_, '_>, root: &str) -> Option<Self> {
        let format = file.definitions.formats.iter().position(|format| {
            let unit = format.unit.as_deref().filter(|_| format.kind != FormatKind::Tables);
            unit.and_then(|unit| unit.split('/').nth(1)).is_some_and(|name| name == root)
        })?;
        let definition = &file.definitions.formats[format];
        let paths = Paths::new(definition);
        let streams = vec![(None, 0); definition.tables.len()];
        file.gatherer(format);
        let open = vec![paths.below(0, root)];
        Some(Self { format, paths, open, child: Child::default(), streams, reference: String::new() })
    }

    fn open(&mut self, file: &File<'_, '_>, name: &str) -> Result<()> {
        let too_much = |what, limit| Err(Error::TooMuch { file: file.name.to_owned(), what, limit });
        if self.open.len() >= MAX_XML_DEPTH {
            return too_much("elements inside elements", MAX_XML_DEPTH as u64);
        }
        let path = self.open.last().copied().flatten().and_then(|parent| self.paths.below(parent, name));
        self.open.push(path);
        if let Some(path) = path.filter(|path| self.paths.is_in_unit(*path)) {
            if self.child.elements() >= MAX_XML_ELEMENTS {
                return too_much("elements about one child", MAX_XML_ELEMENTS as u64);
            }
            self.child.open(path, self.open.len());
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let Some(path) = self.open.last().copied().flatten() else { return };
        if self.paths.reference == Some(path) {
            self.reference.push_str(text);
        } else if self.paths.is_in_unit(path) {
            self.child.text(text);
        }
    }

    fn close(&mut self, file: &mut File<'_, '_>) {
        let Some(path) = self.open.pop().flatten() else { return };
        if self.paths.reference == Some(path) {
            let cell = Cell::Text(std::mem::take(&mut self.reference).into());
            if let Ok(Value::Day(days)) = values::read(&cell, ColumnType::Date, None) {
                file.gatherer(self.format).refer_to(values::day(days));
            }
        }
        if !self.paths.is_in_unit(path) {
            return;
        }
        self.child.close();
        if path == self.paths.unit {
            let name = file.name;
            self.give(name, file.gatherer(self.format));
            self.child.clear();
        }
    }

    /// Hands on the rows of a whole child.
    fn give(&mut self, file: &str, gatherer: &mut Gatherer<'_>) {
        for table in &self.paths.tables {
            let (stream, number) = &mut self.streams[table.position];
            for element in self.child.at(table.path) {
                let cells: Vec<Cell<'_>> =
                    table.columns.iter().map(|places| self.child.cell(element, places)).collect();
                let is_row = table.row_when.is_empty()
                    || table.row_when.iter().any(|(column, value)| match value {
                        Some(value) => cells[*column].words().is_some_and(|words| words == value.as_str()),
                        None => !cells[*column].is_blank(),
                    });
                if !is_row {
                    continue;
                }
                *number += 1;
                let stream = stream
                    .get_or_insert_with(|| gatherer.stream(table.position, file, None, vec![None; cells.len()], true));
                gatherer.row(stream, *number, &cells);
            }
        }
    }
}

/// True when the file says that its letters are those of Windows-1252 or near it.
fn declares_old_letters(start: &[u8]) -> bool {
    let start = String::from_utf8_lossy(start).to_lowercase();
    let declaration = start.split("?>").next().unwrap_or_default();
    ["windows-1252", "iso-8859-1", "latin1", "cp1252"].iter().any(|name| declaration.contains(name))
}

/// Windows-1252 given as UTF-8.
struct OldLetters<R> {
    content: R,
    converted: Vec<u8>,
    taken: usize,
}

impl<R: BufRead> Read for OldLetters<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for OldLetters<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken == self.converted.len() {
            let bytes = self.content.fill_buf()?;
            let text: String = bytes.iter().map(|byte| windows_1252(*byte)).collect();
            let length = bytes.len();
            self.content.consume(length);
            self.converted = text.into_bytes();
            self.taken = 0;
        }
        Ok(&self.converted[self.taken..])
    }

    fn consume(&mut self, amount: usize) {
        self.taken = (self.taken + amount).min(self.converted.len());
    }
}

/// Refuses a single tag or value that is longer than any file's.
struct Limited<R> {
    content: R,
    left: usize,
}

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.content.read(buffer)
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.content.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.content.consume(amount);
    }
}
