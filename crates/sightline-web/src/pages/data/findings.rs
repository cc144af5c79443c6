//! What the quality checks found: by team and worker, narrowed, and as files.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use sightline_app::{App, CheckWords, Exported, FindingFilter, FindingKind, FindingSeverity, Findings, QualityFinding};

use super::{column_name, format_name, rows};
use crate::components::filter_panel::FilterField;
use crate::components::{Breadcrumbs, Choice, EmptyState, FilterPanel, Link, Pagination, Select, Tag};
use crate::error::PageError;
use crate::forms::Query;
use crate::frame::Frame;
use crate::visitor::Visitor;
use crate::{render, words};

/// Findings on one page.
const LINES: usize = 50;
const PAGE: &str = "/data/findings";

/// Which findings are shown, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FindingsQuery {
    team: String,
    worker: String,
    severity: String,
    kind: String,
    table: String,
    check: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "data/findings.html")]
struct FindingsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    as_at: String,
    score: Option<String>,
    teams: Vec<TeamLine>,
    filter: FilterPanel,
    found: String,
    lines: Vec<Line>,
    pagination: Pagination,
    empty: Option<EmptyState>,
    workbook: String,
}

struct TeamLine {
    name: String,
    href: Option<String>,
    findings: String,
    score: String,
}

struct Line {
    severity: Tag,
    child: String,
    record: String,
    what: String,
    seen: String,
    action: String,
    team: String,
    worker: String,
    place: String,
}

