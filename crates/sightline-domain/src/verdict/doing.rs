//! Are we doing it: complete, on track, not updated, slipping or overdue, with reasons.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ImpactVerdict;
use super::words::{day_words, listed, many};
use crate::history::Update;
use crate::plan::{Action, Milestone};
use crate::scale::{Brag, Scale};
use crate::standing::{Standing, counts_as_complete, deadline, is_complete_on, standing};

/// What a verdict on doing is made from.
#[derive(Clone, Copy, Debug)]
pub struct DoingInput<'a> {
    /// The action as the plan had it on the day.
    pub action: &'a Action,
    /// Its updates, in any order; those of later days and those recorded later are left aside.
    pub updates: &'a [Update],
    /// The scale of the action rating.
    pub scale: &'a Scale,
    /// Days between updates.
    pub update_cycle_days: u32,
    /// The day of the verdict.
    pub as_at: NaiveDate,
}

/// The facts that a verdict on doing rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoingFacts {
    /// The last day on which the action may be completed, where it has one.
    pub due_on: Option<NaiveDate>,
    /// The day on which completion is now expected, where somebody said.
    pub forecast_on: Option<NaiveDate>,
    /// The day that the latest update reports on.
    pub updated_on: Option<NaiveDate>,
    /// The action rating in force, as its code.
    pub rating: Option<String>,
    /// Milestones.
    pub milestones: usize,
    /// Milestones that are complete.
    pub milestones_complete: usize,
    /// Milestones past their day and not complete, in words.
    pub milestones_overdue: Vec<String>,
}

/// What dates, milestones and updates support, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoingVerdict {
    /// The day of the verdict.
    pub as_at: NaiveDate,
    /// Where the action stands.
    pub standing: Standing,
    /// The facts it rests on.
    pub facts: DoingFacts,
    /// Why, in sentences.
    pub reasons: Vec<String>,
    /// What would change it, in sentences.
    pub would_change: Vec<String>,
}

impl DoingVerdict {
    /// The best action rating that it supports on BRAG; `None` for one that is not updated.
    ///
    /// Blue says complete and likely to last, so it needs the evidence of
    /// impact as well; a complete action without it supports green.
    #[must_use]
    pub fn supports(&self, impact: &ImpactVerdict) -> Option<Brag> {
        match self.standing.supports() {
            Some(Brag::Blue) if !impact.is_ready_for_blue() => Some(Brag::Green),
            supported => supported,
        }
    }
}

/// Where an action stands on a day, from what was known by then, and why.
///
/// The rules are those of [`standing`]. A rating or a forecast that the latest
/// update does not give is the last one given before it.
#[must_use]
pub fn judge_doing(input: &DoingInput<'_>) -> DoingVerdict {
    let in_force = in_force(input);
    let stands = standing(input.action, in_force.as_ref(), input.scale, input.update_cycle_days, input.as_at);
    let facts = facts(input, in_force.as_ref());
    let reasons = reasons(input, stands, &facts);
    let would_change = would_change(input, stands, &facts);
    DoingVerdict { as_at: input.as_at, standing: stands, facts, reasons, would_change }
}

/// The updates known on the day, in order of the days they report on.
pub(super) fn known<'a>(input: &DoingInput<'a>) -> Vec<&'a Update> {
    let is_known = |update: &&Update| update.on <= input.as_at && update.recorded_at.date_naive() <= input.as_at;
    let mut known: Vec<&Update> = input.updates.iter().filter(is_known).collect();
    known.sort_by_key(|update| (update.on, update.recorded_at));
    known
}

fn in_force(input: &DoingInput<'_>) -> Option<Update> {
    let known = known(input);
    let mut latest = (*known.last()?).clone();
    if latest.action_rating.is_none() {
        latest.action_rating = known.iter().rev().find_map(|update| update.action_rating.clone());
    }
    if latest.forecast_on.is_none() {
        latest.forecast_on = known.iter().rev().find_map(|update| update.forecast_on);
    }
    Some(latest)
}

