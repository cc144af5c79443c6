//! The head of a table’s column; a link when the table can be sorted by it.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "column_header/column_header.html")]
pub(crate) struct ColumnHeader {
    pub(crate) text: String,
    pub(crate) sort: Option<Sort>,
}

impl ColumnHeader {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// `href` sorts by this column, in the other order when it is sorted by it already.
    pub(crate) fn sort(mut self, href: impl Into<String>, order: Order) -> Self {
        self.sort = Some(Sort { href: href.into(), order });
        self
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sort {
    pub(crate) href: String,
    pub(crate) order: Order,
}

/// How the table is sorted by this column at present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    #[default]
    None,
    Ascending,
    Descending,
}
