//! Which kind of file it is, by its header.

use crate::{Error, Result};

/// The kinds of file that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The data set of a statistical release.
    Release,
    /// The Local Authority Interactive Tool, one value a row.
    Tool,
    /// One value for each measure, period and authority.
    Values,
    /// One line for each measure.
    Summary,
}

/// The columns that tell each kind.
const TELLING: [(Shape, &[&str]); 4] = [
    (Shape::Release, &["time_period", "geographic_level"]),
    (Shape::Tool, &["Short Desc", "Years", "Values"]),
    (Shape::Values, &["measure_short", "period", "old_la_code", "value"]),
    (Shape::Summary, &["measure_short", "period", "england"]),
];

impl Shape {
    /// The kind of a file with this header.
    pub(super) fn of(file: &str, header: &[String]) -> Result<Self> {
        let has = |name: &&str| header.iter().any(|column| column.eq_ignore_ascii_case(name));
        TELLING.into_iter().find(|(_, columns)| columns.iter().all(&has)).map(|(shape, _)| shape).ok_or_else(|| {
            let mut found: Vec<&str> = header.iter().take(6).map(String::as_str).collect();
            if header.len() > found.len() {
                found.push("…");
            }
            Error::NotBenchmarks { file: file.to_owned(), found: found.join(", ") }
        })
    }
}
