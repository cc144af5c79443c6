//! Children's records: the formats that councils send, read into one set of tables.
//!
//! No database, no pages and no clock. `content/records/` says what the tables
//! are and where each format holds them; readers turn files into rows, and
//! the rows become Arrow record batches with a report that accounts for every
//! row. What is said about a file names places, never a child.

pub mod child;
pub mod combine;
pub mod definitions;
mod error;
pub mod extract;
mod gather;
pub mod journey;
pub mod quality;
mod read;
pub mod reading;
pub mod reference;
pub mod synthetic;
pub mod table;
pub mod template;
mod values;

pub use combine::{Combined, combine};
pub use definitions::Definitions;
pub use error::{Error, Result};
pub use gather::{Records, schema};
pub use journey::{Journey, journey};
pub use quality::{Checks, Quality};
pub use read::database::{Database, Postgres, Question, read_database};
pub use read::{Input, inputs, read};
pub use reading::{Finding, Place, Reading};
pub use sightline_domain::letters::Encoding;
