//! What administrators do with accounts.

use chrono::NaiveDate;
use serde_json::{Value, json};
use sightline_store::{AccountChange, AccountId, AccountRecord, LinkStep, NewAccount, SessionStep};

use super::account::{Account, AccountState};
use super::delivery::Delivery;
use super::links::{OneTimeLink, new_link};
use super::{audit_of, list};
use crate::policy::{self, Action, Target};
use crate::{Actor, App, Call, Error, Reach, Result, Role};

/// What is said about an account when it is made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInput {
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// How far the role reaches.
    pub reach: Reach,
    /// What plans call this person, beside the name: initials, posts.
    pub known_as: Vec<String>,
    /// Last day on which the account can be used; an inspector's has one.
    pub expires_on: Option<NaiveDate>,
}

/// An account just made, and the link by which its password is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccountLink {
    /// The account.
    pub account: Account,
    /// To be given to its owner.
    pub link: OneTimeLink,
    /// What became of the letter with it.
    pub delivery: Delivery,
}

impl App {
    /// A new account with a link by which its owner chooses a password. The
    /// link goes to them by e-mail, where a mail server is set.
    ///
    /// # Errors
    ///
    /// * [`Error::EmailUnfit`], [`Error::NameMissing`], [`Error::LastDayNeeded`] – what is said of it will not do.
    /// * [`sightline_store::Error::EmailTaken`] – another account has the address.
    pub async fn create_account(&self, call: &Call, input: &AccountInput) -> Result<NewAccountLink> {
        call.may(Action::AccountManage)?;
        let input = checked(input)?;
        let (link, step) = new_link(&self.door.rules, sightline_store::LinkPurpose::SetUp, call.at);
        let new = NewAccount {
            email: input.email,
            name: input.name.clone(),
            role: input.role.code().to_owned(),
            reach: reach_value(&input.reach),
            known_as: input.known_as,
            expires_on: input.expires_on,
            password_hash: None,
        };
        let audit = audit_of(call, "account.add", json!({ "name": input.name, "role": input.role.code() }));
        let record = self.store.add_account(&new, vec![LinkStep::Make(step)], audit).await?;
        let delivery = self.deliver("set_up", &call.actor.name, &record.name, &record.email, &link).await;
        Ok(NewAccountLink { account: Account::shown(&record, call.today)?, link, delivery })
    }

    /// The account as changed. What its owner may do changes with the next page they open.
    ///
    /// # Errors
    ///
    /// As [`create_account`](Self::create_account), and [`Error::LastAdministrator`].
    pub async fn change_account(&self, call: &Call, account: &str, input: &AccountInput) -> Result<Account> {
        call.may(Action::AccountManage)?;
        let input = checked(input)?;
        if !may_manage(input.role) || input.expires_on.is_some() {
            self.refuse_if_last_administrator(call, account).await?;
        }
        let record = self
            .change(account, |record| {
                let before = (record.name.clone(), record.role.clone(), record.email.clone());
                let reach = reach_value(&input.reach);
                let detail = json!({
                    "name": input.name,
                    "was_called": (before.0 != input.name).then_some(before.0),
                    "role": input.role.code(),
                    "role_before": (before.1 != input.role.code()).then_some(before.1),
                    "address_changed": before.2 != input.email,
                    "reach": (record.reach != reach).then_some(&reach),
                    "known_as": (record.known_as != input.known_as).then_some(&input.known_as),
                    "expires_on": input.expires_on,
                });
                record.email = input.email;
                record.name = input.name;
                input.role.code().clone_into(&mut record.role);
                record.reach = reach;
                record.known_as = input.known_as;
                record.expires_on = input.expires_on;
                Ok(audit_of(call, "account.change", without_nulls(detail)).into())
            })
            .await?;
        Account::shown(&record, call.today)
    }

