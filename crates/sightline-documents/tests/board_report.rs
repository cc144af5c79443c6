//! The three papers of the invented sample: what they hold, and that the same report gives the same bytes.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking; a second process is told its folder"
)]

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use std::{env, fs, thread};

use calamine::{Data, Reader, Xlsx};
use sightline_documents::generators::board_report::{docx, pdf, xlsx};
use sightline_domain::board_report::{BoardReport, BoardReportInput, contrast};
use sightline_domain::plan::Plan;

const SAMPLE: &str = include_str!("../../../content/documents/board_report/sample.json");
const TEMPLATE: &str = include_str!("../../../content/documents/board_report/template.typ");

fn sample() -> BoardReportInput {
    serde_json::from_str(SAMPLE).unwrap()
}

/// The sample cut to its first priority, so that laying it out is quick without optimisation.
fn small() -> BoardReport {
    let mut input = sample();
    for plan in
        [Some(&mut input.current.plan), input.earlier.as_mut().map(|earlier| &mut earlier.plan)].into_iter().flatten()
    {
        plan.priorities.truncate(1);
        plan.actions.retain(|action| action.priority == "1");
    }
    input.amendments.retain(|amendment| amendment.after.priority == "1");
    BoardReport::build(&input)
}

fn papers(report: &BoardReport) -> [(&'static str, Vec<u8>); 3] {
    [("board.pdf", pdf(report).unwrap()), ("board.docx", docx(report).unwrap()), ("board.xlsx", xlsx(report).unwrap())]
}

/// Runs itself once more as another process, more than two seconds later: the
/// archives of Word and Excel date their entries in steps of two seconds.
#[test]
fn the_same_report_gives_the_same_bytes_in_another_process_and_later() {
    const FOLDER: &str = "SIGHTLINE_TEST_PAPERS";
    let report = small();
    if let Some(folder) = env::var_os(FOLDER) {
        for (name, bytes) in papers(&report) {
            fs::write(Path::new(&folder).join(name), bytes).unwrap();
        }
        return;
    }
    let first = papers(&report);
    thread::sleep(Duration::from_millis(2100));
    let folder = env::temp_dir().join(format!("sightline-board-report-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "the_same_report_gives_the_same_bytes_in_another_process_and_later"])
        .env(FOLDER, &folder)
        .status()
        .unwrap();
    assert!(status.success());
    for (name, bytes) in &first {
        assert!(&fs::read(folder.join(name)).unwrap() == bytes, "{name} differs");
    }
    fs::remove_dir_all(folder).unwrap();
    assert!(docx(&report).unwrap() == first[1].1, "the second Word file of one process differs");
    assert!(xlsx(&report).unwrap() == first[2].1, "the second workbook of one process differs");
}

#[test]
fn the_pdf_says_that_it_conforms_to_pdf_ua() {
    let bytes = pdf(&small()).unwrap();
    let holds = |wanted: &str| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes());
    assert!(holds("pdfuaid:part"), "no PDF/UA mark in the metadata");
    assert!(holds("en-GB"), "no language");
    assert!(holds("Report to the Harbourside Improvement Board"), "no title");
    assert!(holds("/StructTreeRoot"), "not tagged");
}

#[test]
fn a_plan_that_is_empty_or_rated_otherwise_still_gives_papers() {
    let mut input = sample();
    input.earlier = None;
    input.updates.clear();
    input.amendments.clear();
    input.current.latest_updates.clear();
    input.board = None;
    input.meeting_on = None;
    input.council = None;
    input.current.plan.council = None;
    input.current.plan.scales[0].rates_impact = false;
    input.current.plan.actions.truncate(3);
    input.current.plan.actions[0].priority = "unknown".to_owned();
    input.current.plan.actions[1].text = Some(
        "=cmd() \u{1}<b>&amp; #let x = 1 $ * _ `raw` \\ @label \u{F0B7} \u{1F600} \u{645}\u{631}\u{62D}\u{628}\u{627}"
            .to_owned(),
    );
    for (name, bytes) in papers(&BoardReport::build(&input)) {
        assert!(bytes.len() > 1000, "{name}");
    }
    input.current.plan = Plan::default();
    for (name, bytes) in papers(&BoardReport::build(&input)) {
        assert!(bytes.len() > 1000, "{name}");
    }
}

fn part(archive: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_word_file_has_headings_repeated_header_rows_and_a_language() {
    let bytes = docx(&BoardReport::build(&sample())).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("<w:tbl>"));
    assert_eq!(document.matches("<w:tblHeader />").count(), document.matches("<w:tbl>").count());
    for style in ["Title", "Heading1", "Heading2"] {
        assert!(document.contains(&format!("<w:pStyle w:val=\"{style}\"")), "{style}");
    }
    assert!(document.contains("w:orient=\"landscape\""));
    // Outside tables every paragraph has words, except the ones that end a section.
    let outside: String =
        document.split("<w:tbl>").map(|piece| piece.rsplit("</w:tbl>").next().unwrap_or_default()).collect();
    for paragraph in outside.split("<w:p>").skip(1) {
        let has_words = paragraph.split("<w:t xml:space=\"preserve\">").skip(1).any(|text| !text.starts_with('<'));
        assert!(has_words || paragraph.contains("<w:sectPr>"), "empty paragraph: {paragraph}");
    }
    assert_eq!(document.matches("<w:sectPr>").count(), document.matches("<w:footerReference").count());
    assert!(part(&bytes, "word/styles.xml").contains("<w:lang w:val=\"en-GB\""));
    assert!(
        part(&bytes, "docProps/core.xml").contains("<dc:title>Report to the Harbourside Improvement Board</dc:title>")
    );
    assert!(part(&bytes, "word/footer1.xml").contains("NUMPAGES"));
}

#[test]
fn the_workbook_has_dates_as_dates_and_no_formulas() {
    let mut input = sample();
    for (action, text) in input.current.plan.actions.iter_mut().zip(["=1+1", "+44", "-5", "@now"]) {
        action.text = Some(text.to_owned());
    }
    let bytes = xlsx(&BoardReport::build(&input)).unwrap();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["Summary", "Plan on a page", "Actions", "Changes", "Due", "Gaps", "Glossary"]);
    let actions = workbook.worksheet_range("Actions").unwrap();
    assert_eq!(actions.height() - 1, input.current.plan.actions.iter().filter(|action| action.is_live()).count());
    let column = |name: &str| actions.rows().next().unwrap().iter().position(|cell| *cell == *name).unwrap();
    let (text, due) = (column("Action"), column("Due"));
    let texts: Vec<String> = actions.rows().skip(1).take(4).map(|row| row[text].to_string()).collect();
    assert_eq!(texts, ["=1+1", "+44", "-5", "@now"]);
    assert!(matches!(actions.rows().nth(1).unwrap()[due], Data::DateTime(_)));
    for sheet in 1..=7 {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(!xml.contains("<f>"), "sheet {sheet} has a formula");
        assert_eq!(xml.contains("<autoFilter"), sheet > 1, "sheet {sheet}");
        assert!(xml.contains("fitToPage"), "sheet {sheet} does not fit its page");
    }
}

#[test]
fn the_colours_of_the_template_can_be_read() {
    let colour = |name: &str| {
        let start = format!("#let {name} = rgb(\"#");
        let after = TEMPLATE.split(&start).nth(1).unwrap_or_else(|| panic!("the template has no colour {name}"));
        after[..6].to_owned()
    };
    for name in ["ink", "muted", "accent", "alarm"] {
        for ground in ["FFFFFF".to_owned(), colour("wash")] {
            let found = contrast(&colour(name), &ground).unwrap();
            assert!(found >= 4.5, "{name} on {ground} has a contrast of {found:.2}");
        }
    }
    assert!(contrast("FFFFFF", &colour("accent")).unwrap() >= 4.5);
    let report = BoardReport::build(&sample());
    for line in &report.key {
        // The words of a rating stand on its tint, and on white in headings.
        assert!(contrast(&line.mark.ink, &line.mark.tint).unwrap() >= 4.5, "{}", line.mark.name);
        assert!(contrast(&line.mark.ink, "FFFFFF").unwrap() >= 4.5, "{}", line.mark.name);
        assert!(contrast(&line.mark.solid, "FFFFFF").unwrap() >= 3.0, "{}", line.mark.name);
    }
}

#[test]
fn the_sample_shows_every_part_of_the_report() {
    let report = BoardReport::build(&sample());
    assert!(report.headlines.len() >= 4);
    assert!(!report.attention.is_empty());
    assert!(!report.movements.lines.is_empty());
    assert!(!report.changes.lines.is_empty());
    assert!(!report.overdue.lines.is_empty());
    assert!(!report.due_soon.lines.is_empty());
    assert!(!report.impact_tests.lines.is_empty());
    assert!(!report.stale.lines.is_empty());
    assert!(!report.glossary.is_empty());
    assert!(report.undefined_abbreviations.is_empty(), "{:?}", report.undefined_abbreviations);
    assert_eq!(report.ratings.len(), 2);
}
