//! What was noticed when a plan was imported.

use serde_json::json;
use sightline_domain::{Answer, Problem, Settled};
use sightline_store::PlanSummary;

use super::amend::wording::filled;
use crate::error::ImportError;
use crate::policy;
use crate::{App, Call, Error, Result};

impl App {
    /// The plan with what was noticed when it was imported, in the order it was noticed.
    pub async fn problems(&self, call: &Call, plan: Option<&str>) -> Result<(PlanSummary, Vec<Problem>)> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, plan).await?;
        let problems = self.store.problems(&summary.id).await?;
        Ok((summary, problems))
    }

    /// Settles a question that stayed open when the plan was imported.
    ///
    /// `number` is its place among the plan's problems, counted from 1. The
    /// plan itself is amended apart from this, where it needs to be.
    ///
    /// # Errors
    ///
    /// * [`ImportError::UnknownQuestion`] – the plan has no such question, or it is settled already.
    /// * [`Error::NothingSaid`] – nothing is said of how it was settled.
    pub async fn settle_problem(&self, call: &Call, plan: Option<&str>, number: usize, how: &str) -> Result<()> {
        call.may(policy::Action::PlanAmend)?;
        let summary = self.resolve(call, policy::Action::PlanAmend, plan).await?;
        let problems = self.store.problems(&summary.id).await?;
        let problem = problems.get(number.wrapping_sub(1)).filter(|problem| problem.is_open());
        let mut problem = problem.cloned().ok_or(ImportError::UnknownQuestion { number })?;
        let about = || Error::NothingSaid { action: problem.about.clone().unwrap_or_default() };
        let how = filled(Some(how)).ok_or_else(about)?;
        problem.settled = Some(Settled {
            answer: Answer::Corrected,
            by: call.actor.name.clone(),
            on: call.today,
            corrections: vec![how.to_owned()],
        });
        let detail = json!({ "question": number, "code": problem.code, "settled": how });
        let audit = call.audit(policy::Action::PlanAmend, format!("plan {}", summary.handle), detail);
        Ok(self.store.settle_problem(&summary.id, number, &problem, audit).await?)
    }
}
