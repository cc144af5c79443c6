//! Every live action under its priority and heading.

use serde::{Deserialize, Serialize};

use crate::plan::{Action, Priority};
use crate::standing::{Standing, is_complete_on};

use super::mark::{RatingMark, rating_mark};
use super::words::{Day, due_words, leads_words, one_line, short_leads_words, short_title};
use super::{Axis, LatestWords};
use crate::standpoint::{Rated, Standpoint};

/// A priority with its live actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrioritySection {
    /// Reference of the priority; empty for actions without one.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its sponsor or overall leads; empty when none is printed.
    pub leads: String,
    /// Its actions, by aim or heading in plan order. Empty when it has none.
    pub groups: Vec<GroupSection>,
}

/// Actions under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSection {
    /// The heading, or the aim with its reference; null when the actions stand directly under the priority.
    pub heading: Option<String>,
    /// The actions, in plan order.
    pub lines: Vec<ActionLine>,
}

/// One live action with all that the report says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionLine {
    /// Its reference.
    pub reference: String,
    /// Its first sentence, at most 62 characters.
    pub short_title: String,
    /// All its words, on one line.
    pub text: String,
    /// Its bullets or lettered items, one each.
    pub parts: Vec<String>,
    /// Its leads, or `No lead`.
    pub lead: String,
    /// Its leads, short.
    pub short_lead: String,
    /// When it is due, in words.
    pub due_words: String,
    /// The day it is due; null when its timescale names none.
    pub due: Option<Day>,
    /// The action rating in force.
    pub action_rating: RatingMark,
    /// The impact rating in force.
    pub impact_rating: RatingMark,
    /// Where it stands.
    pub standing: Standing,
    /// The name of the standing.
    pub standing_words: String,
    /// True when its due date has passed and it is not complete.
    pub is_overdue: bool,
    /// True for a place held for actions still to be agreed.
    pub is_placeholder: bool,
    /// Inspection findings it answers, as printed.
    pub sources: Vec<String>,
    /// Its dated steps.
    pub milestones: Vec<MilestoneLine>,
    /// Its latest update; null when there has been none.
    pub latest: Option<LatestUpdate>,
}

/// A dated step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneLine {
    /// The step in words.
    pub text: String,
    /// The day it is due; null when undated.
    pub due: Option<Day>,
    /// `Done 3 May 2026`, `12 days late`, `Due 30 September 2026` or `No date`.
    pub state: String,
    /// True when its date has passed and it is not done.
    pub is_late: bool,
}

/// The latest update of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatestUpdate {
    /// The day it reports on.
    pub on: Day,
    /// Who recorded it.
    pub by: String,
    /// What happened; null when it only rates.
    pub note: Option<String>,
    /// The day completion is now expected.
    pub forecast: Option<Day>,
    /// What it rests on, one line each.
    pub evidence: Vec<String>,
}

impl ActionLine {
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        [self.text.as_str(), self.lead.as_str(), self.due_words.as_str()]
            .into_iter()
            .chain(self.parts.iter().map(String::as_str))
            .chain(self.sources.iter().map(String::as_str))
            .chain(self.milestones.iter().map(|milestone| milestone.text.as_str()))
            .chain(self.latest.iter().flat_map(|latest| {
                latest
                    .note
                    .as_deref()
                    .into_iter()
                    .chain([latest.by.as_str()])
                    .chain(latest.evidence.iter().map(String::as_str))
            }))
    }
}

/// The priorities in plan order, each with its actions; last, actions whose priority the plan does not have.
pub(super) fn priority_sections(now: &Standpoint<'_>, latest: &LatestWords<'_>) -> Vec<PrioritySection> {
    let mut sections: Vec<PrioritySection> = now
        .plan
        .priorities
        .iter()
        .map(|priority| PrioritySection {
            reference: priority.reference.clone(),
            title: priority.title.as_deref().map_or_else(|| "(no title in the plan)".to_owned(), one_line),
            leads: priority_leads(priority),
            groups: group_sections(now, latest, &|action| action.priority == priority.reference),
        })
        .collect();
    let orphans = group_sections(now, latest, &|action| now.plan.priority(&action.priority).is_none());
    if !orphans.is_empty() {
        sections.push(PrioritySection {
            reference: String::new(),
            title: "Without a priority".to_owned(),
            leads: String::new(),
            groups: orphans,
        });
    }
    sections
}

