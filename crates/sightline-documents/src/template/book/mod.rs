//! A plan as named tables, and the tables as the plan again.

mod actions;
mod cell;
mod children;
mod exact;
mod front;
mod kind;
pub(super) mod marks;
mod people;
mod priorities;
mod registers;
mod table;
mod words;

pub(super) use exact::EXACT;
pub(super) use front::{FRONT, VERSION_FIELD};
pub(super) use table::{Cell, Heading, Row, Table, TemplateBook};
pub use words::{PlainWords, ReadWords};

use std::collections::{BTreeMap, BTreeSet};

use sightline_domain::plan::Plan;
use sightline_domain::{Place, Problem, Severity};

use crate::codes::template as codes;
use crate::{Error, Result};
use children::{attach, children_of};
use kind::{Kind, Reading};

/// A list of a parent and the name that its rows call it by.
macro_rules! children {
    ($parents:expr, $name:ident, $list:ident) => {
        children_of(&$parents, |parent| &parent.$name, |parent| &parent.$list)
    };
}

/// The plan as tables. A table of a kind the plan has nothing of is left out,
/// except those that every plan has.
pub(super) fn book_of(plan: &Plan) -> TemplateBook {
    let mut tables = vec![front::front_table(plan)];
    let mut add = |table: Table, is_always_there: bool| {
        if is_always_there || !table.rows.is_empty() {
            tables.push(table);
        }
    };
    add(priorities::pillars().table(plan.pillars.iter()), false);
    add(priorities::priorities().table(plan.priorities.iter()), true);
    add(priorities::aims().table(plan.aims.iter()), false);
    let mut action_table = actions::actions().table(plan.actions.iter());
    colour_ratings(&mut action_table, plan);
    add(action_table, true);
    add(actions::milestones().under("Action", 9).table(children!(plan.actions, reference, milestones).iter()), false);
    add(actions::parts().under("Action", 9).table(children!(plan.actions, reference, parts).iter()), false);
    add(priorities::targets().under("Priority", 9).table(children!(plan.priorities, reference, targets).iter()), false);
    add(registers::measures().table(plan.measures.iter()), false);
    add(registers::focus_areas().table(plan.focus_areas.iter()), false);
    add(registers::inspections().table(plan.inspections.iter()), false);
    add(registers::findings().under("Inspection", 24).table(children!(plan.inspections, name, findings).iter()), false);
    add(people::people().table(plan.people.iter()), false);
    add(people::posts().table(plan.posts.iter()), false);
    add(people::post_holdings().under("Post", 36).table(children!(plan.posts, title, holdings).iter()), false);
    add(people::delivery_leads().table(plan.delivery_leads.iter()), false);
    add(people::boards().table(plan.boards.iter()), false);
    add(people::board_members().under("Board", 30).table(children!(plan.boards, name, members).iter()), false);
    add(registers::scales().table(plan.scales.iter()), false);
    add(registers::levels().under("Scale", 14).table(children!(plan.scales, id, levels).iter()), false);
    add(front::glossary().table(plan.glossary.iter()), false);
    add(front::sections().table(plan.sections.iter()), false);
    add(exact::exact_table(plan), false);
    TemplateBook { title: plan.title.clone(), tables }
}

/// Fills the rating cells with the colour of their level; the word stands in the cell too.
fn colour_ratings(table: &mut Table, plan: &Plan) {
    for (heading, code) in [
        (
            "Action rating",
            (|action| action.action_rating.as_deref()) as fn(&sightline_domain::plan::Action) -> Option<&str>,
        ),
        ("Impact rating", |action| action.impact_rating.as_deref()),
    ] {
        let Some(column) = table.column(heading) else { continue };
        for (row, action) in table.rows.iter_mut().zip(&plan.actions) {
            let level = code(action).and_then(|code| plan.scales.iter().find_map(|scale| scale.level(code)));
            if let (Some(level), Some(cell)) = (level, row.cells.get_mut(column)) {
                cell.fill.clone_from(&level.colour);
            }
        }
    }
}

fn only_items<T>(placed: Vec<(Place, T)>) -> Vec<T> {
    placed.into_iter().map(|(_, item)| item).collect()
}

