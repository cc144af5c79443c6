//! Queries of definitions: planned, pointed into when they are wrong, and asked within limits.

use std::collections::BTreeSet;
use std::time::Duration;

use datafusion::arrow::array::{Array, AsArray, PrimitiveArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::Date32Type;
use datafusion::arrow::error::ArrowError;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DataFusionError, ParamValues, ScalarValue};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::SessionContext;
use futures_util::TryStreamExt as _;

use crate::catalogue::nearest;
use crate::engine::Limits;
use crate::functions::Misuse;
use crate::session::{only_queries, with_pauses};
use crate::{Error, Result};

/// What is wrong with a query, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The line and the column, from 1; none when the query engine names no place.
    pub(crate) at: Option<(usize, usize)>,
    /// What the query engine says.
    pub(crate) what: String,
    /// What it suggests.
    pub(crate) help: Option<String>,
}

/// The tables that a plan reads.
pub(crate) fn tables(plan: &LogicalPlan) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    let seen = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            tables.insert(scan.table_name.table().to_owned());
        }
        Ok(TreeNodeRecursion::Continue)
    });
    seen.expect("looking at a plan does not fail");
    tables
}

/// Functions that other databases have, and what is written here.
const ELSEWHERE: [(&[&str], &str); 3] = [
    (
        &["datediff", "date_diff", "timestampdiff", "months_between"],
        "write days_between(from, to), or working_days_between(from, to)",
    ),
    (
        &["dateadd", "date_add", "date_sub", "adddate", "timestampadd"],
        "write add_months(day, months) or add_working_days(day, days); for days, day + interval '14 days'",
    ),
    (&["getdate", "sysdate", "curdate"], "write $period_end, or $as_at in a case list: no query knows today"),
];

/// The plan of a query that only reads.
pub(crate) async fn plan(session: &SessionContext, sql: &str) -> std::result::Result<LogicalPlan, Wrong> {
    let plan = session.state().create_logical_plan(sql).await.map_err(|error| {
        let wrong = wrong(&error, sql);
        Wrong { help: instead(session, &wrong.what).or(wrong.help), ..wrong }
    })?;
    only_queries().verify_plan(&plan).map_err(|error| wrong(&error, sql))?;
    match plan {
        LogicalPlan::Explain(_) | LogicalPlan::Analyze(_) | LogicalPlan::DescribeTable(_) => {
            Err(Wrong { at: Some((1, 1)), what: "this explains a query and returns no cohort".to_owned(), help: None })
        }
        plan => Ok(plan),
    }
}

/// What to write in place of a table or a function that there is not.
fn instead(session: &SessionContext, what: &str) -> Option<String> {
    let between = |before: &str| what.split_once(before)?.1.split_once('\'').map(|(name, _)| name);
    if let Some(function) = between("Invalid function '") {
        let (_, ours) = ELSEWHERE.iter().find(|(names, _)| names.contains(&function.to_lowercase().as_str()))?;
        return Some(format!("{ours}; docs/sql-functions.md has them all"));
    }
    let table = between("table '").filter(|_| what.contains("' not found"))?;
    let asked = table.rsplit('.').next().unwrap_or(table);
    let known = session.catalog_names().into_iter().filter_map(|name| session.catalog(&name)).flat_map(|catalog| {
        let schemas = catalog.schema_names().into_iter().filter_map(move |name| catalog.schema(&name));
        schemas.flat_map(|schema| schema.table_names()).collect::<Vec<_>>()
    });
    let known: Vec<String> = known.collect();
    let near = nearest(asked, known.iter().map(String::as_str));
    Some(near.map_or_else(
        || "see docs/records.md for the tables and their columns".to_owned(),
        |near| format!("did you mean {near}? docs/records.md has the tables and their columns"),
    ))
}

fn wrong(error: &DataFusionError, sql: &str) -> Wrong {
    let diagnostic = error.diagnostic();
    let root = error.find_root();
    if let DataFusionError::External(cause) = root
        && let Some(misuse) = cause.downcast_ref::<Misuse>()
    {
        return Wrong { at: place(&misuse.near, sql), what: misuse.what.clone(), help: Some(misuse.help.clone()) };
    }
    let message = root.strip_backtrace();
    let place = |number: u64| usize::try_from(number).unwrap_or(1).max(1);
    let span = diagnostic.and_then(|diagnostic| diagnostic.span);
    let at = span.map(|span| (place(span.start.line), place(span.start.column))).or_else(|| written_place(&message));
    let help = diagnostic.and_then(|diagnostic| {
        let said =
            diagnostic.helps.iter().map(|help| &help.message).chain(diagnostic.notes.iter().map(|note| &note.message));
        said.map(String::as_str).next().map(str::to_owned)
    });
    Wrong { at, what: first_sentence(&message), help }
}

