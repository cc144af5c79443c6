//! Bars of a breakdown, with a mark for what they are compared with.

use sightline_domain::measure::{Exact, Interval, with_unit};

use super::axis::{Scale, round_range};
use super::marks::{Legend, Mark, legend};
use super::svg::{Anchor, Svg, text_width, wrapped};
use super::{Bounds, Chart, Table, Width};

/// What one bar shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BarFigure {
    /// A figure, and the interval that chance leaves it where there is one.
    Value(Exact, Option<Interval>),
    /// There is none.
    Missing,
    /// There is one, and it is too small to show.
    Suppressed,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is of.
    pub name: String,
    /// What it shows.
    pub figure: BarFigure,
    /// What the figure was made from, such as `25 of 29`; shown in the table.
    pub made_from: Option<String>,
}

/// What a chart of bars is drawn from.
#[derive(Clone, Debug)]
pub struct BarChart<'a> {
    /// What tells the picture from every other on its page.
    pub id: &'a str,
    /// What the chart is called.
    pub title: &'a str,
    /// The unit, such as `per cent` or `days`.
    pub unit: &'a str,
    /// Decimal places that figures are shown with.
    pub places: u8,
    /// What figures there can be.
    pub bounds: Bounds,
    /// The bars, in the order in which they are shown.
    pub bars: &'a [Bar],
    /// What they are compared with: its name and its figure.
    pub comparator: Option<(&'a str, Exact)>,
}

const COMPARATOR: &str = "stroke=\"#b10e1e\" stroke-width=\"2.5\" stroke-dasharray=\"6 3\"";
const WHISKER: &str = "stroke=\"currentColor\" stroke-width=\"1.5\"";

