//! The impact tests of a plan: overdue, due, to come and done.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::impact_test::TestState;
use sightline_app::{App, Call, ImpactTestLine, PlanImpactTests};

use super::{state_tag, test_href};
use crate::components::{Breadcrumbs, EmptyState, Link, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "impact_tests/list.html")]
struct ImpactTestsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    summary: String,
    lines: Vec<LineView>,
    empty: Option<EmptyState>,
}

struct LineView {
    link: Link,
    due: String,
    state: Tag,
    sentence: String,
    todo: &'static str,
}

/// The list.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let known = app.impact_tests(call, &plan).await?;
    Ok(render::page(&ImpactTestsPage::of(frame, call, &known)))
}

impl ImpactTestsPage {
    fn of(frame: Frame, call: &Call, known: &PlanImpactTests) -> Self {
        let of = |wanted: &[TestState]| known.lines.iter().filter(|line| wanted.contains(&line.state)).count();
        let due = of(&[TestState::Overdue, TestState::Due, TestState::SentBack]);
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&known.summary, true),
            navigation: PlanNavigation::plain(call, &known.summary, "impact-tests"),
            plan: plan_title(&known.summary),
            summary: format!(
                "{} to be concluded, {} waiting for a sponsor, {} to come, {} done.",
                due,
                of(&[TestState::WaitingForSponsor]),
                of(&[TestState::ToCome]),
                of(&[TestState::Signed]),
            ),
            lines: known.lines.iter().map(|line| view(&known.summary.handle, line)).collect(),
            empty: known.lines.is_empty().then(|| {
                EmptyState::new(
                    "No action names a day to test its impact",
                    "Amend a timescale so that it says so, such as ‘31 March 2027, test impact by 30 June 2027’.",
                )
            }),
        }
    }
}

fn view(plan: &str, line: &ImpactTestLine) -> LineView {
    LineView {
        link: Link::new(format!("{} {}", line.action, line.title), test_href(plan, &line.action)),
        due: words::day(line.due_on),
        state: state_tag(line.state),
        sentence: line.sentence.clone(),
        todo: match (line.may_sign, line.may_conclude && line.state < TestState::WaitingForSponsor) {
            (true, _) => "For you to sign",
            (_, true) => "For you to conclude",
            _ => "",
        },
    }
}
