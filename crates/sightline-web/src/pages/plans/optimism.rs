//! The optimism record: how past ratings and forecasts turned out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::App;
use sightline_app::domain::challenge::{ForecastOutcomes, Outcomes, RatingOutcomes};
use sightline_app::domain::measure::Interval;
use sightline_app::plan_views::PlanOptimism;

use super::address::PlanQuery;
use super::navigation::PlanNavigation;
use crate::components::{Breadcrumbs, EmptyState};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "plans/optimism.html")]
struct OptimismPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    /// How the whole plan's turned out: of what, and a sentence.
    whole: Vec<(&'static str, String)>,
    tables: Vec<OutcomeTable>,
    empty: Option<EmptyState>,
}

/// Outcomes side by side.
struct OutcomeTable {
    title: &'static str,
    /// What stands in the first column.
    of: &'static str,
    rows: Vec<OutcomeRow>,
}

/// What became of the ratings and forecasts of one priority or post.
struct OutcomeRow {
    name: String,
    action: Share,
    impact: Share,
    forecasts: Share,
}

/// How many turned out how, with what chance may make of it.
struct Share {
    /// `10 stayed, 3 amber, 1 red`.
    words: String,
    /// `7% red; by chance alone 1% to 31%`, or that there are too few; empty of nothing.
    about: String,
}

/// The record as at a day.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let shown = app.plan_optimism(call, &plan, query.as_at.day).await?;
    let navigation = PlanNavigation::on_a_day(call, &shown.heading, "optimism", &query.as_at, Vec::new());
    Ok(render::page(&OptimismPage::of(frame, navigation, &shown)))
}

impl OptimismPage {
    fn of(frame: Frame, navigation: PlanNavigation, shown: &PlanOptimism) -> Self {
        let whole = &shown.whole;
        let told = [
            ("Action ratings", whole.action.words()),
            ("Impact ratings", whole.impact.words()),
            ("Forecast dates", whole.forecasts.words()),
        ];
        let whole: Vec<_> = told.into_iter().filter_map(|(of, words)| Some((of, words?))).collect();
        let table = |title, of, outcomes: &[(String, Outcomes)]| OutcomeTable {
            title,
            of,
            rows: outcomes.iter().filter(|(_, outcomes)| is_anything(outcomes)).map(row).collect(),
        };
        let mut tables =
            vec![table("By priority", "Priority", &shown.by_priority), table("By post", "Post", &shown.by_post)];
        tables.retain(|table| !table.rows.is_empty());
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&shown.heading.summary, true),
            navigation,
            plan: shown.heading.title.clone(),
            empty: whole.is_empty().then(|| {
                EmptyState::new(
                    "Nothing has turned out yet",
                    "A rating of green or better is looked at again after three months, a forecast date once it has passed.",
                )
            }),
            whole,
            tables,
        }
    }
}

fn is_anything(outcomes: &Outcomes) -> bool {
    outcomes.action.looked_at() + outcomes.impact.looked_at() + outcomes.forecasts.passed() > 0
}

fn row((name, outcomes): &(String, Outcomes)) -> OutcomeRow {
    OutcomeRow {
        name: name.clone(),
        action: turned_red(outcomes.action),
        impact: turned_red(outcomes.impact),
        forecasts: kept(outcomes.forecasts),
    }
}

fn turned_red(ratings: RatingOutcomes) -> Share {
    let RatingOutcomes { stayed, turned_amber, turned_red, .. } = ratings;
    let percent = ratings.share_turned_red().map(|share| share.shown(0));
    let (Some(percent), Some(interval)) = (percent, ratings.interval_turned_red()) else { return Share::none() };
    Share {
        words: format!("{stayed} stayed, {turned_amber} amber, {turned_red} red"),
        about: about(&format!("{percent}% red"), interval, ratings.is_small()),
    }
}

fn kept(forecasts: ForecastOutcomes) -> Share {
    let percent = forecasts.share_kept().map(|share| share.shown(0));
    let (Some(percent), Some(interval)) = (percent, forecasts.interval_kept()) else { return Share::none() };
    Share {
        words: format!("{} of {} kept", forecasts.kept, forecasts.passed()),
        about: about(&format!("{percent}%"), interval, forecasts.is_small()),
    }
}

impl Share {
    fn none() -> Self {
        Self { words: "None".to_owned(), about: String::new() }
    }
}

/// What a share says, with what chance may make of it.
fn about(share: &str, interval: Interval, is_small: bool) -> String {
    if is_small {
        "Too few to conclude anything from".to_owned()
    } else {
        format!("{share}; by chance alone {:.0}% to {:.0}%", interval.lower, interval.upper)
    }
}
