//! The monthly figures of a measure with the days on which they became known.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::measure::{Exact, Period};
use crate::spc::{Point, PointValue};

/// One month's figure, and when it was known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFigure {
    /// The month and its figure; a missing one after an actual one takes the figure back.
    pub point: Point,
    /// The day on which it became known.
    pub known_on: NaiveDate,
}

/// Why figures make no series that can be judged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeriesFault {
    /// A period that is not one calendar month.
    #[error("{} is not a calendar month; a verdict is made from single months", .0.words())]
    NotAMonth(Period),
    /// A day beyond the years that can be counted.
    #[error("the month of {0} is too far away to be counted with; check the day")]
    TooFar(NaiveDate),
}

/// Monthly figures in order of time, and of each month in the order they became known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Series {
    figures: Vec<KnownFigure>,
}

/// One month of a series as it was known on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Month {
    pub(super) period: Period,
    /// The figure; of one that was taken back, the last there was.
    pub(super) value: Option<Exact>,
    /// True when the figure was taken back and not replaced.
    pub(super) is_taken_back: bool,
    /// True when there is a figure that may not be shown.
    pub(super) is_suppressed: bool,
    pub(super) counted: Option<u64>,
    /// The day on which anything of it was first known.
    pub(super) first_known_on: NaiveDate,
}

impl Series {
    /// The figures as a series.
    ///
    /// Of two figures of a month that became known on one day, the later in
    /// `figures` stands.
    ///
    /// # Errors
    ///
    /// [`SeriesFault`] – a period that is no calendar month, or lies beyond the years that can be counted.
    pub fn new(mut figures: Vec<KnownFigure>) -> Result<Self, SeriesFault> {
        for figure in &figures {
            let period = figure.point.period;
            // Room for the baseline before and the months after, so that nothing below can run out of days.
            if !(1900..=2500).contains(&chrono::Datelike::year(&period.from)) {
                return Err(SeriesFault::TooFar(period.from));
            }
            if period != Period::month_of(period.from) {
                return Err(SeriesFault::NotAMonth(period));
            }
        }
        figures.sort_by_key(|figure| (figure.point.period, figure.known_on));
        Ok(Self { figures })
    }

    /// Every figure, by month and then by the day it became known.
    #[must_use]
    pub fn figures(&self) -> &[KnownFigure] {
        &self.figures
    }

    /// The months known by a day, without a hole from the first to the last.
    ///
    /// A month counts once it is over and its figure is known.
    pub(super) fn known_by(&self, day: NaiveDate) -> Vec<Month> {
        let mut months: Vec<Month> = Vec::with_capacity(self.figures.len());
        let known = self.figures.iter().filter(|figure| figure.known_on <= day && figure.point.period.to <= day);
        for figure in known {
            let point = &figure.point;
            match months.last_mut() {
                Some(last) if last.period == point.period => last.amend(figure),
                last => {
                    let mut next = last.and_then(|last| after(last.period));
                    while let Some(gap) = next.filter(|gap| *gap < point.period) {
                        months.push(Month::without_figure(gap, figure.known_on));
                        next = after(gap);
                    }
                    let mut month = Month::without_figure(point.period, figure.known_on);
                    month.amend(figure);
                    months.push(month);
                }
            }
        }
        months
    }
}

fn after(period: Period) -> Option<Period> {
    Some(Period::month_of(period.from.checked_add_months(Months::new(1))?))
}

impl Month {
    fn without_figure(period: Period, first_known_on: NaiveDate) -> Self {
        Self { period, value: None, is_taken_back: false, is_suppressed: false, counted: None, first_known_on }
    }

    fn amend(&mut self, figure: &KnownFigure) {
        match figure.point.value {
            PointValue::Actual(value) => {
                self.value = Some(value);
                self.is_taken_back = false;
                self.is_suppressed = false;
                self.counted = figure.point.counted;
            }
            PointValue::Missing | PointValue::Suppressed => {
                self.is_taken_back = self.value.is_some();
                self.is_suppressed = figure.point.value == PointValue::Suppressed;
            }
        }
    }

    /// The month as a point of a chart.
    pub(super) fn point(&self) -> Point {
        let value = self.value.map_or(PointValue::Missing, PointValue::Actual);
        Point { period: self.period, value, numerator: None, counted: self.counted }
    }
}
