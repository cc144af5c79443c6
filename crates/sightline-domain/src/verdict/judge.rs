//! One linked measure judged: its figures since the action began, against those before.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::caution::{self, Caution};
use super::series::Month;
use super::{EvidenceKind, Goal, LinkTarget, MeasureLink, WhyEnded, link_words};
use crate::calendar::month_start;
use crate::measure::{Better, Exact, Period};
use crate::spc::{Limits, Point, Settings, Standing, read};

/// Months before the start that make the baseline.
pub const BASELINE_MONTHS: u32 = 24;
/// Figures in the baseline below which nothing is judged.
pub const LEAST_TO_JUDGE: usize = 12;
/// Figures in the baseline below which not even its mean is shown.
pub const LEAST_SHOWN: usize = 8;
/// Pairs of neighbouring months with figures below which the limits of a baseline full of gaps are not relied on.
///
/// Twelve figures without a gap have eleven. Simulated, limits from fewer than
/// eight differences lie so badly that they find what is not there.
pub const LEAST_NEIGHBOURS: usize = 8;
/// The latest months since the start that are looked at together.
pub const WINDOW: usize = 7;
/// Months beyond a limit, of the latest [`WINDOW`], that make a change.
pub(super) const BEYOND: usize = 2;
/// The latest figures that have to meet a target for it to be sustained.
pub(super) const SUSTAINED: usize = 3;
/// The share of the baseline, in per cent, that has to meet the target of a measure that is to stay good.
const HELD_SHARE: usize = 80;

/// What the figures of a linked measure say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Better than before the action, beyond noise.
    Improving,
    /// It was good, is to stay good, and does.
    Holding,
    /// Seven figures or more, and no change beyond noise.
    NoChange,
    /// Fewer than seven figures since the start, and no change beyond noise so far.
    TooEarly,
    /// Worse than before the action, beyond noise.
    Worsening,
    /// Too few figures before the start to tell change from noise.
    NotEnoughHistory,
    /// There is no figure at all.
    NoFigures,
    /// Neither way is better, so it can show no effect.
    NeitherIsBetter,
    /// Its latest figure is too old, and did not say that it was worsening.
    OutOfDate,
    /// The link was taken back, and the figures do not say that the measure is worsening.
    Withdrawn,
    /// The link was taken back, and the figures say that the measure is worsening: that still counts.
    WithdrawnWorsening,
}

impl LinkState {
    /// As it stands in the store and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Holding => "holding",
            Self::NoChange => "no_change",
            Self::TooEarly => "too_early",
            Self::Worsening => "worsening",
            Self::NotEnoughHistory => "not_enough_history",
            Self::NoFigures => "no_figures",
            Self::NeitherIsBetter => "neither_is_better",
            Self::OutOfDate => "out_of_date",
            Self::Withdrawn => "withdrawn",
            Self::WithdrawnWorsening => "withdrawn_worsening",
        }
    }

    /// The state in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Holding => "holding",
            Self::NoChange => "no change",
            Self::TooEarly => "too early",
            Self::Worsening => "worsening",
            Self::NotEnoughHistory => "not enough history",
            Self::NoFigures => "no figures",
            Self::NeitherIsBetter => "neither way is better",
            Self::OutOfDate => "out of date",
            Self::Withdrawn => "withdrawn",
            Self::WithdrawnWorsening => "withdrawn, and worsening",
        }
    }

    /// True for improving and holding.
    #[must_use]
    pub fn is_good(self) -> bool {
        matches!(self, Self::Improving | Self::Holding)
    }

    /// True for worsening, also when the link has been taken back since.
    #[must_use]
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Worsening | Self::WithdrawnWorsening)
    }

    /// True when the figures say something about an effect, or will.
    #[must_use]
    pub fn can_say(self) -> bool {
        self.is_good() || self.is_bad() || matches!(self, Self::NoChange | Self::TooEarly)
    }
}

