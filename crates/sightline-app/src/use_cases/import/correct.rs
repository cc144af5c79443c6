//! Putting right what was read wrongly, before the plan is saved.
//!
//! What a person types takes the place of what was read, the printed words
//! included: those stay with the problem that asked, which is kept with the plan.

use sightline_documents::importers::plan::{lead_kind, read_target};
use sightline_domain::plan::{
    Action, BoardMember, DeliveryLead, GlossaryEntry, Lead, LeadKind, Milestone, Part, Person, Plan, Post, PostHolding,
    Priority, SourceKind, Statement,
};
use sightline_domain::scale::Level;
use sightline_domain::schedule::DateWords;

use serde::{Deserialize, Serialize};

use super::item::{Field, Item};
use super::reading::{LEAD_KINDS, is_named, leads_named, value};
use crate::error::ImportError;
use crate::use_cases::amend::wording::{self, filled, lines};
use crate::{Error, Result};

/// What a field of an item is to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The item.
    pub item: Item,
    /// The field.
    pub field: Field,
    /// What it is to say, in the form of [`Field::hint`].
    pub value: String,
}

impl Correction {
    /// What the correction does, in words: `Leads of action 1.1: “MC”, now “Mary Cole”`.
    pub(super) fn words(&self, before: &str) -> String {
        let shown = |text: &str| match text.trim() {
            "" => "nothing".to_owned(),
            text => format!("“{}”", shortened(&text.lines().collect::<Vec<_>>().join("; "))),
        };
        format!("{} of {}: {}, now {}", self.field.words(), self.item, shown(before), shown(&self.value))
    }
}

fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(160).collect();
    if text.chars().nth(160).is_some() {
        shown.push('…');
    }
    shown
}

/// Makes corrections in order. What a lead is comes first, for who it is depends
/// on it; references come last, so that the others still find their items.
pub(super) fn correct_all<'a>(
    plan: &mut Plan,
    words: &DateWords,
    corrections: impl Iterator<Item = &'a Correction>,
) -> Result<()> {
    let turn = |field: Field| match field {
        Field::Kind => 0,
        Field::Reference => 2,
        _ => 1,
    };
    let mut in_turn: Vec<&Correction> = corrections.collect();
    in_turn.sort_by_key(|correction| turn(correction.field));
    in_turn.into_iter().try_for_each(|correction| correct(plan, words, correction))
}