fn facts(input: &DoingInput<'_>, latest: Option<&Update>) -> DoingFacts {
    let action = input.action;
    let is_overdue =
        |step: &&Milestone| step.due_on.is_some_and(|due| due < input.as_at) && !is_complete_on(step, input.as_at);
    DoingFacts {
        due_on: deadline(action),
        forecast_on: latest.and_then(|update| update.forecast_on),
        updated_on: latest.map(|update| update.on),
        rating: latest.and_then(|update| update.action_rating.clone()).or_else(|| action.action_rating.clone()),
        milestones: action.milestones.len(),
        milestones_complete: action.milestones.iter().filter(|step| is_complete_on(step, input.as_at)).count(),
        milestones_overdue: action.milestones.iter().filter(is_overdue).map(milestone_words).collect(),
    }
}

fn milestone_words(step: &Milestone) -> String {
    match step.due_on {
        Some(due) => format!("“{}”, due {}", step.text, day_words(due)),
        None => format!("“{}”", step.text),
    }
}

fn reasons(input: &DoingInput<'_>, stands: Standing, facts: &DoingFacts) -> Vec<String> {
    let mut reasons = Vec::new();
    let is_rated_complete = facts.rating.as_deref().is_some_and(|code| counts_as_complete(input.scale, code));
    match (stands, facts.due_on) {
        (Standing::Complete, _) if facts.milestones == 0 => reasons.push("It is reported complete.".to_owned()),
        (Standing::Complete, _) => reasons.push(format!(
            "It is reported complete, and so {} {}.",
            if facts.milestones == 1 { "is its" } else { "are all its" },
            many(facts.milestones, "milestone")
        )),
        (Standing::Overdue, Some(due)) => {
            let days = input.as_at.signed_duration_since(due).num_days();
            reasons.push(format!(
                "Its due date, {}, passed {} ago, and it is not complete.",
                day_words(due),
                many(usize::try_from(days).unwrap_or(0), "day")
            ));
        }
        _ => {}
    }
    if stands != Standing::Complete {
        if is_rated_complete {
            let open = facts.milestones - facts.milestones_complete;
            reasons.push(format!(
                "It is reported complete, yet {} not.",
                if open == 1 { "1 milestone is".to_owned() } else { format!("{open} milestones are") }
            ));
        }
        if !facts.milestones_overdue.is_empty() {
            let verb = if facts.milestones_overdue.len() == 1 { "is" } else { "are" };
            reasons.push(format!(
                "{} {verb} overdue: {}.",
                many(facts.milestones_overdue.len(), "milestone"),
                listed(&facts.milestones_overdue)
            ));
        }
        if let (Some(forecast), Some(due)) = (facts.forecast_on, facts.due_on)
            && forecast > due
        {
            reasons.push(format!(
                "It is expected to be complete on {}, after its due date, {}.",
                day_words(forecast),
                day_words(due)
            ));
        }
        match facts.updated_on {
            None => reasons.push("Nobody has reported on it.".to_owned()),
            Some(on) if on < oldest_in_time(input) => reasons.push(format!(
                "The latest update is of {}, longer ago than the {} between updates.",
                day_words(on),
                many(usize::try_from(input.update_cycle_days).unwrap_or(usize::MAX), "day")
            )),
            Some(on) if stands == Standing::OnTrack => {
                reasons.push(format!("Nothing is late, and the latest update is of {}.", day_words(on)));
            }
            Some(_) => {}
        }
    }
    reasons
}

fn would_change(input: &DoingInput<'_>, stands: Standing, facts: &DoingFacts) -> Vec<String> {
    let mut sentences = Vec::new();
    if stands == Standing::Complete {
        return sentences;
    }
    if !facts.milestones_overdue.is_empty() {
        sentences.push("The overdue milestones completed, or given other dates with a reason.".to_owned());
    }
    if facts.updated_on.is_none_or(|on| on < oldest_in_time(input)) {
        sentences.push("An update.".to_owned());
    }
    match (stands, facts.due_on) {
        (Standing::Overdue, _) => sentences.push("Completion, or another due date with a reason.".to_owned()),
        (_, Some(due)) => sentences.push(format!("It is overdue after {} unless it is complete.", day_words(due))),
        (_, None) => {}
    }
    sentences.push("Complete needs the report that it is, and every milestone complete.".to_owned());
    sentences
}

fn oldest_in_time(input: &DoingInput<'_>) -> NaiveDate {
    input.as_at.checked_sub_days(Days::new(u64::from(input.update_cycle_days))).unwrap_or(NaiveDate::MIN)
}
