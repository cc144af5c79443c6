//! Parts that pages are made of, with the class names of GOV.UK and MOJ Frontend.
//!
//! A part is a struct with a template beside it. A page holds it as a field and
//! prints it as `{{ field }}`; every text in it is escaped there. The field of a
//! form has the field's name as its id, so that an error summary finds it.
//! `macros.html` holds the small marks that need no struct.

pub(crate) mod back_link;
pub(crate) mod breadcrumbs;
pub(crate) mod checkboxes;
pub(crate) mod column_header;
pub(crate) mod date_input;
pub(crate) mod empty_state;
pub(crate) mod error_page;
pub(crate) mod error_summary;
pub(crate) mod file_upload;
pub(crate) mod filter_panel;
pub(crate) mod form_field;
#[cfg(any(test, debug_assertions))]
pub(crate) mod gallery;
pub(crate) mod pagination;
pub(crate) mod progress;
pub(crate) mod radios;
pub(crate) mod rating;
pub(crate) mod select;
pub(crate) mod sub_navigation;
pub(crate) mod summary_list;
pub(crate) mod tag;
pub(crate) mod text_input;
pub(crate) mod textarea;
pub(crate) mod timeline;

pub(crate) use back_link::BackLink;
pub(crate) use breadcrumbs::Breadcrumbs;
pub(crate) use checkboxes::Checkboxes;
pub(crate) use column_header::ColumnHeader;
pub(crate) use date_input::DateInput;
pub(crate) use empty_state::EmptyState;
pub(crate) use error_summary::ErrorSummary;
pub(crate) use file_upload::FileUpload;
pub(crate) use filter_panel::FilterPanel;
pub(crate) use form_field::FormField;
pub(crate) use pagination::Pagination;
pub(crate) use progress::Progress;
pub(crate) use radios::Radios;
pub(crate) use rating::Rating;
pub(crate) use select::Select;
pub(crate) use sub_navigation::SubNavigation;
pub(crate) use summary_list::SummaryList;
pub(crate) use tag::Tag;
pub(crate) use text_input::TextInput;
pub(crate) use textarea::Textarea;
pub(crate) use timeline::Timeline;

use askama::filters::HtmlSafe;
use serde::Deserialize;

/// Words that lead somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) href: String,
}

impl Link {
    pub(crate) fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

/// One of the answers that radios, checkboxes and selects offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) value: String,
    /// What is read.
    pub(crate) text: String,
    /// What the answer means; not shown in a select.
    pub(crate) hint: Option<String>,
    pub(crate) chosen: bool,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into(), ..Self::default() }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// The ids of a field's hint and error, which a screen reader says with it.
fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{name}-hint")),
        (false, true) => Some(format!("{name}-error")),
        (true, true) => Some(format!("{name}-hint {name}-error")),
    }
}

/// Printed as they are: their own templates have escaped what is in them.
macro_rules! print_as_html {
    ($($part:ty),* $(,)?) => { $(impl HtmlSafe for $part {})* };
}

print_as_html!(
    BackLink,
    Breadcrumbs,
    Checkboxes,
    ColumnHeader,
    DateInput,
    EmptyState,
    ErrorSummary,
    FileUpload,
    FilterPanel,
    FormField,
    Pagination,
    Progress,
    Radios,
    Rating,
    Select,
    SubNavigation,
    SummaryList,
    Tag,
    TextInput,
    Textarea,
    Timeline,
);
