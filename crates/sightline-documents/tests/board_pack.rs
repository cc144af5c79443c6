//! The board pack on paper: the same pack gives the same bytes, in every format, and no word of it is lost.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use sightline_documents::charts::{assurance_icon, sparkline, variation_icon};
use sightline_documents::generators::board_pack::{
    Block, BoardPack, PackCell, PackMeasure, PackPart, PackRow, PackTable, Picture, docx, pdf, xlsx,
};
use sightline_domain::board_report::{Day, rating_mark};
use sightline_domain::scale::Scale;
use sightline_domain::spc::{Assurance, Variation};

fn picture(svg: String, words: &str) -> Picture {
    Picture { svg, words: words.to_owned() }
}

fn measure() -> PackMeasure {
    let values: Vec<Option<f64>> = (0..24_u32).map(|at| (at != 7).then(|| f64::from(70 + at * 7 % 13))).collect();
    PackMeasure {
        reference: Some("CIN8".to_owned()),
        label: "Assessments within 45 working days".to_owned(),
        figure: "86.2%".to_owned(),
        number: Some("86.2".to_owned()),
        unit: "per cent".to_owned(),
        period: "September 2026".to_owned(),
        made_from: Some("25 of 29".to_owned()),
        quarter: Some("1 July 2026 to 30 September 2026: 84.0%".to_owned()),
        target: Some("90%".to_owned()),
        chart: picture(sparkline("chart", "24 months", &values), "24 months up to September 2026"),
        variation: picture(variation_icon("variation", Variation::CommonCause), Variation::CommonCause.words()),
        assurance: picture(assurance_icon("assurance", Assurance::HitOrMiss), Assurance::HitOrMiss.words()),
        sentence: "Higher is better. No real change since April.".to_owned(),
        warnings: vec!["There is no figure for 1 period.".to_owned()],
    }
}

fn pack() -> BoardPack {
    let text = |text: &str| text.to_owned();
    let table = PackTable {
        columns: vec![(text("About"), 2), (text("Rated"), 3)],
        rows: vec![
            PackRow::Band { text: text("Rated better than its evidence") },
            PackRow::cells(vec![
                PackCell::text("=1+1").with("Action 1.1"),
                PackCell::rating(rating_mark(&Scale::brag(), Some("amber"))),
            ]),
        ],
    };
    let part = |title: &str, blocks: Vec<Block>| PackPart { title: text(title), begins_page: true, blocks };
    BoardPack {
        council: Some(text("Harbour Council")),
        title: text("Improvement board pack"),
        plan_title: text("Harbour plan 2026"),
        body: Some(text("Improvement Board")),
        audience: text("The board in private"),
        handling: text("Private: for members alone."),
        meeting: Some(Day::of("2026-11-18".parse().unwrap())),
        place: Some(text("14:00, Council Chamber")),
        as_at: Day::of("2026-10-31".parse().unwrap()),
        records: text("Data as at 31 October 2026."),
        sections: vec![
            part(
                "On one page",
                vec![
                    Block::Panel {
                        title: text("What is stuck?"),
                        lead: text("2 actions are overdue."),
                        lines: vec![text("Overdue longest: 1.1, by 40 days.")],
                        is_alarm: true,
                    },
                    Block::Points { items: vec![text("Decide on 1.1.")] },
                ],
            ),
            part(
                "Highlight reports",
                vec![Block::Topics {
                    title: text("1  Hubs"),
                    status: text("Not signed: drafted"),
                    is_open: true,
                    topics: vec![(text("What is overdue"), text("The hub \u{F0B7} waits for its lease."))],
                }],
            ),
            part(
                "Scorecard",
                vec![Block::Heading { text: text("Are children safer?") }, Block::Measures { lines: vec![measure()] }],
            ),
            part(
                "Challenges and answers",
                vec![
                    Block::Words { text: text("1 challenge.") },
                    Block::Table(table),
                    Block::Quiet { text: text("Found by rule.") },
                ],
            ),
        ],
    }
}

fn zipped(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_same_pack_gives_the_same_bytes_in_every_format() {
    assert_eq!(pdf(&pack()).unwrap(), pdf(&pack()).unwrap());
    assert_eq!(docx(&pack()).unwrap(), docx(&pack()).unwrap());
    assert_eq!(xlsx(&pack()).unwrap(), xlsx(&pack()).unwrap());
}

#[test]
fn the_pdf_says_that_it_conforms_to_pdf_ua() {
    let bytes = pdf(&pack()).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("pdfuaid:part"), "no mark of PDF/UA");
    // Nothing at all in a section, and a pack for no body, are papers too.
    let bare = BoardPack { body: None, meeting: None, place: None, sections: Vec::new(), ..pack() };
    assert!(pdf(&bare).is_ok());
}

#[test]
fn word_says_all_that_the_pdf_says() {
    let text = zipped(&docx(&pack()).unwrap(), "word/document.xml");
    for words in [
        "Improvement board pack",
        "Private: for members alone.",
        "What is stuck?",
        "Overdue longest: 1.1, by 40 days.",
        "Decide on 1.1.",
        "Not signed: drafted",
        "waits for its lease",
        "86.2%",
        "25 of 29",
        "84.0%",
        "Rated better than its evidence",
        "=1+1",
        "Amber",
        "Found by rule.",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn the_workbook_has_a_sheet_for_each_section_with_figures_as_numbers_and_no_formula() {
    let bytes = xlsx(&pack()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names, ["About this pack", "On one page", "Highlight reports", "Scorecard", "Challenges and answers"]);
    let scorecard = book.worksheet_range("Scorecard").unwrap();
    assert_eq!(scorecard.get_value((1, 3)), Some(&Data::Float(86.2)));
    let challenges = book.worksheet_range("Challenges and answers").unwrap();
    let has = |words: &str| challenges.rows().flatten().any(|cell| cell.to_string().contains(words));
    assert!(has("=1+1 (Action 1.1)") && has("Amber"));
    assert!(book.worksheet_formula("Challenges and answers").unwrap().is_empty());
}