fn correct(plan: &mut Plan, words: &DateWords, correction: &Correction) -> Result<()> {
    let Correction { item, field, value: given } = correction;
    let unknown = || ImportError::UnknownItem { item: item.to_string(), field: field.words().to_lowercase() };
    if value(plan, item, *field).is_none() {
        return Err(unknown().into());
    }
    let text = filled(Some(given)).map(str::to_owned);
    match item {
        Item::Plan => match (field, text) {
            (Field::Title, Some(title)) => plan.title = title,
            (Field::Council, council) => plan.council = council,
            _ => return Err(empty(correction)),
        },
        Item::Scale => plan_levels(plan, correction)?,
        Item::Priority(reference) if *field == Field::Reference => {
            let new = new_reference(correction, plan.priorities.iter().map(|priority| &priority.reference))?;
            rename_priority(plan, reference, &new);
        }
        Item::Priority(reference) => {
            let priority = plan.priorities.iter_mut().find(|priority| priority.reference == *reference);
            of_priority(priority.ok_or_else(unknown)?, words, correction)?;
        }
        Item::Aim(reference) if *field == Field::Reference => {
            let new = new_reference(correction, plan.aims.iter().map(|aim| &aim.reference))?;
            rename_aim(plan, reference, &new);
        }
        Item::Aim(reference) => {
            let aim = plan.aims.iter_mut().find(|aim| aim.reference == *reference).ok_or_else(unknown)?;
            aim.title = text.ok_or_else(|| empty(correction))?;
        }
        Item::Action(reference) if *field == Field::Reference => {
            let new = new_reference(correction, plan.actions.iter().map(|action| &action.reference))?;
            rename_action(plan, reference, &new);
        }
        Item::Action(reference) => {
            let mut action = plan.action(reference).cloned().ok_or_else(unknown)?;
            of_action(&mut action, plan, words, correction)?;
            if let Some(place) = plan.actions.iter_mut().find(|standing| standing.reference == *reference) {
                *place = action;
            }
        }
        Item::Measure(number) => {
            let measure = plan.measures.get_mut(number - 1).ok_or_else(unknown)?;
            match field {
                Field::DataSource => {
                    measure.source_kind = if text.is_some() { SourceKind::Other } else { SourceKind::Blank };
                    measure.scorecard_ref = None;
                    measure.data_source_raw = text;
                }
                Field::ActionRefs => measure.action_refs = lines(given),
                _ => measure.text = text.ok_or_else(|| empty(correction))?,
            }
        }
        Item::FocusArea(reference) => {
            let area = plan.focus_areas.iter_mut().find(|area| area.reference == *reference).ok_or_else(unknown)?;
            match field {
                Field::ActionRefs => area.action_refs = lines(given),
                Field::JudgementAreas => area.judgement_areas = lines(given),
                _ => area.title = text.ok_or_else(|| empty(correction))?,
            }
        }
        Item::Person(name) => {
            for person in plan.people.iter_mut().filter(|person| person.name == *name) {
                person.post.clone_from(&text);
            }
        }
        Item::Lead(lead) => of_lead(plan, lead, correction)?,
        Item::Abbreviation(short) => {
            let meaning = text.ok_or_else(|| empty(correction))?;
            match plan.glossary.iter_mut().find(|entry| entry.abbreviation == *short) {
                Some(entry) => entry.meaning = meaning,
                None => {
                    plan.glossary.push(GlossaryEntry { abbreviation: short.clone(), abbreviation_raw: None, meaning });
                }
            }
        }
        Item::DeliveryLeads => {
            plan.delivery_leads = lines(given)
                .iter()
                .map(|line| {
                    let (pillar, text) = line.split_once('|').unwrap_or(("", line));
                    DeliveryLead { pillar: pillar.trim().to_owned(), text: text.trim().to_owned() }
                })
                .collect();
        }
        Item::Board(number) => {
            let board = plan.boards.get_mut(number - 1).ok_or_else(unknown)?;
            board.members = lines(given).iter().map(|line| member(line)).collect();
        }
    }
    Ok(())
}

fn unreadable(correction: &Correction, help: impl Into<String>) -> Error {
    ImportError::CorrectionUnreadable {
        item: correction.item.to_string(),
        field: correction.field.words(),
        value: correction.value.trim().to_owned(),
        help: help.into(),
    }
    .into()
}

fn empty(correction: &Correction) -> Error {
    unreadable(correction, format!("Give the {} in words.", correction.field.words().to_lowercase()))
}

fn new_reference<'a>(correction: &Correction, mut taken: impl Iterator<Item = &'a String>) -> Result<String> {
    let new = correction.value.trim();
    if new.is_empty() || new.chars().count() > 40 {
        return Err(unreadable(correction, "Give a reference of 1 to 40 letters and digits, such as 1.10."));
    }
    if taken.any(|known| known.eq_ignore_ascii_case(new)) {
        return Err(Error::ReferenceTaken { reference: new.to_owned() });
    }
    Ok(new.to_owned())
}

fn replace(place: &mut String, old: &str, new: &str) {
    if place == old {
        new.clone_into(place);
    }
}

fn rename_priority(plan: &mut Plan, old: &str, new: &str) {
    for priority in &mut plan.priorities {
        replace(&mut priority.reference, old, new);
    }
    for aim in &mut plan.aims {
        replace(&mut aim.priority, old, new);
    }
    for action in &mut plan.actions {
        replace(&mut action.priority, old, new);
    }
}

fn rename_aim(plan: &mut Plan, old: &str, new: &str) {
    for aim in &mut plan.aims {
        replace(&mut aim.reference, old, new);
    }
    for aim in plan.actions.iter_mut().filter_map(|action| action.aim.as_mut()) {
        replace(aim, old, new);
    }
}

