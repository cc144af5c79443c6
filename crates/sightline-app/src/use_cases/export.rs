//! A plan as a file that can be read back, or published.

use chrono::NaiveDate;
use sightline_documents::template::{self, Format};

use crate::policy;
use crate::{App, Call, Result};

/// A plan as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// A name for the file, such as `wexcombe-2025.docx`.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl App {
    /// The plan as at a day (today when none is given), written in a format.
    ///
    /// The ratings in force on the day stand in the actions, so that what is
    /// read back rates as the plan did.
    pub async fn export_plan(
        &self,
        call: &Call,
        plan: Option<&str>,
        format: Format,
        as_at: Option<NaiveDate>,
    ) -> Result<Exported> {
        call.may(policy::Action::PlanExport)?;
        let view = self.plan_view(call, policy::Action::PlanExport, plan, as_at.unwrap_or(call.today)).await?;
        let mut written = view.at.plan.clone();
        // What the council has set for plans that do not say is not part of the plan.
        written.update_cycle_days = self.store.current_plan(&view.summary.id).await?.update_cycle_days;
        for action in &mut written.actions {
            let (action_rating, impact_rating) = (view.at.action_rating(action), view.at.impact_rating(action));
            if action_rating != action.action_rating {
                action.action_rating_raw.clone_from(&action_rating);
                action.action_rating = action_rating;
            }
            if impact_rating != action.impact_rating {
                action.impact_rating_raw.clone_from(&impact_rating);
                action.impact_rating = impact_rating;
            }
        }
        let bytes = template::write(&written, format)?;
        Ok(Exported { name: format!("{}.{}", view.summary.handle, format.extension()), bytes })
    }
}
