//! The day by which something is due.

use chrono::NaiveDate;
use datafusion::arrow::array::ArrayRef;
use datafusion::common::utils::datafusion_strsim::normalized_levenshtein;
use datafusion::common::{Result, ScalarValue};

use super::arguments::{Arguments, days_of, literal_text};
use super::calendar::Calendar;
use super::function::{Function, Kind};
use super::misuse::Misuse;

/// `due_on(timescale, day)`.
pub(super) static FUNCTION: Function = Function {
    name: "due_on",
    takes: &[("timescale", Kind::Text), ("day", Kind::Date)],
    gives: Kind::Date,
    meaning: "The last day in time for what began on the day, by a timescale of content/reference/timescales.toml. The day is day 0.",
    examples: &[
        ("due_on('assessment', date '2026-01-05')", "2026-03-09"),
        ("due_on('protection_review_first', date '2025-11-30')", "2026-02-28"),
        ("due_on('care_visit', date '2026-01-05')", "2026-02-16"),
    ],
    compute,
    refuse: Some(refuse),
};

fn refuse(calendar: &Calendar, given: &[Option<&ScalarValue>]) -> Result<()> {
    let name = given.first().copied().flatten().and_then(literal_text);
    match name {
        Some(name) if calendar.timescales.get(name).is_none() => Err(unknown(calendar, Some(name)).into()),
        _ => Ok(()),
    }
}

fn compute(given: &Arguments) -> Result<ArrayRef> {
    let (names, days) = (given.texts(0), given.days(1));
    let calendar = given.calendar();
    let due = |row: usize| -> Result<Option<NaiveDate>> {
        let Some(name) = names.text(row) else { return Ok(None) };
        let Some(timescale) = calendar.timescales.get(name) else { return Err(unknown(calendar, None).into()) };
        Ok(days.day(row).and_then(|day| timescale.length.after(day, &calendar.working_days)))
    };
    let due_days = given.rows().map(due).collect::<Result<Vec<_>>>()?;
    Ok(days_of(due_days.into_iter()))
}

fn unknown(calendar: &Calendar, name: Option<&str>) -> Misuse {
    let known: Vec<&str> = calendar.timescales.iter().map(|(name, _)| name).collect();
    let nearest = name.and_then(|name| nearest(name, &known));
    Misuse::timescale(name, nearest, &known)
}

/// The known name most like this one; `None` when none is much like it.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let likeness = known.iter().map(|one| (normalized_levenshtein(&name.to_lowercase(), one), *one));
    likeness.filter(|(alike, _)| *alike >= 0.5).max_by(|first, second| first.0.total_cmp(&second.0)).map(|(_, one)| one)
}
