//! Nothing to show yet: says so, and what to do next.

use askama::Template;
use serde::Deserialize;

use super::Link;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "empty_state/empty_state.html")]
pub(crate) struct EmptyState {
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) link: Option<Link>,
}

impl EmptyState {
    pub(crate) fn new(heading: impl Into<String>, text: impl Into<String>) -> Self {
        Self { heading: heading.into(), text: text.into(), link: None }
    }

    /// What to do next; only for people who may.
    pub(crate) fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some(Link::new(text, href));
        self
    }
}
