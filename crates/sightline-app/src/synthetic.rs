//! The synthetic council, written to a folder. It needs no store and touches nobody's data.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sightline_records::Definitions;
use sightline_records::synthetic::{Council, England, Files};
pub use sightline_records::synthetic::{Form, Planted, PracticeChange, Settings, scenarios};

use crate::{Error, Result};

/// Name of the file that says where errors were planted.
pub const ANSWER_KEY: &str = "answer_key.csv";
/// The file of changes of practice beside it.
pub const PRACTICE_CHANGES: &str = "practice_changes.csv";

/// What was made of one council.
#[derive(Clone, Debug)]
pub struct MadeCouncil {
    /// The invented name of the council.
    pub name: String,
    /// Where its files are.
    pub folder: PathBuf,
    /// Children known to it.
    pub children: u32,
    /// Rows of all record tables.
    pub record_rows: u64,
    /// Rows of each form.
    pub rows: Vec<(Form, u64)>,
    /// Planted errors that can be seen in a form that was written.
    pub planted: usize,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// What the scenario is about.
    pub about: String,
    /// The councils, in order.
    pub councils: Vec<MadeCouncil>,
}

/// Writes synthetic councils to a folder that is empty or not there yet.
///
/// One council is written straight into the folder, several into `council_001`
/// and so on. Each has a folder for each form, `evidence` with audits,
/// feedback and supervision, and `answer_key.csv` when errors were planted.
/// `progress` is told how many children of how many are done.
///
/// # Errors
///
/// [`Error::File`] – the folder holds something, or a file cannot be written.
/// [`Error::Records`] – a number of the settings is out of range, or there is no such scenario.
pub fn make(settings: &Settings, forms: &[Form], out: &Path, progress: &mut dyn FnMut(usize, usize)) -> Result<Made> {
    let definitions = Definitions::built_in()?;
    let england = England::new(&definitions, settings.clone())?;
    make_room(out)?;
    let expected = settings.children as usize * settings.authorities as usize;
    let mut made = Made { about: england.about(), councils: Vec::new() };
    let mut before = 0;
    for council in england.councils() {
        let folder = if settings.authorities == 1 {
            out.to_owned()
        } else {
            out.join(format!("council_{:03}", council.number()))
        };
        let mut done = 0;
        made.councils.push(write_council(&council, forms, folder, &mut |children| {
            done = children as usize;
            progress(before + done, expected.max(before + done));
        })?);
        before += done;
    }
    Ok(made)
}

fn make_room(out: &Path) -> Result<()> {
    let failed = |source| Error::File { doing: "write", path: out.to_owned(), source };
    fs::create_dir_all(out).map_err(failed)?;
    if fs::read_dir(out).map_err(failed)?.next().is_some() {
        return Err(failed(io::Error::new(io::ErrorKind::AlreadyExists, "the folder is not empty; name a new one")));
    }
    Ok(())
}

fn write_council(
    council: &Council<'_>,
    forms: &[Form],
    folder: PathBuf,
    progress: &mut dyn FnMut(u32),
) -> Result<MadeCouncil> {
    let mut files = Folder(folder.clone());
    let written = council.write(forms, &mut files, progress)?;
    let changes = council.practice_changes();
    let keys = [
        (ANSWER_KEY, !written.planted.is_empty(), answer_key(&written.planted)),
        (PRACTICE_CHANGES, !changes.is_empty(), practice_changes(&changes)),
    ];
    for (name, _, text) in keys.iter().filter(|(_, is_needed, _)| *is_needed) {
        let failed = |source| Error::File { doing: "write", path: folder.join(name), source };
        let mut file = files.create(name).map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    }
    Ok(MadeCouncil {
        name: council.name(),
        folder,
        children: council.children(),
        record_rows: written.record_rows,
        rows: written.rows,
        planted: written.planted.len(),
    })
}

/// Changes of practice as a text file: one line for each.
fn practice_changes(changes: &[PracticeChange]) -> String {
    let mut text = "rate,team,from,per_1000_before,per_1000_after\n".to_owned();
    for change in changes {
        let PracticeChange { rate, team, from, per_1000_before, per_1000_after } = change;
        let team = team.as_deref().unwrap_or_default();
        text.push_str(&format!("{rate},{team},{from},{per_1000_before},{per_1000_after}\n"));
    }
    text
}

/// The answer key as a text file: one line for each planted error.
fn answer_key(planted: &[Planted]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = "check,also,table,column,child_id,row_key,formats\n".to_owned();
    for error in planted {
        let formats: Vec<&str> = error.formats.iter().map(String::as_str).collect();
        let cells = [
            error.check.clone(),
            quoted(&error.also.join(" ")),
            error.table.clone(),
            error.column.clone(),
            quoted(&error.child_id),
            quoted(&error.row_key),
            quoted(&formats.join(" ")),
        ];
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// Files of a folder, made with the folders they are in.
struct Folder(PathBuf);

impl Files for Folder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + Send>> {
        let path = self.0.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(Box::new(BufWriter::new(fs::File::create(path)?)))
    }
}
