//! What an action says in each part that can be changed: for the list of parts,
//! and for two people who changed the same one.

use sightline_app::domain::plan::{Action, ActionState, Milestone, Part, Plan};

use super::what::What;
use crate::forms::Typed;
use crate::words;

/// Words for a part, and what it says.
pub(super) type Fact = (&'static str, String);

/// What an action says in one part.
pub(super) fn of_action(what: What, action: &Action, plan: &Plan) -> Vec<Fact> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match what {
        What::Words => vec![("Words", text(&action.text))],
        What::Timescale => vec![("Start", text(&action.start_raw)), ("Timescale", text(&action.due_raw))],
        What::Leads => vec![("Leads", action.leads_words().unwrap_or_default())],
        What::Items => vec![("Items", lines(action.parts.iter().map(item)))],
        What::Milestones => vec![("Milestones", lines(action.milestones.iter().map(milestone)))],
        What::Success => vec![
            ("How we will know", action.how_will_we_know.join("\n")),
            ("What children will say", action.child_statements.join("\n")),
        ],
        What::Sources => vec![("Inspection tags", action.sources.join("\n"))],
        What::Place => vec![("Place", place(action, plan))],
        What::Split | What::Merge | What::Withdraw | What::PutBack => vec![("State", state(action))],
    }
}

/// What somebody typed for one part.
pub(super) fn of_typed(what: What, typed: &Typed, plan: &Plan) -> Vec<Fact> {
    match what {
        What::Words => vec![("Words", typed.get("text").to_owned())],
        What::Timescale => {
            vec![("Start", typed.get("start").to_owned()), ("Timescale", typed.get("due").to_owned())]
        }
        What::Leads => vec![("Leads", typed.lines("leads").join("; "))],
        What::Items => vec![("Items", rows(typed, "item", &["letter", "text", "leads", "due"]))],
        What::Milestones => vec![("Milestones", rows(typed, "milestone", &["text", "due", "done"]))],
        What::Success => vec![
            ("How we will know", typed.lines("how").join("\n")),
            ("What children will say", typed.lines("children").join("\n")),
        ],
        What::Sources => vec![("Inspection tags", typed.lines("sources").join("\n"))],
        What::Place => {
            let place = super::places::all(plan).into_iter().find(|place| place.value() == typed.get("place"));
            let group = typed.filled("group").map(|group| format!(", under ‘{group}’")).unwrap_or_default();
            vec![("Place", format!("{}{group}", place.map(|place| place.words).unwrap_or_default()))]
        }
        What::Split => vec![("State", format!("Split into\n{}", rows(typed, "new", &["reference", "text"])))],
        What::Merge => vec![("State", format!("Merged into {}", typed.get("into")))],
        What::Withdraw => vec![("State", "Withdrawn".to_owned())],
        What::PutBack => vec![("State", "In the plan".to_owned())],
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn rows(typed: &Typed, name: &str, parts: &[&str]) -> String {
    let row = |number: usize| {
        let filled = parts.iter().filter_map(|part| typed.filled(&format!("{name}-{number}-{part}")));
        filled.collect::<Vec<_>>().join(", ")
    };
    lines((0..super::change_form::MOST_ROWS).map(row).filter(|row| !row.is_empty()))
}

fn item(part: &Part) -> String {
    let letter = part.letter.as_ref().map(|letter| format!("{letter}) ")).unwrap_or_default();
    let mut line = format!("{letter}{}", part.text.as_deref().unwrap_or_default());
    for more in [&part.leads_raw, &part.due_raw].into_iter().flatten() {
        line = format!("{line}, {more}");
    }
    line
}

fn milestone(milestone: &Milestone) -> String {
    let due = milestone.due_raw.as_ref().map(|due| format!(", {due}")).unwrap_or_default();
    let done = milestone.completed_on.map(|on| format!(", complete on {}", words::day(on))).unwrap_or_default();
    format!("{}{due}{done}", milestone.text)
}

fn place(action: &Action, plan: &Plan) -> String {
    let place = super::places::of(plan, action);
    let group = action.group.as_ref().map(|group| format!(", under ‘{group}’")).unwrap_or_default();
    format!("{}{group}", place.words)
}

/// The state of an action in words.
pub(super) fn state(action: &Action) -> String {
    match &action.state {
        ActionState::Live => "In the plan".to_owned(),
        ActionState::Withdrawn => "Withdrawn".to_owned(),
        ActionState::Merged { into } => format!("Merged into {into}"),
        ActionState::Split { into } => format!("Split into {}", words::list(into)),
    }
}
