//! One case list: how much is in each state, by worker, and the rows.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::case_list::{CaseCounts, CaseList, CaseRow, DueState};
use sightline_app::figures_view::CaseListView;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call};

use super::list_href;
use super::rows::{RowLine, by_state};
use crate::components::column_header::Order;
use crate::components::filter_panel::FilterField;
use crate::components::summary_list::SummaryRow;
use crate::components::{
    Breadcrumbs, Choice, ColumnHeader, EmptyState, FilterPanel, Link, Pagination, Select, SummaryList,
};
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::frame::Frame;
use crate::pages::measures::{FiguresTop, Known, address, files, instead};
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// Rows on one page.
const LINES: usize = 100;
/// The columns that rows can be sorted by, with their names in the address.
const SORTS: [(&str, &str); 5] =
    [("child", "Child"), ("started", "Started"), ("due", "Due"), ("team", "Team"), ("worker", "Worker")];

/// What may stand after `?`; no child does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CaseListQuery {
    team: String,
    worker: String,
    state: String,
    /// A name of [`SORTS`], with a hyphen before it for the other order; by the day due when empty.
    sort: String,
    as_at: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "case_lists/show.html")]
struct CaseListPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    title: String,
    about: String,
    due: String,
    references: String,
    top: FiguresTop,
    filter: FilterPanel,
    states: Vec<StateCount>,
    workers: Vec<WorkerLine>,
    is_weighted: bool,
    found: String,
    heads: Vec<ColumnHeader>,
    columns: Vec<String>,
    lines: Vec<RowLine>,
    can_open: bool,
    pagination: Pagination,
    empty: EmptyState,
    /// The rows as a file.
    files: Vec<Link>,
    definition: SummaryList,
}

/// A state as a big number.
struct StateCount {
    words: &'static str,
    number: String,
    href: String,
    is_chosen: bool,
}

struct WorkerLine {
    worker: Link,
    team: String,
    counts: [String; 5],
    all: String,
    weight: String,
}

/// The list; that somebody looked is in the history.
pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    Query(query): Query<CaseListQuery>,
    mut frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let as_at = AsAt::typed(&query.as_at);
    let view = match app.case_list(call, &id, as_at.day).await {
        Err(error) => {
            return instead(&app, call, frame, (Known::CaseLists, &id, &list_href(&id)), &as_at, error).await;
        }
        Ok(view) => view,
    };
    frame.print_footer =
        Some(format!("Printed by {} on {}. {}", call.actor.name, words::moment(call.at), view.provenance.freshness));
    let mut response = render::page(&CaseListPage::of(frame, call, &view, &query, &as_at));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

impl CaseListPage {
    fn of(frame: Frame, call: &Call, view: &CaseListView, query: &CaseListQuery, as_at: &AsAt) -> Self {
        let definition = &view.definition;
        let page = list_href(&definition.id);
        let own = view.list.rows.iter().filter(|row| query.is_of_worker(row)).cloned().collect();
        let of_worker = CaseList::new(view.list.as_at, view.list.columns.clone(), own);
        let state = DueState::named(&query.state);
        let mut rows: Vec<&CaseRow> =
            of_worker.rows.iter().filter(|row| state.is_none_or(|state| row.state == state)).collect();
        query.sort(&mut rows);
        let pages = rows.len().div_ceil(LINES).max(1);
        let at = query.page.unwrap_or(1).clamp(1, pages);
        let columns: Vec<String> =
            view.list.columns.iter().map(|name| words::capital(&name.replace('_', " "))).collect();
        let shown = rows.iter().skip((at - 1) * LINES).take(LINES);
        let is_weighted = definition.weighted_by.is_some();
        let has_rows = !view.list.rows.is_empty();
        Self {
            breadcrumbs: Breadcrumbs::new(vec![Link::new(
                "Case lists",
                address("/case-lists", &[("as_at", &query.as_at)]),
            )]),
            title: definition.title.clone(),
            about: definition.about.clone(),
            due: definition.due.clone(),
            references: words::list(&definition.scorecard_refs),
            top: FiguresTop::new(call, &view.provenance, (&page, as_at), &query.pairs(&["as_at"])),
            filter: query.panel(&page, &view.list),
            states: query.states(&page, &of_worker),
            workers: query.workers(&page, &view.list),
            is_weighted,
            found: words::capital(&words::count(rows.len(), "row", "rows")),
            heads: query.heads(&page),
            lines: shown.map(|row| RowLine::of(row, definition.is_about_children(), &columns)).collect(),
            columns,
            can_open: call.allows(Action::ChildRead, &Target::Sightline),
            pagination: Pagination::new(at, pages, address(&page, &query.pairs(&[]))),
            empty: if has_rows {
                EmptyState::new("Nothing fits these filters", "Take one of them away.")
                    .link("Show every row", page.clone())
            } else {
                EmptyState::new("Nothing is to be done", "The list holds no row of the teams that you may see.")
            },
            files: files(|ending| address(&format!("{page}/list.{ending}"), &query.pairs(&[]))),
            definition: SummaryList::new(vec![
                SummaryRow::new("One row is", definition.one_row.as_str()),
                SummaryRow::new("Source", definition.source.title.as_str()),
                SummaryRow::new("Owner", definition.owner.as_str()),
                SummaryRow::new("To be reviewed by", words::day(definition.review_due)),
                SummaryRow::new("Version of the definition", definition.version.as_str()),
            ]),
            frame,
        }
    }
}

