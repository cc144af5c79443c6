//! What was noticed when a plan was imported.

use sightline_domain::Problem;
use sightline_store::PlanSummary;

use crate::policy;
use crate::{App, Call, Result};

impl App {
    /// The plan with what was noticed when it was imported, in the order it was noticed.
    pub async fn problems(&self, call: &Call, plan: Option<&str>) -> Result<(PlanSummary, Vec<Problem>)> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, plan).await?;
        let problems = self.store.problems(&summary.id).await?;
        Ok((summary, problems))
    }
}
