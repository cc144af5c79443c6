//! Narrows a list: what is in use stands open, the fields fold away.

use askama::Template;
use serde::Deserialize;

use super::{Checkboxes, Link, Select, TextInput};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "filter_panel/filter_panel.html")]
pub(crate) struct FilterPanel {
    /// Says what is filtered, such as `Filter actions`.
    pub(crate) label: String,
    /// Where the form leads.
    pub(crate) action: String,
    pub(crate) fields: Vec<FilterField>,
    /// What else the address holds and keeps, such as the order.
    pub(crate) keep: Vec<Kept>,
    /// Each filter in use; its link leads to the list without it.
    pub(crate) in_use: Vec<Link>,
    /// The list without any filter.
    pub(crate) clear: String,
}

impl FilterPanel {
    pub(crate) fn new(label: impl Into<String>, action: impl Into<String>, fields: Vec<FilterField>) -> Self {
        Self { label: label.into(), action: action.into(), fields, ..Self::default() }
    }

    pub(crate) fn keep(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.keep.push(Kept { name: name.into(), value: value.into() });
        self
    }

    pub(crate) fn in_use(mut self, filters: Vec<Link>, clear: impl Into<String>) -> Self {
        self.in_use = filters;
        self.clear = clear.into();
        self
    }

    /// Stands open when a field has to be put right.
    fn has_errors(&self) -> bool {
        self.fields.iter().any(|field| match field {
            FilterField::Text(field) => field.error.is_some(),
            FilterField::Select(field) => field.error.is_some(),
            FilterField::Checkboxes(field) => field.error.is_some(),
        })
    }
}

/// A part of the address that a filter leaves as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// What can be filtered by.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FilterField {
    Text(TextInput),
    Select(Select),
    Checkboxes(Checkboxes),
}
