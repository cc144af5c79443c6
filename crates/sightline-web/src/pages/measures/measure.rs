//! One measure: what it says, its chart, its figures, and what it is.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::measure::{Counts, Kind, Window, with_unit};
use sightline_app::figures_view::{
    BreakdownValue, BreakdownView, ComparatorView, MeasurePage, PeriodFigure, ReadMeasure, ShownFigure,
};
use sightline_app::{App, Call};

use super::chart::ChartView;
use super::definition::DefinitionBox;
use super::{FiguresTop, Known, address, files, instead, made_from, measure_href, shortest, value_words, window};
use crate::components::{Breadcrumbs, Link, SubNavigation};
use crate::error::PageError;
use crate::forms::{Path, Query};
use crate::frame::Frame;
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

/// What may stand after `?`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MeasureQuery {
    window: String,
    as_at: String,
}

#[derive(Template)]
#[template(path = "measures/measure.html")]
struct Page {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    references: String,
    title: String,
    top: FiguresTop,
    opening: String,
    /// What has to be known before anything is made of the figure.
    cautions: Vec<String>,
    big: Big,
    windows: Option<SubNavigation>,
    chart: ChartView,
    figures: Vec<FigureLine>,
    has_made_from: bool,
    parts: Vec<Part>,
    comparators: Vec<[String; 3]>,
    comparators_note: Option<String>,
    left_out: Vec<(String, String)>,
    hides_small_numbers: bool,
    definition: DefinitionBox,
    children: Option<Link>,
    /// Where the children of one value of a breakdown stand, and what that address keeps.
    children_of: String,
    window: &'static str,
    day: String,
    /// The figures as a file.
    files: Vec<Link>,
}

