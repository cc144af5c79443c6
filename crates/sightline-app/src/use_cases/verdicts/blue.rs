//! What keeps an impact rating from the best level, by the verdict.

use chrono::NaiveDate;
use sightline_domain::verdict::BlueLack;

use crate::{Actor, App, Call, Result, Role};

/// In whose name the verdict is made: it is the same whoever reports, also for somebody who sees no measures.
const NOBODY: &str = "Sightline";

impl App {
    /// What the evidence of an action lacks on a day for the best impact rating; empty when nothing.
    ///
    /// `None` when no measure is linked to it: there is no verdict then, which is challenged for itself.
    pub(crate) async fn lacks_for_blue(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        on: NaiveDate,
    ) -> Result<Option<Vec<BlueLack>>> {
        let actor = Actor::operator(NOBODY, Role::ProgrammeManager);
        let judge = Call { actor, at: call.at, today: call.today };
        let judged = self.plan_verdicts(&judge, Some(plan), Some(reference), Some(on)).await?;
        let impact = judged.actions.into_iter().next().map(|action| action.verdicts.impact);
        Ok(impact.filter(|impact| impact.counts.linked > 0).map(|impact| impact.lacks_for_blue))
    }
}
