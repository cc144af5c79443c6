//! Small numbers hidden, with whatever would reveal them.
//!
//! Everything that is hidden could have been something else: whoever knows
//! every figure that is shown, every sum that must come out, and these rules,
//! still finds at least two answers for each small number. That holds because
//! of how the rules are made:
//!
//! - A period whose whole is small is hidden altogether, its breakdowns too.
//! - In a breakdown, small values are hidden, and larger ones with them until
//!   no small number is the same in all hidden values, and more people are
//!   hidden than the threshold. Values are chosen by their size alone, equal
//!   ones together, so two hidden values could always be the other way round.
//! - A breakdown whose total leaves nothing else than every value being the
//!   same small number is hidden altogether; which totals those are is known
//!   to everybody, so it says nothing more.
//! - A longer window is shown where every period in it is shown: it is their
//!   sum, which anybody can work out.

use super::{DisclosureRule, Kind, MeasureTable, Tally};

/// What is hidden of a measure's table; the table itself stays with those who may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// For each period, whether the whole is hidden.
    whole: Vec<bool>,
    /// The same for each value of each breakdown, in the table's order.
    breakdowns: Vec<Vec<Vec<bool>>>,
}

/// What is counted in one cell: the rows, and of a proportion those in the numerator and those that are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    counted: u64,
    parts: Option<(u64, u64)>,
}

impl Cell {
    fn of(tally: &Tally, kind: Kind) -> Self {
        let counted = tally.counted;
        let parts =
            (kind == Kind::Proportion).then(|| (tally.in_numerator, counted.saturating_sub(tally.in_numerator)));
        Self { counted, parts }
    }

    /// The numbers that may not be revealed when they are small.
    fn numbers(self) -> impl Iterator<Item = u64> {
        std::iter::once(self.counted).chain(self.parts.into_iter().flat_map(|(within, without)| [within, without]))
    }

    fn is_small(self, rule: &DisclosureRule) -> bool {
        self.numbers().any(|number| rule.is_small(number))
    }
}

/// What has to be hidden of the table by the rule.
///
/// The table's periods are those of the release: they must not share days, and for an audience whose figures are
/// released by quarter they are quarters.
#[must_use]
pub fn suppress(table: &MeasureTable, rule: &DisclosureRule) -> Suppression {
    let whole: Vec<Cell> = table.whole.iter().map(|tally| Cell::of(tally, table.kind)).collect();
    let hidden: Vec<bool> = whole.iter().map(|cell| cell.is_small(rule)).collect();
    let breakdowns = table
        .breakdowns
        .iter()
        .map(|breakdown| {
            let mut values = vec![vec![false; whole.len()]; breakdown.values.len()];
            for (at, whole) in whole.iter().enumerate() {
                let cells: Vec<Cell> =
                    breakdown.values.iter().map(|(_, tallies)| Cell::of(&tallies[at], table.kind)).collect();
                let hidden_here =
                    if hidden[at] { vec![true; cells.len()] } else { hidden_values(&cells, *whole, rule) };
                for (value, is_hidden) in values.iter_mut().zip(hidden_here) {
                    value[at] = is_hidden;
                }
            }
            values
        })
        .collect();
    Suppression { whole: hidden, breakdowns }
}

/// Which values of one breakdown are hidden in one period whose whole is shown.
fn hidden_values(cells: &[Cell], whole: Cell, rule: &DisclosureRule) -> Vec<bool> {
    let mut hidden: Vec<bool> = cells.iter().map(|cell| cell.is_small(rule)).collect();
    if !hidden.contains(&true) {
        return hidden;
    }
    if could_be_all_the_same(cells.len(), whole, rule) {
        return vec![true; cells.len()];
    }
    while is_revealed(cells, &hidden, rule) {
        // The smallest that is shown, and all that are equal to it; noughts last.
        let shown = cells.iter().zip(&hidden).filter(|(_, hidden)| !**hidden).map(|(cell, _)| *cell);
        let Some(next) = shown.min_by_key(|cell| (cell.counted == 0, *cell)) else { break };
        for (cell, hidden) in cells.iter().zip(&mut hidden) {
            *hidden |= *cell == next;
        }
    }
    hidden
}

/// True when the whole is what it would be if every value had the same small number.
fn could_be_all_the_same(values: usize, whole: Cell, rule: &DisclosureRule) -> bool {
    let values = values as u64;
    whole.numbers().any(|number| values > 0 && number.is_multiple_of(values) && rule.is_small(number / values))
}

/// True when a small number among the hidden ones can be worked out, or all that are hidden are few.
fn is_revealed(cells: &[Cell], hidden: &[bool], rule: &DisclosureRule) -> bool {
    let hidden: Vec<Cell> = cells.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(cell, _)| *cell).collect();
    let all_the_same = |number: fn(&Cell) -> Option<u64>| {
        let mut numbers = hidden.iter().filter_map(number);
        let first = numbers.next();
        first.is_some_and(|first| rule.is_small(first) && numbers.all(|number| number == first))
    };
    all_the_same(|cell| Some(cell.counted))
        || all_the_same(|cell| cell.parts.map(|parts| parts.0))
        || all_the_same(|cell| cell.parts.map(|parts| parts.1))
        || rule.is_small(hidden.iter().map(|cell| cell.counted).sum())
}

impl Suppression {
    /// Whether the whole is hidden in a period; so is a period that is not in the table.
    #[must_use]
    pub fn hides_whole(&self, at: usize) -> bool {
        self.whole.get(at).copied().unwrap_or(true)
    }

    /// Whether one value of a breakdown is hidden in a period, each by its place in the table.
    #[must_use]
    pub fn hides_value(&self, breakdown: usize, value: usize, at: usize) -> bool {
        self.value(breakdown, value).and_then(|periods| periods.get(at)).copied().unwrap_or(true)
    }

    /// Whether the whole over several periods is hidden.
    #[must_use]
    pub fn hides_whole_over(&self, mut periods: std::ops::Range<usize>) -> bool {
        periods.any(|at| self.hides_whole(at))
    }

    /// Whether one value of a breakdown over several periods is hidden.
    #[must_use]
    pub fn hides_value_over(&self, breakdown: usize, value: usize, mut periods: std::ops::Range<usize>) -> bool {
        periods.any(|at| self.hides_value(breakdown, value, at))
    }

    /// True when anything is hidden at all.
    #[must_use]
    pub fn hides_anything(&self) -> bool {
        self.whole.contains(&true) || self.breakdowns.iter().flatten().flatten().any(|hidden| *hidden)
    }

    fn value(&self, breakdown: usize, value: usize) -> Option<&Vec<bool>> {
        self.breakdowns.get(breakdown)?.get(value)
    }
}

#[cfg(test)]
mod tests;
