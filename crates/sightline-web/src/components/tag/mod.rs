//! A short word about the state of a thing, such as `Draft`; never a rating.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "tag/tag.html")]
pub(crate) struct Tag {
    pub(crate) text: String,
    /// `grey`, `green`, `teal`, `purple`, `magenta`, `red`, `orange`, `yellow`; blue when empty.
    pub(crate) colour: String,
}

impl Tag {
    pub(crate) fn new(text: impl Into<String>, colour: impl Into<String>) -> Self {
        Self { text: text.into(), colour: colour.into() }
    }
}
