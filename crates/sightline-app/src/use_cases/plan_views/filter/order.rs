//! In which order actions are shown.

use std::cmp::Ordering;

use sightline_domain::board_report::{Axis, one_line};
use sightline_domain::standpoint::{Rated, Standpoint};

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub by: Column,
    /// From the end; what has no value stays last.
    pub is_descending: bool,
}

/// A column that a list can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Reference, its numbers as numbers: 1.2 before 1.10.
    Reference,
    /// The action's words.
    Action,
    /// Priority, in plan order.
    Priority,
    /// Leads.
    Lead,
    /// The day it is due.
    Due,
    /// Action rating, worst first.
    ActionRating,
    /// Impact rating, worst first.
    ImpactRating,
    /// Standing, worst first.
    Standing,
    /// Day of the latest update, longest ago first.
    Updated,
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Reference,
        Self::Action,
        Self::Priority,
        Self::Lead,
        Self::Due,
        Self::ActionRating,
        Self::ImpactRating,
        Self::Standing,
        Self::Updated,
    ];

    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Action => "action",
            Self::Priority => "priority",
            Self::Lead => "lead",
            Self::Due => "due",
            Self::ActionRating => "rating",
            Self::ImpactRating => "impact",
            Self::Standing => "standing",
            Self::Updated => "updated",
        }
    }
}

/// Puts the items in order; equal ones stay in plan order.
pub(super) fn sort(now: &Standpoint<'_>, items: &mut Vec<&Rated<'_>>, order: Option<Order>) {
    let Some(Order { by, is_descending }) = order else { return };
    let mut keyed: Vec<(Option<Key>, &Rated<'_>)> = items.iter().map(|item| (key(now, item, by), *item)).collect();
    keyed.sort_by(|(one, _), (other, _)| match (one, other) {
        (Some(one), Some(other)) if is_descending => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
        // What has no value stands last, whichever way the others go.
        (one, other) => match (one.is_none(), other.is_none()) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ => Ordering::Equal,
        },
    });
    *items = keyed.into_iter().map(|(_, item)| item).collect();
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Text(String),
    Number(i64),
    Parts(Vec<Part>),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Text(String),
}

fn key(now: &Standpoint<'_>, item: &Rated<'_>, by: Column) -> Option<Key> {
    let action = item.action;
    let place = |place: usize| Key::Number(i64::try_from(place).unwrap_or(i64::MAX));
    let day = |day: chrono::NaiveDate| Key::Number((day - chrono::NaiveDate::MIN).num_days());
    let rank = |axis| now.scale_of(axis)?.rank(item.code(axis)?).map(place);
    match by {
        Column::Reference => Some(Key::Parts(parts(&action.reference))),
        Column::Action => Some(Key::Text(one_line(action.title()).to_lowercase())),
        Column::Priority => {
            now.plan.priorities.iter().position(|priority| priority.reference == action.priority).map(place)
        }
        Column::Lead => action.leads_words().map(|words| Key::Text(words.to_lowercase())),
        Column::Due => action.due_on.map(day),
        Column::ActionRating => rank(Axis::Action),
        Column::ImpactRating => rank(Axis::Impact),
        Column::Standing => {
            let counts = action.is_live() && !action.placeholder;
            let worst = sightline_domain::standing::Standing::ALL.iter().rev();
            worst.clone().position(|standing| *standing == item.standing).filter(|_| counts).map(place)
        }
        // Never updated is longest ago of all.
        Column::Updated => Some(item.update.map_or(Key::Number(-1), |update| day(update.on))),
    }
}

/// A reference taken apart into numbers and words, so that 1.2 stands before 1.10.
fn parts(reference: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut text = String::new();
    let mut digits = String::new();
    for letter in reference.chars().chain(['.']) {
        if letter.is_ascii_digit() {
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            // A number too long to be one is compared as text.
            parts.push(digits.parse().map_or_else(|_| Part::Text(digits.clone()), Part::Number));
            digits.clear();
        }
        if letter.is_alphanumeric() {
            text.extend(letter.to_lowercase());
        } else if !text.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut text)));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_references_are_numbers() {
        let mut references = ["1.10", "1.2", "2.1", "A3", "1.2/2", "1.2a", "99999999999999999999999", "1"];
        references.sort_by_key(|reference| parts(reference));
        assert_eq!(references, ["1", "1.2", "1.2/2", "1.2a", "1.10", "2.1", "99999999999999999999999", "A3"]);
    }
}
