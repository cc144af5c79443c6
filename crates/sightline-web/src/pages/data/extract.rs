//! One extract: what was read, set aside and found, and what was done to it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::explain::explain;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, Call, ExtractState, ExtractStep, ExtractView, PartCount};

use super::{breadcrumbs, column_name, format_name, href, name, rows, state};
use crate::components::summary_list::SummaryRow;
use crate::components::{Breadcrumbs, SummaryList, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "data/extract.html")]
struct ExtractPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    title: String,
    state: Tag,
    href: String,
    about: SummaryList,
    /// True while there is something to read in it.
    is_there: bool,
    can_publish: bool,
    /// Where it can be withdrawn.
    withdraw: Option<String>,
    has_changes: bool,
    parts: Vec<Part>,
    differing: Vec<Differing>,
    absent: Vec<Absent>,
    tables: Vec<(String, String)>,
    sha256: String,
}

/// What came of one format.
struct Part {
    title: String,
    id: String,
    carried: Option<String>,
    sentence: String,
    sources: Vec<[String; 4]>,
    findings: Vec<Found>,
}

/// What was found in the files of a format, of one kind.
struct Found {
    what: String,
    help: String,
    code: String,
    number: String,
}

/// A column on which two formats do not agree.
struct Differing {
    column: String,
    believed: String,
    other: String,
    values: String,
}

/// Rows that one format holds and another does not.
struct Absent {
    table: String,
    held_by: String,
    not_in: String,
    rows: String,
}

/// The extract.
pub(super) async fn show(
    State(app): State<App>,
    Path(extract): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = app.extract(visitor.call(), Some(&extract)).await?;
    Ok(render::page(&ExtractPage::of(frame, visitor.call(), &view)))
}

impl ExtractPage {
    fn of(frame: Frame, call: &Call, view: &ExtractView) -> Self {
        let record = &view.record;
        let may = |action| call.allows(action, &Target::Sightline);
        let is_there = record.state != ExtractState::Destroyed;
        let manifest = &view.manifest;
        let differing = manifest.differing.iter().map(|one| Differing {
            column: format!("{}, {}", column_name(&one.what.table), one.what.column.replace('_', " ")),
            believed: format_name(&one.what.believed).to_owned(),
            other: format_name(&one.what.other).to_owned(),
            values: rows(one.values),
        });
        let absent = manifest.absent.iter().map(|one| Absent {
            table: column_name(&one.what.table),
            held_by: format_name(&one.what.held_by).to_owned(),
            not_in: format_name(&one.what.not_in).to_owned(),
            rows: rows(one.rows),
        });
        Self {
            frame,
            breadcrumbs: breadcrumbs(None),
            title: name(view),
            state: state(view),
            href: href(view),
            about: about(view),
            is_there,
            can_publish: record.state == ExtractState::Waiting && may(Action::DataLoad),
            withdraw: (record.state == ExtractState::Published && may(Action::DataWithdraw))
                .then(|| format!("{}/withdraw", href(view))),
            has_changes: is_there,
            parts: manifest.parts.iter().map(Part::of).collect(),
            differing: differing.collect(),
            absent: absent.collect(),
            tables: manifest.tables.iter().map(|(table, count)| (column_name(table), rows(*count))).collect(),
            sha256: record.sha256.clone(),
        }
    }
}

fn about(view: &ExtractView) -> SummaryList {
    let record = &view.record;
    let step = |step: &ExtractStep| format!("{} by {}", words::moment(step.at), step.by);
    let mut lines = vec![
        SummaryRow::new("As at", words::day(record.as_at)),
        SummaryRow::new("Rows", rows(view.manifest.rows())),
        SummaryRow::new("Loaded", step(&record.loaded)),
    ];
    let later = [("Published", &record.published), ("Withdrawn", &record.withdrawn), ("Destroyed", &record.destroyed)];
    for (key, taken) in later {
        if let Some(taken) = taken {
            let because = if taken.because.is_empty() { String::new() } else { format!(". {}", taken.because) };
            lines.push(SummaryRow::new(key, format!("{}{because}", step(taken))));
        }
    }
    SummaryList::new(lines)
}

impl Part {
    fn of(part: &PartCount) -> Self {
        let sources = part.sources.iter().map(|(source, count)| {
            let table = source.split_once('/').map_or(source.as_str(), |(_, table)| table);
            [column_name(table), rows(count.rows_in), rows(count.rows_kept), rows(count.rows_set_aside)]
        });
        let aside = match part.rows_set_aside {
            0 => "none was set aside".to_owned(),
            1 => "1 was set aside".to_owned(),
            many => format!("{} were set aside", rows(many)),
        };
        let findings = part.findings.iter().map(|(code, number)| {
            let page = explain(code);
            Found {
                what: page.as_ref().map_or_else(|| code.clone(), |page| page.title.clone()),
                help: page.map(|page| page.help).unwrap_or_default(),
                code: code.clone(),
                number: rows(*number),
            }
        });
        Self {
            title: format_name(&part.format).to_owned(),
            id: part.format.replace('_', "-"),
            carried: part.carried_from.clone(),
            sentence: format!("{} rows were read, {} kept, {aside}.", rows(part.rows_in), rows(part.rows_kept)),
            sources: sources.collect(),
            findings: findings.collect(),
        }
    }
}
