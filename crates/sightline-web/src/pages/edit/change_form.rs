//! The fields of each change, what they are first filled with, and the change they give.

use sightline_app::domain::plan::{Action, Plan};
use sightline_app::{Amendable, Change, MilestoneInput, NewAction, PartInput};

use super::Group;
use super::places;
use super::what::What;
use crate::components::{Choice, FormField, Select, TextInput, Textarea};
use crate::forms::{FormErrors, Typed};
use crate::pages::plans::address::AsAt;
use crate::words;

/// The most rows of a form: milestones, items, new actions.
pub(super) const MOST_ROWS: usize = 60;
/// Empty rows after those that are there.
const MORE_ROWS: usize = 2;

/// What the form says before anybody has typed.
pub(super) fn first(what: What, to_amend: &Amendable) -> Typed {
    let action = &to_amend.action;
    let mut typed = Typed::default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match what {
        What::Words => typed.set("text", text(&action.text)),
        What::Timescale => {
            typed.set("start", text(&action.start_raw));
            typed.set("due", text(&action.due_raw));
        }
        What::Leads => {
            let leads: Vec<&str> = action.leads.iter().map(|lead| lead.name.as_str()).collect();
            let printed = action.leads_raw.clone().unwrap_or_default();
            typed.set("leads", if leads.is_empty() { printed } else { leads.join("\n") });
        }
        What::Items => {
            for (number, part) in action.parts.iter().enumerate() {
                let fields = [&part.letter, &part.text, &part.leads_raw, &part.due_raw];
                for (name, value) in ["letter", "text", "leads", "due"].iter().zip(fields) {
                    typed.set(format!("item-{number}-{name}"), text(value));
                }
            }
        }
        What::Milestones => {
            for (number, milestone) in action.milestones.iter().enumerate() {
                typed.set(format!("milestone-{number}-text"), &milestone.text);
                typed.set(format!("milestone-{number}-due"), text(&milestone.due_raw));
                let done = milestone.completed_on.map(words::day).unwrap_or_default();
                typed.set(format!("milestone-{number}-done"), done);
            }
        }
        What::Success => {
            typed.set("how", action.how_will_we_know.join("\n"));
            typed.set("children", action.child_statements.join("\n"));
        }
        What::Sources => typed.set("sources", action.sources.join("\n")),
        What::Place => {
            typed.set("place", places::of(&to_amend.plan, action).value());
            typed.set("group", text(&action.group));
        }
        What::Split => {
            let mut plan = to_amend.plan.clone();
            for number in 0..2 {
                let reference = plan.next_reference(&action.reference);
                typed.set(format!("new-{number}-reference"), &reference);
                typed.set(format!("new-{number}-leads"), text(&action.leads_raw));
                typed.set(format!("new-{number}-due"), text(&action.due_raw));
                plan.actions.push(Action { reference, ..Action::default() });
            }
        }
        What::Merge | What::Withdraw | What::PutBack => {}
    }
    typed
}

