//! The plan frozen at a day, under a name.

use chrono::NaiveDate;
use serde_json::json;
use sightline_store::BaselineSummary;

use crate::policy;
use crate::{App, Call, Result};

impl App {
    /// The baseline just made: the plan as at `on` (today when none is given).
    pub async fn add_baseline(
        &self,
        call: &Call,
        plan: Option<&str>,
        name: &str,
        on: Option<NaiveDate>,
    ) -> Result<BaselineSummary> {
        call.may(policy::Action::PlanBaseline)?;
        let summary = self.resolve(call, policy::Action::PlanBaseline, plan).await?;
        let on = on.unwrap_or(call.today);
        let audit = call.audit(
            policy::Action::PlanBaseline,
            format!("plan {}", summary.handle),
            json!({ "name": name, "on": on }),
        );
        Ok(self.store.add_baseline(&summary.id, name, on, audit).await?)
    }

    /// The baselines of a plan, in the order they were made.
    pub async fn baselines(&self, call: &Call, plan: Option<&str>) -> Result<Vec<BaselineSummary>> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, plan).await?;
        Ok(self.store.baselines(&summary.id).await?)
    }
}
