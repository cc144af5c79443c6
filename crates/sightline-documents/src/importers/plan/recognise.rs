//! What a file is: by its content first, by its name second.

use super::read::encoding::decode;
use super::read::guard::{Package, check_size};
use crate::{Error, Result};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text or Markdown.
    Text,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// A comma-separated file.
    Csv,
    /// A PDF.
    Pdf,
}

impl Format {
    /// What the format is called, with its usual ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text (.txt or .md)",
            Self::Docx => "a Word document (.docx)",
            Self::Xlsx => "an Excel workbook (.xlsx)",
            Self::Csv => "a comma-separated file (.csv)",
            Self::Pdf => "a PDF (.pdf)",
        }
    }

    /// The formats that a known ending stands for; `None` for an ending that says nothing.
    fn of_extension(extension: &str) -> Option<Extension> {
        Some(match extension {
            "txt" | "text" | "md" | "markdown" => Extension::Read(Self::Text),
            "csv" | "tsv" | "tab" => Extension::Read(Self::Csv),
            "docx" | "docm" | "dotx" | "dotm" => Extension::Read(Self::Docx),
            "xlsx" | "xlsm" | "xltx" | "xltm" => Extension::Read(Self::Xlsx),
            "pdf" => Extension::Read(Self::Pdf),
            "doc" | "dot" | "xls" | "xlt" | "xlsb" | "ppt" | "pptx" | "odt" | "ods" | "odp" | "rtf" | "zip" | "png"
            | "jpg" | "jpeg" | "gif" | "exe" | "html" | "htm" | "json" | "xml" => Extension::Other,
            _ => return None,
        })
    }
}

enum Extension {
    Read(Format),
    Other,
}

/// The first bytes of files that are certainly not read, with what they are.
const SIGNATURES: [(&[u8], &str); 10] = [
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"MZ", "a program"),
    (b"\x7FELF", "a program"),
    (b"\x1F\x8B", "an archive"),
    (b"7z\xBC\xAF\x27\x1C", "an archive"),
    (b"Rar!", "an archive"),
];

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The format of a file, from its bytes and its name.
///
/// The content decides. A known ending that says otherwise is an error, since
/// the file is then probably not the one that was meant; an unknown ending or
/// none is not. Whether words are a `.csv` or plain text only the name can say.
///
/// # Errors
///
/// * [`Error::Empty`], [`Error::FileTooLarge`] – by size;
/// * [`Error::WrongExtension`] – name and content disagree;
/// * [`Error::PasswordProtected`], [`Error::OldFormat`] – recognised, but not readable;
/// * [`Error::Corrupt`] – an archive that cannot be opened, such as one cut short;
/// * [`Error::UnknownContent`] – anything else.
pub fn recognise(name: &str, bytes: &[u8]) -> Result<Format> {
    check_size(bytes.len() as u64)?;
    let extension = extension_of(name);
    let by_name = Format::of_extension(&extension);
    let found = by_content(bytes, by_name.as_ref())?;
    let agrees = match by_name {
        None => true,
        Some(Extension::Read(format)) => format == found || is_text(format) && is_text(found),
        Some(Extension::Other) => false,
    };
    if agrees {
        Ok(found)
    } else {
        let found = if is_text(found) { "plain text" } else { found.name() };
        Err(Error::WrongExtension { extension, found })
    }
}

fn is_text(format: Format) -> bool {
    matches!(format, Format::Text | Format::Csv)
}

fn extension_of(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
        _ => String::new(),
    }
}

fn by_content(bytes: &[u8], by_name: Option<&Extension>) -> Result<Format> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes, by_name);
    }
    if bytes.starts_with(OLE) {
        return Err(ole(bytes));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Error::OldFormat { found: "a rich text document (.rtf)", save_as: ".docx" });
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if let Some((_, found)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(Error::UnknownContent { found: (*found).to_owned() });
    }
    let decoded = match decode(bytes) {
        // An office file or PDF whose first bytes are already wrong.
        Err(Error::UnknownContent { .. }) if matches!(by_name, Some(Extension::Read(format)) if !is_text(*format)) => {
            return Err(Error::UnknownContent { found: "noise, although the name promises a document".to_owned() });
        }
        other => other?,
    };
    let start = decoded.text.trim_start().get(..15).unwrap_or_default().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(Error::UnknownContent { found: "a web page".to_owned() });
    }
    Ok(if matches!(by_name, Some(Extension::Read(Format::Csv))) { Format::Csv } else { Format::Text })
}

