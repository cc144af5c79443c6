//! Every case list, with how much is overdue and due soon.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::App;
use sightline_app::figures_view::{RowShows, ScorecardRow};

use super::list_href;
use crate::components::Link;
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::pages::measures::{FailedLine, Known, address, instead};
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

const PAGE: &str = "/case-lists";

/// What may stand after `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CaseListsQuery {
    as_at: String,
}

#[derive(Template)]
#[template(path = "case_lists/list.html")]
struct CaseListsPage {
    frame: Frame,
    lines: Vec<Line>,
    past: Option<String>,
}

struct Line {
    link: Link,
    about: String,
    counts: [String; 3],
    /// Why there are none.
    failed: Option<FailedLine>,
}

/// The lists.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<CaseListsQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let as_at = AsAt::typed(&query.as_at);
    let rows = match app.case_lists(call, as_at.day).await {
        Err(error) => return instead(&app, call, frame, (Known::CaseLists, "", PAGE), &as_at, error).await,
        Ok(rows) => rows,
    };
    let day = as_at.day.map(|day| day.to_string()).unwrap_or_default();
    Ok(render::page(&CaseListsPage {
        frame,
        lines: rows.iter().filter_map(|row| Line::of(row, &day)).collect(),
        past: as_at.day.map(words::day),
    }))
}

impl Line {
    /// Nothing for what is no case list that the visitor may see.
    fn of(row: &ScorecardRow, day: &str) -> Option<Self> {
        let (definition, counts, failed) = match &row.shows {
            RowShows::CaseList { definition, counts: Some(counts) } => (definition, counts.map(words::number), None),
            RowShows::FailedList(failed) => (&failed.definition, Default::default(), Some(FailedLine::list(failed))),
            _ => return None,
        };
        Some(Self {
            link: Link::new(&row.label, address(&list_href(&definition.id), &[("as_at", day)])),
            about: definition.about.clone(),
            counts,
            failed,
        })
    }
}
