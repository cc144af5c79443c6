//! The plan on a page: what a director reads in a minute.

use chrono::NaiveDate;
use sightline_domain::board_report::{self, one_line};
use sightline_domain::plan::Priority;
use sightline_domain::standing::Standing;
use sightline_domain::standpoint::Standpoint;

use super::by_rating::{MatrixColumn, MatrixRow, RatingMatrix, matrices};
use super::{ActionRow, PlanHeading, StandingCounts};
use crate::policy;
use crate::{App, Call, Result};

/// A plan on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOnAPage {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// The page in plain sentences, and its lists.
    pub words: board_report::PlanOnAPage,
    /// Each priority with its counts.
    pub priorities: Vec<PriorityLine>,
    /// The columns of the ratings in `priorities`: action, and impact where the plan rates impact.
    pub action_columns: Vec<MatrixColumn>,
    /// As `action_columns`; empty when the plan does not rate impact.
    pub impact_columns: Vec<MatrixColumn>,
    /// Overdue and slipping actions in all.
    pub stuck: usize,
}

/// A priority in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorityLine {
    /// Its reference; empty for actions without a priority.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its sponsor or overall leads.
    pub leads: Option<String>,
    /// Where its actions stand.
    pub counts: StandingCounts,
    /// How many of them are overdue.
    pub overdue: usize,
    /// Its action ratings.
    pub action: MatrixRow,
    /// Its impact ratings.
    pub impact: Option<MatrixRow>,
}

impl App {
    /// A plan as at a day (today when none is given), on one page.
    pub async fn plan_on_a_page(&self, call: &Call, plan: &str, as_at: Option<NaiveDate>) -> Result<PlanOnAPage> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::of(&view.at);
        let rows: Vec<ActionRow> = now.items.iter().map(|item| ActionRow::of(&now, item)).collect();
        let mut by_axis = matrices(&now).into_iter().map(without_unused_columns);
        let action = by_axis.next();
        let impact = by_axis.next();
        let columns = |matrix: &Option<RatingMatrix>| matrix.as_ref().map(|matrix| matrix.columns.clone());
        let priorities = action.iter().flat_map(|matrix| matrix.rows.iter().enumerate()).map(|(place, line)| {
            let priority = now.plan.priority(&line.reference);
            let mine = |row: &&ActionRow| match priority {
                Some(priority) => row.priority == priority.reference,
                None => now.plan.priority(&row.priority).is_none(),
            };
            PriorityLine {
                reference: line.reference.clone(),
                title: one_line(&line.title),
                leads: priority.and_then(Priority::leads_words),
                overdue: rows.iter().filter(mine).filter(|row| row.standing == Some(Standing::Overdue)).count(),
                counts: StandingCounts::of(rows.iter().filter(mine)),
                action: line.clone(),
                impact: impact.as_ref().and_then(|matrix| matrix.rows.get(place)).cloned(),
            }
        });
        Ok(PlanOnAPage {
            heading: PlanHeading::of(call, &view, &now),
            words: board_report::PlanOnAPage::of(&view.at, &now),
            priorities: priorities.collect(),
            action_columns: columns(&action).unwrap_or_default(),
            impact_columns: columns(&impact).unwrap_or_default(),
            stuck: now.count(Standing::Overdue) + now.count(Standing::Slipping),
        })
    }
}

/// The levels, and what else some action has: the page has room for no column of nothing.
fn without_unused_columns(mut matrix: RatingMatrix) -> RatingMatrix {
    let is_level = |column: &MatrixColumn| column.mark.as_ref().is_some_and(|mark| mark.code.is_some());
    let kept: Vec<bool> =
        matrix.columns.iter().zip(&matrix.total.cells).map(|(column, all)| is_level(column) || all.count > 0).collect();
    let mut places = kept.iter();
    matrix.columns.retain(|_| places.next().copied().unwrap_or(true));
    for row in matrix.rows.iter_mut().chain([&mut matrix.total]) {
        let mut places = kept.iter();
        row.cells.retain(|_| places.next().copied().unwrap_or(true));
    }
    matrix
}