fn rename_action(plan: &mut Plan, old: &str, new: &str) {
    for action in &mut plan.actions {
        replace(&mut action.reference, old, new);
    }
    let of_measures = plan.measures.iter_mut().flat_map(|measure| &mut measure.action_refs);
    let of_areas = plan.focus_areas.iter_mut().flat_map(|area| &mut area.action_refs);
    let findings = plan.inspections.iter_mut().flat_map(|inspection| &mut inspection.findings);
    let of_findings = findings.flat_map(|finding| &mut finding.action_refs);
    for reference in of_measures.chain(of_areas).chain(of_findings) {
        replace(reference, old, new);
    }
}

fn of_priority(priority: &mut Priority, words: &DateWords, correction: &Correction) -> Result<()> {
    let given = &correction.value;
    let text = filled(Some(given)).map(str::to_owned);
    match correction.field {
        Field::Title => priority.title = Some(text.ok_or_else(|| empty(correction))?),
        Field::KeyAreas => priority.key_areas_raw = text,
        Field::Leads => {
            let before = priority.leads.clone();
            priority.leads = lines(given).iter().map(|line| lead(&before, line)).collect();
            priority.leads_raw = (!priority.leads.is_empty()).then(|| lines(given).join("; "));
        }
        Field::Objectives => priority.objectives = statements(given),
        Field::Outcomes => priority.outcomes = statements(given),
        Field::MeasuredBy => priority.measured_by = statements(given),
        Field::Impact => priority.impact = lines(given),
        Field::Targets => {
            let due_on = priority.targets.iter().find_map(|target| target.due_on);
            let before = std::mem::take(&mut priority.targets);
            priority.targets = lines(given)
                .iter()
                .map(|line| {
                    let kept = before.iter().find(|target| target.text == *line).cloned();
                    kept.unwrap_or_else(|| read_target(line, due_on))
                })
                .collect();
        }
        _ => {
            let due_on = text.as_deref().map(|raw| last_day(raw, words, correction)).transpose()?.flatten();
            for target in &mut priority.targets {
                target.due_on = due_on;
            }
        }
    }
    Ok(())
}

fn last_day(raw: &str, words: &DateWords, correction: &Correction) -> Result<Option<chrono::NaiveDate>> {
    let unread = |_| unreadable(correction, "Give a day, month or year, such as 31 March 2027, March 2027 or 2027.");
    wording::last_day(raw, words).map_err(unread)
}

fn of_action(action: &mut Action, plan: &Plan, words: &DateWords, correction: &Correction) -> Result<()> {
    let given = &correction.value;
    let text = filled(Some(given)).map(str::to_owned);
    let untimely = |error| match error {
        Error::UnreadableTimescale { .. } => {
            unreadable(correction, "Write it as in a plan: 31 March 2027, Mar 27, quarterly, ongoing or TBC.")
        }
        other => other,
    };
    match correction.field {
        Field::Text => action.text = Some(text.ok_or_else(|| empty(correction))?),
        Field::Leads => {
            let known: Vec<Lead> = plan.actions.iter().flat_map(|action| action.leads.clone()).collect();
            action.leads = lines(given).iter().map(|line| lead(&known, line)).collect();
            action.leads_raw = (!action.leads.is_empty()).then(|| lines(given).join("; "));
        }
        Field::Start => wording::restart(action, words, Some(given)).map_err(untimely)?,
        Field::Due => wording::redate(action, words, Some(given)).map_err(untimely)?,
        Field::Parts => {
            let before = action.parts.clone();
            let read = |(at, line): (usize, &String)| part(before.get(at), line, words, correction);
            action.parts = lines(given).iter().enumerate().map(read).collect::<Result<_>>()?;
        }
        Field::Milestones => {
            let before = action.milestones.clone();
            action.milestones =
                lines(given).iter().map(|line| milestone(&before, line, words, correction)).collect::<Result<_>>()?;
        }
        Field::ActionRating => {
            action.action_rating = level(plan, correction)?;
            action.action_rating_raw = text;
        }
        Field::ImpactRating => {
            action.impact_rating = level(plan, correction)?;
            action.impact_rating_raw = text;
        }
        Field::Sources => {
            action.sources = lines(given);
            action.sources_raw = (!action.sources.is_empty()).then(|| action.sources.join(", "));
        }
        Field::DeliveredThrough => action.delivered_through_raw = text,
        Field::HowWillWeKnow => action.how_will_we_know = lines(given),
        _ => action.child_statements = lines(given),
    }
    Ok(())
}

