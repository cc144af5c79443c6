//! Changing an account, with its sessions and links, in one transaction.

use std::result::Result as StdResult;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::account::{by, record_from, row_from};
use super::{AccountChange, AccountId, AccountRecord, LinkStep, SessionStep, links, sessions};
use crate::tables::{account, one_time_link, session};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

impl Store {
    /// The account as `change` leaves it.
    ///
    /// `change` is given the account as it is at this moment, with nobody else
    /// writing, so what it counts and compares is true until the end. When it
    /// fails, nothing is saved and its error comes back.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAccount`].
    /// * [`Error::EmailTaken`], [`Error::SubjectTaken`] – another account has the one it now has.
    /// * [`Error::LinkSpent`] – a link to be used is not there, used, too old, or of another account.
    pub async fn change_account<E: From<Error>>(
        &self,
        id: &AccountId,
        change: impl FnOnce(&mut AccountRecord) -> StdResult<AccountChange, E> + Send,
    ) -> StdResult<AccountRecord, E> {
        let writing = self.begin_change().await?;
        let connection = writing.connection();
        let row = by(connection, account::Column::Id, id.as_str()).await?.ok_or(Error::UnknownAccount)?;
        let number = row.number;
        let before = record_from(row)?;
        let mut record = before.clone();
        let AccountChange { audit, sessions, links } = change(&mut record)?;
        if record != before {
            let row = row_from(number, &record)?;
            refuse_if_taken(connection, &row).await?;
            row.into_active_model().reset_all().update(connection).await.doing("changing an account")?;
        }
        take_link_steps(connection, id, links, audit.at).await?;
        take_session_steps(connection, id, sessions, audit.at).await?;
        writing.finish(AuditEntry { object: format!("account {id}"), ..audit }).await?;
        Ok(record)
    }

    /// Adds an audit row about what changed nothing, such as an attempt that was refused.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unstorable`].
    pub async fn record_attempt(&self, audit: AuditEntry) -> Result<()> {
        self.begin_change().await?.finish(audit).await
    }
}

async fn refuse_if_taken(connection: &impl ConnectionTrait, row: &account::Model) -> Result<()> {
    let is_other = |found: Option<account::Model>| found.is_some_and(|found| found.number != row.number);
    if is_other(by(connection, account::Column::Email, &row.email).await?) {
        return Err(Error::EmailTaken);
    }
    if let Some(subject) = &row.oidc_subject
        && is_other(by(connection, account::Column::OidcSubject, subject).await?)
    {
        return Err(Error::SubjectTaken);
    }
    Ok(())
}

async fn take_session_steps(
    connection: &impl ConnectionTrait,
    id: &AccountId,
    steps: Vec<SessionStep>,
    at: DateTime<Utc>,
) -> Result<()> {
    use session::Column;
    for step in steps {
        let of_account = session::Entity::delete_many().filter(Column::AccountId.eq(id.as_str()));
        let ending = match step {
            SessionStep::Begin(new) => {
                sessions::insert(connection, id, new, at).await?;
                continue;
            }
            SessionStep::End(token_sha256) => of_account.filter(Column::TokenSha256.eq(token_sha256)),
            SessionStep::EndAll => of_account,
            SessionStep::EndOthers(token_sha256) => of_account.filter(Column::TokenSha256.ne(token_sha256)),
            SessionStep::Forget(before) => {
                session::Entity::delete_many().filter(Column::CreatedAt.lt(values::instant_text(before)))
            }
        };
        ending.exec(connection).await.doing("ending sessions")?;
    }
    Ok(())
}

pub(super) async fn take_link_steps(
    connection: &impl ConnectionTrait,
    id: &AccountId,
    steps: Vec<LinkStep>,
    at: DateTime<Utc>,
) -> Result<()> {
    use one_time_link::Column;
    for step in steps {
        if let LinkStep::Use(token_sha256) = step {
            links::mark_used(connection, id, &token_sha256, at).await?;
            continue;
        }
        one_time_link::Entity::delete_many()
            .filter(Column::AccountId.eq(id.as_str()))
            .filter(Column::UsedAt.is_null())
            .exec(connection)
            .await
            .doing("withdrawing links")?;
        if let LinkStep::Make(new) = step {
            links::insert(connection, id, new).await?;
        }
    }
    Ok(())
}
