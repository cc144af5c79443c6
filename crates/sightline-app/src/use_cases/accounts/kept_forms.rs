//! Forms that were sent after their session had ended: nothing typed is lost.

use chrono::{DateTime, TimeDelta, Utc};
use sightline_store::KeptForm;

use super::own::own;
use super::{SessionState, Token, state_of, tokens};
use crate::policy::Action;
use crate::{App, Call, Error, Result};

/// The largest form that is kept, in bytes.
pub const LARGEST_KEPT_FORM: usize = 1024 * 1024;

/// A form as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct FormToKeep {
    /// Where to, with the query.
    pub path: String,
    /// Its content type, with the boundary of its parts.
    pub content_type: String,
    /// What was sent, byte for byte.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for FormToKeep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FormToKeep").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A form that waits to be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFormSummary {
    /// Identifier.
    pub id: String,
    /// Where it was sent.
    pub path: String,
    /// When.
    pub kept_at: DateTime<Utc>,
}

impl App {
    /// Keeps a form for the account whose session has timed out, and gives the
    /// secret by which the same browser gets it back: `browser`, when it has one.
    ///
    /// `None`, and nothing is kept, when the session is unknown, was ended by
    /// its owner, or still holds, or when the form is larger than 1 MiB.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – the database cannot be asked.
    pub async fn keep_form(
        &self,
        session: &str,
        browser: Option<&str>,
        form: FormToKeep,
        at: DateTime<Utc>,
    ) -> Result<Option<String>> {
        let Some((session, account)) = self.store.session(&tokens::sha256(session)).await? else { return Ok(None) };
        let timed_out = state_of(&session, &account, &self.rules_in_force(), at) == SessionState::TimedOut;
        if !timed_out || form.body.len() > LARGEST_KEPT_FORM {
            return Ok(None);
        }
        let browser = browser.map_or_else(|| Token::new().as_str().to_owned(), str::to_owned);
        let lasts = TimeDelta::from_std(self.door.rules.form_kept_for).unwrap_or(TimeDelta::zero());
        let kept = KeptForm {
            id: String::new(),
            account: session.account,
            token_sha256: tokens::sha256(&browser),
            path: form.path,
            content_type: form.content_type,
            body: form.body,
            kept_at: at,
            expires_at: at + lasts,
        };
        self.store.keep_form(&kept).await?;
        Ok(Some(browser))
    }

    /// The forms of the caller that were kept for this browser, the oldest first.
    pub async fn kept_forms(&self, call: &Call, browser: &str) -> Result<Vec<KeptFormSummary>> {
        call.may(Action::OwnAccount)?;
        let kept = self.store.kept_forms(&own(call)?, &tokens::sha256(browser), call.at).await?;
        let summary = |form: KeptForm| KeptFormSummary { id: form.id, path: form.path, kept_at: form.kept_at };
        Ok(kept.into_iter().map(summary).collect())
    }

    /// One kept form of the caller, as it was sent.
    ///
    /// # Errors
    ///
    /// [`Error::KeptFormGone`] – it was sent again or thrown away, is too old, or is of somebody else or another browser.
    pub async fn kept_form(&self, call: &Call, browser: &str, id: &str) -> Result<FormToKeep> {
        call.may(Action::OwnAccount)?;
        let kept = self.store.kept_forms(&own(call)?, &tokens::sha256(browser), call.at).await?;
        let form = kept.into_iter().find(|form| form.id == id).ok_or(Error::KeptFormGone)?;
        Ok(FormToKeep { path: form.path, content_type: form.content_type, body: form.body })
    }

    /// Forgets a kept form of the caller, because it was sent again or is not wanted; false when it was gone.
    pub async fn forget_kept_form(&self, call: &Call, id: &str) -> Result<bool> {
        call.may(Action::OwnAccount)?;
        Ok(self.store.forget_form(&own(call)?, id).await?)
    }
}
