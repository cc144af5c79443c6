//! Personal access tokens.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::account::record_from;
use super::{AccountId, AccountRecord};
use crate::tables::{access_token, account};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

/// A personal access token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessTokenRecord {
    /// Identifier, for lists and for taking it back.
    pub id: String,
    /// SHA-256 of the secret as 64 small hexadecimal digits.
    pub token_sha256: String,
    /// What it is for, in its owner's words.
    pub name: String,
    /// False when it may only read.
    pub may_write: bool,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Last day on which it works.
    pub expires_on: NaiveDate,
    /// When it was last used, to the hour.
    pub used_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Adds a token to an account.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownAccount`]; [`Error::Unstorable`] for a name that no database keeps.
    pub async fn add_access_token(
        &self,
        owner: &AccountId,
        token: &AccessTokenRecord,
        audit: AuditEntry,
    ) -> Result<()> {
        let change = self.begin_change().await?;
        let row = access_token::Model {
            token_sha256: values::name(&token.token_sha256, "the hash of the token")?,
            id: values::name(&token.id, "the identifier of the token")?,
            account_id: owner.to_string(),
            name: values::text(&token.name, "the name of the token")?,
            may_write: token.may_write,
            made_at: values::instant_text(token.made_at),
            expires_on: values::day_to_store(token.expires_on, "the last day of the token")?,
            used_at: None,
        };
        access_token::Entity::insert(row.into_active_model())
            .exec_without_returning(change.connection())
            .await
            .doing("adding an access token")?;
        change.finish(AuditEntry { object: format!("account {owner}"), ..audit }).await
    }

    /// The tokens of an account, the latest first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn access_tokens(&self, owner: &AccountId) -> Result<Vec<AccessTokenRecord>> {
        let rows = access_token::Entity::find()
            .filter(access_token::Column::AccountId.eq(owner.as_str()))
            .order_by_desc(access_token::Column::MadeAt)
            .order_by_desc(access_token::Column::Id)
            .all(&self.connection)
            .await
            .doing("reading access tokens")?;
        rows.into_iter().map(token_from).collect()
    }

    /// The token with this hash and whose it is; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn access_token(&self, token_sha256: &str) -> Result<Option<(AccessTokenRecord, AccountRecord)>> {
        let doing = "looking for an access token";
        let found = access_token::Entity::find_by_id(token_sha256).one(&self.connection).await.doing(doing)?;
        let Some(row) = found else { return Ok(None) };
        let owner = account::Entity::find()
            .filter(account::Column::Id.eq(row.account_id.as_str()))
            .one(&self.connection)
            .await
            .doing(doing)?;
        let Some(owner) = owner else { return Ok(None) };
        Ok(Some((token_from(row)?, record_from(owner)?)))
    }

    /// Notes that a token was used; leaves no audit row.
    ///
    /// # Errors
    ///
    /// [`Error::Query`].
    pub async fn note_access_token_used(&self, token_sha256: &str, at: DateTime<Utc>) -> Result<()> {
        let _turn = self.turn_to_write().await?;
        access_token::Entity::update_many()
            .col_expr(access_token::Column::UsedAt, values::instant_text(at).into())
            .filter(access_token::Column::TokenSha256.eq(token_sha256))
            .exec(&self.connection)
            .await
            .doing("noting the use of an access token")?;
        Ok(())
    }

    /// Takes a token of an account back: it works no longer.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownAccessToken`] – the account has none with this identifier.
    pub async fn remove_access_token(&self, owner: &AccountId, id: &str, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        let removed = access_token::Entity::delete_many()
            .filter(access_token::Column::AccountId.eq(owner.as_str()))
            .filter(access_token::Column::Id.eq(id))
            .exec(change.connection())
            .await
            .doing("taking an access token back")?;
        if removed.rows_affected == 0 {
            return Err(Error::UnknownAccessToken);
        }
        change.finish(AuditEntry { object: format!("account {owner}"), ..audit }).await
    }
}

fn token_from(row: access_token::Model) -> Result<AccessTokenRecord> {
    let instant = |text: &str| values::instant(text, "access_token");
    Ok(AccessTokenRecord {
        made_at: instant(&row.made_at)?,
        used_at: row.used_at.as_deref().map(instant).transpose()?,
        id: row.id,
        token_sha256: row.token_sha256,
        name: row.name,
        may_write: row.may_write,
        expires_on: row.expires_on,
    })
}
