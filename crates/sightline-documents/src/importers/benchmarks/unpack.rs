//! Files as they come, into data files with what describes them.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::lines::Lines;
use super::tool;
use crate::{Error, Result};

/// The most bytes of one file, packed or not.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// The most bytes that all files of an archive may unpack to.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
/// The most files of an archive.
const MOST_FILES: usize = 200;

/// A file as somebody gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Name, without folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A data file with the files that describe its columns and measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchmarkFile {
    /// Name.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
    /// Content of its `.meta.csv`: labels and units of columns.
    pub meta: Option<Vec<u8>>,
    /// Content of the data dictionary that came with it: titles and which way is good.
    pub dictionary: Option<Vec<u8>>,
}

/// The data files among those given, archives opened, each with what describes it.
///
/// # Errors
///
/// * [`Error::Corrupt`] – an archive cannot be opened;
/// * [`Error::Expands`], [`Error::TooMuch`] – it holds more than is ever read;
/// * [`Error::NotBenchmarks`] – there is no data file among them.
pub fn unpack(files: Vec<SourceFile>) -> Result<Vec<BenchmarkFile>> {
    let first = files.first().map(|file| file.name.clone()).unwrap_or_default();
    let mut plain = Vec::new();
    for file in files {
        if file.bytes.starts_with(b"PK\x03\x04") {
            plain.extend(unzip(&file)?);
        } else if file.bytes.len() as u64 > MOST_BYTES {
            return Err(Error::TooMuch { what: "bytes in one file of published figures", limit: MOST_BYTES });
        } else {
            plain.push(file);
        }
    }
    let (metas, rest): (Vec<_>, Vec<_>) = plain.into_iter().partition(|file| is_meta(&file.name));
    let (dictionaries, data): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_dictionary);
    if data.is_empty() {
        return Err(Error::NotBenchmarks { file: first, found: "no data file".to_owned() });
    }
    let dictionary = dictionaries.into_iter().next().map(|file| file.bytes);
    let described = data.into_iter().map(|file| {
        let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem).to_lowercase();
        let own = |meta: &&SourceFile| meta.name.to_lowercase() == format!("{stem}.meta.csv");
        let meta = metas.iter().find(own).map(|meta| meta.bytes.clone());
        BenchmarkFile { name: file.name, bytes: file.bytes, meta, dictionary: dictionary.clone() }
    });
    Ok(described.collect())
}

fn is_meta(name: &str) -> bool {
    name.to_lowercase().ends_with(".meta.csv")
}

fn is_dictionary(file: &SourceFile) -> bool {
    Lines::open(&file.name, &file.bytes).is_ok_and(|lines| tool::is_dictionary(lines.header()))
}

/// The text files of an archive; folders in it and whatever else it holds are passed over.
fn unzip(file: &SourceFile) -> Result<Vec<SourceFile>> {
    let corrupt = |reason: String| Error::Corrupt { format: "zip", reason };
    let mut archive = ZipArchive::new(Cursor::new(&file.bytes)).map_err(|error| corrupt(error.to_string()))?;
    if archive.len() > MOST_FILES {
        return Err(Error::TooMuch { what: "files in one archive", limit: MOST_FILES as u64 });
    }
    let (mut files, mut room) = (Vec::new(), MOST_UNPACKED);
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|error| corrupt(error.to_string()))?;
        let name = entry.name().map_err(|error| corrupt(error.to_string()))?;
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        if !entry.is_file() || !name.to_lowercase().ends_with(".csv") {
            continue;
        }
        let most = room.min(MOST_BYTES);
        let mut bytes = Vec::new();
        // What an archive says of its sizes is not believed: one byte more than is allowed is asked for.
        let read = entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| corrupt(error.to_string()))?;
        if read as u64 > most {
            return Err(Error::Expands { format: "zip", reason: format!("{name} is larger than {most} bytes") });
        }
        room -= read as u64;
        files.push(SourceFile { name, bytes });
    }
    Ok(files)
}
