//! One check asked of every row of its table.

use std::collections::HashMap;

use super::Check;
use super::rule::{Condition, Length, Literal, Operand, Operands, Other, Rule, Span, has_shape};
use super::world::{Cell, Index, Table, World, years_between};

/// A row that a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) row: usize,
    /// A row that it contradicts: of the same table for repeats and overlaps, else of the other one.
    pub(super) against: Option<usize>,
}

/// What came of a check.
pub(super) enum Outcome {
    /// The rows that were found, in the order of the table.
    Found(Vec<Found>),
    /// The check could not be asked.
    NotRun(NotRun),
}

/// Why a check could not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotRun {
    /// There is no row in its table that it could be asked of.
    NoRows,
    /// There is no row in the other table, from any format that holds both.
    NoOther,
}

/// One check with the rows it is asked of.
struct Asked<'w, 'a> {
    world: &'w World<'a>,
    check: &'w Check,
    table: &'w Table<'a>,
    other: Option<(&'w Other, &'w Table<'a>, Index<'a>)>,
}

/// Asks a check of every row of its table; of a check of the readers' findings nothing is asked here.
pub(super) fn run(world: &World<'_>, check: &Check) -> Outcome {
    let Some(table) = check.table else { return Outcome::Found(Vec::new()) };
    let table = &world.tables[table];
    let other = check.other.as_ref().map(|other| {
        let columns: Vec<usize> = other.matching.iter().map(|(_, theirs)| *theirs).collect();
        (other, &world.tables[other.table], world.index(other.table, &columns))
    });
    let asked = Asked { world, check, table, other };
    let (sources, allowed) = (&table.sources(world.definitions).0, asked.allowed());
    if !allowed.iter().any(|(by_rule, _)| *by_rule) {
        return Outcome::NotRun(NotRun::NoRows);
    }
    if !allowed.iter().any(|(by_rule, by_other)| *by_rule && *by_other) {
        return Outcome::NotRun(NotRun::NoOther);
    }
    let rows: Vec<usize> = (0..table.rows)
        .filter(|row| {
            let (by_rule, by_other) = allowed[usize::from(sources[*row])];
            by_rule && by_other
        })
        .filter(|row| check.conditions.iter().all(|condition| holds(condition, world, table, *row)))
        .collect();
    Outcome::Found(asked.found(rows))
}