impl CaseListQuery {
    /// What stands in the address, without some of the parts and without the page.
    fn pairs(&self, left_out: &[&str]) -> Vec<(&'static str, &str)> {
        let all: [(&'static str, &str); 5] = [
            ("team", self.team.as_str()),
            ("worker", &self.worker),
            ("state", &self.state),
            ("sort", &self.sort),
            ("as_at", &self.as_at),
        ];
        all.into_iter().filter(|(name, _)| !left_out.contains(name)).collect()
    }

    fn with<'a>(&'a self, page: &str, changed: &[(&'static str, &'a str)]) -> String {
        let names: Vec<&str> = changed.iter().map(|(name, _)| *name).collect();
        let pairs: Vec<(&str, &str)> = self.pairs(&names).into_iter().chain(changed.iter().copied()).collect();
        address(page, &pairs)
    }

    fn is_of_worker(&self, row: &CaseRow) -> bool {
        let fits = |asked: &str, is: &Option<String>| asked.is_empty() || is.as_deref() == Some(asked);
        fits(&self.team, &row.team) && fits(&self.worker, &row.worker)
    }

    fn sort(&self, rows: &mut [&CaseRow]) {
        let (name, is_reversed) = self.sort.strip_prefix('-').map_or((self.sort.as_str(), false), |name| (name, true));
        // The rows come by the day due, what has no date last.
        match name {
            "child" => rows.sort_by(|one, other| one.key.cmp(&other.key)),
            "started" => rows.sort_by_key(|row| (row.started_on.is_none(), row.started_on)),
            "team" => rows.sort_by_key(|row| (row.team.is_none(), row.team.clone())),
            "worker" => rows.sort_by_key(|row| (row.worker.is_none(), row.worker.clone())),
            _ => {}
        }
        if is_reversed {
            rows.reverse();
        }
    }

    fn heads(&self, page: &str) -> Vec<ColumnHeader> {
        let sorted = if self.sort.is_empty() { "due" } else { self.sort.as_str() };
        let head = |(name, words): (&'static str, &'static str)| {
            let (order, next) = if sorted == name {
                (Order::Ascending, format!("-{name}"))
            } else if sorted.strip_prefix('-') == Some(name) {
                (Order::Descending, name.to_owned())
            } else {
                (Order::None, name.to_owned())
            };
            ColumnHeader::new(words).sort(self.with(page, &[("sort", &next)]), order)
        };
        SORTS.into_iter().map(head).collect()
    }

    fn states(&self, page: &str, list: &CaseList) -> Vec<StateCount> {
        let counts = list.counts();
        let state = |state: DueState| StateCount {
            words: state.words(),
            number: words::number(counts.in_state(state)),
            href: self.with(page, &[("state", if self.state == state.name() { "" } else { state.name() })]),
            is_chosen: self.state == state.name(),
        };
        DueState::ALL.map(state).into()
    }

