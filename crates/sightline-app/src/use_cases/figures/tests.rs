//! Figures and lists of a small synthetic council: taken out as files, and with a list that fails.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Decimal128Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use chrono::{DateTime, NaiveDate};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use sightline_domain::measure::Window;
use sightline_engine::Catalogue;
use sightline_records::Definitions;
use sightline_records::synthetic::{England, Form, InMemory, Settings};
use sightline_store::AuditFilter;

use super::export::{CaseListFilter, FigureFormat};
use super::paper::ScorecardFormat;
use super::view::RowShows;
use crate::use_cases::data::load::LoadInput;
use crate::{Actor, App, Call, Database, Error, Exported, Key, Keys, Role, SourceBytes, Vocabulary};

const MEASURE: &str = "assessments_within_45_working_days";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn call(role: Role) -> Call {
    let actor = Actor { account: Some(format!("acc_{}", role.code())), ..Actor::operator("Jo Example", role) };
    Call { actor, at: "2026-11-02T09:00:00Z".parse().unwrap(), today: day("2026-11-02") }
}

/// A council of some hundred children, with definitions of its own.
pub(crate) async fn council(folder: &Path, own: &[(&str, String)]) -> App {
    for (name, text) in own {
        let path = folder.join("content").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let app = App::open(&Database::File(folder.join("sightline.db")), Vocabulary::built_in().unwrap()).await.unwrap();
    let app = app.with_keys(Keys::new(Key::random(), None), DateTime::UNIX_EPOCH).await.unwrap();
    let definitions = Definitions::built_in().unwrap();
    let as_at = day("2026-10-31");
    let settings =
        Settings { children: 150, years: 2, authorities: 1, seed: 2026, as_at, scenario: "plain".to_owned() };
    let mut files = InMemory::default();
    for council in England::new(&definitions, settings).unwrap().councils() {
        council.write(&[Form::Ssd, Form::Local], &mut files, &mut |_| {}).unwrap();
    }
    let files = files.take().into_iter().map(|(name, bytes)| SourceBytes { name, bytes });
    let input = LoadInput { files: files.collect(), as_at: Some(as_at), ..LoadInput::default() };
    app.load_extract(&call(Role::Analyst), input, Arc::new(|_| {})).await.unwrap();
    app
}

/// Fields of a file of comma-separated values.
fn csv(made: &Exported) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(&made.bytes).unwrap().trim_start_matches('\u{feff}');
    let (mut rows, mut row, mut field, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut field)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            letter => field.push(letter),
        }
    }
    rows
}

/// The table of a Parquet file.
fn read(folder: &Path, made: &Exported) -> RecordBatch {
    assert!(made.name.ends_with("-2026-10-31.parquet"), "{}", made.name);
    let path = folder.join("read.parquet");
    fs::write(&path, &made.bytes).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let notes = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(notes.iter().any(|note| note.key == "Title"), "where it comes from is in the file");
    let batches: Vec<RecordBatch> = reader.with_batch_size(1_000_000).build().unwrap().map(Result::unwrap).collect();
    let [batch] = batches.try_into().expect("one batch of rows");
    batch
}

/// A value as it stands in a CSV file; nothing is empty.
fn words(column: &dyn Array, row: usize) -> String {
    if column.is_null(row) {
        return String::new();
    }
    if let Some(texts) = column.as_string_opt::<i32>() {
        return texts.value(row).to_owned();
    }
    if let Some(days) = column.as_primitive_opt::<Date32Type>() {
        return days.value_as_date(row).unwrap().to_string();
    }
    if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        return numbers.value(row).to_string();
    }
    shortened(&column.as_primitive::<Decimal128Type>().value_as_string(row))
}

/// A number without zeros at its end.
fn shortened(number: &str) -> String {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.').to_owned() } else { number.to_owned() }
}

/// Both files hold the same; the Parquet file comes back.
fn same(folder: &Path, text: &Exported, typed: &Exported) -> RecordBatch {
    let (rows, batch) = (csv(text), read(folder, typed));
    let heads: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(rows[0], heads);
    assert_eq!((rows.len() - 1, rows[1..].is_empty()), (batch.num_rows(), false), "there are rows");
    for (at, row) in rows[1..].iter().enumerate() {
        for (column, (head, written)) in heads.iter().zip(row).enumerate() {
            let is_decimal = batch.column(column).as_primitive_opt::<Decimal128Type>().is_some();
            let written = if is_decimal { shortened(written) } else { written.trim_start_matches('\'').to_owned() };
            assert_eq!(words(batch.column(column), at), written, "{head} of row {at}");
        }
    }
    batch
}

fn holds(batch: &RecordBatch, head: &str) -> String {
    batch.schema().field_with_name(head).unwrap().data_type().to_string()
}

async fn looks(app: &App, action: &str) -> usize {
    let filter = AuditFilter { action: Some(action.to_owned()), ..AuditFilter::default() };
    app.history(&call(Role::ProgrammeManager), &filter).await.unwrap().len()
}

