//! Opening a database: created on first use, brought up to date.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::{self, PgConnection, Row as _};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait};
use sea_orm::{SqliteTransactionMode, TransactionOptions, TransactionTrait};
use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::database_file::DatabaseFile;
use crate::migrations::{self, Migrator};
use crate::write::Doing as _;
use crate::{Error, Result, trouble};

/// Which database to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file; it and its folder are created when missing.
    File(PathBuf),
    /// The URL of a PostgreSQL database, such as `postgres://user:secret@host/sightline`.
    Server(String),
}

/// One open database.
///
/// Cheap to clone; clones share the connections.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) connection: DatabaseConnection,
    /// One turn to write: see [`Store::turn_to_write`].
    pub(crate) turns: Arc<Semaphore>,
    /// How long to wait while somebody else writes.
    pub(crate) patience: Duration,
    /// The file, when the database is one.
    pub(crate) file: Option<Arc<DatabaseFile>>,
}

/// What a database is given; less of it in tests of what happens then.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    /// How long to wait while somebody else writes.
    pub(crate) patience: Duration,
    /// Pages that a file may have at most, as if the disk were full then.
    pub(crate) most_pages: Option<u32>,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { patience: Duration::from_secs(15), most_pages: None }
    }
}

/// How long to wait for a connection, or for one to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// Between two attempts at a file that another process is busy with.
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(20);

/// Connections kept open at most; readers do not wait for the writer.
const CONNECTIONS: u32 = 8;

/// Only one process may create tables at a time; any number known to nobody else will do.
const MIGRATION_LOCK: &str = "select pg_advisory_xact_lock(5834721904417)";

impl Store {
    /// The database, with all tables up to date.
    ///
    /// A SQLite file is used with a write-ahead log, foreign keys checked, and
    /// 15 seconds of patience with other writers. Several processes may open a
    /// new database at once: one creates the tables, the others wait.
    ///
    /// # Errors
    ///
    /// * [`Error::Folder`], [`Error::Open`] – cannot be created or reached, or is no database.
    /// * [`Error::Newer`] – a newer version has changed its tables.
    /// * [`Error::Migrate`] – the tables could not be brought up to date; they are as before.
    pub async fn open(database: &Database) -> Result<Self> {
        Self::open_with(database, Allowance::default()).await
    }

    pub(crate) async fn open_with(database: &Database, allowance: Allowance) -> Result<Self> {
        let opened = |source| Error::Open { database: database.shown(), source: database.without_secret(source) };
        let (options, file) = match database {
            Database::File(path) => {
                make_file(path)?;
                (file_options(path, allowance), Some(Arc::new(DatabaseFile::new(path))))
            }
            Database::Server(url) => (server_options(url).map_err(opened)?, None),
        };
        let connection = connect(options, allowance.patience).await.map_err(opened)?;
        let store = Self { connection, turns: Arc::new(Semaphore::new(1)), patience: allowance.patience, file };
        store.migrate(database).await?;
        Ok(store)
    }

    /// Nothing, when the database answers.
    ///
    /// # Errors
    ///
    /// [`Error::Away`](crate::Error::Away) – it does not.
    pub async fn is_ready(&self) -> Result<()> {
        self.is_in_place()?;
        self.connection.ping().await.doing("asking the database whether it is there")
    }

    /// Waits until every connection is closed.
    ///
    /// Not needed for safety: what a writing function has returned from is on
    /// disk. It takes away the files beside a SQLite database.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn close(self) -> Result<()> {
        self.connection.close().await.doing("closing the database")
    }

    async fn migrate(&self, database: &Database) -> Result<()> {
        let failed = |source| Error::Migrate { database: database.shown(), source };
        if !self.is_behind(database).await? {
            return Ok(());
        }
        // What is missing is looked up again once the lock is held: another
        // process may have been first.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await.map_err(failed)?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(MIGRATION_LOCK).await.map_err(failed)?;
        }
        Migrator::up(&transaction, None).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    async fn is_behind(&self, database: &Database) -> Result<bool> {
        let failed = |source| Error::Open { database: database.shown(), source };
        let manager = SchemaManager::new(&self.connection);
        if !manager.has_table("seaql_migrations").await.map_err(failed)? {
            return Ok(true);
        }
        let applied: Vec<String> = seaql_migrations::Entity::find()
            .all(&self.connection)
            .await
            .map_err(failed)?
            .into_iter()
            .map(|migration| migration.version)
            .collect();
        if let Some(unknown) = migrations::first_unknown(&applied) {
            return Err(Error::Newer { what: format!("the database {}", database.shown()), unknown });
        }
        Ok(applied.len() < Migrator::migrations().len())
    }
}

