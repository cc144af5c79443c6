//! What changed since the extract before: counts for everybody who may see extracts, children for few.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, ChildChange, Error, ExtractChanges, TableDifference};

use super::{breadcrumbs, column_name, format_name, href, rows};
use crate::components::{Breadcrumbs, EmptyState, Pagination};
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// Changes on one page.
const LINES: usize = 100;

#[derive(Template)]
#[template(path = "data/changes.html")]
struct ChangesPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    heading: String,
    href: String,
    /// Children who came and went; nothing when there is no extract before.
    children: Option<[String; 2]>,
    can_see_children: bool,
    tables: Vec<[String; 6]>,
    moved: Vec<[String; 4]>,
    empty: EmptyState,
}

#[derive(Template)]
#[template(path = "data/changed_children.html")]
struct ChildrenPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    heading: String,
    found: String,
    lines: Vec<Line>,
    pagination: Pagination,
    empty: EmptyState,
}

struct Line {
    child: String,
    what: &'static str,
    place: String,
    before: String,
    after: String,
    source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    page: Option<usize>,
}

/// The counts.
pub(super) async fn show(
    State(app): State<App>,
    Path(extract): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = app.extract(call, Some(&extract)).await?;
    let changes = match app.extract_changes(call, Some(&extract), None).await {
        Ok(changes) => Some(changes),
        Err(Error::NothingBefore { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let difference = changes.as_ref().map(|changes| &changes.difference);
    let text = if changes.is_some() {
        "Both extracts hold the same rows."
    } else {
        "A difference can be shown from the second extract on."
    };
    let title = if changes.is_some() { "Nothing changed" } else { "There is no extract before this one" };
    Ok(render::page(&ChangesPage {
        frame,
        breadcrumbs: breadcrumbs(Some(&view)),
        heading: changes.as_ref().map_or_else(|| "What changed".to_owned(), heading),
        href: href(&view),
        children: difference.map(|one| [rows(one.children_appeared), rows(one.children_disappeared)]),
        can_see_children: call.allows(Action::ChildRead, &Target::Sightline),
        tables: difference.map(|one| one.tables.iter().map(table).collect()).unwrap_or_default(),
        moved: difference.map(|one| one.tables.iter().flat_map(moved).collect()).unwrap_or_default(),
        empty: EmptyState::new(title, text),
    }))
}

/// The changes of single children; opening it is in the history.
pub(super) async fn children(
    State(app): State<App>,
    Path(extract): Path<String>,
    Query(shown): Query<Shown>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let (changes, found) = app.changed_children(visitor.call(), &extract).await?;
    let pages = found.len().div_ceil(LINES).max(1);
    let page = shown.page.unwrap_or(1).clamp(1, pages);
    let own = format!("{}/changes/children", href(&changes.after));
    let mut response = render::page(&ChildrenPage {
        frame,
        breadcrumbs: breadcrumbs(Some(&changes.after)),
        heading: heading(&changes),
        found: words::capital(&words::count(found.len(), "change", "changes")),
        lines: found.iter().skip((page - 1) * LINES).take(LINES).map(Line::of).collect(),
        pagination: Pagination::new(page, pages, own),
        empty: EmptyState::new("Nothing changed", "No record of a child whom you may see changed."),
    });
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn heading(changes: &ExtractChanges) -> String {
    format!(
        "What changed from {} to {}",
        words::day(changes.before.record.as_at),
        words::day(changes.after.record.as_at)
    )
}

fn table((name, one): (&String, &TableDifference)) -> [String; 6] {
    let counts = [one.rows_before, one.rows_after, one.appeared, one.disappeared, one.changed].map(rows);
    let [before, after, appeared, disappeared, changed] = counts;
    [column_name(name), before, after, appeared, disappeared, changed]
}

/// The columns of dates that moved.
fn moved((name, one): (&String, &TableDifference)) -> Vec<[String; 4]> {
    let moved = one.columns.iter().filter(|(_, column)| column.later + column.earlier > 0);
    let line = |(column, counts): (&String, &sightline_app::ColumnDifference)| {
        [column_name(name), column_name(column), rows(counts.later), rows(counts.earlier)]
    };
    moved.map(line).collect()
}

impl Line {
    fn of(change: &ChildChange) -> Self {
        let what = match change.change.as_str() {
            "child_appeared" => "Child appeared",
            "child_disappeared" => "Child disappeared",
            "row_appeared" => "Row appeared",
            "row_disappeared" => "Row disappeared",
            _ => "Changed",
        };
        let place = [change.table.as_deref(), change.column.as_deref()];
        let place: Vec<String> = place.into_iter().flatten().map(column_name).collect();
        let value = |value: Option<&str>| {
            value.map_or_else(|| "–".to_owned(), |value| value.parse().map_or_else(|_| value.to_owned(), words::day))
        };
        let source = change.source.as_deref().map_or_else(String::new, |source| {
            let (format, table) = source.split_once('/').unwrap_or((source, ""));
            let row = change.source_row.as_deref().map(|row| format!(", row {row}")).unwrap_or_default();
            format!("{} {}{row}", format_name(format), table.replace('_', " "))
        });
        Self {
            child: change.child.clone(),
            what,
            place: place.join(", "),
            before: value(change.before.as_deref()),
            after: value(change.after.as_deref()),
            source,
        }
    }
}