/// What the latest figures say about the target; never by itself a sign of impact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// Met at each of the last three figures.
    Sustained,
    /// Met at the latest figure only.
    Met,
    /// Not met at the latest figure.
    NotMet,
    /// There is no target.
    NoTarget,
    /// There was a target, and it was taken back: what it asked is not shown to have lasted.
    TakenBack,
    /// There is no figure since the start to compare with it.
    NoFigure,
}

impl TargetState {
    /// The state in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Sustained => "sustained",
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::NoTarget => "no target",
            Self::TakenBack => "target taken back",
            Self::NoFigure => "no figure yet",
        }
    }
}

/// Where a figure lies, seen from the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Beyond the limit on the better side.
    BeyondBetter,
    /// Better than the mean.
    Better,
    /// On the mean.
    OnMean,
    /// Worse than the mean.
    Worse,
    /// Beyond the limit on the worse side.
    BeyondWorse,
    /// There is no figure; a better one that was taken back is none.
    NoFigure,
}

impl Side {
    fn is_better(self) -> bool {
        matches!(self, Self::Better | Self::BeyondBetter)
    }

    fn is_worse(self) -> bool {
        matches!(self, Self::Worse | Self::BeyondWorse)
    }
}

/// One of the latest months.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPoint {
    /// The month.
    pub period: Period,
    /// Its figure; of one that was taken back, the last there was.
    pub value: Option<Exact>,
    /// Where it lies.
    pub side: Side,
    /// True when it was taken back and not replaced.
    pub is_taken_back: bool,
}

/// The figures that a verdict on one measure rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkFigures {
    /// First to last month of the baseline that has a figure.
    pub baseline: Option<Period>,
    /// Figures in the baseline.
    pub baseline_points: usize,
    /// Pairs of neighbouring months with figures in the baseline.
    pub neighbours: usize,
    /// The average of the baseline, in the measure's unit; absent below [`LEAST_SHOWN`] figures.
    pub mean: Option<f64>,
    /// The limits of the baseline; absent below [`LEAST_SHOWN`] figures, and when they are all the same.
    pub limits: Option<Limits>,
    /// Figures since the start.
    pub points_after: usize,
    /// The latest months since the start, [`WINDOW`] at most, up to the latest that has a figure.
    pub latest: Vec<WindowPoint>,
    /// Figures of the baseline that met the target as it is now; absent without a target.
    pub met_before: Option<usize>,
}

/// What the evidence of one linked measure supports, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkVerdict {
    /// The measure, by its id.
    pub measure: String,
    /// What people call it.
    pub name: String,
    /// What kind of evidence it is.
    pub kind: EvidenceKind,
    /// What its figures say.
    pub state: LinkState,
    /// What they say about the target.
    pub target: TargetState,
    /// The target that stands.
    pub target_value: Option<LinkTarget>,
    /// True when its latest figure is recent enough to rely on and the link stands.
    pub is_in_date: bool,
    /// The figures it rests on.
    pub figures: LinkFigures,
    /// Why, in sentences.
    pub reasons: Vec<String>,
    /// What would change it, in sentences.
    pub would_change: Vec<String>,
    /// What to be careful with.
    pub cautions: Vec<Caution>,
}

