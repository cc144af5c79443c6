//! The children behind a figure: what was counted, row by row.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::figures_view::{ChildrenView, CohortRow};
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call};

use super::{FiguresTop, Known, address, files, instead, measure_href, window};
use crate::components::{Breadcrumbs, EmptyState, Link, Pagination, SubNavigation, Tag};
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::frame::Frame;
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// Rows on one page.
const LINES: usize = 100;

/// What may stand after `?`; no child does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChildrenQuery {
    window: String,
    as_at: String,
    breakdown: String,
    value: String,
    /// `yes`, `no` or `left_out`; all rows when empty.
    counted: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "measures/children.html")]
struct ChildrenPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    caption: String,
    title: String,
    subject: String,
    top: FiguresTop,
    counts: SubNavigation,
    columns: Vec<String>,
    has_numerator: bool,
    lines: Vec<Line>,
    can_open: bool,
    pagination: Pagination,
    empty: EmptyState,
    /// The rows as a file.
    files: Vec<Link>,
}

struct Line {
    key: String,
    day: String,
    state: Tag,
    because: Option<String>,
    team: String,
    worker: String,
    /// Title of the column and what stands there.
    cells: Vec<(String, String)>,
}

/// The rows; that somebody looked is in the history.
pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    Query(query): Query<ChildrenQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let as_at = AsAt::typed(&query.as_at);
    let is_part = !query.breakdown.is_empty() && !query.value.is_empty();
    let part = is_part.then_some((query.breakdown.as_str(), query.value.as_str()));
    let children = match app.measure_children(call, &id, window(&query.window), as_at.day, part).await {
        Err(error) => {
            let here = format!("{}/children", measure_href(&id));
            return instead(&app, call, frame, (Known::Measures, &id, &here), &as_at, error).await;
        }
        Ok(children) => children,
    };
    let mut response = render::page(&ChildrenPage::of(frame, call, &children, &query, &as_at));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

impl ChildrenPage {
    fn of(frame: Frame, call: &Call, children: &ChildrenView, query: &ChildrenQuery, as_at: &AsAt) -> Self {
        let definition = &children.definition;
        let page = format!("{}/children", measure_href(&definition.id));
        let has_numerator = definition.numerator.is_some();
        let fitting: Vec<&CohortRow> = children.rows.iter().filter(|row| query.fits(row)).collect();
        let pages = fitting.len().div_ceil(LINES).max(1);
        let at = query.page.unwrap_or(1).clamp(1, pages);
        let columns: Vec<String> =
            children.columns.iter().map(|name| words::capital(&name.replace('_', " "))).collect();
        let shown = fitting.iter().skip((at - 1) * LINES).take(LINES);
        let measure = address(&measure_href(&definition.id), &query.pairs(&["breakdown", "value", "counted"]));
        let part = if query.value.is_empty() { String::new() } else { format!(", {}", query.value) };
        let who = if definition.is_about_children() { "Children" } else { "Rows" };
        Self {
            frame,
            breadcrumbs: Breadcrumbs::new(vec![
                Link::new("Measures", "/scorecards"),
                Link::new(&definition.title, measure),
            ]),
            caption: definition.title.clone(),
            title: format!("{who} behind the figure: {}{part}", children.period),
            subject: words::capital(&definition.subject),
            files: files(|ending| address(&format!("{page}.{ending}"), &query.pairs(&["counted"]))),
            top: FiguresTop::new(call, &children.provenance, (&page, as_at), &query.pairs(&["as_at"])),
            counts: query.counts(&page, children),
            has_numerator,
            lines: shown.map(|row| Line::of(row, &columns, has_numerator)).collect(),
            columns,
            can_open: definition.is_about_children() && call.allows(Action::ChildRead, &Target::Sightline),
            pagination: Pagination::new(at, pages, address(&page, &query.pairs(&[]))),
            empty: EmptyState::new(
                "No row to show",
                "Nothing was counted here of the teams whose children you may see.",
            ),
        }
    }
}

impl ChildrenQuery {
    /// What stands in the address, without some of the parts and without the page.
    fn pairs(&self, left_out: &[&str]) -> Vec<(&'static str, &str)> {
        let all: [(&'static str, &str); 5] = [
            ("window", self.window.as_str()),
            ("as_at", &self.as_at),
            ("breakdown", &self.breakdown),
            ("value", &self.value),
            ("counted", &self.counted),
        ];
        all.into_iter().filter(|(name, _)| !left_out.contains(name)).collect()
    }

    fn fits(&self, row: &CohortRow) -> bool {
        match self.counted.as_str() {
            "yes" => row.in_numerator == Some(true),
            "no" => row.in_numerator == Some(false),
            "left_out" => row.in_numerator.is_none(),
            _ => true,
        }
    }

    /// All rows, those in the numerator, those that are not, those left out.
    fn counts(&self, page: &str, children: &ChildrenView) -> SubNavigation {
        let count = |of: Option<bool>| children.rows.iter().filter(|row| row.in_numerator == of).count();
        let mut kinds = vec![("", "All", children.rows.len())];
        if children.definition.numerator.is_some() {
            kinds.extend([("yes", "In the numerator", count(Some(true))), ("no", "Not in it", count(Some(false)))]);
        }
        kinds.push(("left_out", "Left out", count(None)));
        let rest = self.pairs(&["counted"]);
        let href = |name: &str| {
            let pairs: Vec<(&str, &str)> = rest.iter().copied().chain([("counted", name)]).collect();
            address(page, &pairs)
        };
        let link = |(name, words, rows): (&str, &str, usize)| Link::new(format!("{words} ({rows})"), href(name));
        SubNavigation::new("Rows by how they count", kinds.into_iter().map(link).collect(), href(&self.counted))
    }
}

impl Line {
    fn of(row: &CohortRow, columns: &[String], has_numerator: bool) -> Self {
        let state = match row.in_numerator {
            None => Tag::new("Left out", "grey"),
            Some(true) if has_numerator => Tag::new("Yes", "green"),
            Some(true) => Tag::new("Counted", "green"),
            Some(false) => Tag::new("No", "orange"),
        };
        let cell = |cell: &Option<String>| cell.as_deref().map_or_else(|| "–".to_owned(), words::days_written_out);
        Self {
            key: row.key.clone(),
            day: words::day(row.day),
            state,
            because: row.left_out_because.as_deref().map(words::capital),
            team: row.team.clone().unwrap_or_else(|| "–".to_owned()),
            worker: row.worker.clone().unwrap_or_else(|| "–".to_owned()),
            cells: columns.iter().cloned().zip(row.cells.iter().map(cell)).collect(),
        }
    }
}
