//! One measure of an invented action: what truly happened, and the figures that chance made of it.

use chrono::{Days, Months, NaiveDate};
use sightline_domain::measure::{Better, Counts, Exact, Period};
use sightline_domain::spc::{Point, PointValue};
use sightline_domain::target::Comparison;
use sightline_domain::verdict::{EvidenceKind, Goal, KnownFigure, KnownTarget, LinkTarget, MeasureLink, Series};

use super::random::Random;

/// What an action truly did, in standard deviations of one month's figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Effect {
    None,
    /// At once, and lasting; downwards when negative.
    Sudden(f64),
    /// In equal steps over a year.
    Gradual(f64),
    /// At once, from the seventh month.
    Late(f64),
    /// For four months, and gone again.
    ShortLived(f64),
}

impl Effect {
    /// The true change in a month, counted from 0 at the start.
    fn in_month(self, month: u32) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Sudden(size) => size,
            Self::Gradual(size) => size * f64::from(month.min(11) + 1) / 12.0,
            Self::Late(size) => {
                if month >= 6 {
                    size
                } else {
                    0.0
                }
            }
            Self::ShortLived(size) => {
                if month < 4 {
                    size
                } else {
                    0.0
                }
            }
        }
    }
}

/// What chance does to the figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Noise {
    /// Each month by itself.
    Independent,
    /// Each month is partly the one before.
    Autocorrelated(f64),
    /// A wave over the year, of so many standard deviations.
    Seasonal(f64),
    /// Each month by itself, and this share of the months has no figure.
    Gappy(f64),
    /// Seven in ten of so many children, with nothing but chance.
    Children(u32),
}

/// One measure of an action.
#[derive(Clone, Copy, Debug)]
pub(super) struct World {
    pub(super) effect: Effect,
    pub(super) noise: Noise,
    /// Months before the start that have figures.
    pub(super) baseline: u32,
    /// Months since the start.
    pub(super) after: u32,
    pub(super) goal: Goal,
    /// A target, in standard deviations above the level before the start.
    pub(super) target: Option<f64>,
}

impl World {
    /// No effect and independent noise, with two years of history and seven months since.
    pub(super) fn plain() -> Self {
        Self {
            effect: Effect::None,
            noise: Noise::Independent,
            baseline: 24,
            after: 7,
            goal: Goal::Improve,
            target: None,
        }
    }
}

const LEVEL: f64 = 50.0;
const DEVIATION: f64 = 5.0;
const SHARE: f64 = 0.7;

pub(super) fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("it is a day")
}

/// The twentieth of the month after so many months since the start: their figures are known, and no more.
pub(super) fn look(after: u32) -> NaiveDate {
    start() + Months::new(after) + Days::new(19)
}

/// A measure with the figures that chance made.
pub(super) fn measure(world: &World, number: usize, random: &mut Random) -> MeasureLink {
    let mut figures = Vec::new();
    // A wave may begin anywhere in the year.
    let phase = random.uniform() * 12.0;
    let mut carried = random.normal();
    for at in 0..world.baseline + world.after {
        let from = start() - Months::new(world.baseline) + Months::new(at);
        let since = at.checked_sub(world.baseline);
        let effect = since.map_or(0.0, |month| world.effect.in_month(month));
        let (value, counted) = match world.noise {
            Noise::Independent => (normal(effect + random.normal()), 100),
            Noise::Gappy(share) => {
                let value = normal(effect + random.normal());
                // Drawn after the figure, so that a gap is no matter of its value.
                if random.uniform() < share {
                    continue;
                }
                (value, 100)
            }
            Noise::Autocorrelated(likeness) => {
                let drawn = (effect + carried, 100);
                carried = likeness * carried + (1.0 - likeness * likeness).sqrt() * random.normal();
                (normal(drawn.0), drawn.1)
            }
            Noise::Seasonal(height) => {
                let wave = height * (std::f64::consts::TAU * (f64::from(at) + phase) / 12.0).sin();
                (normal(effect + wave + random.normal()), 100)
            }
            Noise::Children(of) => {
                let deviation = (SHARE * (1.0 - SHARE) / f64::from(of)).sqrt();
                let chance = (SHARE + effect * deviation).clamp(0.0, 1.0);
                let share = Exact::new(i64::from(random.binomial(of, chance)) * 100, i64::from(of));
                (share.expect("there are children"), of)
            }
        };
        let period = Period::month_of(from);
        let point = Point { period, value: PointValue::Actual(value), numerator: None, counted: Some(counted.into()) };
        figures.push(KnownFigure { point, known_on: period.to + Days::new(10) });
    }
    let target = world.target.map(|above| KnownTarget {
        target: Some(LinkTarget { comparison: Comparison::AtLeast, value: normal(above), for_on: look(12) }),
        known_on: start() - Days::new(10),
    });
    MeasureLink {
        measure: number.to_string(),
        name: format!("Measure {number}"),
        kind: EvidenceKind::Measure,
        counts: Counts::Events,
        unit: "per cent".to_owned(),
        places: 1,
        better: Better::Higher,
        starts_on: start(),
        goal: world.goal,
        targets: target.into_iter().collect(),
        linked_on: start() - Days::new(10),
        ended: None,
        fresh_for_days: 62,
        series: Series::new(figures).expect("whole months"),
    }
}

/// A figure so many standard deviations from the level.
fn normal(deviations: f64) -> Exact {
    #[expect(clippy::cast_possible_truncation, reason = "a figure of a few hundred, in thousandths")]
    let thousandths = ((LEVEL + DEVIATION * deviations) * 1_000.0).round() as i64;
    Exact::new(thousandths, 1_000).expect("a thousand is not nought")
}
