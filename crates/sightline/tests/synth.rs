//! A synthetic council made from the command line.

mod run;

use std::fs;

use run::Run;

#[test]
fn a_council_is_written_with_its_answer_key_and_the_same_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let words = |out| ["synth", "--children", "300", "--years", "6", "--scenario", "errors", "--out", out, "--json"];
    let made = Run::inside(at, &words("one")).expect(0).json();
    assert_eq!(made["as_at"], "2026-09-30", "the end of the month before");
    let council = &made["councils"][0];
    assert_eq!(council["children"], 300);
    assert!(council["record_rows"].as_u64().unwrap() > 2_000, "{council}");
    assert!(council["planted_errors"].as_u64().unwrap() > 5, "{council}");
    for file in [
        "annex_a/annex_a.xlsx",
        "ssda903/Episodes.csv",
        "cin_census/cin_census.xml",
        "ssd/ssd_person.csv",
        "local/audits.csv",
        "local/feedback.csv",
        "answer_key.csv",
        "practice_changes.csv",
    ] {
        assert!(fs::metadata(at.join("one").join(file)).unwrap().len() > 100, "{file}");
    }
    Run::inside(at, &words("two")).expect(0);
    for file in ["annex_a/annex_a.xlsx", "ssd/ssd_visit.csv", "ssd/ssd_cp_visits.csv", "answer_key.csv"] {
        let bytes = |folder: &str| fs::read(at.join(folder).join(file)).ok();
        assert_eq!(bytes("one"), bytes("two"), "{file}");
    }
}

#[test]
fn several_councils_have_a_folder_each() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let words = [
        "synth",
        "--children",
        "60",
        "--authorities",
        "2",
        "--years",
        "3",
        "--format",
        "ssd_parquet",
        "--out",
        "england",
    ];
    Run::inside(at, &words).expect(0).says(&["Wexcombe", "Harrowmere", "council_002"]);
    assert!(at.join("england/council_001/ssd_parquet/ssd_person.parquet").is_file());
    assert!(!at.join("england/council_001/annex_a").exists(), "only what was asked for");
}

#[test]
fn what_cannot_be_made_is_refused_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    Run::inside(at, &["synth", "--children", "60", "--out", "council", "--format", "ssd"]).expect(0);
    let again = Run::inside(at, &["synth", "--children", "60", "--out", "council"]);
    again.fails("SL-A031", &["is not empty"]);
    let small = Run::inside(at, &["synth", "--children", "3", "--out", "small"]);
    small.fails("SL-R152", &["children", "50"]);
    let unknown = Run::inside(at, &["synth", "--scenario", "chaos", "--out", "unknown"]);
    unknown.fails("SL-R153", &["plain", "errors"]);
}
