//! Sample files that others made for their own tools, read with every row accounted for.

use std::fs::File;
use std::io::BufReader;

use sightline_records::{Input, Records, read};

use crate::support::{DEFINITIONS, accounted_for, shared, totals};

/// Reads sample files, prints the totals and compares those that are named; nothing when the samples are not at hand.
fn load(folder: &str, names: &[&str]) -> Option<Records> {
    let folder = shared()?.join(folder);
    let open = |name: &&str| Input::new(*name, BufReader::new(File::open(folder.join(name)).unwrap()));
    let mut records = read(&DEFINITIONS, names.iter().map(open).collect()).unwrap();
    assert_eq!(records.len(), 1);
    let records = accounted_for(records.remove(0));
    eprintln!("{}", totals(&records));
    Some(records)
}

fn assert_totals(records: &Records, expected: &str) {
    let found = totals(records);
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(found.lines().any(|found| found == line), "{line}\n\n{found}");
    }
}

#[test]
fn both_sample_workbooks_of_annex_a_are_read_whole() {
    for name in ["annex_a_sample_1.xlsx", "annex_a_sample_2.xlsx"] {
        let Some(records) = load("annex_a", &[name]) else { return };
        assert_eq!(
            (records.reading.sources.len(), records.reading.rows_in(), records.reading.rows_set_aside()),
            (11, 59, 0)
        );
        assert_totals(
            &records,
            "adopter: 5
             adoption: 5
             assessment: 5
             care_counts: 5
             care_leaver: 6
             care_period: 5
             care_review: 5
             contact: 5
             early_help: 5
             health_check: 10
             initial_conference: 3
             legal_status: 5
             need_episode: 5
             person: 48, 6 merged
             placement: 5
             protection_plan: 7
             protection_review: 5
             referral: 6
             section_47: 5
             visit: 22
             SL-R059 annex_a/list_4 Was the child assessed as requiring LA children's social care support?: 5
             SL-R060 annex_a/list_6 Primary Need Code: 1
             SL-R063 annex_a/list_10 Date of Birth: 5",
        );
    }
}

#[test]
fn the_sample_text_files_of_the_ssda903_are_read_whole() {
    let names = [
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
    ];
    let Some(records) = load("ssda903", &names) else { return };
    assert_eq!((records.reading.rows_in(), records.reading.rows_set_aside()), (25_975, 0));
    assert_totals(
        &records,
        "adoption: 58, 30 merged
         care_episode: 5050
         care_health_year: 2675
         care_leaver: 53
         care_period: 2249, 2801 joined
         care_review: 12582
         deprivation_of_liberty: 1
         immigration_status: 132
         involvement: 1
         legal_status: 3031, 2019 joined
         missing_episode: 43
         mother: 1
         person: 2675
         placement: 4275, 775 joined
         previous_permanence: 2675
         sdq: 2675
         SL-R060 ssda903/PlacedAdoption REASON_PLACED_CEASED: 59
         SL-R060 ssda903/SWEpisodes SW_REASON: 1",
    );
}

#[test]
fn the_sample_xml_of_the_ssda903_is_read_whole() {
    let Some(records) = load("ssda903", &["fake_903.xml"]) else { return };
    assert_eq!((records.reading.rows_in(), records.reading.rows_set_aside()), (2_454, 0));
    assert_totals(
        &records,
        "adoption: 3, 3 merged
         care_episode: 459
         care_health_year: 253
         care_leaver: 6
         care_period: 210, 249 joined
         care_review: 1206
         immigration_status: 12
         legal_status: 281, 178 joined
         missing_episode: 6
         person: 253
         placement: 386, 73 joined
         previous_permanence: 253
         sdq: 253",
    );
}

#[test]
fn the_sample_xml_of_the_census_is_read_whole() {
    let Some(records) = load("cin_census", &["fake_CIN_data.xml"]) else { return };
    assert_eq!((records.reading.rows_in(), records.reading.rows_set_aside()), (851, 0));
    assert!(records.reading.findings.is_empty());
    assert_totals(
        &records,
        "disability: 117
         initial_conference: 350
         need_episode: 402
         person: 332
         referral: 402",
    );
}

#[test]
fn the_census_of_each_year_is_read_with_its_own_blocks() {
    let years = [
        ("CIN_Census_2021.xml", 11, 0, "2023-03-31"),
        ("cin_2022_sample.xml", 11, 0, "2022-03-31"),
        ("CIN_Census_2024.xml", 16, 1, "20"),
        ("CIN_Census_2026.xml", 17, 1, "2024-03-31"),
    ];
    for (name, rows_in, rows_set_aside, refers_to) in years {
        let Some(records) = load("cin_census", &[name]) else { return };
        let reading = &records.reading;
        assert_eq!((reading.rows_in(), reading.rows_set_aside()), (rows_in, rows_set_aside), "{name}");
        assert_eq!(reading.count("SL-R051"), rows_set_aside, "the factor RB is in no list");
        assert!(reading.reference_on.unwrap().to_string().starts_with(refers_to), "{name}: {:?}", reading.reference_on);
        assert_eq!(reading.tables.contains_key("pre_proceedings"), name == "CIN_Census_2026.xml");
    }
}