/// The line and the column, from 1, at which words first stand in a query.
fn place(words: &str, sql: &str) -> Option<(usize, usize)> {
    let before = &sql[..sql.find(words)?];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Some((before.matches('\n').count() + 1, before.len() - line_start + 1))
}

/// The place that the parser writes into its message: `at Line: 3, Column: 5`.
fn written_place(message: &str) -> Option<(usize, usize)> {
    let number = |after: &str| {
        let rest = &message[message.find(after)? + after.len()..];
        rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    Some((number("Line:")?, number("Column:")?))
}

/// The message without the query engine's own prefixes.
fn first_sentence(message: &str) -> String {
    let mut text = message.lines().next().unwrap_or_default();
    for prefix in ["SQL error: ", "Error during planning: ", "Schema error: ", "This feature is not implemented: "] {
        text = text.strip_prefix(prefix).unwrap_or(text);
    }
    text.trim_start_matches("ParserError(\"").trim_end_matches("\")").to_owned()
}

/// The answer to a plan with parameters, by name without the dollar.
///
/// # Errors
///
/// [`Error::Query`], [`Error::TooLong`] and [`Error::TooMuch`], each naming
/// the definition `id`.
pub(crate) async fn ask(
    session: &SessionContext,
    id: &str,
    plan: LogicalPlan,
    parameters: &[(&str, ScalarValue)],
    limits: Limits,
) -> Result<Vec<RecordBatch>> {
    let answer = async {
        let plan = if parameters.is_empty() {
            plan
        } else {
            let values = parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into()));
            plan.with_param_values(ParamValues::Map(values.collect()))?
        };
        let physical = with_pauses(session.state().create_physical_plan(&plan).await?)?;
        collect(execute_stream(physical, session.task_ctx())?, limits).await
    };
    match tokio::time::timeout(Duration::from_secs(limits.seconds), answer).await {
        Ok(Ok(batches)) => Ok(batches),
        Ok(Err(error)) => Err(match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => Error::TooMuch { id: id.to_owned(), mib: limits.memory_mib },
            _ => Error::Query { id: id.to_owned(), what: without_values(&error) },
        }),
        Err(_) => Err(Error::TooLong { id: id.to_owned(), seconds: limits.seconds }),
    }
}

/// What went wrong while a query was answered, in words of our own where the query engine would repeat a value.
fn without_values(error: &DataFusionError) -> String {
    let said = match error.find_root() {
        DataFusionError::ArrowError(cause, _) => match cause.as_ref() {
            ArrowError::DivideByZero => "it divides by zero",
            ArrowError::ArithmeticOverflow(_) => "a number becomes too large",
            ArrowError::CastError(_) | ArrowError::ParseError(_) => {
                "a value is not what the query casts it to, such as words that are no number"
            }
            _ => "a value cannot be worked out as the query says",
        },
        DataFusionError::Execution(_) => "a value cannot be worked out as the query says",
        _ => return wrong(error, "").what,
    };
    said.to_owned()
}

/// Every row of an answer, which may be as large as the working memory.
async fn collect(
    mut rows: SendableRecordBatchStream,
    limits: Limits,
) -> std::result::Result<Vec<RecordBatch>, DataFusionError> {
    let mut left = limits.memory_mib.saturating_mul(1024 * 1024);
    let mut batches = Vec::new();
    while let Some(batch) = rows.try_next().await? {
        left = left
            .checked_sub(bytes_of(&batch)?)
            .ok_or_else(|| DataFusionError::ResourcesExhausted("the answer is too large".to_owned()))?;
        batches.push(batch);
    }
    Ok(batches)
}

/// What a batch takes by itself, without what others share with it.
fn bytes_of(batch: &RecordBatch) -> std::result::Result<usize, DataFusionError> {
    let mut bytes = 0;
    for column in batch.columns() {
        bytes += column.to_data().get_slice_memory_size()?;
    }
    Ok(bytes)
}

/// A column of words, if the batch has it.
pub(crate) fn words<'a>(batch: &'a RecordBatch, name: &str) -> Option<&'a StringArray> {
    batch.column_by_name(name)?.as_string_opt::<i32>()
}

/// A column of days, if the batch has it.
pub(crate) fn dates<'a>(batch: &'a RecordBatch, name: &str) -> Option<&'a PrimitiveArray<Date32Type>> {
    batch.column_by_name(name)?.as_primitive_opt::<Date32Type>()
}

/// A value as a person reads it: days as ISO dates, yes and no in words.
pub(crate) fn shown(column: &dyn Array, row: usize) -> Option<String> {
    use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
    if column.is_null(row) {
        return None;
    }
    if let Some(flags) = column.as_boolean_opt() {
        return Some(if flags.value(row) { "yes" } else { "no" }.to_owned());
    }
    let formatter = ArrayFormatter::try_new(column, &FormatOptions::default()).ok()?;
    Some(formatter.value(row).to_string())
}
