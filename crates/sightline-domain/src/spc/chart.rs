//! A series read: segments with their limits, signals, variation and assurance.

use std::fmt::Write as _;
use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::limits::{self, Limits};
use super::series::{self, Method, Point, PointValue, Refused, Settings};
use super::target::TargetInForce;
use super::{Signal, Towards, rules};
use crate::measure::{Better, Period};

/// Values below which a segment has no limits.
const LEAST_FOR_LIMITS: usize = 8;
/// Values below which the limits of a segment are on trial.
const LEAST_FOR_ASSURANCE: usize = 13;

/// What the limits of a segment are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// There is no value.
    NoValues,
    /// Fewer than eight values, or none with a neighbour: the line is drawn, without limits.
    RunChart,
    /// Every value is the same: there is no variation to draw limits for.
    NoVariation,
    /// Fewer than thirteen values: limits are drawn greyed, and nothing is said about the target.
    Trial,
    /// Limits as they are meant.
    Full,
}

/// A stretch of a series with one mean and one pair of limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Its first point.
    pub first: usize,
    /// The point after its last.
    pub end: usize,
    /// Values in it.
    pub values: usize,
    /// The average of the values that the limits rest on.
    pub mean: Option<f64>,
    /// The limits, where it has any.
    pub limits: Option<Limits>,
    /// What they are worth.
    pub standing: Standing,
}

impl Segment {
    /// The points that it holds.
    #[must_use]
    pub fn points(&self) -> Range<usize> {
        self.first..self.end
    }
}

/// One point as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPoint {
    /// The period and the value; as shown, in a published chart.
    pub point: Point,
    /// Its segment.
    pub segment: usize,
    /// Why it is a special cause; `None` for a common cause.
    pub signal: Option<Signal>,
}

/// What the latest value says about change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// There is no value.
    NoValues,
    /// Too few values to tell.
    TooFew,
    /// Every value is the same.
    NoVariation,
    /// Noise: nothing that has to be explained.
    CommonCause,
    /// A change for the better.
    Improvement(Towards),
    /// A change for the worse.
    Concern(Towards),
    /// A change, where neither way is better.
    Neutral(Towards),
}

impl Variation {
    /// What it says, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoValues => "No figures yet",
            Self::TooFew => "Too few figures to tell change from noise",
            Self::NoVariation => "No variation: every figure is the same",
            Self::CommonCause => "Common cause: no change beyond noise",
            Self::Improvement(Towards::High) => "Special cause, improvement: higher",
            Self::Improvement(Towards::Low) => "Special cause, improvement: lower",
            Self::Concern(Towards::High) => "Special cause, concern: higher",
            Self::Concern(Towards::Low) => "Special cause, concern: lower",
            Self::Neutral(Towards::High) => "Special cause: higher, neither better nor worse",
            Self::Neutral(Towards::Low) => "Special cause: lower, neither better nor worse",
        }
    }

    /// What a signal says, given which way is good.
    #[must_use]
    pub fn of(signal: Signal, better: Better) -> Self {
        match (better, signal.towards) {
            (Better::Neither, towards) => Self::Neutral(towards),
            (Better::Higher, Towards::High) | (Better::Lower, Towards::Low) => Self::Improvement(signal.towards),
            (Better::Higher, Towards::Low) | (Better::Lower, Towards::High) => Self::Concern(signal.towards),
        }
    }
}

/// Why nothing is said about the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoAssurance {
    /// There is none.
    NoTarget,
    /// Neither way is better, so nothing can be met.
    NeitherIsBetter,
    /// Fewer than thirteen values since the last rebase.
    TooFew,
}

/// Whether the target will be met if nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// Every month, as things are.
    ConsistentlyPasses,
    /// In some months and not in others, by chance.
    HitOrMiss,
    /// In no month, as things are.
    ConsistentlyFails,
    /// Nothing can be said.
    None(NoAssurance),
}

impl Assurance {
    /// What it says, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ConsistentlyPasses => "The target will be met consistently",
            Self::HitOrMiss => "The target will be hit or missed by chance",
            Self::ConsistentlyFails => "The target will not be met unless the process changes",
            Self::None(NoAssurance::NoTarget) => "There is no target",
            Self::None(NoAssurance::NeitherIsBetter) => "Neither way is better, so no target can be met",
            Self::None(NoAssurance::TooFew) => "Too few figures to say whether the target will be met",
        }
    }
}

