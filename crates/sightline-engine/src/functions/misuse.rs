//! A function called in a way that can never be right: found when the query is planned.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DataFusionError;

use super::function::{Function, Kind};

/// Why a call is refused; what is in the data is never quoted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Misuse {
    /// The code of its page.
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub what: String,
    /// What to do.
    pub help: String,
    /// Words of the query that stand where it is wrong.
    pub near: String,
}

impl Misuse {
    /// The call has too many arguments, or too few.
    pub(super) fn count(function: &Function, given: usize) -> Self {
        let wanted = function.takes.len();
        let arguments = if wanted == 1 { "argument" } else { "arguments" };
        Self {
            code: "SL-M030",
            what: format!("{} takes {wanted} {arguments}, not {given}", function.name),
            help: format!("write {}; docs/sql-functions.md has examples", function.signature()),
            near: format!("{}(", function.name),
        }
    }

    /// An argument is of another kind than the function takes.
    pub(super) fn kind(function: &Function, name: &str, wanted: Kind, given: &DataType) -> Self {
        let help = match (wanted, given) {
            (Kind::Date, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) => {
                "write a day as date '2026-03-31', with the word date in front".to_owned()
            }
            _ => format!("write {}; docs/sql-functions.md has examples", function.signature()),
        };
        Self {
            code: "SL-M031",
            what: format!("{}: {name} is a {}, and {} is given", function.name, wanted.word(), told(given)),
            help,
            near: format!("{}(", function.name),
        }
    }

    /// The timescale is none of those there are.
    ///
    /// `given` is the name where it stands in the query itself, and `None` where it was worked out:
    /// that could be anything in the data.
    pub(super) fn timescale(given: Option<&str>, nearest: Option<&str>, known: &[&str]) -> Self {
        let what = given.map_or_else(
            || "due_on: a timescale that the query works out is not one there is".to_owned(),
            |name| format!("due_on: there is no timescale called `{name}`"),
        );
        let nearest = nearest.map_or_else(String::new, |name| format!("did you mean `{name}`? "));
        let help = format!("{nearest}The timescales are {}", known.join(", "));
        let near = given.map_or_else(|| "due_on(".to_owned(), |name| format!("'{name}'"));
        Self { code: "SL-M032", what, help, near }
    }
}

impl From<Misuse> for DataFusionError {
    fn from(misuse: Misuse) -> Self {
        Self::External(Box::new(misuse))
    }
}

/// What a type is called by somebody who writes a query.
fn told(given: &DataType) -> &'static str {
    match given {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "a text",
        DataType::Date32 | DataType::Date64 => "a date",
        DataType::Timestamp(_, _) => "a moment",
        DataType::Boolean => "a yes or no",
        DataType::Interval(_) | DataType::Duration(_) => "a length of time",
        kind if kind.is_integer() => "a whole number",
        kind if kind.is_numeric() => "a number with decimals",
        _ => "something else",
    }
}
