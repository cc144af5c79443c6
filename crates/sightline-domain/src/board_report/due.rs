//! What is late, what is due soon, which impact tests are due and who has gone quiet.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::standing::{Standing, deadline, is_complete_on};

use super::mark::{RatingMark, rating_mark};
use super::words::{Day, listed_leads, listed_note, listed_title, one_line};
use super::{Axis, LatestWords};
use crate::standpoint::{Rated, Standpoint, first_occurrence};

/// Days that "the next six weeks" has: the first is the day after the report's own.
pub const SIX_WEEKS_DAYS: u64 = 42;

/// An action or milestone whose date has passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverdueLine {
    /// Reference of the action.
    pub reference: String,
    /// Title of the action: the first sentence, at most 120 characters.
    pub title: String,
    /// The milestone in words; null when the action itself is overdue.
    pub milestone: Option<String>,
    /// The day it was due.
    pub due: Day,
    /// Whole days since that day, at least 1.
    pub days_late: i64,
    /// Leads of the action.
    pub lead: String,
    /// The action rating reported for it.
    pub rating: RatingMark,
    /// The latest note, which should say why; at most 400 characters, the action table has all of it.
    pub note: Option<String>,
    /// The day of that note.
    pub note_on: Option<Day>,
    /// The day completion is now expected; null when no update says.
    pub forecast: Option<Day>,
}

/// Something that falls due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueLine {
    /// The day it falls due.
    pub due: Day,
    /// Whole days from the report's day; negative when it has passed.
    pub days_from_now: i64,
    /// `Action`, `Milestone`, `Part`, `Stage`, `Recurs`, `Impact test` or `Targets`.
    pub kind: String,
    /// Reference of the action.
    pub reference: String,
    /// Title of the action: the first sentence, at most 120 characters.
    pub title: String,
    /// The milestone, part or stage in words; null when it is the action itself.
    pub text: Option<String>,
    /// Leads.
    pub lead: String,
    /// The action rating; the impact rating for an impact test.
    pub rating: RatingMark,
    /// `in 12 days`, `today` or `9 days ago`.
    pub when: String,
}

/// An open action without an update in the plan's update cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleLine {
    /// Reference of the action.
    pub reference: String,
    /// Its title: the first sentence, at most 120 characters.
    pub title: String,
    /// Its leads.
    pub lead: String,
    /// The day of the last update; null when there has been none.
    pub last: Option<Day>,
    /// Whole days since the last update; null when there has been none.
    pub days_since: Option<i64>,
    /// `74 days ago` or `Never`.
    pub words: String,
    /// The action rating in force.
    pub rating: RatingMark,
}

/// Overdue actions, and overdue milestones of actions that are not overdue themselves; latest first.
pub(super) fn overdue_lines(now: &Standpoint<'_>, latest: &LatestWords<'_>) -> Vec<OverdueLine> {
    let mut lines = Vec::new();
    for item in now.items.iter().filter(|item| item.is_open()) {
        if item.standing == Standing::Overdue {
            if let Some(due_on) = deadline(item.action) {
                lines.push(overdue_line(now, item, None, due_on, latest));
            }
            continue;
        }
        for milestone in &item.action.milestones {
            if let Some(due_on) = milestone.due_on.filter(|due_on| *due_on < now.as_at)
                && !is_complete_on(milestone, now.as_at)
            {
                lines.push(overdue_line(now, item, Some(one_line(&milestone.text)), due_on, latest));
            }
        }
    }
    lines.sort_by_key(|line| line.due.on);
    lines
}

fn overdue_line(
    now: &Standpoint<'_>,
    item: &Rated<'_>,
    milestone: Option<String>,
    due_on: NaiveDate,
    latest: &LatestWords<'_>,
) -> OverdueLine {
    let reference = &item.action.reference;
    let note = latest.note(reference);
    OverdueLine {
        reference: reference.clone(),
        title: listed_title(item.action),
        milestone,
        due: Day::of(due_on),
        days_late: (now.as_at - due_on).num_days(),
        lead: listed_leads(item.action),
        rating: rating_mark(&now.scale, item.code(Axis::Action)),
        note: note.as_ref().map(|(note, _)| listed_note(note)),
        note_on: note.map(|(_, on)| Day::of(on)),
        forecast: latest.forecast(reference).map(Day::of),
    }
}

