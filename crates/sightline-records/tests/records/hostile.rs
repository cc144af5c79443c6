//! Files that are damaged, or made to do harm.

use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use sightline_records::{Error, Input, read};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{DEFINITIONS, accounted_for, read_one, rows};

fn code(bytes: &[u8]) -> &'static str {
    match read_one(&[("f", bytes)]) {
        Ok(_) => "read",
        Err(error) => error.code(),
    }
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn contacts() -> Workbook {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in
        ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Date of Contact", "Contact Source"]
            .iter()
            .enumerate()
    {
        sheet.write(0, u16::try_from(column).unwrap(), *header).unwrap();
    }
    sheet.write(1, 0, "1").unwrap();
    sheet.write(1, 4, "01/02/2026").unwrap();
    workbook
}

#[test]
fn each_kind_of_damage_has_its_code() {
    assert_eq!(code(b""), "SL-R001");
    assert_eq!(code(b" \r\n\t"), "SL-R001");
    assert_eq!(code(b"minutes of a meeting\nnobody came\n"), "SL-R002");
    assert_eq!(code(b"<html><body>moved</body></html>"), "SL-R002");
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), "SL-R008");
    let noise: Vec<u8> = (0..4000_u32).map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    assert_eq!(code(&noise), "SL-R009");
    assert_eq!(code(&zip(&[("word/document.xml", b"<w/>")])), "SL-R002");
    assert_eq!(code(b"PK\x03\x04 and so on"), "SL-R004");
    let inner = zip(&[("r.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE\n")]);
    assert_eq!(code(&zip(&[("inner.zip", &inner)])), "SL-R004", "one archive in another");
    let workbook = contacts().save_to_buffer().unwrap();
    assert_eq!(code(&workbook), "read");
    assert_eq!(code(&workbook[..workbook.len() / 2]), "SL-R004");
}

#[test]
fn a_workbook_that_unpacks_to_far_more_is_refused_before_it_is_read() {
    let bomb = zip(&[("xl/worksheets/sheet1.xml", &vec![b' '; 80 * 1024 * 1024])]);
    assert!(bomb.len() < 200_000);
    assert_eq!(code(&bomb), "SL-R005");
}

#[test]
fn two_cells_far_apart_do_not_fill_the_memory() {
    let mut workbook = contacts();
    workbook.worksheet_from_index(0).unwrap().write(1_048_575, 5, "1A").unwrap();
    let records = read_one(&[("f.xlsx", &workbook.save_to_buffer().unwrap())]).unwrap();
    assert_eq!(rows(&records, "contact", &["child_id"]), ["1"]);
    assert_eq!(records.reading.rows_set_aside(), 1);
    workbook.worksheet_from_index(0).unwrap().write(3, 16_383, "far").unwrap();
    assert_eq!(code(&workbook.save_to_buffer().unwrap()), "SL-R006");
}

#[test]
fn a_million_columns_are_refused() {
    let line = "CHILD,DOB,REVIEW,REVIEW_CODE".to_owned() + &",x".repeat(1_000_000) + "\n1,,,\n";
    let error = read_one(&[("f.csv", line.as_bytes())]).map(|_| ()).unwrap_err();
    assert!(matches!(error, Error::TooMuch { .. } | Error::NothingRecognised { .. }), "{error}");
    let text = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2010,03/04/2025,PN1".to_owned() + &",x".repeat(1_000_000) + "\n";
    assert_eq!(code(text.as_bytes()), "SL-R006");
}

#[test]
fn a_quotation_mark_that_never_ends_is_one_bad_value() {
    let text = "CHILD,DOB,REVIEW,REVIEW_CODE\n\"1,01/02/2010,03/04/2025,PN1\n".to_owned()
        + &"2,01/02/2010,03/04/2025,PN1\n".repeat(5_000);
    let records = read_one(&[("f.csv", text.as_bytes())]).unwrap();
    assert_eq!((records.reading.rows_in(), records.reading.rows_set_aside()), (1, 1));
}