/// The fields, with what was typed and what is wrong.
pub(super) fn groups(what: What, to_amend: &Amendable, typed: &Typed, errors: &FormErrors) -> Vec<Group> {
    let area = |name: &str, label: &str, hint: &str, rows: u8| -> FormField {
        let area = Textarea::new(name, label).rows(rows).value(typed.get(name)).error(errors.of(name));
        if hint.is_empty() { area.into() } else { area.hint(hint).into() }
    };
    let line = |name: &str, label: &str, hint: &str| line(typed, errors, name, label, hint);
    match what {
        What::Words => vec![Group::plain(vec![area("text", "The action in words", "", 5)])],
        What::Timescale => vec![Group::plain(vec![
            line("start", "Start", "For example April 2026. Leave it empty when the plan gives none."),
            line("due", "Timescale", "For example 31 March 2027, Mar 27, quarterly, ongoing or TBC."),
        ])],
        What::Leads => {
            let hint = "One on each line. A post goes on to its next holder; a person does not.";
            vec![Group::plain(vec![area("leads", "Who leads it", hint, 4)])]
        }
        What::Success => vec![Group::plain(vec![
            area("how", "How we will know", "One statement on each line.", 6),
            area("children", "What children will say", "One statement on each line.", 5),
        ])],
        What::Sources => {
            vec![Group::plain(vec![area(
                "sources",
                "Tags of inspections",
                "One on each line, as printed in the plan.",
                4,
            )])]
        }
        What::Place => vec![Group::plain(vec![
            places::field(&to_amend.plan, typed.get("place"), errors.of("place")).into(),
            line("group", "Heading it stands under (optional)", ""),
        ])],
        What::Merge => vec![Group::plain(vec![into_field(&to_amend.plan, &to_amend.action, typed, errors)])],
        What::Withdraw | What::PutBack => Vec::new(),
        What::Items => rows(to_amend.action.parts.len(), typed, "item")
            .map(|number| {
                let name = |part: &str| format!("item-{number}-{part}");
                let letter = TextInput::new(name("letter"), "Letter or number (optional)").width(3);
                let fields = vec![
                    letter.value(typed.get(&name("letter"))).error(errors.of(&name("letter"))).into(),
                    area(&name("text"), "Words", "", 2),
                    line(&name("leads"), "Lead of this item (optional)", ""),
                    line(&name("due"), "Timescale of this item (optional)", ""),
                ];
                Group::named(row_name("Item", number, to_amend.action.parts.len()), fields)
            })
            .collect(),
        What::Milestones => rows(to_amend.action.milestones.len(), typed, "milestone")
            .map(|number| {
                let name = |part: &str| format!("milestone-{number}-{part}");
                let fields = vec![
                    area(&name("text"), "The step in words", "", 2),
                    line(&name("due"), "Date", "For example 31 March 2027 or Mar 27."),
                    line(&name("done"), "Completed on (when it is)", "For example 30 June 2026."),
                ];
                Group::named(row_name("Milestone", number, to_amend.action.milestones.len()), fields)
            })
            .collect(),
        What::Split => (0..4)
            .map(|number| {
                let name = |part: &str| format!("new-{number}-{part}");
                let reference = TextInput::new(name("reference"), "Reference").width(10);
                let fields = vec![
                    reference.value(typed.get(&name("reference"))).error(errors.of(&name("reference"))).into(),
                    area(&name("text"), "The action in words", "", 3),
                    line(&name("leads"), "Leads", ""),
                    line(&name("due"), "Timescale", ""),
                ];
                Group::named(
                    format!("New action {}{}", number + 1, if number < 2 { "" } else { " (optional)" }),
                    fields,
                )
            })
            .collect(),
    }
}

fn line(typed: &Typed, errors: &FormErrors, name: &str, label: &str, hint: &str) -> FormField {
    let input = TextInput::new(name, label).value(typed.get(name)).error(errors.of(name));
    if hint.is_empty() { input.into() } else { input.hint(hint).into() }
}

fn row_name(what: &str, number: usize, there: usize) -> String {
    let new = if number < there { "" } else { " (new)" };
    format!("{what} {}{new}", number + 1)
}

/// The rows of a form: those that are there, those that were typed, and a few empty ones.
fn rows(there: usize, typed: &Typed, name: &str) -> impl Iterator<Item = usize> {
    let is_typed = |number: &usize| typed.filled(&format!("{name}-{number}-text")).is_some();
    let last = (0..MOST_ROWS).rev().find(is_typed).map_or(0, |last| last + 1);
    0..(there.max(last) + MORE_ROWS).min(MOST_ROWS)
}

fn into_field(plan: &Plan, action: &Action, typed: &Typed, errors: &FormErrors) -> FormField {
    let others = plan.actions.iter().filter(|other| other.is_live() && other.reference != action.reference);
    let choices = others.map(|other| {
        let words: String = format!("{} {}", other.reference, other.title()).chars().take(100).collect();
        Choice::new(&other.reference, words).chosen(typed.get("into") == other.reference)
    });
    let none = Choice::new("", "Choose an action").chosen(typed.filled("into").is_none());
    Select::new("into", "Which action goes on for both?")
        .choices(std::iter::once(none).chain(choices))
        .error(errors.of("into"))
        .into()
}

