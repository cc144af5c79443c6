//! The chart of a series: SPC chart with mean and limits, or run chart with the median.

use chrono::{Datelike, NaiveDate};
use sightline_domain::measure::{Better, Exact};
use sightline_domain::spc::{
    Assurance, Point, PointValue, ReadPoint, SpcChart, Standing, TargetInForce, TargetPath, Targets, Variation,
};

use super::axis::{Scale, round_range};
use super::marks::{self, Legend, Mark};
use super::plot::{Frame, draw_names, draw_values};
use super::svg::{Anchor, Svg, text_width, wrapped};
use super::{Bounds, Chart, Table, Width};

const MEAN: &str = "stroke=\"currentColor\" stroke-width=\"1.5\"";
const LIMIT: &str = "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"7 4\"";
const TRIAL: &str = "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-dasharray=\"2 4\" stroke-opacity=\"0.55\"";
const TARGET: &str = "stroke=\"#b10e1e\" stroke-width=\"2\" stroke-dasharray=\"10 3 2 3\"";
const MEDIAN: &str = "stroke=\"currentColor\" stroke-width=\"1.5\" stroke-opacity=\"0.6\"";

/// Something that was started on a day and may show in the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intervention {
    /// The day.
    pub on: NaiveDate,
    /// What it was.
    pub words: String,
}

/// What a chart of a series is drawn from.
#[derive(Clone, Debug)]
pub struct SpcDrawing<'a> {
    /// What tells the picture from every other on its page.
    pub id: &'a str,
    /// What the measure is called.
    pub title: &'a str,
    /// The unit, such as `per cent` or `days`.
    pub unit: &'a str,
    /// Decimal places that figures are shown with.
    pub places: u8,
    /// What figures there can be.
    pub bounds: Bounds,
    /// Which way is good.
    pub better: Better,
    /// The series read.
    pub chart: &'a SpcChart,
    /// The targets.
    pub targets: &'a Targets,
    /// What was started when.
    pub interventions: &'a [Intervention],
    /// True for a run chart: the values and their median, without limits.
    pub is_run_chart: bool,
}

