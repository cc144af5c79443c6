//! The plan on a page: one screen, one sheet of A4.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::App;
use sightline_app::domain::board_report::{AttentionLine, DueLine};
use sightline_app::domain::standing::Standing;
use sightline_app::plan_views::{DueWindow, MatrixCell, MatrixColumn, PlanFilter, PlanOnAPage, PriorityLine};

use super::address::{PlanLinks, PlanQuery};
use super::key::RatingKey;
use super::navigation::PlanNavigation;
use super::row::{rating, standing_tag};
use crate::components::{Breadcrumbs, Rating, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::{count, day};

/// Dates named on the page; the timeline has all of them.
const MOST_DATES: usize = 8;

#[derive(Template)]
#[template(path = "plans/on_a_page.html")]
struct OnAPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    as_at: String,
    headlines: Vec<String>,
    standings: Vec<StandingLine>,
    /// `Action rating` and how many levels stand under it.
    groups: Vec<(&'static str, usize)>,
    heads: Vec<(Option<Rating>, String)>,
    priorities: Vec<PriorityRow>,
    stuck: Vec<StuckLine>,
    all_stuck: String,
    all_stuck_href: String,
    dates: Vec<DateLine>,
    more_dates: Option<String>,
    timeline_href: String,
    key: RatingKey,
}

struct StandingLine {
    count: usize,
    tag: Tag,
    meaning: String,
    href: String,
}

struct PriorityRow {
    name: String,
    href: String,
    leads: String,
    /// One for each level of the action rating, then of the impact rating; then overdue, then all.
    cells: Vec<CountCell>,
}

/// A count, and the way to what was counted; no way where nothing was.
struct CountCell {
    count: usize,
    href: Option<String>,
    words: String,
}

struct StuckLine {
    reference: String,
    title: String,
    href: String,
    lead: String,
    why: String,
}

struct DateLine {
    day: String,
    when: String,
    what: String,
    reference: String,
    href: String,
}

/// The page.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let shown = app.plan_on_a_page(call, &plan, query.as_at.day).await?;
    let navigation = PlanNavigation::on_a_day(call, &shown.heading, "on-a-page", &query.as_at, Vec::new());
    Ok(render::page(&OnAPage::of(frame, navigation, &shown)))
}

impl OnAPage {
    fn of(frame: Frame, navigation: PlanNavigation, shown: &PlanOnAPage) -> Self {
        let heading = &shown.heading;
        let links = PlanLinks::of(heading);
        let standing_filter = |standings: Vec<Standing>| PlanFilter { standings, ..PlanFilter::default() };
        let standings = shown.words.standings.iter().map(|line| StandingLine {
            count: line.count.now,
            tag: standing_tag(line.standing),
            meaning: line.meaning.clone(),
            href: links.table(&standing_filter(vec![line.standing])),
        });
        let heads = |columns: &[MatrixColumn]| -> Vec<(Option<Rating>, String)> {
            columns.iter().map(|column| (column.mark.as_ref().map(rating), column.name.clone())).collect()
        };
        let more = shown.words.due_soon.len().saturating_sub(MOST_DATES);
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&heading.summary, true),
            navigation,
            plan: heading.title.clone(),
            as_at: day(heading.as_at),
            headlines: shown.words.headlines.clone(),
            standings: standings.collect(),
            groups: [("Action rating", &shown.action_columns), ("Impact rating", &shown.impact_columns)]
                .into_iter()
                .filter(|(_, columns)| !columns.is_empty())
                .map(|(name, columns)| (name, columns.len()))
                .collect(),
            heads: heads(&shown.action_columns).into_iter().chain(heads(&shown.impact_columns)).collect(),
            priorities: shown.priorities.iter().map(|line| priority_row(line, shown, &links)).collect(),
            stuck: shown.words.attention.iter().map(|line| stuck_line(line, &links)).collect(),
            all_stuck: format!("All {} overdue or slipping", count(shown.stuck, "action", "actions")),
            all_stuck_href: links.table(&standing_filter(vec![Standing::Overdue, Standing::Slipping])),
            dates: shown.words.due_soon.iter().take(MOST_DATES).map(|line| date_line(line, &links)).collect(),
            more_dates: (more > 0).then(|| format!("{} more in the next six weeks", count(more, "date", "dates"))),
            timeline_href: links.with("timeline", "range=quarter"),
            key: RatingKey::of(heading),
        }
    }

    fn is_stuck(&self) -> bool {
        !self.stuck.is_empty()
    }
}

fn priority_row(line: &PriorityLine, shown: &PlanOnAPage, links: &PlanLinks) -> PriorityRow {
    let cell = |words: String, count: usize, filter: &PlanFilter| CountCell {
        count,
        href: (count > 0).then(|| links.table(filter)),
        words,
    };
    let rated = |axis: &str, columns: &[MatrixColumn], cells: &[MatrixCell]| -> Vec<CountCell> {
        let pairs = columns.iter().zip(cells);
        pairs.map(|(column, count)| cell(format!("{axis}: {}", column.name), count.count, &count.filter)).collect()
    };
    let mut cells = rated("Action", &shown.action_columns, &line.action.cells);
    cells.extend(line.impact.iter().flat_map(|row| rated("Impact", &shown.impact_columns, &row.cells)));
    let overdue = PlanFilter { due: vec![DueWindow::Overdue], ..line.action.total.filter.clone() };
    cells.push(cell("Overdue".to_owned(), line.overdue, &overdue));
    cells.push(cell("All".to_owned(), line.action.total.count, &line.action.total.filter));
    PriorityRow {
        name: format!("{} {}", line.reference, line.title).trim().to_owned(),
        href: if line.reference.is_empty() { String::new() } else { links.priority(&line.reference) },
        leads: line.leads.clone().unwrap_or_default(),
        cells,
    }
}

fn stuck_line(line: &AttentionLine, links: &PlanLinks) -> StuckLine {
    StuckLine {
        href: links.action(&line.reference),
        reference: line.reference.clone(),
        title: line.title.clone(),
        lead: line.lead.clone(),
        why: line.why.clone(),
    }
}

fn date_line(line: &DueLine, links: &PlanLinks) -> DateLine {
    let what = line.text.clone().unwrap_or_else(|| line.title.clone());
    DateLine {
        day: line.due.words.clone(),
        when: line.when.clone(),
        what: if line.kind == "Action" { what } else { format!("{}: {what}", line.kind) },
        href: links.action(&line.reference),
        reference: line.reference.clone(),
    }
}
