//! The parts of a load become one set of tables: of each fact, what the format that is believed first says.

pub(crate) mod cells;
mod disagreements;
pub(crate) mod pairing;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray, new_null_array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::interleave::interleave;
use chrono::{Months, NaiveDate};

use crate::definitions::{Definitions, RecordTable};
use crate::{Reading, Records};

use cells::{At, Cells};
pub use disagreements::{Absent, Differing, Disagreements};
use disagreements::{Gathering, Side};
use pairing::{Cover, Part, Row, Table};

/// Rows of one batch.
const BATCH_ROWS: usize = 65_536;
/// The column that says where else a row is held.
pub(crate) const ALSO_IN: &str = "also_in";

/// What the parts of a load say together.
#[derive(Clone, Debug)]
pub struct Combined {
    /// The rows of each record table that has any, by name of the table; see [`schema`].
    pub tables: BTreeMap<String, Vec<RecordBatch>>,
    /// Where the formats do not agree.
    pub disagreements: Disagreements,
}

/// The Arrow schema of a combined table: that of the record table ([`crate::schema`]), then `also_in`.
///
/// `source` and `source_row` say where the row of the format believed first is
/// from, `also_in` the sources of the other formats that hold it, with commas
/// between them; null when there are none. Every column may be null, because a
/// part may be older than a column.
#[must_use]
pub fn schema(table: &RecordTable) -> SchemaRef {
    let mut fields: Vec<Field> =
        crate::schema(table).fields().iter().map(|field| field.as_ref().clone().with_nullable(true)).collect();
    fields.push(Field::new(ALSO_IN, DataType::Utf8, true));
    Arc::new(Schema::new(fields))
}

/// Combines the records of several formats into one set of tables.
///
/// Rows of the same key (`key` of the record table) are one row. Each column
/// has the value of the format that `wins` names first and that has one. The
/// order of the parts does not matter, as long as no format is there twice.
/// What one part gives alone stays as it is, repeated rows too.
///
/// # Output
///
/// Every row of every part is in exactly one row of the tables, and every
/// table that a part has is there. Rows come in the order of the format
/// believed first, then those that only another has.
///
/// Two values that differ are counted, by table, column and pair of formats.
/// A row that one format holds and another does not is counted only in tables
/// whose definition says which formats can be compared (`compared`), and only
/// within the time that the other covers: that which its files say they are
/// about (`covers_months` of the format) or, where they do not, that of its own dates.
#[must_use]
pub fn combine(definitions: &Definitions, parts: &[Records]) -> Combined {
    let mut gathering = Gathering::default();
    let mut tables = BTreeMap::new();
    for definition in &definitions.tables {
        let mut sources: Vec<Source<'_>> = parts
            .iter()
            .filter_map(|part| {
                let batches = part.tables.get(&definition.name)?;
                Some(Source { format: &part.reading.format, batches, says: says(definitions, &part.reading) })
            })
            .collect();
        // A format that is not named is believed last.
        let rank = |format: &str| definition.wins.iter().position(|named| named == format).unwrap_or(usize::MAX);
        sources.sort_by_key(|source| (rank(source.format), source.format));
        if sources.is_empty() {
            continue;
        }
        let batches = combine_table(definition, &sources, &mut gathering);
        if !batches.is_empty() {
            tables.insert(definition.name.clone(), batches);
        }
    }
    Combined { tables, disagreements: gathering.finish() }
}

/// What one part of a load holds of a record table.
struct Source<'p> {
    format: &'p str,
    batches: &'p [RecordBatch],
    says: Option<Cover>,
}

/// The time that files say they are about, where their format says how long that is.
fn says(definitions: &Definitions, reading: &Reading) -> Option<Cover> {
    let format = definitions.formats.iter().find(|format| format.name == reading.format)?;
    let (last, months) = (reading.reference_on?, Months::new(format.covers_months?));
    // By the day after the last, so that months of every length count whole.
    let after = last.succ_opt()?;
    let days = |day: NaiveDate| i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).ok();
    Some(Cover { from: days(after.checked_sub_months(months)?)?, to: days(last)? })
}

