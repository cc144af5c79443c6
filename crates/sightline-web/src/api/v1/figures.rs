//! What measures and scorecards have in common: a figure, and where it comes from.

use chrono::NaiveDate;
use serde::Serialize;
use sightline_app::domain::measure::{Exact, Kind};
use sightline_app::figures_view::{Provenance, ReadMeasure, ShownFigure};
use utoipa::ToSchema;

/// A figure as it may be shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FigureJson {
    /// `shown`, `hidden` when it is too small for whoever asks, `empty` when there is none.
    #[schema(example = "shown")]
    state: &'static str,
    /// First day of its period; null unless it is shown.
    from: Option<NaiveDate>,
    /// Last day of its period; null unless it is shown.
    to: Option<NaiveDate>,
    /// The figure in the measure's unit, rounded as it is shown to people; of a duration the median.
    value: Option<f64>,
    /// Rows that count.
    counted: Option<u64>,
    /// Of a proportion, the rows in the numerator.
    numerator: Option<u64>,
    /// Of a rate, the population.
    population: Option<u64>,
    /// Of a duration, the mean.
    mean: Option<f64>,
    /// Rows that are left out because a fact is missing.
    left_out: Option<u64>,
}

/// Where figures come from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ProvenanceJson {
    /// The day that the records are of.
    as_at: NaiveDate,
    /// The extract; null for a measure of the plan's own tables.
    extract: Option<String>,
    /// How old the records are, as a sentence.
    freshness: String,
    /// True when they are too old to rely on.
    is_stale: bool,
}

/// What the latest figure of a measure says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReadingJson {
    /// The latest figure.
    latest: FigureJson,
    /// The same in words.
    words: String,
    /// What it says, in a sentence or two.
    sentence: String,
    /// Whether it changed beyond noise.
    variation: String,
    /// Whether the target will be met.
    assurance: String,
    /// The target in force.
    target: Option<f64>,
    /// What has to be known before anything is made of it.
    cautions: Vec<String>,
}

/// The number as it is shown: the text is read back, so that 86.2 is 86.2.
fn number(value: Option<Exact>, places: u8) -> Option<f64> {
    value.and_then(|value| value.shown(places).parse().ok())
}

impl FigureJson {
    pub(super) fn of(shown: &ShownFigure, kind: Kind) -> Self {
        let (state, figure) = match shown {
            ShownFigure::Shown(figure) => ("shown", Some(figure)),
            ShownFigure::Hidden => ("hidden", None),
            ShownFigure::Empty => ("empty", None),
        };
        Self {
            state,
            from: figure.map(|figure| figure.period.from),
            to: figure.map(|figure| figure.period.to),
            value: number(figure.and_then(|figure| figure.value), kind.places()),
            counted: figure.map(|figure| figure.counted),
            numerator: figure.and_then(|figure| figure.numerator),
            population: figure.and_then(|figure| figure.population),
            mean: number(figure.and_then(|figure| figure.mean), 1),
            left_out: figure.map(|figure| figure.left_out),
        }
    }
}

impl ProvenanceJson {
    pub(super) fn of(provenance: &Provenance) -> Self {
        Self {
            as_at: provenance.as_at,
            extract: provenance.extract.clone(),
            freshness: provenance.freshness.clone(),
            is_stale: provenance.is_stale,
        }
    }
}

impl ReadingJson {
    pub(super) fn of(read: &ReadMeasure) -> Self {
        let kind = read.definition.kind;
        Self {
            latest: FigureJson::of(&read.latest, kind),
            words: read.latest_words.clone(),
            sentence: read.sentences.opening.clone(),
            variation: read.variation.1.to_owned(),
            assurance: read.assurance.1.to_owned(),
            target: number(read.target.map(|target| target.target.value), kind.places()),
            cautions: read.sentences.cautions.clone(),
        }
    }
}
