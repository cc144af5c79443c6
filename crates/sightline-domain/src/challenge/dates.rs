//! Dates that were moved without a word.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Challenge, ChallengeKind, Subject};
use crate::history::{Amendment, Update};
use crate::plan::Action;
use crate::standpoint::Standpoint;
use crate::verdict::day_words;

/// Dates of live actions that were moved or removed without a reason, by a day.
///
/// A due date, a test date or the day of a milestone is moved by an amendment,
/// whose reason has to say something; a forecast by an update, whose note has
/// to. Bringing a date forward needs no reason.
#[must_use]
pub fn date_challenges(now: &Standpoint<'_>, amendments: &[Amendment], updates: &[Update]) -> Vec<Challenge> {
    let is_there = |reference: &str| now.item(reference).is_some_and(|item| !item.action.placeholder);
    let mut found = Vec::new();
    let mut push = |action: &str, which: &str, from: NaiveDate, to: Option<NaiveDate>, on: NaiveDate, by_what: &str| {
        let became = to.map_or_else(|| "removed".to_owned(), |to| format!("moved to {}", day_words(to)));
        found.push(Challenge {
            kind: ChallengeKind::MovedWithoutReason,
            subject: Subject::Date {
                action: action.to_owned(),
                date: format!("{which} {} to {}", from, to.map_or_else(|| "none".to_owned(), |to| to.to_string())),
            },
            sentence: format!(
                "The {which} of action {action}, {}, was {became} on {}, and {by_what} does not say why.",
                day_words(from),
                day_words(on)
            ),
            situation: format!("moved on {on}"),
        });
    };
    let is_known = |amendment: &&Amendment| {
        amendment.on <= now.as_at && amendment.recorded_at.date_naive() <= now.as_at && is_there(&amendment.action)
    };
    for amendment in amendments.iter().filter(is_known).filter(|amendment| !says_something(&amendment.reason)) {
        let Some(before) = &amendment.before else { continue };
        for (which, from, to) in moved(before, &amendment.after) {
            push(&amendment.action, &which, from, to, amendment.on, "the amendment");
        }
    }
    let mut known: Vec<&Update> = updates
        .iter()
        .filter(|update| {
            update.on <= now.as_at && update.recorded_at.date_naive() <= now.as_at && is_there(&update.action)
        })
        .collect();
    known.sort_by_key(|update| (update.on, update.recorded_at));
    let mut forecasts: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for update in known {
        let Some(forecast) = update.forecast_on else { continue };
        let before = forecasts.insert(&update.action, forecast);
        let is_said = update.note.as_deref().is_some_and(says_something);
        if let Some(before) = before.filter(|before| forecast > *before && !is_said) {
            push(&update.action, "forecast", before, Some(forecast), update.on, "the update");
        }
    }
    found
}

fn says_something(words: &str) -> bool {
    words.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
}

/// Dates that are later or gone in `after`, each with its name.
fn moved(before: &Action, after: &Action) -> Vec<(String, NaiveDate, Option<NaiveDate>)> {
    let mut moved = Vec::new();
    let mut compare = |which: String, from: Option<NaiveDate>, to: Option<NaiveDate>| {
        if let Some(from) = from.filter(|from| to.is_none_or(|to| to > *from)) {
            moved.push((which, from, to));
        }
    };
    compare("due date".to_owned(), before.due_on, after.due_on);
    compare("test date".to_owned(), before.schedule.test_on, after.schedule.test_on);
    for step in &before.milestones {
        // A milestone that was reworded or taken out is a change of the plan, not of a date.
        if let Some(same) = after.milestones.iter().find(|other| other.text == step.text) {
            compare(format!("milestone “{}”", step.text), step.due_on, same.due_on);
        }
    }
    moved
}
