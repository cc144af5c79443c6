//! How many actions had which rating, over time: columns, and the same as a table.

use askama::Template;
use askama::filters::HtmlSafe;
use sightline_app::plan_views::RatingTrend;

use super::row::rating;
use crate::components::Rating;
use crate::words::day;

const HEIGHT: usize = 160;
const COLUMN: usize = 44;
const GAP: usize = 12;
const LEFT: usize = 8;

/// A chart with its table.
#[derive(Clone, Debug, Template)]
#[template(path = "plans/chart.html")]
pub(super) struct RatingChart {
    number: usize,
    title: String,
    description: String,
    width: usize,
    height: usize,
    base: usize,
    levels: Vec<Rating>,
    columns: Vec<ChartColumn>,
}

#[derive(Clone, Debug)]
struct ChartColumn {
    x: usize,
    label: String,
    day: String,
    parts: Vec<Part>,
    counts: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Part {
    y: usize,
    height: usize,
    stands_for: String,
    /// The shape of the level, then the number.
    words: String,
}

impl HtmlSafe for RatingChart {}

impl RatingChart {
    /// `number` tells the charts of one page apart.
    pub(super) fn of(trend: &RatingTrend, number: usize) -> Self {
        let levels: Vec<Rating> = trend.levels.iter().map(rating).collect();
        let most = trend.points.iter().map(|point| point.counts.iter().sum()).max().unwrap_or(0).max(1);
        let columns: Vec<ChartColumn> = trend
            .points
            .iter()
            .enumerate()
            .map(|(place, point)| {
                let mut top = HEIGHT;
                let mut parts = Vec::new();
                // The best level at the bottom.
                for (count, level) in point.counts.iter().zip(&levels) {
                    let height = count * (HEIGHT - 10) / most;
                    top -= height;
                    if *count > 0 {
                        let words = format!("{} {count}", sign(&level.stands_for));
                        parts.push(Part { y: top, height, stands_for: level.stands_for.clone(), words });
                    }
                }
                ChartColumn {
                    x: LEFT + place * (COLUMN + GAP),
                    label: point.on.format("%b %y").to_string(),
                    day: day(point.on),
                    parts,
                    counts: point.counts.clone(),
                }
            })
            .collect();
        Self {
            number,
            title: trend.title.to_owned(),
            description: description(trend),
            width: LEFT * 2 + columns.len() * (COLUMN + GAP),
            height: HEIGHT + 24,
            base: HEIGHT,
            levels,
            columns,
        }
    }
}

/// The shape of a level, as beside its word.
fn sign(stands_for: &str) -> char {
    match stands_for {
        "red" => '▲',
        "amber" => '◆',
        "green" => '●',
        "blue" => '■',
        _ => '–',
    }
}

/// The first and the last column in words.
fn description(trend: &RatingTrend) -> String {
    let words = |counts: &[usize]| {
        let parts: Vec<String> = counts
            .iter()
            .zip(&trend.levels)
            .filter(|(count, _)| **count > 0)
            .map(|(count, level)| format!("{count} {}", level.name.to_lowercase()))
            .collect();
        parts.join(", ")
    };
    match (trend.points.first(), trend.points.last()) {
        (Some(first), Some(last)) if first.on < last.on => {
            format!("On {}: {}. On {}: {}.", day(first.on), words(&first.counts), day(last.on), words(&last.counts))
        }
        (_, Some(last)) => format!("On {}: {}.", day(last.on), words(&last.counts)),
        _ => String::new(),
    }
}
