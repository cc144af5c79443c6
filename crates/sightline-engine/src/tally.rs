//! Counting a cohort: by period, whole and broken down.

use std::collections::{BTreeMap, HashMap};

use datafusion::arrow::array::{Array as _, AsArray as _, RecordBatch};
use datafusion::common::hash_utils::RandomState;
use sightline_domain::measure::{Breakdown, Kind, MeasureTable, Tally};

use crate::Result;
use crate::attributes::{Attributes, Known, NOT_KNOWN};
use crate::catalogue::{BreakdownDefinition, Breakdowns, Measure};
use crate::cohort::{Cohort, Counted, Value};
use crate::sql::shown;

/// Why a row is left out when its query does not say.
const NO_REASON: &str = "A fact is missing";

/// Counts a cohort.
pub(crate) fn count(
    measure: &Measure,
    cohort: &Cohort<'_>,
    content: &Breakdowns,
    attributes: &Attributes,
) -> Result<MeasureTable> {
    let definition = &measure.definition;
    let periods = cohort.periods.len();
    let mut whole = vec![Tally::default(); periods];
    let mut left_out: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut cells: Vec<Cells<'_>> = content
        .breakdowns
        .iter()
        .filter_map(|breakdown| {
            let is_own = measure.own_breakdowns.contains(&breakdown.name);
            (is_own || definition.is_about_children()).then(|| {
                let batch = cohort.batches.first().filter(|_| is_own);
                let column = batch.and_then(|batch| batch.schema_ref().index_of(&breakdown.name).ok());
                Cells::new(breakdown, column, attributes.of(&breakdown.name), &content.not_known)
            })
        })
        .collect();
    cohort.each(|batch, row| {
        add(&mut whole[row.period], definition.kind, row.value);
        if row.value == Value::LeftOut {
            let reason = row.left_out_because.unwrap_or(NO_REASON);
            left_out.entry(reason.to_owned()).or_insert_with(|| vec![0; periods])[row.period] += 1;
        }
        let child = attributes.number(row.key);
        for cell in &mut cells {
            let place = cell.place(batch, row, child);
            let tallies = cell.tallies(place, periods);
            add(&mut tallies[row.period], definition.kind, row.value);
        }
    })?;
    let breakdowns = cells.into_iter().filter_map(Cells::breakdown).collect();
    Ok(MeasureTable {
        measure: definition.id.clone(),
        kind: definition.kind,
        counts: definition.counts,
        periods: cohort.periods.to_vec(),
        whole,
        breakdowns,
        left_out,
    })
}

fn add(tally: &mut Tally, kind: Kind, value: Value) {
    match value {
        Value::LeftOut => tally.left_out += 1,
        Value::Counted { in_numerator, amount } => {
            tally.counted += 1;
            tally.in_numerator += u64::from(in_numerator);
            if matches!(kind, Kind::Duration | Kind::Score) {
                tally.amounts.push(amount);
            }
        }
    }
}

/// The label that a row is counted under: what its query returned in the column of the breakdown, or else what is
/// known of the child.
pub(crate) fn label_of(
    breakdown: &str,
    batch: &RecordBatch,
    row: &Counted<'_>,
    content: &Breakdowns,
    attributes: &Attributes,
) -> String {
    let value = batch.column_by_name(breakdown).and_then(|column| shown(column, row.row));
    match (value.filter(|value| !value.is_empty()), content.breakdowns.iter().find(|known| known.name == breakdown)) {
        (Some(value), Some(known)) => known.label(attributes.named(breakdown, &value)).to_owned(),
        (Some(value), None) => value,
        (None, _) => {
            let code = usize::from(attributes.at(breakdown, attributes.number(row.key), row.day));
            attributes.labels(breakdown).get(code).unwrap_or(&content.not_known).clone()
        }
    }
}

/// The tallies of one breakdown while they are counted.
///
/// Every label has a place. What a query returns and what is known of a child
/// are words and codes; each is looked up by its label once and by its place
/// from then on, because this is done for every row of every measure.
struct Cells<'a> {
    content: &'a BreakdownDefinition,
    /// The column that the query returns, if it does.
    column: Option<usize>,
    known: Option<Known<'a>>,
    not_known: &'a str,
    /// The label of each place.
    labels: Vec<String>,
    /// The tallies of each place, a tally for each period.
    tallies: Vec<Vec<Tally>>,
    of_label: HashMap<String, usize, RandomState>,
    /// The place of what a query returned.
    of_value: HashMap<String, usize, RandomState>,
    /// The place of each code of the attribute.
    of_code: Vec<Option<usize>>,
}

impl<'a> Cells<'a> {
    fn new(
        content: &'a BreakdownDefinition,
        column: Option<usize>,
        known: Option<Known<'a>>,
        not_known: &'a str,
    ) -> Self {
        Self {
            content,
            column,
            known,
            not_known,
            labels: Vec::new(),
            tallies: Vec::new(),
            of_label: HashMap::default(),
            of_value: HashMap::default(),
            of_code: Vec::new(),
        }
    }

    /// The place of a row: what its query returned, or else what is known of the child.
    fn place(&mut self, batch: &RecordBatch, row: &Counted<'_>, child: Option<u32>) -> usize {
        if let Some(column) = self.column.map(|column| batch.column(column)) {
            if let Some(words) = column.as_string_opt::<i32>() {
                let value = words.is_valid(row.row).then(|| words.value(row.row)).filter(|value| !value.is_empty());
                if let Some(value) = value {
                    return self.place_of_value(value);
                }
            } else if let Some(value) = shown(column, row.row).filter(|value| !value.is_empty()) {
                return self.place_of_value(&value);
            }
        }
        let code = self.known.map_or(NOT_KNOWN, |known| known.at(child, row.day));
        self.place_of_code(usize::from(code))
    }

    fn place_of_value(&mut self, value: &str) -> usize {
        if let Some(place) = self.of_value.get(value) {
            return *place;
        }
        let named = self.known.map_or(value, |known| known.named(value));
        let place = self.place_of_label(self.content.label(named).to_owned());
        self.of_value.insert(value.to_owned(), place);
        place
    }

    fn place_of_code(&mut self, code: usize) -> usize {
        if let Some(Some(place)) = self.of_code.get(code) {
            return *place;
        }
        let label = self.known.and_then(|known| known.labels().get(code)).map_or(self.not_known, String::as_str);
        let place = self.place_of_label(label.to_owned());
        if self.of_code.len() <= code {
            self.of_code.resize(code + 1, None);
        }
        self.of_code[code] = Some(place);
        place
    }

    fn place_of_label(&mut self, label: String) -> usize {
        let next = self.labels.len();
        let place = *self.of_label.entry(label.clone()).or_insert(next);
        if place == next {
            self.labels.push(label);
            self.tallies.push(Vec::new());
        }
        place
    }

    fn tallies(&mut self, place: usize, periods: usize) -> &mut Vec<Tally> {
        let tallies = &mut self.tallies[place];
        if tallies.is_empty() {
            tallies.resize_with(periods, Tally::default);
        }
        tallies
    }

    /// The breakdown, unless nothing is known of any row.
    fn breakdown(self) -> Option<Breakdown> {
        let not_known = self.not_known;
        let mut values: Vec<(String, Vec<Tally>)> = self.labels.into_iter().zip(self.tallies).collect();
        if values.iter().all(|(label, _)| label == not_known) {
            return None;
        }
        values.sort_by(|(a, _), (b, _)| (a == not_known, a).cmp(&(b == not_known, b)));
        Some(Breakdown { name: self.content.name.clone(), title: self.content.title.clone(), values })
    }
}
