//! The shapes of the tables that queries may read: their columns and types.
//!
//! Record tables are `content/records/`, the tables of the programme itself
//! `content/programme/`. Only names and types matter here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use serde::Deserialize;
use sightline_domain::content::{Faults, Text};

/// The file of a table's shape does not load.
const DOES_NOT_LOAD: &str = "SL-M001";

/// What `needs` calls the plan's own tables, beside the formats of `content/records/formats/`.
pub(crate) const PROGRAMME: &str = "programme";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Words.
    Text,
    /// A code of a list.
    Code,
    /// A day.
    Date,
    /// A whole number.
    WholeNumber,
    /// A number with decimal places.
    Decimal,
    /// Yes or no.
    YesNo,
}

impl ColumnType {
    /// The Arrow type that columns of this type have in record tables.
    pub(crate) fn arrow(self) -> DataType {
        match self {
            Self::Text | Self::Code => DataType::Utf8,
            Self::Date => DataType::Date32,
            Self::WholeNumber => DataType::Int64,
            Self::Decimal => DataType::Decimal128(18, 4),
            Self::YesNo => DataType::Boolean,
        }
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub holds: ColumnType,
    /// The list of its codes, in `content/records/codes/`.
    pub codes: Option<String>,
    /// What it means.
    pub meaning: String,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TableShape {
    /// What it holds, in words.
    pub title: String,
    /// Its columns.
    pub columns: Vec<ColumnShape>,
}

/// What a table is filled from, as its file says it beside the shape.
#[derive(Debug, Deserialize)]
struct Feeds {
    #[serde(default, rename = "from")]
    feeds: Vec<Feed>,
}

/// One of these.
#[derive(Debug, Deserialize)]
struct Feed {
    /// Tables of formats: `ssd/ssd_person`.
    #[serde(default)]
    sources: Vec<String>,
}

impl TableShape {
    /// The Arrow schema; every column may be null.
    pub(crate) fn schema(&self) -> SchemaRef {
        let field = |column: &ColumnShape| Field::new(&column.name, column.holds.arrow(), true);
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }

    /// The column of this name.
    pub(crate) fn column(&self, name: &str) -> Option<&ColumnShape> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Every table that a query may read.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    tables: BTreeMap<String, TableShape>,
    /// The formats that hold each table.
    formats: BTreeMap<String, BTreeSet<String>>,
}

impl Shapes {
    /// The shapes that the files `records/<table>.toml` and `programme/<table>.toml` give.
    pub(crate) fn load(files: &BTreeMap<&str, &str>, faults: &mut Faults) -> Self {
        let (mut tables, mut formats) = (BTreeMap::new(), BTreeMap::new());
        for (file, text) in files {
            let Some(name) = file
                .strip_prefix("records/")
                .or_else(|| file.strip_prefix("programme/"))
                .and_then(|rest| rest.strip_suffix(".toml"))
                .filter(|name| !name.contains('/'))
            else {
                continue;
            };
            let (text, next) = (Text { file, text }, "compare it with a file beside it");
            if let Some(shape) = faults.read_toml(text, DOES_NOT_LOAD, "no query could read the table", next) {
                tables.insert(name.to_owned(), shape);
                formats.insert(name.to_owned(), formats_of(text));
            }
        }
        Self { tables, formats }
    }

    /// The shape of a table.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&TableShape> {
        self.tables.get(name)
    }

    /// The formats that hold a table, `programme` for those of the plan; none is known of a table that is not here.
    pub(crate) fn formats(&self, table: &str) -> Option<&BTreeSet<String>> {
        self.formats.get(table)
    }

    /// Whether any table is filled from a format.
    pub(crate) fn holds_format(&self, format: &str) -> bool {
        self.formats.values().any(|formats| formats.contains(format))
    }

    /// Every table by its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &TableShape)> {
        self.tables.iter().map(|(name, shape)| (name.as_str(), shape))
    }
}

/// The formats whose tables fill one.
fn formats_of(text: Text<'_>) -> BTreeSet<String> {
    if text.file.starts_with("programme/") {
        return BTreeSet::from([PROGRAMME.to_owned()]);
    }
    let feeds = toml::from_str::<Feeds>(text.text).map_or_else(|_| Vec::new(), |table| table.feeds);
    let sources = feeds.iter().flat_map(|feed| &feed.sources);
    sources.filter_map(|source| source.split_once('/')).map(|(format, _)| format.to_owned()).collect()
}
