//! One measure as it is read: the latest figure, the series judged, and what it says.

use std::sync::Arc;

use chrono::NaiveDate;
use sightline_documents::charts::{assurance_icon, sparkline, variation_icon};
use sightline_domain::measure::{
    Counts, Disclosure, Figure, FigureFacts, MeasureTable, Period, Suppression, Window, figure_words, suppress,
};
use sightline_domain::spc::{self, DatedTarget, Point, PointValue, SpcChart, TargetPath, Targets};
use sightline_domain::target::{Target as SetTarget, TargetKind, standing_targets};
use sightline_engine::MeasureDefinition;
use sightline_store::RebaseRecord;

use crate::figures::{Counted, TableSet};
use crate::{App, Call, Error, Result};

use super::desk::{STALE_AFTER_DAYS, Standing, is_of_programme};
use super::view::{FailedMeasure, ReadMeasure, ShownFigure};

/// A measure that was counted, with everything that its reading needs.
pub(super) struct CountedMeasure {
    pub(super) definition: Arc<MeasureDefinition>,
    pub(super) table: Arc<MeasureTable>,
    pub(super) suppression: Suppression,
    /// The last month that has ended, by its place in the table.
    pub(super) at: usize,
    pub(super) targets: Targets,
    pub(super) rebases: Vec<NaiveDate>,
    /// The population of a rate.
    pub(super) population: Option<u64>,
    pub(super) of_programme: bool,
}

/// Targets and rebases of every measure, asked for once.
#[derive(Default)]
pub(super) struct Said {
    targets: Vec<SetTarget>,
    rebases: Vec<RebaseRecord>,
}

impl App {
    pub(super) async fn said(&self, measure: Option<&str>) -> Result<Said> {
        Ok(Said { targets: self.store.targets(measure).await?, rebases: self.store.rebases(measure).await? })
    }
}

impl Said {
    fn targets(&self, measure: &str) -> Targets {
        let set: Vec<SetTarget> = self.targets.iter().filter(|target| target.measure == measure).cloned().collect();
        let standing = standing_targets(&set);
        // The council's own targets come before those that others have set.
        let kind = TargetKind::ALL.into_iter().rev().find(|kind| standing.iter().any(|target| target.kind == *kind));
        let chosen = standing.into_iter().filter(|target| Some(target.kind) == kind);
        let dated = chosen.filter_map(|target| Some(DatedTarget { from: target.for_on, value: target.value.exact()? }));
        Targets { dated: dated.collect(), path: TargetPath::default() }
    }

    fn rebases(&self, measure: &str) -> Vec<NaiveDate> {
        let own = self.rebases.iter().filter(|rebase| rebase.measure == measure && rebase.breakdown.is_none());
        own.filter(|rebase| rebase.is_approved()).map(|rebase| rebase.starts_on).collect()
    }
}

/// No format that holds the facts is loaded.
const FORMAT_MISSING: &str = "SL-M017";

/// What counting a measure for a call gave.
pub(super) enum Outcome {
    Counted(Box<CountedMeasure>),
    Failed(FailedMeasure),
}

