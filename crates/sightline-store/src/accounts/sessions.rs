//! Who is signed in.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::{AccountId, AccountRecord, NewSession, SessionRecord};
use crate::tables::session;
use crate::write::Doing as _;
use crate::{Error, Result, Store, values};

impl Store {
    /// The session with this token and its account, however old; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn session(&self, token_sha256: &str) -> Result<Option<(SessionRecord, AccountRecord)>> {
        self.is_in_place()?;
        let row =
            session::Entity::find_by_id(token_sha256).one(&self.connection).await.doing("looking for a session")?;
        let Some(row) = row else { return Ok(None) };
        let session = session_from(row)?;
        let account = self.account(&session.account).await?;
        Ok(Some((session, account)))
    }

    /// The sessions of an account, the latest used first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn sessions(&self, account: &AccountId) -> Result<Vec<SessionRecord>> {
        let rows = session::Entity::find()
            .filter(session::Column::AccountId.eq(account.as_str()))
            .order_by_desc(session::Column::SeenAt)
            .order_by_asc(session::Column::TokenSha256)
            .all(&self.connection)
            .await
            .doing("listing sessions")?;
        rows.into_iter().map(session_from).collect()
    }

    /// Notes that a session was used at `at`; false when somebody is writing at the moment.
    ///
    /// No page waits for this: the next one can note it as well. No audit row:
    /// it says when somebody was here, not what they did.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn note_session_seen(&self, token_sha256: &str, at: DateTime<Utc>) -> Result<bool> {
        let Ok(_turn) = self.turns.try_acquire() else { return Ok(false) };
        let noted = session::Entity::update_many()
            .col_expr(session::Column::SeenAt, values::instant_text(at).into())
            .filter(session::Column::TokenSha256.eq(token_sha256))
            .exec(&self.connection)
            .await
            .doing("noting that a session is in use");
        match noted {
            Ok(_) => Ok(true),
            Err(Error::Busy { .. } | Error::DiskFull { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

pub(super) async fn insert(
    connection: &impl ConnectionTrait,
    account: &AccountId,
    new: NewSession,
    at: DateTime<Utc>,
) -> Result<()> {
    let row = session::Model {
        token_sha256: values::name(&new.token_sha256, "the hash of the session")?,
        account_id: account.to_string(),
        csrf: values::name(&new.csrf, "the mark of the session's forms")?,
        created_at: values::instant_text(at),
        seen_at: values::instant_text(at),
        needs_second_factor: new.needs_second_factor,
    };
    session::Entity::insert(row.into_active_model())
        .exec_without_returning(connection)
        .await
        .doing("beginning a session")?;
    Ok(())
}

fn session_from(row: session::Model) -> Result<SessionRecord> {
    Ok(SessionRecord {
        token_sha256: row.token_sha256,
        account: AccountId::stored(row.account_id),
        csrf: row.csrf,
        created_at: values::instant(&row.created_at, "session")?,
        seen_at: values::instant(&row.seen_at, "session")?,
        needs_second_factor: row.needs_second_factor,
    })
}
