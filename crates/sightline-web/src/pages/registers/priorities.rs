//! Priorities: their titles and who sponsors them.

use chrono::NaiveDate;
use sightline_app::domain::plan::{Lead, LeadKind, Plan, Priority};
use sightline_app::domain::register::{Entry, Register};

use super::Group;
use super::kind::{Kind, action_links, area, line, required};
use crate::components::Link;
use crate::forms::{FormErrors, Typed};

pub(super) struct Priorities;

fn priority(entry: &Entry) -> Priority {
    match entry {
        Entry::Priority(priority) => Priority::clone(priority),
        _ => Priority::default(),
    }
}

fn sponsors(priority: &Priority) -> Vec<String> {
    if priority.leads.is_empty() {
        return priority.leads_raw.clone().into_iter().collect();
    }
    priority.leads.iter().map(|lead| lead.name.clone()).collect()
}

impl Kind for Priorities {
    const REGISTER: Register = Register::Priority;
    const PATH: &'static str = "edit/priorities";
    const TITLE: &'static str = "Priorities";
    const ADD: &'static str = "Add a priority";
    const ABOUT: &'static str = "The first level of the plan. Its sponsors sign off the updates of its actions.";
    const EMPTY: &'static str = "The plan has no priorities yet. Add one, then its actions.";
    const HEADS: &'static [&'static str] = &["Priority", "Sponsors", "Actions"];

    fn name(entry: &Entry) -> String {
        let priority = priority(entry);
        match priority.title {
            Some(title) => format!("{}: {title}", priority.reference),
            None => priority.reference,
        }
    }

    fn cells(entry: &Entry, plan: &Plan, _: NaiveDate) -> Vec<String> {
        let priority = priority(entry);
        let actions = plan.actions.iter().filter(|action| action.is_live() && action.priority == priority.reference);
        vec![sponsors(&priority).join("; "), actions.count().to_string()]
    }

    fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
        let priority = priority(entry);
        vec![
            ("Title", priority.title.clone().unwrap_or_default()),
            ("What it is for", priority.statement.clone().unwrap_or_default()),
            ("Sponsors", sponsors(&priority).join("\n")),
            ("What will be different for children", priority.impact.join("\n")),
        ]
    }

    fn first(entry: Option<&Entry>) -> Typed {
        let priority = entry.map(priority).unwrap_or_default();
        let mut typed = Typed::default();
        typed.set("reference", &priority.reference);
        typed.set("title", priority.title.clone().unwrap_or_default());
        typed.set("statement", priority.statement.clone().unwrap_or_default());
        typed.set("sponsors", sponsors(&priority).join("\n"));
        typed.set("impact", priority.impact.join("\n"));
        typed
    }

    fn groups(typed: &Typed, errors: &FormErrors, is_new: bool) -> Vec<Group> {
        let mut fields = Vec::new();
        if is_new {
            fields.push(line(typed, errors, "reference", "Reference", "Such as 5. It stays as it is."));
        }
        fields.extend([
            line(typed, errors, "title", "Title", ""),
            area(typed, errors, "statement", "What it is for (optional)", "", 2),
            area(typed, errors, "sponsors", "Sponsors", "Posts or people, one on each line.", 3),
            area(
                typed,
                errors,
                "impact",
                "What will be different for children (optional)",
                "One statement on each line.",
                4,
            ),
        ]);
        vec![Group { legend: None, fields }]
    }

    fn read(typed: &Typed, before: Option<&Entry>) -> Result<Entry, FormErrors> {
        let mut errors = FormErrors::default();
        let mut after = before.map(priority).unwrap_or_default();
        if before.is_none() {
            after.reference = required(typed, &mut errors, "reference", "Enter a reference, such as 5");
            after.ref_raw = Some(after.reference.clone());
        }
        after.title = Some(required(typed, &mut errors, "title", "Enter the title of the priority"));
        after.statement = typed.filled("statement").map(str::to_owned);
        after.impact = typed.lines("impact");
        let names = typed.lines("sponsors");
        if names != sponsors(&after) {
            let known = std::mem::take(&mut after.leads);
            after.leads = names.iter().map(|name| sponsor(&known, name)).collect();
            after.leads_raw = (!names.is_empty()).then(|| names.join("; "));
        }
        if errors.is_empty() { Ok(Entry::Priority(Box::new(after))) } else { Err(errors) }
    }

    fn related(entry: &Entry, plan: &Plan, handle: &str) -> Vec<(&'static str, Vec<Link>)> {
        let reference = priority(entry).reference;
        let actions = plan.actions.iter().filter(|action| action.is_live() && action.priority == reference);
        vec![("Its actions", action_links(handle, actions))]
    }
}

/// A sponsor of this name: as before when there was one.
fn sponsor(known: &[Lead], name: &str) -> Lead {
    known.iter().find(|lead| lead.name == name).cloned().unwrap_or_else(|| Lead {
        raw: name.to_owned(),
        name: name.to_owned(),
        kind: LeadKind::Unknown,
        resolved: None,
    })
}
