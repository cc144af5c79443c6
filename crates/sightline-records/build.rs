//! Lists the files of `content/`, so that a new file there needs no line of Rust.

#![expect(clippy::disallowed_methods, reason = "cargo says in the environment where things are")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders of `content/` with the file that lists what is in them.
const FOLDERS: [(&str, &str); 3] =
    [("records", "built_in.rs"), ("quality", "built_in_quality.rs"), ("synthetic", "built_in_synthetic.rs")];

fn main() -> io::Result<()> {
    for (folder, listed_in) in FOLDERS {
        let content = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("../../content").join(folder).canonicalize()?;
        println!("cargo::rerun-if-changed={}", content.display());
        let mut files = Vec::new();
        list(&content, "", &mut files)?;
        files.sort();
        let mut source = "pub(super) const FILES: &[(&str, &str)] = &[\n".to_owned();
        for (name, path) in files {
            source.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
        }
        source.push_str("];\n");
        fs::write(Path::new(&variable("OUT_DIR")?).join(listed_in), source)?;
    }
    Ok(())
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|cause| io::Error::other(format!("{name}: {cause}")))
}

/// Adds every `.toml` below the folder, by its path from it.
fn list(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else if entry.path().extension().is_some_and(|extension| extension == "toml") {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
