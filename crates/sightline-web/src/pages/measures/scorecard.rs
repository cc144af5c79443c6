//! One scorecard.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::figures_view::ScorecardView;
use sightline_app::{App, ScorecardFormat};

use super::{FiguresTop, Known, Lines, address, instead, scorecard_href};
use crate::components::{Breadcrumbs, Link};
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::frame::Frame;
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// What may stand after `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ScorecardQuery {
    as_at: String,
}

#[derive(Template)]
#[template(path = "measures/scorecard.html")]
struct ScorecardPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    title: String,
    about: String,
    audience: Option<String>,
    top: FiguresTop,
    lines: Lines,
    /// The scorecard as a file.
    files: Vec<Link>,
}

/// The scorecard, as at a day.
pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    Query(query): Query<ScorecardQuery>,
    mut frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let as_at = AsAt::typed(&query.as_at);
    let page = scorecard_href(&id);
    let scorecard = match app.scorecard(call, &id, as_at.day).await {
        Err(error) => {
            return instead(&app, call, frame, (Known::Scorecards, &id, &page), &as_at, error).await;
        }
        Ok(scorecard) => scorecard,
    };
    frame.print_footer = Some(format!(
        "Printed by {} on {}. {}",
        call.actor.name,
        words::moment(call.at),
        scorecard.provenance.freshness
    ));
    let top = FiguresTop::new(call, &scorecard.provenance, (&page, &as_at), &[]);
    Ok(render::page(&ScorecardPage::of(frame, scorecard, top, &as_at)))
}

impl ScorecardPage {
    fn of(frame: Frame, scorecard: ScorecardView, top: FiguresTop, as_at: &AsAt) -> Self {
        let day = as_at.day.map(|day| day.to_string()).unwrap_or_default();
        let paper =
            |ending: &str| address(&format!("{}/paper.{ending}", scorecard_href(&scorecard.id)), &[("as_at", &day)]);
        let sections = scorecard.sections.iter().map(|(title, rows)| (title.as_str(), rows));
        Self {
            frame,
            breadcrumbs: Breadcrumbs::new(vec![Link::new("Measures", address("/scorecards", &[("as_at", &day)]))]),
            top,
            lines: Lines::new(sections, as_at),
            files: ScorecardFormat::ALL.map(|format| Link::new(words_of(format), paper(format.code()))).to_vec(),
            title: scorecard.title,
            about: scorecard.about,
            audience: scorecard.audience,
        }
    }
}

fn words_of(format: ScorecardFormat) -> &'static str {
    match format {
        ScorecardFormat::Pdf => "PDF",
        ScorecardFormat::Docx => "Word",
        ScorecardFormat::Xlsx => "Excel",
        ScorecardFormat::Csv => "CSV",
        ScorecardFormat::Parquet => "Parquet",
    }
}
