//! Files that are wrong, damaged or hostile: each is refused with its code, nothing panics,
//! and the memory stays small.

mod support;

use sightline_documents::importers::plan::read::guard::{MAX_FILE_BYTES, check_size};
use sightline_documents::importers::plan::read::{csv, docx, pdf, xlsx};
use sightline_documents::importers::plan::recognise::recognise;
use sightline_domain::Severity;
use support::archive::archive;
use support::{docx, docx_with, paragraph, pdf, read_any, xlsx, xlsx_with};

/// The code that refuses a file.
fn code(name: &str, bytes: &[u8]) -> &'static str {
    let error = read_any(name, bytes).expect_err("the file is refused");
    assert!(!error.title().is_empty() && !error.help().is_empty(), "{} is explained", error.code());
    error.code()
}

fn codes(problems: &[sightline_domain::Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// Peak memory of this process in mebibytes.
#[cfg(target_os = "linux")]
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("the peak is there");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1024
}

#[test]
fn empty_files_are_refused() {
    for name in ["plan.docx", "plan.xlsx", "plan.csv", "plan.txt", "plan.pdf", "plan"] {
        assert_eq!(code(name, b""), "SL-I001", "{name}");
    }
    assert_eq!(code("plan.csv", b" \r\n\t\n"), "SL-I001");
}

#[test]
fn a_wrong_type_behind_the_extension_is_refused() {
    assert_eq!(code("plan.xlsx", &docx(&paragraph("Plan"))), "SL-I003");
    assert_eq!(code("plan.docx", &xlsx("<sheetData/>")), "SL-I003");
    assert_eq!(code("plan.docx", b"Ref,Action\n"), "SL-I003");
    assert_eq!(code("plan.csv", &pdf(&[b""])), "SL-I003");
    assert_eq!(code("plan.pdf", b"just words"), "SL-I003");
    assert_eq!(code("plan.docx", &archive(&[("notes.txt", b"words")])), "SL-I002");
}

#[test]
fn truncated_files_are_refused() {
    let whole = docx(&paragraph("Plan").repeat(200));
    for part in [30, whole.len() / 2, whole.len() - 10] {
        assert_eq!(code("plan.docx", &whole[..part]), "SL-I004", "{part} bytes");
    }
    let cut_xml = archive(&[("word/document.xml", b"<w:document><w:body><w:p><w:r><w:t>Ring the")]);
    assert_eq!(code("plan.docx", &cut_xml), "SL-I004");
    let no_sheet = archive(&[("xl/workbook.xml", b"<workbook><sheets><sheet name='A' r:id='rId1'/>")]);
    assert_eq!(code("plan.xlsx", &no_sheet), "SL-I004");
    assert_eq!(code("plan.docx", &archive(&[("word/styles.xml", b"<w:styles/>")])), "SL-I004");
    assert_eq!(code("plan.pdf", &pdf(&[b"BT ET"])[..20]), "SL-I013");
}

#[test]
fn a_damaged_part_is_found_by_its_checksum() {
    let mut bytes = archive(&[("word/document.xml", docx_body().as_bytes())]);
    let at = bytes.len() / 3;
    for byte in &mut bytes[at..at + 20] {
        *byte ^= 0x55;
    }
    assert_eq!(code("plan.docx", &bytes), "SL-I004");
}

/// A body that packs badly, so that damage in the middle hits its words.
fn docx_body() -> String {
    let mut number = 1_u32;
    let words: String = (0..2000)
        .map(|_| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            format!("{:x}", number >> 8)
        })
        .collect();
    format!("<w:document><w:body>{}</w:body></w:document>", paragraph(&words))
}

#[test]
fn password_protected_files_are_refused() {
    let mut container = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    container.resize(1024, 0);
    container.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    container.resize(4096, 0);
    assert_eq!(code("plan.docx", &container), "SL-I005");
    assert_eq!(code("plan.xlsx", &container), "SL-I005");
    let locked =
        String::from_utf8(pdf(&[b"BT ET"])).expect("words").replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 9 0 R");
    assert_eq!(code("plan.pdf", locked.as_bytes()), "SL-I005");
    let mut flagged = docx(&paragraph("Plan"));
    // The first flag of an entry says that it is encrypted, in its own header and in the directory.
    let directory = flagged.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
    flagged[6] |= 1;
    flagged[directory + 8] |= 1;
    assert_eq!(code("plan.docx", &flagged), "SL-I005");
}

