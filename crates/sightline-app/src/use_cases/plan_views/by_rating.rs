//! The plan by rating: how many actions of each priority have each level.

use chrono::NaiveDate;
use sightline_domain::board_report::{Axis, Count, CountColumn, RatingMark, rating_tables};
use sightline_domain::standpoint::Standpoint;

use super::PlanHeading;
use super::filter::{PlanFilter, PriorityIs, RatingIs};
use crate::policy;
use crate::{App, Call, Result};

/// A plan by rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanByRating {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// One matrix for each rating that the plan gives: action, then impact.
    pub matrices: Vec<RatingMatrix>,
}

/// Priorities down, levels across.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingMatrix {
    /// Which rating.
    pub axis: Axis,
    /// Its name: `Action rating` or `Impact rating`.
    pub title: String,
    /// What it asks: `Are we doing it?` or `Is it making a difference?`
    pub question: String,
    /// The levels, best first; then not yet rated; then, where there are any, ratings off the scale and placeholders.
    pub columns: Vec<MatrixColumn>,
    /// One row for each priority, in plan order; last, actions without a priority, if any.
    pub rows: Vec<MatrixRow>,
    /// All priorities together.
    pub total: MatrixRow,
}

/// A level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixColumn {
    /// Its heading.
    pub name: String,
    /// How it is shown; `None` for ratings off the scale and placeholders.
    pub mark: Option<RatingMark>,
}

/// A priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// Its reference; empty on the total and for actions without a priority.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// One cell for each column.
    pub cells: Vec<MatrixCell>,
    /// All live actions of the row.
    pub total: MatrixCell,
}

/// A count and the actions that were counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixCell {
    /// How many.
    pub count: usize,
    /// The filter that shows exactly these in the plan table.
    pub filter: PlanFilter,
}

impl App {
    /// A plan as at a day (today when none is given), by rating.
    pub async fn plan_by_rating(&self, call: &Call, plan: &str, as_at: Option<NaiveDate>) -> Result<PlanByRating> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::of(&view.at);
        Ok(PlanByRating { heading: PlanHeading::of(call, &view, &now), matrices: matrices(&now) })
    }
}

pub(super) fn matrices(now: &Standpoint<'_>) -> Vec<RatingMatrix> {
    let tables = rating_tables(now, None).into_iter();
    tables
        .map(|table| {
            let row = |reference: &str, title: &str, cells: &[Count], total: &Count, priority: Option<PriorityIs>| {
                let here = PlanFilter { priorities: priority.into_iter().collect(), ..PlanFilter::default() };
                let cell = |(column, count): (&CountColumn, &Count)| MatrixCell {
                    count: count.now,
                    filter: narrowed(&here, table.axis, column),
                };
                MatrixRow {
                    reference: reference.to_owned(),
                    title: title.to_owned(),
                    cells: table.columns.iter().zip(cells).map(cell).collect(),
                    total: MatrixCell { count: total.now, filter: here.clone() },
                }
            };
            let rows = table.rows.iter().map(|priority| {
                let is = match priority.reference.as_str() {
                    "" => PriorityIs::None,
                    reference => PriorityIs::Reference(reference.to_owned()),
                };
                row(&priority.reference, &priority.title, &priority.cells, &priority.total, Some(is))
            });
            RatingMatrix {
                axis: table.axis,
                rows: rows.collect(),
                total: row("", &table.total.title, &table.total.cells, &table.total.total, None),
                columns: table
                    .columns
                    .iter()
                    .map(|column| MatrixColumn { name: column.name.clone(), mark: column.mark.clone() })
                    .collect(),
                title: table.title.clone(),
                question: table.question.clone(),
            }
        })
        .collect()
}

/// The filter of one column; the columns share out all live actions between them.
fn narrowed(here: &PlanFilter, axis: Axis, column: &CountColumn) -> PlanFilter {
    let mut filter = here.clone();
    let is = match &column.mark {
        Some(RatingMark { code: Some(code), .. }) => RatingIs::Level(code.clone()),
        Some(RatingMark { code: None, .. }) => {
            filter.placeholder = Some(false);
            RatingIs::NotRated
        }
        None if column.name == "Placeholder" => {
            filter.placeholder = Some(true);
            RatingIs::NotRated
        }
        None => RatingIs::OffScale,
    };
    match axis {
        Axis::Action => filter.action_ratings.push(is),
        Axis::Impact => filter.impact_ratings.push(is),
    }
    filter
}
