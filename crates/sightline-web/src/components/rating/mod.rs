//! A rating: a word, a shape and a colour; the word alone is enough.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "rating/rating.html")]
pub(crate) struct Rating {
    /// The level's name, such as `Green`; `Not rated` where there is none.
    pub(crate) word: String,
    /// What the level stands for: `red`, `amber`, `green` or `blue`; anything else is no rating.
    pub(crate) stands_for: String,
}

impl Rating {
    pub(crate) fn new(word: impl Into<String>, stands_for: impl Into<String>) -> Self {
        Self { word: word.into(), stands_for: stands_for.into() }
    }

    /// Nobody has rated it yet.
    pub(crate) fn none() -> Self {
        Self::new("Not rated", "none")
    }
}