/// The findings, of the teams whose children the caller may see.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<FindingsQuery>,
    frame: Frame,
) -> Result<Response, PageError> {
    let found = app.findings(visitor.call(), &query.filter()).await?;
    let words = app.check_words();
    let check = |finding: &QualityFinding| words.get(&finding.check);
    let pages = found.findings.len().div_ceil(LINES).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let shown = found.findings.iter().skip((page - 1) * LINES).take(LINES);
    let mut response = render::page(&FindingsPage {
        frame,
        breadcrumbs: Breadcrumbs::new(vec![Link::new("Data", "/data")]),
        as_at: words::day(found.extract.record.as_at),
        score: found.extract.quality.as_ref().map(|quality| share(quality.share())),
        teams: team_lines(&found),
        filter: query.panel(&found),
        found: words::capital(&words::count(found.findings.len(), "finding", "findings")),
        lines: shown.map(|finding| Line::of(finding, check(finding))).collect(),
        pagination: Pagination::new(page, pages, query.address(PAGE, "")),
        empty: found.findings.is_empty().then(|| query.nothing(&found)),
        workbook: query.address("/data/findings.xlsx", ""),
    });
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The same as a workbook.
pub(super) async fn workbook(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<FindingsQuery>,
) -> Result<Response, PageError> {
    let made = app.findings_workbook(visitor.call(), &query.filter()).await?;
    Ok(file(made, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
}

/// A file to be saved.
pub(super) fn file(made: Exported, media_type: &'static str) -> Response {
    // Made of fixed words and a day: letters, digits and hyphens.
    let disposition = format!("attachment; filename=\"{}\"", made.name);
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, made.bytes).into_response()
}

/// Rows without an error of all rows: `97.5%`.
fn share((right, all): (u64, u64)) -> String {
    sightline_app::domain::data_quality::share_words(right, all)
}

fn team_lines(found: &Findings) -> Vec<TeamLine> {
    let shares = found.extract.quality.as_ref().map(sightline_app::QualitySummary::share_by_team).unwrap_or_default();
    let line = |(team, number): (&Option<String>, &u64)| TeamLine {
        name: team.clone().unwrap_or_else(|| "No team known".to_owned()),
        href: team.as_ref().map(|team| format!("{PAGE}?team={}", words::segment(team))),
        findings: rows(*number),
        score: shares.get(team).map_or_else(|| "–".to_owned(), |of_team| share(*of_team)),
    };
    found.teams.iter().map(line).collect()
}

impl FindingsQuery {
    fn filter(&self) -> FindingFilter {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        FindingFilter {
            team: filled(&self.team),
            worker: filled(&self.worker),
            severity: FindingSeverity::of_code(&self.severity),
            kind: FindingKind::of_code(&self.kind),
            table: filled(&self.table),
            check: filled(&self.check),
        }
    }

    fn parts(&self) -> [(&'static str, &str); 6] {
        [
            ("team", &self.team),
            ("worker", &self.worker),
            ("severity", &self.severity),
            ("kind", &self.kind),
            ("table", &self.table),
            ("check", &self.check),
        ]
    }

    /// The address of the same findings, without the page and without one of the parts.
    fn address(&self, path: &str, left_out: &str) -> String {
        let pairs: Vec<String> = self
            .parts()
            .into_iter()
            .filter(|(name, value)| *name != left_out && !value.is_empty())
            .map(|(name, value)| format!("{name}={}", words::segment(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    fn panel(&self, found: &Findings) -> FilterPanel {
        let select = |name: &str, label: &str, any: &str, chosen: &str, choices: Vec<(String, String)>| {
            let choices = choices.into_iter().map(|(code, words)| {
                let is_chosen = code == chosen;
                Choice::new(code, words).chosen(is_chosen)
            });
            let any = Choice::new("", any).chosen(chosen.is_empty());
            FilterField::Select(Select::new(name, label).choices([any].into_iter().chain(choices)))
        };
        let own = |names: Vec<String>| names.into_iter().map(|name| (name.clone(), name)).collect();
        let teams = found.teams.keys().flatten().cloned().collect();
        let severities = FindingSeverity::ALL.map(|one| (one.code().to_owned(), words::capital(one.code())));
        let kinds = FindingKind::ALL.map(|one| (one.code().to_owned(), words::capital(one.words())));
        let tables = found.tables.iter().map(|name| (name.clone(), column_name(name))).collect();
        let checks = found.checks.iter().map(|check| (check.id.clone(), check.title.clone())).collect();
        let fields = vec![
            select("team", "Team", "Any team", &self.team, own(teams)),
            select("worker", "Worker", "Any worker", &self.worker, own(found.workers.clone())),
            select("severity", "Severity", "Any severity", &self.severity, severities.to_vec()),
            select("kind", "Kind", "Any kind", &self.kind, kinds.to_vec()),
            select("table", "Record", "Any record", &self.table, tables),
            select("check", "What is wrong", "Anything", &self.check, checks),
        ];
        let in_use = self
            .parts()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| Link::new(in_use_words(name, value, found), self.address(PAGE, name)))
            .collect();
        FilterPanel::new("Filter the findings", PAGE, fields).in_use(in_use, PAGE)
    }

    fn nothing(&self, found: &Findings) -> EmptyState {
        if self.parts().iter().all(|(_, value)| value.is_empty()) || found.teams.is_empty() {
            EmptyState::new("Nothing to put right", "The checks found nothing in the records you may see.")
        } else {
            EmptyState::new("Nothing fits these filters", "Take one of them away.").link("Show every finding", PAGE)
        }
    }
}

fn in_use_words(name: &str, value: &str, found: &Findings) -> String {
    match name {
        "severity" => words::capital(value),
        "kind" => FindingKind::of_code(value).map_or_else(|| value.to_owned(), |kind| words::capital(kind.words())),
        "table" => column_name(value),
        "check" => {
            let check = found.checks.iter().find(|check| check.id == value);
            check.map_or_else(|| value.to_owned(), |check| check.title.clone())
        }
        _ => value.to_owned(),
    }
}

impl Line {
    fn of(finding: &QualityFinding, check: Option<&CheckWords>) -> Self {
        let colour = match finding.severity {
            FindingSeverity::Error => "red",
            FindingSeverity::Warning => "yellow",
            FindingSeverity::Prompt => "blue",
        };
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        let key = finding.row_key.as_ref().map(|key| format!(", {}", words::days_written_out(key))).unwrap_or_default();
        let place = finding.source.as_ref().map(|source| {
            let (format, table) = source.split_once('/').unwrap_or((source, ""));
            let row = finding.source_row.map(|row| format!(", row {row}")).unwrap_or_default();
            format!("{}, {table}{row}", format_name(format))
        });
        Self {
            severity: Tag::new(words::capital(finding.severity.code()), colour),
            child: or_dash(&finding.child_id),
            record: format!("{}{key}", column_name(&finding.table)),
            what: check.map_or_else(|| finding.check.clone(), |check| check.title.clone()),
            seen: finding.seen.as_deref().map(words::days_written_out).unwrap_or_default(),
            action: check.map(|check| check.action.clone()).unwrap_or_default(),
            team: or_dash(&finding.team),
            worker: or_dash(&finding.worker),
            place: place.unwrap_or_default(),
        }
    }
}
