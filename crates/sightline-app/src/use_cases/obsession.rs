//! Obsessions: six weeks on a few actions and one measure, with a look every week.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::history::PlanAsAt;
use sightline_domain::obsession::{CheckIn, Obsession, usual_end};
use sightline_store::PlanSummary;

use super::amend::wording::filled;
use super::find;
use super::show::PlanView;
use crate::policy::{self, Target};
use crate::{App, Call, Error, Result};

/// An obsession to be begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObsessionInput {
    /// What people call it.
    pub title: String,
    /// What will be different at the end.
    pub aim: String,
    /// References of its actions.
    pub actions: Vec<String>,
    /// What is looked at each week.
    pub measure: String,
    /// Where it stands at the start.
    pub baseline: String,
    /// Who answers for it.
    pub owner: String,
    /// First day; today when absent.
    pub starts_on: Option<NaiveDate>,
    /// Last day; six weeks from the first when absent.
    pub ends_on: Option<NaiveDate>,
}

/// A weekly look at an obsession.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckInInput {
    /// The day it tells of; today when absent.
    pub on: Option<NaiveDate>,
    /// What the measure says.
    pub value: String,
    /// What happened.
    pub note: Option<String>,
}

/// One obsession with its check-ins.
#[derive(Clone, Debug)]
pub struct ObsessionView {
    /// The plan.
    pub summary: PlanSummary,
    /// The plan today, with the actions that the caller may see.
    pub at: Arc<PlanAsAt>,
    /// The obsession.
    pub obsession: Obsession,
    /// Its check-ins, earliest first.
    pub check_ins: Vec<CheckIn>,
    /// Whether the caller keeps the plan's obsessions, or answers for an action of this one.
    pub can_check_in: bool,
}

impl ObsessionView {
    fn new(call: &Call, view: &PlanView, obsession: Obsession, check_ins: Vec<CheckIn>) -> Self {
        let (summary, plan) = (&view.summary, &view.at.plan);
        let actions = obsession.actions.iter().filter_map(|reference| plan.action(reference));
        let mut targets = actions.map(|action| Target::Action { summary, plan, action }).chain([Target::Plan(summary)]);
        let can_check_in = targets.any(|target| call.allows(policy::Action::ObsessionManage, &target));
        Self { summary: summary.clone(), at: Arc::clone(&view.at), obsession, check_ins, can_check_in }
    }
}

