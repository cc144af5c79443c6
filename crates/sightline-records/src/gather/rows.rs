//! The rows of one record table, until they become Arrow record batches.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::definitions::{ColumnType, Definitions, Join, RecordTable, Repeats};
use crate::reading::TableCount;
use crate::values::Value;

use super::columns::Columns;

/// Rows of one batch.
const BATCH_ROWS: usize = 65_536;
/// Digits of a decimal, and how many of them come after the point.
pub(super) const DECIMAL: (u8, i8) = (18, 4);

/// Where a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Position of the table in the format.
    pub(crate) source: u16,
    /// The row in the file.
    pub(crate) number: u64,
}

type Row = (Origin, Vec<Value>);

/// The values that a row has, each with the position of its column: most columns of most rows have none.
type Given = Vec<(u16, Value)>;

/// The rows of one record table.
///
/// A row that nothing will change goes straight into columns, so that what is
/// held in memory is the table as it will be and no more.
pub(crate) struct TableRows<'d> {
    pub(crate) definition: &'d RecordTable,
    definitions: &'d Definitions,
    /// Rows for the next batch.
    columns: Columns,
    /// Rows that later ones may add to, where repeats are merged.
    merged: Vec<(Origin, Given)>,
    /// Positions in `merged` by key.
    by_key: HashMap<Box<[Value]>, usize>,
    /// Rows that wait to be joined, by number of the feed.
    to_join: BTreeMap<usize, Vec<Row>>,
    batches: Vec<RecordBatch>,
    count: TableCount,
    /// Names of the tables of the format, by position.
    sources: Arc<[String]>,
    schema: SchemaRef,
}

impl<'d> TableRows<'d> {
    pub(crate) fn new(definitions: &'d Definitions, definition: &'d RecordTable, sources: Arc<[String]>) -> Self {
        Self {
            definition,
            definitions,
            columns: Columns::new(definition),
            merged: Vec::new(),
            by_key: HashMap::new(),
            to_join: BTreeMap::new(),
            batches: Vec::new(),
            count: TableCount::default(),
            sources,
            schema: schema(definition),
        }
    }

    /// Adds a row; gives the columns in which it contradicts a row with the same key.
    pub(crate) fn add(&mut self, joined_by: Option<usize>, origin: Origin, row: Vec<Value>) -> Vec<usize> {
        if let Some(feed) = joined_by {
            self.to_join.entry(feed).or_default().push((origin, row));
            return Vec::new();
        }
        if self.definition.repeats == Repeats::Merged {
            return self.merge(origin, row);
        }
        self.keep(origin, row.iter());
        Vec::new()
    }

