//! A rating: a word, a shape and a colour; the word alone is enough.

use askama::Template;
use serde::Deserialize;
use sightline_app::domain::board_report::{RatingMark, Shape, rating_mark};
use sightline_app::domain::scale::Scale;

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
        Self::marked(&rating_mark(scale, code))
    }

    /// A rating as papers mark it. Levels of any scale have the look of the level of BRAG they stand for.
    pub(crate) fn marked(mark: &RatingMark) -> Self {
        let stands_for = match mark.shape {
            Shape::Square => "blue",
            Shape::Circle => "green",
            Shape::Triangle => "amber",
            Shape::Diamond => "red",
            Shape::Ring => "none",
        };
        Self::new(mark.name.as_str(), stands_for)
    }
}