fn archive(bytes: &[u8], by_name: Option<&Extension>) -> Result<Format> {
    let format = match by_name {
        Some(Extension::Read(Format::Docx)) => "docx",
        Some(Extension::Read(Format::Xlsx)) => "xlsx",
        _ => "zip",
    };
    let package = Package::open(format, bytes)?;
    let names: Vec<String> = package.names().collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_folder = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        return Err(Error::OldFormat { found: "a binary workbook (.xlsb)", save_as: ".xlsx" });
    }
    if has_folder("word/") {
        return Ok(Format::Docx);
    }
    if has_folder("xl/") {
        return Ok(Format::Xlsx);
    }
    if has_folder("ppt/") {
        return Err(Error::OldFormat { found: "a presentation (.pptx)", save_as: ".docx" });
    }
    if has("mimetype") && has("content.xml") {
        let is_sheet = bytes.windows(11).take(200).any(|window| window == b"spreadsheet");
        return Err(if is_sheet {
            Error::OldFormat { found: "an OpenDocument spreadsheet (.ods)", save_as: ".xlsx" }
        } else {
            Error::OldFormat { found: "an OpenDocument text (.odt)", save_as: ".docx" }
        });
    }
    Err(Error::UnknownContent { found: "an archive that is not an office file".to_owned() })
}

/// An older office file, or a newer one that is encrypted: both are the same kind of container.
fn ole(bytes: &[u8]) -> Error {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // Names stand at multiples of 128 bytes in the directory of the container.
        bytes.chunks(128).any(|entry| entry.starts_with(&wide))
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        Error::PasswordProtected { format: "Office" }
    } else if has("WordDocument") {
        Error::OldFormat { found: "a Word document of 2003 or earlier (.doc)", save_as: ".docx" }
    } else if has("Workbook") || has("Book") {
        Error::OldFormat { found: "an Excel workbook of 2003 or earlier (.xls)", save_as: ".xlsx" }
    } else {
        Error::OldFormat { found: "an older office file", save_as: ".docx or .xlsx" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, bytes: &[u8]) -> &'static str {
        recognise(name, bytes).expect_err("refused").code()
    }

    fn container_with(stream: &str) -> Vec<u8> {
        let mut bytes = OLE.to_vec();
        bytes.resize(1024, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2048, 0);
        bytes
    }

    #[test]
    fn words_are_told_apart_by_name() {
        assert_eq!(recognise("plan.csv", b"Ref,Action\n").ok(), Some(Format::Csv));
        assert_eq!(recognise("plan.md", b"# Plan\n").ok(), Some(Format::Text));
        assert_eq!(recognise("plan", b"# Plan\n").ok(), Some(Format::Text));
        assert_eq!(recognise("plan.pdf", b"%PDF-1.7\n").ok(), Some(Format::Pdf));
    }

    #[test]
    fn a_name_that_contradicts_is_refused() {
        assert_eq!(code("plan.docx", b"# Plan\n"), "SL-I003");
        assert_eq!(code("plan.txt", b"%PDF-1.7\n"), "SL-I003");
        assert_eq!(code("plan.xls", b"Ref,Action\n"), "SL-I003");
    }

    #[test]
    fn other_files_are_named() {
        assert_eq!(code("plan.docx", b""), "SL-I001");
        assert_eq!(code("plan.png", b"\x89PNG\r\n\x1a\n...."), "SL-I002");
        assert_eq!(code("plan.docx", b"PK\x03\x04 cut short"), "SL-I004");
        assert_eq!(code("plan.docx", &container_with("EncryptedPackage")), "SL-I005");
        assert_eq!(code("plan.doc", &container_with("WordDocument")), "SL-I011");
        assert_eq!(code("plan.xls", &container_with("Workbook")), "SL-I011");
        assert_eq!(code("plan.rtf", b"{\\rtf1 words}"), "SL-I011");
        assert_eq!(code("plan.html", b"<!DOCTYPE html><p>"), "SL-I002");
    }
}
