//! How long an import takes as a plan grows. Alone in its file, so that no other test runs beside it.

#![expect(clippy::unwrap_used, reason = "the whole file is a test: a plan that cannot be read fails it")]

use std::fmt::Write;

use sightline_documents::importers::plan::{ImportOptions, SourceBytes, Vocabulary, import};

/// A plan of so many actions, with aims, groups, ratings, tags and cross references.
fn long_plan(actions: usize) -> String {
    let mut text = String::from("# Improvement plan\n\n");
    for number in 0..actions {
        if number % 100 == 0 {
            let priority = number / 100 + 1;
            write!(text, "\nPriority {priority}: Title {priority}\n\nRef\tAction\tHow will we know?\tLead\tStart date\tBy when\tRAG\n").unwrap();
        }
        if number % 10 == 0 {
            writeln!(text, "Group {number}\t\t\t\t\t\t").unwrap();
        }
        let (priority, place) = (number / 100 + 1, number % 100 + 1);
        writeln!(text, "{priority}.{place}\tReview the work of team {number} as in (1.2). ILACS, FV1\tTeams agree\tHead of Team {number}\tMay 2027\tJune 2027 July 2027\tAmber").unwrap();
    }
    text
}

fn seconds(text: &str) -> f64 {
    let vocabulary = Vocabulary::built_in().unwrap();
    let options = ImportOptions { heading_overrides: Vec::new(), vocabulary: &vocabulary };
    let file = SourceBytes { name: "plan.txt".to_owned(), bytes: text.as_bytes().to_vec() };
    let begun = std::time::Instant::now();
    let found = import(&[file], &options).unwrap();
    let taken = begun.elapsed().as_secs_f64();
    assert_eq!(found.plan.actions.len(), text.matches("Review the work").count());
    taken
}

#[test]
fn twice_the_actions_take_about_twice_the_time() {
    let (small, large) = (long_plan(1_000), long_plan(2_000));
    // Other work on the machine only adds: the best of several pairs counts.
    let ratio = (0..5).map(|_| seconds(&large) / seconds(&small)).fold(f64::INFINITY, f64::min);
    assert!(ratio < 3.0, "{ratio}");
}
