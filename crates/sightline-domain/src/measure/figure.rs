//! What was counted for one period, and the figure that it gives.

use serde::{Deserialize, Serialize};

use super::{Exact, Kind, Period};

/// What was counted in the rows of one cell: a month, or a month of one team.
///
/// Tallies of several months make the tally of a longer window. How things
/// stood is no sum: the tally of a snapshot is that of its last month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows that count.
    pub counted: u64,
    /// Rows of these that are in the numerator.
    pub in_numerator: u64,
    /// Rows that are left out, because a fact is not there.
    pub left_out: u64,
    /// Of a duration, the days of each row; of a score, the thousandths of each row.
    pub amounts: Vec<i64>,
}

impl Tally {
    /// Adds what another counted.
    pub fn add(&mut self, other: &Self) {
        self.counted += other.counted;
        self.in_numerator += other.in_numerator;
        self.left_out += other.left_out;
        self.amounts.extend_from_slice(&other.amounts);
    }

    /// The figure for a period.
    ///
    /// `population` is that of the period, for a rate. Nothing counted gives no
    /// value, but for a count and a rate: none of something is a figure. Whether
    /// the records reach as far back as the period is for the caller to say.
    #[must_use]
    pub fn figure(&self, kind: Kind, period: Period, population: Option<u64>) -> Figure {
        let counted = i64::try_from(self.counted).unwrap_or(i64::MAX);
        let mut figure = Figure {
            period,
            counted: self.counted,
            numerator: None,
            population: None,
            value: None,
            mean: None,
            left_out: self.left_out,
        };
        match kind {
            Kind::Proportion => {
                figure.numerator = Some(self.in_numerator);
                figure.value =
                    i64::try_from(self.in_numerator).ok().and_then(|n| Exact::new(n.checked_mul(100)?, counted));
            }
            Kind::Rate => {
                figure.population = population;
                figure.value =
                    population.and_then(|people| Exact::new(counted.checked_mul(10_000)?, i64::try_from(people).ok()?));
            }
            Kind::Count => figure.value = Some(Exact::whole(counted)),
            Kind::Duration => {
                figure.value = median(&self.amounts);
                figure.mean = Exact::new(self.amounts.iter().sum(), counted);
            }
            Kind::Score => {
                figure.value =
                    counted.checked_mul(1_000).and_then(|under| Exact::new(self.amounts.iter().sum(), under));
            }
        }
        figure
    }
}

/// The middle of the numbers; of an even number of them, half-way between the two in the middle.
fn median(numbers: &[i64]) -> Option<Exact> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(Exact::whole(sorted[middle])),
        _ => Exact::new(sorted[middle - 1] + sorted[middle], 2),
    }
}

/// One figure of a measure, for one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The period that it is of.
    pub period: Period,
    /// Rows that count: the denominator of a proportion, otherwise how many.
    pub counted: u64,
    /// Of a proportion, the rows in the numerator.
    pub numerator: Option<u64>,
    /// Of a rate, the population.
    pub population: Option<u64>,
    /// The figure in the measure's unit; of a duration the median. None for an empty period.
    pub value: Option<Exact>,
    /// Of a duration, the mean in days.
    pub mean: Option<Exact>,
    /// Rows that are left out.
    pub left_out: u64,
}

impl Figure {
    /// A period that the records do not reach.
    #[must_use]
    pub fn unknown(period: Period) -> Self {
        Self { period, counted: 0, numerator: None, population: None, value: None, mean: None, left_out: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, Tally};
    use crate::measure::Kind;

    fn tally(amounts: &[i64]) -> Tally {
        Tally { counted: amounts.len() as u64, in_numerator: 1, left_out: 2, amounts: amounts.to_vec() }
    }

    #[test]
    fn every_kind_gives_its_figure() {
        let month = Period::month_of("2026-05-01".parse().unwrap());
        let shown = |kind, amounts: &[i64], population| {
            tally(amounts).figure(kind, month, population).value.map(|value| value.shown(1))
        };
        assert_eq!(shown(Kind::Proportion, &[0, 0, 0], None).as_deref(), Some("33.3"));
        assert_eq!(shown(Kind::Proportion, &[], None), None);
        assert_eq!(shown(Kind::Rate, &[0, 0, 0], Some(60_000)).as_deref(), Some("0.5"));
        assert_eq!(shown(Kind::Rate, &[0], None), None);
        assert_eq!(shown(Kind::Count, &[], None).as_deref(), Some("0.0"));
        assert_eq!(shown(Kind::Duration, &[9, 1, 4], None).as_deref(), Some("4.0"));
        assert_eq!(shown(Kind::Duration, &[9, 1, 4, 5], None).as_deref(), Some("4.5"));
        assert_eq!(shown(Kind::Duration, &[], None), None);
        assert_eq!(shown(Kind::Score, &[1_500, 2_000], None).as_deref(), Some("1.8"));
    }

    #[test]
    fn months_make_a_longer_window() {
        let mut sum = tally(&[1, 9]);
        sum.add(&tally(&[4]));
        assert_eq!((sum.counted, sum.in_numerator, sum.left_out), (3, 2, 4));
        let month = Period::month_of("2026-05-01".parse().unwrap());
        assert_eq!(sum.figure(Kind::Duration, month, None).value.unwrap().shown(0), "4");
    }
}
