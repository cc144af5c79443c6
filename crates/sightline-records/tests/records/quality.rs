//! What the quality checks find in sample files that others made for their own tools.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;

use sightline_records::quality::{self, Checks, Severity, finding, whole_service};
use sightline_records::{Input, combine, read};

use crate::support::{DEFINITIONS, shared};

/// Asks every check of these sample files, and prints what was found; nothing when the samples are not at hand.
fn asked(folder: &str, names: &[&str]) -> Option<quality::Quality> {
    let folder = shared()?.join(folder);
    let open = |name: &&str| Input::new(*name, BufReader::new(File::open(folder.join(name)).unwrap()));
    let parts = read(&DEFINITIONS, names.iter().map(open).collect()).unwrap();
    let combined = combine(&DEFINITIONS, &parts);
    let checks = Checks::built_in(&DEFINITIONS).unwrap();
    let quality = quality::check(&DEFINITIONS, &checks, &parts, &combined.tables, "2026-10-31".parse().unwrap());
    for count in &quality.counts {
        eprintln!("{}: {}", count.check, count.found);
    }
    let score = whole_service(&quality.scores);
    eprintln!("{} of {} rows without an error", score.numerator, score.denominator);
    let rows: usize = combined.tables.values().flatten().map(arrow_array::RecordBatch::num_rows).sum();
    assert_eq!(score.denominator, rows as u64, "every row is somebody's, or nobody's");
    Some(quality)
}

#[test]
fn what_is_found_in_the_samples_can_be_traced_to_its_place() {
    let returns = ["header.csv", "episodes.csv", "reviews.csv", "missing.csv", "oc2.csv", "oc3.csv", "uasc.csv"];
    for (folder, names) in [("annex_a", &["annex_a_sample_1.xlsx"][..]), ("ssda903", &returns[..])] {
        let Some(quality) = asked(folder, names) else {
            eprintln!("passed without looking: the samples are not beside the repository");
            return;
        };
        assert!(!quality.findings.is_empty(), "{folder}: these samples are known to be faulty");
        let mut by_check: BTreeMap<&str, u64> = BTreeMap::new();
        for finding in &quality.findings {
            assert!(finding.source.is_some() && finding.source_row.is_some(), "{finding:?}");
            *by_check.entry(&finding.check).or_default() += 1;
        }
        for count in &quality.counts {
            assert_eq!(by_check.get(count.check.as_str()), Some(&count.found), "{}", count.check);
        }
        assert_eq!(finding::from_batch(&finding::to_batch(&quality.findings)), quality.findings);
        assert!(quality.findings.iter().any(|finding| finding.severity == Severity::Error));
    }
}
