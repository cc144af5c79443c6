//! The list of one register.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::RegisterView;
use sightline_app::policy::{Action, Target};

use super::kind::{Kind, href};
use crate::components::{Breadcrumbs, EmptyState, Link};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::address::PlanQuery;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "registers/list.html")]
struct ListPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    title: String,
    heading: &'static str,
    about: &'static str,
    empty: EmptyState,
    add: Option<Link>,
    heads: &'static [&'static str],
    lines: Vec<Line>,
}

struct Line {
    name: Link,
    /// Head of the column, and what stands in it.
    cells: Vec<(&'static str, String)>,
}

/// The entries on a day.
pub(super) async fn show<K: Kind>(
    State(site): State<Site>,
    Path(plan): Path<String>,
    query: PlanQuery,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.register(call, Some(&plan), K::REGISTER, query.as_at.day).await?;
    let can_change = call.allows(Action::RegisterAmend, &Target::Plan(&view.summary)) && view.at.as_at == call.today;
    let navigation = PlanNavigation::dated(call, &view.summary, view.at.as_at, K::PATH, &query.as_at, Vec::new());
    Ok(render::page(&ListPage::of::<K>(frame, &view, navigation, can_change)))
}

impl ListPage {
    fn of<K: Kind>(frame: Frame, view: &RegisterView, navigation: PlanNavigation, can_change: bool) -> Self {
        let own = href::<K>(&view.summary.handle);
        let lines = view
            .entries
            .iter()
            .map(|entry| {
                let cells = K::cells(&entry.entry, &view.at.plan, view.at.as_at);
                Line {
                    name: Link::new(K::name(&entry.entry), format!("{own}/{}", entry.number)),
                    cells: K::HEADS.iter().skip(1).copied().zip(cells).collect(),
                }
            })
            .collect();
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&view.summary, true),
            navigation,
            title: plan_title(&view.summary),
            heading: K::TITLE,
            about: K::ABOUT,
            empty: EmptyState::new("Nothing here yet", K::EMPTY),
            add: can_change.then(|| Link::new(K::ADD, format!("{own}/add"))),
            heads: K::HEADS,
            lines,
        }
    }
}
