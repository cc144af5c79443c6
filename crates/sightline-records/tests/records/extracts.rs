//! Extracts: written, opened, damaged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sightline_records::extract::{self, ColumnDifference, Contents, Extract, ExtractKey, TableDifference};
use sightline_records::{Error, Records, combine};
use tempfile::TempDir;

use crate::support::{DEFINITIONS, read_one, rows_of};

const CONTACTS: &[u8] = b"Child Unique ID,Gender,Ethnicity,Date of Birth,Date of Contact,Contact Source\n\
    0042,F,WBRI,01/02/2015,03/04/2026,1A\n0043,M,WBRI,01/02/2016,04/04/2026,1A\n,M,,,04/04/2026,1A\n";
const SSD_CONTACTS: &[u8] = b"cont_person_id,cont_contact_date,cont_contact_id,cont_contact_source_code\n\
    0042,2026-04-03,C1,1A\n0044,2026-04-03,C2,1A\n";

fn parts(files: &[&[u8]]) -> Vec<Records> {
    files.iter().map(|file| read_one(&[("f.csv", file)]).unwrap()).collect()
}

fn write(folder: &TempDir, parts: &[Records], key: &ExtractKey) -> extract::Manifest {
    try_write(&folder.path().join("one"), parts, key).unwrap()
}

fn try_write(folder: &Path, parts: &[Records], key: &ExtractKey) -> Result<extract::Manifest, Error> {
    let combined = combine(&DEFINITIONS, parts);
    let contents = Contents {
        as_at: NaiveDate::from_ymd_opt(2026, 4, 30).unwrap(),
        parts,
        carried_from: &BTreeMap::new(),
        combined: &combined,
        findings: None,
    };
    extract::write(folder, &contents, key)
}

/// Every file of a folder, by its path from there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

fn open_of(texts: &[&str], folder: &Path) -> Extract {
    let key = ExtractKey::generate().unwrap();
    let parts: Vec<Records> = texts.iter().map(|text| read_one(&[("f.csv", text.as_bytes())]).unwrap()).collect();
    try_write(folder, &parts, &key).unwrap();
    extract::open(folder, &key).unwrap()
}

#[test]
fn what_is_written_is_what_is_read_back() {
    for files in [&[CONTACTS][..], &[CONTACTS, SSD_CONTACTS]] {
        let (folder, key) = (TempDir::new().unwrap(), ExtractKey::generate().unwrap());
        let parts = parts(files);
        let combined = combine(&DEFINITIONS, &parts);
        let manifest = write(&folder, &parts, &key);
        let opened = extract::open(&folder.path().join("one"), &key).unwrap();
        assert_eq!(*opened.manifest(), manifest);
        assert_eq!(opened.tables().unwrap(), combined.tables);
        for part in &parts {
            let read = opened.part(&part.reading.format).unwrap().unwrap();
            assert_eq!((&read.tables, &read.reading), (&part.tables, &part.reading));
        }
        assert!(opened.part("cin_census").unwrap().is_none() && opened.table("visit").unwrap().is_empty());
    }
}

#[test]
fn the_manifest_counts_and_names_nobody() {
    let (folder, key) = (TempDir::new().unwrap(), ExtractKey::generate().unwrap());
    let mut parts = parts(&[CONTACTS, SSD_CONTACTS]);
    for source in &mut parts[0].reading.sources {
        source.file = "Planted Name.csv".into();
    }
    let manifest = write(&folder, &parts, &key);
    let annex_a = manifest.part("annex_a").unwrap();
    assert_eq!((annex_a.rows_in, annex_a.rows_kept, annex_a.rows_set_aside), (3, 2, 1));
    assert_eq!(annex_a.findings["SL-R050"], 1);
    assert_eq!((manifest.tables["contact"], manifest.tables["person"]), (3, 2));
    assert_eq!(manifest.differing, []);
    assert_eq!(manifest.absent.len(), 1);
    // Neither a child nor a file's name can be found in any byte of the folder.
    let planted = [&b"0042"[..], b"0043", b"Planted Name", b"annex_a/list_1", b"2026-04-03"];
    for file in files(folder.path()) {
        let bytes = fs::read(&file).unwrap();
        let is_manifest = file.ends_with("manifest.json");
        for words in planted.iter().filter(|words| !is_manifest || **words != b"annex_a/list_1") {
            assert!(!bytes.windows(words.len()).any(|window| window == *words), "{}", file.display());
        }
    }
}

