//! Lists the files of `content/`, so that a new measure needs no line of Rust.

#![expect(clippy::disallowed_methods, reason = "cargo says in the environment where things are")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders of `content/` that hold what the engine knows.
const FOLDERS: [&str; 6] = ["measures", "case_lists", "scorecards", "programme", "records", "reference"];
/// What the files of a definition end in.
const EXTENSIONS: [&str; 3] = ["toml", "sql", "md"];

fn main() -> io::Result<()> {
    let content = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("../../content").canonicalize()?;
    let mut files = Vec::new();
    for folder in FOLDERS {
        let path = content.join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            list(&path, &format!("{folder}/"), &mut files)?;
        }
    }
    files.sort();
    let mut source = "pub(super) const FILES: &[(&str, &str)] = &[\n".to_owned();
    for (name, path) in files {
        source.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
    }
    source.push_str("];\n");
    fs::write(Path::new(&variable("OUT_DIR")?).join("built_in.rs"), source)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|cause| io::Error::other(format!("{name}: {cause}")))
}

/// Adds every file of a definition below the folder, by its path from `content/`.
fn list(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let is_definition = entry.path().extension().is_some_and(|end| EXTENSIONS.iter().any(|known| end == *known));
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else if is_definition && !name.ends_with("README.md") {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