fn combine_table(definition: &RecordTable, sources: &[Source<'_>], gathering: &mut Gathering) -> Vec<RecordBatch> {
    let schema = schema(definition);
    let mut batches: Vec<RecordBatch> = Vec::new();
    let mut parts: Vec<Part<'_>> = Vec::new();
    for source in sources {
        let start = batches.len();
        batches.extend(source.batches.iter().filter(|batch| batch.num_rows() > 0).map(|batch| conform(batch, &schema)));
        parts.push(Part { format: source.format, batches: start..batches.len(), says: source.says });
    }
    parts.retain(|part| !part.batches.is_empty());
    if parts.len() < 2 {
        return batches;
    }
    let cells: Vec<Vec<Cells<'_>>> = batches.iter().map(Cells::of_batch).collect();
    let table = Table {
        cells,
        rows: batches.iter().map(RecordBatch::num_rows).collect(),
        key: definition.key.clone(),
        columns: definition.columns.len(),
    };
    let rows = table.pair(&parts);
    let side = Side { definition, table: &table, parts: &parts };
    gathering.absent(&side, &rows);
    let chosen = choose(&side, &rows, gathering);
    build(&schema, &batches, &side, &rows, &chosen)
}

/// For each column, where each row takes its value; differences are counted on the way.
fn choose(side: &Side<'_, '_>, rows: &[Row], gathering: &mut Gathering) -> Vec<Vec<At>> {
    let mut chosen = Vec::with_capacity(side.table.columns);
    for column in 0..side.table.columns {
        let is_null = |at: &At| {
            let (batch, row) = at.pair();
            side.table.cells[batch][column].is_null(row)
        };
        let mut places = Vec::with_capacity(rows.len());
        for row in rows {
            if row.others.is_empty() {
                places.push(row.first);
                continue;
            }
            let believed = row.holders().find(|at| !is_null(at)).unwrap_or(row.first);
            for other in row.holders().filter(|at| *at != believed && !is_null(at)) {
                gathering.compare(side, column, believed, other);
            }
            places.push(believed);
        }
        chosen.push(places);
    }
    chosen
}

fn build(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    side: &Side<'_, '_>,
    rows: &[Row],
    chosen: &[Vec<At>],
) -> Vec<RecordBatch> {
    let first: Vec<At> = rows.iter().map(|row| row.first).collect();
    let columns = schema.fields().len() - 1;
    let mut built = Vec::new();
    for start in (0..rows.len()).step_by(BATCH_ROWS) {
        let end = (start + BATCH_ROWS).min(rows.len());
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(columns + 1);
        for column in 0..columns {
            // The last two say where the row is from.
            let places = &chosen.get(column).unwrap_or(&first)[start..end];
            let places: Vec<(usize, usize)> = places.iter().map(|at| at.pair()).collect();
            let values: Vec<&dyn Array> = batches.iter().map(|batch| batch.column(column).as_ref()).collect();
            arrays.push(interleave(&values, &places).expect("every batch has the schema, and places are within them"));
        }
        let also_in = rows[start..end].iter().map(|row| side.also_in(row));
        arrays.push(Arc::new(also_in.collect::<StringArray>()));
        built.push(of_arrays(schema, arrays));
    }
    built
}

/// The batch with exactly these columns: one that it does not have, or has in another type, is null.
pub(crate) fn conform(batch: &RecordBatch, schema: &SchemaRef) -> RecordBatch {
    let arrays = schema.fields().iter().map(|field| {
        let present = batch.column_by_name(field.name()).filter(|array| array.data_type() == field.data_type());
        present.map_or_else(|| new_null_array(field.data_type(), batch.num_rows()), Arc::clone)
    });
    of_arrays(schema, arrays.collect())
}

fn of_arrays(schema: &SchemaRef, arrays: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(Arc::clone(schema), arrays).expect("arrays are built from the schema's own columns")
}

/// A batch of words and numbers, by name of the column.
pub(crate) fn batch_of(columns: Vec<(&'static str, Values)>) -> RecordBatch {
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, values)| match values {
            Values::Words(_) => Field::new(*name, DataType::Utf8, true),
            Values::Numbers(_) => Field::new(*name, DataType::Int64, true),
        })
        .collect();
    let arrays: Vec<ArrayRef> = columns
        .into_iter()
        .map(|(_, values)| match values {
            Values::Words(words) => Arc::new(StringArray::from(words)) as ArrayRef,
            Values::Numbers(numbers) => Arc::new(Int64Array::from(numbers)) as ArrayRef,
        })
        .collect();
    of_arrays(&Arc::new(Schema::new(fields)), arrays)
}

/// The values of one column of a report.
pub(crate) enum Values {
    Words(Vec<Option<String>>),
    Numbers(Vec<Option<i64>>),
}
