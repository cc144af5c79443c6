//! Writes the small invented files that the readers of records are fuzzed with: `write_records_corpus FOLDER`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let folder = std::env::args().nth(1).ok_or("write_records_corpus FOLDER")?;
    let folder = Path::new(&folder);
    for reader in ["text", "workbook", "xml", "parquet"] {
        fs::create_dir_all(folder.join(reader))?;
    }
    fs::write(folder.join("workbook/annex_a.xlsx"), workbook()?)?;
    let reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2010,03/04/2025,PN1\n\"2\",1 March 2011,2025-04-03,PN2\n";
    fs::write(folder.join("text/reviews.csv"), reviews)?;
    let contacts = "sep=;\r\ncont_person_id;cont_contact_date;cont_contact_id;cont_contact_source_code\r\n\
        0042;2026-04-03 10:30:00;C1;1A\r\n0043;45000;C2;“Café – £5”\r\n";
    let wide = [0xFEFF].into_iter().chain(contacts.encode_utf16()).flat_map(u16::to_le_bytes);
    fs::write(folder.join("text/wide.csv"), wide.collect::<Vec<u8>>())?;
    let people = "pers_person_id\tpers_sex\tpers_gender\tpers_ethnicity\tpers_dob\tpers_nationality\n\
        0042\tF\tNULL\tWBRI\t2015-02-01\t\"GBR\"\n43\tM\t\tZZ\t31/02/2015\t\n";
    fs::write(folder.join("text/people.tsv"), people)?;
    fs::write(folder.join("xml/census.xml"), CENSUS)?;
    fs::write(folder.join("xml/return.xml"), RETURN)?;
    for (name, compression) in [
        ("plain", Compression::UNCOMPRESSED),
        ("snappy", Compression::SNAPPY),
        ("zstd", Compression::ZSTD(ZstdLevel::default())),
    ] {
        fs::write(folder.join(format!("parquet/{name}.parquet")), parquet(compression)?)?;
    }
    Ok(())
}

fn workbook() -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet().set_name("List 1")?;
    sheet.merge_range(0, 0, 0, 5, "Contacts", &Format::new())?;
    for (column, header) in
        (0..).zip(["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Date of Contact", "Contact Source"])
    {
        sheet.write(1, column, header)?;
    }
    for row in 2..6_u32 {
        sheet.write(row, 0, f64::from(row))?;
        sheet.write(row, 1, "a) Female")?;
        sheet.write(row, 2, "WBRI")?;
        sheet.write_with_format(row, 3, ExcelDateTime::from_ymd(2015, 2, 1)?, &day)?;
        sheet.write(row, 4, "01/02/2026")?;
        sheet.write_formula(row, 5, Formula::new("=\"1\"&\"A\"").set_result("1A"))?;
    }
    workbook.add_worksheet().write(0, 0, "notes")?;
    Ok(workbook.save_to_buffer()?)
}

fn parquet(compression: Compression) -> Outcome<Vec<u8>> {
    let words = |values: &[&str]| -> ArrayRef { Arc::new(StringArray::from_iter_values(values)) };
    let batch = RecordBatch::try_from_iter([
        ("pers_person_id", words(&["0042", "0043"])),
        ("pers_sex", words(&["F", "M"])),
        ("pers_ethnicity", words(&["WBRI", "MWBC"])),
        ("pers_dob", Arc::new(Date32Array::from(vec![Some(16_467), None]))),
        ("pers_expected_dob", Arc::new(TimestampMicrosecondArray::from(vec![None, Some(1_759_881_600_000_000)]))),
        ("pers_nationality", Arc::new(Int64Array::from(vec![Some(1), None]))),
    ])?;
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(bytes)
}

const CENSUS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<Message><Header><CollectionDetails><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>
  <Child><ChildIdentifiers><LAchildID>0042</LAchildID><PersonBirthDate>2015-02-01</PersonBirthDate><Sex>F</Sex></ChildIdentifiers>
    <ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities></ChildCharacteristics>
    <CINdetails><CINreferralDate>2025-10-06</CINreferralDate><ReferralSource>1A</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>
      <Assessments><AssessmentActualStartDate>2025-10-08</AssessmentActualStartDate>
        <FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>
      <Section47><S47ActualStartDate>2025-10-09</S47ActualStartDate><ICPCnotRequired>true</ICPCnotRequired></Section47>
      <ReferralNFA>false</ReferralNFA></CINdetails></Child>
</Children></Message>
";

const RETURN: &str = "<EXPSSDA903><CHILD>
  <HEADER><CHILDID>1</CHILDID><SEX>2</SEX><DOB>2010-02-01</DOB><ETHNIC>WBRI</ETHNIC>
    <AREVIEW><REVIEW>2025-04-03</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></HEADER>
  <EPISODE><DECOM>2025-05-01</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U1</PL></EPISODE>
</CHILD></EXPSSDA903>
";
