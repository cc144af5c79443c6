//! Every case list, with how much is overdue and due soon.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::figures::{RowShows, ScorecardRow};
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call};

use super::list_href;
use crate::components::{EmptyState, Link};
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::pages::measures::address;
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

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
    /// The page for the visitor's own teams.
    can_see_rows: bool,
    empty: EmptyState,
}

struct Line {
    link: Link,
    about: String,
    counts: Option<[String; 3]>,
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
    let rows = app.case_lists(call, as_at.day).await?;
    let day = as_at.day.map(|day| day.to_string()).unwrap_or_default();
    Ok(render::page(&CaseListsPage {
        frame,
        lines: rows.iter().filter_map(|row| Line::of(row, &day)).collect(),
        past: as_at.day.map(words::day),
        can_see_rows: call.allows(Action::CaseListRead, &Target::Sightline),
        empty: nothing(call),
    }))
}

fn nothing(call: &Call) -> EmptyState {
    let empty = EmptyState::new("There is nothing to list yet", "Case lists are made from children’s records.");
    if call.allows(Action::DataRead, &Target::Sightline) { empty.link("Go to data", "/data") } else { empty }
}

impl Line {
    /// Nothing for what is no case list.
    fn of(row: &ScorecardRow, day: &str) -> Option<Self> {
        let RowShows::CaseList { definition, counts } = &row.shows else { return None };
        Some(Self {
            link: Link::new(&row.label, address(&list_href(&definition.id), &[("as_at", day)])),
            about: definition.about.clone(),
            counts: counts.map(|counts| counts.map(words::number)),
        })
    }
}
