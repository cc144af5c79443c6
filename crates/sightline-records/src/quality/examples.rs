//! The examples that come with every check: rows that are given, and which of them are found.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use arrow_array::RecordBatch;
use chrono::NaiveDate;
use toml::Spanned;

use crate::combine::combine;
use crate::definitions::fault::{Faults, Text};
use crate::definitions::{ColumnType, Definitions, RecordTable};
use crate::gather::{Origin, TableRows};
use crate::values::Value;
use crate::{Input, Records, read};

use super::load::code_position;
use super::rule::Rule;
use super::run::{self, Outcome};
use super::scores::Holders;
use super::world::{SCALE, World};
use super::written::WrittenExample;
use super::{Check, Checks, ScoreDefinition, readers};

/// An example cannot be read.
const UNREADABLE: &str = "SL-R165";
/// A check finds other rows than its example says.
const FINDS_OTHERS: &str = "SL-R166";
/// A check has no example.
const NONE: &str = "SL-R167";

/// What an example's rows are of, where they do not say it: a source that the definitions do not know.
const SOURCE: &str = "example/given";

/// Runs the examples of a check, and says which find other rows than they should.
pub(super) fn run(
    definitions: &Definitions,
    text: Text<'_>,
    check: &Check,
    examples: &[Spanned<WrittenExample>],
    faults: &mut Faults,
) {
    if examples.is_empty() {
        let what = format!("the check {} has no example", check.id);
        let at = text.text.find(&format!("id = \"{}\"", check.id)).unwrap_or(0);
        faults.add((text, at), NONE, what, "nobody can see what it finds", "add an [[check.example]]");
    }
    for example in examples {
        let at = (text, example.span().start);
        let found = match found(definitions, check, example.get_ref()) {
            Ok(found) => found,
            Err(what) => {
                let next = "write one row on a line, with strokes between the columns, and dates as 2026-03-31";
                faults.add(at, UNREADABLE, what, "the check cannot be tried", next);
                continue;
            }
        };
        let wanted: BTreeSet<u64> = example.get_ref().finds.iter().copied().collect();
        if found != wanted {
            let what = format!("the check {} finds the rows {found:?} of its example, and not {wanted:?}", check.id);
            let next = "correct the check or the example";
            faults.add(at, FINDS_OTHERS, what, "it does not do what it says", next);
        }
    }
}

fn found(definitions: &Definitions, check: &Check, example: &WrittenExample) -> Result<BTreeSet<u64>, String> {
    let as_at = match &example.as_at {
        Some(day) => day.parse().map_err(|_| format!("{day} is no day"))?,
        None => NaiveDate::from_ymd_opt(2026, 10, 31).expect("it is a day"),
    };
    if let (Rule::Read(_), Some(file)) = (&check.rule, &example.file) {
        return found_in_file(definitions, check, file, as_at);
    }
    let mut tables = BTreeMap::new();
    for (name, rows) in &example.given {
        let table = definitions.table(name).ok_or_else(|| format!("there is no record table {name}"))?;
        tables.insert(name.clone(), batches(definitions, table, rows)?);
    }
    let world = World::new(definitions, &tables, as_at);
    Ok(match run::run(&world, check) {
        Outcome::Found(rows) => rows.into_iter().map(|found| found.row as u64 + 1).collect(),
        Outcome::NotRun(_) => BTreeSet::new(),
    })
}

/// Rows of a file in which the readers find what the check asks for, the row of headers counted.
fn found_in_file(
    definitions: &Definitions,
    check: &Check,
    file: &str,
    as_at: NaiveDate,
) -> Result<BTreeSet<u64>, String> {
    let input = Input::new("example.csv", Cursor::new(file.as_bytes().to_vec()));
    let parts: Vec<Records> = read(definitions, vec![input]).map_err(|error| error.to_string())?;
    let combined = combine(definitions, &parts);
    let world = World::new(definitions, &combined.tables, as_at);
    let names = super::scores::Names { table: 0, id: 0, name: 0 };
    let scores = ScoreDefinition {
        title: String::new(),
        meaning: String::new(),
        counts: Vec::new(),
        holds: Vec::new(),
        team: names,
        worker: names,
    };
    let holders = Holders::new(&world, &scores);
    let checks = Checks { checks: vec![check.clone()], scores };
    let found = readers::findings(&world, &checks, &parts, &holders);
    let rows = found.into_iter().filter_map(|read| read.finding?.source_row);
    Ok(rows.filter_map(|row| u64::try_from(row).ok()).collect())
}

