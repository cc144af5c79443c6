//! The highlight reports of a plan: one for each priority, and where each stands.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::highlight::ReportState;
use sightline_app::{App, HighlightView, PlanHighlights};

use super::{packs_href, report_href};
use crate::components::Breadcrumbs;
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "packs/reports.html")]
struct ReportsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    plan: String,
    packs_href: String,
    reports: Vec<ReportLine>,
}

struct ReportLine {
    priority: String,
    title: String,
    href: String,
    state: String,
    sponsor: String,
    last_signed: String,
}

/// Every highlight report of the plan.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let known = app.highlight_reports(visitor.call(), &plan).await?;
    Ok(render::page(&ReportsPage::of(frame, &known)))
}

impl ReportsPage {
    fn of(frame: Frame, known: &PlanHighlights) -> Self {
        let handle = &known.summary.handle;
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&known.summary, true);
        breadcrumbs.links.push(crate::components::Link::new("Packs", packs_href(handle)));
        Self {
            frame,
            breadcrumbs,
            plan: plan_title(&known.summary),
            packs_href: packs_href(handle),
            reports: known.reports.iter().map(|view| ReportLine::of(handle, view)).collect(),
        }
    }
}

impl ReportLine {
    fn of(plan: &str, view: &HighlightView) -> Self {
        let last_signed = view.signed.first().and_then(|report| report.signature.as_ref());
        Self {
            priority: view.priority.clone(),
            title: view.report.draft.title.clone(),
            href: report_href(plan, &view.priority),
            state: state_words(view),
            sponsor: Some(view.report.sponsor.clone())
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "Not named".to_owned()),
            last_signed: last_signed.map_or_else(
                || "Never".to_owned(),
                |signature| format!("{}, by {}", words::day(signature.at.date_naive()), signature.by),
            ),
        }
    }
}

/// Where the report that is under way stands, in words.
pub(super) fn state_words(view: &HighlightView) -> String {
    match (view.report.state(), view.report.written.last()) {
        (ReportState::Written, Some(last)) => {
            format!("Written by {} on {}, not signed", last.by, words::day(last.at.date_naive()))
        }
        _ => "Drafted from the plan, not written".to_owned(),
    }
}
