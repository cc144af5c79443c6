//! The obsessions of a plan.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::obsession::Stage;
use sightline_app::policy::{Action, Target};
use sightline_app::{Call, ObsessionView};

use super::{href, stage_tag};
use crate::components::{Breadcrumbs, EmptyState, Link, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "obsessions/list.html")]
struct ListPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    title: String,
    begin: Option<Link>,
    empty: EmptyState,
    /// Obsessions that have ended, and nobody has said what came of them.
    without_result: Vec<Link>,
    cards: Vec<Card>,
}

struct Card {
    href: String,
    title: String,
    stage: Tag,
    span: String,
    aim: String,
    measure: String,
    latest: String,
    missed: Option<String>,
}

/// The list.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let (summary, obsessions) = site.app.obsessions(call, Some(&plan)).await?;
    let own = href(&summary.handle);
    let begin = call
        .allows(Action::ObsessionManage, &Target::Plan(&summary))
        .then(|| Link::new("Begin an obsession", format!("{own}/begin")));
    let lacks_result = |one: &&ObsessionView| one.obsession.stage_on(call.today) == Stage::WithoutResult;
    let without_result = obsessions.iter().filter(lacks_result);
    Ok(render::page(&ListPage {
        frame,
        breadcrumbs: PlanNavigation::breadcrumbs(&summary, true),
        navigation: PlanNavigation::plain(call, &summary, "obsessions"),
        title: plan_title(&summary),
        empty: EmptyState::new(
            "No obsession yet",
            "An obsession takes one thing that is stuck, and looks at it every week for six weeks.",
        ),
        begin,
        without_result: without_result
            .map(|one| Link::new(&one.obsession.title, format!("{own}/{}", one.obsession.number)))
            .collect(),
        cards: obsessions.iter().map(|one| Card::of(call, &own, one)).collect(),
    }))
}

impl Card {
    fn of(call: &Call, own: &str, view: &ObsessionView) -> Self {
        let obsession = &view.obsession;
        let missed = obsession.weeks_missed(&view.check_ins, call.today).len();
        let latest = view
            .check_ins
            .last()
            .map_or_else(|| "no check-in yet".to_owned(), |last| format!("{} on {}", last.value, words::day(last.on)));
        Self {
            href: format!("{own}/{}", obsession.number),
            title: obsession.title.clone(),
            stage: stage_tag(obsession, call.today),
            span: format!("{} to {}", words::day(obsession.starts_on), words::day(obsession.ends_on)),
            aim: obsession.aim.clone(),
            measure: format!("{}: {} at the start", obsession.measure, obsession.baseline),
            latest: obsession.result.clone().map_or(latest, |result| format!("result: {result}")),
            missed: (missed > 0)
                .then(|| format!("{} without a check-in", words::capital(&words::count(missed, "week", "weeks")))),
        }
    }
}
