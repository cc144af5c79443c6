//! What changed between two plans, or in one plan.

use chrono::NaiveDate;
use sightline_domain::plan::{self, Change};

use crate::policy;
use crate::{App, Call, Result};

/// What to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Two plans, both as they stand today.
    Plans {
        /// The earlier one.
        earlier: String,
        /// The later one.
        later: String,
    },
    /// One plan at two days.
    Days {
        /// The plan; the only one when absent.
        plan: Option<String>,
        /// The earlier day.
        from: NaiveDate,
        /// The later day.
        to: NaiveDate,
    },
    /// One plan since it was imported.
    SinceImport {
        /// The plan; the only one when absent.
        plan: Option<String>,
        /// The later day; today when absent.
        to: Option<NaiveDate>,
    },
    /// One plan since a baseline.
    Baseline {
        /// The plan; the only one when absent.
        plan: Option<String>,
        /// Name of the baseline.
        baseline: String,
        /// The later day; today when absent.
        to: Option<NaiveDate>,
    },
}

/// What changed from one side to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The earlier side in words, such as `wexcombe-2025 on 30 September 2025`.
    pub earlier: String,
    /// The later side in words.
    pub later: String,
    /// The changes, in the order of the later plan, then what is gone.
    pub changes: Vec<Change>,
}

impl App {
    /// What changed from the earlier side to the later one.
    pub async fn compare(&self, call: &Call, sides: &Sides) -> Result<Comparison> {
        call.may(policy::Action::PlanRead)?;
        let ((earlier, before), (later, after)) = match sides {
            Sides::Plans { earlier, later } => {
                let before = self.plan_view(call, policy::Action::PlanRead, Some(earlier), call.today).await?;
                let after = self.plan_view(call, policy::Action::PlanRead, Some(later), call.today).await?;
                ((before.summary.handle, before.at.plan), (after.summary.handle, after.at.plan))
            }
            Sides::Days { plan, from, to } => {
                let before = self.plan_view(call, policy::Action::PlanRead, plan.as_deref(), *from).await?;
                let after = self.plan_view(call, policy::Action::PlanRead, plan.as_deref(), *to).await?;
                let name = before.summary.handle;
                ((dated(&name, *from), before.at.plan), (dated(&name, *to), after.at.plan))
            }
            Sides::SinceImport { plan, to } => {
                let day = to.unwrap_or(call.today);
                let after = self.plan_view(call, policy::Action::PlanRead, plan.as_deref(), day).await?;
                // Days before the import show the plan as imported, whatever was amended on its day.
                let before = self.store.plan_as_at(&after.summary.id, NaiveDate::MIN).await?;
                let name = after.summary.handle;
                ((format!("{name} as imported"), before.plan), (dated(&name, day), after.at.plan))
            }
            Sides::Baseline { plan, baseline, to } => {
                let day = to.unwrap_or(call.today);
                let after = self.plan_view(call, policy::Action::PlanRead, plan.as_deref(), day).await?;
                let frozen = self.store.baseline(&after.summary.id, baseline).await?;
                (
                    (format!("{} as in the baseline {}", after.summary.handle, frozen.name), frozen.plan),
                    (dated(&after.summary.handle, day), after.at.plan),
                )
            }
        };
        Ok(Comparison { earlier, later, changes: plan::compare(&before, &after) })
    }
}

fn dated(handle: &str, day: NaiveDate) -> String {
    format!("{handle} on {}", day.format("%-d %B %Y"))
}