impl SpcDrawing<'_> {
    /// The chart.
    #[must_use]
    pub fn draw(&self) -> Chart {
        let description = self.description();
        let picture = |width| Picture::new(self, width).draw(&description);
        Chart {
            title: self.title.to_owned(),
            wide: picture(Width::Wide),
            narrow: picture(Width::Narrow),
            key: self.marked().iter().map(|(_, mark)| mark.clone()).collect(),
            rows: self.rows(),
            description,
        }
    }

    /// The interventions that fall in the chart, in order of time, with their words.
    fn marked(&self) -> Vec<(NaiveDate, String)> {
        let points = &self.chart.points;
        let Some((first, last)) = points.first().zip(points.last()) else { return Vec::new() };
        let is_inside = |on: NaiveDate| first.point.period.from <= on && on <= last.point.period.to;
        let mut marked: Vec<_> = self.interventions.iter().filter(|found| is_inside(found.on)).collect();
        marked.sort_by_key(|found| found.on);
        marked
            .into_iter()
            .map(|found| (found.on, format!("{}: {}", found.on.format("%-d %B %Y"), found.words)))
            .collect()
    }

    fn shows_limits(&self) -> bool {
        !self.is_run_chart && self.chart.segments.iter().any(|segment| segment.limits.is_some())
    }

    fn number(&self, value: f64) -> String {
        format!("{:.*}", usize::from(self.places), value)
    }

    fn with_unit(&self, number: &str) -> String {
        sightline_domain::measure::with_unit(number, self.unit)
    }

    fn description(&self) -> String {
        let chart = self.chart;
        let mut words = match (chart.points.first(), chart.points.last()) {
            (Some(first), Some(last)) => format!(
                "{} figures from {} to {}.",
                chart.points.len(),
                first.point.period.words(),
                last.point.period.words()
            ),
            _ => "There is no figure.".to_owned(),
        };
        if let Some(latest) = chart.latest.map(|at| &chart.points[at].point)
            && let PointValue::Actual(value) = latest.value
        {
            let value = self.with_unit(&value.shown(self.places));
            words.push_str(&format!(" The latest, of {}, is {value}.", latest.period.words()));
        }
        if self.is_run_chart {
            if let Some(median) = self.median() {
                words.push_str(&format!(" The median is {}.", self.with_unit(&self.number(median))));
            }
            return words;
        }
        if let Some((mean, limits)) = chart.latest_segment().and_then(|segment| segment.mean.zip(segment.limits)) {
            words.push_str(&format!(
                " The mean is {}, and the limits are {} and {}.",
                self.number(mean),
                self.number(self.bounds.clamp(limits.lower)),
                self.number(self.bounds.clamp(limits.upper))
            ));
        }
        words.push_str(&format!(" {}.", chart.variation.words()));
        if !matches!(chart.assurance, Assurance::None(_)) {
            words.push_str(&format!(" {}.", chart.assurance.words()));
        }
        words
    }

    fn values(&self) -> Vec<f64> {
        self.chart.points.iter().filter_map(|read| actual(&read.point)).map(Exact::to_f64).collect()
    }

    fn median(&self) -> Option<f64> {
        let mut values = self.values();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        match values.len() {
            0 => None,
            odd if odd % 2 == 1 => Some(values[middle]),
            _ => Some(f64::midpoint(values[middle - 1], values[middle])),
        }
    }

    fn rows(&self) -> Table {
        let has = |wanted: fn(&Point) -> bool| self.chart.points.iter().any(|read| wanted(&read.point));
        let (has_numerator, has_counted) =
            (has(|point| point.numerator.is_some()), has(|point| point.counted.is_some()));
        let mut heads = vec!["Period".to_owned(), format!("Figure ({})", self.unit)];
        heads.extend(has_numerator.then(|| "In the numerator".to_owned()));
        heads.extend(has_counted.then(|| "Counted".to_owned()));
        if self.shows_limits() {
            heads.extend(["Mean", "Lower limit", "Upper limit"].map(str::to_owned));
        }
        let has_target = !self.targets.dated.is_empty();
        heads.extend(has_target.then(|| "Target".to_owned()));
        heads.push("What it says".to_owned());
        let rows = self.chart.points.iter().map(|read| {
            let point = &read.point;
            let count = |count: Option<u64>| count.map_or("–".to_owned(), |count| count.to_string());
            let figure = match point.value {
                PointValue::Actual(value) => value.shown(self.places),
                PointValue::Missing => "no figure".to_owned(),
                PointValue::Suppressed => "c".to_owned(),
            };
            let mut row = vec![point.period.words(), figure];
            row.extend(has_numerator.then(|| count(point.numerator)));
            row.extend(has_counted.then(|| count(point.counted)));
            if self.shows_limits() {
                let segment = &self.chart.segments[read.segment];
                let shown = |value: Option<f64>| value.map_or("–".to_owned(), |value| self.number(value));
                row.push(shown(segment.mean));
                row.push(shown(segment.limits.map(|limits| self.bounds.clamp(limits.lower))));
                row.push(shown(segment.limits.map(|limits| self.bounds.clamp(limits.upper))));
            }
            if has_target {
                let target = self.targets.on(point.period.to).filter(|target| !target.is_ahead || self.is_line());
                row.push(target.map_or("–".to_owned(), |target| self.number(target.value)));
            }
            row.push(self.says(read));
            row
        });
        Table { rows: rows.collect(), heads }
    }

    fn is_line(&self) -> bool {
        self.targets.path == TargetPath::Line
    }

    fn says(&self, read: &ReadPoint) -> String {
        match (read.point.value, read.signal) {
            (PointValue::Missing, _) => "There is no figure".to_owned(),
            (PointValue::Suppressed, _) => "The number is too small to show".to_owned(),
            (PointValue::Actual(_), Some(signal)) if !self.is_run_chart => {
                let kind = match Variation::of(signal, self.better) {
                    Variation::Improvement(_) => "Improvement",
                    Variation::Concern(_) => "Concern",
                    _ => "Special cause",
                };
                format!("{kind}: {}", signal.rule.words(signal.towards))
            }
            (PointValue::Actual(_), _) => String::new(),
        }
    }

    fn mark(&self, read: &ReadPoint) -> Mark {
        match (read.point.value, read.signal) {
            (PointValue::Missing, _) => Mark::Missing,
            (PointValue::Suppressed, _) => Mark::Suppressed,
            (PointValue::Actual(_), Some(signal)) if !self.is_run_chart => Mark::of(Variation::of(signal, self.better)),
            (PointValue::Actual(_), _) => Mark::Common,
        }
    }
}

