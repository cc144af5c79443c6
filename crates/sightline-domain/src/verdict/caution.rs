//! What to be careful with when a verdict on a measure is read.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::judge::{BASELINE_MONTHS, LEAST_TO_JUDGE};
use super::series::Month;
use super::words::{day_words, many};
use super::{LinkTarget, MeasureLink};
use crate::measure::{Counts, Exact};
use crate::spc::{Advice, advice_on_denominators};

/// The correlation of a series with itself, times the root of its length, above which it is taken for real.
///
/// Of noise, 95 in 100 lie within 2 ÷ √n of nought: the band of the
/// autocorrelation plot (NIST/SEMATECH e-Handbook of Statistical Methods,
/// 1.3.3.1; Box and Jenkins, Time Series Analysis).
pub const CORRELATION_BAND: f64 = 2.0;
/// Figures below which a pattern of the year cannot be told from noise: two years.
pub const LEAST_FOR_SEASONS: usize = 24;
/// Months of history before the start that are searched for patterns.
const SEARCHED: usize = 60;
/// Months from one season to the same one.
const YEAR: usize = 12;
/// Figures since the start that were known when the start was named, from which the choice may have followed them.
const CHOSEN_AFTERWARDS: usize = 3;

/// Something that makes a verdict less sure than it sounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// The measure counts how things stand, so most of what is counted in one month is counted in the next.
    CountedAgain,
    /// Each month is like the one before, so limits are too narrow and runs too common.
    Autocorrelated {
        /// The correlation of neighbouring months, from -1 to 1.
        correlation: f64,
    },
    /// The figures follow the time of year.
    Seasonal {
        /// The correlation of months a year apart, from -1 to 1.
        correlation: f64,
    },
    /// Less than two years of figures: a pattern of the year would not show.
    TooShortForSeasons {
        /// Figures before the start.
        figures: usize,
    },
    /// Percentages of very few.
    SmallDenominators {
        /// What to look at in their place.
        quarters: bool,
    },
    /// Every figure of the baseline is the same, so there are no limits.
    NoVariation,
    /// Months without a figure.
    Gaps(usize),
    /// Months whose figure may not be shown.
    Suppressed(usize),
    /// Figures that were taken back and not replaced.
    TakenBack(usize),
    /// The start was named when figures since were known.
    StartNamedAfterwards {
        /// Figures since the start that were known then.
        known: usize,
        /// The day on which the measure was linked.
        linked_on: NaiveDate,
    },
    /// The target is another one than when the measure was linked.
    TargetChanged {
        /// The day on which it was last changed.
        on: NaiveDate,
    },
}

impl Caution {
    /// As it stands in the store and in JSON.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Autocorrelated { .. } => "autocorrelated",
            Self::CountedAgain => "counted_again",
            Self::Seasonal { .. } => "seasonal",
            Self::TooShortForSeasons { .. } => "too_short_for_seasons",
            Self::SmallDenominators { .. } => "small_denominators",
            Self::NoVariation => "no_variation",
            Self::Gaps(_) => "gaps",
            Self::Suppressed(_) => "suppressed",
            Self::TakenBack(_) => "taken_back",
            Self::StartNamedAfterwards { .. } => "start_named_afterwards",
            Self::TargetChanged { .. } => "target_changed",
        }
    }

    /// The caution as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Autocorrelated { correlation } => format!(
                "Each month is much like the one before (correlation {correlation:.2}), as when the same children are \
                 counted again: chance makes long runs in such figures, so a change is called more often than it is there."
            ),
            Self::CountedAgain => {
                "It counts how things stand at the end of each month, so that the same children are counted \
                                   again and again: a change is called more often than it is there."
                    .to_owned()
            }
            Self::Seasonal { correlation } => format!(
                "The figures follow the time of year (correlation of months a year apart {correlation:.2}): a change may \
                 be the season, so compare with the same months of the year before."
            ),
            Self::TooShortForSeasons { figures } => format!(
                "There are {} before the start, less than two years, so a pattern of the year would not show.",
                many(*figures, "figure")
            ),
            Self::SmallDenominators { quarters } => {
                if *quarters { Advice::Quarters.words() } else { Advice::Counts.words() }.to_owned()
            }
            Self::NoVariation => "Every figure before the start is the same, so there are no limits, and only seven \
                                  months in a row on one side count as a change."
                .to_owned(),
            Self::Gaps(months) => {
                format!(
                    "There is no figure for {}; months in a row are counted afresh after a gap.",
                    many(*months, "month")
                )
            }
            Self::Suppressed(months) => {
                format!(
                    "The figure of {} may not be shown because it is small, and does not count here.",
                    many(*months, "month")
                )
            }
            Self::TakenBack(1) => {
                "1 figure was taken back and not replaced; it counts where it speaks against the action.".to_owned()
            }
            Self::TakenBack(figures) => format!(
                "{figures} figures were taken back and not replaced; they count where they speak against the action."
            ),
            Self::StartNamedAfterwards { known, linked_on } => format!(
                "The measure was linked on {}, when {} since the start were known already: the start may have been chosen \
                 to fit.",
                day_words(*linked_on),
                many(*known, "figure")
            ),
            Self::TargetChanged { on } => {
                format!("The target was changed on {}, after the measure was linked.", day_words(*on))
            }
        }
    }
}

