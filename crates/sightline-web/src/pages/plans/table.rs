//! The plan as a table.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::standing::Standing;
use sightline_app::plan_views::{Column, Order, PlanFilter, PlanHeading, PlanTable};
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call};

use super::action_table::ActionTable;
use super::address::{PlanLinks, PlanQuery};
use super::key::RatingKey;
use super::navigation::PlanNavigation;
use super::row::{RowView, standing_tag};
use super::saved_views::{SavedViews, TypedView};
use super::table_filter::{filter_panel, query_of};
use crate::components::column_header::Order as Shown;
use crate::components::{Breadcrumbs, ColumnHeader, EmptyState, ErrorSummary, FilterPanel, Link, Pagination, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::count;

#[derive(Template)]
#[template(path = "plans/table.html")]
pub(super) struct TablePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    errors: ErrorSummary,
    plan: String,
    status: Option<String>,
    not_understood: Vec<String>,
    search: Search,
    filter: FilterPanel,
    standings: Vec<StandingLink>,
    table: ActionTable,
    empty: Option<EmptyState>,
    pagination: Pagination,
    key: RatingKey,
    views: SavedViews,
    exports: Vec<Link>,
}

struct Search {
    action: String,
    words: String,
    keep: Vec<(&'static str, String)>,
}

/// How many actions stand so, and the way to them.
struct StandingLink {
    count: usize,
    tag: Tag,
    href: String,
}

/// The table.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let table = app.plan_table(call, &plan, query.as_at.day, &query.filter.filter, query.page).await?;
    Ok(render::page(&TablePage::of(frame, call, &table, &query, &TypedView::default())))
}

impl TablePage {
    /// The page; `typed` is a view that could not be saved.
    pub(super) fn of(frame: Frame, call: &Call, table: &PlanTable, query: &PlanQuery, typed: &TypedView) -> Self {
        let heading = &table.heading;
        let links = PlanLinks::of(heading);
        let filter = &query.filter.filter;
        let rows = table.rows.iter().map(|row| RowView::of(row, &links, heading.as_at)).collect();
        let caption = found_words(table, filter);
        let searchless: Vec<_> = filter.pairs().into_iter().filter(|(key, _)| *key != "q").collect();
        let day = (!heading.is_today).then(|| ("as_at", heading.as_at.to_string()));
        Self {
            breadcrumbs: PlanNavigation::breadcrumbs(&heading.summary, false),
            navigation: PlanNavigation::on_a_day(call, heading, "", &query.as_at, filter.pairs()),
            errors: ErrorSummary::from(&typed.errors),
            plan: heading.title.clone(),
            status: heading.status.clone(),
            not_understood: query.filter.not_understood.clone(),
            search: Search {
                action: PlanLinks::new(&heading.summary.handle, None).view(""),
                words: filter.words.clone(),
                keep: searchless.into_iter().chain(day.clone()).collect(),
            },
            filter: filter_panel(filter, &table.facets, &links, "", day.as_slice()),
            standings: standings(table, filter, &links),
            empty: (table.found == 0).then(|| empty(table, &links)),
            table: ActionTable::with_heads(caption, heads(heading, filter, &links), rows, true),
            pagination: Pagination::new(table.page, table.pages, links.table(filter)),
            key: RatingKey::of(heading),
            views: SavedViews::of(&frame, table, filter, &links, typed),
            exports: exports(call, heading, filter, &links),
            frame,
        }
    }
}

fn found_words(table: &PlanTable, filter: &PlanFilter) -> String {
    let found = count(table.found, "action", "actions");
    let pages = if table.pages > 1 { format!(", page {} of {}", table.page, table.pages) } else { String::new() };
    if filter.shows_everything() { format!("{found}{pages}") } else { format!("{found} of {}{pages}", table.actions) }
}

fn empty(table: &PlanTable, links: &PlanLinks) -> EmptyState {
    if table.actions == 0 {
        return EmptyState::new(
            "The plan shows no action",
            "There is none on this day, or none that you have been given access to.",
        );
    }
    EmptyState::new("No action fits", "Take away a filter, or look for other words.")
        .link("Clear all filters", links.view(""))
}

/// Where the shown actions stand; each leads to those alone.
fn standings(table: &PlanTable, filter: &PlanFilter, links: &PlanLinks) -> Vec<StandingLink> {
    let counts = Standing::ALL.into_iter().zip(table.counts.by_standing).rev();
    counts
        .filter(|(_, count)| *count > 0)
        .map(|(standing, count)| StandingLink {
            count,
            tag: standing_tag(standing),
            href: links.table(&PlanFilter { standings: vec![standing], ..filter.clone() }),
        })
        .collect()
}

/// The heads; each leads to the table sorted by it, the other way round when it is already.
fn heads(heading: &PlanHeading, filter: &PlanFilter, links: &PlanLinks) -> Vec<ColumnHeader> {
    let shown = Column::ALL.into_iter().filter(|by| *by != Column::ImpactRating || heading.impact_scale.is_some());
    shown
        .map(|by| {
            let now = filter.order.filter(|order| order.by == by);
            let next = Order { by, is_descending: now.is_some_and(|order| !order.is_descending) };
            let href = links.table(&PlanFilter { order: Some(next), ..filter.clone() });
            let order = match now {
                None => Shown::None,
                Some(Order { is_descending: false, .. }) => Shown::Ascending,
                Some(_) => Shown::Descending,
            };
            ColumnHeader::new(head_words(by)).sort(href, order)
        })
        .collect()
}

fn head_words(by: Column) -> &'static str {
    match by {
        Column::Reference => "Ref",
        Column::Action => "Action",
        Column::Priority => "Priority",
        Column::Lead => "Lead",
        Column::Due => "Due",
        Column::ActionRating => "Action rating",
        Column::ImpactRating => "Impact rating",
        Column::Standing => "Standing",
        Column::Updated => "Updated",
    }
}

fn exports(call: &Call, heading: &PlanHeading, filter: &PlanFilter, links: &PlanLinks) -> Vec<Link> {
    if !call.allows(Action::PlanExport, &Target::Plan(&heading.summary)) {
        return Vec::new();
    }
    let query = query_of(&filter.pairs());
    [("Download these actions for Excel", "table.xlsx"), ("Download as csv", "table.csv")]
        .map(|(words, path)| Link::new(words, links.with(path, &query)))
        .to_vec()
}
