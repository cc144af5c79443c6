//! The cohort that a measure's query returns, held to its contract.

use std::collections::HashSet;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type, Schema};
use datafusion::common::hash_utils::RandomState;
use sightline_domain::measure::{Counts, Kind, Period};

use crate::catalogue::MeasureDefinition;
use crate::engine::Repeats;
use crate::lift::{END, START};
use crate::rows::{days_since_1970, from_days_since_1970};
use crate::sql::shown;
use crate::{Error, Result};

/// Thousandths, in which scores are kept.
const THOUSANDTHS: f64 = 1000.0;

/// What one row says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// It counts, and is or is not in the numerator.
    Counted {
        /// Whether it is in the numerator; true for kinds without one.
        in_numerator: bool,
        /// Days of a duration, thousandths of a score.
        amount: i64,
    },
    /// It is left out.
    LeftOut,
}

/// One row, as it is counted.
#[derive(Debug)]
pub(crate) struct Counted<'a> {
    /// The child, or whatever the row is about.
    pub(crate) key: &'a str,
    /// The index of its period.
    pub(crate) period: usize,
    /// Its day, as Arrow keeps days.
    pub(crate) day: i32,
    pub(crate) value: Value,
    /// Why it is left out.
    pub(crate) left_out_because: Option<&'a str>,
    /// Its place in its batch, for columns of breakdowns.
    pub(crate) row: usize,
}

/// Which columns a query has to return for a kind, beside the key.
pub(crate) fn required(definition: &MeasureDefinition) -> Vec<(&'static str, DataType)> {
    let mut columns = vec![(definition.key_column(), DataType::Utf8)];
    if definition.counts == Counts::Events {
        columns.push(("event_on", DataType::Date32));
    }
    match definition.kind {
        Kind::Proportion => columns.push(("in_numerator", DataType::Boolean)),
        Kind::Duration => columns.push(("days", DataType::Int64)),
        Kind::Score => columns.push(("score", DataType::Float64)),
        Kind::Rate | Kind::Count => {}
    }
    columns
}

/// Columns that mean something by their name, and the type that they are read as.
fn known_type(name: &str) -> Option<DataType> {
    Some(match name {
        "child_id" | "subject_id" | "row_id" | "left_out_because" | "team" | "worker" => DataType::Utf8,
        "event_on" => DataType::Date32,
        "in_numerator" => DataType::Boolean,
        "days" => DataType::Int64,
        "score" => DataType::Float64,
        _ if name == START.1 || name == END.1 => DataType::Date32,
        _ => return None,
    })
}

/// The batch with every column of a known name in its type.
fn normalised(batch: &RecordBatch) -> std::result::Result<RecordBatch, datafusion::arrow::error::ArrowError> {
    let mut fields = Vec::new();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        let column = match known_type(field.name()) {
            Some(known) if column.data_type() != &known => cast(column, &known)?,
            _ => Arc::clone(column),
        };
        fields.push(field.as_ref().clone().with_data_type(column.data_type().clone()).with_nullable(true));
        columns.push(column);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// The rows of a measure, batch by batch.
pub(crate) struct Cohort<'a> {
    pub(crate) definition: &'a MeasureDefinition,
    pub(crate) periods: &'a [Period],
    pub(crate) batches: Vec<RecordBatch>,
    repeats: Repeats,
    /// The first and last day of each period, as Arrow keeps days.
    days: Vec<(i32, i32)>,
}

/// Why a row is left out that is there again.
const THERE_TWICE: &str = "It stands in the records twice";

impl<'a> Cohort<'a> {
    /// The cohort that a query returned.
    pub(crate) fn new(
        definition: &'a MeasureDefinition,
        periods: &'a [Period],
        batches: &[RecordBatch],
        repeats: Repeats,
    ) -> Result<Self> {
        let broken = |_| Error::Query {
            id: definition.id.clone(),
            what: "a column has another type than its name says".to_owned(),
        };
        let batches = batches.iter().map(normalised).collect::<std::result::Result<Vec<_>, _>>().map_err(broken)?;
        let days = periods.iter().map(|period| (days_since_1970(period.from), days_since_1970(period.to))).collect();
        Ok(Self { definition, periods, batches, repeats, days })
    }

