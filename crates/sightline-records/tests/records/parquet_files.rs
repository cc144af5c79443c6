//! The Standard Safeguarding Dataset as Parquet files.

use std::io::Cursor;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch,
    StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use sightline_records::{Input, read};

use crate::support::{DEFINITIONS, accounted_for, findings, read_one, rows};

fn text(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(values.iter().copied().collect::<StringArray>())
}

fn parquet(columns: &[(&str, ArrayRef)], compression: Compression) -> Vec<u8> {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = columns.iter().map(|(_, array)| Arc::clone(array)).collect();
    let schema = Arc::new(Schema::new(fields));
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, Arc::clone(&schema), Some(properties)).unwrap();
    writer.write(&RecordBatch::try_new(schema, arrays).unwrap()).unwrap();
    writer.close().unwrap();
    bytes
}

/// Two people and, in other types than text, what is known of them.
fn people(compression: Compression) -> Vec<u8> {
    parquet(
        &[
            ("pers_person_id", text(&[Some("0042"), Some("43")])),
            ("pers_sex", text(&[Some("F"), Some("M")])),
            ("pers_gender", text(&[None, Some("")])),
            ("pers_ethnicity", text(&[Some("WBRI"), Some("nothing")])),
            ("pers_dob", Arc::new(Date32Array::from(vec![Some(16_467), None]))),
            ("pers_is_mother", Arc::new(BooleanArray::from(vec![Some(true), None]))),
            ("pers_nationality", text(&[Some("GBR"), None])),
        ],
        compression,
    )
}

#[test]
fn a_folder_of_parquet_gives_the_same_as_one_of_text() {
    let workers = parquet(
        &[
            ("prof_professional_id", Arc::new(Int64Array::from(vec![7, 8])) as ArrayRef),
            ("prof_staff_id", Arc::new(Int32Array::from(vec![Some(9), None]))),
            ("prof_professional_job_title", text(&[Some("Social worker"), Some("Manager")])),
            ("prof_professional_caseload", Arc::new(Float64Array::from(vec![Some(14.0), None]))),
            ("prof_professional_department", text(&[Some("Care"), None])),
            (
                "prof_full_time_equivalency",
                Arc::new(Decimal128Array::from(vec![Some(80), None]).with_precision_and_scale(5, 2).unwrap()),
            ),
            ("prof_agency_worker_flag", text(&[Some("N"), Some("Y")])),
        ],
        Compression::SNAPPY,
    );
    let mut factors = ListBuilder::new(StringBuilder::new());
    factors.append_value([Some("1A"), Some("24A")]);
    factors.append_value([Some("3B"), None]);
    let factors = parquet(
        &[
            ("cinf_table_id", text(&[Some("1"), Some("2")])),
            ("cinf_assessment_id", text(&[Some("A1"), Some("A1")])),
            ("cinf_assessment_factors_json", Arc::new(factors.finish())),
        ],
        Compression::ZSTD(ZstdLevel::default()),
    );
    let assessments = parquet(
        &[
            ("cina_assessment_id", text(&[Some("A1")])),
            ("cina_person_id", text(&[Some("0042")])),
            ("cina_referral_id", text(&[Some("R1")])),
            (
                "cina_assessment_start_date",
                Arc::new(TimestampMicrosecondArray::from(vec![1_759_881_600_000_000 + 3_600_000_000])),
            ),
            ("cina_assessment_child_seen", text(&[Some("Y")])),
            ("cina_assessment_auth_date", Arc::new(Date32Array::from(vec![None]))),
            ("cina_assessment_team", text(&[Some("Team 1")])),
        ],
        Compression::UNCOMPRESSED,
    );
    let person = people(Compression::SNAPPY);
    let files: [(&str, &[u8]); 4] =
        [("a.parquet", &factors), ("b", &assessments), ("c.csv", &person), ("d.parquet", &workers)];
    let records = read_one(&files).unwrap();
    assert_eq!(
        rows(&records, "person", &["child_id", "sex", "born_on", "is_mother"]),
        ["0042 | F | 2015-02-01 | yes", "43 | M | ∅ | ∅"]
    );
    assert_eq!(
        rows(&records, "worker", &["worker_id", "staff_number", "caseload", "full_time_equivalent", "is_agency"]),
        ["7 | 9 | 14 | 0.8000 | no", "8 | ∅ | ∅ | ∅ | yes"]
    );
    assert_eq!(rows(&records, "assessment", &["child_id", "started_on"]), ["0042 | 2025-10-08"]);
    assert_eq!(rows(&records, "assessment_factor", &["child_id", "factor"]), ["0042 | 1A", "0042 | 24A", "0042 | 3B"]);
    let found = findings(&records);
    assert!(found.iter().any(|found| found.starts_with("c.csv, row 2, column D: “pers_ethnicity”")), "{found:?}");
    assert!(
        found.iter().any(|found| found.starts_with("c.csv: “pers_upn_unknown”")
            || found.starts_with("c.csv: “") && found.contains("SL-R071")),
        "{found:?}"
    );
}

#[test]
fn a_column_of_structures_is_told_and_left_out() {
    let inner: ArrayRef = Arc::new(Int32Array::from(vec![1]));
    let structure = StructArray::from(vec![(Arc::new(Field::new("x", DataType::Int32, true)), inner)]);
    let bytes = parquet(
        &[
            ("cont_person_id", text(&[Some("1")])),
            ("cont_contact_id", text(&[Some("C1")])),
            ("cont_contact_date", text(&[Some("2026-04-03")])),
            ("cont_contact_source_code", Arc::new(structure)),
        ],
        Compression::SNAPPY,
    );
    let records = read_one(&[("f", &bytes)]).unwrap();
    assert_eq!(rows(&records, "contact", &["child_id", "made_by"]), ["1 | ∅"]);
    let told: Vec<String> = findings(&records).into_iter().filter(|found| found.contains("SL-R130")).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("f, column D: "), "{told:?}");
}

#[test]
fn damaged_and_strange_parquet_files_have_their_codes() {
    let code = |bytes: &[u8]| match read(&DEFINITIONS, vec![Input::new("f", Cursor::new(bytes))]) {
        Ok(records) => {
            for records in records {
                accounted_for(records);
            }
            "read"
        }
        Err(error) => error.code(),
    };
    let whole = people(Compression::SNAPPY);
    assert_eq!(code(&whole), "read");
    for cut in [4, 12, whole.len() / 2, whole.len() - 1] {
        assert_eq!(code(&whole[..cut]), "SL-R004", "cut to {cut}");
    }
    assert_eq!(code(b"PARE and so on"), "SL-R004");
    let wide: Vec<(String, ArrayRef)> = (0..2_001).map(|column| (format!("c{column}"), text(&[None]))).collect();
    let wide: Vec<(&str, ArrayRef)> = wide.iter().map(|(name, array)| (name.as_str(), Arc::clone(array))).collect();
    assert_eq!(code(&parquet(&wide, Compression::SNAPPY)), "SL-R006");
    assert_eq!(code(&parquet(&[("minutes", text(&[Some("nobody came")]))], Compression::SNAPPY)), "SL-R002");
    let empty = parquet(&[("CHILD", text(&[])), ("DOB", text(&[])), ("REVIEW", text(&[]))], Compression::SNAPPY);
    let records = read_one(&[("f", &empty)]).unwrap();
    assert_eq!((records.reading.rows_in(), records.reading.count("SL-R072")), (0, 1));
}
