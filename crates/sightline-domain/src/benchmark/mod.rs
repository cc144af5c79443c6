//! Published figures to compare with: their areas, values and symbols.
//!
//! [`Comparators`] puts beside a council's figure what is published for
//! England, its region, its statistical neighbours and all authorities.

mod area;
mod comparators;
mod places;

pub use area::{Area, NotAnArea, Statistic};
pub use comparators::{
    Band, Caution, Comparators, Compared, Comparison, NeighbourSummary, OwnPlace, Quartiles, values_on_other_scale,
};
pub use places::{Authority, CodeAlias, ComparesWith, Neighbour, Places, Proximity, Region};

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::measure::Better;

/// Why there is no number where a publication has a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Symbol {
    /// `z`: not applicable.
    NotApplicable,
    /// `x`, `:` and `-`: not available.
    NotAvailable,
    /// `c`: confidential, suppressed.
    Confidential,
    /// `low`, and `k` in older files: rounds to zero.
    Low,
    /// `u`: of low reliability.
    Unreliable,
    /// `~`: not shown, in older files.
    NotShown,
}

impl Symbol {
    /// Every symbol.
    pub const ALL: [Self; 6] =
        [Self::NotApplicable, Self::NotAvailable, Self::Confidential, Self::Low, Self::Unreliable, Self::NotShown];

    /// The letter in use today, as it stands in the database and is shown.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotApplicable => "z",
            Self::NotAvailable => "x",
            Self::Confidential => "c",
            Self::Low => "low",
            Self::Unreliable => "u",
            Self::NotShown => "~",
        }
    }

    /// In words, for whoever does not know the letter.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotApplicable => "not applicable",
            Self::NotAvailable => "not available",
            Self::Confidential => "not shown, to keep people from being recognised",
            Self::Low => "rounds to zero",
            Self::Unreliable => "of low reliability",
            Self::NotShown => "not shown",
        }
    }

    /// The symbol that a cell holds, in today's files or older ones; capital letters do not matter.
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        Some(match cell.to_ascii_lowercase().as_str() {
            "z" => Self::NotApplicable,
            "x" | ":" | "-" | ".." => Self::NotAvailable,
            "c" => Self::Confidential,
            "low" | "k" => Self::Low,
            "u" => Self::Unreliable,
            "~" => Self::NotShown,
            _ => return None,
        })
    }
}

/// One published measure of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedMeasure {
    /// What measures name it by, such as `ReReferral`.
    pub key: String,
    /// What it is called in the publication.
    pub title: String,
    /// Unit as printed, such as `%`; empty when the publication names none.
    #[serde(default)]
    pub unit: String,
    /// Which way is good, as the publication says.
    pub better: Better,
}

/// One published value, or the symbol in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchmarkValue {
    /// The published measure.
    pub key: String,
    /// The period as printed, such as `2023-24` or `2024 (Rev)`.
    pub period: String,
    /// The year that its label begins with.
    pub year: i32,
    /// What it is the value of.
    pub area: Area,
    /// The value; `None` where a symbol stands.
    pub value: Option<Decimal>,
    /// Why there is no value.
    pub symbol: Option<Symbol>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_of_older_files_are_read_as_those_of_today() {
        for (cell, code) in [("c", "c"), ("K", "low"), ("low", "low"), (":", "x"), ("~", "~"), ("z", "z"), ("u", "u")] {
            assert_eq!(Symbol::read(cell).map(Symbol::code), Some(code), "{cell}");
        }
        assert!(Symbol::read("12").is_none() && Symbol::read("").is_none());
        assert!(Symbol::ALL.into_iter().all(|symbol| Symbol::read(symbol.code()) == Some(symbol)));
    }
}