type Harm<'h> = &'h dyn Fn(&Path);

#[test]
fn each_kind_of_harm_to_the_folder_has_its_code_and_names_the_file() {
    let key = ExtractKey::generate().unwrap();
    let visits = "parts/annex_a/contact.parquet";
    let other = "parts/annex_a/person.parquet";
    let harms: [(&str, Harm<'_>, &str, &str); 11] = [
        ("another key", &|_| {}, "SL-R124", ""),
        ("no manifest", &|folder| fs::remove_file(folder.join("manifest.json")).unwrap(), "SL-R123", ""),
        ("no seal", &|folder| fs::remove_file(folder.join("manifest.seal")).unwrap(), "SL-R123", ""),
        (
            "a changed manifest",
            &|folder| replace(&folder.join("manifest.json"), "2026-04-30", "2026-05-30"),
            "SL-R124",
            "",
        ),
        ("a file gone", &|folder| fs::remove_file(folder.join(visits)).unwrap(), "SL-R125", visits),
        ("a file cut short", &|folder| cut(&folder.join(visits)), "SL-R126", visits),
        ("a bit turned", &|folder| turn_a_bit(&folder.join(visits)), "SL-R126", visits),
        ("a file longer", &|folder| append(&folder.join(visits)), "SL-R126", visits),
        ("one file for another", &|folder| put_in_place(&folder.join(other), &folder.join(visits)), "SL-R126", visits),
        ("a strange file", &|folder| fs::write(folder.join("tables/x"), "x").unwrap(), "SL-R127", "tables/x"),
        (
            "a folder for a file",
            &|folder| {
                fs::remove_file(folder.join(visits)).unwrap();
                fs::create_dir(folder.join(visits)).unwrap();
            },
            "SL-R125",
            visits,
        ),
    ];
    for (what, harm, code, file) in harms {
        let folder = TempDir::new().unwrap();
        write(&folder, &parts(&[CONTACTS, SSD_CONTACTS]), &key);
        let one = folder.path().join("one");
        extract::open(&one, &key).unwrap();
        harm(&one);
        let opened_with = if what == "another key" { ExtractKey::generate().unwrap() } else { key.clone() };
        let error = extract::open(&one, &opened_with).expect_err(what);
        assert_eq!(error.code(), code, "{what}: {error}");
        assert!(error.to_string().contains(file), "{what}: {error}");
    }
}

fn replace(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(old));
    fs::write(path, text.replace(old, new)).unwrap();
}

fn put_in_place(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
}

