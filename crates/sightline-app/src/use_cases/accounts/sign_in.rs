//! Signing in, before anybody is known.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;
use sightline_store::{AccountChange, AccountId, AccountRecord, NewSession, SessionStep};

use super::refusals::{Refusal, refuse, refuse_unknown};
use super::{Token, audit, second_factor, tokens};
use crate::{App, Error, Result};

/// How long the code may take after the password.
const CODE_MAY_TAKE: TimeDelta = TimeDelta::minutes(10);
/// How long a session that is over is remembered, so that a form it sent too late can be kept for its account.
const OVER_SESSION_KEPT: TimeDelta = TimeDelta::days(1);

/// A session that has just begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedSession {
    /// What its cookie holds.
    pub token: Token,
    /// The account.
    pub account: String,
}

/// How far somebody has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInStep {
    /// Signed in.
    Done(OpenedSession),
    /// The code of the second factor comes next, for this session.
    Code(OpenedSession),
}

/// How somebody has shown who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    Password,
    /// The provider has asked for whatever it asks for, a second factor too.
    SingleSignOn,
}

impl Proof {
    fn words(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SingleSignOn => "single sign-on",
        }
    }
}

impl App {
    /// A session of the account with this address and password.
    ///
    /// It takes as long, and says the same, whether there is such an account,
    /// the password is wrong, or the account is locked, disabled or expired.
    ///
    /// # Errors
    ///
    /// [`Error::SignInRefused`].
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<SignInStep> {
        let found = self.store.account_by_email(email).await?;
        let kept = found.as_ref().and_then(|account| account.password_hash.as_ref());
        let is_right = self.door.hashing.is_right(password, kept).await?;
        let Some(account) = found else {
            self.store.record_attempt(refuse_unknown(at)).await?;
            return Err(Error::SignInRefused);
        };
        let tried = account.password_hash;
        self.begin_session(&account.id, at, today, |record| {
            if record.password_hash.is_none() {
                Err(Refusal::NotSetUp)
            } else if is_right && record.password_hash == tried {
                Ok(Proof::Password)
            } else {
                // Wrong, or the account was given another password while this one was tried.
                Err(Refusal::WrongPassword)
            }
        })
        .await?
        .ok_or(Error::SignInRefused)
    }

    /// A session of the account, fully signed in, in place of the one that waits for its code.
    ///
    /// The code is one of the second factor, taken once, or a recovery code,
    /// which is used up.
    ///
    /// # Errors
    ///
    /// * [`Error::SignInOver`] – no session waits, or it has waited for more than ten minutes.
    /// * [`Error::CodeRefused`] – the code is wrong or was used before.
    /// * [`Error::SignInRefused`] – the account has been locked or disabled meanwhile.
    /// * [`Error::KeyDoesNotFit`], [`Error::NoKey`] – no code can be checked.
    pub async fn sign_in_code(
        &self,
        waiting: &str,
        code: &str,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<OpenedSession> {
        let waiting = tokens::sha256(waiting);
        let found = self.store.session(&waiting).await?;
        let Some((session, account)) = found.filter(|(session, _)| session.needs_second_factor) else {
            return Err(Error::SignInOver);
        };
        if at - session.created_at > CODE_MAY_TAKE {
            return Err(Error::SignInOver);
        }
        let rules = &self.rules_in_force();
        let keys = self.keys()?;
        let token = Token::new();
        let mut outcome = Err(Error::SignInRefused);
        self.store
            .change_account(&account.id, |record| -> Result<AccountChange> {
                if let Some(refusal) = Refusal::of_state(record, rules, at, today) {
                    return Ok(AccountChange {
                        sessions: vec![SessionStep::End(waiting)],
                        ..refuse(record, refusal, rules, at)
                    });
                }
                let Some(proof) = second_factor::take_code(record, code, at, keys)? else {
                    let change = refuse(record, Refusal::WrongCode, rules, at);
                    if record.locked_at.is_some() {
                        return Ok(AccountChange { sessions: vec![SessionStep::End(waiting)], ..change });
                    }
                    outcome = Err(Error::CodeRefused);
                    return Ok(change);
                };
                outcome = Ok(());
                let mut change = enter(record, &token, false, at, proof.words());
                change.sessions.insert(0, SessionStep::End(waiting));
                Ok(change)
            })
            .await?;
        outcome.map(|()| OpenedSession { token, account: account.id.to_string() })
    }

    /// A session of an account for whoever `proof` accepts; `None` when it is refused.
    pub(super) async fn begin_session(
        &self,
        id: &AccountId,
        at: DateTime<Utc>,
        today: NaiveDate,
        proof: impl FnOnce(&mut AccountRecord) -> std::result::Result<Proof, Refusal> + Send,
    ) -> Result<Option<SignInStep>> {
        let rules = &self.rules_in_force();
        let token = Token::new();
        let opened = OpenedSession { token: token.clone(), account: id.to_string() };
        let mut step = None;
        self.store
            .change_account(id, |record| -> Result<AccountChange> {
                let proved = match Refusal::of_state(record, rules, at, today) {
                    Some(refusal) => Err(refusal),
                    None => proof(record),
                };
                Ok(match proved {
                    Err(refusal) => refuse(record, refusal, rules, at),
                    Ok(Proof::Password) if record.totp_secret.is_some() => {
                        step = Some(SignInStep::Code(opened));
                        enter(record, &token, true, at, "")
                    }
                    Ok(how) => {
                        step = Some(SignInStep::Done(opened));
                        enter(record, &token, false, at, how.words())
                    }
                })
            })
            .await?;
        Ok(step)
    }
}

/// What a successful step leaves behind: a session under a new token, and a row of the audit log.
fn enter(
    record: &mut AccountRecord,
    token: &Token,
    needs_second_factor: bool,
    at: DateTime<Utc>,
    how: &str,
) -> AccountChange {
    let begin = SessionStep::Begin(NewSession {
        token_sha256: token.sha256(),
        csrf: Token::new().as_str().to_owned(),
        needs_second_factor,
    });
    if needs_second_factor {
        let audit = audit(&record.name, at, "account.password_accepted", serde_json::Value::Null);
        return AccountChange { sessions: vec![begin], ..audit.into() };
    }
    record.failed_sign_ins = 0;
    record.signed_in_at = Some(at);
    record.last_active_at = at;
    let forget = SessionStep::Forget(at - OVER_SESSION_KEPT);
    let audit = audit(&record.name, at, "account.sign_in", json!({ "with": how }));
    AccountChange { sessions: vec![forget, begin], ..audit.into() }
}
