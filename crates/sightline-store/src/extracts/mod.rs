//! Extracts: which loads of children's records there are, and which is in force.
//!
//! The database holds what is said of an extract: its day, its counts, who did
//! what to it. The records lie in a folder of files under a key of their own,
//! and only that key is here, sealed.

mod id;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
};
use serde_json::Value;

use crate::tables::extract;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

pub use id::{ExtractId, NotAnExtractId};

/// What has become of an extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtractState {
    /// Loaded; somebody is to look at it before it is published.
    Waiting,
    /// Published: the one of the latest day is in force.
    Published,
    /// Taken back; its records are still there.
    Withdrawn,
    /// Its records and their key are gone for good.
    Destroyed,
}

impl ExtractState {
    /// As it stands in the database and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Destroyed => "destroyed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Published, Self::Withdrawn, Self::Destroyed]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// Who did something to an extract, when, and why where it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractStep {
    /// When.
    pub at: DateTime<Utc>,
    /// Name of who did it.
    pub by: String,
    /// Why; empty where no reason is asked.
    pub because: String,
}

/// What is known of an extract.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtractRecord {
    /// Identifier.
    pub id: ExtractId,
    /// Later loads have higher numbers.
    pub number: i64,
    /// What has become of it.
    pub state: ExtractState,
    /// The day whose records it holds.
    pub as_at: NaiveDate,
    /// The formats in it, such as `annex_a`.
    pub formats: Vec<String>,
    /// Counts; no child and no identifier.
    pub manifest: Value,
    /// What the quality checks counted, and the scores of teams; no child. Null when it was not checked.
    pub quality: Value,
    /// Name of its folder among those of the extracts.
    pub folder: String,
    /// SHA-256 of the manifest in its folder, as 64 small hexadecimal digits.
    pub sha256: String,
    /// The key of its files, sealed; none once it is destroyed.
    pub sealed_key: Option<String>,
    /// Loading.
    pub loaded: ExtractStep,
    /// Publishing, once it was.
    pub published: Option<ExtractStep>,
    /// Withdrawing, once it was.
    pub withdrawn: Option<ExtractStep>,
    /// Destroying, once it was.
    pub destroyed: Option<ExtractStep>,
}

/// An extract whose folder is written.
#[derive(Clone, Debug, PartialEq)]
pub struct NewExtract<'a> {
    /// Identifier, which its folder was written under.
    pub id: &'a ExtractId,
    /// The day whose records it holds.
    pub as_at: NaiveDate,
    /// The formats in it.
    pub formats: &'a [String],
    /// Counts; no child and no identifier.
    pub manifest: &'a Value,
    /// What the quality checks counted; null when it was not checked.
    pub quality: &'a Value,
    /// Name of its folder.
    pub folder: &'a str,
    /// SHA-256 of the manifest in its folder.
    pub sha256: &'a str,
    /// The key of its files, sealed.
    pub sealed_key: &'a str,
    /// True when it is published as it is added; else it waits.
    pub is_published: bool,
}

impl Store {
    /// The extract just added, waiting or published; dated and signed as `audit` is.
    ///
    /// # Errors
    ///
    /// [`Error::Unstorable`] – a day outside what databases hold, or a NUL character.
    pub async fn add_extract(&self, new: &NewExtract<'_>, audit: AuditEntry) -> Result<ExtractRecord> {
        let change = self.begin_change().await?;
        let (at, by) = (values::instant_text(audit.at), values::text(&audit.actor, "the name of who loaded it")?);
        let state = if new.is_published { ExtractState::Published } else { ExtractState::Waiting };
        let row = extract::Model {
            number: change.next_number::<extract::Entity>().await?,
            id: new.id.as_str().to_owned(),
            state: state.code().to_owned(),
            as_at: values::day_to_store(new.as_at, "the day of an extract")?,
            formats: values::to_json(&new.formats, "the formats of an extract")?,
            manifest: values::to_json(new.manifest, "the manifest of an extract")?,
            quality: (!new.quality.is_null())
                .then(|| values::to_json(new.quality, "the quality of an extract"))
                .transpose()?,
            folder: values::name(new.folder, "the folder of an extract")?,
            sha256: values::name(new.sha256, "the hash of an extract")?,
            sealed_key: Some(values::name(new.sealed_key, "the key of an extract")?),
            loaded_at: at.clone(),
            loaded_by: by.clone(),
            published_at: new.is_published.then_some(at),
            published_by: new.is_published.then_some(by),
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawn_because: None,
            destroyed_at: None,
            destroyed_by: None,
            destroyed_because: None,
        };
        change.insert::<extract::Entity>(vec![row.clone()]).await?;
        change.finish(audit).await?;
        record_from(row)
    }

