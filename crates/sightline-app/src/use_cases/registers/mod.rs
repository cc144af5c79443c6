//! The registers of a plan: people, posts and who holds them, bodies, inspections and their findings.

mod change;
mod findings;
mod holders;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use sightline_domain::history::PlanAsAt;
use sightline_domain::register::{Entry, Register, RegisterAmendment, Registered};
use sightline_store::PlanSummary;
use std::sync::Arc;

use super::amend::version_of;
use crate::policy;
use crate::{App, Call, Result};

pub use change::EntryInput;
pub use findings::FindingLink;
pub use holders::HolderInput;

/// One register as at a day.
#[derive(Clone, Debug)]
pub struct RegisterView {
    /// The plan.
    pub summary: PlanSummary,
    /// The plan on the day, with the actions that the caller may see.
    pub at: Arc<PlanAsAt>,
    /// The entries on the day, in order.
    pub entries: Vec<Registered>,
}

/// One entry of a register as it is to be amended, with its history.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// The plan.
    pub summary: PlanSummary,
    /// The plan today, with the actions that the caller may see.
    pub at: Arc<PlanAsAt>,
    /// The entry with every amendment recorded so far; absent once it is taken out.
    pub entry: Option<Registered>,
    /// What tells this state of the entry from another; empty once it is taken out.
    pub version: String,
    /// Its amendments, earliest first.
    pub amendments: Vec<RegisterAmendment>,
}

impl App {
    /// One register of a plan as at a day (today when none is given).
    pub async fn register(
        &self,
        call: &Call,
        plan: Option<&str>,
        register: Register,
        as_at: Option<NaiveDate>,
    ) -> Result<RegisterView> {
        call.may(policy::Action::PlanRead)?;
        let as_at = as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::PlanRead, plan, as_at).await?;
        let entries = self.store.register(&view.summary.id, register, as_at).await?;
        Ok(RegisterView { summary: view.summary, at: view.at, entries })
    }

    /// One entry of a register with its history.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – the register never had an entry of this number.
    pub async fn register_entry(
        &self,
        call: &Call,
        plan: Option<&str>,
        register: Register,
        number: u64,
    ) -> Result<EntryView> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, plan, call.today).await?;
        let amendments = self.store.register_amendments(&view.summary.id, Some(number)).await?;
        let entry = self.standing_entry(&view.summary, register, number).await?;
        if entry.is_none() && amendments.iter().all(|amendment| amendment.register != register) {
            return Err(unknown(register, number));
        }
        let version = entry.as_ref().map(|entry| version_of(&entry.entry)).unwrap_or_default();
        Ok(EntryView { summary: view.summary, at: view.at, entry, version, amendments })
    }

    /// The entry with every amendment recorded so far; `None` when there is none or it is taken out.
    async fn standing_entry(
        &self,
        summary: &PlanSummary,
        register: Register,
        number: u64,
    ) -> Result<Option<Registered>> {
        let standing = self.store.register(&summary.id, register, NaiveDate::MAX).await?;
        Ok(standing.into_iter().find(|entry| entry.number == number))
    }
}

fn unknown(register: Register, number: u64) -> crate::Error {
    sightline_store::Error::UnknownEntry { register: register.words(), number }.into()
}

/// What the caller read is no longer what the entry says.
fn refuse_unseen(entry: &Entry, seen: Option<&str>) -> Result<()> {
    if seen.is_some_and(|seen| seen != version_of(entry)) {
        let conflict = sightline_store::Error::EntryConflict {
            register: entry.register().words(),
            name: entry.name().to_owned(),
            fields: Vec::new(),
        };
        return Err(conflict.into());
    }
    Ok(())
}