    /// Keeps a row that nothing will change, and makes a batch when there are enough.
    fn keep<'v>(&mut self, origin: Origin, row: impl Iterator<Item = &'v Value>) {
        let source = self.sources.get(usize::from(origin.source)).map(String::as_str);
        self.columns.add(self.definitions, self.definition, row, (source, origin.number));
        if self.columns.rows() == BATCH_ROWS {
            self.make_batch();
        }
    }

    fn make_batch(&mut self) {
        let rows = self.columns.rows();
        if rows > 0 {
            self.count.rows += rows as u64;
            let batch = self.columns.finish(&self.schema);
            self.batches.push(batch);
        }
    }

    fn merge(&mut self, origin: Origin, row: Vec<Value>) -> Vec<usize> {
        let key: Box<[Value]> = self.definition.key.iter().map(|column| row[*column].clone()).collect();
        let given = |row: Vec<Value>| {
            let values = row.into_iter().enumerate().filter(|(_, value)| *value != Value::Null);
            values.filter_map(|(column, value)| Some((u16::try_from(column).ok()?, value)))
        };
        // A blank in the key does not say that two rows are the same: such a row stays as it is.
        let Some(position) = self.by_key.get(&key) else {
            if !key.contains(&Value::Null) {
                self.by_key.insert(key, self.merged.len());
            }
            let mut given: Given = given(row).collect();
            given.shrink_to_fit();
            self.merged.push((origin, given));
            return Vec::new();
        };
        self.count.merged += 1;
        let present = &mut self.merged[*position].1;
        let mut contradicted = Vec::new();
        for (column, value) in given(row) {
            match present.binary_search_by_key(&column, |(column, _)| *column) {
                Ok(at) if present[at].1 != value => contradicted.push(usize::from(column)),
                Ok(_) => {}
                Err(at) => present.insert(at, (column, value)),
            }
        }
        contradicted
    }

    /// Joins, and makes the last batches.
    pub(crate) fn finish(mut self, joins: &[(usize, &Join)]) -> (Vec<RecordBatch>, TableCount) {
        self.by_key = HashMap::new();
        let width = self.definition.columns.len();
        for (origin, given) in std::mem::take(&mut self.merged) {
            let mut row = vec![Value::Null; width];
            for (column, value) in given {
                row[usize::from(column)] = value;
            }
            self.keep(origin, row.iter());
        }
        for (feed, rows) in std::mem::take(&mut self.to_join) {
            let join = joins.iter().find(|(number, _)| *number == feed);
            let before = rows.len();
            let rows = match join {
                Some((_, join)) => self.join(rows, join),
                None => rows,
            };
            self.count.joined += (before - rows.len()) as u64;
            for (origin, row) in rows {
                self.keep(origin, row.iter());
            }
        }
        self.make_batch();
        (self.batches, self.count)
    }

    fn join(&self, mut rows: Vec<Row>, join: &Join) -> Vec<Row> {
        // The first of the columns that stay the same is the child.
        let child = join.same[0];
        rows.sort_by(|(one_origin, one), (other_origin, other)| {
            (&one[child], &one[join.start], one_origin.number).cmp(&(
                &other[child],
                &other[join.start],
                other_origin.number,
            ))
        });
        let going_on = join.going_on.as_ref().map(|(column, code)| {
            let list = self.definition.columns[*column].codes.map(|list| &self.definitions.code_lists[list]);
            let position = list.and_then(|list| list.codes.iter().position(|known| known.code == *code));
            (*column, position.and_then(|position| u16::try_from(position).ok()).map_or(Value::Null, Value::Code))
        });
        let mut joined: Vec<Row> = Vec::new();
        for (origin, row) in rows {
            let before = joined.last_mut().map(|(_, before)| before).filter(|before| {
                before[join.end] != Value::Null
                    && before[join.end] == row[join.start]
                    && join.same.iter().all(|column| before[*column] == row[*column])
                    && going_on.as_ref().is_none_or(|(column, code)| before[*column] == *code)
            });
            let Some(before) = before else {
                joined.push((origin, row));
                continue;
            };
            for (column, value) in row.into_iter().enumerate() {
                // How the later row stands says how the whole stands: one that is open has no reason for an end.
                let is_of_the_end = column == join.end || going_on.as_ref().is_some_and(|(ends, _)| *ends == column);
                if column != join.start && (is_of_the_end || value != Value::Null) {
                    before[column] = value;
                }
            }
        }
        joined
    }
}

/// The Arrow schema of a record table: its columns, then `source` and `source_row`.
///
/// | type | Arrow |
/// |---|---|
/// | text, code | `Utf8` |
/// | date | `Date32` |
/// | whole number | `Int64` |
/// | decimal | `Decimal128(18, 4)` |
/// | yes or no | `Boolean`, null when not known |
///
/// `source` is the table of the format (`annex_a/list_8`), `source_row` the row in the file.
#[must_use]
pub fn schema(table: &RecordTable) -> SchemaRef {
    let mut fields: Vec<Field> = table
        .columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                ColumnType::Text | ColumnType::Code => DataType::Utf8,
                ColumnType::Date => DataType::Date32,
                ColumnType::WholeNumber => DataType::Int64,
                ColumnType::Decimal => DataType::Decimal128(DECIMAL.0, DECIMAL.1),
                ColumnType::YesNo => DataType::Boolean,
            };
            Field::new(&column.name, kind, !column.is_required)
        })
        .collect();
    fields.push(Field::new("source", DataType::Utf8, false));
    fields.push(Field::new("source_row", DataType::Int64, false));
    Arc::new(Schema::new(fields))
}
