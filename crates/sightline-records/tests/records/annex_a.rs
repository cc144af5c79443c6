//! Annex A as workbooks and as files of one list.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::support::{findings, read_one, rows, totals};

const LIST_1: [&str; 7] =
    ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Date of Contact", "Contact Source"];

fn headers(sheet: &mut Worksheet, row: u32, headers: &[&str]) {
    for (column, header) in headers.iter().enumerate() {
        sheet.write(row, u16::try_from(column).unwrap(), *header).unwrap();
    }
}

fn texts(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    headers(sheet, row, cells);
}

fn list_1_in_a_workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet().set_name("Front door").unwrap();
    sheet.write(0, 0, "Contacts in the last six months").unwrap();
    sheet.write(2, 1, "drawn on 31/03/2026").unwrap();
    headers(
        sheet,
        6,
        &["child unique id ", "GENDER", "Ethnicity", "Date  of Birth", "Age", "Date of contact", "Contact source?"],
    );
    sheet.write(6, 8, "Our own remarks").unwrap();
    texts(sheet, 7, &["000101", "a) Male", "a) WBRI", "05/06/2015", "10", "03/01/2026", "q) 6: Police"]);
    sheet.write(8, 0, 102.0).unwrap();
    texts(sheet, 8, &["102", "Female"]);
    sheet.write(8, 0, 102.0).unwrap();
    sheet.write_with_format(8, 3, ExcelDateTime::from_ymd(2012, 2, 29).unwrap(), &date).unwrap();
    sheet.write_with_format(8, 5, ExcelDateTime::from_ymd(2026, 1, 4).unwrap(), &date).unwrap();
    sheet.write(8, 6, "Schools").unwrap();
    sheet.write(9, 0, "103").unwrap();
    sheet.write(9, 3, 41_000.0).unwrap();
    sheet.write(9, 5, "2026-01-05T09:30:00").unwrap();
    sheet.write_formula(9, 6, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    workbook.add_worksheet().set_name("Notes").unwrap().write(0, 0, "nothing here").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_list_is_found_under_title_rows_and_odd_headers() {
    let records = read_one(&[("a.xlsx", &list_1_in_a_workbook())]).unwrap();
    assert_eq!(
        rows(&records, "contact", &["child_id", "received_on", "made_by", "source_row"]),
        ["000101 | 2026-01-03 | 6 | 8", "102 | 2026-01-04 | 2A | 9", "103 | 2026-01-05 | ∅ | 10"]
    );
    assert_eq!(
        rows(&records, "person", &["child_id", "sex", "ethnicity", "born_on"]),
        ["000101 | M | WBRI | 2015-06-05", "102 | F | ∅ | 2012-02-29", "103 | ∅ | ∅ | 2012-04-01"]
    );
    assert!(
        findings(&records).iter().any(|finding| finding.contains("sheet “number 2”") && finding.contains("SL-R073"))
    );
    assert!(
        findings(&records).iter().any(|finding| finding.contains("row 7, column I") && finding.contains("SL-R070"))
    );
}

#[test]
fn a_list_as_text_gives_the_same_rows_as_a_workbook() {
    let line = |cells: &[&str]| cells.join(",") + "\r\n";
    let text = line(&LIST_1)
        + &line(&["000101", "a) Male", "a) WBRI", "05/06/2015", "10", "03/01/2026", "q) 6: Police"])
        + &line(&["102", "Female", "", "29 Feb 2012", "", "4.1.2026", "Schools"])
        + &line(&["103", "", "", "2012-04-01", "", "05/01/2026", "#N/A"]);
    let from_text = read_one(&[("contacts.csv", text.as_bytes())]).unwrap();
    let from_workbook = read_one(&[("a.xlsx", &list_1_in_a_workbook())]).unwrap();
    for (table, columns) in [
        ("contact", &["child_id", "received_on", "made_by"][..]),
        ("person", &["child_id", "sex", "ethnicity", "born_on"]),
    ] {
        assert_eq!(rows(&from_text, table, columns), rows(&from_workbook, table, columns));
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_never_with_its_value() {
    let text = LIST_1.join(",")
        + "\nSECRETA,a) Male,SECRETB,32/01/2015,,03/01/2026,1A\n\
           ,b) Female,WBRI,01/02/2014,,03/01/2026,1A\n\
           SECRETC,b) Female,WBRI,01/01/1900,,soon SECRETD,1A\n\
           SECRETE,b) Female,WBRI,04/25/2015,,,1A\n\
           \n\
           SECRETF,b) Female,WBRI,01/02/1815,,03/01/2026,SECRETG,SECRETH\n\
           Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Date of Contact,Contact Source\n\
           SECRETF,a) Male,WBRI,,,04/01/2026,1A\n";
    let records = read_one(&[("contacts.csv", text.as_bytes())]).unwrap();
    let found = findings(&records);
    let expected = [
        "contacts.csv, row 2, column D: “Date of Birth”: the date cannot be read in one way only (SL-R053)",
        "contacts.csv, row 2, column C: “Ethnicity”: the value is no code of its list (SL-R060)",
        "contacts.csv, row 3, column A: “Child Unique ID”: a value without which the row says nothing is missing (SL-R050)",
        "contacts.csv, row 4, column F: “Date of Contact”: a value without which the row says nothing cannot be read (SL-R051)",
        "contacts.csv, row 5, column F: “Date of Contact”: a value without which the row says nothing is missing (SL-R050)",
        "contacts.csv, row 7: the row has values beyond the last header, which were not read (SL-R078)",
        "contacts.csv, row 7, column D: “Date of Birth”: the date lies before 1900 or after 2100 (SL-R055)",
        "contacts.csv, row 7, column G: “Contact Source”: the value is no code of its list (SL-R060)",
        "contacts.csv, row 8: the row repeats the headers (SL-R064)",
        "contacts.csv, row 9, column B: “Gender”: the value differs from the one given for the same child before (SL-R063)",
    ];
    for line in expected {
        assert!(found.iter().any(|finding| finding == line), "{line}\n{found:#?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    assert!(!found.concat().contains("SECRET"), "{found:#?}");
    let source = &records.reading.sources[0];
    assert_eq!((source.rows_in, source.rows_kept, source.rows_set_aside), (7, 3, 4));
}

#[test]
fn one_row_of_a_child_in_care_fills_many_tables() {
    let headers = [
        "Child Unique ID",
        "Gender",
        "Ethnicity",
        "Date of Birth",
        "Age",
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
        "Does the Child have a Disability",
        "Date Started to be Looked After",
        "Child’s Category of Need",
        "Start date of current legal status",
        "Child's Legal Status",
        "Date of Latest Statutory Review",
        "Date of Last Social Work Visit",
        "What is the permanence plan for this child?",
        "Date of Last IRO Visit / Contact to the Child",
        "Date of Last Health Assessment",
        "Date of Last Dental Check",
        "Number of Placements in the Last 12 months",
        "Start Date of Most Recent Placement",
        "Placement Type",
        "Placement Provider",
        "Placement Location",
        "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
    ];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    texts(sheet, 0, &headers);
    texts(
        sheet,
        1,
        &[
            "7",
            "b) Female",
            "h) MWAS",
            "01/02/2013",
            "13",
            "b) No",
            "a) Yes",
            "10/10/2025",
            "N1 - Abuse or neglect",
            "12/10/2025",
            "C1: ICO",
            "07/11/2025",
            "01/03/2026",
            "f) Long-term fostering",
            "02/03/2026",
            "03/11/2025",
            "",
            "2",
            "20/12/2025",
            "f) U6: Foster placement",
            "b) PR1: Own provision",
            "b) Out",
            "1",
        ],
    );
    let records = read_one(&[("a.xlsx", &workbook.save_to_buffer().unwrap())]).unwrap();
    let row = |table, columns: &[&str]| rows(&records, table, columns).join("; ");
    assert_eq!(row("person", &["sex", "has_disability"]), "F | yes");
    assert_eq!(
        row("care_period", &["started_on", "need", "ended_on", "was_unaccompanied"]),
        "2025-10-10 | N1 | ∅ | no"
    );
    assert_eq!(row("legal_status", &["legal_status", "started_on"]), "C1 | 2025-10-12");
    assert_eq!(
        row("placement", &["started_on", "placement_type", "provider", "location"]),
        "2025-12-20 | U6 | PR1 | out"
    );
    assert_eq!(row("visit", &["kind", "visited_on"]), "care | 2026-03-01; reviewing_officer | 2026-03-02");
    assert_eq!(row("health_check", &["kind", "checked_on"]), "health_assessment | 2025-11-03");
    assert_eq!(row("care_plan", &["permanence_plan"]), "fostering");
    assert_eq!(row("care_counts", &["placements_in_12_months", "missing_in_12_months"]), "2 | 1");
    assert_eq!(records.reading.rows_in(), 1, "one row, whatever it fills");
    assert!(findings(&records).iter().all(|finding| finding.contains("SL-R071")), "only columns that are not there");
}

#[test]
fn headers_without_rows_and_headers_twice_are_told() {
    let text = LIST_1.join(";") + ";Date of Birth\n;;;;;;;\n";
    let records = read_one(&[("contacts.csv", text.as_bytes())]).unwrap();
    assert_eq!(
        totals(&records),
        "annex_a/list_1 (contacts.csv): 0 in, 0 kept, 0 set aside\n\
         SL-R072 annex_a/list_1: 1\nSL-R074 annex_a/list_1: 1\n"
    );
}