fn cut(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn turn_a_bit(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn append(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    bytes.push(0);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_file_changed_after_opening_is_found_when_it_is_read() {
    let (folder, key) = (TempDir::new().unwrap(), ExtractKey::generate().unwrap());
    write(&folder, &parts(&[CONTACTS]), &key);
    let opened = extract::open_unread(&folder.path().join("one"), &key).unwrap();
    turn_a_bit(&folder.path().join("one/parts/annex_a/contact.parquet"));
    assert_eq!(opened.table("contact").unwrap_err().code(), "SL-R126");
    assert_eq!(opened.table("person").unwrap().len(), 1, "the others are as they were");
    // With sizes as they were, only reading finds it.
    extract::open_unread(&folder.path().join("one"), &key).unwrap();
    assert_eq!(extract::open(&folder.path().join("one"), &key).unwrap_err().code(), "SL-R126");
}

#[test]
fn a_file_sealed_under_another_path_is_not_read_even_with_its_hash_in_the_manifest() {
    let (folder, key) = (TempDir::new().unwrap(), ExtractKey::generate().unwrap());
    write(&folder, &parts(&[CONTACTS]), &key);
    let one = folder.path().join("one");
    let manifest = extract::open(&one, &key).unwrap().manifest().clone();
    // Somebody who has the key of the seal puts one file in the place of another, and says so in the manifest.
    let forged = folder.path().join("two");
    let mut staging = extract::Staging::begin(&forged, &key).unwrap();
    let person = "parts/annex_a/person.parquet";
    let table = extract::open(&one, &key).unwrap().part("annex_a").unwrap().unwrap().tables["person"].clone();
    staging.stream("elsewhere.parquet", table[0].schema(), table.into_iter().map(Ok)).unwrap();
    let mut manifest = staging.publish(manifest).unwrap();
    let hash = manifest.files.remove("elsewhere.parquet").unwrap();
    fs::create_dir_all(forged.join("parts/annex_a")).unwrap();
    fs::rename(forged.join("elsewhere.parquet"), forged.join(person)).unwrap();
    manifest.files.insert(person.to_owned(), hash);
    let text = serde_json::to_vec(&manifest).unwrap();
    fs::write(forged.join("manifest.json"), &text).unwrap();
    let own = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key.as_bytes());
    let sealing = ring::hmac::sign(&own, b"manifest of an extract");
    let seal = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, sealing.as_ref()), &text);
    let hex = seal.as_ref().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    fs::write(forged.join("manifest.seal"), hex).unwrap();
    let opened = extract::open(&forged, &key).unwrap();
    assert_eq!(opened.table("person").unwrap_err().code(), "SL-R126");
}

#[test]
fn a_load_that_fails_or_is_killed_leaves_nothing_that_counts() {
    let (folder, key) = (TempDir::new().unwrap(), ExtractKey::generate().unwrap());
    write(&folder, &parts(&[CONTACTS]), &key);
    let one = folder.path().join("one");
    assert_eq!(try_write(&one, &parts(&[SSD_CONTACTS]), &key).unwrap_err().code(), "SL-R122");
    extract::open(&one, &key).unwrap();

    // A batch that cannot be had ends the writing, and takes away what there was.
    let mut staging = extract::Staging::begin(&folder.path().join("two"), &key).unwrap();
    let batch = parts(&[CONTACTS])[0].tables["contact"][0].clone();
    let batches = [Ok(batch.clone()), Err(Error::Random)];
    let failed = staging.stream("tables/contact.parquet", batch.schema(), batches.into_iter());
    assert_eq!(failed.unwrap_err().code(), "SL-R120");
    drop(staging);
    let names = || fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(names(), ["one"]);

    // What a killed process left is taken away, and an extract is not.
    std::mem::forget(extract::Staging::begin(&folder.path().join("three"), &key).unwrap());
    assert_eq!(names().len(), 2);
    assert_eq!(extract::clear(folder.path()).unwrap(), 1);
    assert_eq!(names(), ["one"]);
    extract::destroy(&one).unwrap();
    extract::destroy(&one).unwrap();
    assert!(names().is_empty());
    assert_eq!(extract::clear(&folder.path().join("never")).unwrap(), 0);
}

