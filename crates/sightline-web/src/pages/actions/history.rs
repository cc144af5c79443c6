//! Everything that happened to an action, in one order of time.

use chrono::{DateTime, SecondsFormat, Utc};
use sightline_app::domain::board_report::{ChangeLine, change_lines};
use sightline_app::domain::history::Amendment;
use sightline_app::domain::plan::Plan;
use sightline_app::domain::reporting::Outcome;
use sightline_app::domain::scale::Scale;
use sightline_app::{ActionRecord, RecordedUpdate};

use crate::components::Rating;
use crate::components::timeline::{LabelledRating, Timeline, TimelineEntry};
use crate::words;

/// The history of an action, the latest first; its import comes last.
pub(super) fn timeline(record: &ActionRecord) -> Timeline {
    // Moment first, then the order in which things of one moment follow each other.
    let mut entries: Vec<(DateTime<Utc>, u8, TimelineEntry)> = Vec::new();
    for amendment in &record.amendments {
        entries.push((amendment.recorded_at, 0, amendment_entry(amendment)));
    }
    for update in &record.updates {
        entries.push((update.update.recorded_at, 1, update_entry(&record.scale, update)));
        if let Some(sign_off) = &update.sign_off
            && let Outcome::SentBack { question } = &sign_off.outcome
        {
            let title = format!("Update for {} sent back", words::day(update.update.on));
            entries.push((sign_off.at, 2, entry(title, &sign_off.by, sign_off.at, vec![question.clone()])));
        }
    }
    for comment in &record.comments {
        entries.push((comment.at, 3, entry("Comment", &comment.by, comment.at, vec![comment.text.clone()])));
    }
    for file in &record.attachments {
        entries.push((file.at, 4, entry("File attached", &file.by, file.at, vec![file.name.clone()])));
    }
    entries.sort_by_key(|(at, order, _)| std::cmp::Reverse((*at, *order)));
    let mut entries: Vec<TimelineEntry> = entries.into_iter().map(|(_, _, entry)| entry).collect();
    entries.push(import_entry(record));
    Timeline::new(entries)
}

fn entry(title: impl Into<String>, by: &str, at: DateTime<Utc>, paragraphs: Vec<String>) -> TimelineEntry {
    TimelineEntry {
        title: title.into(),
        by: by.to_owned(),
        when: words::moment(at),
        datetime: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        paragraphs,
        ..TimelineEntry::default()
    }
}

fn update_entry(scale: &Scale, recorded: &RecordedUpdate) -> TimelineEntry {
    let update = &recorded.update;
    let mut paragraphs: Vec<String> = update.note.iter().cloned().collect();
    paragraphs.extend(update.forecast_on.map(|on| format!("Now expected to be complete by {}.", words::day(on))));
    if !update.evidence.is_empty() {
        paragraphs.push(format!("Evidence:\n{}", update.evidence.join("\n")));
    }
    // An acceptance stands with its update: on its own it would say nothing more.
    if let Some(sign_off) = recorded.sign_off.as_ref().filter(|sign_off| sign_off.outcome == Outcome::Accepted) {
        paragraphs.push(format!("Accepted by {} on {}.", sign_off.by, words::moment(sign_off.at)));
    }
    let title = format!("Update for {}", words::day(update.on));
    TimelineEntry {
        ratings: ratings(scale, update.action_rating.as_deref(), update.impact_rating.as_deref()),
        ..entry(title, &update.by, update.recorded_at, paragraphs)
    }
}

fn ratings(scale: &Scale, action: Option<&str>, impact: Option<&str>) -> Vec<LabelledRating> {
    let labelled = |label: &str, code: Option<&str>| {
        code.map(|code| LabelledRating { label: label.to_owned(), rating: Rating::of(scale, Some(code)) })
    };
    [labelled("Action rating", action), labelled("Impact rating", impact)].into_iter().flatten().collect()
}

fn amendment_entry(amendment: &Amendment) -> TimelineEntry {
    let (title, change) = amendment_words(amendment);
    let mut paragraphs: Vec<String> = change.into_iter().collect();
    paragraphs.push(format!("Reason: {}", amendment.reason));
    if amendment.on != amendment.recorded_at.date_naive() {
        paragraphs.push(format!("Holds from {}.", words::day(amendment.on)));
    }
    entry(title, &amendment.by, amendment.recorded_at, paragraphs)
}

/// What an amendment did: a few words, and what stood before and after.
pub(in crate::pages) fn amendment_words(amendment: &Amendment) -> (String, Option<String>) {
    let line: Option<ChangeLine> = change_lines(None, &Plan::default(), &[amendment]).into_iter().next();
    let Some(line) = line else { return ("Amended".to_owned(), None) };
    let change = match (line.before, line.after) {
        (Some(before), Some(after)) => Some(format!("From: {before}\nTo: {after}")),
        (None, Some(after)) => Some(after),
        (Some(before), None) => Some(before),
        (None, None) => None,
    };
    let change = match (change, line.effect) {
        (Some(change), Some(effect)) => Some(format!("{change}\n{}", words::capital(&effect))),
        (change, effect) => change.or(effect),
    };
    (line.kind, change)
}

fn import_entry(record: &ActionRecord) -> TimelineEntry {
    let on = record.summary.imported_on;
    TimelineEntry {
        title: "Plan imported".to_owned(),
        when: words::day(on),
        datetime: on.to_string(),
        ratings: ratings(&record.scale, record.action.action_rating.as_deref(), record.action.impact_rating.as_deref()),
        ..TimelineEntry::default()
    }
}
