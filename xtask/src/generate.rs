//! Writes the files that the command line can write about itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

/// Whether to write the files or only to compare them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write them.
    Write,
    /// Say which are out of date.
    Check,
}

/// Each generated file with the page the command line prints for it.
const PAGES: &[(&str, &str)] = &[
    ("docs/cli.md", "commands"),
    ("docs/errors.md", "errors"),
    ("schemas/plan.schema.json", "plan-schema"),
    ("schemas/import.schema.json", "import-schema"),
    ("content/policies/matrix.md", "access-matrix"),
    ("schemas/openapi.json", "open-api"),
    ("docs/records.md", "records"),
    ("docs/quality.md", "quality"),
    ("docs/measures.md", "measures"),
    ("docs/sql-functions.md", "sql-functions"),
];

/// Files that are out of date; empty after writing.
pub(crate) fn run(repository: &Path, mode: Mode) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let program = program(repository)?;
    for (file, page) in PAGES {
        let wanted = print(&program, repository, page)?;
        let path = repository.join(file);
        if fs::read_to_string(&path).is_ok_and(|present| present == wanted) {
            continue;
        }
        match mode {
            Mode::Check => findings.push(format!("{file}: out of date; run make generate")),
            Mode::Write => {
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::write(&path, wanted).with_context(|| format!("writing {file}"))?;
            }
        }
    }
    Ok(findings)
}

/// The command line, built as it is now; chosen out of the whole workspace, so that it shares the build of the tests.
fn program(repository: &Path) -> Result<PathBuf> {
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--workspace", "--bin", "sightline"])
        .current_dir(repository)
        .status()
        .context("starting cargo")?;
    if !built.success() {
        bail!("the command line does not build");
    }
    // It lies beside this program.
    let own = env::current_exe().context("asking where this program is")?;
    Ok(own.with_file_name("sightline"))
}

fn print(program: &Path, repository: &Path, page: &str) -> Result<String> {
    let output = Command::new(program)
        .args(["reference", page])
        .current_dir(repository)
        .output()
        .context("starting the command line")?;
    if !output.status.success() {
        bail!("printing the page {page} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).with_context(|| format!("the page {page} is not text"))
}
