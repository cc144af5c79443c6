//! Tables of a database, read as if each were a text file.

mod postgresql;

use std::io::{Cursor, Read};

use crate::definitions::{Definitions, FormatKind};
use crate::{Error, Records, Result};

pub use postgresql::Postgres;

use super::guard::{MAX_TEXT_BYTES, too_large};
use super::{Input, Reader};

/// A database that gives tables as text. PostgreSQL is one ([`Postgres`]); another driver is another implementation.
pub trait Database {
    /// The tables and views of a schema.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] when it cannot be asked.
    fn tables(&mut self, schema: &str) -> Result<Vec<String>>;

    /// A name as it has to be written in a question.
    fn quoted(&self, name: &str) -> String;

    /// The answer to a question as separated values in UTF-8, with the columns' names in the first line.
    ///
    /// All answers of one connection are as at the same moment.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] when it refuses the question.
    fn ask(&mut self, question: &Question) -> Result<Box<dyn Read + '_>>;
}

/// A question whose answer is one table of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What stands in findings in the place of a file's name.
    pub name: String,
    /// One `select`, without a semicolon at its end.
    pub select: String,
}

impl Question {
    /// Asks for the whole of each table of the schema that has the name of a table of a format.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] when it cannot be asked, or when no table has such a name.
    pub fn of_schema(definitions: &Definitions, database: &mut dyn Database, schema: &str) -> Result<Vec<Self>> {
        let formats = definitions.formats.iter().filter(|format| format.kind != FormatKind::Xml);
        let known: Vec<String> = formats
            .flat_map(|format| &format.tables)
            .filter(|table| table.left_out.is_none())
            .flat_map(|table| std::iter::once(&table.name).chain(&table.also))
            .map(|name| name.to_lowercase())
            .collect();
        let tables = database.tables(schema)?;
        let found: Vec<Self> = tables
            .into_iter()
            .filter(|table| known.contains(&table.to_lowercase()))
            .map(|table| Self {
                select: format!("select * from {}.{}", database.quoted(schema), database.quoted(&table)),
                name: table,
            })
            .collect();
        if found.is_empty() {
            let reason = "no table or view of it has the name of a table of a known format".to_owned();
            return Err(Error::Database { what: format!("looking through the schema {schema}"), reason });
        }
        Ok(found)
    }
}

/// Reads children's records from a database.
///
/// Answers are recognised by their columns, as files are by their headers.
///
/// # Errors
///
/// [`Error::Database`] when a question is refused; otherwise as [`crate::read`].
pub fn read_database(
    definitions: &Definitions,
    database: &mut dyn Database,
    questions: &[Question],
) -> Result<Vec<Records>> {
    let mut reader = Reader::new(definitions);
    for question in questions {
        let mut bytes = Vec::new();
        let answer = database.ask(question)?;
        answer.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes).map_err(|cause| {
            let reason = cause.get_ref().map_or_else(|| cause.kind().to_string(), ToString::to_string);
            Error::Database { what: format!("reading {}", question.name), reason }
        })?;
        if bytes.len() as u64 > MAX_TEXT_BYTES {
            return Err(too_large(&question.name, bytes.len() as u64, MAX_TEXT_BYTES));
        }
        reader.take(Input::new(question.name.as_str(), Cursor::new(bytes)))?;
    }
    reader.finish()
}
