//! What shows that an action makes a difference, beside the figures of its measures: given, accepted, taken back.

pub(crate) mod answer;
pub(crate) mod give;
pub(crate) mod impact_tests;
pub(crate) mod needs;
pub(crate) mod success_measures;
pub(crate) mod theories;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_domain::plan::Action;
use sightline_domain::verdict::{EvidenceItem, EvidenceState, GivenEvidence};
use sightline_store::{EntryKind, EntryVersion, PlanId, PlanSummary};

use super::find;
use super::show::PlanView;
use crate::error::EvidenceError;
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// The evidence that was given to an action.
#[derive(Clone, Debug)]
pub struct ActionEvidence {
    /// Which plan.
    pub summary: PlanSummary,
    /// The day.
    pub as_at: NaiveDate,
    /// The action as it stands on that day.
    pub action: Action,
    /// Each piece, the earliest given first.
    pub pieces: Vec<EvidencePiece>,
    /// Whether the caller may give evidence; nobody does on a past day.
    pub may_give: bool,
}

/// A piece of evidence as it is known on a day.
#[derive(Clone, Debug)]
pub struct EvidencePiece {
    /// Its number among the evidence of the plan.
    pub number: u64,
    /// What was given, said of it and taken back.
    pub given: GivenEvidence,
    /// How it stands.
    pub state: EvidenceState,
    /// Whether the caller may accept or decline it.
    pub may_answer: bool,
    /// Whether the caller may take it back.
    pub may_withdraw: bool,
}

impl App {
    /// The evidence that was given to an action as it was known on a day; today when none is given.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store), [`Error::UnknownAction`](crate::Error::UnknownAction)
    /// – there is no such plan or action, or none that the caller may know of.
    pub async fn action_evidence(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        as_at: Option<NaiveDate>,
    ) -> Result<ActionEvidence> {
        call.may(policy::Action::PlanRead)?;
        let as_at = as_at.unwrap_or(call.today);
        let PlanView { summary, at } = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at).await?;
        let action = find::action(&at.plan, &summary.handle, reference)?.clone();
        let target = Target::Action { summary: &summary, plan: &at.plan, action: &action };
        let is_today = as_at == call.today;
        let may_give = is_today && call.allows(policy::Action::EvidenceGive, &target);
        let may_accept = is_today && call.allows(policy::Action::EvidenceAccept, &target);
        let kept = self.given_evidence(&summary.id, Some(&action.reference)).await?;
        let pieces = kept.into_iter().filter_map(|kept| {
            let given = kept.body.as_known_on(as_at)?;
            let stands = given.withdrawal.is_none();
            Some(EvidencePiece {
                number: kept.entry,
                state: given.state_on(as_at),
                may_answer: may_accept
                    && stands
                    && given.answer.is_none()
                    && !call.actor.is_one_of([given.by.as_str()]),
                may_withdraw: may_give && stands,
                given,
            })
        });
        Ok(ActionEvidence { pieces: pieces.collect(), may_give: may_give && action.is_live(), summary, as_at, action })
    }

    /// The evidence of a plan that verdicts as at a day are given, by reference of the action.
    pub(crate) async fn evidence_items(
        &self,
        plan: &PlanId,
        only: Option<&str>,
        as_at: NaiveDate,
    ) -> Result<BTreeMap<String, Vec<EvidenceItem>>> {
        let mut items: BTreeMap<String, Vec<EvidenceItem>> = BTreeMap::new();
        for kept in self.given_evidence(plan, only).await? {
            // What a sponsor declined speaks for nothing; it stays on the page of the evidence.
            let Some(known) = kept.body.as_known_on(as_at).filter(|known| !known.is_declined()) else { continue };
            items.entry(known.action.clone()).or_default().push(known.item(kept.entry));
        }
        Ok(items)
    }

    /// Every piece of evidence that was given to a plan, or to one of its actions.
    pub(crate) async fn given_evidence(
        &self,
        plan: &PlanId,
        only: Option<&str>,
    ) -> Result<Vec<EntryVersion<GivenEvidence>>> {
        let mut kept: Vec<EntryVersion<GivenEvidence>> = self.store.entries(plan, EntryKind::Evidence).await?;
        kept.retain(|kept| only.is_none_or(|only| kept.body.action == only));
        Ok(kept)
    }

    /// One piece of evidence of an action.
    async fn piece(&self, plan: &PlanId, action: &str, number: u64) -> Result<EntryVersion<GivenEvidence>> {
        let kept = self.given_evidence(plan, Some(action)).await?;
        let found = kept.into_iter().find(|kept| kept.entry == number);
        Ok(found.ok_or_else(|| EvidenceError::UnknownEvidence { action: action.to_owned(), number })?)
    }
}

#[cfg(test)]
mod tests;
