//! The rows that a case list's query returns, held to its contract.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type};
use sightline_domain::case_list::{CaseList, CaseRow, DueState};

use crate::catalogue::{CaseListDefinition, CaseWeights};
use crate::engine::Repeats;
use crate::functions::Calendar;
use crate::rows::from_days_since_1970;
use crate::sql::shown;
use crate::{Error, Result};

/// The parameter of every case list.
pub(crate) const AS_AT: &str = "$as_at";

/// Columns that a list shows in places of their own.
const OWN_PLACES: [&str; 7] = ["child_id", "subject_id", "row_id", "started_on", "due_on", "team", "worker"];

/// What a list's rows are made with.
pub(crate) struct Making<'a> {
    pub(crate) definition: &'a CaseListDefinition,
    pub(crate) weights: &'a CaseWeights,
    pub(crate) calendar: &'a Calendar,
    pub(crate) as_at: NaiveDate,
    pub(crate) repeats: Repeats,
}

impl Making<'_> {
    /// The list of what a query returned; `names` are those of its columns, and `holder` gives team and worker
    /// where the query has none.
    ///
    /// # Errors
    ///
    /// [`Error::BrokenRow`] when a row has no child, or is of a kind without a
    /// weight; [`Error::Twice`] when a child is there twice for the same start, which is otherwise one thing to do.
    pub(crate) fn list(
        &self,
        names: Vec<String>,
        batches: &[RecordBatch],
        holder: impl Fn(&str, &str) -> Option<String>,
    ) -> Result<CaseList> {
        let titles: Vec<String> = names.into_iter().filter(|name| !OWN_PLACES.contains(&name.as_str())).collect();
        let mut rows = Vec::new();
        let mut seen = HashSet::new();
        let (mut twice, mut without_key, mut without_weight) = (0, 0, 0);
        for batch in batches {
            let columns = Columns::of(self.definition, batch).map_err(|_| self.broken_type())?;
            for row in 0..batch.num_rows() {
                let Some(key) = text(columns.key.as_ref(), row) else {
                    without_key += 1;
                    continue;
                };
                let row_id = text(columns.row_id.as_ref(), row);
                let (started_on, due_on) = (day(columns.started_on.as_ref(), row), day(columns.due_on.as_ref(), row));
                if !seen.insert((key.clone(), row_id.clone(), started_on)) {
                    twice += 1;
                    continue;
                }
                let kind = text(columns.kind.as_ref(), row);
                let weight = kind.as_deref().and_then(|kind| self.weights.of(kind));
                if self.definition.weighted_by.is_some() && weight.is_none() {
                    without_weight += 1;
                    continue;
                }
                let cell = |name: &str| batch.column_by_name(name).and_then(|column| shown(column, row));
                let held_by =
                    |name: &str| cell(name).filter(|name| !name.trim().is_empty()).or_else(|| holder(name, &key));
                rows.push(CaseRow {
                    state: DueState::of(due_on, self.as_at, &self.calendar.working_days),
                    working_days_left: due_on.and_then(|due_on| self.calendar.working_days.between(self.as_at, due_on)),
                    team: held_by("team"),
                    worker: held_by("worker"),
                    cells: titles.iter().map(|name| cell(name)).collect(),
                    key,
                    row_id,
                    started_on,
                    due_on,
                    weight,
                });
            }
        }
        let id = || self.definition.id.clone();
        match (without_key, without_weight, twice) {
            (0, 0, twice) if twice == 0 || self.repeats == Repeats::LeftOut => {
                Ok(CaseList::new(self.as_at, titles, rows))
            }
            (0, 0, rows) => Err(Error::Twice { id: id(), rows }),
            (0, rows, _) => Err(Error::BrokenRow { id: id(), what: "a kind that has a weight", rows }),
            (rows, _, _) => Err(Error::BrokenRow { id: id(), what: self.definition.key_column(), rows }),
        }
    }

    fn broken_type(&self) -> Error {
        let what = "a column has another type than its name says".to_owned();
        Error::Query { id: self.definition.id.clone(), what }
    }
}

/// The columns of a batch that mean something, each in its type.
struct Columns {
    key: Option<ArrayRef>,
    row_id: Option<ArrayRef>,
    started_on: Option<ArrayRef>,
    due_on: Option<ArrayRef>,
    kind: Option<ArrayRef>,
}

impl Columns {
    fn of(
        definition: &CaseListDefinition,
        batch: &RecordBatch,
    ) -> std::result::Result<Self, datafusion::arrow::error::ArrowError> {
        let column = |name: &str, wanted: &DataType| match batch.column_by_name(name) {
            Some(column) if column.data_type() == wanted => Ok(Some(Arc::clone(column))),
            Some(column) => cast(column, wanted).map(Some),
            None => Ok(None),
        };
        Ok(Self {
            key: column(definition.key_column(), &DataType::Utf8)?,
            row_id: column("row_id", &DataType::Utf8)?,
            started_on: column("started_on", &DataType::Date32)?,
            due_on: column("due_on", &DataType::Date32)?,
            kind: match &definition.weighted_by {
                Some(name) => column(name, &DataType::Utf8)?,
                None => None,
            },
        })
    }
}

fn text(column: Option<&ArrayRef>, row: usize) -> Option<String> {
    let column = column?.as_string_opt::<i32>()?;
    column.is_valid(row).then(|| column.value(row).to_owned())
}

fn day(column: Option<&ArrayRef>, row: usize) -> Option<NaiveDate> {
    let column = column?.as_primitive_opt::<Date32Type>()?;
    from_days_since_1970(column.is_valid(row).then(|| column.value(row))?)
}
