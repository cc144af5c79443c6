//! One writing transaction.

use std::sync::Arc;

use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, InsertMany, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use tokio::sync::OwnedSemaphorePermit;

use crate::audit::chain::{ContentHash, row_hash};
use crate::database_file::DatabaseFile;
use crate::tables::{HistoryTable, Table, audit_log, history_head};
use crate::{AuditEntry, Error, Result, Store, trouble, values};

/// Says what was attempted when the database fails.
pub(crate) trait Doing<T> {
    fn doing(self, what: &'static str) -> Result<T>;
}

impl<T> Doing<T> for std::result::Result<T, DbErr> {
    fn doing(self, what: &'static str) -> Result<T> {
        self.map_err(|source| trouble::named(what, source))
    }
}

/// A writing transaction that ends with one row of the audit log.
///
/// There is at most one at a time on a database: SQLite takes its write lock
/// at once, PostgreSQL locks the row of `history_head`. So numbers given out
/// and the head of the chain stay true until the end. Dropped before
/// [`finish`](Self::finish), it leaves nothing behind.
pub(crate) struct Change {
    transaction: DatabaseTransaction,
    _turn: OwnedSemaphorePermit,
    file: Option<Arc<DatabaseFile>>,
    head: history_head::Model,
    content: ContentHash,
}

const WAITING: &str = "waiting for the turn to write";
const PERMANENT: &str = "making the change permanent";

fn in_place(file: Option<&DatabaseFile>, doing: &'static str) -> Result<()> {
    match file {
        Some(file) if !file.is_in_place() => {
            Err(Error::Away { doing, source: DbErr::Custom("the database file is not in its place".to_owned()) })
        }
        _ => Ok(()),
    }
}

/// Values bound in one statement: well below what either database takes.
const MOST_VALUES: usize = 10_000;

impl Store {
    /// The turn of this process to write, in the order in which it was asked for.
    ///
    /// Held while something is written. Who waits here takes no connection from
    /// readers, and is next as soon as the one before is done; the database
    /// itself would make them ask again and again.
    ///
    /// # Errors
    ///
    /// * [`Error::Busy`] – somebody else has written for 15 seconds.
    /// * [`Error::Away`] – the file of the database is gone.
    pub(crate) async fn turn_to_write(&self) -> Result<OwnedSemaphorePermit> {
        self.is_in_place()?;
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await;
        turn.ok().and_then(std::result::Result::ok).ok_or_else(|| Error::Busy {
            doing: WAITING,
            source: DbErr::Custom("others of this process have written all the time".to_owned()),
        })
    }

    /// Nothing, when the database file is where it was opened, or there is none.
    pub(crate) fn is_in_place(&self) -> Result<()> {
        in_place(self.file.as_deref(), "looking for the database file")
    }

    pub(crate) async fn begin_change(&self) -> Result<Change> {
        let turn = self.turn_to_write().await?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await.doing(WAITING)?;
        let head =
            history_head::Entity::find().lock(LockType::Update).one(&transaction).await.doing(WAITING)?.ok_or_else(
                || Error::Unreadable { table: history_head::Entity::NAME, what: "its only row is missing".to_owned() },
            )?;
        let file = self.file.clone();
        Ok(Change { transaction, _turn: turn, file, head, content: ContentHash::default() })
    }

    /// A reading transaction: all its queries see the same moment.
    pub(crate) async fn begin_reading(&self) -> Result<DatabaseTransaction> {
        self.is_in_place()?;
        let mut options = TransactionOptions::default();
        if self.connection.get_database_backend() == DbBackend::Postgres {
            options.isolation_level = Some(sea_orm::IsolationLevel::RepeatableRead);
            options.access_mode = Some(sea_orm::AccessMode::ReadOnly);
        }
        self.connection.begin_with_options(options).await.doing("beginning to read")
    }
}

impl Change {
    /// For queries inside the transaction.
    pub(crate) fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// The number of the audit row that this change will end with.
    pub(crate) fn audit_seq(&self) -> i64 {
        self.head.audit_rows + 1
    }

