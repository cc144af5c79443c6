//! One line of text.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "text_input/text_input.html")]
pub(crate) struct TextInput {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) value: String,
    pub(crate) error: Option<String>,
    /// `text`, `email`, `password`, `search`, `url`; text when empty.
    pub(crate) kind: String,
    /// What the browser may fill in, such as `username` or `one-time-code`.
    pub(crate) autocomplete: Option<String>,
    /// For whole numbers: phones show digits.
    pub(crate) digits: bool,
    /// Width in characters: 2, 3, 4, 5, 10, 20 or 30; the whole column when none.
    pub(crate) width: Option<u8>,
}

impl TextInput {
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

    pub(crate) fn kind(mut self, kind: &'static str) -> Self {
        kind.clone_into(&mut self.kind);
        self
    }

    pub(crate) fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = Some(autocomplete.to_owned());
        self
    }

    pub(crate) fn digits(mut self) -> Self {
        self.digits = true;
        self
    }

    pub(crate) fn width(mut self, characters: u8) -> Self {
        self.width = Some(characters);
        self
    }

    /// What a screen reader says with the field.
    fn described_by(&self) -> Option<String> {
        super::described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}
