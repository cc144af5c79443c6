//! Published figures read from the files in which they are published.
//!
//! A file is told by its header, never by its name:
//!
//! * the data set of a statistical release (`time_period`, `geographic_level`
//!   and so on), wide or long, with or without its `.meta.csv`;
//! * the Local Authority Interactive Tool in long form (`Short Desc` …), with
//!   or without its data dictionary;
//! * one value for each measure, period and authority (`measure_short,period,old_la_code,value`);
//! * one line for each measure, with England, regions, quartiles and authorities as columns.
//!
//! Each may be packed in a zip. Symbols are kept in the place of values; areas
//! that are missing, or that nobody knows, never refuse a file.

mod cells;
mod gather;
mod keys;
mod lines;
mod places;
mod release;
mod shape;
mod summary;
mod tool;
mod unpack;

use sightline_domain::Problem;
use sightline_domain::benchmark::{BenchmarkValue, Places, PublishedMeasure};

use crate::Result;

pub use places::built_in_places;
pub use unpack::{BenchmarkFile, SourceFile, unpack};

use gather::Gathered;
use lines::Lines;
use shape::Shape;

/// What a file of published figures holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// Name of the publication, as far as the file tells.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// The latest period in it, as printed.
    pub edition: String,
    /// The measures in it, by key.
    pub measures: Vec<PublishedMeasure>,
    /// Its values, in the order of the file.
    pub values: Vec<BenchmarkValue>,
    /// What was noticed; nothing in it kept the file from being read.
    pub problems: Vec<Problem>,
    /// Rows of the file, its header aside.
    pub rows: u64,
    /// Rows that are of no area that figures are compared by, such as constituencies.
    pub rows_of_other_areas: u64,
}

/// Reads one file of published figures.
///
/// `places` says which authorities there are, and which old codes they had.
///
/// # Errors
///
/// * [`Error::NotBenchmarks`](crate::Error::NotBenchmarks) – the header is none that is known;
/// * [`Error::BenchmarkColumn`](crate::Error::BenchmarkColumn) – a column that its kind always has is missing;
/// * [`Error::NoBenchmarks`](crate::Error::NoBenchmarks) – no row of it gives a value;
/// * [`Error::Empty`](crate::Error::Empty), [`Error::TooMuch`](crate::Error::TooMuch),
///   [`Error::UnknownContent`](crate::Error::UnknownContent).
pub fn read(file: &BenchmarkFile, places: &Places) -> Result<Published> {
    let mut lines = Lines::open(&file.name, &file.bytes)?;
    let header = lines.header().to_vec();
    let mut gathered = Gathered::new(&file.name, places);
    let (name, publisher) = match Shape::of(&file.name, &header)? {
        Shape::Release => {
            release::read(&mut lines, file.meta.as_deref(), &mut gathered)?;
            (stem(&file.name), "Department for Education")
        }
        Shape::Tool => {
            tool::read(&mut lines, &mut gathered)?;
            ("Local Authority Interactive Tool".to_owned(), "Department for Education")
        }
        Shape::Values => {
            tool::read_values(&mut lines, &mut gathered)?;
            (stem(&file.name), "Department for Education")
        }
        Shape::Summary => {
            summary::read(&mut lines, &mut gathered)?;
            (stem(&file.name), "Department for Education")
        }
    };
    if let Some(dictionary) = &file.dictionary {
        gathered.name_measures(tool::dictionary(dictionary)?);
    }
    let rows = lines.rows();
    gathered.finish(name, publisher, rows)
}

/// The name without folder and ending, with spaces for underscores.
fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace('_', " ")
}

#[cfg(test)]
mod tests;
