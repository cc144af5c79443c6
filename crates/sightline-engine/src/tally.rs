//! Counting a cohort: by period, whole and broken down.

use std::collections::BTreeMap;

use datafusion::arrow::array::RecordBatch;
use sightline_domain::measure::{Breakdown, Kind, MeasureTable, Tally};

use crate::Result;
use crate::attributes::{Attributes, NOT_KNOWN};
use crate::catalogue::{Breakdowns, Measure};
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
            (is_own || definition.is_about_children()).then(|| Cells {
                name: &breakdown.name,
                title: &breakdown.title,
                is_own,
                free: Vec::new(),
                own: BTreeMap::new(),
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
            let tallies = cell.tallies(batch, row, content, attributes, child, periods);
            add(&mut tallies[row.period], definition.kind, row.value);
        }
    })?;
    let breakdowns = cells.into_iter().filter_map(|cell| cell.breakdown(attributes)).collect();
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
struct Cells<'a> {
    name: &'a str,
    title: &'a str,
    /// Whether the query itself returns the value.
    is_own: bool,
    /// By code of the attribute.
    free: Vec<Vec<Tally>>,
    /// By what the query returned.
    own: BTreeMap<String, Vec<Tally>>,
}

impl Cells<'_> {
    fn tallies(
        &mut self,
        batch: &RecordBatch,
        row: &Counted<'_>,
        content: &Breakdowns,
        attributes: &Attributes,
        child: Option<u32>,
        periods: usize,
    ) -> &mut Vec<Tally> {
        let nothing = || vec![Tally::default(); periods];
        if self.is_own {
            let label = label_of(self.name, batch, row, content, attributes);
            return self.own.entry(label).or_insert_with(nothing);
        }
        let code = usize::from(attributes.at(self.name, child, row.day));
        if self.free.len() <= code {
            self.free.resize_with(code + 1, Vec::new);
        }
        let tallies = &mut self.free[code];
        if tallies.is_empty() {
            *tallies = nothing();
        }
        tallies
    }

    /// The breakdown, unless nothing is known of any row.
    fn breakdown(self, attributes: &Attributes) -> Option<Breakdown> {
        let labels = attributes.labels(self.name);
        let not_known = labels.get(usize::from(NOT_KNOWN)).cloned().unwrap_or_default();
        let free = self.free.into_iter().enumerate().filter(|(_, tallies)| !tallies.is_empty());
        let mut values: Vec<(String, Vec<Tally>)> = free
            .map(|(code, tallies)| (labels.get(code).unwrap_or(&not_known).clone(), tallies))
            .chain(self.own)
            .collect();
        if values.iter().all(|(label, _)| *label == not_known) {
            return None;
        }
        values.sort_by(|(a, _), (b, _)| (a == &not_known, a).cmp(&(b == &not_known, b)));
        Some(Breakdown { name: self.name.to_owned(), title: self.title.to_owned(), values })
    }
}
