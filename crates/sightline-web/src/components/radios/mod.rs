//! One answer out of a few.

use askama::Template;
use serde::Deserialize;

use super::Choice;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "radios/radios.html")]
pub(crate) struct Radios {
    pub(crate) name: String,
    pub(crate) legend: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) choices: Vec<Choice>,
    /// For lists beside other things, such as filters.
    pub(crate) small: bool,
}

impl Radios {
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

    pub(crate) fn choices(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.choices = choices.into_iter().collect();
        self
    }

    pub(crate) fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// The first answer has the field's own name, which an error summary leads to.
    fn id_of(&self, index: usize) -> String {
        if index == 1 { self.name.clone() } else { format!("{}-{index}", self.name) }
    }

    fn described_by(&self) -> Option<String> {
        super::described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}
