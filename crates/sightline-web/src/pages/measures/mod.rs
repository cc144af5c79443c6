//! Measures: scorecards, one measure with its chart and its definition, and the children behind a figure.
//!
//! Everybody who may read measures sees figures, as far as small numbers are
//! shown to them. Children stand only on the page of those behind a figure,
//! and whoever opens it is in the history; no address names one.

mod chart;
mod children;
mod definition;
mod instead;
mod lines;
mod list;
mod measure;
mod scorecard;
mod scorecards;
mod top;
mod unknown;

use sightline_app::FigureFormat;
use sightline_app::domain::measure::{Exact, Figure, Kind, Window, with_unit};
use sightline_app::figures_view::ShownFigure;
use sightline_app::policy::Action;

pub(super) use chart::ChartView;
pub(super) use instead::instead;
pub(super) use lines::FailedLine;
use lines::Lines;
pub(super) use top::FiguresTop;
pub(super) use unknown::Known;

use crate::components::Link;
use crate::routes::{Needs, Route, get};
use crate::words;

pub(crate) fn routes() -> Vec<Route> {
    let read = Needs::To(Action::MeasureRead);
    vec![
        get("/scorecards", read, scorecards::show),
        get("/scorecards/{scorecard}", read, scorecard::show),
        get("/measures", read, list::show),
        get("/measures/{measure}", read, measure::show),
        get("/measures/{measure}/children", Needs::To(Action::MeasureChildren), children::show),
    ]
}

/// The address of a measure.
pub(super) fn measure_href(id: &str) -> String {
    format!("/measures/{}", words::segment(id))
}

/// The address of a scorecard.
fn scorecard_href(id: &str) -> String {
    format!("/scorecards/{}", words::segment(id))
}

/// A page with what stands after `?` in its address; what is empty is left out.
pub(super) fn address(page: &str, pairs: &[(&str, &str)]) -> String {
    let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = filled.map(|(name, value)| format!("{name}={}", words::segment(value))).collect();
    if pairs.is_empty() { page.to_owned() } else { format!("{page}?{}", pairs.join("&")) }
}

/// Figures or rows as files: each format with the address that `at` gives for the ending of its name.
pub(super) fn files(at: impl Fn(&str) -> String) -> Vec<Link> {
    let words = |format: FigureFormat| match format {
        FigureFormat::Xlsx => "Excel",
        FigureFormat::Csv => "CSV",
        FigureFormat::Parquet => "Parquet",
    };
    let formats = [FigureFormat::Xlsx, FigureFormat::Csv, FigureFormat::Parquet];
    formats.map(|format| Link::new(words(format), at(format.code()))).to_vec()
}

/// The window of an address; the month when it names none.
fn window(name: &str) -> Window {
    Window::from_name(name).unwrap_or(Window::Month)
}

/// A figure alone: `86.2%`; a dash when there is none.
fn value_words(figure: &ShownFigure, kind: Kind, unit: &str) -> String {
    let value = |figure: &Figure| Some(with_unit(&figure.value?.shown(kind.places()), unit));
    match figure {
        ShownFigure::Shown(figure) => value(figure).unwrap_or_else(|| "–".to_owned()),
        ShownFigure::Hidden => "Too small to show".to_owned(),
        ShownFigure::Empty => "–".to_owned(),
    }
}

/// What a figure was made from: `25 of 29`; empty when nothing is to be said.
fn made_from(figure: &ShownFigure, kind: Kind) -> String {
    let ShownFigure::Shown(figure) = figure else { return String::new() };
    match (kind, figure.numerator, figure.population, figure.mean) {
        (Kind::Proportion, Some(numerator), _, _) => format!("{numerator} of {}", figure.counted),
        (Kind::Rate, _, Some(population), _) => format!("{} among {population}", figure.counted),
        (Kind::Duration, _, _, Some(mean)) => format!("Median of {}; mean {}", figure.counted, mean.shown(1)),
        (Kind::Score, ..) => format!("Mean of {}", figure.counted),
        _ => String::new(),
    }
}

/// A number with as few places as it needs, three at most.
fn shortest(value: Exact) -> String {
    let long = value.shown(3);
    long.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_left_out_of_an_address() {
        assert_eq!(address("/measures", &[("q", ""), ("as_at", "")]), "/measures");
        assert_eq!(address("/measures", &[("q", "care & visits"), ("as_at", "")]), "/measures?q=care%20%26%20visits");
        assert_eq!(measure_href("visits_on_time"), "/measures/visits_on_time");
    }

    #[test]
    fn numbers_have_no_more_places_than_they_need() {
        let shown = |written: &str| shortest(Exact::parse(written).unwrap());
        assert_eq!(["90", "12.5", "0.25", "100"].map(shown), ["90", "12.5", "0.25", "100"]);
    }

    #[test]
    fn a_window_that_nobody_knows_is_the_month() {
        assert_eq!(
            (window("quarter"), window("fortnight"), window("")),
            (Window::Quarter, Window::Month, Window::Month)
        );
    }
}
