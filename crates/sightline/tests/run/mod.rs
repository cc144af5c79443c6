//! Runs the built program as people do, and makes plans for it to read.

#![expect(unreachable_pub, reason = "each test file is a crate of its own and uses part of this module")]
#![allow(dead_code, reason = "each test file uses part of this module, so neither expect nor removal fits")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program's file.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_sightline");

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it said on standard error.
    pub stderr: String,
}

impl Run {
    /// Runs with the data directory `folder/data`, in `folder`, on 31 October 2026.
    pub fn inside(folder: &Path, words: &[&str]) -> Self {
        let output = command(folder).args(words).output().expect("the program starts");
        Self::of(&output)
    }

    /// Runs without any data.
    pub fn anywhere(words: &[&str]) -> Self {
        let output = Command::new(PROGRAM).env_clear().args(words).output().expect("the program starts");
        Self::of(&output)
    }

    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The run itself, when it ended with this code; what it said otherwise.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\nstdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// The run itself, when standard output holds all of these.
    #[track_caller]
    pub fn says(self, wanted: &[&str]) -> Self {
        for part in wanted {
            assert!(self.stdout.contains(part), "no `{part}` in:\n{}", self.stdout);
        }
        self
    }

    /// The run itself, when it failed with this code and said all of these.
    #[track_caller]
    pub fn fails(self, code: &str, wanted: &[&str]) -> Self {
        let run = self.expect(2);
        assert!(run.stderr.starts_with(&format!("error[{code}]: ")), "not {code}:\n{}", run.stderr);
        for part in wanted {
            assert!(run.stderr.contains(part), "no `{part}` in:\n{}", run.stderr);
        }
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        assert!(run.stdout.is_empty(), "a failure printed:\n{}", run.stdout);
        run
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}:\n{}", self.stdout))
    }
}

/// The program with the data directory `folder/data`, in `folder`, on 31 October 2026.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .current_dir(folder)
        .env_clear()
        .env("SIGHTLINE_DATA_DIR", "data")
        .env("SIGHTLINE_ACTOR", "Jo Example")
        .args(["--now", "2026-10-31T12:00:00Z"]);
    command
}

/// A plan document of Markdown with this many actions in priorities of two hundred.
pub fn plan_document(actions: usize) -> String {
    let mut text = "# Harbour Council\n\n# Children's Improvement Plan 2026\n".to_owned();
    for number in 0..actions {
        let (priority, place) = (number / 200 + 1, number % 200 + 1);
        if place == 1 {
            text.push_str(&format!("\n{priority}: PRIORITY NUMBER {priority}\n\nLead: Head of Service {priority}\n\n"));
            text.push_str(
                "| Ref. | Actions | How will we know? | Lead | Start Date | End Date | Action RAG | Impact RAG |\n",
            );
            text.push_str("|---|---|---|---|---|---|---|---|\n");
        }
        text.push_str(&format!(
            "| {priority}.{place} | Open hub {number} with the families who will use it. | Families say hub {number} helps. \
             | Head of Hubs | Jan 26 | Dec 26 | Amber | |\n"
        ));
    }
    text
}

/// A folder with an imported plan of forty actions, whose handle is `harbour`.
pub fn folder_with_plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "plan.md", &plan_document(40));
    Run::inside(folder.path(), &["plan", "import", "plan.md", "--as", "harbour", "--on", "2026-01-05"]).expect(0);
    folder
}

/// Writes a file and gives its path.
pub fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the file can be written");
    path
}
