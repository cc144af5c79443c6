//! One child's records: asked for with a reason, then shown for half an hour.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::{
    ChildTable, EarlierLook, Error, Journey, JourneyEvent, JourneyLane, LONGEST_REASON, Opening, Stretch,
};

use super::journey_chart::JourneyChart;
use super::steps::reason_error;
use super::{breadcrumbs, column_name, format_name};
use crate::components::{Breadcrumbs, ErrorSummary, Link, TextInput, Textarea};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "data/ask_child.html")]
struct AskPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    as_at: Option<String>,
    child: TextInput,
    reason: Textarea,
}

/// What was typed.
#[derive(Clone, Default, Deserialize)]
pub(super) struct AskForm {
    #[serde(default)]
    child: String,
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "data/child.html")]
struct ChildPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    child: String,
    reason: String,
    as_at: String,
    until: String,
    teams: String,
    chart: Option<JourneyChart>,
    events: Vec<[String; 4]>,
    stretches: Vec<[String; 3]>,
    tables: Vec<Table>,
    looks: Vec<[String; 3]>,
}

/// The rows of one record table.
struct Table {
    id: String,
    title: String,
    columns: Vec<(String, String)>,
    rows: Vec<Row>,
}

struct Row {
    /// Name of the column and what stands there, in the order of the columns.
    cells: Vec<(String, String)>,
    source: String,
}

