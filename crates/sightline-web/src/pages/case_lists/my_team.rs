//! What is to be done in the visitor's teams: by worker, by list, and what is overdue for longest.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::case_list::{CaseCounts, CaseList, CaseRow, DueState};
use sightline_app::figures_view::{CaseListView, MyTeamView};
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call};

use super::list_href;
use super::rows::{RowLine, by_state};
use crate::components::filter_panel::FilterField;
use crate::components::{Breadcrumbs, Choice, EmptyState, FilterPanel, Link, Select};
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::pages::measures::{FailedLine, FiguresTop, Known, address, instead};
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

const PAGE: &str = "/my-team";
/// Rows that are listed one by one.
const LINES: usize = 30;

/// What may stand after `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MyTeamQuery {
    team: String,
    worker: String,
    as_at: String,
}

#[derive(Template)]
#[template(path = "case_lists/my_team.html")]
struct MyTeamPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    top: FiguresTop,
    filter: Option<FilterPanel>,
    workers: Vec<WorkerLine>,
    lists: Vec<(Link, [String; 5])>,
    /// Lists that could not be worked out.
    failed: Vec<(Link, FailedLine)>,
    overdue: String,
    lines: Vec<(Link, RowLine)>,
    can_open: bool,
    empty: Option<EmptyState>,
}

/// What one worker has to do.
struct WorkerLine {
    worker: Link,
    team: String,
    counts: [String; 5],
    /// Cases that they hold, and what these weigh together.
    cases: String,
    weight: String,
}

/// Everything of the visitor's teams; that they looked is in the history.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<MyTeamQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let as_at = AsAt::typed(&query.as_at);
    let team = match app.my_team(call, as_at.day).await {
        Err(error) => return instead(&app, call, frame, (Known::CaseLists, "", PAGE), &as_at, error).await,
        Ok(team) => team,
    };
    let mut response = render::page(&MyTeamPage::of(frame, call, &team, &query, &as_at));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Teams and workers with what they have to do, and the cases that they hold.
type ByWorker<'a> = BTreeMap<(Option<&'a str>, Option<&'a str>), (Vec<&'a CaseRow>, Vec<&'a CaseRow>)>;

/// A team and a worker with what they have to do, and the cases that they hold.
type Counted<'a> = ((Option<&'a str>, Option<&'a str>), CaseCounts, CaseCounts);

impl MyTeamPage {
    fn of(frame: Frame, call: &Call, team: &MyTeamView, query: &MyTeamQuery, as_at: &AsAt) -> Self {
        let (views, provenance) = (&team.lists, &team.provenance);
        let mut by_worker = ByWorker::new();
        for view in views {
            let is_caseload = view.definition.weighted_by.is_some();
            for row in view.list.rows.iter().filter(|row| query.fits(row)) {
                let (tasks, cases) = by_worker.entry((row.team.as_deref(), row.worker.as_deref())).or_default();
                if is_caseload { cases.push(row) } else { tasks.push(row) }
            }
        }
        let tasks = views.iter().filter(|view| view.definition.weighted_by.is_none());
        let mut overdue: Vec<(&CaseListView, &CaseRow)> = tasks
            .clone()
            .flat_map(|view| view.list.rows.iter().map(move |row| (view, row)))
            .filter(|(_, row)| row.state == DueState::Overdue && query.fits(row))
            .collect();
        overdue.sort_by_key(|(view, row)| (row.due_on, &row.key, &view.definition.id));
        let number = overdue.len();
        let said = match number {
            0 => "Nothing is overdue.".to_owned(),
            1..=LINES => format!("{} overdue.", words::capital(&words::count(number, "thing is", "things are"))),
            _ => format!("{} things are overdue; these {LINES} for longest.", words::number(number)),
        };
        let has_rows = views.iter().any(|view| !view.list.rows.is_empty());
        // A list that could not be worked out may hold what is to be done.
        let is_empty = !has_rows && team.failed.is_empty();
        let failed = team.failed.iter().map(|failed| {
            let page = address(&list_href(&failed.definition.id), &[("as_at", &query.as_at)]);
            (Link::new(&failed.definition.title, page), FailedLine::list(failed))
        });
        Self {
            breadcrumbs: Breadcrumbs::new(vec![Link::new(
                "Case lists",
                address("/case-lists", &[("as_at", &query.as_at)]),
            )]),
            top: FiguresTop::new(call, provenance, (PAGE, as_at), &[("team", &query.team), ("worker", &query.worker)]),
            filter: has_rows.then(|| query.panel(views)),
            workers: query.workers(by_worker),
            lists: tasks.clone().map(|view| query.list(view)).collect(),
            failed: failed.collect(),
            overdue: said,
            lines: overdue
                .iter()
                .take(LINES)
                .map(|(view, row)| (query.list(view).0, RowLine::of(row, view.definition.is_about_children(), &[])))
                .collect(),
            can_open: call.allows(Action::ChildRead, &Target::Sightline),
            empty: is_empty.then(|| {
                EmptyState::new(
                    "Nothing is to be done in your teams",
                    "The records hold no open case of a team that is named in your account.",
                )
            }),
            frame,
        }
    }
}

