//! Bytes of files, kept once by their hash, however often they are named.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::audit::chain::sha256;
use crate::tables::stored_file;
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, Result, values};

/// Keeps the bytes, unless the same are there.
pub(crate) async fn keep_bytes(change: &Change, hash: &str, bytes: &[u8], audit: &AuditEntry) -> Result<()> {
    let there = stored_file::Entity::find()
        .filter(stored_file::Column::Sha256.eq(hash))
        .count(change.connection())
        .await
        .doing("looking for the same file")?;
    if there > 0 {
        return Ok(());
    }
    let row = stored_file::Model {
        number: change.next_number::<stored_file::Entity>().await?,
        sha256: hash.to_owned(),
        size_bytes: i64::try_from(bytes.len()).expect("a length in memory fits 63 bits"),
        stored_at: values::instant_text(audit.at),
        bytes: bytes.to_vec(),
    };
    change.insert::<stored_file::Entity>(vec![row]).await
}

/// The bytes with this hash; `None` when they were never kept.
///
/// # Errors
///
/// [`Error::Unreadable`] – there are bytes, and they do not give the hash; `what` names the file.
pub(crate) async fn bytes_of(connection: &impl ConnectionTrait, hash: &str, what: &str) -> Result<Option<Vec<u8>>> {
    let bytes: Option<Vec<u8>> = stored_file::Entity::find()
        .select_only()
        .column(stored_file::Column::Bytes)
        .filter(stored_file::Column::Sha256.eq(hash))
        .into_tuple()
        .one(connection)
        .await
        .doing("reading a file")?;
    match bytes {
        Some(bytes) if sha256(&bytes) != hash => {
            let what = format!("{what} is not what it was: its bytes do not give its hash");
            Err(Error::Unreadable { table: "stored_file", what })
        }
        bytes => Ok(bytes),
    }
}
