//! The plan by inspection finding, looked at from both ends.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::App;
use sightline_app::plan_views::{ActionRow, FindingCoverage, InspectionCoverage, PlanByFinding};

use super::action_table::ActionTable;
use super::address::{PlanLinks, PlanQuery};
use super::key::RatingKey;
use super::navigation::PlanNavigation;
use super::row::RowView;
use crate::components::{Breadcrumbs, EmptyState, Rating, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::{count, day, list};

/// Actions listed for one finding.
const MOST_ACTIONS: usize = 8;

/// Actions without a finding that are listed.
const MOST_WITHOUT: usize = 40;

#[derive(Template)]
#[template(path = "plans/by_finding.html")]
struct ByFindingPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    summary: String,
    inspections: Vec<InspectionView>,
    empty: Option<EmptyState>,
    without: Option<Without>,
    key: RatingKey,
}

struct InspectionView {
    name: String,
    held: String,
    judgements: Vec<String>,
    findings: Vec<FindingView>,
}

struct FindingView {
    reference: String,
    text: String,
    actions: Vec<AnswerView>,
    /// Actions beyond those listed, and the way to all of them.
    more: Option<(String, Option<String>)>,
    gone: Option<String>,
}

/// An action that answers a finding, in one line.
struct AnswerView {
    reference: String,
    title: String,
    href: String,
    rating: Rating,
    standing: Tag,
}

/// Actions that answer no finding.
struct Without {
    sentence: String,
    table: ActionTable,
    more: Option<String>,
}

/// Findings with the actions that answer them, then actions that answer none.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let shown = app.plan_by_finding(call, &plan, query.as_at.day).await?;
    let navigation = PlanNavigation::on_a_day(call, &shown.heading, "by-finding", &query.as_at, Vec::new());
    Ok(render::page(&ByFindingPage::of(frame, navigation, &shown)))
}

impl ByFindingPage {
    fn of(frame: Frame, navigation: PlanNavigation, shown: &PlanByFinding) -> Self {
        let heading = &shown.heading;
        let links = PlanLinks::of(heading);
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&heading.summary, true),
            navigation,
            plan: heading.title.clone(),
            summary: summary(shown),
            inspections: shown.inspections.iter().map(|one| inspection_view(one, &links, heading.as_at)).collect(),
            empty: shown.inspections.is_empty().then(|| {
                EmptyState::new(
                    "The plan names no inspection",
                    "When its actions are tagged with the finding they answer, this page shows which findings are answered.",
                )
            }),
            without: (!shown.actions_without.is_empty()).then(|| without(shown, &links)),
            key: RatingKey::of(heading),
        }
    }
}

fn summary(shown: &PlanByFinding) -> String {
    let findings = match (shown.findings, shown.unanswered) {
        (0, _) => "The plan names no finding".to_owned(),
        (all, 0) => format!("Each of {} is answered by an action", count(all, "finding", "findings")),
        (all, open) => format!(
            "{open} of {} {} answered by no action",
            count(all, "finding", "findings"),
            if open == 1 { "is" } else { "are" }
        ),
    };
    let without = shown.actions_without.len();
    let verb = if without == 1 { "answers" } else { "answer" };
    format!("{findings}. {without} of {} {verb} no finding.", count(shown.actions, "action", "actions"))
}

fn inspection_view(one: &InspectionCoverage, links: &PlanLinks, as_at: chrono::NaiveDate) -> InspectionView {
    InspectionView {
        name: one.name.clone(),
        held: one.held_on.map(day).or_else(|| one.held_raw.clone()).unwrap_or_default(),
        judgements: one.judgements.clone(),
        findings: one.findings.iter().map(|finding| finding_view(finding, links, as_at)).collect(),
    }
}

fn finding_view(finding: &FindingCoverage, links: &PlanLinks, as_at: chrono::NaiveDate) -> FindingView {
    let more = finding.rows.len().saturating_sub(MOST_ACTIONS);
    FindingView {
        reference: crate::words::capital(&finding.reference),
        text: finding.text.clone().unwrap_or_default(),
        actions: finding.rows.iter().take(MOST_ACTIONS).map(|row| answer_view(row, links, as_at)).collect(),
        more: (more > 0).then(|| {
            let href = finding.filter.as_ref().map(|filter| links.table(filter));
            (format!("and {}", count(more, "more action", "more actions")), href)
        }),
        gone: (!finding.gone.is_empty()).then(|| format!("No longer in the plan: {}", list(&finding.gone))),
    }
}

fn answer_view(row: &ActionRow, links: &PlanLinks, as_at: chrono::NaiveDate) -> AnswerView {
    let view = RowView::of(row, links, as_at);
    AnswerView {
        reference: view.reference,
        title: view.title,
        href: view.href,
        rating: view.action_rating,
        standing: view.standing,
    }
}

fn without(shown: &PlanByFinding, links: &PlanLinks) -> Without {
    let rows = &shown.actions_without;
    let listed = &rows[..rows.len().min(MOST_WITHOUT)];
    let more = rows.len() - listed.len();
    Without {
        sentence: format!(
            "{} not because of a finding, or the plan does not say which.",
            count(rows.len(), "action is in the plan", "actions are in the plan")
        ),
        table: ActionTable::plain("Actions that answer no finding", listed, links, shown.heading.as_at, true),
        more: (more > 0).then(|| format!("{} not listed here.", count(more, "more action is", "more actions are"))),
    }
}