fn actual(point: &Point) -> Option<Exact> {
    match point.value {
        PointValue::Actual(value) => Some(value),
        PointValue::Missing | PointValue::Suppressed => None,
    }
}

/// One picture at one width.
struct Picture<'a> {
    drawing: &'a SpcDrawing<'a>,
    width: Width,
    letters: f64,
    svg: Svg,
    frame: Frame,
    up: Scale,
    ticks: Vec<f64>,
}

impl<'a> Picture<'a> {
    fn new(drawing: &'a SpcDrawing<'a>, width: Width) -> Self {
        let letters = width.letters();
        let mut seen = drawing.values();
        if drawing.shows_limits() {
            let limits = drawing.chart.segments.iter().filter_map(|segment| segment.limits);
            seen.extend(limits.flat_map(|limits| [limits.lower, limits.upper]));
        }
        let days = drawing.chart.points.iter().map(|read| read.point.period.to);
        seen.extend(days.filter_map(|day| drawing.targets.on(day)).map(|target| target.value));
        let (from, to, ticks) = round_range(seen.into_iter(), drawing.bounds, 5);
        let title_lines = wrapped(drawing.title, letters, width.px()).len();
        #[expect(clippy::cast_precision_loss, reason = "a title has few lines")]
        let top = letters * (1.5 * title_lines as f64 + 1.4) + if drawing.marked().is_empty() { 0.0 } else { 22.0 };
        let (left, right, height) = match width {
            Width::Wide => (48.0, 612.0, 230.0),
            Width::Narrow => (40.0, 276.0, 210.0),
        };
        let frame = Frame { left, right, top, bottom: top + height };
        let up = Scale { from, to, px_from: frame.bottom, px_to: frame.top };
        Self { drawing, width, letters, svg: Svg::new(letters), frame, up, ticks }
    }

