//! One priority: what it is for, what is done about it, and how its ratings moved.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::plan::{Statement, Target, TargetOperator};
use sightline_app::plan_views::PriorityView;
use sightline_app::{App, Call, Error};

use super::action_table::ActionTable;
use super::address::{PlanLinks, PlanQuery};
use super::chart::RatingChart;
use super::key::RatingKey;
use super::navigation::PlanNavigation;
use super::row::standing_tag;
use crate::components::summary_list::SummaryRow;
use crate::components::{Breadcrumbs, EmptyState, Link, SummaryList, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::{count, day};

/// Actions listed on the page; the plan table has all of them.
const MOST_ROWS: usize = 60;

#[derive(Template)]
#[template(path = "plans/priority.html")]
struct PriorityPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    name: String,
    statement: Option<String>,
    facts: SummaryList,
    lists: Vec<StatementList>,
    targets: Vec<TargetView>,
    targets_heading: String,
    standings: Vec<(usize, Tag)>,
    table: ActionTable,
    empty: Option<EmptyState>,
    all: Link,
    charts: Vec<RatingChart>,
    footnotes: Vec<String>,
    before: Option<Link>,
    after: Option<Link>,
    key: RatingKey,
}

/// Lines under one heading, such as objectives.
struct StatementList {
    heading: String,
    statements: Vec<Statement>,
}

/// A target, with its number and day where it has them.
struct TargetView {
    text: String,
    value: String,
    due: String,
}

/// The priority.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path((plan, priority)): Path<(String, String)>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    match app.priority(visitor.call(), &plan, &priority, query.as_at.day).await {
        Ok(view) => Ok(render::page(&PriorityPage::of(frame, visitor.call(), &view, &query))),
        Err(Error::UnknownPriority { .. }) => Err(PageError::NotFound),
        Err(error) => Err(error.into()),
    }
}

impl PriorityPage {
    fn of(frame: Frame, call: &Call, view: &PriorityView, query: &PlanQuery) -> Self {
        let heading = &view.heading;
        let links = PlanLinks::of(heading);
        let priority = &view.priority;
        let title = priority.title.as_deref().unwrap_or("(no title in the plan)");
        let path = format!("priorities/{}", crate::words::segment(&priority.reference));
        let listed = &view.rows[..view.rows.len().min(MOST_ROWS)];
        let neighbour = |reference: &Option<String>| {
            reference.as_ref().map(|reference| Link::new(format!("Priority {reference}"), links.priority(reference)))
        };
        let standings = sightline_app::domain::standing::Standing::ALL.into_iter().zip(view.counts.by_standing).rev();
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&heading.summary, true),
            navigation: PlanNavigation::on_a_day(call, heading, &path, &query.as_at, Vec::new()),
            plan: heading.title.clone(),
            name: format!("Priority {}: {title}", priority.reference),
            statement: priority.statement.clone(),
            facts: facts(view),
            lists: lists(view),
            targets: priority.targets.iter().map(target_view).collect(),
            targets_heading: priority.targets_heading.clone().unwrap_or_else(|| "Targets".to_owned()),
            standings: standings
                .filter(|(_, count)| *count > 0)
                .map(|(standing, count)| (count, standing_tag(standing)))
                .collect(),
            table: ActionTable::plain("Actions of this priority", listed, &links, heading.as_at, false),
            empty: view.rows.is_empty().then(|| {
                EmptyState::new(
                    "No action",
                    "The plan has none for this priority on this day, or none that you have been given access to.",
                )
            }),
            all: Link::new(
                format!("{} in the plan table", count(view.rows.len(), "action", "actions")),
                links.table(&view.filter),
            ),
            charts: (1..).zip(&view.trends).map(|(number, trend)| RatingChart::of(trend, number)).collect(),
            footnotes: priority.footnotes.clone(),
            before: neighbour(&view.neighbours.0),
            after: neighbour(&view.neighbours.1),
            key: RatingKey::of(heading),
        }
    }
}

fn facts(view: &PriorityView) -> SummaryList {
    let priority = &view.priority;
    let label = priority.leads_label.as_deref().map(|label| label.trim().trim_end_matches(':').to_owned());
    let mut rows = vec![SummaryRow::new(
        label.filter(|label| !label.is_empty()).unwrap_or_else(|| "Sponsor".to_owned()),
        view.leads.clone().unwrap_or_default(),
    )];
    if let Some(pillar) = &view.pillar {
        rows.push(SummaryRow::new("Pillar", pillar.clone()));
    }
    if let Some(areas) = &priority.key_areas_raw {
        rows.push(SummaryRow::new("Key areas", areas.clone()));
    }
    if !view.aims.is_empty() {
        let aims = view.aims.iter().map(|aim| format!("{} {}", aim.reference, aim.title)).collect();
        rows.push(SummaryRow { key: "Aims".to_owned(), values: aims, link: None });
    }
    SummaryList::new(rows)
}

fn lists(view: &PriorityView) -> Vec<StatementList> {
    let priority = &view.priority;
    let plain = |texts: &[String]| -> Vec<Statement> {
        texts.iter().map(|text| Statement { text: text.clone(), parts: Vec::new() }).collect()
    };
    let one = |text: &Option<String>| plain(&text.iter().cloned().collect::<Vec<_>>());
    let impact = priority
        .impact_heading
        .clone()
        .unwrap_or_else(|| "What will be different for children and families".to_owned());
    let all = [
        ("Objectives".to_owned(), priority.objectives.clone()),
        ("Outcomes".to_owned(), priority.outcomes.clone()),
        (impact, plain(&priority.impact)),
        ("Measured by".to_owned(), priority.measured_by.clone()),
        ("What good looks like".to_owned(), one(&priority.good_looks_like)),
        ("What outstanding looks like".to_owned(), one(&priority.outstanding_looks_like)),
    ];
    all.into_iter()
        .filter(|(_, statements)| !statements.is_empty())
        .map(|(heading, statements)| StatementList { heading, statements })
        .collect()
}

fn target_view(target: &Target) -> TargetView {
    let side = match target.operator {
        Some(TargetOperator::AtLeast) => "At least ",
        Some(TargetOperator::AtMost) => "At most ",
        None => "",
    };
    let number =
        target.value.as_ref().map(|value| format!("{side}{value}{}", target.unit.as_deref().unwrap_or_default()));
    TargetView {
        text: target.text.clone(),
        value: number.unwrap_or_default(),
        due: target.due_on.map(day).unwrap_or_default(),
    }
}
