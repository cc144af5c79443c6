//! The papers of a plan: those that were made, those under way, and the form for one more.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{App, Call, FrozenReport, Job, PaperFormat, PlanReports};

use super::order::{OrderFields, OrderForm};
use super::reports_href;
use super::under_way::{OrderLine, is_under_way, ordered_day};
use crate::components::{Breadcrumbs, EmptyState, ErrorSummary};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "reports/list.html")]
struct ReportsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    summary: ErrorSummary,
    plan: String,
    href: String,
    orders: Vec<OrderLine>,
    is_under_way: bool,
    papers: Vec<PaperLine>,
    empty: EmptyState,
    form: Option<OrderFields>,
}

/// A paper that was made.
struct PaperLine {
    as_at: String,
    format: String,
    name: String,
    href: Option<String>,
    size: String,
    made: String,
    by: String,
    sha256: String,
}

/// Every paper of the plan.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let reports = app.reports(visitor.call(), &plan).await?;
    let form = OrderForm::new(visitor.call().today);
    Ok(render::page(&ReportsPage::of(frame, visitor.call(), &reports, form, &FormErrors::default())))
}

/// Orders a paper.
pub(super) async fn order(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<OrderForm>,
) -> Result<Response, PageError> {
    let call = visitor.call();
    match form.validate(call.today) {
        Ok(order) => {
            site.app.order_report(call, &plan, &order).await?;
            let said = "The report is being built. It appears in the list below; you can leave this page.";
            Ok(render::done(&site, &reports_href(&plan), said))
        }
        Err(errors) => {
            let reports = site.app.reports(call, &plan).await?;
            Ok(render::refused(&ReportsPage::of(frame, call, &reports, form, &errors)))
        }
    }
}

impl ReportsPage {
    fn of(frame: Frame, call: &Call, reports: &PlanReports, form: OrderForm, errors: &FormErrors) -> Self {
        let handle = reports.summary.handle.clone();
        let text = if reports.can_order {
            "Order the first one below."
        } else {
            "They are made by the programme manager and by sponsors before a board meets."
        };
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&reports.summary, true),
            navigation: PlanNavigation::plain(call, &reports.summary, "reports"),
            summary: errors.into(),
            plan: plan_title(&reports.summary),
            href: reports_href(&handle),
            is_under_way: reports.orders.iter().any(is_under_way),
            orders: reports.orders.iter().filter_map(|job| OrderLine::of(job, call.today, what)).collect(),
            papers: reports.papers.iter().map(|paper| PaperLine::of(&handle, paper)).collect(),
            empty: EmptyState::new("There is no report yet", text),
            form: reports.can_order.then(|| form.fields(reports, errors)),
        }
    }
}

/// What was ordered: `As at 31 October 2026, PDF and Word`.
fn what(job: &Job) -> String {
    let as_at = ordered_day(job, "as_at");
    let formats: Vec<&str> = job
        .what
        .get("formats")
        .and_then(|formats| formats.as_array())
        .into_iter()
        .flatten()
        .filter_map(|code| PaperFormat::from_code(code.as_str()?))
        .map(PaperFormat::words)
        .collect();
    format!("As at {as_at}, {}", words::list(&formats))
}

impl PaperLine {
    fn of(plan: &str, paper: &FrozenReport) -> Self {
        let record = &paper.record;
        Self {
            as_at: words::day(record.as_at),
            format: PaperFormat::from_code(&record.format)
                .map_or_else(|| record.format.clone(), |format| format.words().to_owned()),
            name: record.name.clone(),
            href: paper.is_kept.then(|| format!("{}/{}", reports_href(plan), paper.number)),
            size: words::size(record.size_bytes),
            made: words::moment(record.recorded_at),
            by: paper.by.clone(),
            sha256: record.sha256.clone(),
        }
    }
}
