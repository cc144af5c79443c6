//! What a plan itself holds: priorities, actions, milestones, measures, people, posts, findings.

use std::collections::BTreeSet;

use sightline_domain::plan::{Action, Inspection, Measure, Plan, Priority};

use super::words::Finder;
use super::{Found, FoundKind, WhereTo};

/// One plan that is looked through.
pub(super) struct LookIn<'a> {
    pub(super) handle: &'a str,
    pub(super) title: &'a str,
    pub(super) plan: &'a Plan,
    /// False when the caller sees only some actions of the plan, and so finds only what belongs to those.
    pub(super) is_whole: bool,
}

/// Everything in the plan that holds the words, in the order of the plan.
pub(super) fn find(words: &Finder, look: &LookIn<'_>, found: &mut Vec<(FoundKind, Found)>) {
    let plan = look.plan;
    let seen: BTreeSet<&str> = plan.actions.iter().map(|action| action.reference.as_str()).collect();
    let may_tell = |references: &[String]| look.is_whole || references.iter().any(|one| seen.contains(one.as_str()));
    let mut add = |kind: FoundKind, item: Option<Found>| found.extend(item.map(|item| (kind, item)));
    let own: BTreeSet<&str> = plan.actions.iter().map(|action| action.priority.as_str()).collect();
    for priority in &plan.priorities {
        if look.is_whole || own.contains(priority.reference.as_str()) {
            add(FoundKind::Priority, in_priority(words, look, priority));
        }
    }
    for action in &plan.actions {
        add(FoundKind::Action, in_action(words, look, action));
        for milestone in &action.milestones {
            let to = WhereTo::Action(action.reference.clone());
            let item = look.item(words, to, Some(&action.reference), &milestone.text, &[]);
            add(FoundKind::Milestone, item);
        }
    }
    for measure in plan.measures.iter().filter(|measure| may_tell(&measure.action_refs)) {
        add(FoundKind::Measure, in_measure(words, look, measure, &seen));
    }
    for inspection in &plan.inspections {
        for finding in inspection.findings.iter().filter(|finding| may_tell(&finding.action_refs)) {
            add(FoundKind::Finding, in_finding(words, look, inspection, finding));
        }
    }
    if look.is_whole {
        find_people(words, look, &mut add);
    }
}

fn in_priority(words: &Finder, look: &LookIn<'_>, priority: &Priority) -> Option<Found> {
    let mut texts: Vec<&str> = vec![priority.statement.as_deref().unwrap_or_default()];
    for statement in priority.objectives.iter().chain(&priority.outcomes).chain(&priority.measured_by) {
        texts.push(&statement.text);
        texts.extend(statement.parts.iter().map(String::as_str));
    }
    texts.extend(priority.targets.iter().map(|target| target.text.as_str()));
    texts.extend(priority.impact.iter().map(String::as_str));
    texts.push(priority.leads_raw.as_deref().unwrap_or_default());
    let title = priority.title.as_deref().or(priority.heading_raw.as_deref()).unwrap_or_default();
    let to = WhereTo::Priority(priority.reference.clone());
    look.item(words, to, Some(&priority.reference), title, &texts)
}

fn in_action(words: &Finder, look: &LookIn<'_>, action: &Action) -> Option<Found> {
    let leads = action.leads_words().unwrap_or_default();
    let mut texts: Vec<&str> = Vec::new();
    for part in &action.parts {
        texts.extend(part.text.as_deref());
        texts.extend(part.parts.iter().map(String::as_str));
    }
    texts.extend(action.how_will_we_know.iter().chain(&action.child_statements).map(String::as_str));
    texts.extend(action.notes_raw.as_deref());
    texts.extend(action.group.as_deref());
    texts.extend(action.sources.iter().map(String::as_str));
    texts.push(&leads);
    let to = WhereTo::Action(action.reference.clone());
    look.item(words, to, Some(&action.reference), action.title(), &texts)
}

fn in_measure(words: &Finder, look: &LookIn<'_>, measure: &Measure, seen: &BTreeSet<&str>) -> Option<Found> {
    let action = measure.action_refs.iter().find(|reference| seen.contains(reference.as_str()));
    let to = action.map_or(WhereTo::Plan, |reference| WhereTo::Action(reference.clone()));
    let source = measure.data_source_raw.as_deref().unwrap_or_default();
    let line = measure.scorecard_ref.as_deref().unwrap_or_default();
    look.item(words, to, None, &measure.text, &[source, line])
}

fn in_finding(
    words: &Finder,
    look: &LookIn<'_>,
    inspection: &Inspection,
    finding: &sightline_domain::plan::Finding,
) -> Option<Found> {
    let title = format!("{}, {}", inspection.name, finding.reference);
    look.item(words, WhereTo::Findings, None, &title, &[finding.text.as_deref().unwrap_or_default()])
}

fn find_people(words: &Finder, look: &LookIn<'_>, add: &mut impl FnMut(FoundKind, Option<Found>)) {
    let plan = look.plan;
    let mut item = |kind: FoundKind, title: &str, texts: &[&str]| {
        add(kind, look.item(words, WhereTo::Registers, None, title, texts));
    };
    for person in &plan.people {
        let parts = [&person.initials, &person.post, &person.body].map(|part| part.as_deref().unwrap_or_default());
        item(FoundKind::Person, &person.name, &parts);
    }
    for post in &plan.posts {
        let aliases = post.aliases.iter().map(String::as_str);
        let names: Vec<&str> = aliases.chain(post.holdings.iter().map(|holding| holding.holder.as_str())).collect();
        item(FoundKind::Person, &post.title, &names);
    }
    for board in &plan.boards {
        for member in &board.members {
            let name = member.name.as_deref().unwrap_or_default();
            item(FoundKind::Person, name, &[&member.role, member.partner.as_deref().unwrap_or_default(), &board.name]);
        }
    }
}

impl LookIn<'_> {
    /// The item, when reference, title and texts together hold every word; with the first text that holds one.
    fn item(
        &self,
        words: &Finder,
        to: WhereTo,
        reference: Option<&String>,
        title: &str,
        texts: &[&str],
    ) -> Option<Found> {
        let named = reference.map(String::as_str).unwrap_or_default();
        let mut all = vec![named, title];
        all.extend(texts);
        if !words.are_in(&all) {
            return None;
        }
        Some(Found {
            plan: self.handle.to_owned(),
            plan_title: self.title.to_owned(),
            to,
            reference: reference.cloned(),
            title: title.to_owned(),
            text: texts.iter().find(|text| words.any_in(text)).map(|text| (*text).to_owned()),
            on: None,
            by: None,
        })
    }
}
