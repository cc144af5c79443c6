//! What people do with their own account.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sightline_store::{AccountChange, AccountId, AccountRecord, LinkStep, SessionStep};

use super::account::Account;
use super::{SessionState, audit_of, passwords, state_of, tokens};
use crate::policy::Action;
use crate::{App, Call, Error, Result};

/// One browser on which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// The one that asks.
    pub is_this: bool,
}

/// The account of the caller.
///
/// # Errors
///
/// [`Error::NoOwnAccount`] – the operator at the machine itself has none.
pub(crate) fn own(call: &Call) -> Result<AccountId> {
    call.actor.account.as_deref().and_then(|id| id.parse().ok()).ok_or(Error::NoOwnAccount)
}

impl App {
    /// The caller's own account.
    pub async fn own_account(&self, call: &Call) -> Result<Account> {
        call.may(Action::OwnAccount)?;
        Account::shown(&self.store.account(&own(call)?).await?, call.today)
    }

    /// Where the caller is signed in, the latest used first. `token` is of the session that asks.
    pub async fn own_sessions(&self, call: &Call, token: &str) -> Result<Vec<OwnSession>> {
        call.may(Action::OwnAccount)?;
        let own = own(call)?;
        let account = self.store.account(&own).await?;
        let this = tokens::sha256(token);
        let mut sessions = self.store.sessions(&own).await?;
        sessions.retain(|session| state_of(session, &account, &self.rules_in_force(), call.at) == SessionState::Open);
        let shown = |session: sightline_store::SessionRecord| OwnSession {
            began_at: session.created_at,
            seen_at: session.seen_at,
            is_this: session.token_sha256 == this,
        };
        Ok(sessions.into_iter().map(shown).collect())
    }

    /// Ends the session of this token.
    pub async fn sign_out(&self, call: &Call, token: &str) -> Result<()> {
        call.may(Action::OwnAccount)?;
        let end = SessionStep::End(tokens::sha256(token));
        self.end_own_sessions(call, end, "account.sign_out").await
    }

    /// Ends every session of the caller, the one that asks too.
    pub async fn sign_out_everywhere(&self, call: &Call) -> Result<()> {
        call.may(Action::OwnAccount)?;
        self.end_own_sessions(call, SessionStep::EndAll, "account.sign_out_everywhere").await
    }

    /// Gives the caller another password. Every other session of theirs ends;
    /// links for choosing one no longer work. `token` is of the session that asks.
    ///
    /// # Errors
    ///
    /// * [`Error::PasswordWrong`] – `current` is not the password.
    /// * [`Error::PasswordUnfit`] – `new` cannot be one.
    pub async fn change_own_password(&self, call: &Call, token: &str, current: &str, new: &str) -> Result<()> {
        call.may(Action::OwnAccount)?;
        let email = self.store.account(&own(call)?).await?.email;
        passwords::check(new, &[&call.actor.name, &email])?;
        let hash = self.door.hashing.hash(new).await?;
        self.with_own_password(call, current, |record| {
            record.password_hash = Some(hash);
            record.last_active_at = call.at;
            Ok(AccountChange {
                sessions: vec![SessionStep::EndOthers(tokens::sha256(token))],
                links: vec![LinkStep::Withdraw],
                ..audit_of(call, "account.password_change", Value::Null).into()
            })
        })
        .await
    }

    async fn end_own_sessions(&self, call: &Call, end: SessionStep, action: &str) -> Result<()> {
        let change = AccountChange { sessions: vec![end], ..audit_of(call, action, Value::Null).into() };
        self.store.change_account(&own(call)?, |_| -> Result<AccountChange> { Ok(change) }).await?;
        self.door.known.forget();
        Ok(())
    }

    /// Changes the caller's account when `password` is theirs. Wrong ones count towards the lock.
    pub(super) async fn with_own_password(
        &self,
        call: &Call,
        password: &str,
        change: impl FnOnce(&mut AccountRecord) -> Result<AccountChange> + Send,
    ) -> Result<()> {
        let own = own(call)?;
        let tried = self.store.account(&own).await?.password_hash;
        let is_right = self.door.hashing.is_right(password, tried.as_ref()).await?;
        let limit = self.door.rules.attempts_before_lock;
        let mut outcome = Err(Error::PasswordWrong);
        self.store
            .change_account(&own, |record| -> Result<AccountChange> {
                if is_right && record.password_hash == tried && record.locked_at.is_none() {
                    outcome = Ok(());
                    record.failed_sign_ins = 0;
                    return change(record);
                }
                record.failed_sign_ins += 1;
                if record.failed_sign_ins >= limit && record.locked_at.is_none() {
                    // Somebody else may sit at this browser: out, everywhere.
                    record.locked_at = Some(call.at);
                    let audit = audit_of(call, "account.lock", json!({ "failed_attempts": record.failed_sign_ins }));
                    return Ok(AccountChange { sessions: vec![SessionStep::EndAll], ..audit.into() });
                }
                Ok(audit_of(call, "account.password_refused", Value::Null).into())
            })
            .await?;
        self.door.known.forget();
        outcome
    }
}
