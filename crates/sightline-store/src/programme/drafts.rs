//! Imports that are not finished: files, what was read, and what people answered.

use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use ulid::Ulid;

use crate::tables::{import_draft, import_draft_file};
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, Result, Store, values};

/// How many days an import that is not finished is kept.
const KEPT_DAYS: i64 = 30;

/// Identifier of an import that is not finished; its text form is `drf_` and 26 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(String);

impl DraftId {
    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFile {
    /// File name, without folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// An import to be begun.
#[derive(Clone, Debug)]
pub struct NewDraft<'a> {
    /// Whose it is.
    pub owner: &'a str,
    /// The files, in order.
    pub files: Vec<DraftFile>,
    /// What was read, as the use cases write it; the store does not look inside.
    pub reading: String,
    /// What people answered, as the use cases write it; the store does not look inside.
    pub answers: String,
}

/// An import that is not finished, without its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportDraft {
    /// Identifier.
    pub id: DraftId,
    /// Whose it is.
    pub owner: String,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// How often it was changed.
    pub version: u64,
    /// Names of its files, in order.
    pub files: Vec<String>,
    /// What was read.
    pub reading: String,
    /// What people answered.
    pub answers: String,
}

impl Store {
    /// The import just begun; those begun more than 30 days before are removed.
    pub async fn begin_import(&self, new: NewDraft<'_>, audit: AuditEntry) -> Result<ImportDraft> {
        let mut change = self.begin_change().await?;
        remove_old(&mut change, audit.at).await?;
        let id = DraftId(format!("drf_{}", Ulid::from_datetime(audit.at.into())));
        let draft = import_draft::Model {
            number: change.next_number::<import_draft::Entity>().await?,
            id: id.as_str().to_owned(),
            owner: values::text(new.owner, "the owner of the import")?,
            created_at: values::instant_text(audit.at),
            version: 0,
            reading: values::text(&new.reading, "what was read")?,
            answers: values::text(&new.answers, "the answers")?,
        };
        let first = change.next_number::<import_draft_file::Entity>().await?;
        let files = (first..)
            .zip(0_i64..)
            .zip(new.files)
            .map(|((number, position), file)| {
                Ok(import_draft_file::Model {
                    number,
                    draft_id: id.as_str().to_owned(),
                    position,
                    name: values::text(&file.name, "the name of a file")?,
                    bytes: file.bytes,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let names = files.iter().map(|file| file.name.clone()).collect();
        change.insert::<import_draft::Entity>(vec![draft.clone()]).await?;
        for file in files {
            change.insert::<import_draft_file::Entity>(vec![file]).await?;
        }
        change.finish(AuditEntry { object: format!("import {id}"), ..audit }).await?;
        draft_from(draft, names)
    }

    /// The imports that somebody has in hand, the latest first; `at` is now, for those too old are not shown.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn imports_in_hand(&self, owner: &str, at: DateTime<Utc>) -> Result<Vec<ImportDraft>> {
        let reading = self.begin_reading().await?;
        let rows = import_draft::Entity::find()
            .filter(import_draft::Column::Owner.eq(owner))
            .filter(import_draft::Column::CreatedAt.gte(oldest(at)))
            .order_by_desc(import_draft::Column::CreatedAt)
            .all(&reading)
            .await
            .doing("listing imports in hand")?;
        let mut drafts = Vec::new();
        for row in rows {
            let names = file_names(&reading, &row.id).await?;
            drafts.push(draft_from(row, names)?);
        }
        Ok(drafts)
    }

    /// One import in hand of this owner.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownDraft`] – there is none of this identifier, or it is somebody else's.
    pub async fn import_in_hand(&self, id: &str, owner: &str) -> Result<ImportDraft> {
        let reading = self.begin_reading().await?;
        let row = draft_row(&reading, id, owner).await?;
        let names = file_names(&reading, &row.id).await?;
        draft_from(row, names)
    }

    /// The files of an import in hand, in order.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn files_in_hand(&self, id: &DraftId) -> Result<Vec<DraftFile>> {
        let rows = import_draft_file::Entity::find()
            .filter(import_draft_file::Column::DraftId.eq(id.as_str()))
            .order_by_asc(import_draft_file::Column::Position)
            .all(&self.connection)
            .await
            .doing("reading the files of the import")?;
        Ok(rows.into_iter().map(|row| DraftFile { name: row.name, bytes: row.bytes }).collect())
    }

    /// Keeps what `draft` now says was read and answered.
    ///
    /// # Errors
    ///
    /// * [`Error::DraftChanged`] – it is no longer of the version of `draft`.
    /// * [`Error::UnknownDraft`] – it is no longer there.
    pub async fn change_import(&self, draft: &ImportDraft, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        let row = draft_row(change.connection(), draft.id.as_str(), &draft.owner).await?;
        if values::count(row.version, "import_draft")? != draft.version {
            return Err(Error::DraftChanged);
        }
        import_draft::Entity::update_many()
            .col_expr(import_draft::Column::Version, (row.version + 1).into())
            .col_expr(import_draft::Column::Reading, values::text(&draft.reading, "what was read")?.into())
            .col_expr(import_draft::Column::Answers, values::text(&draft.answers, "the answers")?.into())
            .filter(import_draft::Column::Number.eq(row.number))
            .exec(change.connection())
            .await
            .doing("keeping the import")?;
        change.finish(AuditEntry { object: format!("import {}", draft.id), ..audit }).await
    }

    /// Removes an import in hand and its files.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownDraft`] – it is no longer there.
    pub async fn discard_import(&self, draft: &ImportDraft, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        draft_row(change.connection(), draft.id.as_str(), &draft.owner).await?;
        remove(&mut change, draft.id.as_str()).await?;
        change.finish(AuditEntry { object: format!("import {}", draft.id), ..audit }).await
    }
}

/// Removes an import and its files, inside a change that goes on.
pub(crate) async fn remove(change: &mut Change, id: &str) -> Result<()> {
    import_draft_file::Entity::delete_many()
        .filter(import_draft_file::Column::DraftId.eq(id))
        .exec(change.connection())
        .await
        .doing("removing the files of an import")?;
    import_draft::Entity::delete_many()
        .filter(import_draft::Column::Id.eq(id))
        .exec(change.connection())
        .await
        .doing("removing an import")?;
    Ok(())
}

async fn remove_old(change: &mut Change, at: DateTime<Utc>) -> Result<()> {
    let old = import_draft::Entity::find()
        .filter(import_draft::Column::CreatedAt.lt(oldest(at)))
        .all(change.connection())
        .await
        .doing("looking for old imports")?;
    for draft in old {
        remove(change, &draft.id).await?;
    }
    Ok(())
}

/// When the oldest import was begun that is kept, as text.
fn oldest(at: DateTime<Utc>) -> String {
    values::instant_text(at - chrono::Duration::days(KEPT_DAYS))
}

async fn draft_row(connection: &impl ConnectionTrait, id: &str, owner: &str) -> Result<import_draft::Model> {
    import_draft::Entity::find()
        .filter(import_draft::Column::Id.eq(id))
        .filter(import_draft::Column::Owner.eq(owner))
        .one(connection)
        .await
        .doing("reading the import")?
        .ok_or(Error::UnknownDraft)
}

async fn file_names(connection: &impl ConnectionTrait, id: &str) -> Result<Vec<String>> {
    use sea_orm::QuerySelect as _;
    import_draft_file::Entity::find()
        .select_only()
        .column(import_draft_file::Column::Name)
        .filter(import_draft_file::Column::DraftId.eq(id))
        .order_by_asc(import_draft_file::Column::Position)
        .into_tuple()
        .all(connection)
        .await
        .doing("reading the files of the import")
}

fn draft_from(row: import_draft::Model, files: Vec<String>) -> Result<ImportDraft> {
    Ok(ImportDraft {
        created_at: values::instant(&row.created_at, "import_draft")?,
        version: values::count(row.version, "import_draft")?,
        id: DraftId(row.id),
        owner: row.owner,
        files,
        reading: row.reading,
        answers: row.answers,
    })
}