#[test]
fn archives_that_unpack_to_too_much_are_refused() {
    let spaces = vec![b' '; 12 * 1024 * 1024];
    assert_eq!(code("plan.docx", &archive(&[("word/document.xml", &spaces)])), "SL-I007");
    assert_eq!(code("plan.xlsx", &archive(&[("xl/workbook.xml", &spaces)])), "SL-I007");
    // An archive that lies about its sizes is stopped while it unpacks.
    let mut liar = archive(&[("word/document.xml", &spaces)]);
    let directory = liar.windows(4).rposition(|window| window == b"PK\x01\x02").expect("a directory");
    liar[directory + 24..directory + 28].copy_from_slice(&100_u32.to_le_bytes());
    liar[22..26].copy_from_slice(&100_u32.to_le_bytes());
    assert!(matches!(code("plan.docx", &liar), "SL-I007" | "SL-I004"));
    let many: Vec<(String, Vec<u8>)> = (0..10_001).map(|part| (format!("word/{part}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(code("plan.docx", &archive(&many)), "SL-I008");
}

#[test]
fn a_hundred_thousand_nested_elements_are_refused() {
    let nested = "<w:sdt>".repeat(100_000);
    assert_eq!(code("plan.docx", &docx(&nested)), "SL-I009");
    assert_eq!(code("plan.docx", &docx(&"<w:tbl><w:tr><w:tc>".repeat(100_000))), "SL-I009");
    assert_eq!(code("plan.xlsx", &xlsx(&"<a>".repeat(100_000))), "SL-I009");
    let brackets = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert_eq!(code("plan.pdf", &pdf(&[&brackets])), "SL-I009");
}

#[test]
fn document_types_and_entities_are_refused() {
    let laughs = b"<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(code("plan.docx", &archive(&[("word/document.xml", laughs)])), "SL-I010");
    let external = b"<!DOCTYPE r [<!ENTITY file SYSTEM \"file:///etc/hostname\">]><workbook>&file;</workbook>";
    assert_eq!(code("plan.xlsx", &archive(&[("xl/workbook.xml", external)])), "SL-I010");
    assert_eq!(code("plan.docx", &docx(&paragraph("&unknown;"))), "SL-I004");
}

#[test]
fn binary_noise_is_refused() {
    let mut state = 7_u32;
    let noise: Vec<u8> = (0..100_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect();
    for name in ["plan.docx", "plan.xlsx", "plan.csv", "plan.txt", "plan.pdf", "plan"] {
        assert_eq!(code(name, &noise), "SL-I002", "{name}");
    }
    for prefix in [b"PK\x03\x04".as_slice(), b"%PDF-1.7\n"] {
        let bytes = [prefix, &noise].concat();
        assert!(recognise("plan", &bytes).is_err() || read_any("plan", &bytes).is_err());
    }
}

#[test]
fn half_a_gigabyte_is_refused_before_it_is_read() {
    let error = check_size(500 * 1024 * 1024).expect_err("too large");
    assert_eq!(error.code(), "SL-I006");
    assert!(error.to_string().contains("500 MiB"));
    let sparse = vec![0_u8; usize::try_from(MAX_FILE_BYTES).expect("fits") + 1];
    for read in [docx::read, xlsx::read, csv::read, pdf::read] {
        assert_eq!(read(&sparse).expect_err("too large").code(), "SL-I006");
    }
}

#[test]
fn more_than_is_ever_read_is_refused() {
    let wide = "Ref,".repeat(3_000);
    assert_eq!(code("plan.csv", wide.as_bytes()), "SL-I008");
    assert_eq!(code("plan.csv", "a\n".repeat(200_001).as_bytes()), "SL-I008");
    assert_eq!(code("plan.csv", "a,".repeat(300).repeat(2).replace("a,", "a,b\n").repeat(400).as_bytes()), "SL-I008");
    let spans = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"4000000000\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>";
    assert_eq!(code("plan.docx", &docx(spans)), "SL-I008");
    let far = "<sheetData><row r=\"1\"><c r=\"XFD1\" t=\"inlineStr\"><is><t>far</t></is></c></row></sheetData>";
    assert_eq!(code("plan.xlsx", &xlsx(far)), "SL-I008");
    let drawing = b"0 0 m 9 0 l S\n".repeat(100_000);
    let pages = [drawing.as_slice(); 1];
    assert_eq!(code("plan.pdf", &pdf(&pages)), "SL-I012");
    let letters = [b"BT /F1 9 Tf ".as_slice(), &b"(a)Tj ".repeat(1_500_000), b"ET"].concat();
    assert_eq!(code("plan.pdf", &pdf(&[&letters])), "SL-I008");
}

#[test]
fn sparse_sheets_stay_small() {
    let corners = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>first</t></is></c></row>\
        <row r=\"1048576\"><c r=\"B1048576\" t=\"inlineStr\"><is><t>last</t></is></c></row></sheetData>\
        <mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>";
    let document = read_any("plan.xlsx", &xlsx(corners)).expect("it is read");
    assert!(support::first_table(&document).len() < 10);
}

#[test]
fn a_string_used_everywhere_does_not_fill_the_memory() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "long ".repeat(100_000));
    let cells: String =
        (1..=2_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let bytes = xlsx_with(&format!("<sheetData>{cells}</sheetData>"), &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert_eq!(code("plan.xlsx", &bytes), "SL-I008");
}

#[test]
fn a_pdf_of_pictures_and_hostile_pdfs_are_refused() {
    assert_eq!(code("plan.pdf", &pdf(&[b"0 0 100 100 re f"])), "SL-I012");
    let own_kid = String::from_utf8(pdf(&[b"BT ET"])).expect("words").replace("/Kids[10 0 R]", "/Kids[ 2 0 R]");
    assert_eq!(code("plan.pdf", own_kid.as_bytes()), "SL-I013");
    // A form that draws itself twice, again and again.
    let form = "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 16>>\nstream\n/X Do /X Do /X Do\nendstream endobj\n";
    let page = String::from_utf8(pdf(&[b"/X Do"])).expect("words");
    let page = page.replace("/Font<<", "/XObject<</X 5 0 R>>/Font<<").replace("xref\n", &format!("{form}xref\n"));
    let page = page.replace("startxref", "nostart");
    let refused = code("plan.pdf", page.as_bytes());
    assert!(matches!(refused, "SL-I012" | "SL-I008" | "SL-I013"), "{refused}");
}

#[test]
fn formulas_and_macros_are_never_run_but_said() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\"><f>NOW()</f></c>\
        <c r=\"C1\" t=\"e\"><f>A9/0</f><v>#DIV/0!</v></c><c r=\"D1\"><f>SUM(A1)</f><v>2</v></c></row></sheetData>";
    let document = xlsx::read(&xlsx_with(sheet, &[("xl/vbaProject.bin", b"code")])).expect("it is read");
    assert_eq!(support::first_table(&document), [["2", "", "#DIV/0!", "2"]]);
    assert_eq!(codes(&document.problems), ["SL-I101", "SL-I110", "SL-I111", "SL-I112"]);
    assert_eq!(document.problems[1].place.to_string(), "sheet Plan, cell A1");
    assert_eq!(document.problems[1].seen, "=1+1");
    assert_eq!(document.problems[2].severity, Severity::Warning);
    let word = docx::read(&docx_with(&paragraph("Plan"), &[("word/vbaProject.bin", b"code")])).expect("it is read");
    assert_eq!(codes(&word.problems), ["SL-I101"]);
}

#[test]
#[cfg(target_os = "linux")]
fn zz_all_of_it_stays_under_300_mebibytes() {
    // Everything above in one process, one after the other, in case this test runs alone.
    archives_that_unpack_to_too_much_are_refused();
    a_hundred_thousand_nested_elements_are_refused();
    half_a_gigabyte_is_refused_before_it_is_read();
    more_than_is_ever_read_is_refused();
    a_string_used_everywhere_does_not_fill_the_memory();
    a_pdf_of_pictures_and_hostile_pdfs_are_refused();
    let peak = peak_mib();
    assert!(peak < 300, "the peak was {peak} MiB");
}