    /// Calls back for every row that is held to the contract; one that is there again is left out.
    ///
    /// # Errors
    ///
    /// [`Error::BrokenRow`] and [`Error::Twice`].
    pub(crate) fn each(&self, mut see: impl FnMut(&RecordBatch, &Counted<'_>)) -> Result<()> {
        let hasher = RandomState::default();
        let mut seen = HashSet::with_hasher(RandomState::default());
        let (mut twice, mut without_key, mut without_day) = (0, 0, 0);
        for batch in &self.batches {
            let columns = Columns::of(self.definition, batch);
            for row in 0..batch.num_rows() {
                let Some(key) = columns.key(row) else {
                    without_key += 1;
                    continue;
                };
                let Some((period, day)) = self.place(&columns, row) else {
                    without_day += 1;
                    continue;
                };
                let row_id = columns.row_id.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row));
                if !seen.insert(hasher.hash_one((key, row_id, period, day))) {
                    twice += 1;
                    let (value, left_out_because) = (Value::LeftOut, Some(THERE_TWICE));
                    see(batch, &Counted { key, period, day, value, left_out_because, row });
                    continue;
                }
                let value = columns.value(self.definition.kind, row);
                let reasons = columns.reasons.filter(|reasons| value == Value::LeftOut && reasons.is_valid(row));
                let left_out_because = reasons.map(|reasons| reasons.value(row));
                see(batch, &Counted { key, period, day, value, left_out_because, row });
            }
        }
        let id = || self.definition.id.clone();
        match (without_key, without_day, twice) {
            (0, 0, 0) => Ok(()),
            (0, 0, _) if self.repeats == Repeats::LeftOut => Ok(()),
            (0, 0, rows) => Err(Error::Twice { id: id(), rows }),
            (0, rows, _) => Err(Error::BrokenRow { id: id(), what: "a day in the period", rows }),
            (rows, _, _) => Err(Error::BrokenRow { id: id(), what: self.definition.key_column(), rows }),
        }
    }

    /// The period of a row and its day.
    fn place(&self, columns: &Columns<'_>, row: usize) -> Option<(usize, i32)> {
        let end = columns.period_end.map(|ends| ends.value(row));
        let event = columns.event_on.filter(|days| days.is_valid(row)).map(|days| days.value(row));
        let period_of = |day: i32| {
            let at = self.days.partition_point(|(_, to)| *to < day);
            self.days.get(at).filter(|(from, _)| *from <= day).map(|_| at)
        };
        if self.definition.counts == Counts::Events {
            let day = event?;
            let at = period_of(day)?;
            // Of many periods at once, a row belongs to that of its day.
            return end.is_none_or(|end| end == self.days[at].1).then_some((at, day));
        }
        let at = match end {
            Some(end) => period_of(end)?,
            None => 0,
        };
        Some((at, self.days.get(at)?.1))
    }
}

/// The columns of a batch that mean something.
struct Columns<'a> {
    keys: Option<&'a StringArray>,
    event_on: Option<&'a datafusion::arrow::array::PrimitiveArray<Date32Type>>,
    period_end: Option<&'a datafusion::arrow::array::PrimitiveArray<Date32Type>>,
    in_numerator: Option<&'a BooleanArray>,
    days: Option<&'a datafusion::arrow::array::PrimitiveArray<Int64Type>>,
    score: Option<&'a datafusion::arrow::array::PrimitiveArray<Float64Type>>,
    reasons: Option<&'a StringArray>,
    row_id: Option<&'a StringArray>,
}

