//! Where a test keeps its store: a folder of its own, or a schema of its own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr};
use sightline_store::{Database, Store};
use tempfile::TempDir;

/// Makes a test on SQLite and one on PostgreSQL of each behaviour.
macro_rules! on_both {
    ($(async fn $name:ident($place:ident: &Place) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn behaviour($place: &Place) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let place = Place::sqlite();
                behaviour(&place).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgresql() {
                let Some(place) = Place::postgresql().await else { return };
                behaviour(&place).await;
                place.clear().await;
            }
        }
    )*};
}

pub(crate) use on_both;

/// Where a test keeps its store.
pub(crate) struct Place {
    pub(crate) database: Database,
    /// The schema, when it is on PostgreSQL.
    schema: Option<String>,
    folder: TempDir,
}

static NEXT: AtomicU32 = AtomicU32::new(1);

impl Place {
    /// A file that is not there yet.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: Database::File(folder.path().join("données 100%/store?.db")), schema: None, folder }
    }

    /// A new schema; `None`, said once on the terminal, when no server is named.
    pub(crate) async fn postgresql() -> Option<Self> {
        let Some(server) = server() else {
            static SAID: Once = Once::new();
            // Straight to the terminal: the test runner hides what passing tests print.
            SAID.call_once(|| {
                let _ = std::io::stderr().write_all(
                    b"\nPostgreSQL SKIPPED: TEST_POSTGRES_URL is not set; run tests/postgres/run.sh (make test-postgres)\n\n",
                );
            });
            return None;
        };
        let schema = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        run(&server, &format!("drop schema if exists {schema} cascade")).await;
        run(&server, &format!("create schema {schema}")).await;
        let mark = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{mark}options[search_path]={schema}");
        Some(Self { database: Database::Server(url), schema: Some(schema), folder: tempfile::tempdir().unwrap() })
    }

    /// Another empty place on the same kind of database.
    pub(crate) async fn another(&self) -> Self {
        if self.is_postgresql() { Self::postgresql().await.unwrap() } else { Self::sqlite() }
    }

    pub(crate) fn is_postgresql(&self) -> bool {
        self.schema.is_some()
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.database).await.unwrap()
    }

    /// A file in the test's own folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A connection past the store, as somebody with the password would have.
    pub(crate) async fn behind(&self) -> DatabaseConnection {
        let options = match &self.database {
            Database::File(path) => {
                let path = path.clone();
                let mut options = sea_orm::ConnectOptions::new("sqlite:behind");
                options.max_connections(1).map_sqlx_sqlite_opts(move |sqlite| sqlite.filename(&path));
                options
            }
            Database::Server(url) => sea_orm::ConnectOptions::new(url),
        };
        sea_orm::Database::connect(options).await.unwrap()
    }

    /// Runs one statement past the store.
    pub(crate) async fn sql(&self, statement: &str) -> Result<u64, DbErr> {
        let connection = self.behind().await;
        let done = connection.execute_unprepared(statement).await.map(|result| result.rows_affected());
        connection.close().await.unwrap();
        done
    }

    /// Takes away what makes a table append-only.
    pub(crate) async fn disarm(&self, table: &str) {
        if self.is_postgresql() {
            self.sql(&format!("drop trigger {table}_append_only on {table}")).await.unwrap();
        } else {
            self.sql(&format!("drop trigger {table}_no_update")).await.unwrap();
            self.sql(&format!("drop trigger {table}_no_delete")).await.unwrap();
        }
    }

    pub(crate) async fn clear(self) {
        if let (Some(schema), Some(server)) = (&self.schema, server()) {
            run(&server, &format!("drop schema {schema} cascade")).await;
        }
    }
}

fn server() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

async fn run(server: &str, statement: &str) {
    let connection = sea_orm::Database::connect(server).await.unwrap();
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}
