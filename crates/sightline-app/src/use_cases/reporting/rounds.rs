//! Update rounds: opened for a month, looked after, closed.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};
use serde_json::json;
use sightline_domain::history::PlanAsAt;
use sightline_domain::plan::{Action, Plan};
use sightline_domain::reporting::UpdateRound;
use sightline_domain::schedule::last_day_of_month;
use sightline_store::{PlanSummary, Reminder};

use super::record::leads_now;
use crate::policy;
use crate::{Actor, App, Call, Error, Result, Role};

/// The rounds of a plan.
#[derive(Clone, Debug)]
pub struct RoundList {
    /// Which plan.
    pub summary: PlanSummary,
    /// Its rounds with how far they are, the latest month first.
    pub rounds: Vec<RoundProgress>,
    /// The month that a new round would most likely be for.
    pub next_month: NaiveDate,
    /// The day that it would most likely be due.
    pub next_due_on: NaiveDate,
}

/// How far a round is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundProgress {
    /// The round.
    pub round: UpdateRound,
    /// Actions that have their update.
    pub answered: usize,
    /// Actions that still owe one.
    pub owed: usize,
}

/// One round with everybody who still owes an update.
#[derive(Clone, Debug)]
pub struct RoundView {
    /// Which plan.
    pub summary: PlanSummary,
    /// How far it is.
    pub progress: RoundProgress,
    /// Whoever owes an update, by name; those without an account last.
    pub chase: Vec<ChaseLine>,
    /// What was sent, and what could not be, earliest first.
    pub reminders: Vec<Reminder>,
    /// True when a mail server is set.
    pub can_send: bool,
}

/// Somebody who still owes updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChaseLine {
    /// Name of the account; or the lead as the plan names it, when no account goes by it.
    pub name: String,
    /// E-mail address of the account; null when no account goes by the name.
    pub address: Option<String>,
    /// The actions that owe an update, in the order of the plan.
    pub actions: Vec<Action>,
}

impl App {
    /// The rounds of a plan.
    pub async fn rounds(&self, call: &Call, plan: &str) -> Result<RoundList> {
        call.may(policy::Action::RoundManage)?;
        let view = self.plan_view(call, policy::Action::RoundManage, Some(plan), call.today).await?;
        let mut rounds = Vec::new();
        for round in self.store.rounds(&view.summary.id).await? {
            let at = self.on_day(&view, round.as_at(call.today)).await?;
            rounds.push(RoundProgress::of(round, &at));
        }
        let next_month = rounds
            .first()
            .and_then(|last| last.round.month.checked_add_months(Months::new(1)))
            .unwrap_or(first_of(call.today))
            .max(first_of(call.today));
        Ok(RoundList { summary: view.summary, rounds, next_month, next_due_on: usual_due(next_month, call.today) })
    }

    /// One round, by any day of its month, with everybody who still owes an update.
    ///
    /// # Errors
    ///
    /// [`sightline_store::Error::UnknownRound`] – the plan has no round for the month.
    pub async fn round(&self, call: &Call, plan: &str, month: NaiveDate) -> Result<RoundView> {
        call.may(policy::Action::RoundManage)?;
        let view = self.plan_view(call, policy::Action::RoundManage, Some(plan), call.today).await?;
        let summary = &view.summary;
        let month = first_of(month);
        let round = self.store.rounds(&summary.id).await?.into_iter().find(|round| round.month == month);
        let round = round.ok_or(sightline_store::Error::UnknownRound { month })?;
        let at = self.on_day(&view, round.as_at(call.today)).await?;
        let contacts = self.contacts(call.today).await?;
        Ok(RoundView {
            chase: chase_lines(&at.plan, summary, round.owed(&at), &contacts, call.today),
            progress: RoundProgress::of(round, &at),
            reminders: self.store.reminders(&summary.id, month).await?,
            can_send: self.mail.is_some(),
            summary: view.summary,
        })
    }

