//! The chart of a timeline: one line for each action, time from left to right.
//!
//! The table below it says the same in words, so the chart is one picture to
//! a screen reader.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{Datelike as _, Months, NaiveDate};
use sightline_app::plan_views::{MarkKind, PlanTimeline, TimelineMark, TimelineRow};

use crate::words::{count, day};

const LABELS: i64 = 300;
const CHART: i64 = 680;
const ROW: i64 = 28;
const HEAD: i64 = 48;
/// Letters of an action's title that fit before the chart.
const LABEL_LETTERS: usize = 40;

/// The chart.
#[derive(Clone, Debug, Template)]
#[template(path = "plans/timeline_chart.html")]
pub(super) struct TimelineChart {
    width: i64,
    height: i64,
    left: i64,
    title: String,
    description: String,
    ticks: Vec<Tick>,
    today: Option<i64>,
    today_words: String,
    rows: Vec<ChartRow>,
    legend: Vec<(&'static str, &'static str)>,
}

#[derive(Clone, Debug)]
struct Tick {
    x: i64,
    label: String,
    /// The year, where it begins.
    year: Option<String>,
}

#[derive(Clone, Debug)]
struct ChartRow {
    top: i64,
    middle: i64,
    is_shaded: bool,
    reference: String,
    label: String,
    bar: Option<Bar>,
    /// From the due date to the day, when that has passed.
    late: Option<(i64, i64)>,
    marks: Vec<ChartMark>,
}

#[derive(Clone, Debug)]
struct Bar {
    x: i64,
    width: i64,
    is_assumed: bool,
    goes_on: bool,
}

#[derive(Clone, Debug)]
struct ChartMark {
    shape: &'static str,
    x: i64,
    is_late: bool,
}

impl HtmlSafe for TimelineChart {}

/// From days to places.
struct Scale {
    from: NaiveDate,
    days: i64,
}

impl Scale {
    fn x(&self, on: NaiveDate) -> i64 {
        let days = (on - self.from).num_days().clamp(0, self.days);
        LABELS + days * CHART / self.days
    }
}

impl TimelineChart {
    pub(super) fn of(shown: &PlanTimeline) -> Self {
        let scale = Scale { from: shown.from, days: ((shown.to - shown.from).num_days() + 1).max(1) };
        let as_at = shown.heading.as_at;
        let is_inside = as_at >= shown.from && as_at <= shown.to;
        let rows: Vec<ChartRow> =
            (0..).zip(&shown.rows).map(|(place, row)| chart_row(place, row, shown, &scale)).collect();
        let height = HEAD + ROW * i64::try_from(rows.len()).unwrap_or(0) + 8;
        Self {
            width: LABELS + CHART + 20,
            height,
            left: LABELS,
            title: format!("Timeline from {} to {}", day(shown.from), day(shown.to)),
            description: format!(
                "{}, each with its time and what happens in it. The table after the chart says the same in words.",
                count(rows.len(), "action", "actions")
            ),
            ticks: ticks(shown.from, shown.to, &scale),
            today: is_inside.then(|| scale.x(as_at)),
            today_words: if shown.heading.is_today { "Today".to_owned() } else { as_at.format("%-d %b").to_string() },
            rows,
            legend: legend(shown),
        }
    }
}

fn chart_row(place: i64, row: &TimelineRow, shown: &PlanTimeline, scale: &Scale) -> ChartRow {
    let top = HEAD + place * ROW;
    let ends = row.end_on.or_else(|| row.goes_on.then_some(shown.to));
    let bar = row.start_on.zip(ends).filter(|(start, end)| *start <= shown.to && *end >= shown.from);
    let bar = bar.map(|(start, end)| {
        let (x, right) = (scale.x(start), scale.x(end));
        Bar { x, width: (right - x).max(3), is_assumed: !row.is_start_printed, goes_on: row.goes_on }
    });
    let late = row.row.due_on.filter(|_| row.row.days_late.is_some());
    let late = late.filter(|due| *due <= shown.to && shown.heading.as_at >= shown.from);
    let late = late.map(|due| (scale.x(due), scale.x(shown.heading.as_at)));
    let room = LABEL_LETTERS.saturating_sub(row.row.reference.chars().count());
    ChartRow {
        top,
        middle: top + ROW / 2,
        is_shaded: place % 2 == 1,
        reference: row.row.reference.clone(),
        label: cut(&row.row.title, room),
        bar,
        late: late.filter(|(from, to)| to > from).map(|(from, to)| (from, to - from)),
        marks: row.marks.iter().map(|mark| chart_mark(mark, scale)).collect(),
    }
}

