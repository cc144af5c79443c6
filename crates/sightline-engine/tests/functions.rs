//! The SQL functions answer as `tests/slt/` says, one file for each; `make accept` rewrites what they answer.

#![expect(
    clippy::disallowed_methods,
    reason = "`make accept` says in the environment that answers are to be rewritten"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::task::{Context, Poll, Waker};

use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;
use sightline_engine::functions::{self, ALL, Misuse};
use sqllogictest::{DB, DBOutput, DefaultColumnType, Runner, default_normalizer, default_validator};

/// A session with our functions, as the runner asks it.
struct Session {
    session: SessionContext,
    runtime: tokio::runtime::Runtime,
}

impl Session {
    fn new() -> Self {
        let session = SessionContext::new();
        functions::register(&session);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a thread of our own");
        Self { session, runtime }
    }

    fn answer(&self, sql: &str) -> Result<Vec<RecordBatch>, DataFusionError> {
        self.runtime.block_on(async { self.session.sql(sql).await?.collect().await })
    }
}

impl DB for Session {
    type Error = DataFusionError;
    type ColumnType = DefaultColumnType;

    fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>, DataFusionError> {
        let batches = self.answer(sql)?;
        let types = batches.first().map_or_else(Vec::new, |batch| {
            batch.columns().iter().map(|column| column_type(column.data_type())).collect()
        });
        Ok(DBOutput::Rows { types, rows: batches.iter().flat_map(rows).collect() })
    }
}

fn column_type(kind: &DataType) -> DefaultColumnType {
    match kind {
        DataType::Int64 => DefaultColumnType::Integer,
        DataType::Float64 => DefaultColumnType::FloatingPoint,
        DataType::Utf8 | DataType::Utf8View => DefaultColumnType::Text,
        _ => DefaultColumnType::Any,
    }
}

fn rows(batch: &RecordBatch) -> Vec<Vec<String>> {
    let options = FormatOptions::default().with_null("null");
    let columns: Vec<ArrayFormatter<'_>> = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).expect("every column can be written"))
        .collect();
    (0..batch.num_rows()).map(|row| columns.iter().map(|column| column.value(row).to_string()).collect()).collect()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/slt")
}

#[test]
fn the_functions_answer_as_their_files_say() {
    let rewrite = std::env::var("INSTA_UPDATE").is_ok_and(|wish| wish == "always");
    for function in ALL {
        let file = folder().join(format!("{}.slt", function.name));
        let mut runner = Runner::new(|| async { Ok(Session::new()) });
        runner.with_column_validator(sqllogictest::strict_column_validator);
        if rewrite {
            let update = runner.update_test_file(
                &file,
                " ",
                default_validator,
                default_normalizer,
                sqllogictest::default_column_validator,
            );
            // The session answers at once, and its own runtime does not run inside another.
            match std::pin::pin!(update).poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(done) => done.unwrap(),
                Poll::Pending => panic!("{} was not rewritten", file.display()),
            }
        } else if let Err(failure) = runner.run_file(&file) {
            panic!("{}", failure.display(false));
        }
    }
}

#[test]
fn every_function_has_a_file_of_answers_and_every_file_a_function() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let named: BTreeSet<String> = ALL.iter().map(|function| function.name.to_owned()).collect();
    assert_eq!(files, named);
}

#[test]
fn the_examples_of_the_reference_page_give_what_they_say() {
    let session = Session::new();
    for function in ALL {
        assert!(!function.examples.is_empty(), "{} has no example", function.name);
        for (call, gives) in function.examples {
            let batches = session.answer(&format!("select {call}")).unwrap();
            assert_eq!(rows(&batches[0])[0][0], *gives, "{call}");
        }
    }
}

#[test]
fn the_reference_page_in_the_repository_is_the_one_the_functions_write() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/sql-functions.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|wish| wish == "always") {
        std::fs::write(&file, functions::page()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), functions::page(), "run make generate");
}

#[test]
fn null_in_any_place_gives_null() {
    let session = Session::new();
    for function in ALL {
        let (call, _) = function.examples[0];
        let inside = call.split_once('(').unwrap().1.trim_end_matches(')');
        let given: Vec<&str> = inside.split(", ").collect();
        assert_eq!(given.len(), function.takes.len(), "{call}");
        for place in 0..given.len() {
            let mut given = given.clone();
            given[place] = "null";
            let batches = session.answer(&format!("select {}({})", function.name, given.join(", "))).unwrap();
            assert!(batches[0].column(0).is_null(0), "{} with null in place {place}", function.name);
        }
    }
}

/// The refusal of a query, found by whoever plans it.
fn refusal(sql: &str) -> Misuse {
    let session = Session::new();
    let error = session.answer(sql).expect_err("the query is refused");
    match error.find_root() {
        DataFusionError::External(cause) => cause.downcast_ref::<Misuse>().expect("our own refusal").clone(),
        other => panic!("{other}"),
    }
}

#[test]
fn a_wrong_timescale_is_refused_with_the_nearest_and_all_there_are() {
    let refusal = refusal("select due_on('asessment', date '2026-01-05')");
    assert_eq!(refusal.code, "SL-M032");
    assert_eq!(refusal.what, "due_on: there is no timescale called `asessment`");
    assert!(refusal.help.starts_with("did you mean `assessment`? The timescales are "), "{}", refusal.help);
    assert!(refusal.help.contains("supervision"), "{}", refusal.help);
}

#[test]
fn a_wrong_timescale_is_refused_before_any_row_is_read() {
    let session = Session::new();
    let empty = "select due_on('asessment', day) from (values (date '2026-01-05')) as one (day) where false";
    let plan = session.runtime.block_on(session.session.sql(empty));
    assert!(plan.is_err());
}

#[test]
fn a_timescale_out_of_the_data_is_refused_without_being_quoted() {
    let refusal =
        refusal("select due_on(name, date '2026-01-05') from (values ('assessment'), ('child 4711')) as named (name)");
    assert_eq!(refusal.code, "SL-M032");
    assert!(!refusal.what.contains("4711") && !refusal.help.contains("4711"), "{refusal:?}");
}

#[test]
fn a_text_for_a_day_is_refused_with_how_to_write_a_day() {
    let refusal = refusal("select days_between('2026-01-05', date '2026-01-06')");
    assert_eq!(refusal.code, "SL-M031");
    assert_eq!(refusal.what, "days_between: start is a date, and a text is given");
    assert_eq!(refusal.help, "write a day as date '2026-03-31', with the word date in front");
}

#[test]
fn too_few_arguments_are_refused_with_how_the_function_is_written() {
    let refusal = refusal("select add_months(date '2026-01-05')");
    assert_eq!(refusal.code, "SL-M030");
    assert_eq!(refusal.what, "add_months takes 2 arguments, not 1");
    assert_eq!(refusal.help, "write add_months(day, months); docs/sql-functions.md has examples");
}
