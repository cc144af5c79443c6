//! Finding a plan.

use sightline_domain::Problem;

use super::{PlanId, PlanSummary};
use crate::{Result, Store};

impl Store {
    /// Every plan, the latest import first.
    pub async fn plans(&self) -> Result<Vec<PlanSummary>> {
        unimplemented!("filled in next")
    }

    /// The plan with this identifier, handle, or beginning of a handle that no other plan shares.
    ///
    /// Capital letters and space around it do not matter. A whole handle wins
    /// over the beginning of another.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownPlan`](crate::Error::UnknownPlan) – none; lists near ones.
    /// * [`Error::AmbiguousPlan`](crate::Error::AmbiguousPlan) – several; lists them.
    pub async fn find_plan(&self, _name: &str) -> Result<PlanSummary> {
        unimplemented!("filled in next")
    }

    /// What was noticed when the plan was imported, in the order it was noticed.
    pub async fn problems(&self, _plan: &PlanId) -> Result<Vec<Problem>> {
        unimplemented!("filled in next")
    }
}
