//! The definition files as they are written, before anything in them is checked against anything else.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::events::WrittenEvent;

/// A file `content/records/<table>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenTable {
    pub(super) title: String,
    pub(super) one_row: String,
    pub(super) key: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) repeats: Repeats,
    pub(super) wins: Vec<Spanned<String>>,
    pub(super) wins_because: String,
    #[serde(default)]
    pub(super) compared: Option<WrittenCompared>,
    pub(super) columns: Vec<WrittenColumn>,
    #[serde(default, rename = "event")]
    pub(super) events: Vec<WrittenEvent>,
    #[serde(default)]
    pub(super) from: Vec<WrittenFeed>,
}

/// What becomes of rows with the same key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// Each stays a row of its own.
    #[default]
    Kept,
    /// They become one row; the first value given for a column stands.
    Merged,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCompared {
    pub(super) formats: Vec<Spanned<String>>,
    pub(super) starts: Spanned<String>,
    #[serde(default)]
    pub(super) ends: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenColumn {
    pub(super) name: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) kind: Spanned<String>,
    #[serde(default)]
    pub(super) codes: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) unit: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) meaning: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFeed {
    pub(super) sources: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) main: bool,
    #[serde(default)]
    pub(super) when: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) split: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) fixed: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub(super) joined: Option<WrittenJoin>,
    #[serde(default)]
    pub(super) looked_up: Option<WrittenLookup>,
    pub(super) columns: BTreeMap<String, Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenJoin {
    pub(super) same: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) while_column: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) while_code: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLookup {
    pub(super) column: Spanned<String>,
    pub(super) table: Spanned<String>,
    pub(super) matching: Spanned<String>,
    pub(super) taking: Spanned<String>,
    pub(super) by: Spanned<String>,
}

/// A file `content/records/formats/<format>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFormat {
    pub(super) title: String,
    pub(super) kind: FormatKind,
    #[serde(default)]
    pub(super) unit: Option<String>,
    #[serde(default)]
    pub(super) refers_to: Option<String>,
    #[serde(default)]
    pub(super) covers_months: Option<toml::Spanned<u32>>,
    #[serde(rename = "table")]
    pub(super) tables: Vec<WrittenSourceTable>,
}

/// What files a format comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormatKind {
    /// Sheets of a workbook, or one file for each table.
    Tables,
    /// One XML file.
    Xml,
    /// Either.
    TablesAndXml,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSourceTable {
    pub(super) name: Spanned<String>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) also: Vec<String>,
    #[serde(default)]
    pub(super) row_when: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) path: Option<String>,
    #[serde(default)]
    pub(super) since: Option<String>,
    #[serde(default)]
    pub(super) left_out: Option<String>,
    pub(super) columns: Vec<WrittenSourceColumn>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSourceColumn {
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) also: Vec<String>,
    #[serde(default)]
    pub(super) path: Option<String>,
    #[serde(default)]
    pub(super) since: Option<String>,
    #[serde(default)]
    pub(super) left_out: Option<String>,
    #[serde(default)]
    pub(super) list: bool,
}

/// A file `content/records/codes/<list>.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCodes {
    pub(super) title: String,
    pub(super) source: String,
    #[serde(default)]
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) blank: Vec<String>,
    pub(super) codes: Vec<WrittenCode>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCode {
    pub(super) code: Spanned<String>,
    pub(super) label: String,
    #[serde(default)]
    pub(super) also: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) when: Option<String>,
}
