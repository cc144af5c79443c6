//! A day, as three numbers: quicker and surer than a calendar.
//!
//! A form sends `{name}_day`, `{name}_month` and `{name}_year`.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "date_input/date_input.html")]
pub(crate) struct DateInput {
    pub(crate) name: String,
    pub(crate) legend: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) day: String,
    pub(crate) month: String,
    pub(crate) year: String,
}

impl DateInput {
    pub(crate) fn new(name: impl Into<String>, legend: impl Into<String>) -> Self {
        Self { name: name.into(), legend: legend.into(), ..Self::default() }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// What was typed, word for word.
    pub(crate) fn typed(mut self, day: impl Into<String>, month: impl Into<String>, year: impl Into<String>) -> Self {
        self.day = day.into();
        self.month = month.into();
        self.year = year.into();
        self
    }

    fn described_by(&self) -> Option<String> {
        super::described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}