    /// Opens a round for the month of `month`, due on a day.
    ///
    /// # Errors
    ///
    /// * [`sightline_store::Error::RoundExists`] – there is one for the month, or another is open.
    /// * [`Error::RoundDueTooEarly`] – due before the month begins, or in the past.
    pub async fn open_round(
        &self,
        call: &Call,
        plan: &str,
        month: NaiveDate,
        due_on: NaiveDate,
    ) -> Result<UpdateRound> {
        call.may(policy::Action::RoundManage)?;
        let summary = self.resolve(call, policy::Action::RoundManage, Some(plan)).await?;
        let round = UpdateRound { month: first_of(month), opened_on: call.today, due_on, closed_on: None };
        if due_on < round.month || due_on < call.today {
            return Err(Error::RoundDueTooEarly { month: round.month, due_on });
        }
        let detail = json!({ "opened": round.month, "due_on": due_on });
        let audit = call.audit(policy::Action::RoundManage, format!("plan {}", summary.handle), detail);
        self.store.open_round(&summary.id, &round, audit).await?;
        Ok(round)
    }

    /// Closes the open round for the month of `month`.
    ///
    /// # Errors
    ///
    /// [`sightline_store::Error::UnknownRound`] – no open round for the month.
    pub async fn close_round(&self, call: &Call, plan: &str, month: NaiveDate) -> Result<()> {
        call.may(policy::Action::RoundManage)?;
        let summary = self.resolve(call, policy::Action::RoundManage, Some(plan)).await?;
        let month = first_of(month);
        let detail = json!({ "closed": month });
        let audit = call.audit(policy::Action::RoundManage, format!("plan {}", summary.handle), detail);
        Ok(self.store.close_round(&summary.id, month, call.today, audit).await?)
    }

    /// Everybody with an account that can be used on a day.
    pub(super) async fn contacts(&self, today: NaiveDate) -> Result<Vec<Contact>> {
        let accounts = self.store.accounts().await?;
        let usable = accounts.into_iter().filter(|account| {
            account.disabled_at.is_none() && account.expires_on.is_none_or(|expires_on| today <= expires_on)
        });
        Ok(usable
            .filter_map(|account| {
                let actor = Actor {
                    account: Some(account.id.to_string()),
                    name: account.name,
                    role: Role::from_code(&account.role)?,
                    reach: serde_json::from_value(account.reach).unwrap_or_default(),
                    known_as: account.known_as,
                };
                Some(Contact { actor, address: account.email })
            })
            .collect())
    }
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub(super) struct Contact {
    actor: Actor,
    address: String,
}

impl RoundProgress {
    pub(super) fn of(round: UpdateRound, at: &PlanAsAt) -> Self {
        Self { answered: round.answered(at).count(), owed: round.owed(at).count(), round }
    }
}

/// Who owes updates: each action stands with every account that answers for it, or with its leads as printed.
fn chase_lines<'a>(
    plan: &Plan,
    summary: &PlanSummary,
    owed: impl Iterator<Item = &'a Action>,
    contacts: &[Contact],
    today: NaiveDate,
) -> Vec<ChaseLine> {
    // By whether there is no address, then by name, then by address: two people may share a name.
    let mut lines: BTreeMap<(bool, String, String), Vec<Action>> = BTreeMap::new();
    for action in owed {
        let answering: Vec<&Contact> = contacts
            .iter()
            .filter(|contact| {
                contact.actor.is_one_of(policy::answerable(plan, action, today))
                    && contact.actor.reach.programmes.holds(summary.programme())
            })
            .collect();
        if answering.is_empty() {
            let lead = leads_in_words(plan, action, today);
            lines.entry((true, lead, String::new())).or_default().push(action.clone());
        }
        for contact in answering {
            let key = (false, contact.actor.name.clone(), contact.address.clone());
            lines.entry(key).or_default().push(action.clone());
        }
    }
    lines
        .into_iter()
        .map(|((_, name, address), actions)| ChaseLine {
            name,
            address: Some(address).filter(|address| !address.is_empty()),
            actions,
        })
        .collect()
}

/// The leads of an action with whoever holds their posts: `Head of Hubs (Bea Lund)`.
fn leads_in_words(plan: &Plan, action: &Action, today: NaiveDate) -> String {
    let holders: Vec<String> = leads_now(plan, action, today).into_iter().filter_map(|lead| lead.holder).collect();
    match (action.leads_words(), holders.is_empty()) {
        (None, _) => "No lead".to_owned(),
        (Some(leads), true) => leads,
        (Some(leads), false) => format!("{leads} ({})", holders.join("; ")),
    }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// A week after the month ends, or a week from today when that has passed.
fn usual_due(month: NaiveDate, today: NaiveDate) -> NaiveDate {
    let end = last_day_of_month(month.year(), month.month()).unwrap_or(month);
    let week = chrono::Days::new(7);
    (end + week).max(today + week)
}
