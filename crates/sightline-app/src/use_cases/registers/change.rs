//! Adding, changing and taking out entries.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::plan::{LeadKind, Plan};
use sightline_domain::register::{Entry, Register, RegisterAmendment, Registered};
use sightline_store::PlanSummary;

use super::{refuse_unseen, unknown};
use crate::policy;
use crate::use_cases::find;
use crate::{App, Call, Error, Result};

/// One change of a register, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryInput {
    /// Which register.
    pub register: Register,
    /// Number of the entry; absent to add one.
    pub number: Option<u64>,
    /// What it is to say; absent to take it out.
    pub after: Option<Entry>,
    /// Why.
    pub reason: String,
    /// The day from which it holds; today when absent.
    pub on: Option<NaiveDate>,
    /// The [version](crate::version_of) of the entry that was read before changing it.
    pub seen: Option<String>,
}

impl App {
    /// The number of the entry just added, changed or taken out.
    ///
    /// A post that gets another title keeps the old one as another name, so
    /// that the leads printed in actions still find it.
    ///
    /// # Errors
    ///
    /// * [`Error::EntryWithoutReason`], [`Error::EntryUnchanged`] – there is no reason, or no difference.
    /// * [`Error::EntryNameless`], [`Error::EntryTaken`], [`Error::EntryRenumbered`] – its name cannot be so.
    /// * [`Error::EntryInUse`] – a priority or aim with actions cannot be taken out.
    /// * [`Error::EndsBeforeStart`] – a holding ends before it begins.
    /// * [`Error::UnknownAction`] – a finding names an action the plan does not have.
    /// * [`Error::Store`] with a conflict – the entry is no longer as it was [seen](EntryInput::seen).
    pub async fn amend_register(&self, call: &Call, plan: Option<&str>, input: &EntryInput) -> Result<u64> {
        call.may(policy::Action::RegisterAmend)?;
        let summary = self.resolve(call, policy::Action::RegisterAmend, plan).await?;
        let current = self.store.current_plan(&summary.id).await?;
        let before = match input.number {
            None => None,
            Some(number) => {
                let standing = self.standing_entry(&summary, input.register, number).await?;
                Some(standing.ok_or_else(|| unknown(input.register, number))?)
            }
        };
        let after = checked(&summary, &current, before.as_ref(), input)?;
        let amendment = amendment(call, input.register, before.as_ref(), after, &input.reason, input.on)?;
        let numbers = self.record_entries(call, &summary, &[amendment]).await?;
        Ok(numbers.into_iter().next().unwrap_or_default())
    }

    /// Records amendments of registers with their audit row.
    pub(super) async fn record_entries(
        &self,
        call: &Call,
        summary: &PlanSummary,
        amendments: &[RegisterAmendment],
    ) -> Result<Vec<u64>> {
        let entries: Vec<_> = amendments
            .iter()
            .map(|amendment| {
                let name = amendment.after.as_ref().or(amendment.before.as_ref()).map(Entry::name);
                json!({ "register": amendment.register.code(), "entry": name, "on": amendment.on })
            })
            .collect();
        let object = format!("plan {}", summary.handle);
        let audit = call.audit(policy::Action::RegisterAmend, object, json!({ "entries": entries }));
        Ok(self.store.record_register_amendments(&summary.id, amendments, audit).await?)
    }
}

/// The amendment of an entry.
///
/// # Errors
///
/// [`Error::EntryWithoutReason`] – there is no reason. [`Error::EntryUnchanged`] – there is no difference.
pub(super) fn amendment(
    call: &Call,
    register: Register,
    before: Option<&Registered>,
    after: Option<Entry>,
    reason: &str,
    on: Option<NaiveDate>,
) -> Result<RegisterAmendment> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::EntryWithoutReason { register: register.words() });
    }
    if before.map(|before| &before.entry) == after.as_ref() {
        return Err(Error::EntryUnchanged { register: register.words() });
    }
    Ok(RegisterAmendment {
        register,
        number: before.map_or(0, |before| before.number),
        on: on.unwrap_or(call.today),
        recorded_at: call.at,
        by: call.actor.name.clone(),
        reason: reason.to_owned(),
        before: before.map(|before| before.entry.clone()),
        after,
    })
}

