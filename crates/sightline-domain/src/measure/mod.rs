//! Measures: their kinds, the periods they are read for, and figures.

mod comparison;
mod disclosure;
mod exact;
mod figure;
mod period;
mod reading;
mod suppression;
mod table;

use serde::{Deserialize, Serialize};

pub use comparison::{Band, Funnel, FunnelPlace, Interval, Ranked, bands, funnel, interval_of_proportion, rank};
pub use disclosure::{Audience, Disclosure, DisclosureRule};
pub use exact::Exact;
pub use figure::{Figure, Tally};
pub use period::{Period, Window};
pub use reading::{BenchmarkValue, FigureFacts, Sentences, figure_words, freshness, with_unit};
pub use suppression::{Suppression, suppress};
pub use table::{Breakdown, MeasureTable};

/// How a measure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The share of the rows that are in the numerator, in per cent.
    Proportion,
    /// Rows for every 10,000 of a population.
    Rate,
    /// Rows.
    Count,
    /// Days: the median, and the mean beside it.
    Duration,
    /// The mean of a number that each row holds.
    Score,
}

impl Kind {
    /// The kind as `measure.toml` writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proportion => "proportion",
            Self::Rate => "rate",
            Self::Count => "count",
            Self::Duration => "duration",
            Self::Score => "score",
        }
    }

    /// Decimal places that a figure of this kind is shown with.
    #[must_use]
    pub fn places(self) -> u8 {
        u8::from(self != Self::Count)
    }
}

/// What a row of a measure's cohort stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Something that happened on a day of the period.
    Events,
    /// How things stand on the evening of the period's last day.
    Snapshot,
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// A higher figure is better.
    Higher,
    /// A lower figure is better.
    Lower,
    /// Neither: the figure is context, and is never judged.
    Neither,
}

impl Better {
    /// The direction as a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Higher => "Higher is better.",
            Self::Lower => "Lower is better.",
            Self::Neither => "Neither higher nor lower is better.",
        }
    }
}
