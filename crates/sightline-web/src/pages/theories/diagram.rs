//! The driver diagram of a plan: of each measure, the actions that are to move it and why.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::success::DriverDiagram;
use sightline_app::figures_view::{DriverBox, DriverDrawing};
use sightline_app::{App, Call, PlanDrivers};

use crate::components::{Breadcrumbs, EmptyState, Link};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::measures::ChartView;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "theories/diagram.html")]
struct DiagramPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    measures: Vec<MeasureDrivers>,
    empty: Option<EmptyState>,
}

/// What moves one measure.
struct MeasureDrivers {
    link: Link,
    chart: ChartView,
    unexplained: Vec<Link>,
}

/// The diagram of each measure.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let known = app.driver_diagrams(call, &plan).await?;
    let whole = app.plan(call, Some(&plan), None).await?;
    let measures = known.diagrams.iter().enumerate().map(|(at, (title, diagram))| {
        let drivers = boxes(&known, diagram, &whole.at.plan);
        MeasureDrivers {
            link: Link::new(title, format!("/measures/{}", words::segment(&diagram.measure))),
            chart: ChartView::of(
                &DriverDrawing { id: &format!("drivers-{at}"), measure: title, drivers: &drivers }.draw(),
            ),
            unexplained: diagram.unexplained.iter().map(|action| unexplained(&known, action)).collect(),
        }
    });
    Ok(render::page(&DiagramPage::of(frame, call, &known, measures.collect())))
}

fn unexplained(known: &PlanDrivers, action: &str) -> Link {
    Link::new(format!("Action {action}"), words::action_href(&known.summary.handle, action))
}

/// Explained drivers first, then those that nobody has explained, all in plan order.
fn boxes(known: &PlanDrivers, diagram: &DriverDiagram, plan: &sightline_app::domain::plan::Plan) -> Vec<DriverBox> {
    let title = |id: &String| known.titles.get(id).unwrap_or(id).clone();
    let priority = |reference: &str| {
        let title = known.priorities.get(reference).map(String::as_str).unwrap_or_default();
        format!("{reference} {title}").trim().to_owned()
    };
    let explained = diagram.drivers.iter().map(|driver| DriverBox {
        priority: priority(&driver.priority),
        action: format!("{} {}", driver.action, short(&driver.title)),
        because: Some(driver.because.clone()),
        shows_by: driver.shows_by.map(words::day).unwrap_or_default(),
        might_worsen: words::list(&driver.might_worsen.iter().map(title).collect::<Vec<_>>()),
    });
    let rest = diagram.unexplained.iter().filter_map(|reference| plan.action(reference)).map(|action| DriverBox {
        priority: priority(&action.priority),
        action: format!("{} {}", action.reference, short(action.title())),
        because: None,
        shows_by: String::new(),
        might_worsen: String::new(),
    });
    explained.chain(rest).collect()
}

/// The first words of an action: a box is small, and the table beside it has a link to the rest.
fn short(title: &str) -> String {
    const MOST: usize = 90;
    let title = sightline_app::domain::board_report::one_line(title);
    if title.chars().count() <= MOST {
        return title;
    }
    let cut: String = title.chars().take(MOST).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}

impl DiagramPage {
    fn of(frame: Frame, call: &Call, known: &PlanDrivers, measures: Vec<MeasureDrivers>) -> Self {
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&known.summary, true),
            navigation: PlanNavigation::plain(call, &known.summary, "driver-diagram"),
            plan: plan_title(&known.summary),
            empty: measures.is_empty().then(|| {
                EmptyState::new(
                    "No measure is linked with an action yet",
                    "Link the measures that actions are to move, and say why; they are drawn here.",
                )
                .link(
                    "See the success measures",
                    format!("{}/success-measures", words::plan_href(&known.summary.handle)),
                )
            }),
            measures,
        }
    }
}
