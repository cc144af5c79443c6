//! The rows of one record table, until they become Arrow record batches.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::definitions::{ColumnType, Definitions, Join, RecordTable, Repeats};
use crate::reading::TableCount;
use crate::values::Value;

/// Rows of one batch.
const BATCH_ROWS: usize = 65_536;
/// Digits of a decimal, and how many of them come after the point.
const DECIMAL: (u8, i8) = (18, 4);

/// Where a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Position of the table in the format.
    pub(crate) source: u16,
    /// The row in the file.
    pub(crate) number: u64,
}

type Row = (Origin, Vec<Value>);

/// The rows of one record table.
pub(crate) struct TableRows<'d> {
    pub(crate) definition: &'d RecordTable,
    definitions: &'d Definitions,
    rows: Vec<Row>,
    /// Positions of rows by key, where repeats are merged.
    by_key: HashMap<Vec<Value>, usize>,
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
            rows: Vec::new(),
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
        self.keep((origin, row));
        Vec::new()
    }

    /// Keeps a row that nothing will change, and makes a batch when there are enough.
    fn keep(&mut self, row: Row) {
        self.rows.push(row);
        if self.rows.len() == BATCH_ROWS {
            self.make_batch();
        }
    }

    fn make_batch(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        if !rows.is_empty() {
            self.count.rows += rows.len() as u64;
            let batch = self.batch(&rows);
            self.batches.push(batch);
        }
    }

    fn merge(&mut self, origin: Origin, row: Vec<Value>) -> Vec<usize> {
        let key: Vec<Value> = self.definition.key.iter().map(|column| row[*column].clone()).collect();
        let Some(position) = self.by_key.get(&key) else {
            self.by_key.insert(key, self.rows.len());
            self.rows.push((origin, row));
            return Vec::new();
        };
        self.count.merged += 1;
        let present = &mut self.rows[*position].1;
        let mut contradicted = Vec::new();
        for (column, value) in row.into_iter().enumerate() {
            if present[column] == Value::Null {
                present[column] = value;
            } else if value != Value::Null && value != present[column] {
                contradicted.push(column);
            }
        }
        contradicted
    }

    /// Joins, and makes the last batches.
    pub(crate) fn finish(mut self, joins: &[(usize, &Join)]) -> (Vec<RecordBatch>, TableCount) {
        for (feed, rows) in std::mem::take(&mut self.to_join) {
            let join = joins.iter().find(|(number, _)| *number == feed);
            let before = rows.len();
            let rows = match join {
                Some((_, join)) => self.join(rows, join),
                None => rows,
            };
            self.count.joined += (before - rows.len()) as u64;
            for row in rows {
                self.keep(row);
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

    fn batch(&self, rows: &[Row]) -> RecordBatch {
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        for (index, column) in self.definition.columns.iter().enumerate() {
            let values = rows.iter().map(|(_, row)| &row[index]);
            arrays.push(match column.kind {
                ColumnType::Text => Arc::new(
                    values
                        .map(|value| if let Value::Text(text) = value { Some(&**text) } else { None })
                        .collect::<StringArray>(),
                ),
                ColumnType::Code => {
                    let codes = column.codes.map_or(&[][..], |list| &self.definitions.code_lists[list].codes);
                    let code = |value: &Value| match value {
                        Value::Code(position) => codes.get(usize::from(*position)).map(|code| code.code.as_str()),
                        _ => None,
                    };
                    Arc::new(values.map(code).collect::<StringArray>())
                }
                ColumnType::Date => Arc::new(
                    values
                        .map(|value| if let Value::Day(day) = value { Some(*day) } else { None })
                        .collect::<Date32Array>(),
                ),
                ColumnType::WholeNumber => Arc::new(
                    values
                        .map(|value| if let Value::Whole(number) = value { Some(*number) } else { None })
                        .collect::<Int64Array>(),
                ),
                ColumnType::Decimal => Arc::new(
                    values
                        .map(|value| if let Value::Decimal(number) = value { Some(i128::from(*number)) } else { None })
                        .collect::<Decimal128Array>()
                        .with_data_type(DataType::Decimal128(DECIMAL.0, DECIMAL.1)),
                ),
                ColumnType::YesNo => Arc::new(
                    values
                        .map(|value| if let Value::YesNo(truth) = value { Some(*truth) } else { None })
                        .collect::<BooleanArray>(),
                ),
            });
        }
        let source = |origin: &Origin| self.sources.get(usize::from(origin.source)).map(String::as_str);
        arrays.push(Arc::new(rows.iter().map(|(origin, _)| source(origin)).collect::<StringArray>()));
        arrays.push(Arc::new(rows.iter().map(|(origin, _)| i64::try_from(origin.number).ok()).collect::<Int64Array>()));
        RecordBatch::try_new(Arc::clone(&self.schema), arrays).expect("arrays are built from the schema's own columns")
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
