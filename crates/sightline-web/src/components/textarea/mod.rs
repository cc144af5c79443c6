//! Several lines of text, with a count of the letters left where there is a limit.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "textarea/textarea.html")]
pub(crate) struct Textarea {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) value: String,
    pub(crate) error: Option<String>,
    /// Height in lines; 5 when 0.
    pub(crate) rows: u8,
    /// The most letters that are taken.
    pub(crate) limit: Option<usize>,
}

impl Textarea {
    pub(crate) fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    pub(crate) fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    pub(crate) fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    pub(crate) fn limit(mut self, letters: usize) -> Self {
        self.limit = Some(letters);
        self
    }

    /// The id by which the script finds the message of the count.
    fn count_id(&self) -> String {
        format!("{}-info", self.name)
    }

    fn described_by(&self) -> Option<String> {
        let ids = super::described_by(&self.name, self.hint.is_some(), self.error.is_some());
        match (self.limit, ids) {
            (None, ids) => ids,
            (Some(_), None) => Some(self.count_id()),
            (Some(_), Some(ids)) => Some(format!("{ids} {}", self.count_id())),
        }
    }
}