fn checked(
    summary: &PlanSummary,
    plan: &Plan,
    before: Option<&Registered>,
    input: &EntryInput,
) -> Result<Option<Entry>> {
    let register = input.register;
    if let Some(before) = before {
        refuse_unseen(&before.entry, input.seen.as_deref())?;
    }
    let Some(after) = &input.after else {
        if let Some(before) = before {
            refuse_in_use(plan, &before.entry)?;
        }
        return Ok(None);
    };
    if after.register() != register {
        return Err(Error::EntryNameless { register: register.words() });
    }
    let name = after.name().trim();
    if name.is_empty() {
        return Err(Error::EntryNameless { register: register.words() });
    }
    let was = before.map(|before| before.entry.name());
    let is_renamed = was.is_none_or(|was| !was.eq_ignore_ascii_case(name));
    if is_renamed && names(plan, register).iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Err(Error::EntryTaken { register: register.words(), name: name.to_owned() });
    }
    if let (Register::Priority | Register::Aim, Some(was)) = (register, was)
        && was != name
    {
        return Err(Error::EntryRenumbered { register: register.words(), name: was.to_owned() });
    }
    let mut after = after.clone();
    match &mut after {
        Entry::Post(post) => {
            if let Some(Entry::Post(was)) = before.map(|before| &before.entry)
                && !was.title.eq_ignore_ascii_case(&post.title)
                && !post.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(&was.title))
            {
                post.aliases.push(was.title.clone());
            }
            for holding in &post.holdings {
                if let (Some(from), Some(to)) = (holding.from_on, holding.to_on)
                    && to < from
                {
                    return Err(Error::EndsBeforeStart { from, to });
                }
            }
        }
        Entry::Board(board) => {
            for member in &mut board.members {
                member.is_vacant = member.name.as_deref().is_none_or(is_nobody);
            }
        }
        Entry::Inspection(inspection) => {
            for finding in &inspection.findings {
                for reference in &finding.action_refs {
                    find::action(plan, &summary.handle, reference)?;
                }
            }
        }
        Entry::Priority(_) | Entry::Aim(_) | Entry::Person(_) | Entry::Glossary(_) => {}
    }
    Ok(Some(after))
}

fn is_nobody(name: &str) -> bool {
    name.trim().is_empty() || sightline_documents::importers::plan::lead_kind(name) == LeadKind::ToBeConfirmed
}

fn names(plan: &Plan, register: Register) -> Vec<&str> {
    match register {
        Register::Priority => plan.priorities.iter().map(|entry| entry.reference.as_str()).collect(),
        Register::Aim => plan.aims.iter().map(|entry| entry.reference.as_str()).collect(),
        Register::Person => plan.people.iter().map(|entry| entry.name.as_str()).collect(),
        Register::Post => plan.posts.iter().map(|entry| entry.title.as_str()).collect(),
        Register::Board => plan.boards.iter().map(|entry| entry.name.as_str()).collect(),
        Register::Inspection => plan.inspections.iter().map(|entry| entry.name.as_str()).collect(),
        Register::Glossary => plan.glossary.iter().map(|entry| entry.abbreviation.as_str()).collect(),
    }
}

fn refuse_in_use(plan: &Plan, entry: &Entry) -> Result<()> {
    let actions = plan.actions.iter().filter(|action| action.is_live());
    let count = match entry {
        Entry::Priority(priority) => actions.filter(|action| action.priority == priority.reference).count(),
        Entry::Aim(aim) => actions.filter(|action| action.aim.as_ref() == Some(&aim.reference)).count(),
        _ => 0,
    };
    if count == 0 {
        return Ok(());
    }
    Err(Error::EntryInUse { register: entry.register().words(), name: entry.name().to_owned(), actions: count })
}
