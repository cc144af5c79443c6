//! A rating: a word, a shape and a colour; the word alone is enough.

use askama::Template;
use serde::Deserialize;
use sightline_app::domain::scale::{Brag, Scale};

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

    /// The level with this code; a code off the scale stands as it is printed.
    pub(crate) fn of(scale: &Scale, code: Option<&str>) -> Self {
        let Some(code) = code else { return Self::none() };
        match scale.level(code) {
            None => Self::new(code.trim(), "none"),
            Some(level) => {
                let stands_for = match level.stands_for {
                    Some(Brag::Red) => "red",
                    Some(Brag::Amber) => "amber",
                    Some(Brag::Green) => "green",
                    Some(Brag::Blue) => "blue",
                    None => "none",
                };
                Self::new(level.name.as_str(), stands_for)
            }
        }
    }

    /// Nobody has rated it yet.
    pub(crate) fn none() -> Self {
        Self::new("Not rated", "none")
    }
}
