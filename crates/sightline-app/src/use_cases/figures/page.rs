//! A measure's page: the chart, its figures by window, its breakdowns, and what it is compared with.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_documents::charts::{
    Bar, BarChart, BarFigure, Bounds, Chart, FunnelChart, FunnelTeam, Intervention, SpcDrawing,
};
use sightline_domain::measure::{Counts, Exact, Kind, Window, interval_of_proportion};

use sightline_domain::benchmark::Caution;
use sightline_domain::decimal::Decimal;
use sightline_engine::MeasureDefinition;
use sightline_store::MeasureLink;

use crate::policy::{Action, Target};
use crate::{App, Call, Error, Result};

use super::read::{CountedMeasure, Outcome, months_of};
use super::view::{ActionChart, BreakdownValue, BreakdownView, ComparatorView, MeasurePage, PeriodFigure, ShownFigure};

/// Per cent of everything.
const WHOLE: f64 = 100.0;
/// Values of a breakdown that bars are drawn for.
const MOST_BARS: usize = 60;

impl App {
    /// A measure's page.
    ///
    /// # Errors
    ///
    /// * [`Error::Engine`] – there is no measure of this id.
    /// * [`Error::NotCounted`] – it could not be counted; names the code.
    /// * [`Error::NoExtractInForce`] – there are no records yet.
    pub async fn measure_page(
        &self,
        call: &Call,
        id: &str,
        window: Window,
        as_at: Option<NaiveDate>,
    ) -> Result<MeasurePage> {
        call.may(Action::MeasureRead)?;
        let mut standing = self.standing(call, as_at).await?;
        let population = self.population_of(standing.catalogue.measure(id)?);
        let said = self.said(Some(id)).await?;
        let counted = match standing.counted(id, &said, population).await? {
            Outcome::Counted(counted) => counted,
            Outcome::Failed(failed) => return Err(Error::NotCounted { code: failed.code, what: failed.what }),
        };
        let read = standing.read(call, &counted);
        let interventions = self.interventions(call, id, standing.asked_for).await?;
        let definition = &counted.definition;
        let chart = SpcDrawing {
            id: "series",
            title: &definition.title,
            unit: &definition.unit,
            places: definition.kind.places(),
            bounds: bounds(definition.kind),
            better: definition.better,
            chart: &read.chart,
            targets: &counted.targets,
            interventions: &interventions,
            is_run_chart: false,
        };
        let chart = chart.draw();
        let (comparators, comparators_note) = self.comparators(call, definition).await?;
        let may_open = definition.is_about_children() && call.allows(Action::MeasureChildren, &Target::Sightline);
        let left_out = counted.table.left_out.iter();
        let left_out = left_out.map(|(reason, counts)| (reason.clone(), counts.get(counted.at).copied().unwrap_or(0)));
        Ok(MeasurePage {
            window,
            chart,
            figures: figures(&counted, window),
            breakdowns: (0..counted.table.breakdowns.len()).map(|at| breakdown(&counted, at, window)).collect(),
            comparators,
            comparators_note,
            left_out: left_out.filter(|(_, count)| *count > 0).collect(),
            hides_small_numbers: counted.suppression.hides_anything(),
            can_open_children: may_open,
            read,
        })
    }

    /// The chart of a measure's months with the start of one action marked.
    ///
    /// `place` tells it from every other chart of the page. What a measure's page shows beside it is left out, so that
    /// a page may hold several.
    ///
    /// # Errors
    ///
    /// As [`App::measure_page`].
    pub async fn action_chart(
        &self,
        call: &Call,
        (measure, place): (&str, usize),
        (reference, from_on): (&str, NaiveDate),
    ) -> Result<ActionChart> {
        call.may(Action::MeasureRead)?;
        let mut standing = self.standing(call, None).await?;
        let population = self.population_of(standing.catalogue.measure(measure)?);
        let said = self.said(Some(measure)).await?;
        let counted = match standing.counted(measure, &said, population).await? {
            Outcome::Counted(counted) => counted,
            Outcome::Failed(failed) => return Err(Error::NotCounted { code: failed.code, what: failed.what }),
        };
        let read = standing.read(call, &counted);
        let definition = &counted.definition;
        let chart = SpcDrawing {
            id: &format!("series-{place}"),
            title: &definition.title,
            unit: &definition.unit,
            places: definition.kind.places(),
            bounds: bounds(definition.kind),
            better: definition.better,
            chart: &read.chart,
            targets: &counted.targets,
            interventions: &[Intervention { on: from_on, words: format!("Action {reference}") }],
            is_run_chart: false,
        };
        Ok(ActionChart {
            chart: chart.draw(),
            latest_words: read.latest_words,
            is_about_children: definition.is_about_children(),
        })
    }

