//! Limits on what is taken from strangers' files.

use std::io::{self, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use zip::ZipArchive;

use crate::{Error, Result};

const MIB: u64 = 1024 * 1024;
/// The largest file: ten years of the largest council's census are well below it.
pub(super) const MAX_FILE_BYTES: u64 = 2_048 * MIB;
/// The largest text file, which is held in memory.
pub(super) const MAX_TEXT_BYTES: u64 = 1_024 * MIB;
/// The largest workbook or archive once unpacked.
pub(super) const MAX_UNPACKED_BYTES: u64 = 1_024 * MIB;
/// Beyond this many bytes, nothing may be this many times larger than it is packed.
const UNPACKED_UNSUSPECTED_BYTES: u64 = 64 * MIB;
const MAX_RATIO: u64 = 200;
/// Parts of a workbook or files of an archive.
const MAX_PARTS: usize = 2_000;
/// Parts that pack at most to this are too small to unpack to anything harmful.
const HARMLESS_PACKED_BYTES: u64 = 64 * 1024;
/// Columns of a sheet or a text file.
pub(super) const MAX_COLUMNS: usize = 2_000;
/// Rows of a sheet or a text file.
pub(super) const MAX_ROWS: u64 = 20_000_000;
/// Elements inside elements.
pub(super) const MAX_XML_DEPTH: usize = 32;
/// Elements about one child.
pub(super) const MAX_XML_ELEMENTS: usize = 20_000;
/// Bytes of one tag or one value of an XML file.
pub(super) const MAX_XML_PIECE_BYTES: usize = 1024 * 1024;

/// What a step of somebody else's reader gives; `None` when it panics, as some do on damaged files.
///
/// What it worked on is not used afterwards: the whole load is refused.
pub(super) fn without_panic<T>(step: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(step)).ok()
}

/// Refuses a file that is larger than is ever read.
pub(super) fn check_size(file: &str, bytes: u64) -> Result<()> {
    if bytes > MAX_FILE_BYTES {
        return Err(too_large(file, bytes, MAX_FILE_BYTES));
    }
    Ok(())
}

pub(super) fn too_large(file: &str, bytes: u64, limit: u64) -> Error {
    Error::TooLarge { file: file.to_owned(), size_mib: bytes.div_ceil(MIB), limit_mib: limit / MIB }
}

/// Refuses a workbook or an archive that unpacks to far more than it is: what it says of itself, and what it really does.
pub(super) fn check_packed<R: Read + Seek>(file: &str, content: R) -> Result<()> {
    let damaged = |reason: String| Error::Damaged { file: file.to_owned(), reason };
    let expands = || Error::Expands { file: file.to_owned() };
    let mut archive = ZipArchive::new(content).map_err(|cause| damaged(cause.to_string()))?;
    if archive.len() > MAX_PARTS {
        return Err(Error::TooMuch {
            file: file.to_owned(),
            what: "parts in a workbook or an archive",
            limit: MAX_PARTS as u64,
        });
    }
    let mut unpacked = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|cause| damaged(cause.to_string()))?;
        let packed = part.compressed_size();
        let mut size = part.size();
        if packed > HARMLESS_PACKED_BYTES {
            let limit = MAX_UNPACKED_BYTES + 1 - unpacked;
            size = io::copy(&mut Read::take(&mut part, limit), &mut io::sink())
                .map_err(|cause| damaged(cause.to_string()))?;
        }
        unpacked += size;
        let is_suspicious = size > UNPACKED_UNSUSPECTED_BYTES && size / packed.max(1) > MAX_RATIO;
        if unpacked > MAX_UNPACKED_BYTES || is_suspicious {
            return Err(expands());
        }
    }
    Ok(())
}
