//! Items that stand in a table of their own and belong to an item of another.

use std::collections::BTreeMap;

use sightline_domain::{Place, Severity};

use super::Cell;
use super::cell::{CellValue, Trouble};
use super::kind::Reading;
use super::marks::{number_in, number_mark, text_of};
use crate::codes::template as codes;

/// An item that another one holds.
pub(super) struct Child<T> {
    pub(super) parent: Owner,
    pub(super) item: T,
}

/// Names the item that a row belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    name: String,
    /// 0 for the first item of this name, 1 for the second.
    earlier: usize,
}

impl CellValue for Owner {
    fn to_cell(&self) -> Cell {
        let mut cell = self.name.to_cell();
        if self.earlier > 0 {
            cell.paragraphs.push(number_mark(self.earlier + 1));
        }
        cell
    }

    fn from_cell(cell: &Cell) -> Result<Self, Trouble> {
        let (number, paragraphs) = match cell.paragraphs.split_last() {
            Some((last, before)) if number_in(last).is_some() => (number_in(last), before),
            _ => (None, cell.paragraphs.as_slice()),
        };
        Ok(Self { name: text_of(paragraphs), earlier: number.unwrap_or(1).saturating_sub(1) })
    }
}

impl Owner {
    /// The owners that a list of names makes, in order.
    pub(super) fn of_names<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Self> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        names
            .map(|name| {
                let earlier = seen.entry(name).or_default();
                let owner = Self { name: name.to_owned(), earlier: *earlier };
                *earlier += 1;
                owner
            })
            .collect()
    }

    pub(super) fn seen(&self) -> &str {
        &self.name
    }
}

/// The children of all parents, in order.
pub(super) fn children_of<'p, P, T: Clone + 'p>(
    parents: &'p [P],
    name: fn(&P) -> &str,
    list: fn(&P) -> &[T],
) -> Vec<Child<T>> {
    let owners = Owner::of_names(parents.iter().map(name));
    let mut children = Vec::new();
    for (parent, owner) in parents.iter().zip(owners) {
        children.extend(list(parent).iter().map(|item| Child { parent: owner.clone(), item: item.clone() }));
    }
    children
}

/// Puts each child into its parent; a child of nobody becomes a problem.
pub(super) fn attach<P, T>(
    children: Vec<(Place, Child<T>)>,
    table: &str,
    parents: &mut [P],
    name: fn(&P) -> &str,
    list: fn(&mut P) -> &mut Vec<T>,
    reading: &mut Reading<'_>,
) {
    let positions: BTreeMap<Owner, usize> =
        Owner::of_names(parents.iter().map(name)).into_iter().enumerate().map(|(at, owner)| (owner, at)).collect();
    for (place, child) in children {
        if let Some(at) = positions.get(&child.parent) {
            list(&mut parents[*at]).push(child.item);
        } else {
            let seen = format!("{table}: {}", child.parent.seen());
            reading.problem(
                codes::NO_PARENT,
                Severity::Warning,
                place,
                &seen,
                "nothing in the plan has this reference or name, so the row was left out. Write it exactly as in its own table",
            );
        }
    }
}
