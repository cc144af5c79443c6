//! The scorecard on paper: what it says loudly, that it conforms, and that the same scorecard gives the same bytes.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use sightline_documents::charts::{assurance_icon, sparkline, variation_icon};
use sightline_documents::generators::scorecard::{
    LineShows, MeasureOnPaper, Picture, ScorecardLine, ScorecardPaper, ScorecardSection, csv, docx, pdf, xlsx,
};
use sightline_domain::board_report::Day;
use sightline_domain::spc::{Assurance, NoAssurance, Towards, Variation};

fn measure(number: Option<&str>, variation: Variation, assurance: Assurance) -> LineShows {
    let values: Vec<Option<f64>> = (0..24_u32).map(|at| (at != 7).then(|| f64::from(70 + at * 7 % 13))).collect();
    let picture = |svg: String, words: &str| Picture { svg, words: words.to_owned() };
    LineShows::Measure(Box::new(MeasureOnPaper {
        figure: number.map_or_else(|| "too small to show".to_owned(), |number| format!("{number}%")),
        number: number.map(str::to_owned),
        unit: "per cent".to_owned(),
        period: "September 2026".to_owned(),
        made_from: number.map(|_| "25 of 29".to_owned()),
        target: number.map(|_| "90%".to_owned()),
        trend: picture(sparkline("trend", "24 months up to September 2026", &values), "24 months up to September 2026"),
        variation: picture(variation_icon("variation", variation), variation.words()),
        assurance: picture(assurance_icon("assurance", assurance), assurance.words()),
        sentence: "Higher is better. No real change since April; the target of 90% will not be met reliably unless the process changes.".to_owned(),
        warnings: vec!["Data as at 31 May 2026, 142 days old. That is stale: load a newer extract before relying on it.".to_owned()],
        provenance: vec!["Data as at 30 September 2026".to_owned(), "extract 01J8".to_owned(), "2 left out".to_owned()],
    }))
}

fn scorecard() -> ScorecardPaper {
    let line = |reference: &str, label: &str, shows| ScorecardLine {
        reference: Some(reference.to_owned()).filter(|known| !known.is_empty()),
        label: label.to_owned(),
        shows,
    };
    ScorecardPaper {
        council: Some("Harbour Council".to_owned()),
        title: "Improvement board".to_owned(),
        about: "What the board looks at first, at every meeting.".to_owned(),
        audience: Some("the improvement board".to_owned()),
        as_at: Day::of("2026-10-20".parse().unwrap()),
        extract: Some("01J8".to_owned()),
        freshness: "Data as at 31 May 2026, 142 days old. That is stale: load a newer extract before relying on it."
            .to_owned(),
        is_stale: true,
        headlines: vec!["1 of 3 measures changed for the worse.".to_owned()],
        sections: vec![
            ScorecardSection {
                title: "Children at risk".to_owned(),
                lines: vec![
                    line(
                        "CIN8",
                        "Assessments completed within 45 working days",
                        measure(Some("86.2"), Variation::CommonCause, Assurance::HitOrMiss),
                    ),
                    line(
                        "CIN10a",
                        "=SUM(A1:A9)",
                        measure(Some("61.0"), Variation::Concern(Towards::Low), Assurance::ConsistentlyFails),
                    ),
                    line(
                        "",
                        "Visits to children with a protection plan",
                        LineShows::CaseList {
                            words: "3 overdue · 2 due within 5 working days · 9 due within 20 working days".to_owned(),
                        },
                    ),
                ],
            },
            ScorecardSection {
                title: "Children in care".to_owned(),
                lines: vec![
                    line(
                        "CLA3",
                        "Children who ran away",
                        measure(None, Variation::TooFew, Assurance::None(NoAssurance::NoTarget)),
                    ),
                    line(
                        "CLA4",
                        "Health assessments in time",
                        LineShows::Failed {
                            words: "Could not be computed: the query took longer than 30 seconds (SL-M023).".to_owned(),
                        },
                    ),
                ],
            },
        ],
    }
}

#[test]
fn the_pdf_conforms_to_pdf_ua_and_is_the_same_each_time() {
    let bytes = pdf(&scorecard()).unwrap();
    let holds = |wanted: &str| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes());
    assert!(holds("pdfuaid:part"), "no PDF/UA mark in the metadata");
    assert_eq!(bytes, pdf(&scorecard()).unwrap());
    if let Some(folder) = option_env!("SIGHTLINE_PAPERS") {
        std::fs::write(format!("{folder}/scorecard.pdf"), &bytes).unwrap();
        std::fs::write(format!("{folder}/scorecard.docx"), docx(&scorecard()).unwrap()).unwrap();
        std::fs::write(format!("{folder}/scorecard.xlsx"), xlsx(&scorecard()).unwrap()).unwrap();
    }
}

#[test]
fn the_word_file_says_stale_data_loudly_and_has_every_line() {
    let bytes = docx(&scorecard()).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("Warning: Data as at 31 May 2026"));
    for line in scorecard().sections.iter().flat_map(|section| &section.lines) {
        assert!(text.contains(&line.label), "{}", line.label);
    }
    for words in ["Special cause, concern: lower", "3 overdue", "SL-M023", "w:tblHeader"] {
        assert!(text.contains(words), "{words}");
    }
    assert_eq!(bytes, docx(&scorecard()).unwrap());
}

#[test]
fn the_workbook_holds_real_numbers_and_no_formula() {
    let bytes = xlsx(&scorecard()).unwrap();
    assert_eq!(bytes, xlsx(&scorecard()).unwrap());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("Scorecard").unwrap();
    assert_eq!(sheet.get((1, 3)), Some(&Data::Float(86.2)));
    assert_eq!(sheet.get((2, 2)), Some(&Data::String("=SUM(A1:A9)".to_owned())));
    assert_eq!(sheet.get((4, 5)), Some(&Data::String("too small to show".to_owned())));
    let formulas = book.worksheet_formula("Scorecard").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
    assert!(book.worksheet_range("About").unwrap().used_cells().any(|(_, _, cell)| cell.to_string().contains("stale")));
}

#[test]
fn csv_guards_what_a_spreadsheet_would_run() {
    let text = String::from_utf8(csv(&scorecard()).unwrap()).unwrap();
    assert!(text.contains(",'=SUM(A1:A9),61.0,"), "{text}");
    assert_eq!(text.trim_start_matches('\u{feff}').lines().count(), 6);
}

#[test]
fn a_scorecard_of_nothing_is_a_paper_too() {
    let empty = ScorecardPaper {
        council: None,
        audience: None,
        extract: None,
        sections: Vec::new(),
        headlines: Vec::new(),
        ..scorecard()
    };
    assert!(pdf(&empty).unwrap().starts_with(b"%PDF"));
    assert!(docx(&empty).unwrap().starts_with(b"PK"));
    assert!(xlsx(&empty).unwrap().starts_with(b"PK"));
}