#[tokio::test]
async fn what_is_taken_out_as_parquet_is_what_csv_holds_with_types_and_what_is_hidden_is_null() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path(), &[]).await;
    let measure = async |role, format| app.export_measure(&call(role), MEASURE, None, format).await.unwrap();
    let [text, typed] = [FigureFormat::Csv, FigureFormat::Parquet];

    let (csv, parquet) = (measure(Role::ActionLead, text).await, measure(Role::ActionLead, typed).await);
    let batch = same(folder.path(), &csv, &parquet);
    assert_eq!(parquet.bytes, measure(Role::ActionLead, typed).await.bytes, "the same figures, the same bytes");
    let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
    let hidden: Vec<usize> =
        (0..batch.num_rows()).filter(|row| words(&column("Note"), *row) == "Too small to show").collect();
    assert!(!hidden.is_empty(), "a council of this size has small numbers");
    for name in ["Figure", "Counted", "Numerator", "Population", "Mean", "From"] {
        let column = column(name);
        assert!(hidden.iter().all(|row| column.is_null(*row)), "{name}");
    }
    assert!(hidden.len() < batch.num_rows() && column("Figure").null_count() < batch.num_rows());
    let kinds = ["From", "Figure", "Counted", "Data as at", "Value"].map(|head| holds(&batch, head));
    assert_eq!(kinds, ["Date32", "Decimal128(18, 4)", "Int64", "Date32", "Utf8"]);
    let all = read(folder.path(), &measure(Role::Analyst, typed).await);
    let notes = Arc::clone(all.column_by_name("Note").unwrap());
    assert!((0..all.num_rows()).all(|row| words(&notes, row) != "Too small to show"), "an analyst sees them");

    let card = async |format| app.build_scorecard(&call(Role::Director), "basics", None, format).await.unwrap();
    let (csv, parquet) = (card(ScorecardFormat::Csv).await, card(ScorecardFormat::Parquet).await);
    let batch = same(folder.path(), &csv, &parquet);
    assert_eq!(holds(&batch, "Figure"), "Decimal128(18, 4)");
}

#[tokio::test]
async fn lists_and_children_taken_out_as_parquet_are_those_of_csv_and_leave_the_same_rows_in_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path(), &[]).await;
    let analyst = call(Role::Analyst);
    let all = CaseListFilter::default();
    let before = looks(&app, "case_list.read").await;
    let list = async |id, format| app.export_case_list(&analyst, id, None, &all, format).await.unwrap();
    let batch =
        same(folder.path(), &list("caseload", FigureFormat::Csv).await, &list("caseload", FigureFormat::Parquet).await);
    assert_eq!(looks(&app, "case_list.read").await, before + 2, "each file is a look");
    assert_eq!(
        ["Due", "Working days left", "Weight"].map(|head| holds(&batch, head)),
        ["Date32", "Int64", "Decimal128(18, 4)"]
    );
    let before = looks(&app, "measure.children").await;
    let children =
        async |format| app.export_children(&analyst, MEASURE, Window::RollingYear, None, None, format).await.unwrap();
    let batch = same(folder.path(), &children(FigureFormat::Csv).await, &children(FigureFormat::Parquet).await);
    assert_eq!(looks(&app, "measure.children").await, before + 2);
    // Further columns of the query keep what they hold.
    assert_eq!(["Day", "Started on", "Due on"].map(|head| holds(&batch, head)), ["Date32", "Date32", "Date32"]);
    let refused = app.export_case_list(&call(Role::Partner), "caseload", None, &all, FigureFormat::Parquet).await;
    assert_eq!(refused.unwrap_err().code(), "SL-A001");
}

/// The list of assessments, which fails as soon as there is a row.
fn broken() -> Vec<(&'static str, String)> {
    let text = |name: &str| {
        let (_, text) = Catalogue::built_in_files().iter().find(|(known, _)| *known == name).unwrap();
        (*text).to_owned()
    };
    let query = text("case_lists/assessments/list.sql");
    let broken = query.replace("assessment.child_was_seen", "cast(assessment.child_id || 'x' as bigint) as number");
    assert_ne!(broken, query);
    let card = "title = \"Ours\"\nabout = \"Two lists.\"\naudience = \"Us\"\n\n[[section]]\ntitle = \"Lists\"\n\
        rows = [{ case_list = \"ours\" }, { case_list = \"assessments\" }]\n";
    vec![
        ("case_lists/ours/list.toml", text("case_lists/assessments/list.toml")),
        ("case_lists/ours/list.sql", broken),
        ("case_lists/ours/cases.md", text("case_lists/assessments/cases.md")),
        ("scorecards/ours.toml", card.to_owned()),
    ]
}

#[tokio::test]
async fn a_case_list_that_fails_says_so_and_the_others_stand() {
    let folder = tempfile::tempdir().unwrap();
    let app = council(folder.path(), &broken()).await;
    let analyst = call(Role::Analyst);
    let failed = |shows: &RowShows| match shows {
        RowShows::FailedList(failed) => Some((failed.definition.id.clone(), failed.code, failed.what.clone())),
        _ => None,
    };

    let lists = app.case_lists(&analyst, None).await.unwrap();
    let found: Vec<_> = lists.iter().filter_map(|row| failed(&row.shows)).collect();
    let [(id, code, what)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((id.as_str(), *code), ("ours", "SL-M022"));
    assert!(what.contains("not what the query casts it to"), "no value of a record: {what}");
    assert!(lists.len() > 20);

    let team = app.my_team(&analyst, None).await.unwrap();
    assert_eq!(team.failed.iter().map(|failed| failed.definition.id.as_str()).collect::<Vec<_>>(), ["ours"]);
    assert!(!team.failed[0].definition.owner.is_empty());
    assert_eq!(team.lists.len(), lists.len() - 1);
    assert!(team.lists.iter().any(|view| !view.list.rows.is_empty()));

    let card = app.scorecard(&analyst, "ours", None).await.unwrap();
    let [ours, theirs] = card.sections[0].1.as_slice() else { panic!("two rows") };
    assert!(failed(&ours.shows).is_some());
    assert!(matches!(theirs.shows, RowShows::CaseList { counts: Some(_), .. }));
    app.build_scorecard(&analyst, "ours", None, ScorecardFormat::Csv).await.unwrap();

    let alone = app.case_list(&analyst, "ours", None).await.unwrap_err();
    assert!(matches!(alone, Error::NotCounted { code: "SL-M022", .. }), "{alone}");
}