/// The figure that the page opens with.
struct Big {
    value: String,
    made_from: String,
    period: String,
    target: Option<String>,
    /// Drawn by Sightline itself.
    variation: (String, &'static str),
    assurance: (String, &'static str),
}

struct FigureLine {
    period: String,
    value: String,
    made_from: String,
    left_out: String,
}

/// A breakdown.
struct Part {
    id: String,
    /// The name in addresses.
    name: String,
    title: String,
    bars: ChartView,
    funnel: Option<ChartView>,
    /// The values whose children can be opened.
    values: Vec<String>,
}

/// The measure, for a window and as at a day.
pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    Query(query): Query<MeasureQuery>,
    mut frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let as_at = AsAt::typed(&query.as_at);
    let measure = match app.measure_page(call, &id, window(&query.window), as_at.day).await {
        Err(error) => {
            let here = measure_href(&id);
            return instead(&app, call, frame, (Known::Measures, &id, &here), &as_at, error).await;
        }
        Ok(measure) => measure,
    };
    let footer = (&call.actor.name, words::moment(call.at), &measure.read.provenance.freshness);
    frame.print_footer = Some(format!("Printed by {} on {}. {}", footer.0, footer.1, footer.2));
    Ok(render::page(&Page::of(frame, call, &measure, &as_at)))
}

impl Page {
    fn of(frame: Frame, call: &Call, measure: &MeasurePage, as_at: &AsAt) -> Self {
        let links = Links::new(measure, as_at);
        let read = &measure.read;
        let definition = &read.definition;
        let (kind, unit) = (definition.kind, definition.unit.as_str());
        let keep = [("window", links.window)];
        let comparator = |one: &ComparatorView| [one.place.clone(), one.value.clone(), one.period.clone()];
        let mut cautions = read.sentences.cautions.clone();
        cautions.extend(read.sentences.benchmarks.clone());
        Self {
            frame,
            breadcrumbs: Breadcrumbs::new(vec![
                Link::new("Measures", links.dated("/scorecards")),
                Link::new("All measures", links.dated("/measures")),
            ]),
            references: words::list(&definition.scorecard_refs),
            title: definition.title.clone(),
            top: FiguresTop::new(call, &read.provenance, (&links.page, as_at), &keep),
            opening: read.sentences.opening.clone(),
            cautions,
            big: Big::of(read, measure.figures.first()),
            windows: (definition.counts == Counts::Events).then(|| links.windows()),
            chart: ChartView::of(&measure.chart),
            has_made_from: kind != Kind::Count,
            figures: measure.figures.iter().map(|figure| FigureLine::of(figure, kind, unit)).collect(),
            parts: measure.breakdowns.iter().map(Part::of).collect(),
            comparators: measure.comparators.iter().map(comparator).collect(),
            comparators_note: measure.comparators_note.clone(),
            left_out: measure.left_out.iter().map(|(why, rows)| (words::capital(why), rows.to_string())).collect(),
            hides_small_numbers: measure.hides_small_numbers,
            children: measure.can_open_children.then(|| {
                let who = if definition.is_about_children() { "children" } else { "rows" };
                Link::new(format!("See the {who} behind the latest figure"), links.children())
            }),
            children_of: format!("{}/children", links.page),
            window: links.window,
            day: links.day.clone(),
            files: files(|ending| links.export(ending)),
            definition: DefinitionBox::of(definition, read.is_past_review),
        }
    }
}

/// The addresses of the page: they keep window and day.
struct Links {
    page: String,
    window: &'static str,
    day: String,
}

impl Links {
    fn new(measure: &MeasurePage, as_at: &AsAt) -> Self {
        let window = measure.window;
        Self {
            page: measure_href(&measure.read.definition.id),
            window: if window == Window::Month { "" } else { window.name() },
            day: as_at.day.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn dated(&self, page: &str) -> String {
        address(page, &[("as_at", &self.day)])
    }

    fn export(&self, ending: &str) -> String {
        address(&format!("{}/figures.{ending}", self.page), &[("as_at", &self.day)])
    }

    fn children(&self) -> String {
        address(&format!("{}/children", self.page), &[("window", self.window), ("as_at", &self.day)])
    }

    fn windows(&self) -> SubNavigation {
        let href = |window: Window| {
            let name = if window == Window::Month { "" } else { window.name() };
            address(&self.page, &[("window", name), ("as_at", &self.day)])
        };
        let links = Window::ALL.map(|window| Link::new(window.words(), href(window)));
        let current = address(&self.page, &[("window", self.window), ("as_at", &self.day)]);
        SubNavigation::new("How long each period is", links.into(), current)
    }
}

impl Big {
    /// The newest figure of the window; without one, what is said in its place.
    fn of(read: &ReadMeasure, newest: Option<&PeriodFigure>) -> Self {
        let (kind, unit) = (read.definition.kind, &read.definition.unit);
        let target = read.target.map(|target| {
            let value = with_unit(&shortest(target.target.value), unit);
            if target.is_ahead { format!("{value} by {}", words::day(target.target.from)) } else { value }
        });
        let shown = newest.filter(|newest| matches!(newest.figure, ShownFigure::Shown(_)));
        Self {
            value: shown.map_or_else(|| words::capital(&read.latest_words), |one| value_words(&one.figure, kind, unit)),
            made_from: shown.map(|one| made_from(&one.figure, kind)).unwrap_or_default(),
            period: newest.map(|newest| newest.period.clone()).unwrap_or_default(),
            target,
            variation: (read.variation.0.clone(), read.variation.1),
            assurance: (read.assurance.0.clone(), read.assurance.1),
        }
    }
}

impl FigureLine {
    fn of(one: &PeriodFigure, kind: Kind, unit: &str) -> Self {
        let left_out = match &one.figure {
            ShownFigure::Shown(figure) if figure.left_out > 0 => figure.left_out.to_string(),
            _ => "–".to_owned(),
        };
        Self {
            period: one.period.clone(),
            value: value_words(&one.figure, kind, unit),
            made_from: made_from(&one.figure, kind),
            left_out,
        }
    }
}

impl Part {
    fn of(breakdown: &BreakdownView) -> Self {
        let is_shown = |one: &&BreakdownValue| matches!(one.figure, ShownFigure::Shown(_));
        let values = breakdown.values.iter().filter(is_shown).map(|one| one.label.clone());
        Self {
            id: format!("by-{}", breakdown.name.replace('_', "-")),
            name: breakdown.name.clone(),
            title: breakdown.title.clone(),
            bars: ChartView::of(&breakdown.bars),
            funnel: breakdown.funnel.as_ref().map(ChartView::of),
            values: values.collect(),
        }
    }
}
