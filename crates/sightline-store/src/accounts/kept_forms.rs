//! Forms kept over a time-out.
//!
//! Keeping one leaves no audit row: nothing has been done yet, and what was
//! typed must not outlive the hour for which it is kept.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use ulid::Ulid;

use super::{AccountId, KeptForm};
use crate::tables::kept_form;
use crate::write::Doing as _;
use crate::{Result, Store, values};

/// Forms kept for one account at most; the oldest goes.
const MOST_FORMS: u64 = 5;

impl Store {
    /// Keeps a form and gives its identifier. Forms that are too old go, of any account.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unstorable`](crate::Error::Unstorable).
    pub async fn keep_form(&self, form: &KeptForm) -> Result<String> {
        use kept_form::Column;
        let row = kept_form::Model {
            id: format!("frm_{}", Ulid::from_datetime(form.kept_at.into())),
            account_id: form.account.to_string(),
            token_sha256: values::name(&form.token_sha256, "the hash of the browser's secret")?,
            path: values::text(&form.path, "the address of the form")?,
            content_type: values::name(&form.content_type, "the type of the form")?,
            body: form.body.clone(),
            kept_at: values::instant_text(form.kept_at),
            expires_at: values::instant_text(form.expires_at),
        };
        let id = row.id.clone();
        let _turn = self.turn_to_write().await?;
        kept_form::Entity::delete_many()
            .filter(Column::ExpiresAt.lte(values::instant_text(form.kept_at)))
            .exec(&self.connection)
            .await
            .doing("forgetting old forms")?;
        kept_form::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.connection)
            .await
            .doing("keeping a form")?;
        let too_many: Vec<String> = kept_form::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::AccountId.eq(form.account.as_str()))
            .order_by_desc(Column::KeptAt)
            .order_by_desc(Column::Id)
            .offset(MOST_FORMS)
            .limit(1000)
            .into_tuple()
            .all(&self.connection)
            .await
            .doing("counting kept forms")?;
        if !too_many.is_empty() {
            kept_form::Entity::delete_many()
                .filter(Column::Id.is_in(too_many))
                .exec(&self.connection)
                .await
                .doing("forgetting old forms")?;
        }
        Ok(id)
    }

    /// The forms kept for an account on one browser that are not too old at `at`, the oldest first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn kept_forms(
        &self,
        account: &AccountId,
        token_sha256: &str,
        at: DateTime<Utc>,
    ) -> Result<Vec<KeptForm>> {
        use kept_form::Column;
        let rows = kept_form::Entity::find()
            .filter(Column::AccountId.eq(account.as_str()))
            .filter(Column::TokenSha256.eq(token_sha256))
            .filter(Column::ExpiresAt.gt(values::instant_text(at)))
            .order_by_asc(Column::KeptAt)
            .order_by_asc(Column::Id)
            .all(&self.connection)
            .await
            .doing("looking for kept forms")?;
        rows.into_iter().map(form_from).collect()
    }

    /// Forgets a kept form; true when it was there, so that of two who ask only one is told so.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn forget_form(&self, account: &AccountId, id: &str) -> Result<bool> {
        let _turn = self.turn_to_write().await?;
        let gone = kept_form::Entity::delete_many()
            .filter(kept_form::Column::Id.eq(id))
            .filter(kept_form::Column::AccountId.eq(account.as_str()))
            .exec(&self.connection)
            .await
            .doing("forgetting a kept form")?;
        Ok(gone.rows_affected == 1)
    }
}

fn form_from(row: kept_form::Model) -> Result<KeptForm> {
    Ok(KeptForm {
        id: row.id,
        account: AccountId::stored(row.account_id),
        token_sha256: row.token_sha256,
        path: row.path,
        content_type: row.content_type,
        body: row.body,
        kept_at: values::instant(&row.kept_at, "kept_form")?,
        expires_at: values::instant(&row.expires_at, "kept_form")?,
    })
}
