//! Words that people type, read as those of a printed plan.

use chrono::NaiveDate;
use sightline_domain::plan::{Action, Lead, LeadKind, Milestone, Part, Plan};
use sightline_domain::schedule::{DateWords, Doubt, Schedule, ScheduleKind, read_date, read_schedule};

use super::change::{MilestoneInput, PartInput};
use crate::{Error, Result};

/// Text without white space around it; `None` when nothing is left.
pub(crate) fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// The lines of a text that say something.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| filled(Some(line))).map(str::to_owned).collect()
}

fn unreadable(raw: &str) -> Error {
    Error::UnreadableTimescale { raw: raw.trim().to_owned() }
}

/// The last day of a timescale of a step; `None` for one that names no day, such as “TBC”.
///
/// # Errors
///
/// [`Error::UnreadableTimescale`] – the words are no timescale.
pub(crate) fn last_day(raw: &str, words: &DateWords) -> Result<Option<NaiveDate>> {
    Ok(schedule(raw, words)?.due_on)
}

fn schedule(raw: &str, words: &DateWords) -> Result<Schedule> {
    let reading = read_schedule(raw, words);
    let is_unread = reading.schedule.kind == ScheduleKind::Unreadable
        || reading.doubts.contains(&Doubt::Unreadable)
        || reading.doubts.contains(&Doubt::NoYear);
    if is_unread { Err(unreadable(raw)) } else { Ok(reading.schedule) }
}

/// Gives an action another timescale; `None` takes it out.
pub(crate) fn redate(action: &mut Action, words: &DateWords, due_raw: Option<&str>) -> Result<()> {
    let Some(raw) = filled(due_raw) else {
        action.due_raw = None;
        action.due_on = None;
        action.schedule = Schedule::default();
        return Ok(());
    };
    let schedule = schedule(raw, words)?;
    action.due_raw = Some(raw.to_owned());
    action.due_on = schedule.due_on;
    action.schedule = schedule;
    Ok(())
}

/// Gives an action another start; `None` takes it out.
pub(crate) fn restart(action: &mut Action, words: &DateWords, start_raw: Option<&str>) -> Result<()> {
    let Some(raw) = filled(start_raw) else {
        action.start_raw = None;
        action.start_on = None;
        return Ok(());
    };
    let (first, _) = read_date(raw, words).ok_or_else(|| unreadable(raw))?;
    action.start_raw = Some(raw.to_owned());
    action.start_on = Some(first);
    Ok(())
}

/// Gives an action other leads; `None` takes them out.
pub(crate) fn relead(action: &mut Action, plan: &Plan, leads_raw: Option<&str>) {
    action.leads = filled(leads_raw).map(|raw| read_leads(plan, raw)).unwrap_or_default();
    action.leads_raw = filled(leads_raw).map(str::to_owned);
}

/// Leads separated by semicolons, new lines, or strokes between spaces. What a
/// lead is, is known when the plan already has one of the same words, or a
/// post or person of that name; it is not guessed otherwise.
pub(crate) fn read_leads(plan: &Plan, leads_raw: &str) -> Vec<Lead> {
    leads_raw
        .split([';', '\n'])
        .flat_map(|piece| piece.split(" / "))
        .filter_map(|words| filled(Some(words)))
        .map(|words| {
            let same = |name: &str| name.eq_ignore_ascii_case(words);
            let known =
                plan.actions.iter().flat_map(|action| &action.leads).find(|lead| same(&lead.raw) || same(&lead.name));
            let kind = if let Some(lead) = known {
                lead.kind
            } else if plan.posts.iter().any(|post| same(&post.title)) {
                LeadKind::Post
            } else if plan.people.iter().any(|person| same(&person.name)) {
                LeadKind::Person
            } else if same("TBC") || same("to be confirmed") {
                LeadKind::ToBeConfirmed
            } else {
                LeadKind::Unknown
            };
            Lead {
                raw: words.to_owned(),
                name: words.to_owned(),
                kind,
                resolved: known.and_then(|lead| lead.resolved.clone()),
            }
        })
        .collect()
}

/// Milestones as they are to be. One whose date was not touched keeps what was read from it.
pub(crate) fn milestones(words: &DateWords, before: &[Milestone], new: &[MilestoneInput]) -> Result<Vec<Milestone>> {
    new.iter()
        .filter_map(|milestone| filled(Some(&milestone.text)).map(|text| (text, milestone)))
        .map(|(text, milestone)| {
            let due_raw = filled(milestone.due_raw.as_deref());
            let kept = before.iter().find(|known| known.text == text && known.due_raw.as_deref() == due_raw);
            let due_on = match (kept, due_raw) {
                (Some(kept), _) => kept.due_on,
                (None, Some(raw)) => last_day(raw, words)?,
                (None, None) => None,
            };
            Ok(Milestone {
                text: text.to_owned(),
                due_raw: due_raw.map(str::to_owned),
                due_on,
                completed_on: milestone.completed_on,
            })
        })
        .collect()
}

/// Bullets and lettered items as they are to be. The bullets inside one, and what it is delivered through, stay.
pub(crate) fn parts(words: &DateWords, before: &[Part], new: &[PartInput]) -> Result<Vec<Part>> {
    new.iter()
        .enumerate()
        .filter_map(|(at, part)| filled(Some(&part.text)).map(|text| (at, text, part)))
        .map(|(at, text, part)| {
            let due_raw = filled(part.due_raw.as_deref());
            let standing = before.get(at).cloned().unwrap_or_default();
            let due_on = match due_raw {
                same if same == standing.due_raw.as_deref() => standing.due_on,
                Some(raw) => last_day(raw, words)?,
                None => None,
            };
            Ok(Part {
                letter: filled(part.letter.as_deref()).map(str::to_owned),
                text: Some(text.to_owned()),
                leads_raw: filled(part.leads_raw.as_deref()).map(str::to_owned),
                due_raw: due_raw.map(str::to_owned),
                due_on,
                ..standing
            })
        })
        .collect()
}
