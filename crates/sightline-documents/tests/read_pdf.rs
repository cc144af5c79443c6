//! PDF files: tables from ruling lines and from white space.

#[path = "support/pdf.rs"]
mod pdf_file;

use sightline_documents::importers::plan::read::pdf;
use sightline_documents::importers::plan::source::{Content, Covered, SourceDocument, Table};

/// Words at a place, in points from the bottom left corner.
fn words(x: u32, y: u32, size: u32, words: &str) -> String {
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n")
}

/// A line from one place to another.
fn line(from: (u32, u32), to: (u32, u32)) -> String {
    format!("{} {} m {} {} l S\n", from.0, from.1, to.0, to.1)
}

/// A table of three columns and two rows whose first cell reaches over both rows.
fn ruled(last: &str) -> String {
    let across: String =
        [700, 660, 620].iter().map(|y| line((if *y == 660 { 100 } else { 50 }, *y), (500, *y))).collect();
    let down: String = [50, 100, 300, 500].iter().map(|x| line((*x, 620), (*x, 700))).collect();
    let fill = "0 0.69 0.314 rg 300 660 200 40 re f 0 g\n";
    format!(
        "{fill}{across}{down}{}{}{}{}{}",
        words(55, 685, 10, "1.1"),
        words(105, 685, 10, "Ring every school"),
        words(305, 685, 10, "Head"),
        words(105, 645, 10, "Write to each"),
        words(305, 645, 10, last)
    )
}

fn first_table(document: &SourceDocument) -> &Table {
    let found = document.blocks.iter().find_map(|block| match &block.content {
        Content::Table(table) => Some(table),
        _ => None,
    });
    found.expect("there is a table")
}

fn raw(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.raw.as_str()).collect()).collect()
}

#[test]
fn ruling_lines_give_cells_merges_and_colours() {
    let page = words(50, 780, 18, "Early help plan") + &words(50, 750, 10, "What we will do.") + &ruled("AD");
    let document = pdf::read(&pdf_file::pdf(&[page.as_bytes()])).expect("it is read");
    assert!(matches!(&document.blocks[0].content, Content::Heading { level: 1, text } if text == "Early help plan"));
    assert!(matches!(&document.blocks[1].content, Content::Paragraph { text } if text == "What we will do."));
    assert_eq!(raw(first_table(&document)), [["1.1", "Ring every school", "Head"], ["", "Write to each", "AD"]]);
    let table = first_table(&document);
    assert_eq!(table.rows[1].cells[0].covered, Some(Covered::FromAbove));
    assert_eq!(table.rows[0].cells[2].fill.as_deref(), Some("00B050"));
    assert_eq!(table.rows[1].place.at_column(2).to_string(), "page 1, table 1, row 2, column 2");
    assert_eq!(document.problems.len(), 1);
    assert_eq!(document.problems[0].code, "SL-I130");
    assert_eq!(document.problems[0].seen, "columns taken from ruling lines: 2 of 2 rows agree");
}

#[test]
fn a_table_goes_on_over_the_page_and_running_headers_are_left_out() {
    let page = |number: u32, last: &str| {
        ruled(last) + &words(50, 820, 8, "Improvement plan") + &words(50, 20, 8, &format!("Page {number}"))
    };
    let pages = [page(9, "AD"), page(10, "QA")];
    let document = pdf::read(&pdf_file::pdf(&[pages[0].as_bytes(), pages[1].as_bytes()])).expect("it is read");
    assert_eq!(document.blocks.len(), 1, "one table and nothing else");
    let table = first_table(&document);
    assert_eq!(table.rows.len(), 4);
    assert!(table.rows[0].is_header && table.rows[2].is_header, "the row that stands again is a header");
    assert_eq!(table.rows[3].place.to_string(), "page 2, table 1, row 4");
}

#[test]
fn white_space_gives_columns_with_a_warning() {
    let rows = [
        ("Ref", "Action", "Lead"),
        ("1.1", "Ring every school", "Head"),
        ("1.2", "Write to each", "AD"),
        ("1.3", "Visit", "QA"),
    ];
    let page: String = rows
        .iter()
        .zip([700, 680, 660, 640])
        .map(|((one, two, three), y)| words(50, y, 10, one) + &words(120, y, 10, two) + &words(350, y, 10, three))
        .collect();
    let document = pdf::read(&pdf_file::pdf(&[page.as_bytes()])).expect("it is read");
    assert_eq!(raw(first_table(&document))[2], ["1.2", "Write to each", "AD"]);
    assert_eq!(document.problems[0].code, "SL-I131");
    assert_eq!(document.problems[0].seen, "columns guessed from white space: 4 of 4 lines fit");
}

#[test]
fn lines_of_running_text_are_joined() {
    let page = words(50, 700, 10, "This long line of the plan reaches nearly to the right edge of the page")
        + &words(50, 688, 10, "and goes on here.")
        + &words(50, 664, 10, "Another paragraph.")
        + &words(50, 640, 10, "- an item");
    let document = pdf::read(&pdf_file::pdf(&[page.as_bytes()])).expect("it is read");
    let words: Vec<String> = document
        .blocks
        .iter()
        .map(|block| match &block.content {
            Content::Paragraph { text } => text.clone(),
            Content::Item { level, text } => format!("{level}* {text}"),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        words,
        [
            "This long line of the plan reaches nearly to the right edge of the page and goes on here.",
            "Another paragraph.",
            "0* an item"
        ]
    );
    assert_eq!(document.blocks[1].place.to_string(), "page 1, line 3");
}