/// The plan that the tables hold, with what is wrong in them.
///
/// # Errors
///
/// * [`Error::TemplateTable`]: a table that every plan has is missing.
/// * [`Error::TemplateVersion`]: the template is of a version this Sightline does not read.
pub(super) fn plan_of(book: TemplateBook, words: &dyn ReadWords) -> Result<(Plan, Vec<Problem>)> {
    let mut plan = Plan::default();
    let mut reading = Reading::new(book.tables, words);
    let reading = &mut reading;
    front::read_front(&mut plan, reading)?;
    if !reading.tables.iter().any(|table| table.is_called(actions::ACTIONS)) {
        return Err(Error::TemplateTable { name: actions::ACTIONS });
    }
    plan.pillars = only_items(priorities::pillars().read(reading));
    plan.priorities = read_unique(&priorities::priorities(), |item| &item.reference, reading);
    plan.aims = read_unique(&priorities::aims(), |item| &item.reference, reading);
    plan.actions = read_unique(&actions::actions(), |item| &item.reference, reading);
    name_actions_without_reference(&mut plan, reading);
    plan.measures = only_items(registers::measures().read(reading));
    plan.focus_areas = only_items(registers::focus_areas().read(reading));
    plan.inspections = only_items(registers::inspections().read(reading));
    plan.people = only_items(people::people().read(reading));
    plan.posts = only_items(people::posts().read(reading));
    plan.delivery_leads = only_items(people::delivery_leads().read(reading));
    plan.boards = only_items(people::boards().read(reading));
    plan.scales = only_items(registers::scales().read(reading));
    plan.glossary = only_items(front::glossary().read(reading));
    plan.sections = only_items(front::sections().read(reading));
    read_children(&mut plan, reading);
    exact::read_exact(&mut plan, reading);
    let reading = std::mem::replace(reading, Reading::new(Vec::new(), words));
    Ok((plan, reading.finish()))
}

fn read_children(plan: &mut Plan, reading: &mut Reading<'_>) {
    macro_rules! attach_children {
        ($kind:expr, $heading:literal, $parents:expr, $name:ident, $list:ident) => {{
            let kind = $kind.under($heading, 0);
            let children = kind.read(reading);
            attach(children, kind.name(), &mut $parents, |item| &item.$name, |item| &mut item.$list, reading);
        }};
    }
    attach_children!(actions::milestones(), "Action", plan.actions, reference, milestones);
    attach_children!(actions::parts(), "Action", plan.actions, reference, parts);
    attach_children!(priorities::targets(), "Priority", plan.priorities, reference, targets);
    attach_children!(registers::findings(), "Inspection", plan.inspections, name, findings);
    attach_children!(people::post_holdings(), "Post", plan.posts, title, holdings);
    attach_children!(people::board_members(), "Board", plan.boards, name, members);
    attach_children!(registers::levels(), "Scale", plan.scales, id, levels);
}

/// Reads a kind whose references must differ, and reports those that do not.
fn read_unique<T: 'static>(kind: &Kind<T>, reference: fn(&T) -> &str, reading: &mut Reading<'_>) -> Vec<T> {
    let placed = kind.read(reading);
    let mut seen = BTreeSet::new();
    for (place, item) in &placed {
        let reference = reference(item);
        if !reference.is_empty() && !seen.insert(reference) {
            reading.problem(
                codes::REFERENCE_TWICE,
                Severity::Error,
                place.clone(),
                reference,
                &format!("two rows of {} have this reference; give one of them another", kind.name()),
            );
        }
    }
    only_items(placed)
}

/// Gives an action without a reference one by its place, as an import does.
fn name_actions_without_reference(plan: &mut Plan, reading: &mut Reading<'_>) {
    let mut taken: BTreeSet<String> = plan.actions.iter().map(|action| action.reference.clone()).collect();
    let mut next: BTreeMap<String, u32> = BTreeMap::new();
    for action in plan.actions.iter_mut().filter(|action| action.reference.is_empty()) {
        let parent = action.aim.as_ref().unwrap_or(&action.priority).clone();
        let number = next.entry(parent.clone()).or_insert(1_u32);
        while taken.contains(&format!("{parent}/{number}")) {
            *number += 1;
        }
        action.reference = format!("{parent}/{number}");
        taken.insert(action.reference.clone());
        let help = format!("this action has no reference, so it is called {} until it is given one", action.reference);
        reading.problem(codes::NO_REFERENCE, Severity::Warning, Place::default(), action.title(), &help);
    }
}
