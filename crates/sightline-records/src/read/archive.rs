//! Zip archives of files, taken apart one level deep.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use crate::{Error, Result};

use super::Content;
use super::guard::check_packed;

/// True when the archive is a workbook and not a folder of files.
pub(super) fn is_workbook<R: Read + Seek>(file: &str, content: R) -> Result<bool> {
    let archive = ZipArchive::new(content).map_err(|cause| damaged(file, &cause))?;
    let is_part = |name: &str| name.starts_with("xl/") || name == "[Content_Types].xml";
    Ok(archive.file_names().any(|name| name.is_ok_and(|name| is_part(&name))))
}

/// The files of an archive, under their own names.
pub(super) fn files<'f>(file: &str, mut content: Box<dyn Content + 'f>) -> Result<Vec<(String, Vec<u8>)>> {
    check_packed(file, &mut content)?;
    let mut archive = ZipArchive::new(content).map_err(|cause| damaged(file, &cause))?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|cause| damaged(file, &cause))?;
        let path = part.name().map_err(|cause| damaged(file, &cause))?.replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let is_of_the_system = path.starts_with("__MACOSX/") || name.starts_with('.');
        if !part.is_file() || is_of_the_system || part.size() == 0 {
            continue;
        }
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|cause| Error::Damaged {
            file: file.to_owned(),
            reason: format!("a file inside cannot be unpacked: {}", cause.kind()),
        })?;
        if bytes.starts_with(b"PK\x03\x04") && !is_workbook(&name, Cursor::new(&bytes))? {
            return Err(Error::Damaged {
                file: file.to_owned(),
                reason: "an archive lies inside the archive".to_owned(),
            });
        }
        files.push((name, bytes));
    }
    Ok(files)
}

fn damaged(file: &str, cause: &zip::result::ZipError) -> Error {
    let reason = match cause {
        zip::result::ZipError::UnsupportedArchive(_) | zip::result::ZipError::InvalidPassword => {
            "it is protected by a password, or packed in a way that is not known"
        }
        _ => "its table of contents cannot be read",
    };
    Error::Damaged { file: file.to_owned(), reason: reason.to_owned() }
}
