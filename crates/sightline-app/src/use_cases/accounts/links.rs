//! One-time links: the first administrator, first passwords, and new ones.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use sightline_store::{
    AccountChange, AccountId, AccountRecord, LinkPurpose, LinkRecord, LinkStep, NewAccount, NewLink, SessionStep,
};

use super::account::AccountState;
use super::delivery::Delivery;
use super::manage::{AccountInput, checked, id_of};
use super::{SignInRules, Token, audit, audit_of, passwords, tokens};
use crate::policy::Action;
use crate::{App, Call, Error, Reach, Result, Role};

/// A link to be given to one person: it works once, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeLink {
    /// The last part of its address, after `/set-up/`.
    pub token: Token,
    /// The first moment at which it no longer works.
    pub expires_at: DateTime<Utc>,
}

/// What somebody who opens a one-time link can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkOffer {
    /// Make the first account, an administrator's.
    FirstAdministrator,
    /// Choose the password of this account.
    Password {
        /// Name.
        name: String,
        /// E-mail address.
        email: String,
        /// The account has none yet.
        is_first: bool,
    },
}

/// A link that is to be sent to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressedLink {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The link.
    pub link: OneTimeLink,
    /// What became of the letter with it.
    pub delivery: Delivery,
}

impl App {
    /// A link by which the first administrator makes their account; `None` when there is an account.
    ///
    /// It is kept in memory only, so it works until this process ends; the next start gives another.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – the database cannot be asked.
    pub async fn first_setup_link(&self, at: DateTime<Utc>) -> Result<Option<OneTimeLink>> {
        if self.store.count_accounts().await? > 0 {
            return Ok(None);
        }
        let (link, new) = new_link(&self.door.rules, LinkPurpose::SetUp, at);
        self.door.first_link.set(Some((new.token_sha256, link.expires_at)));
        Ok(Some(link))
    }

    /// What the link with this token is for.
    ///
    /// # Errors
    ///
    /// [`sightline_store::Error::LinkSpent`] – it is unknown, used, too old, or of an account that is closed.
    pub async fn open_link(&self, token: &str, at: DateTime<Utc>) -> Result<LinkOffer> {
        let token_sha256 = tokens::sha256(token);
        if self.door.first_link.is(&token_sha256, at) && self.store.count_accounts().await? == 0 {
            return Ok(LinkOffer::FirstAdministrator);
        }
        let (_, account) = self.working_link(&token_sha256, at).await?;
        Ok(LinkOffer::Password { is_first: account.password_hash.is_none(), name: account.name, email: account.email })
    }

    /// Makes the first account, an administrator's, with the link given at the first start.
    ///
    /// # Errors
    ///
    /// * [`sightline_store::Error::LinkSpent`] – the link is not it, or there is an account already.
    /// * [`Error::EmailUnfit`], [`Error::NameMissing`], [`Error::PasswordUnfit`].
    pub async fn set_up_first_administrator(
        &self,
        token: &str,
        name: &str,
        email: &str,
        password: &str,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let input = checked(&AccountInput {
            email: email.to_owned(),
            name: name.to_owned(),
            role: Role::Administrator,
            reach: Reach::default(),
            known_as: Vec::new(),
            expires_on: None,
        })?;
        passwords::check(password, &[&input.name, &input.email])?;
        let hash = self.door.hashing.hash(password).await?;
        let held = self.door.first_link.take(&tokens::sha256(token), at).ok_or_else(spent)?;
        let new = NewAccount {
            email: input.email,
            name: input.name.clone(),
            role: input.role.code().to_owned(),
            reach: Value::Object(serde_json::Map::new()),
            known_as: Vec::new(),
            expires_on: None,
            password_hash: Some(hash),
        };
        if self.store.count_accounts().await? > 0 {
            return Err(spent());
        }
        let audit = audit(&input.name, at, "account.add", json!({ "name": input.name, "role": input.role.code() }));
        if let Err(error) = self.store.add_account(&new, Vec::new(), audit).await {
            // Nothing was saved: the link still works.
            self.door.first_link.set(Some(held));
            return Err(error.into());
        }
        Ok(())
    }

    /// Gives the account of a one-time link the password chosen, and uses the link up.
    ///
    /// Every session of the account ends, and a lock after failed attempts is undone.
    ///
    /// # Errors
    ///
    /// * [`sightline_store::Error::LinkSpent`] – the link no longer works.
    /// * [`Error::PasswordUnfit`] – the password cannot be one; the link still works.
    pub async fn choose_password(&self, token: &str, password: &str, at: DateTime<Utc>) -> Result<()> {
        let token_sha256 = tokens::sha256(token);
        let (id, account) = self.working_link(&token_sha256, at).await?;
        passwords::check(password, &[&account.name, &account.email])?;
        let hash = self.door.hashing.hash(password).await?;
        self.store
            .change_account(&id, |record| -> Result<AccountChange> {
                if is_closed(record, at.date_naive()) {
                    return Err(spent());
                }
                let is_first = record.password_hash.is_none();
                record.password_hash = Some(hash);
                record.failed_sign_ins = 0;
                record.locked_at = None;
                record.last_active_at = at;
                let action = if is_first { "account.set_up" } else { "account.password_reset" };
                Ok(AccountChange {
                    sessions: vec![SessionStep::EndAll],
                    links: vec![LinkStep::Use(token_sha256), LinkStep::Withdraw],
                    ..audit(&record.name, at, action, Value::Null).into()
                })
            })
            .await?;
        self.door.known.forget();
        Ok(())
    }

