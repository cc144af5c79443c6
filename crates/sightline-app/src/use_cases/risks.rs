//! The register of risks and issues: how likely, how bad, what is done about them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::risk::{
    Appetite, Mitigation, Risk, RiskClosing, RiskKind, RiskScale, RiskScore, RiskStanding, by_need,
};
use sightline_store::{EntryKind, EntryVersion, NewVersion, PlanId, PlanSummary};

use super::amend::wording::filled;
use super::find;
use crate::error::BoardError;
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// An entry of the risk register as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RiskInput {
    /// What it is called.
    pub title: String,
    /// Why it may happen.
    pub cause: String,
    /// What it would mean for children.
    pub effect: String,
    /// The post that answers for it.
    pub owner: String,
    /// Risk or issue.
    pub kind: RiskKind,
    /// Number of the level of likelihood, from 1; of an issue it is always the highest.
    pub likelihood: u32,
    /// Number of the level of impact, from 1.
    pub impact: u32,
    /// The score it is to come down to; the scale's own when absent.
    pub appetite: Option<u32>,
    /// What is done about it, in order.
    pub mitigations: Vec<MitigationInput>,
    /// References of actions of the plan that bear on it.
    pub actions: Vec<String>,
    /// The day by which it is looked at again.
    pub review_on: Option<NaiveDate>,
    /// Why it is scored or changed so.
    pub reason: String,
}

/// A mitigation as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MitigationInput {
    /// What is done.
    pub text: String,
    /// The post that does it.
    pub owner: String,
    /// The day by which.
    pub due_on: Option<NaiveDate>,
    /// True when it is done; the day it was first said to be done stands.
    pub is_done: bool,
}

/// The register of a plan.
#[derive(Clone, Debug)]
pub struct RisksView {
    /// The plan.
    pub summary: PlanSummary,
    /// The scale that risks are scored on.
    pub scale: &'static RiskScale,
    /// Open entries with how they stand today, those that need most first.
    pub open: Vec<(Risk, RiskStanding)>,
    /// Closed entries, by number.
    pub closed: Vec<Risk>,
    /// True when the caller keeps the register.
    pub can_manage: bool,
}

/// One entry of the register.
#[derive(Clone, Debug)]
pub struct RiskView {
    /// The plan.
    pub summary: PlanSummary,
    /// The scale that risks are scored on.
    pub scale: &'static RiskScale,
    /// The entry.
    pub risk: Risk,
    /// How it stands today; none when it is closed.
    pub standing: Option<RiskStanding>,
    /// Titles of the linked actions, by reference; those that the caller may not see are left out.
    pub actions: BTreeMap<String, String>,
    /// Every version of the entry, the latest first.
    pub changes: Vec<RiskChange>,
    /// True when the caller keeps the register.
    pub can_manage: bool,
}

/// One version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskChange {
    /// The day.
    pub on: NaiveDate,
    /// Who recorded it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Its score after that; none before the first.
    pub score: Option<u32>,
    /// True when it was closed by then.
    pub is_closed: bool,
}

