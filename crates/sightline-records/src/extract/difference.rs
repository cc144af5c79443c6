//! What changed from one extract to the next.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::combine::cells::{At, Cells};
use crate::combine::pairing::{Part, Row, Table};
use crate::combine::{Values, batch_of, conform, schema};
use crate::definitions::{ColumnType, Definitions, RecordTable};

use super::Extract;

/// Of one kind, at most this many are kept with the child; all are counted.
const MAX_KEPT: u64 = 10_000;
/// A row that went and one that came are the same, put right, when their dates are at most this many days apart.
const MOVED_DAYS: i32 = 14;
/// With more rows than this of one child in one table, nothing is taken as moved.
const MOST_COMPARED: usize = 32;

/// What changed from one extract to the next.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Children who are in the later extract and were not in the earlier one.
    pub children_appeared: u64,
    /// Children who are no longer there.
    pub children_disappeared: u64,
    /// What changed in each record table in which anything did.
    pub tables: BTreeMap<String, TableDifference>,
    /// One row for each change, at most ten thousand of one kind; it names children.
    ///
    /// | column | type | meaning |
    /// |---|---|---|
    /// | `change` | text | `child_appeared`, `child_disappeared`, `row_appeared`, `row_disappeared`, `changed` |
    /// | `table` | text, nullable | the record table; null for a whole child |
    /// | `child_id` | text, nullable | the child, in tables that have one |
    /// | `column` | text, nullable | the column that changed |
    /// | `before`, `after` | text, nullable | its values |
    /// | `source`, `source_row` | text, whole number | where the row is, or was, from |
    pub rows: RecordBatch,
}

/// What changed in one record table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDifference {
    /// Rows in the earlier extract.
    pub rows_before: u64,
    /// Rows in the later one.
    pub rows_after: u64,
    /// Rows that were not there.
    pub appeared: u64,
    /// Rows that are no longer there.
    pub disappeared: u64,
    /// Rows that are there in both, and not the same.
    pub changed: u64,
    /// What changed in each column.
    pub columns: BTreeMap<String, ColumnDifference>,
}

/// What changed in one column of rows that are there in both extracts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDifference {
    /// There was no value, and now there is.
    pub given: u64,
    /// There was a value, and now there is none.
    pub taken_back: u64,
    /// Dates that are later than they were.
    pub later: u64,
    /// Dates that are earlier than they were.
    pub earlier: u64,
    /// Other values that are not as they were.
    pub other: u64,
}

impl ColumnDifference {
    /// All changes of the column together.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.given + self.taken_back + self.later + self.earlier + self.other
    }
}

impl Difference {
    /// True when nothing changed.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.children_appeared == 0 && self.children_disappeared == 0 && self.tables.is_empty()
    }
}

/// What changed from an earlier extract to a later one.
///
/// Rows are the same when their keys are. A row that is gone and one that came
/// in its place, with the same key but for dates at most fourteen days apart,
/// are one row whose dates moved. Where a row was read does not count.
///
/// # Errors
///
/// [`crate::Error::ExtractFileMissing`] and [`crate::Error::ExtractFileChanged`], which name the file.
pub fn difference(definitions: &Definitions, before: &Extract, after: &Extract) -> Result<Difference> {
    let mut finding = Finding::default();
    let (mut children_before, mut children_after) = (BTreeSet::new(), BTreeSet::new());
    for definition in &definitions.tables {
        let schema = schema(definition);
        let mut batches: Vec<RecordBatch> = Vec::new();
        let mut parts: Vec<Part<'_>> = Vec::new();
        for (name, extract, children) in
            [("before", before, &mut children_before), ("after", after, &mut children_after)]
        {
            let start = batches.len();
            let given = extract.table(&definition.name)?;
            batches.extend(given.iter().filter(|batch| batch.num_rows() > 0).map(|batch| conform(batch, &schema)));
            for batch in &batches[start..] {
                let ids = batch.column_by_name("child_id").and_then(|ids| ids.as_string_opt::<i32>());
                for id in ids.into_iter().flatten().flatten() {
                    if !children.contains(id) {
                        children.insert(id.to_owned());
                    }
                }
            }
            parts.push(Part { format: name, batches: start..batches.len(), says: None });
        }
        if batches.is_empty() {
            continue;
        }
        let table = Table {
            cells: batches.iter().map(Cells::of_batch).collect(),
            rows: batches.iter().map(RecordBatch::num_rows).collect(),
            key: definition.key.clone(),
            columns: definition.columns.len(),
        };
        finding.table(definition, &table, &parts);
    }
    for (change, one, other) in [
        ("child_appeared", &children_after, &children_before),
        ("child_disappeared", &children_before, &children_after),
    ] {
        for child in one.difference(other) {
            finding.child(change, child);
        }
    }
    Ok(finding.finish())
}

