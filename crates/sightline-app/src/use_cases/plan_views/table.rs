//! The plan as a table that can be filtered, ordered and paged.

use chrono::NaiveDate;
use sightline_domain::standpoint::Standpoint;

use super::filter::{Facets, Matching, PlanFilter};
use super::saved::PlanViewChoice;
use super::{ActionRow, PlanHeading, StandingCounts};
use crate::policy;
use crate::{App, Call, Result};

/// Rows on one page of the table.
pub const ROWS_ON_A_PAGE: usize = 50;

/// Some actions of a plan, as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTable {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// The rows of this page.
    pub rows: Vec<ActionRow>,
    /// How many actions the filter shows, on all pages.
    pub found: usize,
    /// Where those stand.
    pub counts: StandingCounts,
    /// How many live actions the plan has.
    pub actions: usize,
    /// What the filter can be set to.
    pub facets: Facets,
    /// The page that is shown, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// The views that the caller may choose: their own, then shared ones.
    pub views: Vec<PlanViewChoice>,
}

impl App {
    /// A plan as at a day (today when none is given), as a table.
    ///
    /// `page` counts from 1; one beyond the last shows the last. Rows are in
    /// the order of the filter, equal ones in plan order.
    pub async fn plan_table(
        &self,
        call: &Call,
        plan: &str,
        as_at: Option<NaiveDate>,
        filter: &PlanFilter,
        page: usize,
    ) -> Result<PlanTable> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::with_gone(&view.at);
        let matching = Matching::of(&now, filter);
        let shown: Vec<ActionRow> = matching.shown().into_iter().map(|item| ActionRow::of(&now, item)).collect();
        let pages = shown.len().div_ceil(ROWS_ON_A_PAGE).max(1);
        let page = page.clamp(1, pages);
        Ok(PlanTable {
            heading: PlanHeading::of(call, &view, &now),
            found: shown.len(),
            counts: StandingCounts::of(&shown),
            actions: now.items.iter().filter(|item| item.action.is_live()).count(),
            facets: matching.facets(),
            page,
            pages,
            views: self.views_of(call, &view.summary).await?,
            rows: shown.into_iter().skip((page - 1) * ROWS_ON_A_PAGE).take(ROWS_ON_A_PAGE).collect(),
        })
    }
}
