//! Adding and finding accounts.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::change::take_link_steps;
use super::{AccountId, AccountRecord, LinkStep, NewAccount, Secret};
use crate::tables::account;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

impl Store {
    /// The account just added, at `audit.at`; the audit row's object is filled in.
    ///
    /// # Errors
    ///
    /// [`Error::EmailTaken`] – an account has this address.
    pub async fn add_account(
        &self,
        new: &NewAccount,
        links: Vec<LinkStep>,
        audit: AuditEntry,
    ) -> Result<AccountRecord> {
        let change = self.begin_change().await?;
        let email = email_key(&new.email)?;
        if by(change.connection(), account::Column::Email, &email).await?.is_some() {
            return Err(Error::EmailTaken);
        }
        let record = AccountRecord {
            id: AccountId::new(audit.at),
            email,
            name: new.name.clone(),
            role: new.role.clone(),
            reach: new.reach.clone(),
            known_as: new.known_as.clone(),
            password_hash: new.password_hash.clone(),
            totp_secret: None,
            totp_last_step: None,
            totp_offered: None,
            recovery_codes: Vec::new(),
            oidc_subject: None,
            failed_sign_ins: 0,
            locked_at: None,
            created_at: audit.at,
            last_active_at: audit.at,
            signed_in_at: None,
            disabled_at: None,
            expires_on: new.expires_on,
        };
        let row = row_from(change.next_number::<account::Entity>().await?, &record)?;
        change.insert::<account::Entity>(vec![row]).await?;
        take_link_steps(change.connection(), &record.id, links, audit.at).await?;
        let object = format!("account {}", record.id);
        change.finish(AuditEntry { object, ..audit }).await?;
        Ok(record)
    }

    /// The account with this identifier.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownAccount`].
    pub async fn account(&self, id: &AccountId) -> Result<AccountRecord> {
        let row = by(&self.connection, account::Column::Id, id.as_str()).await?;
        record_from(row.ok_or(Error::UnknownAccount)?)
    }

    /// The account with this address, capital letters aside; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn account_by_email(&self, email: &str) -> Result<Option<AccountRecord>> {
        let Ok(email) = email_key(email) else { return Ok(None) };
        by(&self.connection, account::Column::Email, &email).await?.map(record_from).transpose()
    }

    /// The account that the provider of single sign-on knows by this subject; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn account_by_subject(&self, subject: &str) -> Result<Option<AccountRecord>> {
        let Ok(subject) = values::name(subject, "the subject") else { return Ok(None) };
        by(&self.connection, account::Column::OidcSubject, &subject).await?.map(record_from).transpose()
    }

    /// Every account, in the order they were made.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn accounts(&self) -> Result<Vec<AccountRecord>> {
        let rows = account::Entity::find()
            .order_by_asc(account::Column::Number)
            .all(&self.connection)
            .await
            .doing("listing accounts")?;
        rows.into_iter().map(record_from).collect()
    }

    /// How many accounts there are, disabled ones too.
    ///
    /// # Errors
    ///
    /// [`Error::Query`].
    pub async fn count_accounts(&self) -> Result<u64> {
        account::Entity::find().count(&self.connection).await.doing("counting accounts")
    }
}

/// An address as it is stored and looked up.
pub(super) fn email_key(email: &str) -> Result<String> {
    values::name(&email.trim().to_lowercase(), "the e-mail address")
}

pub(super) async fn by(
    connection: &impl ConnectionTrait,
    column: account::Column,
    value: &str,
) -> Result<Option<account::Model>> {
    account::Entity::find().filter(column.eq(value)).one(connection).await.doing("looking for an account")
}

pub(super) fn record_from(row: account::Model) -> Result<AccountRecord> {
    let instant = |text: &str| values::instant(text, "account");
    let optional = |text: Option<String>| text.as_deref().map(instant).transpose();
    Ok(AccountRecord {
        id: AccountId::stored(row.id),
        email: row.email,
        name: row.name,
        role: row.role,
        reach: values::from_json(&row.reach, "account")?,
        known_as: values::from_json(&row.known_as, "account")?,
        password_hash: row.password_hash.map(Secret),
        totp_secret: row.totp_secret.map(Secret),
        totp_last_step: row.totp_last_step.map(|step| values::count(step, "account")).transpose()?,
        totp_offered: row.totp_offered.map(Secret),
        recovery_codes: values::from_json(&row.recovery_codes, "account")?,
        oidc_subject: row.oidc_subject,
        failed_sign_ins: values::count(row.failed_sign_ins, "account")?,
        locked_at: optional(row.locked_at)?,
        created_at: instant(&row.created_at)?,
        last_active_at: instant(&row.last_active_at)?,
        signed_in_at: optional(row.signed_in_at)?,
        disabled_at: optional(row.disabled_at)?,
        expires_on: row.expires_on,
    })
}

pub(super) fn row_from(number: i64, record: &AccountRecord) -> Result<account::Model> {
    let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.0.clone());
    let optional = |at: Option<_>| at.map(values::instant_text);
    Ok(account::Model {
        number,
        id: record.id.to_string(),
        email: email_key(&record.email)?,
        name: values::name(&record.name, "the name")?,
        role: values::name(&record.role, "the role")?,
        reach: values::to_json(&record.reach, "the reach")?,
        known_as: values::to_json(&record.known_as, "what plans say")?,
        password_hash: secret(&record.password_hash),
        totp_secret: secret(&record.totp_secret),
        totp_last_step: record.totp_last_step.map(|step| values::stored_count(step, "the step")).transpose()?,
        totp_offered: secret(&record.totp_offered),
        recovery_codes: values::to_json(&record.recovery_codes, "the recovery codes")?,
        oidc_subject: record.oidc_subject.as_deref().map(|subject| values::name(subject, "the subject")).transpose()?,
        failed_sign_ins: values::stored_count(record.failed_sign_ins, "the failed attempts")?,
        locked_at: optional(record.locked_at),
        created_at: values::instant_text(record.created_at),
        last_active_at: values::instant_text(record.last_active_at),
        signed_in_at: optional(record.signed_in_at),
        disabled_at: optional(record.disabled_at),
        expires_on: record.expires_on.map(|day| values::day_to_store(day, "the last day")).transpose()?,
    })
}
