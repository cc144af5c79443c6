//! Which measure is to show the effect of an action, and from when: the marks on charts.

use chrono::NaiveDate;
use serde_json::json;
use sightline_store::MeasureLink;

use super::{measure_id, words};
use crate::policy::{Action, Target};
use crate::use_cases::find;
use crate::use_cases::show::PlanView;
use crate::{App, Call, Result};

/// A link that somebody makes or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkInput {
    /// Reference of the action.
    pub action: String,
    /// The measure, by its id.
    pub measure: String,
    /// The day that is marked on the chart; the day of the call when absent.
    pub from_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// True for a link, false for the end of one.
    pub is_linked: bool,
}

impl App {
    /// Links and ends of links of a plan's actions that the caller may see, in the order they were recorded.
    ///
    /// Of an action and a measure the last one stands. With `measure` only those with it.
    pub async fn measure_links(
        &self,
        call: &Call,
        plan: Option<&str>,
        measure: Option<&str>,
    ) -> Result<Vec<MeasureLink>> {
        call.may(Action::MeasureRead)?;
        let measure = measure.map(measure_id).transpose()?;
        let view = self.plan_view(call, Action::PlanRead, plan, call.today).await?;
        let links = self.store.measure_links(Some(&view.summary.id), measure.as_deref()).await?;
        Ok(links.into_iter().filter(|link| view.at.plan.action(&link.action).is_some()).collect())
    }

    /// Links an action with a measure, or ends the link.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`](crate::Error::UnknownAction), [`Error::NotLive`](crate::Error::NotLive).
    /// * [`Error::NotAllowed`](crate::Error::NotAllowed) – the caller may see the action, and no more.
    /// * [`Error::Store`](crate::Error::Store) – they are linked already, or are not.
    pub async fn link_measure(&self, call: &Call, plan: Option<&str>, input: &LinkInput) -> Result<MeasureLink> {
        call.may(Action::MeasureLink)?;
        let measure = measure_id(&input.measure)?;
        let reason = words(&input.reason, "the reason")?;
        let PlanView { summary, at } = self.plan_view(call, Action::MeasureLink, plan, call.today).await?;
        let action = find::live_action(&at.plan, &summary.handle, &input.action)?;
        call.may_on(Action::MeasureLink, &Target::Action { summary: &summary, plan: &at.plan, action })?;
        let link = MeasureLink {
            plan: summary.id.clone(),
            action: action.reference.clone(),
            measure,
            from_on: input.from_on.unwrap_or(call.today),
            reason,
            is_linked: input.is_linked,
            by: call.actor.name.clone(),
            at: call.at,
        };
        let detail = json!({
            "action": link.action,
            "measure": link.measure,
            "from": link.from_on,
            "linked": link.is_linked,
            "reason": link.reason,
        });
        let audit = call.audit(Action::MeasureLink, format!("plan {}", summary.handle), detail);
        self.store.record_measure_link(&link, audit).await?;
        self.jobs.verdicts_changed();
        Ok(link)
    }
}