impl Database {
    /// An error that does not quote the address, which may hold a password.
    fn without_secret(&self, error: DbErr) -> DbErr {
        match self {
            Self::Server(url) if error.to_string().contains(url.as_str()) => {
                DbErr::Custom("the address cannot be read as a URL".to_owned())
            }
            Self::Server(_) | Self::File(_) => error,
        }
    }

    /// The file, or the server without user and password.
    fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Server(url) => {
                let (_, place) = url.rsplit_once('@').unwrap_or(("", url));
                let place = place.split_once("://").map_or(place, |(_, place)| place);
                place.split('?').next().unwrap_or_default().to_owned()
            }
        }
    }
}

/// Connections to the database, after waiting until no other process stands in the way, `patience` at most.
///
/// The first connection to a new SQLite file gives it its write-ahead log, for
/// which it has to be alone. Where another process is about the same, SQLite
/// refuses at once instead of waiting, for fear that both wait for each other.
async fn connect(options: ConnectOptions, patience: Duration) -> std::result::Result<DatabaseConnection, DbErr> {
    let begun = Instant::now();
    loop {
        match sea_orm::Database::connect(options.clone()).await {
            Err(error) if trouble::is_busy(&error) && begun.elapsed() < patience => {
                tokio::time::sleep(BETWEEN_ATTEMPTS).await;
            }
            ended => return ended,
        }
    }
}

/// Makes the file when there is none.
fn make_file(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| Error::Folder { folder: folder.to_owned(), source })?;
    }
    keep_from_others(path);
    Ok(())
}

fn file_options(path: &Path, allowance: Allowance) -> ConnectOptions {
    // The path is handed over as it is, not inside a URL, so that any letter may stand in it.
    let path = path.to_owned();
    let mut options = ConnectOptions::new("sqlite:sightline");
    options
        .max_connections(CONNECTIONS)
        .sqlx_logging(false)
        .acquire_timeout(CONNECT)
        // A file does not hang up.
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .filename(&path)
                // It is there from the start. One made anew would be empty.
                .create_if_missing(false)
                .foreign_keys(true)
                .busy_timeout(allowance.patience)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL");
            match allowance.most_pages {
                Some(most) => sqlite.pragma("max_page_count", most.to_string()),
                None => sqlite,
            }
        });
    options
}

/// Makes a new database file that only its owner can read; SQLite gives the files beside it the same rights.
///
/// When it cannot be made, opening it says why.
fn keep_from_others(path: &Path) {
    let mut new = std::fs::OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    let _ = new.open(path);
}

fn server_options(url: &str) -> std::result::Result<ConnectOptions, DbErr> {
    // Not `DbBackend::is_prefix_of`: it panics on what is no URL.
    if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
        let what = "the address of a database begins with postgres:// or postgresql://";
        return Err(DbErr::Custom(what.to_owned()));
    }
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(CONNECTIONS)
        .sqlx_logging(false)
        .acquire_timeout(CONNECT)
        .set_application_name("sightline")
        // In place of the ping before a connection is used again.
        .test_before_acquire(false)
        .map_sqlx_postgres_before_acquire(|connection, _| Box::pin(is_outside_transaction(connection)));
    Ok(options)
}

/// False for a connection that was left inside a transaction; it is then closed and another one opened.
///
/// sqlx 0.9 loses sight of a transaction when the request that began it is
/// given up before the server answers. The two clocks agree only in the first
/// statement of a transaction.
async fn is_outside_transaction(connection: &mut PgConnection) -> std::result::Result<bool, sqlx::Error> {
    let query = sqlx::raw_sql("select transaction_timestamp() = statement_timestamp()");
    query.fetch_one(connection).await?.try_get(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let database = Database::Server("postgres://ada:s3cret@db.example:5432/sightline?sslmode=require".into());
        assert_eq!(database.shown(), "db.example:5432/sightline");
        assert_eq!(Database::Server("postgres://db.example/x".into()).shown(), "db.example/x");
    }
}