    /// The number for the next row of a table.
    pub(crate) async fn next_number<T: Table>(&self) -> Result<i64> {
        let last: Option<Option<i64>> = T::find()
            .select_only()
            .column_as(T::NUMBER.max(), "last")
            .into_tuple()
            .one(&self.transaction)
            .await
            .doing("numbering a row")?;
        Ok(last.flatten().unwrap_or(0) + 1)
    }

    pub(crate) async fn insert<T: Table>(&self, rows: Vec<T::Model>) -> Result<()> {
        insert_rows::<T>(&self.transaction, rows).await
    }

    /// Adds rows to a history table; `rows` by number.
    pub(crate) async fn append<T: HistoryTable>(&mut self, rows: Vec<T::Model>) -> Result<()> {
        for row in &rows {
            debug_assert_eq!(T::audit_seq(row), self.audit_seq(), "a history row names its own audit row");
            self.content.add::<T>(row)?;
        }
        self.insert::<T>(rows).await
    }

    /// Takes a restored history, ended by a row of this number and hash, for the one to go on from.
    pub(crate) async fn continue_from(&mut self, audit_rows: i64, hash: &str) -> Result<()> {
        set_head(&self.transaction, audit_rows, hash).await?;
        self.head.audit_rows = audit_rows;
        hash.clone_into(&mut self.head.hash);
        Ok(())
    }

    /// Writes the audit row and makes everything permanent.
    pub(crate) async fn finish(self, audit: AuditEntry) -> Result<()> {
        let mut row = audit_log::Model {
            number: self.head.audit_rows + 1,
            at: values::instant_text(audit.at),
            actor: values::text(&audit.actor, "the name of who did it")?,
            action: values::name(&audit.action, "what was done")?,
            object: values::name(&audit.object, "what it was done to")?,
            detail: values::to_json(&audit.detail, "the detail of the audit row")?,
            content_hash: self.content.finish(),
            previous_hash: self.head.hash.clone(),
            hash: String::new(),
        };
        row.hash = row_hash(&row);
        set_head(&self.transaction, row.number, &row.hash).await?;
        insert_rows::<audit_log::Entity>(&self.transaction, vec![row]).await?;
        self.transaction.commit().await.doing(PERMANENT)?;
        // Nobody may be told that it is saved in a file that was deleted meanwhile.
        in_place(self.file.as_deref(), PERMANENT)
    }
}

/// Moves the end of the audit log.
pub(crate) async fn set_head(connection: &impl ConnectionTrait, rows: i64, hash: &str) -> Result<()> {
    history_head::Entity::update_many()
        .col_expr(history_head::Column::AuditRows, rows.into())
        .col_expr(history_head::Column::Hash, hash.into())
        .filter(history_head::Column::Number.eq(1))
        .exec(connection)
        .await
        .doing("moving the end of the audit log")
        .map(|_| ())
}

/// Inserts rows, as many at a time as fit a statement.
pub(crate) async fn insert_rows<T: Table>(connection: &impl ConnectionTrait, rows: Vec<T::Model>) -> Result<()> {
    use sea_orm::Iterable as _;

    let rows_at_once = (MOST_VALUES / T::Column::iter().count()).max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch = rows.by_ref().take(rows_at_once).map(IntoActiveModel::into_active_model);
        InsertMany::<T::ActiveModel>::many(batch).exec_without_returning(connection).await.doing("adding rows")?;
    }
    Ok(())
}

/// The rows of a table after number `after`, at most `limit`, by number.
pub(crate) async fn rows_after<T: Table>(
    connection: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<T::Model>> {
    T::find()
        .filter(T::NUMBER.gt(after))
        .order_by_asc(T::NUMBER)
        .limit(limit)
        .all(connection)
        .await
        .doing("reading rows in order")
}
