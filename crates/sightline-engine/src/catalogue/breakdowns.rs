//! The breakdowns that come free: `content/measures/breakdowns.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The file, by its path from `content/`.
pub(crate) const FILE: &str = "measures/breakdowns.toml";

/// Every free breakdown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Breakdowns {
    /// How a value that is not known is shown.
    pub(crate) not_known: String,
    /// In the order in which they are shown.
    #[serde(rename = "breakdown")]
    pub(crate) breakdowns: Vec<BreakdownDefinition>,
}

/// One free breakdown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakdownDefinition {
    /// Its name, which is also that of the column that replaces it.
    pub(crate) name: String,
    /// Its title.
    pub(crate) title: String,
    /// The record table that it is looked up in.
    pub(crate) table: String,
    /// The column that holds it.
    #[serde(default)]
    pub(crate) column: String,
    /// The column of the first day that a value held.
    pub(crate) from: Option<String>,
    /// The column of the last day.
    pub(crate) to: Option<String>,
    /// The column of the birthday, when the breakdown is by age.
    pub(crate) born: Option<String>,
    /// Bands of completed years.
    #[serde(default)]
    pub(crate) bands: Vec<Band>,
    /// What a child is called before birth.
    #[serde(default)]
    pub(crate) unborn: String,
    /// Whether the column is a postcode, of which the first half counts.
    #[serde(default)]
    pub(crate) is_postcode: bool,
    /// The record table that says what its codes are called.
    pub(crate) names: Option<Names>,
    /// Codes put together under a label.
    #[serde(default)]
    pub(crate) groups: BTreeMap<String, Vec<String>>,
    /// Labels of single codes, from the code list of the column.
    #[serde(skip)]
    pub(crate) codes: BTreeMap<String, String>,
}

/// Where the records themselves name the values of a breakdown, such as teams.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    /// The record table.
    pub(crate) table: String,
    /// The column of the code.
    pub(crate) code: String,
    /// The column of its name.
    pub(crate) name: String,
}

/// Completed years, both inclusive.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Band {
    pub(crate) label: String,
    pub(crate) from: u16,
    pub(crate) to: u16,
}

impl BreakdownDefinition {
    /// The label of a code: its group's, its own, or the code itself.
    pub(crate) fn label<'a>(&'a self, code: &'a str) -> &'a str {
        let group = self.groups.iter().find(|(_, codes)| codes.iter().any(|known| known == code));
        group.map(|(label, _)| label.as_str()).or_else(|| self.codes.get(code).map(String::as_str)).unwrap_or(code)
    }
}
