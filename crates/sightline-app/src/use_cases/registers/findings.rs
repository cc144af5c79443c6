//! Which findings of which inspections an action answers.
//!
//! The link stands with the finding: `Finding::action_refs`. From the action's
//! side the same lists are changed, several inspections at once.

use sightline_domain::plan::Plan;
use sightline_domain::register::{Entry, Register, Registered};

use super::change::amendment;
use crate::policy::{self, Target};
use crate::use_cases::find;
use crate::{App, Call, Error, Result};

/// One finding, by its inspection and its place among that one's findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FindingLink {
    /// Number of the inspection in its register.
    pub inspection: u64,
    /// Place of the finding, counted from 0.
    pub finding: usize,
}

impl App {
    /// Makes an action answer exactly these findings.
    ///
    /// # Errors
    ///
    /// * [`Error::EntryWithoutReason`], [`Error::EntryUnchanged`] – there is no reason, or no difference.
    /// * [`Error::UnknownAction`] – not in the plan, or the caller may not know of it.
    /// * [`Error::Store`] – no such inspection.
    pub async fn answer_findings(
        &self,
        call: &Call,
        plan: Option<&str>,
        action: &str,
        links: &[FindingLink],
        reason: &str,
    ) -> Result<()> {
        call.may(policy::Action::RegisterAmend)?;
        let summary = self.resolve(call, policy::Action::RegisterAmend, plan).await?;
        let current: Plan = self.store.current_plan(&summary.id).await?;
        let found = find::action(&current, &summary.handle, action)?;
        let target = Target::Action { summary: &summary, plan: &current, action: found };
        if !call.allows(policy::Action::PlanRead, &target) {
            return Err(find::unknown(&summary.handle, action));
        }
        let standing = self.store.register(&summary.id, Register::Inspection, chrono::NaiveDate::MAX).await?;
        for link in links {
            let known = standing.iter().find(|entry| entry.number == link.inspection);
            let findings = known.map_or(0, findings);
            if link.finding >= findings {
                return Err(super::unknown(Register::Inspection, link.inspection));
            }
        }
        let mut amendments = Vec::new();
        for entry in &standing {
            let after = linked(entry, &found.reference, links);
            if after != entry.entry {
                amendments.push(amendment(call, Register::Inspection, Some(entry), Some(after), reason, None)?);
            }
        }
        if amendments.is_empty() {
            return Err(Error::EntryUnchanged { register: Register::Inspection.words() });
        }
        self.record_entries(call, &summary, &amendments).await?;
        Ok(())
    }
}

fn findings(entry: &Registered) -> usize {
    match &entry.entry {
        Entry::Inspection(inspection) => inspection.findings.len(),
        _ => 0,
    }
}

fn linked(entry: &Registered, action: &str, links: &[FindingLink]) -> Entry {
    let mut after = entry.entry.clone();
    if let Entry::Inspection(inspection) = &mut after {
        for (place, finding) in inspection.findings.iter_mut().enumerate() {
            let is_wanted = links.contains(&FindingLink { inspection: entry.number, finding: place });
            let is_there = finding.action_refs.iter().any(|reference| reference == action);
            if is_wanted && !is_there {
                finding.action_refs.push(action.to_owned());
            } else if !is_wanted {
                finding.action_refs.retain(|reference| reference != action);
            }
        }
    }
    after
}
