//! What every view of a plan says first.

use chrono::NaiveDate;
use sightline_domain::board_report::one_line;
use sightline_domain::scale::Scale;
use sightline_domain::standpoint::Standpoint;
use sightline_store::PlanSummary;

use crate::Call;
use crate::use_cases::show::PlanView;

/// Which plan, on which day, on which scales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanHeading {
    /// Which plan.
    pub summary: PlanSummary,
    /// Its title on one line, or a plain statement that it has none.
    pub title: String,
    /// Its status as printed, such as `DRAFT`.
    pub status: Option<String>,
    /// The day it shows.
    pub as_at: NaiveDate,
    /// True when that is the day of the caller.
    pub is_today: bool,
    /// The scale of the action rating.
    pub scale: Scale,
    /// The scale of the impact rating; `None` when the plan does not rate impact.
    pub impact_scale: Option<Scale>,
    /// Days between updates.
    pub update_cycle_days: u32,
}

impl PlanHeading {
    pub(super) fn of(call: &Call, view: &PlanView, now: &Standpoint<'_>) -> Self {
        let title = one_line(&view.at.plan.title);
        Self {
            summary: view.summary.clone(),
            title: if title.is_empty() { "Plan without a title".to_owned() } else { title },
            status: view.at.plan.status.as_deref().map(one_line).filter(|status| !status.is_empty()),
            as_at: now.as_at,
            is_today: now.as_at == call.today,
            scale: now.scale.clone(),
            impact_scale: now.impact_scale.clone(),
            update_cycle_days: now.update_cycle_days,
        }
    }
}
