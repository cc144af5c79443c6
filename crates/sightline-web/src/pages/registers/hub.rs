//! Every register of a plan.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::kind::{Kind, href};
use super::{Abbreviations, Bodies, Inspections, People, Posts};
use crate::components::{Breadcrumbs, Link};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "registers/hub.html")]
struct HubPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    title: String,
    registers: Vec<Card>,
}

struct Card {
    link: Link,
    about: &'static str,
    count: String,
}

/// The registers with what each holds.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.plan(call, Some(&plan), None).await?;
    let plan = &view.at.plan;
    let handle = &view.summary.handle;
    let registers = vec![
        card::<People>(handle, &words::count(plan.people.len(), "person", "people")),
        card::<Posts>(handle, &words::count(plan.posts.len(), "post", "posts")),
        card::<Bodies>(handle, &words::count(plan.boards.len(), "body", "bodies")),
        card::<Inspections>(handle, &words::count(plan.inspections.len(), "inspection", "inspections")),
        card::<Abbreviations>(handle, &words::count(plan.glossary.len(), "abbreviation", "abbreviations")),
    ];
    Ok(render::page(&HubPage {
        frame,
        breadcrumbs: PlanNavigation::breadcrumbs(&view.summary, true),
        navigation: PlanNavigation::plain(call, &view.summary, "registers"),
        title: plan_title(&view.summary),
        registers,
    }))
}

fn card<K: Kind>(plan: &str, count: &str) -> Card {
    Card { link: Link::new(K::TITLE, href::<K>(plan)), about: K::ABOUT, count: words::capital(count) }
}