impl App {
    /// The obsessions of a plan with their check-ins, those that began last first.
    pub async fn obsessions(&self, call: &Call, plan: Option<&str>) -> Result<(PlanSummary, Vec<ObsessionView>)> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, plan, call.today).await?;
        let mut shown = Vec::new();
        for obsession in self.store.obsessions(&view.summary.id).await? {
            let (obsession, check_ins) = self.store.obsession(&view.summary.id, obsession.number).await?;
            shown.push(ObsessionView::new(call, &view, obsession, check_ins));
        }
        Ok((view.summary, shown))
    }

    /// One obsession of a plan.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – the plan has none of this number.
    pub async fn obsession(&self, call: &Call, plan: Option<&str>, number: u64) -> Result<ObsessionView> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, plan, call.today).await?;
        let (obsession, check_ins) = self.store.obsession(&view.summary.id, number).await?;
        Ok(ObsessionView::new(call, &view, obsession, check_ins))
    }

    /// The obsession just begun.
    ///
    /// # Errors
    ///
    /// * [`Error::ObsessionIncomplete`] – something that it needs is missing.
    /// * [`Error::UnknownAction`], [`Error::NotLive`] – an action is not in the plan, or no longer live.
    /// * [`Error::EndsBeforeStart`] – its last day lies before its first.
    pub async fn begin_obsession(&self, call: &Call, plan: Option<&str>, input: &ObsessionInput) -> Result<Obsession> {
        call.may(policy::Action::ObsessionManage)?;
        let view = self.plan_view(call, policy::Action::ObsessionManage, plan, call.today).await?;
        let said = |text: &str, what: &'static str| {
            filled(Some(text)).map(str::to_owned).ok_or(Error::ObsessionIncomplete { what })
        };
        let mut actions: Vec<String> = Vec::new();
        for reference in &input.actions {
            let action = find::live_action(&view.at.plan, &view.summary.handle, reference)?;
            if !actions.contains(&action.reference) {
                actions.push(action.reference.clone());
            }
        }
        let starts_on = input.starts_on.unwrap_or(call.today);
        let new = Obsession {
            number: 0,
            title: said(&input.title, "title")?,
            aim: said(&input.aim, "aim")?,
            measure: said(&input.measure, "measure")?,
            baseline: said(&input.baseline, "baseline")?,
            owner: said(&input.owner, "owner")?,
            starts_on,
            ends_on: input.ends_on.unwrap_or_else(|| usual_end(starts_on)),
            actions,
            result: None,
            learning: None,
            closed_on: None,
        };
        if new.actions.is_empty() {
            return Err(Error::ObsessionIncomplete { what: "action" });
        }
        if new.ends_on < new.starts_on {
            return Err(Error::EndsBeforeStart { from: new.starts_on, to: new.ends_on });
        }
        let detail = json!({ "begun": new.title, "actions": new.actions, "from": new.starts_on, "to": new.ends_on });
        let audit = call.audit(policy::Action::ObsessionManage, format!("plan {}", view.summary.handle), detail);
        Ok(self.store.begin_obsession(&view.summary.id, &new, audit).await?)
    }

    /// Keeps a weekly look at an obsession, by whoever [can](ObsessionView::can_check_in).
    ///
    /// # Errors
    ///
    /// * [`Error::ObsessionIncomplete`] – it says nothing of the measure.
    /// * [`Error::OutsideObsession`], [`Error::FutureDay`] – not a day of the obsession, or one to come.
    /// * [`Error::Store`] – the obsession is closed, or there is none of this number.
    pub async fn check_in(&self, call: &Call, plan: Option<&str>, number: u64, input: &CheckInInput) -> Result<()> {
        call.may(policy::Action::ObsessionManage)?;
        let view = self.obsession(call, plan, number).await?;
        if !view.can_check_in {
            call.may_on(policy::Action::ObsessionManage, &Target::Plan(&view.summary))?;
        }
        let ObsessionView { summary, obsession, .. } = view;
        let on = input.on.unwrap_or(call.today);
        if on > call.today {
            return Err(Error::FutureDay { on });
        }
        if on < obsession.starts_on || on > obsession.ends_on {
            return Err(Error::OutsideObsession { on, from: obsession.starts_on, to: obsession.ends_on });
        }
        let value = filled(Some(&input.value)).ok_or(Error::ObsessionIncomplete { what: "value of its measure" })?;
        let check_in = CheckIn {
            on,
            value: value.to_owned(),
            note: filled(input.note.as_deref()).map(str::to_owned),
            by: call.actor.name.clone(),
            recorded_at: call.at,
        };
        let detail = json!({ "checked_in": obsession.title, "on": on });
        let audit = call.audit(policy::Action::ObsessionManage, format!("plan {}", summary.handle), detail);
        Ok(self.store.check_in(&summary.id, number, &check_in, audit).await?)
    }

    /// Says what came of an obsession and what was learnt, and closes it today.
    ///
    /// # Errors
    ///
    /// * [`Error::ObsessionIncomplete`] – the result is missing.
    /// * [`Error::Store`] – it is already closed, or there is none of this number.
    pub async fn close_obsession(
        &self,
        call: &Call,
        plan: Option<&str>,
        number: u64,
        result: &str,
        learning: &str,
    ) -> Result<()> {
        call.may(policy::Action::ObsessionManage)?;
        let summary = self.resolve(call, policy::Action::ObsessionManage, plan).await?;
        let (obsession, _) = self.store.obsession(&summary.id, number).await?;
        let result = filled(Some(result)).ok_or(Error::ObsessionIncomplete { what: "result" })?;
        let detail = json!({ "closed": obsession.title });
        let closed = Obsession {
            result: Some(result.to_owned()),
            learning: filled(Some(learning)).map(str::to_owned),
            closed_on: Some(call.today),
            ..obsession
        };
        let audit = call.audit(policy::Action::ObsessionManage, format!("plan {}", summary.handle), detail);
        Ok(self.store.close_obsession(&summary.id, &closed, audit).await?)
    }
}