/// The change that the form gives.
pub(super) fn read(what: What, plan: &Plan, typed: &Typed) -> Result<Change, FormErrors> {
    let mut errors = FormErrors::default();
    super::check_reason_and_day(typed, &mut errors);
    let filled = |name: &str| typed.filled(name).map(str::to_owned);
    let change = match what {
        What::Words => {
            if typed.filled("text").is_none() {
                errors.add("text", "Enter the action in words; to take it out of the plan, withdraw it");
            }
            Change::Reword { text: typed.get("text").to_owned() }
        }
        What::Timescale => Change::Retime { start_raw: filled("start"), due_raw: filled("due") },
        What::Leads => {
            if typed.filled("leads").is_none() {
                errors.add("leads", "Enter who leads it, or TBC");
            }
            Change::Relead { leads_raw: typed.lines("leads").join("; ") }
        }
        What::Items => Change::Parts { parts: (0..MOST_ROWS).map(|number| item(typed, number)).collect() },
        What::Milestones => Change::Milestones {
            milestones: (0..MOST_ROWS).map(|number| milestone(typed, number, &mut errors)).collect(),
        },
        What::Success => {
            Change::Success { how_will_we_know: typed.lines("how"), child_statements: typed.lines("children") }
        }
        What::Sources => Change::Sources { sources: typed.lines("sources") },
        What::Place => {
            let place = places::chosen(plan, typed.get("place"));
            if place.is_none() {
                errors.add("place", "Choose where it stands");
            }
            let (priority, aim) = place.map(|place| (place.priority, place.aim)).unwrap_or_default();
            Change::Move { priority, aim, group: filled("group") }
        }
        What::Split => Change::SplitInto { into: new_actions(typed, &mut errors) },
        What::Merge => {
            if typed.filled("into").is_none() {
                errors.add("into", "Choose the action that goes on for both");
            }
            Change::MergeInto { into: typed.get("into").to_owned() }
        }
        What::Withdraw => Change::Withdraw,
        What::PutBack => Change::PutBack,
    };
    if errors.is_empty() { Ok(change) } else { Err(errors) }
}

fn item(typed: &Typed, number: usize) -> PartInput {
    let field = |part: &str| typed.filled(&format!("item-{number}-{part}")).map(str::to_owned);
    PartInput {
        letter: field("letter"),
        text: field("text").unwrap_or_default(),
        leads_raw: field("leads"),
        due_raw: field("due"),
    }
}

fn milestone(typed: &Typed, number: usize, errors: &mut FormErrors) -> MilestoneInput {
    let name = |part: &str| format!("milestone-{number}-{part}");
    let field = |part: &str| typed.filled(&name(part)).map(str::to_owned);
    let done = AsAt::typed(typed.get(&name("done")));
    if !done.unreadable.is_empty() {
        errors.add(name("done"), "Enter the real day on which it was complete, such as 30 June 2026");
    }
    MilestoneInput { text: field("text").unwrap_or_default(), due_raw: field("due"), completed_on: done.day }
}

fn new_actions(typed: &Typed, errors: &mut FormErrors) -> Vec<NewAction> {
    let mut found = Vec::new();
    for number in 0..4 {
        let name = |part: &str| format!("new-{number}-{part}");
        let field = |part: &str| typed.filled(&name(part)).map(str::to_owned);
        let Some(text) = field("text") else {
            if number < 2 {
                errors.add(name("text"), format!("Enter the words of new action {}", number + 1));
            }
            continue;
        };
        if field("reference").is_none() {
            errors.add(name("reference"), format!("Enter a reference for new action {}", number + 1));
        }
        found.push(NewAction {
            reference: field("reference").unwrap_or_default(),
            text,
            leads_raw: field("leads"),
            start_raw: None,
            due_raw: field("due"),
        });
    }
    found
}
