//! Sample files that others made for their own tools, read with every row accounted for.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use sightline_records::{Input, Records, read};

use crate::support::{DEFINITIONS, accounted_for, shared, totals};

fn load(folder: &Path, names: &[&str]) -> Records {
    let open = |name: &&str| Input::new(*name, BufReader::new(File::open(folder.join(name)).unwrap()));
    let mut records = read(&DEFINITIONS, names.iter().map(open).collect()).unwrap();
    assert_eq!(records.len(), 1);
    accounted_for(records.remove(0))
}

#[test]
fn explore() {
    let Some(data) = shared() else { return };
    for (folder, names) in [
        ("annex_a", vec!["annex_a_sample_1.xlsx"]),
        ("annex_a", vec!["annex_a_sample_2.xlsx"]),
        ("ssda903", vec!["fake_903.xml"]),
        ("cin_census", vec!["fake_CIN_data.xml"]),
        (
            "cin_census",
            vec!["CIN_Census_2021.xml", "CIN_Census_2024.xml", "CIN_Census_2026.xml", "cin_2022_sample.xml"],
        ),
        (
            "ssda903",
            vec![
                "DoLo.csv",
                "ad1.csv",
                "episodes.csv",
                "header.csv",
                "missing.csv",
                "oc2.csv",
                "oc3.csv",
                "placed_for_adoption.csv",
                "placed_for_adoption_errors.csv",
                "previous_permanence.csv",
                "reviews.csv",
                "sw_episodes.csv",
                "uasc.csv",
            ],
        ),
    ] {
        let start = std::time::Instant::now();
        let records = load(&data.join(folder), &names);
        println!("==== {names:?} {:?}\n{}", start.elapsed(), totals(&records));
        for finding in records.reading.findings.iter().take(12) {
            println!("  {finding}");
        }
    }
}