impl<'a> Asked<'_, 'a> {
    /// By number of the sources: whether the rule, and whether the other table, lets the check be asked.
    ///
    /// A value is missing only where the source could hold it, and a row has
    /// no counterpart only where a format gave both tables.
    fn allowed(&self) -> Vec<(bool, bool)> {
        let feeds = &self.table.definition.feeds;
        let present = match (&self.check.rule, &self.other) {
            (Rule::WithoutOther, Some((other, ..))) => Some(self.world.formats_in(other.table)),
            _ => None,
        };
        let sources = &self.table.sources(self.world.definitions).1;
        sources
            .iter()
            .map(|sources| {
                let formats = &self.check.formats;
                let is_of_formats =
                    formats.is_empty() || sources.feeds.iter().any(|feed| formats.contains(&feeds[*feed].format));
                let can_hold = match &self.check.rule {
                    Rule::Missing(columns) => {
                        !sources.are_known
                            || sources.feeds.iter().any(|feed| {
                                let feed = &feeds[*feed];
                                columns.iter().any(|column| {
                                    feed.columns.iter().any(|(filled, _)| filled == column)
                                        || feed.looked_up.as_ref().is_some_and(|lookup| lookup.column == *column)
                                })
                            })
                    }
                    _ => true,
                };
                let has_other = present.as_ref().is_none_or(|present| {
                    let is_there = sources.feeds.iter().any(|feed| present[feeds[*feed].format]);
                    let (other, ..) = self.other.as_ref().map_or((0, ()), |(other, ..)| (other.table, ()));
                    is_there || (!sources.are_known && self.world.tables[other].rows > 0)
                });
                (is_of_formats && can_hold, has_other)
            })
            .collect()
    }

    fn found(&self, rows: Vec<usize>) -> Vec<Found> {
        let rows: Vec<usize> = if self.check.rule.uses_other() || self.other.is_none() {
            rows
        } else {
            rows.into_iter().filter(|row| !self.matches(*row).is_empty()).collect()
        };
        match &self.check.rule {
            Rule::Missing(columns) => {
                alone(rows, |row| columns.iter().all(|column| self.table.cell(*column, row).is_null()))
            }
            Rule::Order { first, then } => {
                self.compared(rows, |row, other| Some(self.day(first, row, other)? > self.day(then, row, other)?))
            }
            Rule::Gap(span) => self.compared(rows, |row, other| {
                let (from, to) = (self.day(&span.from, row, other)?, self.day(&span.to, row, other)?);
                Some(!is_within(span, from, to))
            }),
            Rule::Range { column, at_least, at_most } => alone(rows, |row| match self.table.cell(*column, row) {
                Cell::Number(number) => {
                    at_least.is_some_and(|bound| number < bound) || at_most.is_some_and(|bound| number > bound)
                }
                _ => false,
            }),
            Rule::Shape { column, like } => alone(rows, |row| match self.table.cell(*column, row) {
                Cell::Text(text) => !like.iter().any(|shape| has_shape(text, shape)),
                _ => false,
            }),
            Rule::Never(conditions) => {
                alone(rows, |row| conditions.iter().all(|condition| holds(condition, self.world, self.table, row)))
            }
            Rule::Repeated(columns) => self.repeated(rows, columns),
            Rule::WithoutOther => alone(rows, |row| self.has_key(row) && self.matches(row).is_empty()),
            Rule::Overlap { same, from, to } => self.overlaps(rows, same, *from, *to),
            Rule::OverlapOther { from, to, other_from, other_to } => {
                self.overlaps_other(rows, (*from, *to), (*other_from, *other_to))
            }
            Rule::Many { same, day, within_days, at_most } => self.many(rows, same, *day, *within_days, *at_most),
            Rule::Read(_) => Vec::new(),
        }
    }

    /// Rows that are wrong against every row of the other table that belongs to them, or by themselves.
    fn compared(&self, rows: Vec<usize>, is_wrong: impl Fn(usize, Option<usize>) -> Option<bool>) -> Vec<Found> {
        let mut found = Vec::new();
        for row in rows {
            if !self.check.rule.uses_other() {
                if is_wrong(row, None) == Some(true) {
                    found.push(Found { row, against: None });
                }
                continue;
            }
            let others = self.matches(row);
            if others.is_empty() {
                // The rule may say what to take where there is no other row.
                if is_wrong(row, None) == Some(true) {
                    found.push(Found { row, against: None });
                }
                continue;
            }
            let mut told = others.iter().filter_map(|other| Some((*other, is_wrong(row, Some(*other))?))).peekable();
            let first = told.peek().map(|(other, _)| *other);
            if first.is_some() && told.all(|(_, wrong)| wrong) {
                found.push(Found { row, against: first });
            }
        }
        found
    }

    /// The day that the first of these with a value gives.
    fn day(&self, operands: &Operands, row: usize, other: Option<usize>) -> Option<i32> {
        operands.iter().find_map(|operand| match operand {
            Operand::Own(column) => self.table.cell(*column, row).day(),
            Operand::Other(column) => {
                let (_, table, _) = self.other.as_ref()?;
                table.cell(*column, other?).day()
            }
            Operand::AsAt => Some(self.world.as_at),
        })
    }

    fn has_key(&self, row: usize) -> bool {
        self.other.as_ref().is_some_and(|(other, ..)| {
            self.table.key(other.matching.iter().map(|(ours, _)| *ours), row).is_some()
                && other.during.is_none_or(|during| !self.table.cell(during.day, row).is_null())
        })
    }

    /// Rows of the other table that belong to the row.
    fn matches(&self, row: usize) -> Vec<usize> {
        let Some((other, table, index)) = &self.other else { return Vec::new() };
        let Some(key) = self.table.key(other.matching.iter().map(|(ours, _)| *ours), row) else { return Vec::new() };
        let Some(candidates) = index.get(&key) else { return Vec::new() };
        let is_itself = |candidate: usize| self.check.table == Some(other.table) && candidate == row;
        candidates
            .iter()
            .map(|candidate| *candidate as usize)
            .filter(|candidate| !is_itself(*candidate))
            .filter(|candidate| {
                other.conditions.iter().all(|condition| holds(condition, self.world, table, *candidate))
            })
            .filter(|candidate| {
                other.during.is_none_or(|during| {
                    let Some(day) = self.table.cell(during.day, row).day() else { return false };
                    let from = table.cell(during.from, *candidate).day();
                    let to = table.cell(during.to, *candidate).day();
                    from.is_some_and(|from| from <= day) && to.is_none_or(|to| day <= to)
                })
            })
            .collect()
    }

    fn repeated(&self, rows: Vec<usize>, columns: &[usize]) -> Vec<Found> {
        let mut first: HashMap<Vec<Cell<'a>>, usize> = HashMap::with_capacity(rows.len());
        let mut found = Vec::new();
        for row in rows {
            let values: Vec<Cell<'a>> = columns.iter().map(|column| self.table.cell(*column, row)).collect();
            if values.iter().any(|value| value.is_null()) {
                continue;
            }
            match first.get(&values) {
                Some(before) => found.push(Found { row, against: Some(*before) }),
                None => {
                    first.insert(values, row);
                }
            }
        }
        found
    }

    /// Rows with the same values, in the order of a day; those without the day are left out.
    fn grouped(&self, rows: Vec<usize>, same: &[usize], day: usize) -> Vec<(Vec<Cell<'a>>, i32, usize)> {
        let mut sorted: Vec<(Vec<Cell<'a>>, i32, usize)> = rows
            .into_iter()
            .filter_map(|row| {
                let day = self.table.cell(day, row).day()?;
                let values: Vec<Cell<'a>> = same.iter().map(|column| self.table.cell(*column, row)).collect();
                (!values.iter().any(|value| value.is_null())).then_some((values, day, row))
            })
            .collect();
        sorted.sort_unstable();
        sorted
    }

    fn overlaps(&self, rows: Vec<usize>, same: &[usize], from: usize, to: usize) -> Vec<Found> {
        let mut found = Vec::new();
        // The row of the group that ends last so far, with the day after which nothing of it is left.
        let mut last: Option<(Vec<Cell<'a>>, i32, usize)> = None;
        for (values, start, row) in self.grouped(rows, same, from) {
            let end = self.table.cell(to, row).day();
            if end.is_some_and(|end| end < start) {
                continue;
            }
            let end = end.unwrap_or(i32::MAX);
            match &mut last {
                Some((before, latest, against)) if *before == values => {
                    // Two rows of one whole day are a repeat, and one of a day within another is none.
                    if start < *latest {
                        found.push(Found { row, against: Some(*against) });
                    }
                    if end > *latest {
                        (*latest, *against) = (end, row);
                    }
                }
                _ => last = Some((values, end, row)),
            }
        }
        found.sort_unstable_by_key(|found| found.row);
        found
    }

    fn overlaps_other(&self, rows: Vec<usize>, own: (usize, usize), theirs: (usize, usize)) -> Vec<Found> {
        let Some((_, table, _)) = &self.other else { return Vec::new() };
        let mut found = Vec::new();
        for row in rows {
            let Some(from) = self.table.cell(own.0, row).day() else { continue };
            let to = self.table.cell(own.1, row).day().unwrap_or(i32::MAX);
            let against = self.matches(row).into_iter().find(|other| {
                let Some(other_from) = table.cell(theirs.0, *other).day() else { return false };
                let other_to = table.cell(theirs.1, *other).day().unwrap_or(i32::MAX);
                from.max(other_from) < to.min(other_to)
            });
            found.extend(against.map(|against| Found { row, against: Some(against) }));
        }
        found
    }

    fn many(&self, rows: Vec<usize>, same: &[usize], day: usize, within_days: i32, at_most: usize) -> Vec<Found> {
        let sorted = self.grouped(rows, same, day);
        let mut found = Vec::new();
        let mut oldest = 0;
        let mut told: Option<&Vec<Cell<'a>>> = None;
        for (position, (values, day, row)) in sorted.iter().enumerate() {
            while sorted[oldest].0 != *values || sorted[oldest].1 < day.saturating_sub(within_days) {
                oldest += 1;
            }
            // Each group is told once.
            if position - oldest + 1 > at_most && told != Some(values) {
                told = Some(values);
                found.push(Found { row: *row, against: None });
            }
        }
        found.sort_unstable_by_key(|found| found.row);
        found
    }
}

fn alone(rows: Vec<usize>, is_wrong: impl Fn(usize) -> bool) -> Vec<Found> {
    rows.into_iter().filter(|row| is_wrong(*row)).map(|row| Found { row, against: None }).collect()
}

/// Whether a condition is so for a row of a table.
fn holds(condition: &Condition, world: &World<'_>, table: &Table<'_>, row: usize) -> bool {
    match condition {
        Condition::Given(column, given) => table.cell(*column, row).is_null() != *given,
        Condition::Is(column, literals) => literals.iter().any(|literal| is_literal(table.cell(*column, row), literal)),
        Condition::IsNot(column, literals) => {
            !literals.iter().any(|literal| is_literal(table.cell(*column, row), literal))
        }
        Condition::Within(span) => {
            let day = |operands: &Operands| {
                operands.iter().find_map(|operand| match operand {
                    Operand::Own(column) => table.cell(*column, row).day(),
                    Operand::AsAt => Some(world.as_at),
                    Operand::Other(_) => None,
                })
            };
            match (day(&span.from), day(&span.to)) {
                (Some(from), Some(to)) => is_within(span, from, to),
                _ => false,
            }
        }
    }
}

fn is_literal(cell: Cell<'_>, literal: &Literal) -> bool {
    match (cell, literal) {
        (Cell::Text(text), Literal::Text(wanted)) => text == wanted,
        (Cell::Number(number), Literal::Number(wanted)) => number == *wanted,
        (Cell::YesNo(truth), Literal::YesNo(wanted)) => truth == *wanted,
        _ => false,
    }
}

fn is_within(span: &Span, from: i32, to: i32) -> bool {
    let length = |length: Length| match length {
        Length::Days(wanted) => (i64::from(to) - i64::from(from), wanted),
        Length::Years(wanted) => (years_between(from, to), wanted),
    };
    let at_least = span.at_least.is_none_or(|bound| {
        let (actual, wanted) = length(bound);
        actual >= wanted
    });
    let at_most = span.at_most.is_none_or(|bound| {
        let (actual, wanted) = length(bound);
        actual <= wanted
    });
    at_least && at_most
}
