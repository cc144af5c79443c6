//! Opening a database: created on first use, brought up to date.

use std::path::PathBuf;

use sea_orm::DatabaseConnection;

use crate::Result;

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
}

impl Store {
    /// The database, with all tables up to date.
    pub async fn open(_database: &Database) -> Result<Self> {
        unimplemented!("filled in next")
    }

    /// Waits until every connection is closed.
    ///
    /// Not needed for safety: what a writing function has returned from is on disk.
    pub async fn close(self) -> Result<()> {
        unimplemented!("filled in next")
    }
}
