//! What goes into a chart: points, and how they are to be read.

use std::cmp::Ordering;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Targets;
use crate::measure::{Better, Exact, Figure, Period, Window};

/// The fewest values that limits may be fixed on.
const LEAST_FIXED: usize = 12;

/// Which ranges between neighbours count towards the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// All of them, as the Making Data Count tools in Excel do.
    #[default]
    MdcExcel,
    /// Very large ones are left out once, as NHSRplotthedots does unless told otherwise.
    PlotthedotsR,
}

impl Method {
    /// The name by which definitions and charts know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::MdcExcel => "mdc-excel",
            Self::PlotthedotsR => "plotthedots-r",
        }
    }

    /// The method of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::MdcExcel, Self::PlotthedotsR].into_iter().find(|method| method.name() == name)
    }
}

/// What is known of one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointValue {
    /// The figure.
    Actual(Exact),
    /// There is none.
    Missing,
    /// There is one, and it may not be shown to whoever looks.
    Suppressed,
}

/// One period of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// The figure.
    pub value: PointValue,
    /// Of a proportion, the rows in the numerator.
    pub numerator: Option<u64>,
    /// Rows that count: the denominator of a proportion.
    pub counted: Option<u64>,
}

impl Point {
    /// The point of a figure that may be shown.
    #[must_use]
    pub fn of(figure: &Figure) -> Self {
        let value = figure.value.map_or(PointValue::Missing, PointValue::Actual);
        Self { period: figure.period, value, numerator: figure.numerator, counted: Some(figure.counted) }
    }

    /// A period without a figure.
    #[must_use]
    pub fn missing(period: Period) -> Self {
        Self { period, value: PointValue::Missing, numerator: None, counted: None }
    }

    /// A period whose figure, numerator and denominator may not be shown.
    #[must_use]
    pub fn suppressed(period: Period) -> Self {
        Self { value: PointValue::Suppressed, ..Self::missing(period) }
    }
}

/// How a series is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which ranges count.
    pub method: Method,
    /// Which way is good.
    pub better: Better,
    /// How long each period is.
    pub window: Window,
    /// Decimal places that figures are shown with.
    pub places: u8,
    /// The limits of each segment rest on its first so many values; on all of them when absent.
    pub fix_after: Option<usize>,
    /// The first days of the periods that start a new segment; each is a recorded decision.
    pub rebases: Vec<NaiveDate>,
    /// The targets.
    pub targets: Targets,
    /// True for a chart that is published: everything is worked out from the values as shown, and rounded, so that
    /// exact limits cannot give away what is suppressed.
    pub is_published: bool,
}

impl Settings {
    /// Months, by the default method, without rebases, fixing and targets.
    #[must_use]
    pub fn new(better: Better, places: u8) -> Self {
        Self {
            method: Method::default(),
            better,
            window: Window::Month,
            places,
            fix_after: None,
            rebases: Vec::new(),
            targets: Targets::default(),
            is_published: false,
        }
    }
}

/// Why no chart can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The periods share days.
    #[error(
        "figures for `{}` share data with their neighbours, so that limits would be far too narrow; chart single months",
        .0.name()
    )]
    SharedData(Window),
    /// Two points share days.
    #[error("{} and {} share days; a series has one value for each period", .0.words(), .1.words())]
    PeriodTwice(Period, Period),
    /// Limits fixed on too few values.
    #[error("limits cannot be fixed on {0} values; give 12 or more")]
    FixedOnTooFew(usize),
    /// A rebase on a day that starts no period.
    #[error("no period of the series starts on {}; a rebase names the first day of one", .0.format("%-d %B %Y"))]
    NoSuchPeriod(NaiveDate),
}

/// The points in order of time, with a missing one for each period that is left out between them.
pub(super) fn in_order(points: &[Point], settings: &Settings) -> Result<Vec<Point>, Refused> {
    let step = match settings.window {
        Window::Month => Months::new(1),
        Window::Quarter => Months::new(3),
        window @ (Window::YearToDate | Window::RollingYear) => return Err(Refused::SharedData(window)),
    };
    if let Some(few) = settings.fix_after.filter(|few| *few < LEAST_FIXED) {
        return Err(Refused::FixedOnTooFew(few));
    }
    let mut sorted = points.to_vec();
    sorted.sort_by_key(|point| point.period);
    let mut all: Vec<Point> = Vec::with_capacity(sorted.len());
    for point in sorted {
        while let Some(last) = all.last() {
            let next = last.period.to.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
            match next.cmp(&point.period.from) {
                Ordering::Equal => break,
                Ordering::Greater => return Err(Refused::PeriodTwice(last.period, point.period)),
                Ordering::Less => {
                    let after = next.checked_add_months(step).unwrap_or(NaiveDate::MAX).min(point.period.from);
                    let to = after.pred_opt().unwrap_or(next);
                    all.push(Point::missing(Period { from: next, to }));
                }
            }
        }
        all.push(point);
    }
    for rebase in &settings.rebases {
        if !all.iter().any(|point| point.period.from == *rebase) {
            return Err(Refused::NoSuchPeriod(*rebase));
        }
    }
    if settings.is_published {
        for point in &mut all {
            if let PointValue::Actual(value) = point.value {
                let as_shown = Exact::parse(&value.shown(settings.places.min(6))).unwrap_or(value);
                point.value = PointValue::Actual(as_shown);
            }
        }
    }
    Ok(all)
}
