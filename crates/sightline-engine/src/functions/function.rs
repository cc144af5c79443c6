//! What a SQL function is: its name, what it takes and gives, and how it works its column out.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};

use super::arguments::Arguments;
use super::calendar::Calendar;

/// Works out a column, one value for each row.
pub(super) type Compute = fn(&Arguments<'_>) -> Result<ArrayRef>;
/// Looks at the arguments that are written out in the query; `None` for those that are not.
pub(super) type Refuse = fn(&Calendar, &[Option<&ScalarValue>]) -> Result<()>;

/// One SQL function, as the session, the reference page and the errors know it.
#[derive(Debug)]
pub struct Function {
    /// What it is called in SQL.
    pub name: &'static str,
    /// What it takes, in order: the name of each argument and what it has to be.
    pub takes: &'static [(&'static str, Kind)],
    /// What comes back; null whenever an argument is null.
    pub gives: Kind,
    /// What it works out, in one to three sentences, with its edges.
    pub meaning: &'static str,
    /// Calls with what they give; a test runs every one of them.
    pub examples: &'static [(&'static str, &'static str)],
    /// Works out one value for each row.
    pub(super) compute: Compute,
    /// Refuses arguments that are written out in the query and can never be right; `None` where any will do.
    pub(super) refuse: Option<Refuse>,
}

/// What an argument or a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day.
    Date,
    /// A whole number.
    WholeNumber,
    /// A number with decimals.
    Number,
    /// Words.
    Text,
    /// Yes or no.
    YesNo,
}

impl Kind {
    /// The word that errors and the reference page use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::WholeNumber => "whole number",
            Self::Number => "number",
            Self::Text => "text",
            Self::YesNo => "yes or no",
        }
    }

    /// The type of the column.
    pub(super) fn data_type(self) -> DataType {
        match self {
            Self::Date => DataType::Date32,
            Self::WholeNumber => DataType::Int64,
            Self::Number => DataType::Float64,
            Self::Text => DataType::Utf8,
            Self::YesNo => DataType::Boolean,
        }
    }

    /// Whether a column of this type can be taken for it without losing anything.
    ///
    /// Null is of every kind. A moment is taken as its day, because SQL gives moments where it
    /// works with months.
    pub(super) fn takes(self, given: &DataType) -> bool {
        match (self, given) {
            (_, DataType::Null) | (Self::YesNo, DataType::Boolean) => true,
            (Self::Date, kind) => {
                matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, _))
            }
            (Self::WholeNumber, kind) => kind.is_integer(),
            (Self::Number, kind) => kind.is_numeric(),
            (Self::Text, kind) => matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
            (Self::YesNo, _) => false,
        }
    }
}

impl Function {
    /// How it is written, such as `add_months(day, months)`.
    #[must_use]
    pub fn signature(&self) -> String {
        let names: Vec<&str> = self.takes.iter().map(|(name, _)| *name).collect();
        format!("{}({})", self.name, names.join(", "))
    }
}
