//! The monthly work: updates and their drafts, sign-off, update rounds, chasing, discussion, and what needs whom.

pub(crate) mod attachments;
pub(crate) mod discussion;
pub(crate) mod drafts;
pub(crate) mod home;
pub(crate) mod month;
pub(crate) mod record;
pub(crate) mod reminders;
pub(crate) mod rounds;
pub(crate) mod sign_off;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::history::PlanAsAt;
use sightline_domain::plan::Action;
use sightline_domain::scale::Scale;

use super::find;
use super::show::PlanView;
use crate::policy::{self, Target};
use crate::{App, Call, Error, Result};

impl App {
    /// A plan as it stands today and one of its actions, when the caller may do `action` to it.
    ///
    /// An action that the caller may not see is not known to exist.
    pub(in crate::use_cases) async fn action_today(
        &self,
        call: &Call,
        action: policy::Action,
        plan: &str,
        reference: &str,
    ) -> Result<(PlanView, Action)> {
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), call.today).await?;
        let found = find::action(&view.at.plan, &view.summary.handle, reference)?.clone();
        call.may_on(action, &Target::Action { summary: &view.summary, plan: &view.at.plan, action: &found })?;
        Ok((view, found))
    }

    /// The plan of a view on another day, whole.
    async fn on_day(&self, view: &PlanView, day: NaiveDate) -> Result<Arc<PlanAsAt>> {
        Ok(self.known_plan(&view.summary.handle, day).await?.at)
    }
}

impl PlanView {
    /// The plan's scale; BRAG when it names none.
    pub(crate) fn scale(&self) -> Scale {
        self.at.plan.scale().cloned().unwrap_or_else(Scale::brag)
    }
}

/// Text of a form without space around it, when it says something and is not too long.
pub(super) fn written(text: &str, what: &'static str, limit: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::NothingWritten);
    }
    if text.chars().count() > limit {
        return Err(Error::TooLong { what, limit });
    }
    Ok(text.to_owned())
}
