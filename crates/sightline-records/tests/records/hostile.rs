//! Files that are damaged, or made to do harm.

use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
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