/// The rows of a table as they are written: the columns in the first line, a row in each of the others.
fn batches(definitions: &Definitions, table: &RecordTable, written: &str) -> Result<Vec<RecordBatch>, String> {
    let mut lines = written.lines().filter(|line| !line.trim().is_empty());
    let header: Vec<&str> = cells(lines.next().unwrap_or_default());
    let mut columns = Vec::new();
    let mut source_column = None;
    for (position, name) in header.iter().enumerate() {
        match table.column(name) {
            Some(column) => columns.push((position, column)),
            None if *name == "source" => source_column = Some(position),
            None => return Err(format!("{} has no column {name}", table.name)),
        }
    }
    let mut sources = vec![SOURCE.to_owned()];
    let mut rows: Vec<(Origin, Vec<Value>)> = Vec::new();
    for (number, line) in lines.enumerate() {
        let cells = cells(line);
        if cells.len() > header.len() {
            return Err(format!("row {} of {} has more values than columns", number + 1, table.name));
        }
        let mut row = vec![Value::Null; table.columns.len()];
        for (position, column) in &columns {
            let written = cells.get(*position).copied().unwrap_or_default();
            row[*column] = value(definitions, table, *column, written)?;
        }
        let source = source_column.and_then(|position| cells.get(position).copied()).unwrap_or(SOURCE);
        let known = sources.iter().position(|known| known == source).unwrap_or_else(|| {
            sources.push(source.to_owned());
            sources.len() - 1
        });
        rows.push((Origin { source: u16::try_from(known).unwrap_or(0), number: number as u64 + 1 }, row));
    }
    let mut gathered = TableRows::new(definitions, table, Arc::from(sources));
    for (origin, mut row) in rows {
        fill(definitions, table, &mut row);
        gathered.add(None, origin, row);
    }
    Ok(gathered.finish(&[]).0)
}

/// Gives columns that no row may lack, and that the example has nothing to say of, a value.
fn fill(definitions: &Definitions, table: &RecordTable, row: &mut [Value]) {
    for (column, value) in table.columns.iter().zip(row) {
        if column.is_required && *value == Value::Null {
            *value = match (column.kind, column.codes) {
                (ColumnType::Code, Some(list)) if !definitions.code_lists[list].codes.is_empty() => Value::Code(0),
                (ColumnType::Date, _) => Value::Day(0),
                _ => Value::Text("".into()),
            };
        }
    }
}

fn cells(line: &str) -> Vec<&str> {
    line.split('|').map(str::trim).collect()
}

fn value(definitions: &Definitions, table: &RecordTable, column: usize, written: &str) -> Result<Value, String> {
    let definition = &table.columns[column];
    if written.is_empty() {
        return Ok(Value::Null);
    }
    let value = match (definition.kind, definition.codes) {
        (ColumnType::Code, Some(list)) => code_position(definitions, list, written).map(Value::Code),
        (ColumnType::Date, _) => written.parse().ok().map(|day| Value::Day(super::world::day_number(day))),
        (ColumnType::WholeNumber, _) => written.parse().ok().map(Value::Whole),
        (ColumnType::Decimal, _) => decimal(written).map(Value::Decimal),
        (ColumnType::YesNo, _) if written == "yes" || written == "no" => Some(Value::YesNo(written == "yes")),
        (ColumnType::YesNo, _) => None,
        _ => Some(Value::Text(written.into())),
    };
    value.ok_or_else(|| format!("{} of {} cannot hold {written}", definition.name, table.name))
}

/// A number with up to four places, in ten-thousandths.
fn decimal(written: &str) -> Option<i64> {
    let (whole, part) = written.split_once('.').unwrap_or((written, ""));
    if part.len() > 4 || !part.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<4}").parse().ok()?;
    whole.checked_mul(SCALE)?.checked_add(if written.starts_with('-') { -part } else { part })
}
