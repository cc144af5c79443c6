//! What a measure counted, month by month: whole and broken down.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Counts, Figure, Kind, Period, Tally, Window};

/// What one measure counted in some periods, mostly months.
///
/// Everything that is shown of a measure follows from this: figures, series,
/// longer windows, breakdowns. Small numbers are not yet suppressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureTable {
    /// The measure's id.
    pub measure: String,
    /// How it is counted.
    pub kind: Kind,
    /// What a row stands for.
    pub counts: Counts,
    /// The periods, oldest first.
    pub periods: Vec<Period>,
    /// One tally for each period.
    pub whole: Vec<Tally>,
    /// The breakdowns that have any row.
    pub breakdowns: Vec<Breakdown>,
    /// Rows that were left out, by reason, for each period.
    pub left_out: BTreeMap<String, Vec<u64>>,
}

/// One breakdown of a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// Its name, such as `team`.
    pub name: String,
    /// Its title, such as `Team`.
    pub title: String,
    /// Its values with any row, and one tally for each period.
    pub values: Vec<(String, Vec<Tally>)>,
}

impl MeasureTable {
    /// The first period that the records reach: nothing was counted before it.
    ///
    /// What was before it is not known; it is not nought.
    #[must_use]
    pub fn first_known(&self) -> Option<usize> {
        self.whole.iter().position(|tally| tally.counted > 0 || tally.left_out > 0)
    }

    /// The breakdown of this name.
    #[must_use]
    pub fn breakdown(&self, name: &str) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.name == name)
    }

    /// The figure of a window that ends with a period.
    ///
    /// `tallies` are `self.whole` or those of one value of a breakdown. Without
    /// value when the records do not reach back over the whole window.
    #[must_use]
    pub fn figure(&self, tallies: &[Tally], at: usize, window: Window, population: Option<u64>) -> Option<Figure> {
        let last = *self.periods.get(at)?;
        if self.counts == Counts::Snapshot {
            let is_known = self.first_known().is_some_and(|first| first <= at);
            let figure = tallies.get(at)?.figure(self.kind, last, population);
            return Some(if is_known { figure } else { Figure::unknown(last) });
        }
        let months = window.months_until(last);
        let first = at.checked_sub(months.len() - 1);
        let span = Period::spanning(*months.first()?, last);
        match first.filter(|first| self.first_known().is_some_and(|known| known <= *first)) {
            Some(first) if self.periods.get(first) == months.first() => {
                let mut sum = Tally::default();
                for tally in tallies.get(first..=at)? {
                    sum.add(tally);
                }
                Some(sum.figure(self.kind, span, population))
            }
            _ => Some(Figure::unknown(span)),
        }
    }

    /// The figure of each period, for the whole or for one value of a breakdown.
    #[must_use]
    pub fn series(&self, tallies: &[Tally], window: Window, population: &dyn Fn(Period) -> Option<u64>) -> Vec<Figure> {
        (0..self.periods.len())
            .filter_map(|at| self.figure(tallies, at, window, population(self.periods[at])))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::MeasureTable;
    use crate::measure::{Counts, Kind, Period, Tally, Window};

    fn table(counts: Counts) -> MeasureTable {
        let day = "2026-05-31".parse().unwrap();
        let tally = |counted| Tally { counted, in_numerator: 1, ..Tally::default() };
        MeasureTable {
            measure: "made_up".to_owned(),
            kind: Kind::Proportion,
            counts,
            periods: Period::whole_months_until(day, 4),
            whole: [0, 4, 0, 6].map(tally).into(),
            breakdowns: Vec::new(),
            left_out: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn months_before_the_first_row_are_not_known() {
        let table = table(Counts::Events);
        let value =
            |at, window| table.figure(&table.whole, at, window, None).unwrap().value.map(|value| value.shown(1));
        assert_eq!(value(0, Window::Month), None);
        assert_eq!(value(1, Window::Month).as_deref(), Some("25.0"));
        assert_eq!(value(2, Window::Month), None, "an empty period is empty");
        assert_eq!(value(3, Window::Quarter).as_deref(), Some("33.3"), "April and May");
        assert_eq!(value(3, Window::RollingYear), None, "the records do not reach back a year");
    }

    #[test]
    fn how_things_stand_is_no_sum() {
        let table = table(Counts::Snapshot);
        let figure = table.figure(&table.whole, 3, Window::Quarter, None).unwrap();
        assert_eq!((figure.counted, figure.period), (6, table.periods[3]));
    }
}
