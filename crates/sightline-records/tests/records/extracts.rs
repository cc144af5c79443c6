//! Extracts: written, opened, damaged.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_records::extract::{self, Contents, ExtractKey};
use sightline_records::{Records, combine};
use tempfile::TempDir;

use crate::support::{DEFINITIONS, read_one};

const CONTACTS: &[u8] = b"Child Unique ID,Gender,Ethnicity,Date of Birth,Date of Contact,Contact Source\n\
    0042,F,WBRI,01/02/2015,03/04/2026,1A\n0043,M,WBRI,01/02/2016,04/04/2026,1A\n,M,,,04/04/2026,1A\n";
const SSD_CONTACTS: &[u8] = b"cont_person_id,cont_contact_date,cont_contact_id,cont_contact_source_code\n\
    0042,2026-04-03,C1,1A\n0044,2026-04-03,C2,1A\n";

fn parts(files: &[&[u8]]) -> Vec<Records> {
    files.iter().map(|file| read_one(&[("f.csv", file)]).unwrap()).collect()
}

fn write(folder: &TempDir, parts: &[Records], key: &ExtractKey) -> extract::Manifest {
    let combined = combine(&DEFINITIONS, parts);
    let contents = Contents {
        as_at: NaiveDate::from_ymd_opt(2026, 4, 30).unwrap(),
        parts,
        carried_from: &BTreeMap::new(),
        combined: &combined,
        findings: None,
    };
    extract::write(&folder.path().join("one"), &contents, key).unwrap()
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
