//! Invented files of a large council's size.

use std::fmt::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use sightline_records::Definitions;
use sightline_records::definitions::{Column, ColumnType, RecordTable};

/// Rows of all lists together, and the lists they are spread over.
const ROWS: u32 = 60_000;
const LISTS: std::ops::RangeInclusive<u32> = 1..=11;

/// Every list of Annex A with invented rows: as one workbook, and as a text file for each list.
pub(crate) fn annex_a(definitions: &Definitions) -> (Vec<u8>, Vec<(String, String)>) {
    let format_index = definitions.formats.iter().position(|format| format.name == "annex_a").expect("Annex A");
    let format = &definitions.formats[format_index];
    let mut workbook = Workbook::new();
    let mut texts = Vec::new();
    let as_date = Format::new().set_num_format("dd/mm/yyyy");
    let each = ROWS / u32::try_from(LISTS.count()).expect("eleven");
    for list in LISTS {
        let name = format!("list_{list}");
        let index = format.tables.iter().position(|table| table.name == name).expect("a list");
        let table = &format.tables[index];
        let sheet = workbook.add_worksheet();
        let mut text = String::new();
        // What each column holds is known from the record tables that read it.
        let holds: Vec<Option<&Column>> = (0..table.columns.len())
            .map(|column| {
                let reads = |record: &&RecordTable| {
                    record.feeds.iter().find_map(|feed| {
                        let is_it = feed.format == format_index && feed.table == index;
                        feed.columns.iter().find(|(_, from)| is_it && *from == column).map(|(to, _)| *to)
                    })
                };
                definitions.tables.iter().find_map(|record| reads(&record).map(|to| &record.columns[to]))
            })
            .collect();
        for (column, definition) in table.columns.iter().enumerate() {
            let at = u16::try_from(column).expect("few columns");
            sheet.write(0, at, definition.name.as_str()).expect("a header");
            let _ = write!(text, "{}\"{}\"", if column > 0 { "," } else { "" }, definition.name);
        }
        text.push('\n');
        for row in 1..=each {
            for (column, holds) in holds.iter().enumerate() {
                let at = u16::try_from(column).expect("few columns");
                if column > 0 {
                    text.push(',');
                }
                let (kind, codes) = holds.map_or((ColumnType::WholeNumber, None), |holds| (holds.kind, holds.codes));
                let written = match (kind, codes) {
                    (ColumnType::Date, _) => {
                        let (year, month, day) = (2010 + row % 16, 1 + row % 12, 1 + row % 28);
                        let of = |number: u32| u8::try_from(number).expect("small");
                        let date = ExcelDateTime::from_ymd(u16::try_from(year).expect("small"), of(month), of(day));
                        sheet.write_with_format(row, at, date.expect("a date"), &as_date).expect("a cell");
                        let _ = write!(text, "{day:02}/{month:02}/{year}");
                        continue;
                    }
                    (_, Some(list)) => {
                        let codes = &definitions.code_lists[list].codes;
                        let code = &codes[row as usize % codes.len()];
                        format!("{}: {}", code.code, code.label.replace(',', " "))
                    }
                    (ColumnType::YesNo, _) => ["a) Yes", "b) No"][row as usize % 2].to_owned(),
                    (ColumnType::Text, _) => format!("{}{:06}", if column == 0 { "" } else { "Team " }, row % 20_000),
                    _ => (row % 9).to_string(),
                };
                sheet.write(row, at, written.as_str()).expect("a cell");
                text.push_str(&written);
            }
            text.push('\n');
        }
        texts.push((format!("{name}.csv"), text));
    }
    (workbook.save_to_buffer().expect("a workbook"), texts)
}

/// A census of so many megabytes of invented children, each with a referral, an assessment and an enquiry.
pub(crate) fn census(megabytes: usize) -> Vec<u8> {
    let mut text = "<Message><Children>\n".to_owned();
    let mut child = 0_u32;
    while text.len() < megabytes * 1024 * 1024 {
        child += 1;
        let (month, day) = (1 + child % 12, 1 + child % 28);
        let date = |year: u32| format!("{year}-{month:02}-{day:02}");
        let _ = write!(
            text,
            "  <Child>\n    <ChildIdentifiers>\n      <LAchildID>{child:08}</LAchildID>\n      \
             <UPN>A{child:012}</UPN>\n      <PersonBirthDate>{born}</PersonBirthDate>\n      <Sex>F</Sex>\n    \
             </ChildIdentifiers>\n    <ChildCharacteristics>\n      <Ethnicity>WBRI</Ethnicity>\n      \
             <Disabilities>\n        <Disability>NONE</Disability>\n      </Disabilities>\n    \
             </ChildCharacteristics>\n    <CINdetails>\n      <CINreferralDate>{on}</CINreferralDate>\n      \
             <ReferralSource>1A</ReferralSource>\n      <PrimaryNeedCode>N1</PrimaryNeedCode>\n      <Assessments>\n        \
             <AssessmentActualStartDate>{on}</AssessmentActualStartDate>\n        <FactorsIdentifiedAtAssessment>\n          \
             <AssessmentFactors>3B</AssessmentFactors>\n          <AssessmentFactors>4B</AssessmentFactors>\n        \
             </FactorsIdentifiedAtAssessment>\n      </Assessments>\n      <Section47>\n        \
             <S47ActualStartDate>{on}</S47ActualStartDate>\n        <ICPCnotRequired>true</ICPCnotRequired>\n      \
             </Section47>\n      <ReferralNFA>false</ReferralNFA>\n    </CINdetails>\n  </Child>\n",
            born = date(2015),
            on = date(2025),
        );
    }
    text.push_str("</Children></Message>");
    text.into_bytes()
}