#[test]
fn twenty_thousand_rows_for_one_child_are_all_counted() {
    let text = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned() + &"1,M,01/02/2010,WBRI,,,\n".repeat(20_000);
    let records = read_one(&[("f.csv", text.as_bytes())]).unwrap();
    assert_eq!(records.reading.rows_kept(), 20_000);
    assert_eq!(records.reading.tables["person"].rows, 1);
    assert_eq!(records.reading.tables["person"].merged, 19_999);
}

#[test]
fn an_archive_stands_for_the_files_in_it() {
    let workbook = contacts().save_to_buffer().unwrap();
    let archive = zip(&[
        ("folder/r.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2010,03/04/2025,PN1\n"),
        ("__MACOSX/r.csv", b"noise"),
        ("a.xlsx", &workbook),
    ]);
    let records = read(&DEFINITIONS, vec![Input::new("all.zip", Cursor::new(archive))]).unwrap();
    let files: Vec<&str> = records.iter().map(|records| records.reading.sources[0].file.as_str()).collect();
    assert_eq!(files, ["a.xlsx", "r.csv"]);
}

#[test]
fn a_mixed_folder_gives_each_format_and_says_what_was_not_read() {
    let workbook = contacts().save_to_buffer().unwrap();
    let files: [(&str, &[u8]); 3] =
        [("a", &workbook), ("b", b"CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2010,03/04/2025,PN1\n"), ("c", b"a letter\n")];
    let inputs = files.iter().map(|(name, bytes)| Input::new(*name, Cursor::new(*bytes))).collect();
    let records: Vec<_> = read(&DEFINITIONS, inputs).unwrap().into_iter().map(accounted_for).collect();
    let formats: Vec<&str> = records.iter().map(|records| records.reading.format.as_str()).collect();
    assert_eq!(formats, ["annex_a", "ssda903"]);
    assert_eq!(records[0].reading.count("SL-R076"), 1);
}

const HEADERS: [&str; 6] =
    ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Date of Contact", "Contact Source"];

/// A sheet of contacts whose headers are in this row, counted from 0.
fn contacts_below(sheet: &mut Worksheet, row: u32) {
    for (column, header) in HEADERS.iter().enumerate() {
        sheet.write(row, u16::try_from(column).unwrap(), *header).unwrap();
    }
    sheet.write(row + 1, 0, "0042").unwrap();
    sheet.write(row + 1, 4, "01/02/2026").unwrap();
}

#[test]
fn headers_are_found_in_row_seven_below_merged_titles_and_groups() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 1, 5, "List 1: contacts of an invented council", &plain).unwrap();
    sheet.write(3, 0, "Made on").unwrap();
    sheet.write(3, 1, "01/03/2026").unwrap();
    // Two rows of headers: the upper one groups the lower.
    sheet.merge_range(5, 0, 5, 3, "The child", &plain).unwrap();
    sheet.merge_range(5, 4, 5, 5, "The contact", &plain).unwrap();
    contacts_below(sheet, 6);
    let records = read_one(&[("f.xlsx", &workbook.save_to_buffer().unwrap())]).unwrap();
    assert_eq!(rows(&records, "contact", &["child_id", "received_on", "source_row"]), ["0042 | 2026-02-01 | 8"]);
    assert_eq!((records.reading.rows_in(), records.reading.rows_set_aside()), (1, 0));
}

#[test]
fn headers_merged_over_two_rows_are_one_row_of_headers() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in HEADERS.iter().enumerate() {
        let column = u16::try_from(column).unwrap();
        sheet.merge_range(0, column, 1, column, header, &Format::new()).unwrap();
    }
    sheet.write(2, 0, "0042").unwrap();
    sheet.write(2, 4, "01/02/2026").unwrap();
    let records = read_one(&[("f.xlsx", &workbook.save_to_buffer().unwrap())]).unwrap();
    assert_eq!(rows(&records, "contact", &["child_id", "source_row"]), ["0042 | 3"]);
    assert_eq!(records.reading.rows_in(), 1);
}