impl<'a> Columns<'a> {
    fn of(definition: &MeasureDefinition, batch: &'a RecordBatch) -> Self {
        let words = |name: &str| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
        let days = |name: &str| batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<Date32Type>());
        Self {
            keys: words(definition.key_column()),
            event_on: days("event_on"),
            period_end: days(END.1),
            in_numerator: batch.column_by_name("in_numerator").and_then(|column| column.as_boolean_opt()),
            days: batch.column_by_name("days").and_then(|column| column.as_primitive_opt()),
            score: batch.column_by_name("score").and_then(|column| column.as_primitive_opt()),
            reasons: words("left_out_because"),
            row_id: words("row_id"),
        }
    }

    fn key(&self, row: usize) -> Option<&'a str> {
        self.keys.filter(|keys| keys.is_valid(row)).map(|keys| keys.value(row))
    }

    fn value(&self, kind: Kind, row: usize) -> Value {
        let counted = |in_numerator, amount| Value::Counted { in_numerator, amount };
        let value = match kind {
            Kind::Proportion => {
                self.in_numerator.filter(|flags| flags.is_valid(row)).map(|flags| counted(flags.value(row), 0))
            }
            Kind::Duration => self.days.filter(|days| days.is_valid(row)).map(|days| counted(true, days.value(row))),
            Kind::Score => self
                .score
                .filter(|scores| scores.is_valid(row) && scores.value(row).is_finite())
                .map(|scores| counted(true, thousandths(scores.value(row)))),
            // A row of a count is left out by saying why.
            Kind::Rate | Kind::Count => {
                self.reasons.is_none_or(|reasons| reasons.is_null(row)).then(|| counted(true, 0))
            }
        };
        value.unwrap_or(Value::LeftOut)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from float to integer stops at the ends")]
fn thousandths(score: f64) -> i64 {
    (score * THOUSANDTHS).round() as i64
}

/// One row of the list behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortRow {
    /// The child, or whatever the row is about.
    pub key: String,
    /// Its day.
    pub day: NaiveDate,
    /// Whether it is in the numerator; none when it is left out.
    pub in_numerator: Option<bool>,
    /// Why it is left out.
    pub left_out_because: Option<String>,
    /// The team, if the query or the records say it.
    pub team: Option<String>,
    /// The worker.
    pub worker: Option<String>,
    /// The further columns of the query, as they are shown.
    pub cells: Vec<Option<String>>,
}

/// The children behind one figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortList {
    /// Titles of the further columns.
    pub columns: Vec<String>,
    /// The rows, by day and key.
    pub rows: Vec<CohortRow>,
}

/// Columns that the list shows in places of their own.
fn has_own_place(name: &str) -> bool {
    matches!(
        name,
        "child_id" | "subject_id" | "event_on" | "in_numerator" | "left_out_because" | "team" | "worker" | "row_id"
    ) || name == START.1
        || name == END.1
}

impl Cohort<'_> {
    /// The list of the rows that `keep` keeps; `holder` gives team and worker where the query has none.
    pub(crate) fn list(
        &self,
        keep: impl Fn(&RecordBatch, &Counted<'_>) -> bool,
        holder: impl Fn(&str, &str, i32) -> Option<String>,
    ) -> Result<CohortList> {
        let mut rows = Vec::new();
        let mut columns = Vec::new();
        if let Some(batch) = self.batches.first() {
            let names = batch.schema_ref().fields().iter().map(|field| field.name().clone());
            columns = names.filter(|name| !has_own_place(name)).collect();
        }
        self.each(|batch, counted| {
            if !keep(batch, counted) {
                return;
            }
            let own = |name: &str| batch.column_by_name(name).and_then(|column| shown(column, counted.row));
            let (in_numerator, left_out_because) = match counted.value {
                Value::Counted { in_numerator, .. } => (Some(in_numerator), None),
                Value::LeftOut => (None, counted.left_out_because.map(str::to_owned)),
            };
            rows.push(CohortRow {
                key: counted.key.to_owned(),
                day: from_days_since_1970(counted.day).unwrap_or_default(),
                in_numerator,
                left_out_because,
                team: own("team").or_else(|| holder("team", counted.key, counted.day)),
                worker: own("worker").or_else(|| holder("worker", counted.key, counted.day)),
                cells: columns.iter().map(|name| own(name)).collect(),
            });
        })?;
        rows.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
        Ok(CohortList { columns, rows })
    }
}