    /// A new link by which the owner of an account chooses a password; earlier
    /// ones no longer work. It goes to them by e-mail, where a mail server is set.
    ///
    /// # Errors
    ///
    /// [`Error::AccountClosed`] – the account is disabled or its last day is over.
    pub async fn make_link(&self, call: &Call, account: &str) -> Result<AddressedLink> {
        call.may(Action::AccountManage)?;
        let mut made = None;
        let rules = &self.rules_in_force();
        let record = self
            .store
            .change_account(&id_of(account)?, |record| -> Result<AccountChange> {
                if is_closed(record, call.today) {
                    return Err(Error::AccountClosed);
                }
                let (link, new) = new_link(rules, purpose_for(record), call.at);
                made = Some(link);
                let audit = audit_of(call, "account.link", json!({ "name": record.name }));
                Ok(AccountChange { links: vec![LinkStep::Make(new)], ..audit.into() })
            })
            .await?;
        let link = made.expect("the change has made the link or failed");
        let message = if record.password_hash.is_none() { "set_up" } else { "reset" };
        let delivery = self.deliver(message, &call.actor.name, &record.name, &record.email, &link).await;
        Ok(AddressedLink { name: record.name, email: record.email, link, delivery })
    }

    /// A link for somebody who says they have forgotten their password; `None` when no open account has the address.
    pub(super) async fn forgotten_password(
        &self,
        email: &str,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<AddressedLink>> {
        let Some(found) = self.store.account_by_email(email).await? else { return Ok(None) };
        if is_closed(&found, today) {
            return Ok(None);
        }
        let (link, new) = new_link(&self.door.rules, purpose_for(&found), at);
        let change = AccountChange {
            links: vec![LinkStep::Make(new)],
            ..audit(&found.name, at, "account.link", json!({ "asked_for_by": "e-mail" })).into()
        };
        let record = self.store.change_account(&found.id, |_| -> Result<AccountChange> { Ok(change) }).await?;
        Ok(Some(AddressedLink { name: record.name, email: record.email, link, delivery: Delivery::NotSet }))
    }

    async fn working_link(&self, token_sha256: &str, at: DateTime<Utc>) -> Result<(AccountId, AccountRecord)> {
        let works = |link: &LinkRecord| link.used_at.is_none() && at < link.expires_at;
        let link = self.store.link(token_sha256).await?.filter(works).ok_or_else(spent)?;
        let account = self.store.account(&link.account).await?;
        if is_closed(&account, at.date_naive()) { Err(spent()) } else { Ok((link.account, account)) }
    }
}

fn spent() -> Error {
    Error::Store(sightline_store::Error::LinkSpent)
}

fn is_closed(record: &AccountRecord, on: NaiveDate) -> bool {
    matches!(AccountState::of(record, on), AccountState::Disabled | AccountState::Expired)
}

fn purpose_for(record: &AccountRecord) -> LinkPurpose {
    if record.password_hash.is_none() { LinkPurpose::SetUp } else { LinkPurpose::Reset }
}

/// A new link, and what is kept of it.
pub(super) fn new_link(rules: &SignInRules, purpose: LinkPurpose, at: DateTime<Utc>) -> (OneTimeLink, NewLink) {
    let lasts = match purpose {
        LinkPurpose::SetUp => rules.set_up_link_lasts,
        LinkPurpose::Reset => rules.reset_link_lasts,
    };
    let expires_at = TimeDelta::from_std(lasts)
        .ok()
        .and_then(|lasts| at.checked_add_signed(lasts))
        .unwrap_or(DateTime::<Utc>::MAX_UTC);
    let token = Token::new();
    let new = NewLink { token_sha256: token.sha256(), purpose, expires_at };
    (OneTimeLink { token, expires_at }, new)
}

/// The link of the first administrator, while there is nobody to keep it for.
#[derive(Debug, Default)]
pub(super) struct FirstLink(std::sync::Mutex<Option<Held>>);

/// Hash of the token, and when it no longer works.
type Held = (String, DateTime<Utc>);

impl FirstLink {
    fn held(&self) -> std::sync::MutexGuard<'_, Option<Held>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn set(&self, held: Option<Held>) {
        *self.held() = held;
    }

    fn is(&self, token_sha256: &str, at: DateTime<Utc>) -> bool {
        self.held().as_ref().is_some_and(|(held, expires_at)| held == token_sha256 && at < *expires_at)
    }

    /// The link, no longer held: of several who use it at once only one gets it.
    fn take(&self, token_sha256: &str, at: DateTime<Utc>) -> Option<Held> {
        let mut held = self.held();
        let is_it = held.as_ref().is_some_and(|(held, expires_at)| held == token_sha256 && at < *expires_at);
        if is_it { held.take() } else { None }
    }
}
