//! The data quality report of the invented sample: what it holds, and that the same report gives the same bytes.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::io::{Cursor, Read};

use sightline_documents::generators::data_quality::{docx, pdf};
use sightline_domain::data_quality::{QualityFigures, QualityReport};

fn sample() -> QualityFigures {
    serde_json::from_str(include_str!("../../../content/documents/data_quality/sample.json")).unwrap()
}

fn word_text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_pdf_conforms_to_pdf_ua_and_is_the_same_each_time() {
    let report = QualityReport::build(&sample());
    let bytes = pdf(&report).unwrap();
    let holds = |wanted: &str| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes());
    assert!(holds("pdfuaid:part"), "no PDF/UA mark in the metadata");
    assert!(holds("en-GB"), "no language");
    assert_eq!(bytes, pdf(&report).unwrap());
}

#[test]
fn the_word_file_holds_every_team_and_what_to_do() {
    let report = QualityReport::build(&sample());
    let bytes = docx(&report).unwrap();
    let text = word_text(&bytes);
    for line in &report.teams {
        assert!(text.contains(&line.team), "{}", line.team);
    }
    for check in &report.checks {
        assert!(text.contains(&check.action), "{}", check.action);
    }
    assert!(text.contains("w:tblHeader"), "header rows repeat");
    assert_eq!(bytes, docx(&report).unwrap());
}

#[test]
fn a_report_of_nothing_is_a_paper_too() {
    let empty = QualityFigures {
        council: None,
        scores: Vec::new(),
        checks: Vec::new(),
        loaded: Vec::new(),
        not_asked: 0,
        ..sample()
    };
    let report = QualityReport::build(&empty);
    assert!(pdf(&report).unwrap().starts_with(b"%PDF"));
    assert!(word_text(&docx(&report).unwrap()).contains("Nothing was found."));
}