fn priority_leads(priority: &Priority) -> String {
    if priority.leads.is_empty() && priority.leads_raw.as_deref().is_none_or(|raw| raw.trim().is_empty()) {
        String::new()
    } else {
        leads_words(&priority.leads, priority.leads_raw.as_deref())
    }
}

fn group_sections(
    now: &Standpoint<'_>,
    latest: &LatestWords<'_>,
    holds: &dyn Fn(&Action) -> bool,
) -> Vec<GroupSection> {
    let mut groups: Vec<GroupSection> = Vec::new();
    for item in now.items.iter().filter(|item| holds(item.action)) {
        let heading = heading_of(now, item.action);
        let line = action_line(now, item, latest);
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.lines.push(line),
            None => groups.push(GroupSection { heading, lines: vec![line] }),
        }
    }
    groups
}

fn heading_of(now: &Standpoint<'_>, action: &Action) -> Option<String> {
    let aim = action.aim.as_deref().map(|reference| match now.plan.aim(reference) {
        Some(aim) => format!("{reference} {}", one_line(&aim.title)).trim().to_owned(),
        None => reference.to_owned(),
    });
    match (aim, action.group.as_deref().map(one_line)) {
        (Some(aim), Some(group)) => Some(format!("{aim}: {group}")),
        (aim, group) => aim.or(group),
    }
}

fn action_line(now: &Standpoint<'_>, item: &Rated<'_>, latest: &LatestWords<'_>) -> ActionLine {
    let action = item.action;
    let note = latest.note(&action.reference).map(|(note, on)| {
        // The last update may only rate; its reader still wants the last words, with their day.
        if item.update.is_some_and(|update| update.on == on) { note } else { format!("{}: {note}", Day::of(on).short) }
    });
    let impact_scale = now.impact_scale.as_ref().unwrap_or(&now.scale);
    ActionLine {
        reference: action.reference.clone(),
        short_title: short_title(action),
        text: one_line(action.title()),
        parts: action.parts.iter().map(part_words).collect(),
        lead: leads_words(&action.leads, action.leads_raw.as_deref()),
        short_lead: short_leads_words(&action.leads, action.leads_raw.as_deref()),
        due_words: due_words(action),
        due: action.due_on.map(Day::of),
        action_rating: rating_mark(&now.scale, item.code(Axis::Action)),
        impact_rating: rating_mark(impact_scale, item.code(Axis::Impact)),
        standing: item.standing,
        standing_words: if action.placeholder { "To be agreed" } else { item.standing.name() }.to_owned(),
        is_overdue: item.standing == Standing::Overdue && !action.placeholder,
        is_placeholder: action.placeholder,
        sources: action.sources.iter().map(|source| one_line(source)).collect(),
        milestones: action.milestones.iter().map(|milestone| milestone_line(now, milestone)).collect(),
        latest: item.update.map(|update| LatestUpdate {
            on: Day::of(update.on),
            by: one_line(&update.by),
            note,
            forecast: latest.forecast(&action.reference).map(Day::of),
            evidence: update.evidence.iter().map(|line| one_line(line)).collect(),
        }),
    }
}

fn part_words(part: &crate::plan::Part) -> String {
    let mut words = match &part.letter {
        Some(letter) => format!("{letter}) "),
        None => String::new(),
    };
    words.push_str(&part.text.as_deref().map_or_else(|| "(no text in the plan)".to_owned(), one_line));
    for inner in &part.parts {
        words.push_str("; ");
        words.push_str(&one_line(inner));
    }
    words
}

fn milestone_line(now: &Standpoint<'_>, milestone: &crate::plan::Milestone) -> MilestoneLine {
    let is_done = is_complete_on(milestone, now.as_at);
    let days_late = milestone.due_on.map(|due_on| (now.as_at - due_on).num_days()).filter(|days| *days > 0 && !is_done);
    let state = match (milestone.completed_on.filter(|_| is_done), days_late, milestone.due_on) {
        (Some(done_on), _, _) => format!("Done {}", Day::of(done_on).short),
        (None, Some(1), _) => "1 day late".to_owned(),
        (None, Some(days), _) => format!("{days} days late"),
        (None, None, Some(due_on)) => format!("Due {}", Day::of(due_on).short),
        (None, None, None) => "No date".to_owned(),
    };
    MilestoneLine {
        text: one_line(&milestone.text),
        due: milestone.due_on.map(Day::of),
        state,
        is_late: days_late.is_some(),
    }
}