#[derive(Debug, Default)]
struct Changes {
    change: Vec<Option<String>>,
    table: Vec<Option<String>>,
    child: Vec<Option<String>>,
    column: Vec<Option<String>>,
    before: Vec<Option<String>>,
    after: Vec<Option<String>>,
    source: Vec<Option<String>>,
    source_row: Vec<Option<i64>>,
}

#[derive(Debug, Default)]
struct Finding {
    children: BTreeMap<&'static str, u64>,
    tables: BTreeMap<String, TableDifference>,
    rows: Changes,
}

/// One record table of both extracts.
struct Both<'s, 'b> {
    definition: &'s RecordTable,
    table: &'s Table<'b>,
}

impl Both<'_, '_> {
    fn words(&self, at: At, column: usize) -> Option<String> {
        let (batch, row) = at.pair();
        self.table.cells[batch][column].words(row)
    }

    fn day(&self, at: At, column: usize) -> Option<i32> {
        let (batch, row) = at.pair();
        self.table.cells[batch][column].day(row)
    }

    /// The values of the key that are no dates.
    fn without_dates(&self, at: At) -> Vec<u8> {
        let (batch, row) = at.pair();
        let mut key = Vec::new();
        for column in &self.definition.key {
            if self.definition.columns[*column].kind != ColumnType::Date {
                self.table.cells[batch][*column].add_to_key(row, &mut key);
            }
        }
        key
    }

    /// By how many days the dates of two keys are apart; none when one lacks a date.
    fn days_apart(&self, one: At, other: At) -> Option<i32> {
        let dates =
            self.definition.key.iter().filter(|column| self.definition.columns[**column].kind == ColumnType::Date);
        let mut most = None;
        for column in dates {
            match (self.day(one, *column), self.day(other, *column)) {
                (Some(one), Some(other)) => most = most.max(Some(one.saturating_sub(other).saturating_abs())),
                (None, None) => {}
                _ => return None,
            }
        }
        most
    }
}