impl BarChart<'_> {
    /// The chart.
    #[must_use]
    pub fn draw(&self) -> Chart {
        let description = self.description();
        Chart {
            title: self.title.to_owned(),
            wide: self.picture(Width::Wide, &description),
            narrow: self.picture(Width::Narrow, &description),
            key: Vec::new(),
            rows: self.rows(),
            description,
        }
    }

    fn words(&self, bar: &Bar) -> String {
        match bar.figure {
            BarFigure::Value(value, _) => with_unit(&value.shown(self.places), self.unit),
            BarFigure::Missing => "no figure".to_owned(),
            BarFigure::Suppressed => "c".to_owned(),
        }
    }

    fn description(&self) -> String {
        let each: Vec<String> = self.bars.iter().map(|bar| format!("{}: {}", bar.name, self.words(bar))).collect();
        let comparator = self.comparator.map(|(name, value)| {
            format!(" Compared with {name}: {}.", with_unit(&value.shown(self.places), self.unit))
        });
        if each.is_empty() {
            return "There is no figure.".to_owned();
        }
        format!("{}.{}", each.join("; "), comparator.unwrap_or_default())
    }

    fn rows(&self) -> Table {
        let has_interval = self.bars.iter().any(|bar| matches!(bar.figure, BarFigure::Value(_, Some(_))));
        let has_made_from = self.bars.iter().any(|bar| bar.made_from.is_some());
        let mut heads = vec!["Name".to_owned(), format!("Figure ({})", self.unit)];
        heads.extend(has_made_from.then(|| "Made from".to_owned()));
        heads.extend(has_interval.then(|| "Within chance".to_owned()));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for bar in self.bars {
            let (figure, interval) = match bar.figure {
                BarFigure::Value(value, interval) => (value.shown(self.places), interval),
                BarFigure::Missing => ("no figure".to_owned(), None),
                BarFigure::Suppressed => ("c".to_owned(), None),
            };
            let mut row = vec![bar.name.clone(), figure];
            row.extend(has_made_from.then(|| bar.made_from.clone().unwrap_or_else(|| "–".to_owned())));
            row.extend(has_interval.then(|| {
                interval.map_or("–".to_owned(), |interval| format!("{:.1} to {:.1}", interval.lower, interval.upper))
            }));
            rows.push(row);
        }
        if let Some((name, value)) = self.comparator {
            let mut row = vec![format!("Compared with: {name}"), value.shown(self.places)];
            row.resize(heads.len(), "–".to_owned());
            rows.push(row);
        }
        Table { heads, rows }
    }

    #[expect(clippy::cast_precision_loss, reason = "a chart has few lines")]
    fn picture(&self, width: Width, description: &str) -> String {
        let letters = width.letters();
        let mut svg = Svg::new(letters);
        let titles = wrapped(self.title, letters, width.px());
        for (at, line) in titles.iter().enumerate() {
            let y = letters * (1.1 + 1.5 * at as f64);
            svg.text_with((0.0, y), Anchor::Start, line, letters, "fill=\"currentColor\" font-weight=\"bold\"");
        }
        let mut y = letters * (1.5 * titles.len() as f64 + 0.8);
        // Names stand beside the bars where there is room, and above them on a phone.
        let longest = self.bars.iter().map(|bar| text_width(&bar.name, letters)).fold(0.0, f64::max);
        let (left, name_width) = match width {
            Width::Wide => ((longest + 12.0).min(230.0), (longest + 2.0).min(220.0)),
            Width::Narrow => (0.0, width.px()),
        };
        let room = self.bars.iter().map(|bar| text_width(&self.words(bar), letters)).fold(0.0, f64::max) + 14.0;
        let numbers = self.bars.iter().flat_map(|bar| match bar.figure {
            BarFigure::Value(value, interval) => {
                vec![value.to_f64(), interval.map_or(value.to_f64(), |interval| interval.upper)]
            }
            BarFigure::Missing | BarFigure::Suppressed => Vec::new(),
        });
        let compared = self.comparator.map(|(_, value)| value.to_f64());
        let (from, to, _) = round_range(numbers.chain(compared).chain([0.0]), self.bounds, 5);
        let across = Scale { from, to, px_from: left, px_to: width.px() - room };
        let first = y;
        for bar in self.bars {
            let lines = wrapped(&bar.name, letters, name_width);
            let height = 20.0;
            let names_height = letters * 1.3 * lines.len() as f64;
            let (names_top, bar_top, next) = match width {
                Width::Wide => {
                    let row = names_height.max(height);
                    (y + (row - names_height) / 2.0, y + (row - height) / 2.0, y + row + 9.0)
                }
                Width::Narrow => (y, y + names_height + 2.0, y + names_height + 2.0 + height + 9.0),
            };
            for (at, line) in lines.iter().enumerate() {
                let base = names_top + letters * (1.0 + 1.3 * at as f64);
                let (x, anchor) = if width == Width::Wide { (left - 10.0, Anchor::End) } else { (0.0, Anchor::Start) };
                svg.text((x, base), anchor, line);
            }
            let middle = bar_top + height / 2.0;
            let mut end = across.px(0.0_f64.max(from));
            if let BarFigure::Value(value, interval) = bar.figure {
                let start = end;
                let value = across.px(self.bounds.clamp(value.to_f64()));
                let fill = "fill=\"currentColor\" fill-opacity=\"0.3\" stroke=\"currentColor\" stroke-width=\"1\"";
                svg.rect((start.min(value), bar_top), ((value - start).abs(), height), fill);
                end = value.max(start);
                if let Some(interval) = interval {
                    let (lower, upper) = (across.px(interval.lower), across.px(interval.upper));
                    svg.line((lower, middle), (upper, middle), WHISKER);
                    for x in [lower, upper] {
                        svg.line((x, middle - 4.0), (x, middle + 4.0), WHISKER);
                    }
                    end = end.max(upper);
                }
            }
            svg.text((end + 6.0, middle + letters * 0.35), Anchor::Start, &self.words(bar));
            y = next;
        }
        svg.line((across.px(0.0_f64.max(from)), first), (across.px(0.0_f64.max(from)), y), "stroke=\"currentColor\"");
        let mut entries = Vec::new();
        if let Some((name, value)) = self.comparator {
            let x = across.px(self.bounds.clamp(value.to_f64()));
            svg.line((x, first - 2.0), (x, y), COMPARATOR);
            let words = format!("{name}: {}", with_unit(&value.shown(self.places), self.unit));
            entries.push(Legend::Line(COMPARATOR, words));
        }
        if self.bars.iter().any(|bar| matches!(bar.figure, BarFigure::Value(_, Some(_)))) {
            entries.push(Legend::Line(WHISKER, "what chance leaves open (95%)".to_owned()));
        }
        if self.bars.iter().any(|bar| matches!(bar.figure, BarFigure::Suppressed)) {
            entries.push(Legend::Mark(Mark::Suppressed));
        }
        let end = legend(&mut svg, &entries, (0.0, width.px()), y + letters * 0.5, letters);
        svg.finish((self.id, "bars"), (self.title, description), width, end)
    }
}
