//! The bodies of a programme, who reports to whom, and what presses.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::plan::Board;
use sightline_app::{App, BoardsView, BodySummary};

use super::body_href;
use crate::components::{Breadcrumbs, EmptyState, Link};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::meetings::meeting_href;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "boards/list.html")]
struct BoardsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    title: String,
    add: Option<Link>,
    empty: EmptyState,
    bodies: Vec<BodyLine>,
    /// Boards of the plan's register without terms; with the way to write them, for those who may.
    without_terms: Vec<(String, Option<Link>)>,
}

struct BodyLine {
    link: Link,
    reports_to: String,
    next: Option<Link>,
    papers: Option<String>,
    vacant: String,
}

/// The bodies.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = app.boards(call, &plan).await?;
    let navigation = PlanNavigation::plain(call, &view.summary, "boards");
    Ok(render::page(&BoardsPage::of(frame, navigation, &view)))
}

impl BoardsPage {
    fn of(frame: Frame, navigation: PlanNavigation, view: &BoardsView) -> Self {
        let plan = view.summary.handle.as_str();
        let new = format!("{}/new-board", words::plan_href(plan));
        let write = |board: &Board| {
            let link = Link::new("Write its terms", format!("{new}?from={}", words::segment(&board.name)));
            (board.name.clone(), view.can_manage.then_some(link))
        };
        let about = if view.without_terms.is_empty() {
            "A board is written down once: what it is for, who sits on it, and to whom it reports."
        } else {
            "The plan names boards. Write the terms of one of them, and its meetings can be planned."
        };
        Self {
            breadcrumbs: PlanNavigation::breadcrumbs(&view.summary, true),
            navigation,
            title: plan_title(&view.summary),
            add: view.can_manage.then(|| Link::new("Add a board", new.clone())),
            empty: EmptyState::new("No board has terms yet", about),
            bodies: view.bodies.iter().map(|body| BodyLine::of(plan, body, view)).collect(),
            without_terms: view.without_terms.iter().map(write).collect(),
            frame,
        }
    }
}

impl BodyLine {
    fn of(plan: &str, summary: &BodySummary, view: &BoardsView) -> Self {
        let name = summary.body.name.as_str();
        let above = view.lines.iter().find(|line| line.from == name).map(|line| line.to.clone());
        Self {
            link: Link::new(name, body_href(plan, name)),
            reports_to: above.unwrap_or_else(|| "Nobody here".to_owned()),
            next: summary.next.as_ref().map(|next| Link::new(words::day(next.on()), meeting_href(plan, next.number))),
            papers: (summary.papers_wanted > 0)
                .then(|| format!("{} asked for", words::count(summary.papers_wanted, "paper is", "papers are"))),
            vacant: match summary.vacant {
                0 => "None".to_owned(),
                vacant => words::number(vacant),
            },
        }
    }
}
