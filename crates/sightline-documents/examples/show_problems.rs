//! Prints the problems of a plan document: `cargo run --example show_problems FILE`.
#![expect(clippy::print_stdout, reason = "an example that shows its result")]

use sightline_documents::importers::plan::{ImportOptions, SourceBytes, Vocabulary, import};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vocabulary = Vocabulary::built_in()?;
    let options = ImportOptions { heading_overrides: Vec::new(), vocabulary: &vocabulary };
    for path in std::env::args().skip(1) {
        let found = import(&[SourceBytes { name: path.clone(), bytes: std::fs::read(&path)? }], &options)?;
        println!(
            "{path}: {} priorities, {} actions, {} problems",
            found.plan.priorities.len(),
            found.plan.actions.len(),
            found.problems.len()
        );
        for problem in found.problems {
            let about = problem.about.map(|about| format!(" [{about}]")).unwrap_or_default();
            println!(
                "  {} {:?} {}{about}: {}\n      {}",
                problem.code, problem.severity, problem.place, problem.seen, problem.help
            );
        }
    }
    Ok(())
}