    /// Every extract there was, the last loaded first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn extracts(&self) -> Result<Vec<ExtractRecord>> {
        self.is_in_place()?;
        let rows = extract::Entity::find()
            .order_by_desc(extract::Column::Number)
            .all(&self.connection)
            .await
            .doing("listing extracts")?;
        rows.into_iter().map(record_from).collect()
    }

    /// One extract.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownExtract`] – there is none of this identifier.
    pub async fn extract(&self, id: &ExtractId) -> Result<ExtractRecord> {
        self.is_in_place()?;
        record_from(standing(&self.connection, id).await?)
    }

    /// The extract whose records count: of the published ones that of the
    /// latest day, and of those the one published last. `None` when none is published.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn extract_in_force(&self) -> Result<Option<ExtractRecord>> {
        self.is_in_place()?;
        let row = extract::Entity::find()
            .filter(extract::Column::State.eq(ExtractState::Published.code()))
            .order_by_desc(extract::Column::AsAt)
            .order_by_desc(extract::Column::PublishedAt)
            .order_by_desc(extract::Column::Number)
            .one(&self.connection)
            .await
            .doing("looking for the extract in force")?;
        row.map(record_from).transpose()
    }

    /// Publishes an extract that waits.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownExtract`] – there is none of this identifier.
    /// * [`Error::ExtractState`] – it does not wait.
    pub async fn publish_extract(&self, id: &ExtractId, audit: AuditEntry) -> Result<ExtractRecord> {
        self.change_extract(id, &[ExtractState::Waiting], "published", audit, |row, audit| {
            ExtractState::Published.code().clone_into(&mut row.state);
            row.published_at = Some(values::instant_text(audit.at));
            row.published_by = Some(values::text(&audit.actor, "the name of who published it")?);
            Ok(())
        })
        .await
    }

    /// Withdraws a published extract: the one before is in force again.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownExtract`] – there is none of this identifier.
    /// * [`Error::ExtractState`] – it is not published.
    pub async fn withdraw_extract(&self, id: &ExtractId, because: &str, audit: AuditEntry) -> Result<ExtractRecord> {
        self.change_extract(id, &[ExtractState::Published], "withdrawn", audit, |row, audit| {
            ExtractState::Withdrawn.code().clone_into(&mut row.state);
            row.withdrawn_at = Some(values::instant_text(audit.at));
            row.withdrawn_by = Some(values::text(&audit.actor, "the name of who withdrew it")?);
            row.withdrawn_because = Some(values::text(because, "the reason of a withdrawal")?);
            Ok(())
        })
        .await
    }

    /// Takes the key of an extract out for good: whatever is left of its files can no longer be read.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownExtract`] – there is none of this identifier.
    /// * [`Error::ExtractState`] – it is destroyed already.
    pub async fn destroy_extract(&self, id: &ExtractId, because: &str, audit: AuditEntry) -> Result<ExtractRecord> {
        let from = [ExtractState::Waiting, ExtractState::Published, ExtractState::Withdrawn];
        self.change_extract(id, &from, "destroyed", audit, |row, audit| {
            ExtractState::Destroyed.code().clone_into(&mut row.state);
            row.sealed_key = None;
            row.destroyed_at = Some(values::instant_text(audit.at));
            row.destroyed_by = Some(values::text(&audit.actor, "the name of who had it destroyed")?);
            row.destroyed_because = Some(values::text(because, "why an extract is destroyed")?);
            Ok(())
        })
        .await
    }

    /// Puts newly sealed keys in place of those that were sealed before, all or none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unstorable`].
    pub async fn reseal_extracts(&self, sealed: &[(ExtractId, String)], audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        for (id, key) in sealed {
            extract::Entity::update_many()
                .col_expr(extract::Column::SealedKey, Expr::value(values::name(key, "the key of an extract")?))
                .filter(extract::Column::Id.eq(id.as_str()))
                .filter(extract::Column::SealedKey.is_not_null())
                .exec(change.connection())
                .await
                .doing("sealing the key of an extract")?;
        }
        change.finish(audit).await
    }

    /// Writes a row of the audit log for something that was read and changed nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unstorable`].
    pub async fn record_reading(&self, audit: AuditEntry) -> Result<()> {
        self.begin_change().await?.finish(audit).await
    }

    async fn change_extract(
        &self,
        id: &ExtractId,
        from: &[ExtractState],
        to: &'static str,
        audit: AuditEntry,
        change_row: impl FnOnce(&mut extract::Model, &AuditEntry) -> Result<()>,
    ) -> Result<ExtractRecord> {
        let change = self.begin_change().await?;
        let mut row = standing(change.connection(), id).await?;
        let state = state_of(&row)?;
        if !from.contains(&state) {
            return Err(Error::ExtractState { id: row.id, state: state.code(), wanted: to });
        }
        change_row(&mut row, &audit)?;
        let changed = row.clone().into_active_model().reset_all();
        changed.update(change.connection()).await.doing("changing an extract")?;
        change.finish(audit).await?;
        record_from(row)
    }
}