/// What somebody who reads the chart has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Fewer than eight values in the latest segment.
    RunChartOnly,
    /// Fewer than thirteen values in the latest segment.
    TrialLimits,
    /// Periods without a figure.
    Gaps(usize),
    /// Periods whose figure is suppressed.
    Suppressed(usize),
    /// The last period has no figure; the latest is of this one.
    LatestIsOf(Period),
    /// Screening left nothing to go by, so every range counts.
    Unscreened,
    /// The values that limits were to be fixed on are all the same, so every value of the segment counts.
    FixedStretchIsConstant,
    /// Limits are worked out from published values and rounded.
    Rounded,
}

impl Note {
    /// The note as a sentence.
    #[must_use]
    pub fn words(self) -> String {
        let periods = |count: usize| if count == 1 { "1 period".to_owned() } else { format!("{count} periods") };
        match self {
            Self::RunChartOnly => {
                "Fewer than 8 figures: the line is shown without limits, and change cannot be told from noise."
                    .to_owned()
            }
            Self::TrialLimits => "Fewer than 13 figures: the limits are on trial and may move.".to_owned(),
            Self::Gaps(count) => format!("There is no figure for {}; runs start afresh after a gap.", periods(count)),
            Self::Suppressed(count) => {
                format!("The figure of {} is not shown because it is small; it does not count here.", periods(count))
            }
            Self::LatestIsOf(period) => format!("The latest figure is of {}.", period.words()),
            Self::Unscreened => {
                "Leaving out very large differences would leave nothing to go by, so all of them count.".to_owned()
            }
            Self::FixedStretchIsConstant => {
                "The figures that limits were to be fixed on are all the same, so all figures count.".to_owned()
            }
            Self::Rounded => "Limits are worked out from the published figures and rounded.".to_owned(),
        }
    }
}

/// How a chart was come by, so that it can be worked out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The method.
    pub method: Method,
    /// The parameters in words.
    pub parameters: String,
    /// The first day of each segment.
    pub segments: Vec<NaiveDate>,
    /// Everything that went in, in a fixed form; its hash tells whether two charts rest on the same figures.
    pub input: String,
}

/// A series read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpcChart {
    /// Every period in order, those without a figure too.
    pub points: Vec<ReadPoint>,
    /// The stretches between rebases.
    pub segments: Vec<Segment>,
    /// The latest point with a value.
    pub latest: Option<usize>,
    /// What the latest value says about change.
    pub variation: Variation,
    /// The target in force at the latest value.
    pub target: Option<TargetInForce>,
    /// Whether it will be met.
    pub assurance: Assurance,
    /// The first day of the stretch that `variation` speaks of: of the special cause, or since the last one.
    pub since: Option<NaiveDate>,
    /// What a reader has to know.
    pub notes: Vec<Note>,
    /// How it was come by.
    pub provenance: Provenance,
}

/// The series read by the settings.
///
/// # Errors
///
/// [`Refused`] – the periods share data, limits are fixed on fewer than twelve values, or a rebase starts no period.
pub fn read(points: &[Point], settings: &Settings) -> Result<SpcChart, Refused> {
    let points = series::in_order(points, settings)?;
    let mut starts: Vec<usize> =
        (0..points.len()).filter(|at| *at == 0 || settings.rebases.contains(&points[*at].period.from)).collect();
    let provenance = provenance(&points, &starts, settings);
    starts.push(points.len());
    let mut notes = Vec::new();
    let mut segments = Vec::new();
    let mut found = Vec::with_capacity(points.len());
    for bounds in starts.windows(2) {
        let segment = read_segment(&points, bounds[0]..bounds[1], settings, &mut notes);
        found.extend(signals_of(&points, &segment));
        segments.push(segment);
    }
    let points: Vec<ReadPoint> = points
        .into_iter()
        .zip(found)
        .enumerate()
        .map(|(at, (point, signal))| {
            let segment = segments.iter().position(|segment| segment.points().contains(&at)).unwrap_or(0);
            ReadPoint { point, segment, signal }
        })
        .collect();
    let latest = points.iter().rposition(|read| matches!(read.point.value, PointValue::Actual(_)));
    let target = latest.and_then(|at| settings.targets.on(points[at].point.period.to));
    let mut chart = SpcChart {
        variation: variation(&points, &segments, latest, settings.better),
        assurance: assurance(&points, &segments, latest, target, settings.better),
        since: latest.map(|at| since(&points, &segments, at)),
        points,
        segments,
        latest,
        target,
        notes,
        provenance,
    };
    chart.add_notes(settings);
    Ok(chart)
}

fn actual(point: &Point) -> Option<f64> {
    match point.value {
        PointValue::Actual(value) => Some(value.to_f64()),
        PointValue::Missing | PointValue::Suppressed => None,
    }
}