impl MyTeamQuery {
    fn fits(&self, row: &CaseRow) -> bool {
        let fits = |asked: &str, is: &Option<String>| asked.is_empty() || is.as_deref() == Some(asked);
        fits(&self.team, &row.team) && fits(&self.worker, &row.worker)
    }

    /// Those with the most overdue first.
    fn workers(&self, by_worker: ByWorker<'_>) -> Vec<WorkerLine> {
        let counts = |rows: &[&CaseRow]| {
            let rows = rows.iter().copied().cloned().collect();
            CaseList { as_at: chrono::NaiveDate::MIN, columns: Vec::new(), rows }.counts()
        };
        let mut lines: Vec<_> =
            by_worker.into_iter().map(|(who, (tasks, cases))| (who, counts(&tasks), counts(&cases))).collect();
        lines.sort_by_key(|(_, tasks, _)| std::cmp::Reverse(tasks.in_state(DueState::Overdue)));
        let line = |((team, worker), tasks, cases): Counted<'_>| {
            let part: [(&str, &str); 3] =
                [("team", team.unwrap_or_default()), ("worker", worker.unwrap_or_default()), ("as_at", &self.as_at)];
            WorkerLine {
                worker: Link::new(
                    worker.unwrap_or("No worker known"),
                    worker.map(|_| address(PAGE, &part)).unwrap_or_default(),
                ),
                team: team.unwrap_or("No team known").to_owned(),
                counts: by_state(&tasks),
                cases: words::number(cases.all()),
                weight: cases.weight_shown(),
            }
        };
        lines.into_iter().map(line).collect()
    }

    /// The list, narrowed as the page is, with its counts.
    fn list(&self, view: &CaseListView) -> (Link, [String; 5]) {
        let own = view.list.rows.iter().filter(|row| self.fits(row)).cloned().collect();
        let own = CaseList { as_at: view.list.as_at, columns: Vec::new(), rows: own };
        let part = [("team", self.team.as_str()), ("worker", &self.worker), ("as_at", &self.as_at)];
        (Link::new(&view.definition.title, address(&list_href(&view.definition.id), &part)), by_state(&own.counts()))
    }

    fn panel(&self, views: &[CaseListView]) -> FilterPanel {
        let rows = || views.iter().flat_map(|view| &view.list.rows);
        let known = |of: fn(&CaseRow) -> Option<&str>| {
            let mut names: Vec<&str> = rows().filter_map(of).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        let select = |name: &str, label: &str, any: &str, chosen: &str, names: Vec<&str>| {
            let choices = names.into_iter().map(|name| Choice::new(name, name).chosen(name == chosen));
            let any = Choice::new("", any).chosen(chosen.is_empty());
            FilterField::Select(Select::new(name, label).choices([any].into_iter().chain(choices)))
        };
        let fields = vec![
            select("team", "Team", "All my teams", &self.team, known(|row| row.team.as_deref())),
            select("worker", "Worker", "Any worker", &self.worker, known(|row| row.worker.as_deref())),
        ];
        let day = ("as_at", self.as_at.as_str());
        let used = [
            ("team", &self.team, [("worker", self.worker.as_str()), day]),
            ("worker", &self.worker, [("team", self.team.as_str()), day]),
        ];
        let used = used.into_iter().filter(|(_, value, _)| !value.is_empty());
        let in_use = used.map(|(_, value, rest)| Link::new(value, address(PAGE, &rest))).collect();
        let panel = FilterPanel::new("Choose a team or a worker", PAGE, fields).in_use(in_use, address(PAGE, &[day]));
        if self.as_at.is_empty() { panel } else { panel.keep("as_at", self.as_at.as_str()) }
    }
}
