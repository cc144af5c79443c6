//! What is known about one thing, name by name.

use askama::Template;
use serde::Deserialize;

use super::Link;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "summary_list/summary_list.html")]
pub(crate) struct SummaryList {
    pub(crate) rows: Vec<SummaryRow>,
}

impl SummaryList {
    pub(crate) fn new(rows: Vec<SummaryRow>) -> Self {
        Self { rows }
    }

    fn has_links(&self) -> bool {
        self.rows.iter().any(|row| row.link.is_some())
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SummaryRow {
    pub(crate) key: String,
    /// A paragraph each; none is said as `Not given`.
    pub(crate) values: Vec<String>,
    /// Such as `Change`; the key is added for screen readers.
    pub(crate) link: Option<Link>,
}

impl SummaryRow {
    pub(crate) fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        let values = if value.is_empty() { Vec::new() } else { vec![value] };
        Self { key: key.into(), values, link: None }
    }

    pub(crate) fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some(Link::new(text, href));
        self
    }
}
