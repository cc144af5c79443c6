//! A file from the visitor’s computer or phone.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "file_upload/file_upload.html")]
pub(crate) struct FileUpload {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    /// Endings offered first, such as `.docx,.pdf`; never a check.
    pub(crate) accept: Option<String>,
    pub(crate) multiple: bool,
}

impl FileUpload {
    pub(crate) fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    pub(crate) fn accept(mut self, endings: impl Into<String>) -> Self {
        self.accept = Some(endings.into());
        self
    }

    pub(crate) fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    fn described_by(&self) -> Option<String> {
        super::described_by(&self.name, self.hint.is_some(), self.error.is_some())
    }
}