/// The cautions on one linked measure, in the order of [`Caution`].
pub(super) fn of_link(
    link: &MeasureLink,
    months: &[Month],
    before: &[&Month],
    latest: &[&Month],
    day: NaiveDate,
) -> Vec<Caution> {
    let mut cautions = Vec::new();
    let history: Vec<Option<f64>> = months
        .iter()
        .filter(|month| month.period.to < link.starts_on)
        .map(|month| month.value.map(Exact::to_f64))
        .collect();
    let history = &history[history.len().saturating_sub(SEARCHED)..];
    let figures = history.iter().flatten().count();
    if link.counts == Counts::Snapshot {
        cautions.push(Caution::CountedAgain);
    }
    if figures >= LEAST_TO_JUDGE {
        let real = |lag: usize| correlation(history, lag).filter(|found| is_real(*found, figures));
        cautions.extend(real(1).map(|correlation| Caution::Autocorrelated { correlation }));
        if figures >= LEAST_FOR_SEASONS {
            cautions.extend(real(YEAR).map(|correlation| Caution::Seasonal { correlation }));
        } else {
            cautions.push(Caution::TooShortForSeasons { figures });
        }
    }
    let looked_at = || before.iter().chain(latest);
    let denominators: Vec<u64> = looked_at().filter_map(|month| month.counted).collect();
    if link.unit == "per cent" {
        cautions.extend(
            advice_on_denominators(&denominators)
                .map(|advice| Caution::SmallDenominators { quarters: advice == Advice::Quarters }),
        );
    }
    let mut values = before.iter().filter_map(|month| month.value);
    if let Some(first) = values.next()
        && values.next().is_some()
        && before
            .iter()
            .filter_map(|month| month.value)
            .all(|value| value.partial_cmp(&first).is_some_and(Ordering::is_eq))
    {
        cautions.push(Caution::NoVariation);
    }
    let count = |wanted: fn(&Month) -> bool| looked_at().filter(|month| wanted(month)).count();
    let gaps = count(|month| month.value.is_none() && !month.is_suppressed);
    cautions.extend((gaps > 0).then_some(Caution::Gaps(gaps)));
    let suppressed = count(|month| month.is_suppressed);
    cautions.extend((suppressed > 0).then_some(Caution::Suppressed(suppressed)));
    let taken_back = count(|month| month.is_taken_back && !month.is_suppressed);
    cautions.extend((taken_back > 0).then_some(Caution::TakenBack(taken_back)));
    let known = months
        .iter()
        .filter(|month| {
            month.period.from >= link.starts_on && month.value.is_some() && month.first_known_on < link.linked_on
        })
        .count();
    if known >= CHOSEN_AFTERWARDS {
        cautions.push(Caution::StartNamedAfterwards { known, linked_on: link.linked_on });
    }
    cautions.extend(target_changed(link, day));
    cautions
}

fn target_changed(link: &MeasureLink, day: NaiveDate) -> Option<Caution> {
    let said: Vec<_> = link.targets_by(day).collect();
    let what = |target: Option<LinkTarget>| target.map(|target| (target.comparison, target.value, target.for_on));
    let change = said.windows(2).rev().find(|pair| what(pair[0].target) != what(pair[1].target))?[1];
    (change.known_on > link.linked_on).then_some(Caution::TargetChanged { on: change.known_on })
}

#[expect(clippy::cast_precision_loss, reason = "months of a series are far below 2^52")]
fn is_real(correlation: f64, figures: usize) -> bool {
    correlation > CORRELATION_BAND / (figures as f64).sqrt()
}

/// How alike figures so many months apart are, from -1 to 1; `None` of figures that are all the same.
///
/// The usual estimate: products of deviations from the one mean, over all
/// pairs without a gap, over the sum of squares.
fn correlation(series: &[Option<f64>], lag: usize) -> Option<f64> {
    let values: Vec<f64> = series.iter().flatten().copied().collect();
    #[expect(clippy::cast_precision_loss, reason = "months of a series are far below 2^52")]
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let pairs = series.iter().zip(series.get(lag..)?);
    let products: f64 = pairs.filter_map(|(one, other)| Some(((*one)? - mean) * ((*other)? - mean))).sum();
    // Rounding leaves a trace of a square for equal figures.
    (squares > 1e-9 * mean.abs().max(1.0)).then(|| products / squares)
}

/// Whether so many figures before the start could ever show a pattern of the year.
const _: () = assert!(BASELINE_MONTHS as usize >= LEAST_FOR_SEASONS, "a whole baseline can show a pattern of the year");
