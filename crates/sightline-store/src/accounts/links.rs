//! One-time links.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{AccountId, LinkPurpose, LinkRecord, NewLink};
use crate::tables::one_time_link;
use crate::write::Doing as _;
use crate::{Error, Result, Store, values};

impl Store {
    /// The link with this token, used or not; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn link(&self, token_sha256: &str) -> Result<Option<LinkRecord>> {
        let row = one_time_link::Entity::find_by_id(token_sha256)
            .one(&self.connection)
            .await
            .doing("looking for a one-time link")?;
        row.map(link_from).transpose()
    }
}

pub(super) async fn insert(connection: &impl ConnectionTrait, account: &AccountId, new: NewLink) -> Result<()> {
    let row = one_time_link::Model {
        token_sha256: values::name(&new.token_sha256, "the hash of the link")?,
        account_id: account.to_string(),
        purpose: new.purpose.code().to_owned(),
        expires_at: values::instant_text(new.expires_at),
        used_at: None,
    };
    one_time_link::Entity::insert(row.into_active_model())
        .exec_without_returning(connection)
        .await
        .doing("making a one-time link")?;
    Ok(())
}

/// Marks a link used at `at`; only one that works can be.
pub(super) async fn mark_used(
    connection: &impl ConnectionTrait,
    account: &AccountId,
    token_sha256: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    use one_time_link::Column;
    let at = values::instant_text(at);
    let marked = one_time_link::Entity::update_many()
        .col_expr(Column::UsedAt, at.as_str().into())
        .filter(Column::TokenSha256.eq(token_sha256))
        .filter(Column::AccountId.eq(account.as_str()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(at.as_str()))
        .exec(connection)
        .await
        .doing("using a one-time link")?;
    if marked.rows_affected == 1 { Ok(()) } else { Err(Error::LinkSpent) }
}

fn link_from(row: one_time_link::Model) -> Result<LinkRecord> {
    let instant = |text: &str| values::instant(text, "one_time_link");
    Ok(LinkRecord {
        account: AccountId::stored(row.account_id),
        purpose: LinkPurpose::from_code(&row.purpose).ok_or_else(|| Error::Unreadable {
            table: "one_time_link",
            what: format!("`{}` is no purpose", row.purpose),
        })?,
        expires_at: instant(&row.expires_at)?,
        used_at: row.used_at.as_deref().map(instant).transpose()?,
    })
}

impl LinkPurpose {
    fn code(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Reset => "reset",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::SetUp, Self::Reset].into_iter().find(|purpose| purpose.code() == code)
    }
}