fn read_segment(points: &[Point], bounds: Range<usize>, settings: &Settings, notes: &mut Vec<Note>) -> Segment {
    let all: Vec<Option<f64>> = points[bounds.clone()].iter().map(actual).collect();
    let values: Vec<f64> = all.iter().copied().flatten().collect();
    let mut segment = Segment {
        first: bounds.start,
        end: bounds.end,
        values: values.len(),
        mean: None,
        limits: None,
        standing: Standing::NoValues,
    };
    if values.is_empty() {
        return segment;
    }
    // Limits rest on the first values up to where they are fixed; a gap among them stays a gap.
    let fixed_until = settings.fix_after.and_then(|count| {
        all.iter().enumerate().filter(|(_, value)| value.is_some()).nth(count - 1).map(|(at, _)| at + 1)
    });
    let is_constant = are_equal(values.iter());
    let mut basis = &all[..fixed_until.unwrap_or(all.len())];
    if !is_constant && are_equal(basis.iter().flatten()) {
        basis = &all;
        notes.push(Note::FixedStretchIsConstant);
    }
    let basis_values: Vec<f64> = basis.iter().copied().flatten().collect();
    let ranges: Vec<f64> = basis.windows(2).filter_map(|pair| Some((pair[1]? - pair[0]?).abs())).collect();
    let mean = limits::average(&basis_values);
    let range = limits::average_range(&ranges, settings.method == Method::PlotthedotsR);
    segment.mean = mean.map(|mean| if settings.is_published { limits::rounded(mean, settings.places) } else { mean });
    segment.standing = if values.len() < LEAST_FOR_LIMITS {
        Standing::RunChart
    } else if is_constant {
        Standing::NoVariation
    } else if range.is_none_or(|range| range.value <= 0.0) {
        Standing::RunChart
    } else if values.len() < LEAST_FOR_ASSURANCE {
        Standing::Trial
    } else {
        Standing::Full
    };
    if let (Standing::Trial | Standing::Full, Some(mean), Some(range)) = (segment.standing, mean, range) {
        let limits = Limits::around(mean, range.value);
        segment.limits = Some(if settings.is_published { limits.rounded(settings.places) } else { limits });
        if range.fell_back {
            notes.push(Note::Unscreened);
        }
    }
    segment
}

/// True when the values are all the same, to the last bit.
fn are_equal<'a>(mut values: impl Iterator<Item = &'a f64>) -> bool {
    let first = values.next();
    first.is_none_or(|first| values.all(|value| value.total_cmp(first).is_eq()))
}

/// The signals of a segment's points, each unbroken stretch by itself.
fn signals_of(points: &[Point], segment: &Segment) -> Vec<Option<Signal>> {
    let values: Vec<Option<f64>> = points[segment.points()].iter().map(actual).collect();
    let (Some(mean), Some(limits)) = (segment.mean, segment.limits) else { return vec![None; values.len()] };
    let mut found = Vec::with_capacity(values.len());
    for stretch in values.chunk_by(|one, next| one.is_some() && next.is_some()) {
        let present: Vec<f64> = stretch.iter().copied().flatten().collect();
        if present.is_empty() {
            found.push(None);
        } else {
            found.extend(rules::signals(&present, mean, limits));
        }
    }
    found
}

fn variation(points: &[ReadPoint], segments: &[Segment], latest: Option<usize>, better: Better) -> Variation {
    let Some(latest) = latest.map(|at| &points[at]) else { return Variation::NoValues };
    match segments[latest.segment].standing {
        Standing::NoValues => Variation::NoValues,
        Standing::RunChart => Variation::TooFew,
        Standing::NoVariation => Variation::NoVariation,
        Standing::Trial | Standing::Full => {
            latest.signal.map_or(Variation::CommonCause, |signal| Variation::of(signal, better))
        }
    }
}

fn assurance(
    points: &[ReadPoint],
    segments: &[Segment],
    latest: Option<usize>,
    target: Option<TargetInForce>,
    better: Better,
) -> Assurance {
    if better == Better::Neither {
        return Assurance::None(NoAssurance::NeitherIsBetter);
    }
    let (Some(latest), Some(target)) = (latest.map(|at| &points[at]), target.map(|target| target.value)) else {
        let why = if latest.is_none() { NoAssurance::TooFew } else { NoAssurance::NoTarget };
        return Assurance::None(why);
    };
    let segment = &segments[latest.segment];
    let (lowest, highest) = match (segment.standing, segment.limits, segment.mean) {
        (Standing::Full, Some(limits), _) => (limits.lower, limits.upper),
        (Standing::NoVariation, _, Some(value)) if segment.values >= LEAST_FOR_ASSURANCE => {
            let is_met = if better == Better::Higher { value >= target } else { value <= target };
            return if is_met { Assurance::ConsistentlyPasses } else { Assurance::ConsistentlyFails };
        }
        _ => return Assurance::None(NoAssurance::TooFew),
    };
    match better {
        Better::Higher if target > highest => Assurance::ConsistentlyFails,
        Better::Higher if target < lowest => Assurance::ConsistentlyPasses,
        Better::Lower if target > highest => Assurance::ConsistentlyPasses,
        Better::Lower if target < lowest => Assurance::ConsistentlyFails,
        _ => Assurance::HitOrMiss,
    }
}

