//! Runs cases: each on tables of its own, and tells where another answer came out.

use std::collections::BTreeMap;
use std::sync::Arc;

use sightline_domain::content::{Faults, Text};
use sightline_domain::measure::{Exact, Kind, MeasureTable, Period};

use super::load::offset_of_line;
use super::{CaseCheck, Catalogue, Measure};
use crate::cases::{Case, Expected};
use crate::engine::{Engine, Limits};
use crate::{Error, Result};

/// A case gave another answer.
const ANOTHER_ANSWER: &str = "SL-M007";
/// A case expects a column that its kind does not have.
const NO_SUCH_COLUMN: &str = "SL-M011";
/// The two ways of asking a query do not agree.
const WAYS_DISAGREE: &str = "SL-M013";

const WHY: &str = "the measure does not do what its cases say";

pub(super) async fn run(catalogue: &Arc<Catalogue>, only: Option<&str>) -> Result<CaseCheck> {
    let mut check = CaseCheck::default();
    let mut faults = Faults::none("content");
    for (id, measure) in &catalogue.measures {
        if only.is_some_and(|only| only != id) {
            continue;
        }
        for case in &measure.cases {
            check.run += 1;
            run_one(catalogue, measure, case, &mut faults).await?;
        }
    }
    check.faults = faults.found;
    Ok(check)
}

/// A strict engine over what a case gives.
pub(super) fn engine_of(catalogue: &Arc<Catalogue>, case: &Case) -> Result<Engine> {
    let mut records = BTreeMap::new();
    for (table, rows) in &case.given {
        let Some(shape) = catalogue.shapes.get(table) else { continue };
        records.insert(table.clone(), vec![rows.clone().batch(table, shape)?]);
    }
    Ok(Engine::new(Arc::clone(catalogue), records, BTreeMap::new(), Limits::default())?.strict())
}

async fn run_one(catalogue: &Arc<Catalogue>, measure: &Measure, case: &Case, faults: &mut Faults) -> Result<()> {
    let id = &measure.definition.id;
    let file = format!("measures/{id}/cases.md");
    let text = Text { file: &file, text: &measure.cases_text };
    let at = |line: usize| (text, offset_of_line(&measure.cases_text, line));
    let engine = engine_of(catalogue, case)?;
    for expected in &case.expect {
        let period = Period { from: expected.from, to: expected.to };
        match engine.table(id, &[period]).await {
            Ok(table) => compare(measure, case, &table, expected, &at, faults),
            Err(error @ (Error::Query { .. } | Error::Twice { .. } | Error::BrokenRow { .. })) => {
                let what = format!("“{}”: {error}", case.title);
                faults.add(at(expected.line), error.code(), what, WHY, "put the query or the case right");
                continue;
            }
            Err(error) => return Err(error),
        }
        both_ways(&engine, measure, case, period, at(expected.line), faults).await?;
    }
    Ok(())
}

/// Months around the case's period, asked at once and one by one, have to agree.
async fn both_ways(
    engine: &Engine,
    measure: &Measure,
    case: &Case,
    period: Period,
    at: (Text<'_>, usize),
    faults: &mut Faults,
) -> Result<()> {
    let months = Period::whole_months_until(Period::month_of(period.to).to, 2);
    let id = &measure.definition.id;
    let (at_once, one_by_one) = (engine.table(id, &months).await, engine.table_period_by_period(id, &months).await);
    let agree = match (&at_once, &one_by_one) {
        (Ok(at_once), Ok(one_by_one)) => same_counts(at_once, one_by_one),
        (Err(ours), Err(theirs)) => ours.code() == theirs.code(),
        _ => false,
    };
    if !agree {
        let detail = match (at_once, one_by_one) {
            (Ok(at_once), Ok(one_by_one)) => format!("{:?} and {:?}", counts(&at_once), counts(&one_by_one)),
            (Err(error), _) | (_, Err(error)) => error.to_string(),
        };
        let what =
            format!("“{}”: asked for two months at once and month by month, the query gives {detail}", case.title);
        let next = "use the period's days only to choose rows and to compare days";
        faults.add(at, WAYS_DISAGREE, what, "charts would not show what the figures say", next);
    }
    Ok(())
}

fn counts(table: &MeasureTable) -> Vec<(u64, u64, u64)> {
    table.whole.iter().map(|tally| (tally.counted, tally.in_numerator, tally.left_out)).collect()
}

/// Whether two tables counted the same, whatever the order of rows.
fn same_counts(ours: &MeasureTable, theirs: &MeasureTable) -> bool {
    let sorted = |table: &MeasureTable| {
        let mut whole = table.whole.clone();
        for tally in &mut whole {
            tally.amounts.sort_unstable();
        }
        whole
    };
    sorted(ours) == sorted(theirs) && ours.left_out == theirs.left_out
}

fn compare<'t>(
    measure: &Measure,
    case: &Case,
    table: &MeasureTable,
    expected: &Expected,
    at: &dyn Fn(usize) -> (Text<'t>, usize),
    faults: &mut Faults,
) {
    let definition = &measure.definition;
    let Some(tally) = table.whole.first() else { return };
    // A rate is checked by what it counts: made-up children have no population.
    let figure = tally.figure(definition.kind, table.periods[0], None);
    let Some((line, cells)) = expected.rows.first().filter(|_| expected.rows.len() == 1) else {
        let what = format!("“{}”: one row is expected", case.title);
        faults.add(at(expected.line), NO_SUCH_COLUMN, what, WHY, "write one row of figures");
        return;
    };
    let number = |value: Option<Exact>, written: &str| {
        let places = written.split_once('.').map_or(0, |(_, places)| places.len());
        value.map_or_else(String::new, |value| value.shown(u8::try_from(places).unwrap_or(u8::MAX)))
    };
    for (name, written) in expected.header.iter().zip(cells) {
        let found = match (name.as_str(), definition.kind) {
            ("numerator", Kind::Proportion) => tally.in_numerator.to_string(),
            ("denominator", Kind::Proportion) => tally.counted.to_string(),
            ("count", kind) if kind != Kind::Proportion => tally.counted.to_string(),
            ("median", Kind::Duration) | ("mean", Kind::Score) => number(figure.value, written),
            ("mean", Kind::Duration) => number(figure.mean, written),
            ("left_out", _) => tally.left_out.to_string(),
            (other, kind) => {
                let what = format!("“{}”: a {} has no {other}", case.title, kind.name());
                let next = "see the README of content/measures for the columns of each kind";
                faults.add(at(expected.line), NO_SUCH_COLUMN, what, WHY, next);
                continue;
            }
        };
        if found != *written {
            let what = format!("“{}”: {name} is {found}, and {written} was expected", case.title);
            faults.add(at(*line), ANOTHER_ANSWER, what, WHY, "put the query or the case right");
        }
    }
    if tally.left_out > 0 && !expected.header.iter().any(|name| name == "left_out") {
        let what = format!("“{}”: {} rows are left out, and none was expected", case.title, tally.left_out);
        faults.add(at(*line), ANOTHER_ANSWER, what, WHY, "add the column left_out, or put the query right");
    }
}
