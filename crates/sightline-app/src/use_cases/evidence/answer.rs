//! A sponsor says how strongly evidence speaks; whoever gave it may take it back.

use serde_json::json;
use sightline_domain::verdict::{EvidenceAnswer, EvidenceWithdrawal, GivenEvidence, Strength};
use sightline_store::{EntryKind, Error as StoreError, NewVersion};

use crate::error::EvidenceError;
use crate::policy;
use crate::use_cases::measures::{LONGEST_WORDS, words};
use crate::{App, Call, Error, Result};

/// What a sponsor says of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceAnswerInput {
    /// The number of the piece.
    pub number: u64,
    /// How strongly it speaks; `None` declines it.
    pub strength: Option<Strength>,
    /// Why; has to be given to decline it.
    pub words: String,
}

impl App {
    /// The piece of evidence just accepted with its strength, or declined.
    ///
    /// # Errors
    ///
    /// * [`Error::Evidence`] – there is no such piece; the caller gave it; another sponsor was first, and is named; it
    ///   was taken back.
    /// * [`Error::NotAllowed`] – the caller may not sign in the action's priority.
    /// * [`Error::WordsNeeded`], [`Error::TooLong`] – why it is declined.
    pub async fn answer_evidence(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        input: &EvidenceAnswerInput,
    ) -> Result<GivenEvidence> {
        call.may(policy::Action::EvidenceAccept)?;
        let (view, action) = self.action_today(call, policy::Action::EvidenceAccept, plan, reference).await?;
        let why = if input.strength.is_none() { words(&input.words, "the reason")? } else { shortened(&input.words)? };
        let answer =
            EvidenceAnswer { strength: input.strength, words: why, by: call.actor.name.clone(), on: call.today };
        let (summary, number) = (&view.summary, input.number);
        loop {
            let read = self.piece(&summary.id, &action.reference, number).await?;
            refuse_unless_open(&read.body)?;
            if call.actor.is_one_of([read.body.by.as_str()]) {
                return Err(EvidenceError::OwnEvidence.into());
            }
            let given = GivenEvidence { answer: Some(answer.clone()), ..read.body.clone() };
            let strength = input.strength.map_or("declined", Strength::code);
            let detail =
                json!({ "action": given.action, "evidence": number, "title": given.title, "answer": strength });
            let audit = call.audit(policy::Action::EvidenceAccept, format!("plan {}", summary.handle), detail);
            let next = NewVersion::next(EntryKind::Evidence, &read, &given, "")?;
            match self.store.keep_entries(&summary.id, &[next], audit).await {
                // Somebody was quicker: what they said is read, and told.
                Err(StoreError::EntryConflict { .. }) => {}
                kept => {
                    kept?;
                    self.jobs.verdicts_changed();
                    return Ok(given);
                }
            }
        }
    }

    /// The piece of evidence just taken back, with the reason; what it was is kept.
    ///
    /// # Errors
    ///
    /// * [`Error::Evidence`] – there is no such piece, or it was taken back.
    /// * [`Error::NotAllowed`] – the caller may not give evidence to the action.
    /// * [`Error::WordsNeeded`], [`Error::TooLong`] – the reason.
    pub async fn withdraw_evidence(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        number: u64,
        reason: &str,
    ) -> Result<GivenEvidence> {
        call.may(policy::Action::EvidenceGive)?;
        let (view, action) = self.action_today(call, policy::Action::EvidenceGive, plan, reference).await?;
        let reason = words(reason, "the reason")?;
        let summary = &view.summary;
        loop {
            let read = self.piece(&summary.id, &action.reference, number).await?;
            if let Some(withdrawal) = &read.body.withdrawal {
                return Err(EvidenceError::TakenBack { by: withdrawal.by.clone() }.into());
            }
            let withdrawal = EvidenceWithdrawal { reason: reason.clone(), by: call.actor.name.clone(), on: call.today };
            let given = GivenEvidence { withdrawal: Some(withdrawal), ..read.body.clone() };
            let detail = json!({
                "action": given.action, "evidence": number, "title": given.title, "withdrawn": true, "reason": reason,
            });
            let audit = call.audit(policy::Action::EvidenceGive, format!("plan {}", summary.handle), detail);
            let next = NewVersion::next(EntryKind::Evidence, &read, &given, &reason)?;
            match self.store.keep_entries(&summary.id, &[next], audit).await {
                Err(StoreError::EntryConflict { .. }) => {}
                kept => {
                    kept?;
                    self.jobs.verdicts_changed();
                    return Ok(given);
                }
            }
        }
    }
}

fn refuse_unless_open(given: &GivenEvidence) -> Result<()> {
    if let Some(withdrawal) = &given.withdrawal {
        return Err(EvidenceError::TakenBack { by: withdrawal.by.clone() }.into());
    }
    match &given.answer {
        None => Ok(()),
        Some(answer) => {
            let did = if answer.strength.is_some() { "accepted" } else { "declined" };
            Err(EvidenceError::Answered { by: answer.by.clone(), did }.into())
        }
    }
}

/// Words that may be left out.
fn shortened(text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_WORDS {
        return Err(Error::TooLong { what: "the reason", limit: LONGEST_WORDS });
    }
    Ok(text.to_owned())
}