    /// Actions that are linked with a measure, of every plan the caller may see, by the day from which they are to show.
    async fn interventions(&self, call: &Call, id: &str, until: NaiveDate) -> Result<Vec<Intervention>> {
        if !call.allows(Action::PlanRead, &Target::Sightline) {
            return Ok(Vec::new());
        }
        let plans = self.list_plans(call).await?;
        let mut marks = Vec::new();
        for plan in &plans {
            let links = self.measure_links(call, Some(&plan.handle), Some(id)).await?;
            // Of an action the last word stands.
            let last: BTreeMap<&str, &MeasureLink> = links.iter().map(|link| (link.action.as_str(), link)).collect();
            for link in last.into_values().filter(|link| link.is_linked && link.from_on <= until) {
                let of = if plans.len() > 1 { format!(" of {}", plan.handle) } else { String::new() };
                marks.push(Intervention { on: link.from_on, words: format!("Action {}{of}", link.action) });
            }
        }
        marks.sort_by_key(|mark| mark.on);
        Ok(marks)
    }
}

impl App {
    /// What is published to compare a measure with, and what has to be said of it.
    async fn comparators(
        &self,
        call: &Call,
        definition: &MeasureDefinition,
    ) -> Result<(Vec<ComparatorView>, Option<String>)> {
        let Some(benchmark) = &definition.benchmark else { return Ok((Vec::new(), None)) };
        let found = match self.published_figures(call, &benchmark.key, Some(definition.better), None).await {
            Ok(found) => found,
            Err(Error::UnknownBenchmark { .. }) => {
                let note = "A national figure is published for this; none has been loaded yet.";
                return Ok((Vec::new(), Some(note.to_owned())));
            }
            Err(error) => return Err(error),
        };
        let Some(published) = found.comparators else { return Ok((Vec::new(), None)) };
        let period = published.period.clone();
        let mut views = Vec::new();
        let mut add = |place: String, value: Option<Decimal>| {
            if let Some(value) = value {
                views.push(ComparatorView { place, value: value.to_string(), period: period.clone() });
            }
        };
        for area in [&published.england, &published.region].into_iter().flatten() {
            add(area.name.clone(), area.compared.value);
        }
        if let Some(neighbours) = &published.neighbours {
            add("Statistical neighbours, mean".to_owned(), neighbours.mean);
            add("Statistical neighbours, median".to_owned(), neighbours.median);
        }
        if let Some(quartiles) = &published.quartiles {
            add("Where the best quarter of authorities begins".to_owned(), quartiles.best);
        }
        let cautions: Vec<String> = published.cautions.iter().map(caution_words).collect();
        Ok((views, (!cautions.is_empty()).then(|| cautions.join(" "))))
    }
}

fn caution_words(caution: &Caution) -> String {
    match caution {
        Caution::OtherScale { name, .. } => {
            format!("The published value of {name} is on another scale than those of authorities, and is not shown.")
        }
        Caution::NeighboursMissing { missing } => format!("Of the neighbours, {missing} have no value in this period."),
        Caution::ChosenByHand => {
            "Region or neighbours were chosen by hand; they are not those published for the council.".to_owned()
        }
    }
}

pub(super) fn bounds(kind: Kind) -> Bounds {
    match kind {
        Kind::Proportion => Bounds { least: Some(0.0), most: Some(WHOLE) },
        Kind::Rate | Kind::Count => Bounds { least: Some(0.0), most: None },
        Kind::Duration | Kind::Score => Bounds::default(),
    }
}

