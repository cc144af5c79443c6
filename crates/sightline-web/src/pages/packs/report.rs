//! The highlight report of one priority: the draft, the form, the signature, and those before it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::highlight::{DraftLine, Topic};
use sightline_app::{Error, HighlightInput, HighlightView, PackError, PlanSummary};

use super::reports::state_words;
use super::{packs_href, report_href, reports_href};
use crate::components::{Breadcrumbs, ErrorSummary, Link, Textarea};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Most letters on one topic.
const LONGEST: usize = 2_000;

#[derive(Template)]
#[template(path = "packs/report.html")]
struct ReportPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    plan: String,
    title: String,
    state: String,
    overtaken: Vec<&'static str>,
    lines: Vec<(&'static str, String)>,
    /// What somebody else wrote in the meantime; the form holds what was typed.
    theirs: Vec<(&'static str, String)>,
    href: String,
    /// What was read, for whoever writes.
    read: String,
    fields: Vec<Textarea>,
    sign_href: Option<String>,
    /// The reports before: signature and texts.
    earlier: Vec<(String, Vec<(&'static str, String)>)>,
}

/// The report, with the form for those who may write it.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, priority)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let (summary, view) = site.app.highlight_report(visitor.call(), &plan, &priority).await?;
    Ok(render::page(&ReportPage::of(frame, &summary, &view, None, &FormErrors::default())))
}

/// Keeps what was written.
pub(super) async fn write(
    State(site): State<Site>,
    Path((plan, priority)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let line = |topic: Topic| DraftLine { topic, text: typed.get(topic.code()).to_owned() };
    let input = HighlightInput { read: read_of(&typed), lines: Topic::ALL.into_iter().map(line).collect() };
    let long = Topic::ALL.into_iter().filter(|topic| typed.get(topic.code()).chars().count() > LONGEST);
    let mut errors = FormErrors::default();
    for topic in long {
        errors.add(topic.code(), format!("Use at most {} letters", words::number(LONGEST)));
    }
    if errors.is_empty() {
        match site.app.write_highlight(call, &plan, &priority, &input).await {
            Ok(()) => {
                return Ok(render::done(
                    &site,
                    &report_href(&plan, &priority),
                    "The report is kept. It is not signed.",
                ));
            }
            Err(error) => errors = beside_the_form(error)?,
        }
    }
    let (summary, view) = site.app.highlight_report(call, &plan, &priority).await?;
    Ok(render::refused(&ReportPage::of(frame, &summary, &view, Some(&typed), &errors)))
}

/// Signs the version that was read.
pub(super) async fn sign(
    State(site): State<Site>,
    Path((plan, priority)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    match site.app.sign_highlight(call, &plan, &priority, read_of(&typed)).await {
        Ok(()) => {
            let said = "The report is signed. It goes into the next pack and never changes.";
            Ok(render::done(&site, &report_href(&plan, &priority), said))
        }
        Err(error) => {
            let errors = beside_the_form(error)?;
            let (summary, view) = site.app.highlight_report(call, &plan, &priority).await?;
            Ok(render::refused(&ReportPage::of(frame, &summary, &view, None, &errors)))
        }
    }
}

/// The entry and the version that whoever writes or signs has read.
fn read_of(typed: &Typed) -> Option<(u64, u64)> {
    let (entry, version) = typed.filled("read")?.split_once('.')?;
    Some((entry.parse().ok()?, version.parse().ok()?))
}

fn beside_the_form(error: Error) -> Result<FormErrors, Error> {
    let what = match &error {
        Error::Pack(PackError::WrittenSince { by }) => {
            format!("{by} has written this report since you opened it: read it below, and bring both together")
        }
        Error::Pack(PackError::Refused(refusal)) => format!("{} {}", refusal.what, refusal.next),
        Error::Store(sightline_app::StoreError::EntryConflict { .. }) => {
            "Somebody has written this report since you opened it: read it below, and bring both together".to_owned()
        }
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add(Topic::Ratings.code(), what);
    Ok(errors)
}

impl ReportPage {
    fn of(
        frame: Frame,
        summary: &PlanSummary,
        view: &HighlightView,
        typed: Option<&Typed>,
        errors: &FormErrors,
    ) -> Self {
        let handle = &summary.handle;
        let mut breadcrumbs = PlanNavigation::breadcrumbs(summary, true);
        breadcrumbs.links.push(Link::new("Packs", packs_href(handle)));
        breadcrumbs.links.push(Link::new("Highlight reports", reports_href(handle)));
        let texts = |lines: Vec<DraftLine>| lines.into_iter().map(|line| (line.topic.heading(), line.text)).collect();
        let lines: Vec<(&'static str, String)> = texts(view.report.lines());
        let field = |line: DraftLine| {
            let value = typed.map_or(line.text.as_str(), |typed| typed.get(line.topic.code()));
            Textarea::new(line.topic.code(), line.topic.heading())
                .rows(3)
                .limit(LONGEST)
                .value(value)
                .error(errors.of(line.topic.code()))
        };
        let is_wrong = !errors.is_empty();
        Self {
            breadcrumbs,
            summary: ErrorSummary::from(errors),
            is_wrong,
            plan: plan_title(summary),
            title: format!("{}: {}", view.priority, view.report.draft.title),
            state: state_words(view),
            overtaken: view.overtaken.iter().map(|topic| topic.heading()).collect(),
            theirs: if is_wrong && typed.is_some() && view.read.is_some() { lines.clone() } else { Vec::new() },
            lines,
            href: report_href(handle, &view.priority),
            read: view.read.map(|(entry, version)| format!("{entry}.{version}")).unwrap_or_default(),
            fields: if view.may_write { view.report.lines().into_iter().map(field).collect() } else { Vec::new() },
            sign_href: (view.may_sign && !view.report.written.is_empty())
                .then(|| format!("{}/sign", report_href(handle, &view.priority))),
            earlier: view
                .signed
                .iter()
                .filter_map(|report| {
                    let signature = report.signature.as_ref()?;
                    let by = format!("Signed by {} on {}", signature.by, words::moment(signature.at));
                    Some((by, texts(report.lines())))
                })
                .collect(),
            frame,
        }
    }
}
