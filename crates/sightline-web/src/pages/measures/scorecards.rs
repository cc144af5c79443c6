//! Every scorecard, and the way to every measure.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::App;

use super::{address, scorecard_href};
use crate::components::EmptyState;
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// What may stand after `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ScorecardsQuery {
    as_at: String,
}

#[derive(Template)]
#[template(path = "measures/scorecards.html")]
struct ScorecardsPage {
    frame: Frame,
    cards: Vec<Card>,
    as_at: String,
    all: String,
    empty: EmptyState,
}

struct Card {
    title: String,
    href: String,
    about: String,
    rows: String,
}

/// The scorecards.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<ScorecardsQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let day = [("as_at", query.as_at.as_str())];
    let cards = app.scorecards(visitor.call()).await?.into_iter().map(|scorecard| Card {
        href: address(&scorecard_href(&scorecard.id), &day),
        rows: words::count(scorecard.rows, "line", "lines"),
        title: scorecard.title,
        about: scorecard.about,
    });
    Ok(render::page(&ScorecardsPage {
        frame,
        cards: cards.collect(),
        all: address("/measures", &day),
        as_at: query.as_at,
        empty: EmptyState::new("There is no scorecard", "Every measure is in the list of all measures."),
    }))
}
