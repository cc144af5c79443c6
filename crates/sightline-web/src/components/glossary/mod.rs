//! A word with its meaning, which opens without a script.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "glossary/glossary.html")]
pub(crate) struct Glossary {
    pub(crate) word: String,
    pub(crate) meaning: String,
}

impl Glossary {
    pub(crate) fn new(word: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self { word: word.into(), meaning: meaning.into() }
    }
}