/// What the figures of one linked measure support, as they were known on a day.
///
/// # How months are told apart
///
/// A month that ended before the start is before it; one that began on the
/// start or later is after it; the month in which the action started is
/// neither. The baseline is the 24 months before, however many of them have a
/// figure: older figures tell of another service.
///
/// # Missing figures
///
/// A month without a figure is a gap, never skipped: seven months in a row
/// have to be seven months. A suppressed figure is a gap. A figure that was
/// taken back and not replaced stays in the baseline as it was; after the
/// start it is a gap where it lay on the better side and counts where it did
/// not, and meets no target.
///
/// # A baseline without variation
///
/// When every figure of the baseline is the same there are no limits, so only
/// seven months in a row on one side are a change.
///
/// # The target
///
/// The one that stands on the day, compared with the figures since the start.
/// Sustained needs three of them within the latest seven months.
///
/// # A link that was taken back
///
/// Its figures are still looked at, and count only where they say that the
/// measure is worsening.
#[must_use]
pub fn judge_link(link: &MeasureLink, as_at: NaiveDate) -> LinkVerdict {
    let is_withdrawn = link.ended_by(as_at).is_some_and(|end| end.why == WhyEnded::Withdrawn);
    let months = link.series.known_by(as_at);
    let before = baseline(&months, link.starts_on);
    let after: Vec<&Month> = months.iter().filter(|month| month.period.from >= link.starts_on).collect();

    let mut figures = read_baseline(&before, link);
    figures.points_after = after.iter().filter(|month| month.value.is_some()).count();
    let latest = after.iter().rposition(|month| month.value.is_some()).map_or(&after[..0], |last| {
        let from = (last + 1).saturating_sub(WINDOW);
        &after[from..=last]
    });
    figures.latest = latest.iter().map(|month| window_point(month, &figures, link.better)).collect();

    let (target, target_value) = standing_target(link, as_at);
    let target = target_value.map_or(target, |target| met(latest, target));
    figures.met_before = target_value
        .map(|target| before.iter().filter(|month| month.value.is_some_and(|value| target.is_met_by(value))).count());

    let is_fresh =
        months.iter().rev().find(|month| month.value.is_some() && !month.is_taken_back).is_some_and(|month| {
            month.period.to.checked_add_days(Days::new(link.fresh_for_days.into())).is_none_or(|last| last >= as_at)
        });
    let said = state_of(link, &figures, target, months.iter().any(|month| month.value.is_some()));
    let state = match (is_withdrawn, said) {
        (true, LinkState::Worsening) => LinkState::WithdrawnWorsening,
        (true, _) => LinkState::Withdrawn,
        (false, LinkState::Worsening) => LinkState::Worsening,
        (false, said) if said.can_say() && !is_fresh => LinkState::OutOfDate,
        (false, said) => said,
    };
    let cautions = caution::of_link(link, &months, &before, latest, as_at);
    let mut verdict = LinkVerdict {
        measure: link.measure.clone(),
        name: link.name.clone(),
        kind: link.kind,
        state,
        target,
        target_value,
        is_in_date: !is_withdrawn && is_fresh,
        figures,
        reasons: Vec::new(),
        would_change: Vec::new(),
        cautions,
    };
    verdict.reasons = link_words::reasons(link, &verdict, said);
    verdict.would_change = link_words::would_change(link, &verdict);
    verdict
}

fn baseline(months: &[Month], starts_on: NaiveDate) -> Vec<&Month> {
    let end = month_start(starts_on);
    let first = end.checked_sub_months(Months::new(BASELINE_MONTHS)).unwrap_or(NaiveDate::MIN);
    months.iter().filter(|month| month.period.from >= first && month.period.to < starts_on).collect()
}

fn read_baseline(before: &[&Month], link: &MeasureLink) -> LinkFigures {
    let mut figures = LinkFigures::default();
    let mut with_figure = before.iter().filter(|month| month.value.is_some()).map(|month| month.period);
    if let Some(first) = with_figure.next() {
        figures.baseline = Some(Period::spanning(first, with_figure.next_back().unwrap_or(first)));
    }
    figures.baseline_points = before.iter().filter(|month| month.value.is_some()).count();
    figures.neighbours = before.windows(2).filter(|pair| pair[0].value.is_some() && pair[1].value.is_some()).count();
    if figures.baseline_points < LEAST_SHOWN {
        return figures;
    }
    let points: Vec<Point> = before.iter().map(|month| month.point()).collect();
    let chart = read(&points, &Settings::new(link.better, link.places))
        .expect("months in order, one of each, without rebases make a chart");
    if let Some(segment) = chart.segments.first() {
        figures.mean = segment.mean;
        figures.limits = segment.limits.filter(|_| segment.standing != Standing::NoVariation);
    }
    figures
}

