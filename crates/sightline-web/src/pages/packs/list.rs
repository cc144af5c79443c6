//! The packs of a plan: those that were made, those under way, and the form for one more.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{App, Call, Job, MANIFEST_FILE, PackView, PlanPacks, format_code};

use super::build::{PackFields, PackForm};
use super::packs_href;
use crate::components::{Breadcrumbs, EmptyState, ErrorSummary};
use crate::error::PageError;
use crate::forms::{FormErrors, Path};
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::pages::reports::under_way::{OrderLine, is_under_way, ordered, ordered_day};
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "packs/list.html")]
pub(super) struct PacksPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    summary: ErrorSummary,
    plan: String,
    href: String,
    reports_href: String,
    orders: Vec<OrderLine>,
    is_under_way: bool,
    packs: Vec<PackLines>,
    empty: EmptyState,
    form: Option<PackFields>,
}

/// A pack that was made.
struct PackLines {
    title: String,
    made: String,
    issued: Option<String>,
    issue_href: Option<String>,
    since: Vec<String>,
    files: Vec<FileLine>,
    manifest_href: String,
    sha256: String,
}

/// A file of it that the visitor may open.
struct FileLine {
    name: String,
    audience: String,
    href: String,
    format: String,
    sha256: String,
}

/// Every pack of the plan.
pub(super) async fn show(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let packs = app.packs(visitor.call(), &plan).await?;
    let form = PackForm::new(visitor.call().today, packs.next_meeting);
    Ok(render::page(&PacksPage::of(frame, visitor.call(), &packs, form, &FormErrors::default())))
}

impl PacksPage {
    pub(super) fn of(frame: Frame, call: &Call, packs: &PlanPacks, form: PackForm, errors: &FormErrors) -> Self {
        let handle = packs.summary.handle.clone();
        let text = if packs.can_build {
            "Build the first one below."
        } else {
            "They are built by the programme manager and by sponsors before a board meets."
        };
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&packs.summary, true),
            navigation: PlanNavigation::plain(call, &packs.summary, "packs"),
            summary: errors.into(),
            plan: plan_title(&packs.summary),
            href: packs_href(&handle),
            reports_href: super::reports_href(&handle),
            is_under_way: packs.orders.iter().any(is_under_way),
            orders: packs.orders.iter().filter_map(|job| OrderLine::of(job, call.today, what)).collect(),
            packs: packs.packs.iter().map(|pack| PackLines::of(&handle, pack)).collect(),
            empty: EmptyState::new("There is no pack yet", text),
            form: packs.can_build.then(|| form.fields(packs, errors)),
        }
    }
}

/// What was ordered: `Improvement Board, meeting of 9 December 2026, as at 31 October 2026`.
fn what(job: &Job) -> String {
    let (meeting_on, as_at) = (ordered_day(job, "meeting_on"), ordered_day(job, "as_at"));
    format!("{}, meeting of {meeting_on}, as at {as_at}", ordered(job, "body"))
}

impl PackLines {
    fn of(plan: &str, view: &PackView) -> Self {
        let of = &view.pack.of;
        let href = |name: &str| format!("{}/{}/{}", packs_href(plan), view.number, words::segment(name));
        let files = view.pack.files.iter().zip(&view.audiences).map(|(file, audience)| FileLine {
            name: file.name.clone(),
            audience: if file.name.ends_with("-children.pdf") {
                "Children, young people and members".to_owned()
            } else {
                audience.clone()
            },
            href: href(&file.name),
            format: format!("{}, {}", format_code(file.format).to_uppercase(), words::size(file.size_bytes)),
            sha256: file.sha256.clone(),
        });
        Self {
            title: format!("{}, {}", of.body, words::day(of.meeting_on)),
            made: format!("As at {}. Built by {} on {}.", words::day(of.as_at), view.by, words::moment(view.at)),
            issued: view
                .pack
                .issued
                .as_ref()
                .map(|issue| format!("Issued by {} on {}", issue.by, words::moment(issue.at))),
            issue_href: view.can_issue.then(|| format!("{}/{}/issue", packs_href(plan), view.number)),
            since: view.since.clone(),
            files: files.collect(),
            manifest_href: href(MANIFEST_FILE),
            sha256: view.pack.sha256.clone(),
        }
    }
}
