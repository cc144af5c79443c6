//! What a measure counted, month by month: whole and broken down.

use std::collections::BTreeMap;

use chrono::Datelike;
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

    /// The same by whole quarters of the financial year, made of the table's months up to one of them.
    ///
    /// Quarters of which a month is not in the table, or lies before the records reach, are left out. How things
    /// stood at the end of a quarter is how they stood at the end of its last month.
    #[must_use]
    pub fn by_quarter(&self, until: usize) -> Self {
        let known = self.first_known().unwrap_or(usize::MAX);
        let is_last = |at: &usize| (self.periods[*at].from.month0() + 9) % 3 == 2;
        let has_whole = |at: &usize| at.checked_sub(2).is_some_and(|first| first >= known);
        let ends: Vec<usize> =
            (0..self.periods.len()).filter(|at| *at <= until && is_last(at) && has_whole(at)).collect();
        let sum = |tallies: &[Tally]| -> Vec<Tally> {
            let of = |end: &usize| match self.counts {
                Counts::Snapshot => tallies[*end].clone(),
                Counts::Events => tallies[end - 2..=*end].iter().fold(Tally::default(), |mut sum, tally| {
                    sum.add(tally);
                    sum
                }),
            };
            ends.iter().map(of).collect()
        };
        let left_out = |counts: &Vec<u64>| -> Vec<u64> {
            let of = |end: &usize| match self.counts {
                Counts::Snapshot => counts[*end],
                Counts::Events => counts[end - 2..=*end].iter().sum(),
            };
            ends.iter().map(of).collect()
        };
        Self {
            measure: self.measure.clone(),
            kind: self.kind,
            counts: self.counts,
            periods: ends.iter().map(|end| Period::spanning(self.periods[end - 2], self.periods[*end])).collect(),
            whole: sum(&self.whole),
            breakdowns: self
                .breakdowns
                .iter()
                .map(|breakdown| Breakdown {
                    name: breakdown.name.clone(),
                    title: breakdown.title.clone(),
                    values: breakdown.values.iter().map(|(label, tallies)| (label.clone(), sum(tallies))).collect(),
                })
                .collect(),
            left_out: self.left_out.iter().map(|(reason, counts)| (reason.clone(), left_out(counts))).collect(),
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
    fn quarters_are_whole_quarters_of_known_months() {
        let day = "2026-07-31".parse().unwrap();
        let tally = |counted| Tally { counted, in_numerator: 1, ..Tally::default() };
        let months = |counts| MeasureTable {
            counts,
            periods: Period::whole_months_until(day, 9),
            whole: [0, 2, 3, 4, 5, 6, 7, 8, 9].map(tally).into(),
            left_out: [("No day".to_owned(), vec![1; 9])].into(),
            ..table(counts)
        };
        let quarters = months(Counts::Events).by_quarter(8);
        let words: Vec<String> = quarters.periods.iter().map(|period| period.words()).collect();
        assert_eq!(words, ["1 January 2026 to 31 March 2026", "1 April 2026 to 30 June 2026"]);
        assert_eq!(quarters.whole.iter().map(|tally| tally.counted).collect::<Vec<_>>(), [12, 21]);
        assert_eq!(quarters.left_out["No day"], [3, 3]);
        let stood = months(Counts::Snapshot).by_quarter(6);
        assert_eq!(stood.whole.iter().map(|tally| tally.counted).collect::<Vec<_>>(), [5], "June is not read yet");
    }

    #[test]
    fn how_things_stand_is_no_sum() {
        let table = table(Counts::Snapshot);
        let figure = table.figure(&table.whole, 3, Window::Quarter, None).unwrap();
        assert_eq!((figure.counted, figure.period), (6, table.periods[3]));
    }
}