fn window_point(month: &Month, figures: &LinkFigures, better: Better) -> WindowPoint {
    let side = match (month.value, figures.mean) {
        (Some(value), Some(mean)) => side_of(value.to_f64(), mean, figures.limits, better),
        _ => Side::NoFigure,
    };
    let side = if month.is_taken_back && side.is_better() { Side::NoFigure } else { side };
    WindowPoint { period: month.period, value: month.value, side, is_taken_back: month.is_taken_back }
}

fn side_of(value: f64, mean: f64, limits: Option<Limits>, better: Better) -> Side {
    // Turned so that up is better.
    let turn = if better == Better::Lower { -1.0 } else { 1.0 };
    let distance = (value - mean) * turn;
    let is_beyond = limits.is_some_and(|limits| value > limits.upper || value < limits.lower);
    match (distance > 0.0, distance < 0.0, is_beyond) {
        (true, _, true) => Side::BeyondBetter,
        (true, _, false) => Side::Better,
        (_, true, true) => Side::BeyondWorse,
        (_, true, false) => Side::Worse,
        _ => Side::OnMean,
    }
}

/// What is said of the target when none stands, or the one that stands.
fn standing_target(link: &MeasureLink, day: NaiveDate) -> (TargetState, Option<LinkTarget>) {
    match link.targets_by(day).next_back() {
        None => (TargetState::NoTarget, None),
        Some(last) => (TargetState::TakenBack, last.target),
    }
}

fn met(latest: &[&Month], target: LinkTarget) -> TargetState {
    let mut met = latest.iter().rev().filter_map(|month| {
        let value = month.value?;
        Some(!month.is_taken_back && target.is_met_by(value))
    });
    match met.next() {
        None => TargetState::NoFigure,
        Some(false) => TargetState::NotMet,
        Some(true) if met.by_ref().take(SUSTAINED - 1).filter(|is_met| *is_met).count() == SUSTAINED - 1 => {
            TargetState::Sustained
        }
        Some(true) => TargetState::Met,
    }
}

fn state_of(link: &MeasureLink, figures: &LinkFigures, target: TargetState, has_figures: bool) -> LinkState {
    if link.better == Better::Neither {
        return LinkState::NeitherIsBetter;
    }
    if !has_figures {
        return LinkState::NoFigures;
    }
    if figures.baseline_points < LEAST_TO_JUDGE || figures.neighbours < LEAST_NEIGHBOURS {
        return LinkState::NotEnoughHistory;
    }
    let sides: Vec<Side> = figures.latest.iter().map(|point| point.side).collect();
    let count = |wanted: Side| sides.iter().filter(|side| **side == wanted).count();
    let is_run = |on_side: fn(Side) -> bool| sides.len() == WINDOW && sides.iter().all(|side| on_side(*side));
    let (beyond_better, beyond_worse) = (count(Side::BeyondBetter), count(Side::BeyondWorse));
    let seems_better = is_run(Side::is_better) || beyond_better >= BEYOND;
    let seems_worse = is_run(Side::is_worse) || beyond_worse >= BEYOND;
    if seems_better && !seems_worse && beyond_worse == 0 {
        return LinkState::Improving;
    }
    if seems_worse && !seems_better && beyond_better == 0 {
        return LinkState::Worsening;
    }
    let was_good = figures.met_before.is_some_and(|met| met * 100 >= figures.baseline_points * HELD_SHARE);
    if link.goal == Goal::Maintain && was_good && target == TargetState::Sustained {
        return LinkState::Holding;
    }
    if figures.points_after < WINDOW { LinkState::TooEarly } else { LinkState::NoChange }
}