/// The first day of the special cause that the latest point is in, or of what has been noise since the last one.
fn since(points: &[ReadPoint], segments: &[Segment], latest: usize) -> NaiveDate {
    let segment = &segments[points[latest].segment];
    let towards = points[latest].signal.map(|signal| signal.towards);
    let first = (segment.first..=latest)
        .rev()
        .take_while(|at| {
            let read = &points[*at];
            match (towards, read.signal) {
                // A point without a figure ends a special cause, and does not end noise.
                (Some(towards), Some(signal)) => signal.towards == towards,
                (Some(_), None) => false,
                (None, signal) => signal.is_none(),
            }
        })
        .filter(|at| matches!(points[*at].point.value, PointValue::Actual(_)))
        .last()
        .unwrap_or(latest);
    points[first].point.period.from
}

impl SpcChart {
    /// Why the latest point is a special cause.
    #[must_use]
    pub fn latest_signal(&self) -> Option<Signal> {
        self.points.get(self.latest?)?.signal
    }

    /// The segment of the latest value.
    #[must_use]
    pub fn latest_segment(&self) -> Option<&Segment> {
        self.segments.get(self.points.get(self.latest?)?.segment)
    }

    fn add_notes(&mut self, settings: &Settings) {
        let count =
            |wanted: fn(&PointValue) -> bool| self.points.iter().filter(|read| wanted(&read.point.value)).count();
        let gaps = count(|value| matches!(value, PointValue::Missing));
        let suppressed = count(|value| matches!(value, PointValue::Suppressed));
        let standing = self.latest_segment().map(|segment| segment.standing);
        let mut notes = Vec::new();
        notes.extend((standing == Some(Standing::RunChart)).then_some(Note::RunChartOnly));
        notes.extend((standing == Some(Standing::Trial)).then_some(Note::TrialLimits));
        notes.extend((gaps > 0).then_some(Note::Gaps(gaps)));
        notes.extend((suppressed > 0).then_some(Note::Suppressed(suppressed)));
        if let Some(at) = self.latest.filter(|at| *at + 1 < self.points.len()) {
            notes.push(Note::LatestIsOf(self.points[at].point.period));
        }
        notes.append(&mut self.notes);
        notes.dedup();
        notes.extend(settings.is_published.then_some(Note::Rounded));
        self.notes = notes;
    }
}

fn provenance(points: &[Point], starts: &[usize], settings: &Settings) -> Provenance {
    let basis = settings
        .fix_after
        .map_or("all values of a segment".to_owned(), |count| format!("the first {count} values of each segment"));
    let screening = match settings.method {
        Method::MdcExcel => "all ranges".to_owned(),
        Method::PlotthedotsR => format!("ranges below {} times their average", limits::SCREEN),
    };
    let mut parameters = format!(
        "limits at {} average ranges from the mean; {basis}; {screening}; runs and trends of {}",
        limits::TO_LIMIT,
        rules::RUN
    );
    if settings.is_published {
        let _ = write!(parameters, "; from values rounded to {} places", settings.places);
    }
    let mut input = String::new();
    for point in points {
        let value = match point.value {
            PointValue::Actual(value) => value.shown(9),
            PointValue::Missing => "missing".to_owned(),
            PointValue::Suppressed => "suppressed".to_owned(),
        };
        let _ = writeln!(input, "{} {} {value}", point.period.from, point.period.to);
    }
    for target in &settings.targets.dated {
        let _ = writeln!(input, "target {} {}", target.from, target.value.shown(9));
    }
    let _ = writeln!(
        input,
        "{} {:?} {:?} {:?} {}",
        settings.method.name(),
        settings.better,
        settings.fix_after,
        settings.targets.path,
        settings.is_published
    );
    let segments: Vec<NaiveDate> = starts.iter().map(|at| points[*at].period.from).collect();
    let _ = writeln!(input, "segments {segments:?}");
    Provenance { method: settings.method, parameters, segments, input }
}
