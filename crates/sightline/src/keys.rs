//! Where the council's key comes from: the environment, a command, or a file.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

use sightline_app::{App, Key, Keys as AppKeys};

use crate::args::Global;
use crate::configuration::{Configuration, Keys};
use crate::failure::Failure;
use crate::settings;

/// Name of the key's file inside the data directory, when nothing else is set.
const FILE: &str = "sightline.key";

/// The app with the council's key; makes the key when there is none yet, and says so.
pub(crate) async fn give(
    app: App,
    global: &Global,
    configuration: &Configuration,
    data_dir: &Path,
    say: &mut dyn FnMut(String) -> io::Result<()>,
) -> Result<App, Failure> {
    let usual = data_dir.join(FILE);
    let present = match found(&configuration.keys, &usual)? {
        Some(key) => key,
        None if app.needs_its_key().await? => {
            return Err(failure(
                format!("there is no key, and some of the data was sealed with one; {} is not there", usual.display()),
                "Put the key back, or give it in another way; docs/operate/keys.md says how, and what to do when it is lost.",
            ));
        }
        None => {
            let key = make(&usual)?;
            say(format!("Made the key {}. Keep a copy of it apart from the backups.", usual.display()))?;
            key
        }
    };
    let before = before(&configuration.keys)?;
    Ok(app.with_keys(AppKeys::new(present, before), global.call().at).await?)
}

/// The key that is set, or that lies in the data directory; `None` when there is none yet.
fn found(keys: &Keys, usual: &Path) -> Result<Option<Key>, Failure> {
    if let Some(hex) = settings::key() {
        return key(&hex, "SIGHTLINE_KEY").map(Some);
    }
    if let Some(command) = &keys.command {
        return key(&said_by(command)?, "keys.command").map(Some);
    }
    match &keys.file {
        Some(file) => in_file(file).map(Some),
        None if usual.exists() => in_file(usual).map(Some),
        None => Ok(None),
    }
}

/// The key before, while the two are exchanged.
fn before(keys: &Keys) -> Result<Option<Key>, Failure> {
    if let Some(hex) = settings::old_key() {
        return key(&hex, "SIGHTLINE_OLD_KEY").map(Some);
    }
    keys.old_file.as_deref().map(in_file).transpose()
}

/// Where the key comes from, for people.
pub(crate) fn source(keys: &Keys, data_dir: &Path) -> String {
    if settings::key().is_some() {
        return "SIGHTLINE_KEY in the environment".to_owned();
    }
    match (&keys.command, &keys.file) {
        (Some(_), _) => "what keys.command prints".to_owned(),
        (None, Some(file)) => file.display().to_string(),
        (None, None) => data_dir.join(FILE).display().to_string(),
    }
}

fn key(hex: &str, place: &str) -> Result<Key, Failure> {
    Key::from_hex(hex).ok_or_else(|| {
        failure(format!("{place} holds no key"), "A key is 64 hexadecimal digits: `openssl rand -hex 32` makes one.")
    })
}

fn in_file(file: &Path) -> Result<Key, Failure> {
    let text = fs::read_to_string(file).map_err(|error| {
        failure(
            format!("the key {} cannot be read: {error}", file.display()),
            "Check the path, and that the user Sightline runs as may read it.",
        )
    })?;
    key(&text, &file.display().to_string())
}

/// What a command prints; its own words of failure go to standard error.
fn said_by(command: &str) -> Result<String, Failure> {
    let failed = |why: String| {
        failure(format!("keys.command did not give a key: {why}"), "Try the command as the user Sightline runs as.")
    };
    let output = Command::new("sh").args(["-c", command]).stderr(std::process::Stdio::inherit()).output();
    let output = output.map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(output.status.to_string()));
    }
    String::from_utf8(output.stdout).map_err(|_| failed("it printed no text".to_owned()))
}

/// A new key in a file of its own, for the owner of the process only.
fn make(file: &Path) -> Result<Key, Failure> {
    let key = Key::random();
    write(file, &key.to_hex()).map_err(|error| {
        failure(
            format!("the key {} cannot be made: {error}", file.display()),
            "Let the user Sightline runs as write there, or give a key in another way.",
        )
    })?;
    Ok(key)
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file)?;
    writeln!(opened, "{text}")?;
    opened.sync_all()
}

fn failure(what: String, help: &str) -> Failure {
    Failure::Key { what, help: help.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let made = make(&file).unwrap();
        assert_eq!(in_file(&file).unwrap(), made);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(make(&file).is_err(), "a key that is there is never written over");
    }

    #[test]
    fn a_command_or_a_file_gives_the_key_and_what_is_none_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let usual = folder.path().join(FILE);
        let hex = "ab".repeat(32);
        let command = |words: String| Keys { command: Some(words), ..Keys::default() };
        assert_eq!(found(&command(format!("echo {hex}")), &usual).unwrap(), Key::from_hex(&hex));
        for words in ["echo none", "exit 3"] {
            let error = found(&command(words.to_owned()), &usual).unwrap_err();
            assert!(matches!(&error, Failure::Key { what, .. } if what.contains("keys.command")), "{error:?}");
        }
        assert_eq!(found(&Keys::default(), &usual).unwrap(), None);
        fs::write(&usual, &hex).unwrap();
        assert_eq!(found(&Keys::default(), &usual).unwrap(), Key::from_hex(&hex));
        let gone = Keys { file: Some(folder.path().join("gone")), ..Keys::default() };
        assert!(found(&gone, &usual).is_err(), "a file that is named and not there is never passed over");
    }
}