#[test]
fn formulas_give_what_they_were_worked_out_to() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    contacts_below(sheet, 0);
    sheet.write_formula(1, 3, Formula::new("=DATE(2015,2,1)").set_result("42036")).unwrap();
    sheet.write_formula(1, 5, Formula::new("=\"1\"&\"A\"").set_result("1A")).unwrap();
    sheet.write_formula(2, 0, Formula::new("=1+42").set_result("43")).unwrap();
    sheet.write_formula(2, 4, Formula::new("=NOW()-1/0").set_result("#DIV/0!")).unwrap();
    let records = read_one(&[("f.xlsx", &workbook.save_to_buffer().unwrap())]).unwrap();
    assert_eq!(rows(&records, "contact", &["child_id", "made_by"]), ["0042 | 1A"]);
    assert_eq!(rows(&records, "person", &["child_id", "born_on"])[0], "0042 | 2015-02-01");
    let found: Vec<String> = records.reading.findings.iter().map(ToString::to_string).collect();
    let failed = "f.xlsx, sheet “Sheet1”, row 3, column E: “Date of Contact”: ";
    assert!(found.iter().any(|found| found.starts_with(failed)), "{found:?}");
}

#[test]
fn dates_of_1900_and_2099_are_told_apart_from_days_that_can_be() {
    let days = ["31/12/2099", "01/01/1900", "31/12/1899", "01/01/2101", "02/01/1900", "30/12/2099"];
    let lines: Vec<String> =
        days.iter().enumerate().map(|(child, day)| format!("{child},01/02/2010,{day},PN1\n")).collect();
    let text = "CHILD,DOB,REVIEW,REVIEW_CODE\n".to_owned() + &lines.concat();
    let records = read_one(&[("f.csv", text.as_bytes())]).unwrap();
    assert_eq!(rows(&records, "care_review", &["held_on"]), ["∅", "∅", "∅", "∅", "1900-01-02", "2099-12-30"]);
    let places = |code: &str| -> Vec<String> {
        let of_code = records.reading.findings.iter().filter(|found| found.kind.code == code);
        of_code.map(|found| found.place.to_string()).collect()
    };
    // 31 December 1899 is what a workbook makes of nothing.
    assert_eq!(places("SL-R054"), ["f.csv, row 2, column C", "f.csv, row 3, column C", "f.csv, row 4, column C"]);
    assert_eq!(places("SL-R055"), ["f.csv, row 5, column C"]);
}

#[test]
fn an_archive_of_text_that_unpacks_to_far_more_is_refused() {
    let mut spaces = b"CHILD,DOB,REVIEW,REVIEW_CODE\n".to_vec();
    spaces.resize(80 * 1024 * 1024, b' ');
    assert_eq!(code(&zip(&[("r.csv", &spaces)])), "SL-R005");
}

#[test]
fn a_part_that_says_it_is_ten_gigabytes_is_refused_by_its_word() {
    let mut archive = zip(&[("r.csv", b"CHILD,DOB,REVIEW,REVIEW_CODE\n")]);
    // The size once unpacked, in the table of contents at the end.
    let contents = archive.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    archive[contents + 24..contents + 28].copy_from_slice(&u32::MAX.wrapping_sub(1).to_le_bytes());
    assert!(matches!(code(&archive), "SL-R004" | "SL-R005"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_under_known_headers_is_read_or_set_aside(body in "[\\PC\n,;\"]{0,200}") {
        let text = format!("CHILD,DOB,REVIEW,REVIEW_CODE\n{body}");
        let _ = read_one(&[("f.csv", text.as_bytes())]);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in 0..5_usize) {
        let start: &[u8] = [&b""[..], b"<Message>", b"PK\x03\x04", b"\xFF\xFE", b"CHILD,DOB,DUC,SEX\n"][start];
        let _ = read_one(&[("f", &[start, &bytes].concat())]);
    }

    #[test]
    fn a_workbook_with_any_byte_changed_is_read_or_refused(at in 0..6_000_usize, byte in any::<u8>()) {
        static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| contacts().save_to_buffer().unwrap());
        let mut workbook = WORKBOOK.clone();
        let at = at % workbook.len();
        workbook[at] = byte;
        let _ = read_one(&[("f", &workbook)]);
    }
}
