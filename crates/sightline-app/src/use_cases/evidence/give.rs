//! Giving evidence to an action.

use chrono::NaiveDate;
use serde_json::json;
use sightline_domain::verdict::{EvidenceFile, EvidenceKind, GivenEvidence};
use sightline_store::{EntryKind, NewVersion};

use crate::error::EvidenceError;
use crate::policy;
use crate::use_cases::find;
use crate::use_cases::measures::words;
use crate::{App, Call, Error, Result};

/// A piece of evidence that somebody gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvidence {
    /// What it is; anything but a measure.
    pub kind: EvidenceKind,
    /// What it shows, in a sentence.
    pub title: String,
    /// Where it comes from: the meeting and its reference, the audit, who said it and how.
    pub source: String,
    /// The day that it is of.
    pub on: NaiveDate,
    /// The first day on which it is out of date; `None` when it never is.
    pub out_of_date_on: Option<NaiveDate>,
    /// Name and bytes of the file, of a document.
    pub file: Option<(String, Vec<u8>)>,
}

impl App {
    /// The number of the piece of evidence just given to an action.
    ///
    /// A document is put beside the action as every file is: its kind is found
    /// from its content, it is scanned, and kept by its hash.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`], [`Error::NotLive`], [`Error::NotAllowed`].
    /// * [`Error::Evidence`] – a measure; a document without its file; out of date before it is given.
    /// * [`Error::WordsNeeded`], [`Error::TooLong`], [`Error::FutureDay`] – what it shows, where from, and its day.
    /// * [`Error::FileTooLarge`], [`Error::FileNotAllowed`], [`Error::FileUnsafe`] – nothing is kept.
    pub async fn give_evidence(&self, call: &Call, plan: &str, reference: &str, new: &NewEvidence) -> Result<u64> {
        call.may(policy::Action::EvidenceGive)?;
        let (view, action) = self.action_today(call, policy::Action::EvidenceGive, plan, reference).await?;
        find::refuse_unless_live(&action)?;
        if new.kind == EvidenceKind::Measure {
            return Err(EvidenceError::NotGivenByHand.into());
        }
        let title = words(&new.title, "what it shows")?;
        let source = words(&new.source, "where it is from")?;
        if new.on > call.today {
            return Err(Error::FutureDay { on: new.on });
        }
        if new.out_of_date_on.is_some_and(|on| on <= call.today || on <= new.on) {
            return Err(EvidenceError::OutOfDateAtOnce.into());
        }
        let file = match (&new.file, new.kind) {
            (Some((name, bytes)), _) => {
                let attached = self.attach_file(call, &view.summary.handle, &action.reference, name, bytes).await?;
                Some(EvidenceFile { number: attached.number, name: attached.name, sha256: attached.sha256 })
            }
            (None, EvidenceKind::Document) => return Err(EvidenceError::NoFile.into()),
            (None, _) => None,
        };
        let given = GivenEvidence {
            action: action.reference.clone(),
            kind: new.kind,
            title,
            source,
            file,
            on: new.on,
            out_of_date_on: new.out_of_date_on,
            by: call.actor.name.clone(),
            known_on: call.today,
            answer: None,
            withdrawal: None,
        };
        let detail = json!({
            "action": given.action,
            "kind": given.kind.code(),
            "title": given.title,
            "of": given.on,
            "out_of_date": given.out_of_date_on,
            "file": given.file.as_ref().map(|file| &file.sha256),
        });
        let audit = call.audit(policy::Action::EvidenceGive, format!("plan {}", view.summary.handle), detail);
        let new = NewVersion::first(EntryKind::Evidence, &given)?;
        let given = self.store.keep_entries(&view.summary.id, &[new], audit).await?;
        self.jobs.verdicts_changed();
        Ok(given.first().copied().unwrap_or_default())
    }
}