/// The code of a level of the plan's scale; `None` for not rated.
fn level(plan: &Plan, correction: &Correction) -> Result<Option<String>> {
    let Some(wanted) = filled(Some(&correction.value)) else { return Ok(None) };
    let levels = plan.scale().map_or(&[][..], |scale| &scale.levels);
    let found = levels
        .iter()
        .find(|level| level.code.eq_ignore_ascii_case(wanted) || level.name.eq_ignore_ascii_case(wanted))
        .ok_or_else(|| {
            let known: Vec<&str> = levels.iter().map(|level| level.code.as_str()).collect();
            unreadable(correction, format!("Use one of: {}.", known.join(", ")))
        })?;
    Ok(Some(found.code.clone()))
}

/// A lead of these words: as `known` when one of them has the words already.
fn lead(known: &[Lead], words: &str) -> Lead {
    known.iter().find(|lead| is_named(lead, words)).cloned().unwrap_or_else(|| Lead {
        raw: words.to_owned(),
        name: words.to_owned(),
        kind: lead_kind(words),
        resolved: None,
    })
}

fn milestone(before: &[Milestone], line: &str, words: &DateWords, correction: &Correction) -> Result<Milestone> {
    let (text, due_raw) = match line.rsplit_once('|') {
        Some((text, due)) => (text.trim(), filled(Some(due))),
        None => (line, None),
    };
    if text.is_empty() {
        return Err(empty(correction));
    }
    if let Some(kept) = before.iter().find(|known| known.text == text && known.due_raw.as_deref() == due_raw) {
        return Ok(kept.clone());
    }
    let due_on = due_raw.map(|raw| last_day(raw, words, correction)).transpose()?.flatten();
    Ok(Milestone { text: text.to_owned(), due_raw: due_raw.map(str::to_owned), due_on, completed_on: None })
}

fn part(before: Option<&Part>, line: &str, words: &DateWords, correction: &Correction) -> Result<Part> {
    let mut pieces = line.split('|').map(str::trim);
    let opening = pieces.next().unwrap_or_default();
    let letter = opening.split_once(')').filter(|(letter, _)| letter.chars().count() <= 3);
    let (letter, text) = letter.map_or((None, opening), |(letter, text)| (Some(letter.trim().to_owned()), text.trim()));
    let leads_raw = pieces.next().and_then(|words| filled(Some(words))).map(str::to_owned);
    let due_raw = pieces.next().and_then(|words| filled(Some(words))).map(str::to_owned);
    let kept = before.filter(|part| part.due_raw == due_raw).and_then(|part| part.due_on);
    let due_on = match (&due_raw, kept) {
        (_, Some(kept)) => Some(kept),
        (Some(raw), None) => last_day(raw, words, correction)?,
        (None, None) => None,
    };
    let inner = before.cloned().unwrap_or_default();
    Ok(Part { letter, text: filled(Some(text)).map(str::to_owned), leads_raw, due_raw, due_on, ..inner })
}

fn statements(given: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for line in lines(given) {
        match (line.strip_prefix("- "), found.last_mut()) {
            (Some(part), Some(last)) => last.parts.push(part.trim().to_owned()),
            (part, _) => found.push(Statement { text: part.unwrap_or(&line).trim().to_owned(), parts: Vec::new() }),
        }
    }
    found
}

fn member(line: &str) -> BoardMember {
    let mut pieces = line.split('|').map(|piece| filled(Some(piece)).map(str::to_owned));
    let (partner, role, name) = (pieces.next().flatten(), pieces.next().flatten(), pieces.next().flatten());
    let is_vacant = name.as_deref().is_none_or(|name| lead_kind(name) == LeadKind::ToBeConfirmed);
    BoardMember { partner, role: role.unwrap_or_default(), name, is_vacant }
}

