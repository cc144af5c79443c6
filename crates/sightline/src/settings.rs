//! Where the command line gets its surroundings from: the only place that reads the clock and the environment.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Local, NaiveDate, Utc};
use sightline_app::{Actor, App, Call, Database, Role, Vocabulary};

use crate::args::Global;
use crate::failure::Failure;

/// Name of the database file inside the data directory.
pub(crate) const DATABASE_FILE: &str = "sightline.db";
/// Folder of the extracts of children's records inside the data directory.
const EXTRACTS_FOLDER: &str = "extracts";
/// Folder of the council's own vocabulary inside the data directory.
const VOCABULARY_FOLDER: &str = "plan_vocabulary";

/// True when the person has asked every program for no colours (<https://no-color.org>).
#[expect(clippy::disallowed_methods, reason = "this module is the configuration of the command line")]
pub(crate) fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The name of whoever is signed in to the machine.
#[expect(clippy::disallowed_methods, reason = "this module is the configuration of the command line")]
fn machine_user() -> Option<String> {
    ["USER", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok()).filter(|name| !name.trim().is_empty())
}

/// The council's key, when the environment holds it.
pub(crate) fn key() -> Option<String> {
    variable("SIGHTLINE_KEY")
}

/// The key before, while the two are exchanged, when the environment holds it.
pub(crate) fn old_key() -> Option<String> {
    variable("SIGHTLINE_OLD_KEY")
}

#[expect(clippy::disallowed_methods, reason = "this module is the configuration of the command line")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// The moment and the day where the person is.
#[expect(clippy::disallowed_methods, reason = "the binary is where the clock is read; everything below is given it")]
pub(crate) fn clock() -> (DateTime<Utc>, NaiveDate) {
    let now = Local::now();
    (now.with_timezone(&Utc), now.date_naive())
}

impl Global {
    /// Who asks, and when: the local operator, who may do everything.
    pub(crate) fn call(&self) -> Call {
        let (at, today) = self.now.map_or_else(clock, |now| (now, now.date_naive()));
        let name = self.actor.clone().or_else(machine_user).unwrap_or_else(|| "local operator".to_owned());
        Call { actor: Actor::operator(name, Role::ProgrammeManager), at, today }
    }

    /// The database that is meant: a server when one is named, else a file in the data directory.
    pub(crate) fn database(&self) -> Database {
        match &self.database_url {
            Some(url) if !url.trim().is_empty() => Database::Server(url.trim().to_owned()),
            _ => Database::File(self.data_dir.join(DATABASE_FILE)),
        }
    }

    /// The words of printed plans: the built-in ones and the council's own.
    pub(crate) fn vocabulary(&self) -> Result<Vocabulary, Failure> {
        let additions = read_folder(&self.data_dir.join(VOCABULARY_FOLDER))?;
        Ok(Vocabulary::with_additions(&additions).map_err(sightline_app::Error::from)?)
    }

    /// The store, opened.
    pub(crate) async fn app(&self) -> Result<App, Failure> {
        let app = App::open(&self.database(), self.vocabulary()?).await?;
        Ok(app.with_extracts(self.data_dir.join(EXTRACTS_FOLDER)))
    }
}

/// The TOML files of a folder by name; none when there is no such folder.
fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let failed = |path: PathBuf| move |source| sightline_app::Error::File { doing: "read", path, source };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed(folder.to_owned()))? {
        let path = entry.map_err(failed(folder.to_owned()))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(failed(path.clone()))?;
        files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
    }
    Ok(files)
}