#[test]
fn a_part_is_carried_forward_and_says_from_where() {
    let (folder, key) = (TempDir::new().unwrap(), ExtractKey::generate().unwrap());
    write(&folder, &parts(&[CONTACTS]), &key);
    let before = extract::open(&folder.path().join("one"), &key).unwrap();
    let parts = [before.part("annex_a").unwrap().unwrap(), parts(&[SSD_CONTACTS]).remove(0)];
    let combined = combine(&DEFINITIONS, &parts);
    let contents = Contents {
        as_at: NaiveDate::from_ymd_opt(2026, 5, 31).unwrap(),
        parts: &parts,
        carried_from: &BTreeMap::from([("annex_a".to_owned(), "one".to_owned())]),
        combined: &combined,
        findings: Some(&before.table("person").unwrap()),
    };
    let two = folder.path().join("two");
    extract::write(&two, &contents, &ExtractKey::from_bytes([7; 32])).unwrap();
    fs::remove_dir_all(folder.path().join("one")).unwrap();
    let after = extract::open(&two, &ExtractKey::from_bytes([7; 32])).unwrap();
    assert_eq!(after.manifest().part("annex_a").unwrap().carried_from.as_deref(), Some("one"));
    assert_eq!(after.manifest().part("ssd").unwrap().carried_from, None);
    assert_eq!(after.manifest().findings, Some(2));
    assert_eq!(after.findings().unwrap().unwrap(), before_rows(&parts[0]));
    assert_eq!(after.part("annex_a").unwrap().unwrap().reading, parts[0].reading);
    assert_eq!(after.disagreements().unwrap()[0], combined.disagreements.rows);
}

fn before_rows(part: &Records) -> Vec<arrow_array::RecordBatch> {
    combine(&DEFINITIONS, std::slice::from_ref(part)).tables["person"].clone()
}

#[test]
fn the_difference_says_who_came_and_went_and_which_dates_moved() {
    let folder = TempDir::new().unwrap();
    let headers = "Child Unique ID,Gender,Ethnicity,Date of Birth,Date of Contact,Contact Source\n";
    let before = format!(
        "{headers}1,F,WBRI,01/02/2015,03/04/2026,1A\n2,M,WBRI,01/02/2015,03/04/2026,1A\n4,M,,01/02/2015,03/04/2026,1A\n"
    );
    let after = format!(
        "{headers}1,F,WBRI,01/02/2015,05/04/2026,1A\n3,M,WBRI,01/02/2015,03/04/2026,1A\n4,M,WBRI,02/02/2015,03/06/2026,1A\n"
    );
    let (before, after) =
        (open_of(&[&before], &folder.path().join("before")), open_of(&[&after], &folder.path().join("after")));
    let difference = extract::difference(&DEFINITIONS, &before, &after).unwrap();
    assert_eq!((difference.children_appeared, difference.children_disappeared), (1, 1));
    let later = |later| ColumnDifference { later, ..ColumnDifference::default() };
    let contact = TableDifference {
        rows_before: 3,
        rows_after: 3,
        appeared: 2,
        disappeared: 2,
        changed: 1,
        columns: BTreeMap::from([("received_on".to_owned(), later(1))]),
    };
    assert_eq!(difference.tables["contact"], contact, "two days are a date put right, two months another contact");
    let person = &difference.tables["person"];
    assert_eq!((person.appeared, person.disappeared, person.changed), (1, 1, 1));
    assert_eq!(person.columns["born_on"], later(1));
    assert_eq!(person.columns["ethnicity"], ColumnDifference { given: 1, ..ColumnDifference::default() });
    let rows =
        rows_of(std::slice::from_ref(&difference.rows), &["change", "table", "child_id", "column", "before", "after"]);
    for expected in [
        "child_appeared | ∅ | 3 | ∅ | ∅ | ∅",
        "child_disappeared | ∅ | 2 | ∅ | ∅ | ∅",
        "row_disappeared | contact | 2 | ∅ | ∅ | ∅",
        "changed | contact | 1 | received_on | 2026-04-03 | 2026-04-05",
        "changed | person | 4 | born_on | 2015-02-01 | 2015-02-02",
        "changed | person | 4 | ethnicity | ∅ | WBRI",
    ] {
        assert!(rows.iter().any(|row| row == expected), "{expected}\n{rows:#?}");
    }
    let back = extract::difference(&DEFINITIONS, &after, &before).unwrap();
    assert_eq!(back.tables["contact"].columns["received_on"].earlier, 1);
    assert_eq!(back.tables["person"].columns["ethnicity"].taken_back, 1);
    assert!(extract::difference(&DEFINITIONS, &after, &after).unwrap().is_none());
}