fn plan_levels(plan: &mut Plan, correction: &Correction) -> Result<()> {
    let Some(scale) = plan.scales.first_mut() else { return Err(empty(correction)) };
    let given = lines(&correction.value);
    if given.len() != scale.levels.len() {
        return Err(unreadable(
            correction,
            format!("The plan has {} levels: keep each on a line.", scale.levels.len()),
        ));
    }
    for line in given {
        let mut pieces = line.splitn(3, '|').map(str::trim);
        let code = pieces.next().unwrap_or_default();
        let level: Option<&mut Level> = scale.levels.iter_mut().find(|level| level.code.eq_ignore_ascii_case(code));
        let Some(level) = level else {
            return Err(unreadable(correction, "Begin each line with the code of the level, as it stands."));
        };
        if let Some(name) = pieces.next().and_then(|name| filled(Some(name))) {
            name.clone_into(&mut level.name);
        }
        level.action_definition = pieces.next().and_then(|words| filled(Some(words))).map(str::to_owned);
    }
    Ok(())
}

/// Says who a lead is, wherever the plan names it.
fn of_lead(plan: &mut Plan, words: &str, correction: &Correction) -> Result<()> {
    let given = filled(Some(&correction.value));
    match correction.field {
        Field::Holder => {
            let title = leads_named(plan, words).next().map_or(words, |lead| &lead.name).to_owned();
            hold(plan, &title, given);
        }
        Field::Kind => {
            let wanted = correction.value.trim();
            let kind = LEAD_KINDS.iter().find(|(_, code, _)| *code == wanted).map(|(kind, _, _)| *kind);
            let kind = kind.ok_or_else(|| unreadable(correction, "Choose a person, a post or a group."))?;
            each_lead(plan, words, |lead| lead.kind = kind);
        }
        _ => {
            let who = given.ok_or_else(|| empty(correction))?;
            each_lead(plan, words, |lead| lead.resolved = Some(who.to_owned()));
            introduce(plan, words, who);
        }
    }
    Ok(())
}

fn each_lead(plan: &mut Plan, words: &str, mut change: impl FnMut(&mut Lead)) {
    let of_actions = plan.actions.iter_mut().flat_map(|action| &mut action.leads);
    let of_priorities = plan.priorities.iter_mut().flat_map(|priority| &mut priority.leads);
    for lead in of_actions.chain(of_priorities).filter(|lead| is_named(lead, words)) {
        change(lead);
    }
}

/// Whoever these words name is among the people, or the post among the posts.
fn introduce(plan: &mut Plan, words: &str, who: &str) {
    let kind = leads_named(plan, words).next().map_or(LeadKind::Unknown, |lead| lead.kind);
    let is_post = plan.posts.iter().any(|post| post.title == who) || kind == LeadKind::Post;
    if is_post {
        let at = plan.posts.iter().position(|post| post.title == who).unwrap_or_else(|| {
            plan.posts.push(Post { title: who.to_owned(), ..Post::default() });
            plan.posts.len() - 1
        });
        let post = &mut plan.posts[at];
        if words != who && !post.aliases.iter().any(|alias| alias == words) {
            post.aliases.push(words.to_owned());
        }
        return;
    }
    let initials = (kind == LeadKind::Initials || kind == LeadKind::Person).then(|| words.to_owned());
    match plan.people.iter_mut().find(|person| person.name == who) {
        Some(person) if person.initials.is_none() => person.initials = initials,
        Some(_) => {}
        None if kind == LeadKind::Body => {}
        None => plan.people.push(Person { name: who.to_owned(), initials, post: None, body: None }),
    }
}

fn hold(plan: &mut Plan, title: &str, holder: Option<&str>) {
    let at = plan.posts.iter().position(|post| post.title == title).unwrap_or_else(|| {
        plan.posts.push(Post { title: title.to_owned(), ..Post::default() });
        plan.posts.len() - 1
    });
    plan.posts[at].holdings =
        holder.map(|holder| PostHolding { holder: holder.to_owned(), ..PostHolding::default() }).into_iter().collect();
}
