//! The way back to the page before, on pages of a step-by-step task.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "back_link/back_link.html")]
pub(crate) struct BackLink {
    pub(crate) text: String,
    pub(crate) href: String,
}

impl BackLink {
    pub(crate) fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}