/// The figures of a window, newest first: every month, or every window that does not share days with the next.
fn figures(counted: &CountedMeasure, window: Window) -> Vec<PeriodFigure> {
    let mut figures = Vec::new();
    let mut at = Some(counted.at);
    while let Some(place) = at {
        let period = counted.table.periods[place];
        let months = if counted.table.counts == Counts::Snapshot { 1 } else { months_of(period, window) };
        let first = window.months_until(period).first().copied().unwrap_or(period);
        let words = if counted.table.counts == Counts::Snapshot {
            format!("End of {}", period.words())
        } else {
            sightline_domain::measure::Period::spanning(first, period).words()
        };
        figures.push(PeriodFigure { period: words, figure: counted.shown(place, window) });
        at = place.checked_sub(months);
    }
    figures
}

fn breakdown(counted: &CountedMeasure, at: usize, window: Window) -> BreakdownView {
    let definition = &counted.definition;
    let breakdown = &counted.table.breakdowns[at];
    let values: Vec<BreakdownValue> = breakdown
        .values
        .iter()
        .enumerate()
        .map(|(value, (label, _))| BreakdownValue {
            label: label.clone(),
            figure: counted.shown_value(at, value, counted.at, window),
        })
        .filter(|value| value.figure != ShownFigure::Empty || definition.kind == Kind::Rate)
        .collect();
    let bars: Vec<Bar> = values.iter().take(MOST_BARS).map(|value| bar(definition.kind, value)).collect();
    let whole = match counted.shown(counted.at, window) {
        ShownFigure::Shown(figure) if matches!(definition.kind, Kind::Proportion | Kind::Duration | Kind::Score) => {
            figure.value
        }
        _ => None,
    };
    let title = format!("{} by {}", definition.title, breakdown.title.to_lowercase());
    let is_rate = definition.kind == Kind::Rate;
    let chart = BarChart {
        id: &format!("bars_{}", breakdown.name),
        title: &title,
        // There is no population of a part: how many there are is shown.
        unit: if is_rate { "children" } else { &definition.unit },
        places: if is_rate { 0 } else { definition.kind.places() },
        bounds: bounds(definition.kind),
        bars: &bars,
        comparator: whole.map(|value| ("Whole service", value)),
    };
    // One team is beside nobody.
    let has_teams = breakdown.name == "team" && values.len() > 1;
    let funnel = (has_teams && definition.kind == Kind::Proportion).then(|| funnel(counted, &values, &title));
    BreakdownView { name: breakdown.name.clone(), title: breakdown.title.clone(), values, bars: chart.draw(), funnel }
}

fn bar(kind: Kind, value: &BreakdownValue) -> Bar {
    let figure = match &value.figure {
        ShownFigure::Hidden => BarFigure::Suppressed,
        ShownFigure::Empty => BarFigure::Missing,
        ShownFigure::Shown(figure) if kind == Kind::Rate => i64::try_from(figure.counted)
            .map_or(BarFigure::Missing, |count| BarFigure::Value(Exact::whole(count), None)),
        ShownFigure::Shown(figure) => figure.value.map_or(BarFigure::Missing, |exact| {
            let interval = figure.numerator.and_then(|within| interval_of_proportion(within, figure.counted));
            BarFigure::Value(exact, interval)
        }),
    };
    let made_from = match &value.figure {
        ShownFigure::Shown(figure) => figure.numerator.map(|within| format!("{within} of {}", figure.counted)),
        ShownFigure::Hidden | ShownFigure::Empty => None,
    };
    Bar { name: value.label.clone(), figure, made_from }
}

fn funnel(counted: &CountedMeasure, values: &[BreakdownValue], title: &str) -> Chart {
    let teams: Vec<FunnelTeam> = values
        .iter()
        .filter(|value| value.figure != ShownFigure::Empty)
        .map(|value| FunnelTeam {
            name: value.label.clone(),
            counts: match &value.figure {
                ShownFigure::Shown(figure) => figure.numerator.map(|within| (within, figure.counted)),
                _ => None,
            },
        })
        .collect();
    let counted_words = &counted.definition.denominator;
    FunnelChart { id: "funnel", title, counted: counted_words, teams: &teams }.draw()
}