fn chart_mark(mark: &TimelineMark, scale: &Scale) -> ChartMark {
    let shape = match (mark.kind, mark.done_on, mark.is_late) {
        (MarkKind::Milestone, Some(_), _) => "milestone-done",
        (MarkKind::Milestone, None, true) => "milestone-late",
        (MarkKind::Milestone, None, false) => "milestone",
        (MarkKind::Stage, ..) => "stage",
        (MarkKind::Recurs, ..) => "recurs",
        (MarkKind::Due, ..) => "due",
        (MarkKind::Forecast, ..) => "forecast",
        (MarkKind::Test, ..) => "test",
    };
    ChartMark { shape, x: scale.x(mark.on), is_late: mark.is_late }
}

/// The shapes that stand in the chart, with what they mean.
fn legend(shown: &PlanTimeline) -> Vec<(&'static str, &'static str)> {
    let all = [
        ("milestone", "Milestone to come"),
        ("milestone-done", "Milestone done"),
        ("milestone-late", "Milestone late"),
        ("stage", "Stage or part"),
        ("recurs", "Recurs"),
        ("due", "Due"),
        ("forecast", "Forecast"),
        ("test", "Impact test"),
    ];
    let scale = Scale { from: shown.from, days: 1 };
    let used: Vec<&str> =
        shown.rows.iter().flat_map(|row| &row.marks).map(|mark| chart_mark(mark, &scale).shape).collect();
    all.into_iter().filter(|(shape, _)| used.contains(shape)).collect()
}

/// First days of months, with words where there is room for them.
fn ticks(from: NaiveDate, to: NaiveDate, scale: &Scale) -> Vec<Tick> {
    let mut month = if from.day() == 1 { Some(from) } else { next_month(from) };
    let mut firsts = Vec::new();
    while let Some(first) = month.filter(|first| *first <= to && firsts.len() < 400) {
        firsts.push(first);
        month = next_month(first);
    }
    let every: u32 = match firsts.len() {
        0..=14 => 1,
        15..=40 => 3,
        _ => 12,
    };
    firsts
        .iter()
        .enumerate()
        .filter(|(_, first)| every == 1 || first.month0() % every == 0)
        .map(|(place, first)| {
            let begins = place == 0 || first.month() <= every;
            Tick {
                x: scale.x(*first),
                label: if every == 12 { String::new() } else { first.format("%b").to_string() },
                year: begins.then(|| first.format("%Y").to_string()),
            }
        })
        .collect()
}

fn next_month(on: NaiveDate) -> Option<NaiveDate> {
    on.with_day(1)?.checked_add_months(Months::new(1))
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_keep_inside_the_chart() {
        let scale = Scale { from: on("2026-01-01"), days: 90 };
        assert_eq!(scale.x(on("2020-01-01")), LABELS);
        assert_eq!(scale.x(on("2026-01-01")), LABELS);
        assert_eq!(scale.x(on("2030-01-01")), LABELS + CHART);
    }

    #[test]
    fn a_long_time_is_labelled_by_quarters_or_years() {
        let labels = |from: &str, to: &str| {
            let scale = Scale { from: on(from), days: 365 };
            let words = |tick: Tick| format!("{} {}", tick.label, tick.year.unwrap_or_default()).trim().to_owned();
            ticks(on(from), on(to), &scale).into_iter().map(words).collect::<Vec<_>>()
        };
        assert_eq!(labels("2026-10-01", "2027-01-31"), ["Oct 2026", "Nov", "Dec", "Jan 2027"]);
        assert_eq!(labels("2025-06-15", "2027-03-31")[..4], ["Jul 2025", "Oct", "Jan 2026", "Apr"]);
        assert_eq!(labels("2020-01-01", "2030-12-31")[..2], ["2020", "2021"]);
    }

    #[test]
    fn a_title_is_cut_to_the_room_it_has() {
        assert_eq!(cut("Open the hub", 40), "Open the hub");
        assert_eq!(cut("Open the hub", 6), "Open…");
    }
}