impl Standing<'_> {
    /// Counts a measure.
    ///
    /// # Errors
    ///
    /// [`Error::NoExtractInForce`] – there are no records to count.
    pub(super) async fn counted(&mut self, id: &str, said: &Said, population: Option<u64>) -> Result<Outcome> {
        let definition = Arc::new(self.catalogue.measure(id)?.clone());
        let of_programme = is_of_programme(&definition);
        let set = self.set(of_programme).await?.ok_or(Error::NoExtractInForce)?;
        if let Some(missing) = self.missing(&definition.needs, of_programme) {
            return Ok(Outcome::Failed(FailedMeasure { definition, code: FORMAT_MISSING, what: missing }));
        }
        let table = match set.counted(id).await {
            Counted::Table(table) => table,
            Counted::Failed(code, what) => return Ok(Outcome::Failed(FailedMeasure { definition, code, what })),
        };
        let rule = Disclosure::built_in().rule(self.audience());
        let suppression = suppress(&table, rule);
        let at = latest(&set, &definition);
        let (targets, rebases) = (said.targets(id), said.rebases(id));
        let counted = CountedMeasure { definition, table, suppression, at, targets, rebases, population, of_programme };
        Ok(Outcome::Counted(Box::new(counted)))
    }

    /// The measure as it is read.
    pub(super) fn read(&self, call: &Call, counted: &CountedMeasure) -> ReadMeasure {
        let definition = &counted.definition;
        let provenance = self.provenance(counted.of_programme);
        let chart = counted.chart();
        let latest = counted.shown(counted.at, Window::Month);
        let left_out = counted.table.whole.get(counted.at).map_or(0, |tally| tally.left_out);
        let facts = FigureFacts {
            kind: definition.kind,
            better: definition.better,
            unit: &definition.unit,
            chart: &chart,
            path: counted.targets.path,
            as_at: Some(provenance.as_at),
            today: call.today,
            stale_after_days: STALE_AFTER_DAYS,
            left_out,
            benchmarks: &[],
        };
        let sentences = facts.sentences();
        let latest_words = match &latest {
            ShownFigure::Shown(figure) => {
                figure_words(figure, definition.kind, &definition.unit).unwrap_or_else(|| "No figure yet".to_owned())
            }
            ShownFigure::Hidden => "Too small to show".to_owned(),
            ShownFigure::Empty => "No figure yet".to_owned(),
        };
        let values: Vec<Option<f64>> = chart.points.iter().map(|read| value(&read.point.value)).collect();
        let id = &definition.id;
        ReadMeasure {
            latest,
            latest_words,
            target: chart.target,
            sparkline: sparkline(&format!("spark_{id}"), &sentences.opening, &values),
            variation: (variation_icon(&format!("var_{id}"), chart.variation), chart.variation.words()),
            assurance: (assurance_icon(&format!("ass_{id}"), chart.assurance), chart.assurance.words()),
            sentences,
            is_past_review: definition.is_past_review(call.today),
            definition: Arc::clone(definition),
            provenance,
            chart,
        }
    }
}

/// The place of the month that is read: the last whole one.
fn latest(set: &TableSet, definition: &MeasureDefinition) -> usize {
    match definition.counts {
        Counts::Events | Counts::Snapshot => set.last_whole_month(),
    }
}

fn value(point: &PointValue) -> Option<f64> {
    match point {
        PointValue::Actual(value) => Some(value.to_f64()),
        PointValue::Missing | PointValue::Suppressed => None,
    }
}

impl CountedMeasure {
    /// The figure of the whole for a window that ends with a period.
    pub(super) fn shown(&self, at: usize, window: Window) -> ShownFigure {
        let figure = self.table.figure(&self.table.whole, at, window, self.population_for(window));
        let months = if self.table.counts == Counts::Snapshot { 1 } else { months_of(self.table.periods[at], window) };
        let hidden = self.suppression.hides_whole_over((at + 1).saturating_sub(months)..at + 1);
        shown(figure, hidden)
    }

    /// The figure of one value of a breakdown.
    pub(super) fn shown_value(&self, breakdown: usize, value: usize, at: usize, window: Window) -> ShownFigure {
        let tallies = &self.table.breakdowns[breakdown].values[value].1;
        let figure = self.table.figure(tallies, at, window, None);
        let months = if self.table.counts == Counts::Snapshot { 1 } else { months_of(self.table.periods[at], window) };
        let hidden = self.suppression.hides_value_over(breakdown, value, (at + 1).saturating_sub(months)..at + 1);
        shown(figure, hidden)
    }

    fn population_for(&self, _window: Window) -> Option<u64> {
        self.population
    }

    /// The whole months until the one that is read, judged.
    pub(super) fn chart(&self) -> SpcChart {
        let points: Vec<Point> = (0..=self.at).map(|at| self.point(at)).collect();
        let mut settings = spc::Settings::new(self.definition.better, self.definition.kind.places());
        settings.targets = self.targets.clone();
        settings.rebases =
            self.rebases.iter().copied().filter(|day| points.iter().any(|point| point.period.from == *day)).collect();
        settings.is_published = self.suppression.hides_anything();
        spc::read(&points, &settings).expect("months do not share days, and every rebase starts one of them")
    }

    fn point(&self, at: usize) -> Point {
        let period = self.table.periods[at];
        match self.shown(at, Window::Month) {
            ShownFigure::Shown(figure) => Point::of(&figure),
            ShownFigure::Hidden => Point::suppressed(period),
            ShownFigure::Empty => Point::missing(period),
        }
    }
}

/// How many months the window that ends with a period has.
pub(super) fn months_of(last: Period, window: Window) -> usize {
    window.months_until(last).len()
}

fn shown(figure: Option<Figure>, hidden: bool) -> ShownFigure {
    match figure {
        _ if hidden => ShownFigure::Hidden,
        Some(figure) if figure.value.is_some() => ShownFigure::Shown(figure),
        _ => ShownFigure::Empty,
    }
}
