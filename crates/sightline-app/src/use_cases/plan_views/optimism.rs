//! How past ratings and forecasts of a plan turned out.

use chrono::NaiveDate;
use sightline_domain::board_report::one_line;
use sightline_domain::challenge::{OptimismRecord, Outcomes};
use sightline_domain::standpoint::Standpoint;

use super::PlanHeading;
use crate::policy::Action;
use crate::{App, Call, Result};

/// How past ratings and forecasts of a plan turned out by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptimism {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// Of the whole plan.
    pub whole: Outcomes,
    /// By priority, in plan order: reference with title.
    pub by_priority: Vec<(String, Outcomes)>,
    /// By post, in order of the alphabet, never by how they compare.
    pub by_post: Vec<(String, Outcomes)>,
}

impl App {
    /// How past ratings and forecasts of a plan turned out by a day (today when none is given), of the actions that
    /// the caller may see.
    pub async fn plan_optimism(&self, call: &Call, plan: &str, as_at: Option<NaiveDate>) -> Result<PlanOptimism> {
        call.may(Action::PlanRead)?;
        let version = self.store.plan_version(plan).await?;
        let as_at = as_at.unwrap_or(call.today);
        let view = self.plan_view(call, Action::PlanRead, Some(version.plan.as_str()), as_at).await?;
        // Made with the challenges, from the same updates, and kept with them.
        let found = self.found_challenges(call, &version, &view).await?;
        let OptimismRecord { whole, by_priority, by_post } = found.optimism.clone();
        let named = |(reference, outcomes): (String, Outcomes)| {
            let title = view.at.plan.priority(&reference).and_then(|priority| priority.title.as_deref());
            (title.map_or_else(|| reference.clone(), |title| format!("{reference}: {}", one_line(title))), outcomes)
        };
        Ok(PlanOptimism {
            heading: PlanHeading::of(call, &view, &Standpoint::of(&view.at)),
            whole,
            by_priority: by_priority.into_iter().map(named).collect(),
            by_post,
        })
    }
}
