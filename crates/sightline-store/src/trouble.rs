//! What kind of trouble the database is in, from what its library says.

use sea_orm::sqlx::Error as SqlError;
use sea_orm::{DbErr, RuntimeErr};

use crate::Error;

/// Result codes of SQLite: full, and failed while writing, syncing or cutting short.
const SQLITE_FULL: &[&str] = &["13", "778", "1034", "1546"];
/// Busy, also while recovering, on an old view and after the time allowed; locked by the same process.
const SQLITE_BUSY: &[&str] = &["5", "261", "517", "773", "6", "262"];
/// Cannot be opened.
const SQLITE_GONE: &[&str] = &["14"];

/// `disk_full`, `insufficient_resources`.
const POSTGRES_FULL: &[&str] = &["53100", "53000"];
/// `lock_not_available`, `deadlock_detected`, `serialization_failure`.
const POSTGRES_BUSY: &[&str] = &["55P03", "40P01", "40001"];
/// Shutdowns, a server that begins, too many connections.
const POSTGRES_GONE: &[&str] = &["57P01", "57P02", "57P03", "53300"];

/// The error that says what can be done about it.
pub(crate) fn named(doing: &'static str, source: DbErr) -> Error {
    let Some(cause) = cause(&source) else {
        return match source {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Error::Away { doing, source },
            other => Error::Query { doing, source: other },
        };
    };
    if is_one_of(cause, SQLITE_FULL, POSTGRES_FULL) {
        Error::DiskFull { doing, source }
    } else if is_one_of(cause, SQLITE_BUSY, POSTGRES_BUSY) {
        Error::Busy { doing, source }
    } else if is_one_of(cause, SQLITE_GONE, POSTGRES_GONE)
        || matches!(cause, SqlError::Io(_) | SqlError::PoolTimedOut | SqlError::PoolClosed | SqlError::WorkerCrashed)
    {
        Error::Away { doing, source }
    } else {
        Error::Query { doing, source }
    }
}

/// True when somebody else is using the database, and it may be free in a moment.
pub(crate) fn is_busy(error: &DbErr) -> bool {
    cause(error).is_some_and(|cause| is_one_of(cause, SQLITE_BUSY, POSTGRES_BUSY))
}

fn cause(error: &DbErr) -> Option<&SqlError> {
    let (DbErr::Conn(RuntimeErr::SqlxError(cause))
    | DbErr::Exec(RuntimeErr::SqlxError(cause))
    | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return None;
    };
    Some(&**cause)
}

fn is_one_of(cause: &SqlError, sqlite: &[&str], postgres: &[&str]) -> bool {
    let code = cause.as_database_error().and_then(sea_orm::sqlx::error::DatabaseError::code).unwrap_or_default();
    sqlite.contains(&&*code) || postgres.contains(&&*code)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use serde_json::json;

    use crate::open::Allowance;
    use crate::{AuditEntry, Database, Result, Store, Verification};

    async fn opened(folder: &Path, allowance: Allowance) -> Store {
        Store::open_with(&Database::File(folder.join("store.db")), allowance).await.unwrap()
    }

    async fn save(store: &Store, value: &str) -> Result<()> {
        let audit = AuditEntry {
            actor: "Ada Fenwick".to_owned(),
            at: chrono::DateTime::UNIX_EPOCH,
            action: "settings.change".to_owned(),
            object: "settings".to_owned(),
            detail: serde_json::Value::Null,
        };
        store.save_setting("words", &json!(value), audit).await
    }

    #[tokio::test]
    async fn a_database_that_another_process_locks_is_waited_for_and_then_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let other = opened(folder.path(), Allowance::default()).await;
        let impatient = Allowance { patience: Duration::from_millis(200), ..Allowance::default() };
        let store = opened(folder.path(), impatient).await;
        save(&store, "first").await.unwrap();

        let held = other.begin_change().await.unwrap();
        let refused = save(&store, "refused").await.unwrap_err();
        assert_eq!(refused.code(), "SL-S097", "{refused:?}");
        assert_eq!(store.settings().await.unwrap()["words"], "first", "readers do not wait");
        let patient = opened(folder.path(), Allowance::default()).await;
        let (saved, ()) = tokio::join!(save(&patient, "second"), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            drop(held);
        });
        saved.unwrap();
        save(&store, "third").await.unwrap();
        assert_eq!(other.settings().await.unwrap()["words"], "third");
    }

    #[tokio::test]
    async fn who_waits_for_the_turn_of_this_process_takes_no_connection_from_readers() {
        let folder = tempfile::tempdir().unwrap();
        let impatient = Allowance { patience: Duration::from_millis(300), ..Allowance::default() };
        let store = opened(folder.path(), impatient).await;
        let held = store.begin_change().await.unwrap();
        let mut waiting = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let store = store.clone();
            waiting.spawn(async move { save(&store, "refused").await });
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        tokio::time::timeout(Duration::from_millis(200), store.settings()).await.unwrap().unwrap();
        for ended in waiting.join_all().await {
            assert_eq!(ended.unwrap_err().code(), "SL-S097");
        }
        drop(held);
        save(&store, "saved").await.unwrap();
    }

    #[tokio::test]
    async fn a_full_disk_takes_back_the_whole_change_and_what_was_saved_stays() {
        let folder = tempfile::tempdir().unwrap();
        opened(folder.path(), Allowance::default()).await.close().await.unwrap();
        let pages = std::fs::metadata(folder.path().join("store.db")).unwrap().len() / 4096;
        let small = Allowance { most_pages: Some(u32::try_from(pages).unwrap() + 8), ..Allowance::default() };
        let store = opened(folder.path(), small).await;
        save(&store, "small").await.unwrap();
        let refused = save(&store, &"large ".repeat(20_000)).await.unwrap_err();
        assert_eq!(refused.code(), "SL-S096", "{refused:?}");
        assert_eq!(store.settings().await.unwrap()["words"], "small");
        save(&store, "small again").await.unwrap();
        assert!(matches!(store.verify_history().await.unwrap(), Verification::Whole { rows: 2, .. }));
    }
}