/// The form.
pub(super) async fn ask(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Response {
    render::page(&ask_page(&site, &visitor, frame, &AskForm::default(), &FormErrors::default()))
}

/// The form for a child that a list names: the reason is still to be given.
pub(super) async fn ask_about(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<AskForm>,
) -> Response {
    let form = AskForm { child: form.child, reason: String::new() };
    private(render::page(&ask_page(&site, &visitor, frame, &form, &FormErrors::default())))
}

/// Notes the reason, and opens the child's records.
pub(super) async fn open(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<AskForm>,
) -> Result<Response, PageError> {
    let mut errors = FormErrors::default();
    if form.child.trim().is_empty() {
        errors.add("child", "Enter the child’s identifier as the case system has it.");
    }
    if form.reason.trim().is_empty() {
        errors.add("reason", "Say why in a few words.");
    }
    if errors.is_empty() {
        match site.app.open_child(visitor.call(), &form.child, &form.reason).await {
            Ok(opening) => {
                let said = "The records are open for 30 minutes. The history says that you opened them, and why.";
                return Ok(render::done(&site, &format!("/data/children/{}", opening.id), said));
            }
            Err(error @ (Error::UnknownChild | Error::NoExtractInForce)) => {
                errors.add("child", format!("{}. {}", words::capital(&error.to_string()), error.help()));
            }
            Err(error @ (Error::ReasonNeeded { .. } | Error::ReasonNamesChild | Error::TooLong { .. })) => {
                errors.add("reason", reason_error(&error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(private(render::refused(&ask_page(&site, &visitor, frame, &form, &errors))))
}

/// The child's records, while they are open.
pub(super) async fn show(
    State(site): State<Site>,
    Path(opening): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let (opening, looks) = site.app.opened_child(visitor.call(), &opening).await?;
    Ok(private(render::page(&ChildPage::of(frame, &opening, &looks))))
}

/// No browser and no proxy keeps the page.
fn private(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn ask_page(site: &Site, visitor: &Visitor, frame: Frame, form: &AskForm, errors: &FormErrors) -> AskPage {
    AskPage {
        frame,
        breadcrumbs: breadcrumbs(None),
        summary: errors.into(),
        as_at: site.app.freshness(visitor.call()).map(|fresh| words::day(fresh.as_at)),
        child: TextInput::new("child", "The child’s identifier")
            .hint("As the case system has it. It does not appear in the address or in the history.")
            .value(form.child.as_str())
            .width(20)
            .error(errors.of("child")),
        reason: Textarea::new("reason", "Why do you need to see this child’s records?")
            .hint("It stands in the history beside your name. Name no child.")
            .value(form.reason.as_str())
            .rows(3)
            .limit(LONGEST_REASON)
            .error(errors.of("reason")),
    }
}

impl ChildPage {
    fn of(frame: Frame, opening: &Opening, looks: &[EarlierLook]) -> Self {
        let records = &opening.records;
        let teams: Vec<&String> = records.teams.iter().collect();
        Self {
            frame,
            breadcrumbs: Breadcrumbs::new(vec![
                Link::new("Data", "/data"),
                Link::new("Open a child’s records", "/data/children"),
            ]),
            child: opening.child.clone(),
            reason: opening.reason.clone(),
            as_at: words::day(opening.as_at),
            until: words::moment(opening.until),
            teams: if teams.is_empty() { "No team is known".to_owned() } else { words::list(&teams) },
            chart: opening.journey.as_deref().map(JourneyChart::of),
            events: opening.journey.as_deref().map(events).unwrap_or_default(),
            stretches: opening.journey.as_deref().map(stretches).unwrap_or_default(),
            tables: records.tables.iter().map(Table::of).collect(),
            looks: looks.iter().map(|look| [words::moment(look.at), look.by.clone(), look.reason.clone()]).collect(),
        }
    }
}

/// Every event in order: its time, lane, title and what the row says.
fn events(journey: &Journey) -> Vec<[String; 4]> {
    let mut events: Vec<_> =
        journey.lanes.iter().flat_map(|lane| lane.events.iter().map(move |event| (event, lane))).collect();
    events.sort_by_key(|(event, _)| (event.from, event.to));
    let time = |event: &JourneyEvent| match (event.to, event.is_period) {
        (Some(to), true) => format!("{} to {}", words::day(event.from), words::day(to)),
        (None, true) => format!("From {}", words::day(event.from)),
        _ => words::day(event.from),
    };
    let line = |(event, lane): (&JourneyEvent, &JourneyLane)| {
        [time(event), lane.title.clone(), event.title.clone(), event.words.join(", ")]
    };
    events.into_iter().map(line).collect()
}

/// What is missing and what overlaps: its time, its title, and how long it lasted.
fn stretches(journey: &Journey) -> Vec<[String; 3]> {
    let line = |stretch: &Stretch| {
        let days = usize::try_from(stretch.days).unwrap_or(0);
        let time = format!("{} to {}", words::day(stretch.from), words::day(stretch.to));
        [stretch.title.clone(), time, words::count(days, "day", "days")]
    };
    journey.gaps.iter().chain(&journey.overlaps).map(line).collect()
}

impl Table {
    fn of(table: &ChildTable) -> Self {
        let names: Vec<String> = table.columns.iter().map(|(name, _)| column_name(name)).collect();
        let rows = table.rows.iter().map(|row| {
            let cells = names.iter().zip(&row.values);
            let (format, place) = row.source.split_once('/').unwrap_or((row.source.as_str(), ""));
            let number = row.source_row.map(|number| format!(", row {number}")).unwrap_or_default();
            Row {
                cells: cells.map(|(name, value)| (name.clone(), in_words(value.as_deref()))).collect(),
                source: format!("{} {}{number}", format_name(format), place.replace('_', " ")),
            }
        });
        Self {
            id: table.name.replace('_', "-"),
            title: table.title.clone(),
            columns: names.iter().cloned().zip(table.columns.iter().map(|(_, meaning)| meaning.clone())).collect(),
            rows: rows.collect(),
        }
    }
}

/// A value as people read it: a day in words, nothing as a dash.
fn in_words(value: Option<&str>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) => value.parse().map_or_else(|_| value.to_owned(), words::day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_in_words_and_nothing_is_a_dash() {
        assert_eq!(in_words(Some("2026-10-31")), "31 October 2026");
        assert_eq!((in_words(Some("N4")).as_str(), in_words(None).as_str()), ("N4", "–"));
    }
}