impl App {
    /// The register of a plan as it stands today.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) when there is no such plan within reach.
    pub async fn risks(&self, call: &Call, plan: &str) -> Result<RisksView> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let scale = RiskScale::five_by_five();
        let risks: Vec<Risk> = self.risks_of(&summary.id).await?.into_iter().map(|kept| kept.body).collect();
        let standings = by_need(&risks, scale, call.today, None);
        let of = |standing: RiskStanding| {
            let risk = risks.iter().find(|risk| risk.number == standing.number)?;
            Some((risk.clone(), standing))
        };
        Ok(RisksView {
            open: standings.into_iter().filter_map(of).collect(),
            closed: risks.iter().filter(|risk| !risk.is_open_on(call.today)).cloned().collect(),
            can_manage: call.allows(policy::Action::BoardManage, &Target::Plan(&summary)),
            scale,
            summary,
        })
    }

    /// One entry of the register, with every version of it.
    ///
    /// # Errors
    ///
    /// [`BoardError::Unknown`] when there is none of this number.
    pub async fn risk(&self, call: &Call, plan: &str, number: u64) -> Result<RiskView> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), call.today).await?;
        let scale = RiskScale::five_by_five();
        let risk = known(&self.risks_of(&view.summary.id).await?, number)?.body.clone();
        let versions = self.store.entry_versions::<Risk>(&view.summary.id, EntryKind::Risk, number).await?;
        let title = |reference: &String| {
            let action = view.at.plan.action(reference)?;
            Some((reference.clone(), action.title().to_owned()))
        };
        Ok(RiskView {
            standing: RiskStanding::of(&risk, scale, call.today, None),
            actions: risk.actions.iter().filter_map(title).collect(),
            changes: versions.iter().rev().map(RiskChange::of).collect(),
            can_manage: call.allows(policy::Action::BoardManage, &Target::Plan(&view.summary)),
            scale,
            risk,
            summary: view.summary,
        })
    }

    /// Keeps an entry of the register: a new one when `number` is none. Gives its number.
    ///
    /// Scores and appetites of earlier days stay on record.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is none of this number.
    /// * [`BoardError::NoReason`] – nothing says why.
    /// * [`BoardError::Refused`] – it cannot be so (`SL-D437`).
    /// * [`Error::UnknownAction`](crate::Error::UnknownAction) – it is linked with an action that is not in the plan.
    pub async fn save_risk(&self, call: &Call, plan: &str, number: Option<u64>, input: &RiskInput) -> Result<u64> {
        call.may(policy::Action::BoardManage)?;
        let view = self.plan_view(call, policy::Action::BoardManage, Some(plan), call.today).await?;
        let scale = RiskScale::five_by_five();
        let risks = self.risks_of(&view.summary.id).await?;
        let before = number.map(|number| known(&risks, number)).transpose()?;
        let reason = filled(Some(&input.reason)).ok_or(BoardError::NoReason)?;
        let mut risk = risk_of(call, scale, before.map(|kept| &kept.body), input, reason);
        risk.actions.clear();
        for reference in &input.actions {
            let action = find::action(&view.at.plan, &view.summary.handle, reference)?;
            if !risk.actions.contains(&action.reference) {
                risk.actions.push(action.reference.clone());
            }
        }
        risk.check(scale).map_err(BoardError::Refused)?;
        let new = match before {
            None => NewVersion::first(EntryKind::Risk, &risk)?,
            Some(before) => NewVersion::next(EntryKind::Risk, before, &risk, reason)?,
        };
        let detail = json!({ "risk": risk.title, "score": input.likelihood.saturating_mul(input.impact) });
        let given = self.keep(call, &view.summary, policy::Action::BoardManage, &[new], detail).await?;
        Ok(given.first().copied().unwrap_or_default())
    }

    /// Closes an entry of the register.
    ///
    /// # Errors
    ///
    /// * [`BoardError::Unknown`] – there is no open entry of this number.
    /// * [`BoardError::NoReason`] – nothing says why.
    pub async fn close_risk(&self, call: &Call, plan: &str, number: u64, reason: &str) -> Result<()> {
        call.may(policy::Action::BoardManage)?;
        let summary = self.resolve(call, policy::Action::BoardManage, Some(plan)).await?;
        let risks = self.risks_of(&summary.id).await?;
        let before = known(&risks, number)?;
        if before.body.closed.is_some() {
            return Err(BoardError::Unknown { what: "open risk or issue", number }.into());
        }
        let reason = filled(Some(reason)).ok_or(BoardError::NoReason)?;
        let closed = Some(RiskClosing { on: call.today, reason: reason.to_owned() });
        let risk = Risk { closed, ..before.body.clone() };
        let new = NewVersion::next(EntryKind::Risk, before, &risk, reason)?;
        let detail = json!({ "risk": risk.title, "is": "closed" });
        self.keep(call, &summary, policy::Action::BoardManage, &[new], detail).await.map(drop)
    }

    async fn risks_of(&self, plan: &PlanId) -> Result<Vec<EntryVersion<Risk>>> {
        let mut risks: Vec<EntryVersion<Risk>> = self.store.entries(plan, EntryKind::Risk).await?;
        // The number of an entry is given when it is kept, so it is not in what was kept first.
        for kept in &mut risks {
            kept.body.number = u32::try_from(kept.entry).unwrap_or(u32::MAX);
        }
        Ok(risks)
    }
}

impl RiskChange {
    fn of(version: &EntryVersion<Risk>) -> Self {
        let on = version.at.date_naive();
        let risk = &version.body;
        let first = || risk.scores.first().map(|score| score.reason.clone()).unwrap_or_default();
        Self {
            on,
            by: version.by.clone(),
            reason: if version.reason.is_empty() { first() } else { version.reason.clone() },
            score: risk.scores.last().map(RiskScore::score),
            is_closed: risk.closed.is_some(),
        }
    }
}

fn known(risks: &[EntryVersion<Risk>], number: u64) -> Result<&EntryVersion<Risk>> {
    let found = risks.iter().find(|kept| kept.entry == number);
    Ok(found.ok_or(BoardError::Unknown { what: "risk or issue", number })?)
}

/// The entry as it is after the change; what was scored and agreed on earlier days is kept.
fn risk_of(call: &Call, scale: &RiskScale, before: Option<&Risk>, input: &RiskInput, reason: &str) -> Risk {
    let (today, by) = (call.today, call.actor.name.clone());
    let mut risk = Risk {
        title: input.title.trim().to_owned(),
        cause: input.cause.trim().to_owned(),
        effect: input.effect.trim().to_owned(),
        owner: input.owner.trim().to_owned(),
        review_on: input.review_on,
        closed: None,
        ..before.cloned().unwrap_or_default()
    };
    if risk.kinds.is_empty() || risk.kind_on(today) != input.kind {
        risk.kinds.push((today, input.kind));
    }
    let likelihood = if input.kind == RiskKind::Issue { scale.certain() } else { input.likelihood };
    let now = risk.score_on(today).map(|score| (score.likelihood, score.impact));
    if now != Some((likelihood, input.impact)) {
        let by = by.clone();
        // Of one day one score stands; what was said before on it is in the versions of the entry.
        risk.scores.retain(|score| score.on != today);
        risk.scores.push(RiskScore { on: today, likelihood, impact: input.impact, by, reason: reason.to_owned() });
    }
    let appetite = input.appetite.unwrap_or(scale.appetite);
    if risk.appetite_on(today, scale) != appetite {
        risk.appetites.push(Appetite { on: today, score: appetite, by });
    }
    let done_before = |text: &str| {
        let known = before.and_then(|risk| risk.mitigations.iter().find(|known| known.text == text));
        known.and_then(|known| known.done_on)
    };
    let mitigation = |given: &MitigationInput| {
        let text = given.text.trim().to_owned();
        let done_on = given.is_done.then(|| done_before(&text).unwrap_or(today));
        Mitigation { owner: given.owner.trim().to_owned(), due_on: given.due_on, done_on, text }
    };
    risk.mitigations = input.mitigations.iter().map(mitigation).collect();
    risk
}
