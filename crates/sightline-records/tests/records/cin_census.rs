//! The children in need census.

use sightline_records::Error;

use crate::support::{findings, read_one, rows};

fn message(attributes: &str, children: &str) -> String {
    format!(
        "<Message{attributes}><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>\
         <ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>{children}</Children></Message>"
    )
}

const CHILD: &str = "<Child><ChildIdentifiers><LAchildID>0042</LAchildID><UPN>A123456789123</UPN>stray words\
    <PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>\
    <ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>HAND</Disability>\
    <Disability>HEAR</Disability></Disabilities></ChildCharacteristics>\
    <CINdetails><CINreferralDate>2025-10-06</CINreferralDate><ReferralSource>1A</ReferralSource>\
    <PrimaryNeedCode>N4</PrimaryNeedCode><DateOfInitialCPC>2025-12-06</DateOfInitialCPC>\
    <Assessments><AssessmentActualStartDate>2025-10-08</AssessmentActualStartDate>\
    <AssessmentAuthorisationDate>2025-11-28</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>\
    <AssessmentFactors>3B</AssessmentFactors><AssessmentFactors>4B</AssessmentFactors>\
    </FactorsIdentifiedAtAssessment></Assessments>\
    <Section47><S47ActualStartDate>2025-11-02</S47ActualStartDate><InitialCPCtarget>2025-11-23</InitialCPCtarget>\
    <DateOfInitialCPC>2025-11-20</DateOfInitialCPC><ICPCnotRequired>false</ICPCnotRequired></Section47>\
    <ReferralNFA>0</ReferralNFA>\
    <ChildProtectionPlans><CPPstartDate>2025-11-20</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>\
    <LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse><NumberOfPreviousCPP>1</NumberOfPreviousCPP>\
    <Reviews><CPPreviewDate>2026-02-15</CPPreviewDate></Reviews>\
    <Reviews><CPPreviewDate>2026-03-15</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>";

#[test]
fn each_block_becomes_rows_that_know_their_child_and_what_they_belong_to() {
    let records = read_one(&[("c.xml", message("", CHILD).as_bytes())]).unwrap();
    let row = |table, columns: &[&str]| rows(&records, table, columns).join("; ");
    assert_eq!(row("person", &["child_id", "sex", "born_on", "upn"]), "0042 | F | 2015-03-27 | A123456789123");
    assert_eq!(row("disability", &["child_id", "disability"]), "0042 | HAND; 0042 | HEAR");
    assert_eq!(row("referral", &["received_on", "made_by", "had_no_further_action"]), "2025-10-06 | 1A | no");
    assert_eq!(row("need_episode", &["started_on", "primary_need", "closed_on"]), "2025-10-06 | N4 | ∅");
    let factor = &["child_id", "assessment_started_on", "factor"];
    assert_eq!(row("assessment_factor", factor), "0042 | 2025-10-08 | 3B; 0042 | 2025-10-08 | 4B");
    let section_47 = &["referral_received_on", "started_on", "conference_target_on", "conference_was_unnecessary"];
    assert_eq!(row("section_47", section_47), "2025-10-06 | 2025-11-02 | 2025-11-23 | no");
    let conference = &["held_on", "enquiry_started_on", "is_transfer_in"];
    assert_eq!(row("initial_conference", conference), "2025-12-06 | ∅ | yes; 2025-11-20 | 2025-11-02 | no");
    assert_eq!(
        row("protection_review", &["plan_started_on", "held_on"]),
        "2025-11-20 | 2026-02-15; 2025-11-20 | 2026-03-15"
    );
    assert_eq!(records.reading.reference_on.unwrap().to_string(), "2026-03-31");
    assert_eq!(findings(&records), Vec::<String>::new());
}

#[test]
fn earlier_years_namespaces_and_encodings_are_read() {
    let earlier = CHILD.replace("<Sex>F</Sex>", "<GenderCurrent>9</GenderCurrent>");
    let text = message(" xmlns='urn:example' xmlns:x='urn:y'", &earlier);
    let records = read_one(&[("c.xml", text.as_bytes())]).unwrap();
    assert_eq!(rows(&records, "person", &["child_id", "sex"]), ["0042 | U"]);

    let declared = "<?xml version=\"1.0\" encoding=\"Windows-1252\"?>".to_owned()
        + &message("", &CHILD.replace("0042", "É&#233;&amp;1"));
    let old: Vec<u8> = declared.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(declared.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [old, utf16] {
        let records = read_one(&[("c.xml", &bytes)]).unwrap();
        assert_eq!(rows(&records, "person", &["child_id"]), ["Éé&1"]);
    }
}

#[test]
fn a_file_cut_short_gives_nothing() {
    let whole = message("", CHILD);
    for length in [whole.len() - 1, whole.len() - 30, whole.len() / 2, 60] {
        let error = read_one(&[("c.xml", &whole.as_bytes()[..length])]).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{length}: {error}");
    }
}

#[test]
fn entities_and_document_types_are_refused() {
    let laughs = "<!DOCTYPE Message [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>".to_owned()
        + &message("", &CHILD.replace("0042", "&b;"));
    assert!(matches!(read_one(&[("c.xml", laughs.as_bytes())]), Err(Error::Entities { .. })));
    let undeclared = message("", &CHILD.replace("0042", "&b;"));
    assert!(matches!(read_one(&[("c.xml", undeclared.as_bytes())]), Err(Error::Entities { .. })));
}

#[test]
fn nesting_numbers_of_elements_and_lengths_are_limited() {
    let deep = message("", &("<Child>".repeat(10_000) + &"</Child>".repeat(10_000)));
    let many =
        message("", &CHILD.replace("<Disability>HAND</Disability>", &"<Disability>HAND</Disability>".repeat(30_000)));
    let long = message("", &CHILD.replace("0042", &"4".repeat(3_000_000)));
    for (text, what) in [(deep, "inside"), (many, "about one child"), (long, "bytes in one")] {
        match read_one(&[("c.xml", text.as_bytes())]) {
            Err(error @ Error::TooMuch { .. }) => assert!(error.to_string().contains(what), "{error}"),
            other => panic!("{what}: {:?}", other.map(|_| "read")),
        }
    }
}