    /// Those with the most overdue first.
    fn workers(&self, page: &str, list: &CaseList) -> Vec<WorkerLine> {
        let by_worker = list.by_worker();
        let mut workers: Vec<_> = by_worker
            .iter()
            .filter(|((team, _), _)| self.team.is_empty() || *team == Some(self.team.as_str()))
            .collect();
        workers.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.in_state(DueState::Overdue)));
        let line = |((team, worker), counts): (&(Option<&str>, Option<&str>), &CaseCounts)| {
            let href = worker.map(|worker| self.with(page, &[("worker", worker), ("team", team.unwrap_or_default())]));
            WorkerLine {
                worker: Link::new(worker.unwrap_or("No worker known"), href.unwrap_or_default()),
                team: team.unwrap_or("No team known").to_owned(),
                counts: by_state(counts),
                all: words::number(counts.all()),
                weight: counts.weight_shown(),
            }
        };
        workers.into_iter().map(line).collect()
    }

    fn panel(&self, page: &str, list: &CaseList) -> FilterPanel {
        let select = |name: &str, label: &str, any: &str, chosen: &str, choices: Vec<(&str, &str)>| {
            let any = Choice::new("", any).chosen(chosen.is_empty());
            let choices = choices.into_iter().map(|(code, words)| Choice::new(code, words).chosen(code == chosen));
            FilterField::Select(Select::new(name, label).choices([any].into_iter().chain(choices)))
        };
        let teams = list.by_team().into_keys().flatten().map(|team| (team, team)).collect();
        let mut workers: Vec<&str> = list.rows.iter().filter_map(|row| row.worker.as_deref()).collect();
        workers.sort_unstable();
        workers.dedup();
        let workers = workers.into_iter().map(|worker| (worker, worker)).collect();
        let states = DueState::ALL.map(|state| (state.name(), state.words())).into();
        let fields = vec![
            select("team", "Team", "Any team", &self.team, teams),
            select("worker", "Worker", "Any worker", &self.worker, workers),
            select("state", "State", "Any state", &self.state, states),
        ];
        let used = self.pairs(&["sort", "as_at"]).into_iter().filter(|(_, value)| !value.is_empty());
        let said =
            |value: &str| DueState::named(value).map_or_else(|| value.to_owned(), |state| state.words().to_owned());
        let in_use = used.map(|(name, value)| Link::new(said(value), address(page, &self.pairs(&[name])))).collect();
        let clear = address(page, &self.pairs(&["team", "worker", "state"]));
        let panel = FilterPanel::new("Filter the list", page, fields).in_use(in_use, clear);
        let kept = self.pairs(&["team", "worker", "state"]).into_iter().filter(|(_, value)| !value.is_empty());
        kept.fold(panel, |panel, (name, value)| panel.keep(name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, worker: Option<&str>, started_on: Option<&str>) -> CaseRow {
        CaseRow {
            key: key.to_owned(),
            row_id: None,
            started_on: started_on.map(|day| day.parse().unwrap()),
            due_on: None,
            state: DueState::NoDate,
            working_days_left: None,
            team: Some("North".to_owned()),
            worker: worker.map(str::to_owned),
            weight: None,
            cells: Vec::new(),
        }
    }

    #[test]
    fn rows_are_sorted_both_ways_and_what_is_not_known_stands_last() {
        let all =
            [row("2", None, Some("2026-01-05")), row("1", Some("W2"), None), row("3", Some("W1"), Some("2025-01-05"))];
        let sorted = |sort: &str| {
            let mut rows: Vec<&CaseRow> = all.iter().collect();
            CaseListQuery { sort: sort.to_owned(), ..Default::default() }.sort(&mut rows);
            rows.iter().map(|row| row.key.as_str()).collect::<String>()
        };
        assert_eq!(["child", "-child", "started", "worker", ""].map(sorted), ["123", "321", "321", "312", "213"]);
    }

    #[test]
    fn an_address_changes_one_part_and_keeps_the_rest() {
        let query = CaseListQuery { team: "North".into(), sort: "-due".into(), page: Some(3), ..Default::default() };
        assert_eq!(
            query.with("/case-lists/a", &[("state", "overdue")]),
            "/case-lists/a?team=North&sort=-due&state=overdue"
        );
        assert_eq!(address("/case-lists/a", &query.pairs(&["team"])), "/case-lists/a?sort=-due");
    }
}