impl Finding {
    fn table(&mut self, definition: &RecordTable, table: &Table<'_>, parts: &[Part<'_>]) {
        let both = Both { definition, table };
        let rows_of = |part: &Part<'_>| part.batches.clone().map(|batch| table.rows[batch] as u64).sum();
        let mut found = TableDifference {
            rows_before: rows_of(&parts[0]),
            rows_after: rows_of(&parts[1]),
            ..TableDifference::default()
        };
        let is_before = |at: At| parts[0].batches.contains(&(at.batch as usize));
        let mut pairs: Vec<(At, At)> = Vec::new();
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for row in table.pair(parts) {
            match row {
                Row { first, others } if !others.is_empty() => pairs.push((first, others[0])),
                Row { first, .. } if is_before(first) => gone.push(first),
                Row { first, .. } => come.push(first),
            }
        }
        pairs.extend(moved(&both, &mut gone, &mut come));
        for (before, after) in pairs {
            let mut is_changed = false;
            for (column, definition) in definition.columns.iter().enumerate() {
                let ((batch, row), (other_batch, other_row)) = (before.pair(), after.pair());
                let (cells, others) = (table.cells[batch][column], table.cells[other_batch][column]);
                if cells.is_same(row, others, other_row) {
                    continue;
                }
                is_changed = true;
                let count = found.columns.entry(definition.name.clone()).or_default();
                let days = (both.day(before, column), both.day(after, column));
                let one = match (cells.is_null(row), others.is_null(other_row), days) {
                    (true, _, _) => &mut count.given,
                    (_, true, _) => &mut count.taken_back,
                    (_, _, (Some(before), Some(after))) if after > before => &mut count.later,
                    (_, _, (Some(_), Some(_))) => &mut count.earlier,
                    _ => &mut count.other,
                };
                *one += 1;
                if count.all() <= MAX_KEPT {
                    self.rows.add("changed", &both, after, Some((column, before)));
                }
            }
            found.changed += u64::from(is_changed);
        }
        for (change, rows, count) in
            [("row_disappeared", gone, &mut found.disappeared), ("row_appeared", come, &mut found.appeared)]
        {
            *count = rows.len() as u64;
            for at in rows.into_iter().take(usize::try_from(MAX_KEPT).unwrap_or(usize::MAX)) {
                self.rows.add(change, &both, at, None);
            }
        }
        if found.appeared + found.disappeared + found.changed > 0 {
            self.tables.insert(definition.name.clone(), found);
        }
    }

    fn child(&mut self, change: &'static str, child: &str) {
        let count = self.children.entry(change).or_default();
        *count += 1;
        if *count <= MAX_KEPT {
            let rows = &mut self.rows;
            rows.change.push(Some(change.to_owned()));
            rows.child.push(Some(child.to_owned()));
            for words in [&mut rows.table, &mut rows.column, &mut rows.before, &mut rows.after, &mut rows.source] {
                words.push(None);
            }
            rows.source_row.push(None);
        }
    }

    fn finish(self) -> Difference {
        let rows = self.rows;
        let count = |change| self.children.get(change).copied().unwrap_or_default();
        Difference {
            children_appeared: count("child_appeared"),
            children_disappeared: count("child_disappeared"),
            tables: self.tables,
            rows: batch_of(vec![
                ("change", Values::Words(rows.change)),
                ("table", Values::Words(rows.table)),
                ("child_id", Values::Words(rows.child)),
                ("column", Values::Words(rows.column)),
                ("before", Values::Words(rows.before)),
                ("after", Values::Words(rows.after)),
                ("source", Values::Words(rows.source)),
                ("source_row", Values::Numbers(rows.source_row)),
            ]),
        }
    }
}

impl Changes {
    fn add(&mut self, change: &str, both: &Both<'_, '_>, at: At, changed: Option<(usize, At)>) {
        let own = both.table.columns;
        self.change.push(Some(change.to_owned()));
        self.table.push(Some(both.definition.name.clone()));
        self.child.push(both.definition.column("child_id").and_then(|child| both.words(at, child)));
        self.column.push(changed.map(|(column, _)| both.definition.columns[column].name.clone()));
        self.before.push(changed.and_then(|(column, before)| both.words(before, column)));
        self.after.push(changed.and_then(|(column, _)| both.words(at, column)));
        self.source.push(both.words(at, own));
        let (batch, row) = at.pair();
        self.source_row.push(match both.table.cells[batch][own + 1] {
            cells @ Cells::Whole(rows) if !cells.is_null(row) => Some(rows.value(row)),
            _ => None,
        });
    }
}

/// Takes rows that went and rows that came out of both lists where they are the same row with other dates.
fn moved(both: &Both<'_, '_>, gone: &mut Vec<At>, come: &mut Vec<At>) -> Vec<(At, At)> {
    let mut groups: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
    for (position, at) in come.iter().enumerate() {
        groups.entry(both.without_dates(*at)).or_default().push(position);
    }
    let mut candidates: Vec<(i32, usize, usize)> = Vec::new();
    for (position, at) in gone.iter().enumerate() {
        let group = groups.get(&both.without_dates(*at)).filter(|group| group.len() <= MOST_COMPARED);
        for other in group.into_iter().flatten() {
            let apart = both.days_apart(*at, come[*other]).filter(|days| *days <= MOVED_DAYS);
            candidates.extend(apart.map(|days| (days, position, *other)));
        }
    }
    candidates.sort_unstable();
    let (mut is_gone, mut is_come) = (vec![true; gone.len()], vec![true; come.len()]);
    let mut pairs = Vec::new();
    for (_, before, after) in candidates {
        if is_gone[before] && is_come[after] {
            (is_gone[before], is_come[after]) = (false, false);
            pairs.push((gone[before], come[after]));
        }
    }
    for (rows, stays) in [(gone, is_gone), (come, is_come)] {
        let mut stays = stays.into_iter();
        rows.retain(|_| stays.next().unwrap_or(true));
    }
    pairs
}