async fn standing(connection: &impl ConnectionTrait, id: &ExtractId) -> Result<extract::Model> {
    extract::Entity::find()
        .filter(extract::Column::Id.eq(id.as_str()))
        .one(connection)
        .await
        .doing("reading an extract")?
        .ok_or_else(|| Error::UnknownExtract { id: id.to_string() })
}

fn state_of(row: &extract::Model) -> Result<ExtractState> {
    ExtractState::from_code(&row.state).ok_or_else(|| Error::Unreadable {
        table: "extract",
        what: format!("`{}` is no state of an extract", row.state),
    })
}

fn record_from(row: extract::Model) -> Result<ExtractRecord> {
    let step = |at: Option<String>, by: Option<String>, because: Option<String>| -> Result<Option<ExtractStep>> {
        let Some(at) = at else { return Ok(None) };
        let at = values::instant(&at, "extract")?;
        Ok(Some(ExtractStep { at, by: by.unwrap_or_default(), because: because.unwrap_or_default() }))
    };
    Ok(ExtractRecord {
        state: state_of(&row)?,
        number: row.number,
        id: ExtractId::stored(row.id),
        as_at: row.as_at,
        formats: values::from_json(&row.formats, "extract")?,
        manifest: values::from_json(&row.manifest, "extract")?,
        quality: row.quality.map_or(Ok(Value::Null), |quality| values::from_json(&quality, "extract"))?,
        folder: row.folder,
        sha256: row.sha256,
        sealed_key: row.sealed_key,
        loaded: ExtractStep {
            at: values::instant(&row.loaded_at, "extract")?,
            by: row.loaded_by,
            because: String::new(),
        },
        published: step(row.published_at, row.published_by, None)?,
        withdrawn: step(row.withdrawn_at, row.withdrawn_by, row.withdrawn_because)?,
        destroyed: step(row.destroyed_at, row.destroyed_by, row.destroyed_because)?,
    })
}
