//! What changed in a plan since something.

use chrono::NaiveDate;
use sightline_domain::standpoint::Standpoint;
use sightline_store::{BaselineSummary, PlanSummary};

use super::PlanHeading;
use crate::policy::{self, Target};
use crate::use_cases::compare::{Comparison, Sides};
use crate::{App, Call, Result};

/// What a plan is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// The plan as it was imported.
    #[default]
    Import,
    /// The plan on an earlier day.
    Day(NaiveDate),
    /// A baseline of this name.
    Baseline(String),
    /// Another plan of this name, as it stands today.
    Plan(String),
}

/// What changed in a plan, and what else it could be compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanChanges {
    /// Which plan, on which day: the later side.
    pub heading: PlanHeading,
    /// What changed.
    pub comparison: Comparison,
    /// The baselines of the plan, in the order they were made.
    pub baselines: Vec<BaselineSummary>,
    /// The other plans that the caller may see, the latest import first.
    pub others: Vec<PlanSummary>,
}

impl App {
    /// What changed in a plan up to a day (today when none is given).
    ///
    /// Compared with another plan both are taken as they stand today.
    ///
    /// # Errors
    ///
    /// As [`App::compare`].
    pub async fn plan_changes(
        &self,
        call: &Call,
        plan: &str,
        as_at: Option<NaiveDate>,
        since: &Since,
    ) -> Result<PlanChanges> {
        call.may(policy::Action::PlanRead)?;
        let with_plan = matches!(since, Since::Plan(_));
        let to = as_at.filter(|_| !with_plan).unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), to).await?;
        let handle = view.summary.handle.clone();
        let sides = match since {
            Since::Import => Sides::SinceImport { plan: Some(handle), to: Some(to) },
            Since::Day(from) => Sides::Days { plan: Some(handle), from: *from, to },
            Since::Baseline(name) => Sides::Baseline { plan: Some(handle), baseline: name.clone(), to: Some(to) },
            Since::Plan(other) => Sides::Plans { earlier: other.clone(), later: handle },
        };
        let mut others = self.store.plans().await?;
        others
            .retain(|other| other.id != view.summary.id && call.allows(policy::Action::PlanRead, &Target::Plan(other)));
        Ok(PlanChanges {
            heading: PlanHeading::of(call, &view, &Standpoint::of(&view.at)),
            comparison: self.compare(call, &sides).await?,
            baselines: self.store.baselines(&view.summary.id).await?,
            others,
        })
    }
}