    /// Closes an account; its sessions end at once. Nothing that its owner did is lost.
    ///
    /// # Errors
    ///
    /// [`Error::LastAdministrator`].
    pub async fn disable_account(&self, call: &Call, account: &str) -> Result<Account> {
        call.may(Action::AccountManage)?;
        self.refuse_if_last_administrator(call, account).await?;
        let record = self
            .change(account, |record| {
                record.disabled_at = record.disabled_at.or(Some(call.at));
                Ok(AccountChange {
                    sessions: vec![SessionStep::EndAll],
                    links: vec![LinkStep::Withdraw],
                    ..audit_of(call, "account.disable", json!({ "name": record.name })).into()
                })
            })
            .await?;
        Account::shown(&record, call.today)
    }

    /// Opens a disabled account again.
    pub async fn enable_account(&self, call: &Call, account: &str) -> Result<Account> {
        call.may(Action::AccountManage)?;
        let record = self
            .change(account, |record| {
                record.disabled_at = None;
                record.last_active_at = call.at;
                Ok(audit_of(call, "account.enable", json!({ "name": record.name })).into())
            })
            .await?;
        Account::shown(&record, call.today)
    }

    /// Unlocks an account that was locked after too many failed attempts.
    pub async fn unlock_account(&self, call: &Call, account: &str) -> Result<Account> {
        call.may(Action::AccountManage)?;
        let record = self
            .change(account, |record| {
                record.locked_at = None;
                record.failed_sign_ins = 0;
                Ok(audit_of(call, "account.unlock", json!({ "name": record.name })).into())
            })
            .await?;
        Account::shown(&record, call.today)
    }

    /// Changes an account and forgets what is remembered of sessions.
    pub(super) async fn change(
        &self,
        account: &str,
        change: impl FnOnce(&mut AccountRecord) -> Result<AccountChange> + Send,
    ) -> Result<AccountRecord> {
        let record = self.store.change_account(&id_of(account)?, change).await?;
        self.door.known.forget();
        Ok(record)
    }

    /// Refuses what would leave nobody who can manage accounts.
    async fn refuse_if_last_administrator(&self, call: &Call, account: &str) -> Result<()> {
        let others = list::shown(&self.store.accounts().await?, call.today)?;
        let can = |account: &Account| {
            may_manage(account.role) && account.state == AccountState::Active && account.expires_on.is_none()
        };
        let is_one = others.iter().any(|other| other.id == account && can(other));
        if is_one && !others.iter().any(|other| other.id != account && can(other)) {
            return Err(Error::LastAdministrator);
        }
        Ok(())
    }
}

/// The identifier of an account that somebody names.
pub(super) fn id_of(account: &str) -> Result<AccountId> {
    account.parse().map_err(|_| Error::Store(sightline_store::Error::UnknownAccount))
}

/// True when the policy lets this role manage accounts.
fn may_manage(role: Role) -> bool {
    let call = Call {
        actor: Actor::operator("", role),
        at: chrono::DateTime::UNIX_EPOCH,
        today: chrono::DateTime::UNIX_EPOCH.date_naive(),
    };
    policy::allows(&call, Action::AccountManage, &Target::Sightline)
}

/// What was typed, tidied, when it will do.
pub(super) fn checked(input: &AccountInput) -> Result<AccountInput> {
    let email = input.email.trim().to_lowercase();
    let (before, after) = email.split_once('@').unwrap_or_default();
    let is_fit = !before.is_empty()
        && after.contains('.')
        && !after.starts_with('.')
        && !after.ends_with('.')
        && !after.contains('@')
        && email.len() <= 254
        && !email.chars().any(|letter| letter.is_whitespace() || letter.is_control());
    if !is_fit {
        return Err(Error::EmailUnfit);
    }
    let name = input.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::NameMissing);
    }
    if input.role == Role::Inspector && input.expires_on.is_none() {
        return Err(Error::LastDayNeeded);
    }
    let mut known_as: Vec<String> = Vec::new();
    for known in &input.known_as {
        let known = known.split_whitespace().collect::<Vec<_>>().join(" ");
        if !known.is_empty() && !known_as.contains(&known) {
            known_as.push(known);
        }
    }
    Ok(AccountInput { email, name, known_as, ..input.clone() })
}

fn reach_value(reach: &Reach) -> Value {
    serde_json::to_value(reach).expect("lists of text can be written as JSON")
}

fn without_nulls(detail: Value) -> Value {
    match detail {
        Value::Object(fields) => Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        other => other,
    }
}