    fn draw(mut self, description: &str) -> String {
        let drawing = self.drawing;
        let letters = self.letters;
        for (at, line) in wrapped(drawing.title, letters, self.width.px()).iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a title has few lines")]
            let y = letters * (1.1 + 1.5 * at as f64);
            self.svg.text_with((0.0, y), Anchor::Start, line, letters, "fill=\"currentColor\" font-weight=\"bold\"");
        }
        let sign = if drawing.unit == "per cent" { "%" } else { "" };
        draw_values(&mut self.svg, self.frame, self.up, &self.ticks, letters, sign);
        self.draw_periods();
        let mut legend = Vec::new();
        let mut names = self.draw_targets(&mut legend);
        if drawing.is_run_chart {
            names.extend(self.draw_median(&mut legend));
        } else {
            names.extend(self.draw_limits(&mut legend));
        }
        self.draw_interventions();
        self.draw_points(&mut legend);
        draw_names(&mut self.svg, self.frame, names, letters);
        let top = self.frame.bottom + letters * 2.2;
        let end = marks::legend(&mut self.svg, &legend, (0.0, self.width.px()), top, letters);
        let kind = if drawing.is_run_chart { "run" } else { "spc" };
        self.svg.finish((drawing.id, kind), (drawing.title, description), self.width, end)
    }

    /// Where the part of the way through the period at this place lies.
    #[expect(clippy::cast_precision_loss, reason = "a series has far fewer than 2^52 points")]
    fn across(&self, at: usize, part: f64) -> f64 {
        let count = self.drawing.chart.points.len().max(1) as f64;
        self.frame.left + (at as f64 + part) / count * (self.frame.right - self.frame.left)
    }

    /// Where a day lies; `None` outside the chart.
    #[expect(clippy::cast_precision_loss, reason = "days of a period are few")]
    fn across_day(&self, day: NaiveDate) -> Option<f64> {
        let at = self.drawing.chart.points.iter().position(|read| read.point.period.holds(day))?;
        let period = self.drawing.chart.points[at].point.period;
        let length = (period.to - period.from).num_days() as f64 + 1.0;
        Some(self.across(at, (day - period.from).num_days() as f64 / length))
    }

    fn height(&self, value: f64) -> f64 {
        self.up.px(self.drawing.bounds.clamp(value)).clamp(self.frame.top, self.frame.bottom)
    }

    /// Months under the axis: as many as have room.
    fn draw_periods(&mut self) {
        let points = &self.drawing.chart.points;
        let room = text_width("Sep 2026", self.letters) + 10.0;
        let each = (self.across(1, 0.0) - self.across(0, 0.0)).max(0.1);
        let month = |day: NaiveDate| u32::try_from(day.year()).unwrap_or(0) * 12 + day.month0();
        // A point may stand for a quarter.
        let months_of_each =
            points.first().map_or(1, |read| month(read.point.period.to) - month(read.point.period.from) + 1);
        let a_month = each / f64::from(months_of_each);
        let step = [1, 2, 3, 6, 12, 24, 48].into_iter().find(|step| f64::from(*step) * a_month >= room).unwrap_or(96);
        for (at, read) in points.iter().enumerate() {
            let from = read.point.period.from;
            if !month(from).is_multiple_of(step) {
                continue;
            }
            let x = self.across(at, 0.5);
            let (bottom, letters) = (self.frame.bottom, self.letters);
            self.svg.line((x, bottom), (x, bottom + 5.0), "stroke=\"currentColor\"");
            let words = from.format("%b %Y").to_string();
            let half = text_width(&words, letters) / 2.0;
            let middle = x.clamp(half, self.width.px() - half);
            self.svg.text((middle, bottom + 6.0 + letters), Anchor::Middle, &words);
        }
    }

    fn draw_targets(&mut self, legend: &mut Vec<Legend>) -> Vec<(f64, String)> {
        let drawing = self.drawing;
        let mut last = None;
        let mut path: Vec<(f64, f64)> = Vec::new();
        let mut paths = Vec::new();
        for (at, read) in drawing.chart.points.iter().enumerate() {
            let day = read.point.period.to;
            // A target that is still to come is drawn when it is the only one, or on the way to it.
            let is_drawn = |target: &TargetInForce| !target.is_ahead || !target.is_one_of_several || drawing.is_line();
            let Some(target) = drawing.targets.on(day).filter(is_drawn) else { continue };
            let y = self.height(target.value);
            if drawing.is_line() {
                path.push((self.across(at, 0.5), y));
            } else {
                if path.last().is_some_and(|before| (before.1 - y).abs() > 0.05) {
                    paths.push(std::mem::take(&mut path));
                }
                path.extend([(self.across(at, 0.0), y), (self.across(at, 1.0), y)]);
            }
            last = Some((y, target.value));
        }
        paths.push(path);
        for path in paths.iter().filter(|path| path.len() > 1) {
            self.svg.polyline(path, TARGET);
        }
        let Some((y, value)) = last else { return Vec::new() };
        let words = if drawing.is_line() { "target, on its way" } else { "target" };
        legend.push(Legend::Line(TARGET, words.to_owned()));
        vec![(y, self.name("Target", value))]
    }

    /// The name of a line; on a phone there is room for the number only when the name is short.
    fn name(&self, name: &str, value: f64) -> String {
        match self.width {
            Width::Wide => format!("{name} {}", self.drawing.number(value)),
            Width::Narrow => name.to_owned(),
        }
    }

    fn draw_limits(&mut self, legend: &mut Vec<Legend>) -> Vec<(f64, String)> {
        let drawing = self.drawing;
        let mut names = Vec::new();
        let (mut has_full, mut has_trial, mut has_mean) = (false, false, false);
        for segment in &drawing.chart.segments {
            let (Some(mean), Some(limits)) = (segment.mean, segment.limits) else { continue };
            let is_last = segment.end == drawing.chart.points.len();
            let is_trial = segment.standing == Standing::Trial;
            (has_full, has_trial, has_mean) = (has_full || !is_trial, has_trial || is_trial, true);
            let (left, right) = (self.across(segment.first, 0.0), self.across(segment.end, 0.0));
            for (value, attributes, name) in [
                (mean, MEAN, "Mean"),
                (limits.lower, if is_trial { TRIAL } else { LIMIT }, "Lower"),
                (limits.upper, if is_trial { TRIAL } else { LIMIT }, "Upper"),
            ] {
                let y = self.height(value);
                self.svg.line((left, y), (right, y), attributes);
                if is_last {
                    names.push((y, self.name(name, drawing.bounds.clamp(value))));
                }
            }
            if segment.first > 0 {
                let (top, bottom) = (self.frame.top, self.frame.bottom);
                self.svg.line((left, top), (left, bottom), "stroke=\"currentColor\" stroke-opacity=\"0.4\"");
            }
        }
        legend.extend(has_mean.then(|| Legend::Line(MEAN, "mean".to_owned())));
        legend.extend(has_full.then(|| Legend::Line(LIMIT, "limits of noise".to_owned())));
        legend.extend(has_trial.then(|| Legend::Line(TRIAL, "limits on trial".to_owned())));
        names
    }

    fn draw_median(&mut self, legend: &mut Vec<Legend>) -> Vec<(f64, String)> {
        let Some(median) = self.drawing.median() else { return Vec::new() };
        let y = self.height(median);
        self.svg.line((self.frame.left, y), (self.frame.right, y), MEDIAN);
        legend.push(Legend::Line(MEDIAN, "median".to_owned()));
        vec![(y, self.name("Median", median))]
    }

    fn draw_interventions(&mut self) {
        let (top, bottom, letters) = (self.frame.top, self.frame.bottom, self.letters);
        let mut last = f64::NEG_INFINITY;
        for (at, (on, _)) in self.drawing.marked().iter().enumerate() {
            let Some(x) = self.across_day(*on) else { continue };
            self.svg.line(
                (x, top - 4.0),
                (x, bottom),
                "stroke=\"currentColor\" stroke-width=\"1\" stroke-dasharray=\"3 3\"",
            );
            // Numbers that would cover each other stand beside each other; the dashed lines say where they belong.
            let middle = x.max(last + 20.0).min(self.width.px() - 10.0);
            last = middle;
            self.svg.circle((middle, top - 13.0), 9.5, "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"");
            self.svg.text((middle, top - 13.0 + letters * 0.35), Anchor::Middle, &(at + 1).to_string());
        }
    }

    fn draw_points(&mut self, legend: &mut Vec<Legend>) {
        let drawing = self.drawing;
        let places: Vec<(f64, Option<f64>)> = drawing
            .chart
            .points
            .iter()
            .enumerate()
            .map(|(at, read)| {
                let value = actual(&read.point).map(Exact::to_f64);
                (self.across(at, 0.5), value.map(|value| self.height(value)))
            })
            .collect();
        // The line between neighbours: broken at gaps and between segments.
        let mut stretch: Vec<(f64, f64)> = Vec::new();
        for (at, (x, y)) in places.iter().enumerate() {
            let is_new = at > 0 && drawing.chart.points[at].segment != drawing.chart.points[at - 1].segment;
            if y.is_none() || is_new {
                self.svg.polyline(&std::mem::take(&mut stretch), "stroke=\"currentColor\" stroke-opacity=\"0.6\"");
            }
            stretch.extend(y.map(|y| (*x, y)));
        }
        self.svg.polyline(&stretch, "stroke=\"currentColor\" stroke-opacity=\"0.6\"");
        let size = if self.width == Width::Wide { 4.5 } else { 3.6 };
        let mut seen = Vec::new();
        let mut last_letter = f64::NEG_INFINITY;
        for (read, (x, y)) in drawing.chart.points.iter().zip(&places) {
            let mark = drawing.mark(read);
            seen.push(mark);
            let y = y.unwrap_or(self.frame.bottom - 9.0);
            mark.draw(&mut self.svg, (*x, y), size);
            // Where letters would cover each other the shape speaks alone.
            let letter = mark.letter().filter(|_| *x - last_letter >= self.letters * 0.85);
            if let Some(letter) = letter {
                let is_low = y - self.frame.top < self.letters * 1.6;
                let base = if is_low { y + self.letters * 1.35 } else { y - self.letters * 0.6 };
                self.svg.text((*x, base), Anchor::Middle, letter);
                last_letter = *x;
            }
        }
        seen.sort();
        seen.dedup();
        let is_only_common = seen == [Mark::Common];
        legend.extend(seen.into_iter().filter(|_| !(is_only_common && drawing.is_run_chart)).map(Legend::Mark));
    }
}