/// Everything that falls due after the report's day and within six weeks, by day and then in plan order.
pub(super) fn due_soon_lines(now: &Standpoint<'_>) -> Vec<DueLine> {
    let last = now.as_at.checked_add_days(Days::new(SIX_WEEKS_DAYS)).unwrap_or(NaiveDate::MAX);
    let is_soon = |day: NaiveDate| day >= now.as_at && day <= last;
    let mut lines = Vec::new();
    for item in now.items.iter().filter(|item| item.is_open()) {
        let action = item.action;
        let mut add = |kind: &str, text: Option<&str>, due_on: NaiveDate| {
            if is_soon(due_on) {
                lines.push(due_line(now, item, kind, text, due_on));
            }
        };
        if action.schedule.cadence.is_some() {
            // A cadence without any first day cannot be placed in a calendar.
            if let Some(first) = first_occurrence(now.plan, action) {
                for day in action.schedule.occurrences(first, last) {
                    add("Recurs", None, day);
                }
            }
        } else if let Some(due_on) = action.due_on {
            add("Action", None, due_on);
        }
        for stage in &action.schedule.stages {
            if let Some(due_on) = stage.due_on.filter(|due_on| action.due_on != Some(*due_on)) {
                add("Stage", Some(&stage.text), due_on);
            }
        }
        for part in &action.parts {
            if let Some(due_on) = part.due_on {
                add("Part", part.text.as_deref(), due_on);
            }
        }
        for milestone in action.milestones.iter().filter(|milestone| !is_complete_on(milestone, now.as_at)) {
            if let Some(due_on) = milestone.due_on {
                add("Milestone", Some(&milestone.text), due_on);
            }
        }
    }
    lines.sort_by_key(|line| line.due.on);
    lines
}

/// Impact tests and target dates that have come, without an impact rating given since, or come within six weeks.
pub(super) fn impact_test_lines(now: &Standpoint<'_>) -> Vec<DueLine> {
    let last = now.as_at.checked_add_days(Days::new(SIX_WEEKS_DAYS)).unwrap_or(NaiveDate::MAX);
    let mut lines = Vec::new();
    for item in now.items.iter().filter(|item| !item.action.placeholder) {
        for (kind, day) in [("Impact test", item.action.schedule.test_on), ("Targets", item.action.schedule.targets_on)]
        {
            let Some(day) = day.filter(|day| *day <= last) else { continue };
            let is_tested = item.update.is_some_and(|update| update.on >= day && update.impact_rating.is_some());
            if !is_tested {
                let scale = now.impact_scale.as_ref().unwrap_or(&now.scale);
                let rating = rating_mark(scale, item.code(Axis::Impact));
                lines.push(DueLine { rating, ..due_line(now, item, kind, None, day) });
            }
        }
    }
    lines.sort_by_key(|line| line.due.on);
    lines
}

fn due_line(now: &Standpoint<'_>, item: &Rated<'_>, kind: &str, text: Option<&str>, due_on: NaiveDate) -> DueLine {
    let days_from_now = (due_on - now.as_at).num_days();
    DueLine {
        due: Day::of(due_on),
        days_from_now,
        kind: kind.to_owned(),
        reference: item.action.reference.clone(),
        title: listed_title(item.action),
        text: text.map(one_line).filter(|text| !text.is_empty()),
        lead: listed_leads(item.action),
        rating: rating_mark(&now.scale, item.code(Axis::Action)),
        when: match days_from_now {
            0 => "today".to_owned(),
            1 => "in 1 day".to_owned(),
            -1 => "1 day ago".to_owned(),
            2.. => format!("in {days_from_now} days"),
            _ => format!("{} days ago", days_from_now.abs()),
        },
    }
}

/// Open actions without an update in the update cycle, longest silent first; those never updated before all.
pub(super) fn stale_lines(now: &Standpoint<'_>) -> Vec<StaleLine> {
    let cycle = i64::from(now.update_cycle_days);
    let mut lines: Vec<StaleLine> = now
        .items
        .iter()
        .filter(|item| item.is_open())
        .filter_map(|item| {
            let last = item.update.map(|update| update.on);
            let days_since = last.map(|last| (now.as_at - last).num_days());
            days_since.is_none_or(|days| days > cycle).then(|| StaleLine {
                reference: item.action.reference.clone(),
                title: listed_title(item.action),
                lead: listed_leads(item.action),
                last: last.map(Day::of),
                days_since,
                words: days_since.map_or_else(|| "Never".to_owned(), |days| format!("{days} days ago")),
                rating: rating_mark(&now.scale, item.code(Axis::Action)),
            })
        })
        .collect();
    lines.sort_by_key(|line| line.last.as_ref().map(|last| last.on));
    lines
}
