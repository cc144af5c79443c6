//! One extract: what was read, set aside and found, and what was done to it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::explain::explain;
use sightline_app::policy::{Action, Target};
use sightline_app::{
    App, Call, CheckWords, ExtractState, ExtractStep, ExtractView, FindingSeverity, PartCount, QualitySummary,
    SourceWords,
};

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
    quality: Option<Checked>,
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
    sources: Vec<Source>,
    findings: Vec<Found>,
}

/// What became of the rows of one table of a format.
struct Source {
    title: String,
    /// What the format calls it.
    name: String,
    rows_in: String,
    kept: String,
    set_aside: String,
}

/// What was found in the files of a format, of one kind.
struct Found {
    what: String,
    help: String,
    code: String,
    number: String,
}

/// What the quality checks came to.
struct Checked {
    sentence: String,
    score: String,
    teams: Vec<[String; 3]>,
    found: Vec<CheckLine>,
}

/// What one check found.
struct CheckLine {
    title: String,
    matters: String,
    severity: Tag,
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
    let has_changes = app.has_extract_before(visitor.call(), &view).await?;
    let (checks, sources) = (app.check_words(), app.source_words());
    Ok(render::page(&ExtractPage::of(frame, visitor.call(), &view, &Known { checks, sources, has_changes })))
}

/// What is known beside the extract.
struct Known {
    checks: BTreeMap<String, CheckWords>,
    sources: Vec<SourceWords>,
    /// True when it follows another.
    has_changes: bool,
}

impl ExtractPage {
    fn of(frame: Frame, call: &Call, view: &ExtractView, known: &Known) -> Self {
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
            has_changes: is_there && known.has_changes,
            parts: manifest.parts.iter().map(|part| Part::of(part, &known.sources)).collect(),
            quality: view.quality.as_ref().map(|quality| Checked::of(quality, &known.checks)),
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

impl Checked {
    fn of(quality: &QualitySummary, checks: &BTreeMap<String, CheckWords>) -> Self {
        let counts = FindingSeverity::ALL.map(|severity| (severity, quality.count(severity)));
        let words = counts.iter().filter(|(_, number)| *number > 0).map(|(severity, number)| {
            format!("{} {}{}", rows(*number), severity.code(), if *number == 1 { "" } else { "s" })
        });
        let words: Vec<String> = words.collect();
        let sentence = if words.is_empty() { "The checks found nothing".to_owned() } else { words::list(&words) };
        let asked = match quality.not_asked {
            0 => String::new(),
            1 => " One check could not be asked: what it asks about was not loaded.".to_owned(),
            many => format!(" {many} checks could not be asked: what they ask about was not loaded."),
        };
        let (good, all) = quality.share();
        let teams = quality
            .share_by_team()
            .into_iter()
            .map(|(team, (good, all))| [team.unwrap_or_else(|| "No team".to_owned()), rows(good), rows(all)]);
        let mut counts: Vec<_> = quality.counts.iter().collect();
        let place = |severity: &str| FindingSeverity::ALL.iter().position(|known| known.code() == severity);
        counts.sort_by_key(|count| (place(&count.severity), std::cmp::Reverse(count.found)));
        let found = counts.into_iter().map(|count| {
            let known = checks.get(&count.check);
            CheckLine {
                title: known.map_or_else(|| column_name(&count.check), |check| check.title.clone()),
                matters: known.map(|check| check.matters.clone()).unwrap_or_default(),
                severity: severity_tag(&count.severity),
                number: rows(count.found),
            }
        });
        Self {
            sentence: format!("{sentence}.{asked}"),
            score: format!("{} of {} rows have no error.", rows(good), rows(all)),
            teams: teams.collect(),
            found: found.collect(),
        }
    }
}

/// How bad a finding is, in a word and a colour.
fn severity_tag(severity: &str) -> Tag {
    let colour = match severity {
        "error" => "red",
        "warning" => "orange",
        _ => "blue",
    };
    Tag::new(words::capital(severity), colour)
}

impl Part {
    fn of(part: &PartCount, known: &[SourceWords]) -> Self {
        let place = |source: &str| known.iter().position(|words| words.source == source);
        let mut counts: Vec<_> = part.sources.iter().collect();
        counts.sort_by_key(|(source, _)| (place(source).is_none(), place(source)));
        let sources = counts.into_iter().map(|(source, count)| {
            let name = source.split_once('/').map_or(source.as_str(), |(_, table)| table);
            Source {
                title: place(source).map_or_else(|| column_name(name), |place| known[place].title.clone()),
                name: name.to_owned(),
                rows_in: rows(count.rows_in),
                kept: rows(count.rows_kept),
                set_aside: rows(count.rows_set_aside),
            }
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
