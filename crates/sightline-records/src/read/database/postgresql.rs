//! PostgreSQL, through `copy (select …) to stdout`.

use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

use postgres::config::Config;
use postgres::error::SqlState;
use postgres::{Client, CopyOutReader, NoTls};

use crate::{Error, Result};

use super::{Database, Question};

/// How long it is waited for the database to answer at all.
const CONNECT: Duration = Duration::from_secs(10);

/// A connection to PostgreSQL that only reads, and sees one moment.
///
/// It blocks, so asynchronous programs use it on a thread of its own.
pub struct Postgres {
    client: Client,
}

impl Postgres {
    /// Connects, and begins to read as at this moment.
    ///
    /// `address` is `postgres://user:password@host/database`, or words as
    /// `host=… user=… dbname=…`.
    ///
    /// # Errors
    ///
    /// [`Error::Database`]; neither the address nor the password is in it.
    pub fn connect(address: &str) -> Result<Self> {
        let what = "connecting to the database";
        let mut config: Config = address.parse().map_err(|_| Error::Database {
            what: what.to_owned(),
            reason: "the address is not written as postgres://user@host/database".to_owned(),
        })?;
        config.connect_timeout(CONNECT).application_name("sightline");
        let mut client = config.connect(NoTls).map_err(|cause| refused(what, &cause))?;
        client
            .batch_execute("set datestyle to 'ISO'; begin transaction isolation level repeatable read, read only")
            .map_err(|cause| refused(what, &cause))?;
        Ok(Self { client })
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postgres")
    }
}

impl Database for Postgres {
    fn tables(&mut self, schema: &str) -> Result<Vec<String>> {
        let select = "select table_name::text from information_schema.tables where table_schema = $1 order by 1";
        let rows = self.client.query(select, &[&schema]);
        let rows = rows.map_err(|cause| refused("looking for tables", &cause))?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    fn quoted(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn ask(&mut self, question: &Question) -> Result<Box<dyn Read + '_>> {
        let copy = format!("copy ({}\n) to stdout with (format csv, header)", question.select);
        let reader = self.client.copy_out(&copy);
        let reader = reader.map_err(|cause| refused(&format!("reading {}", question.name), &cause))?;
        Ok(Box::new(Answer(reader)))
    }
}

/// The rows of an answer; what goes wrong on the way is said without words of the database.
struct Answer<'a>(CopyOutReader<'a>);

impl Read for Answer<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|cause| match cause.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(cause) => io::Error::other(reason(cause)),
            None => cause,
        })
    }
}

fn refused(what: &str, cause: &postgres::Error) -> Error {
    Error::Database { what: what.to_owned(), reason: reason(cause) }
}

/// Why, without what the server says: it may repeat a value of a row.
fn reason(cause: &postgres::Error) -> String {
    let Some(state) = cause.code() else {
        return if cause.is_closed() { "the connection was closed" } else { "it cannot be reached" }.to_owned();
    };
    let words = [
        (SqlState::INVALID_PASSWORD, "the name or the password is wrong"),
        (SqlState::INVALID_AUTHORIZATION_SPECIFICATION, "it does not let this user in"),
        (SqlState::INVALID_CATALOG_NAME, "there is no such database"),
        (SqlState::INSUFFICIENT_PRIVILEGE, "the user may not read it"),
        (SqlState::UNDEFINED_TABLE, "a table of the question is not there"),
        (SqlState::UNDEFINED_COLUMN, "a column of the question is not there"),
        (SqlState::SYNTAX_ERROR, "the question cannot be understood"),
        (SqlState::READ_ONLY_SQL_TRANSACTION, "the question would change something, and only reading is allowed"),
        (SqlState::QUERY_CANCELED, "the question took longer than the database allows"),
    ];
    let known = words.iter().find(|(known, _)| known == state).map_or("it was refused", |(_, words)| words);
    format!("{known} (SQLSTATE {})", state.code())
}
