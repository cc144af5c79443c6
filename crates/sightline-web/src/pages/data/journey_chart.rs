//! The chart of one child's journey: a lane for each kind of event, time from left to right.
//!
//! The table below it says the same in words, so the chart is one picture to
//! a screen reader.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{Datelike as _, NaiveDate};
use sightline_app::{Journey, JourneyEvent};

use crate::words::{count, day};

const LABELS: i64 = 220;
const CHART: i64 = 760;
const TRACK: i64 = 22;
const HEAD: i64 = 40;
/// Tracks of one lane; what overlaps beyond that is drawn in the last one.
const MOST_TRACKS: usize = 6;
/// Room for the words of a year.
const BETWEEN_YEARS: i64 = 40;
/// Room between two marks of one track.
const BETWEEN: i64 = 3;

/// The chart.
#[derive(Clone, Template)]
#[template(path = "data/journey_chart.html")]
pub(super) struct JourneyChart {
    width: i64,
    height: i64,
    left: i64,
    title: String,
    description: String,
    ticks: Vec<(i64, i32)>,
    today: i64,
    today_words: String,
    lanes: Vec<Lane>,
    has_stretches: bool,
}

#[derive(Clone)]
struct Lane {
    title: String,
    top: i64,
    height: i64,
    is_shaded: bool,
    marks: Vec<Mark>,
}

#[derive(Clone)]
struct Mark {
    x: i64,
    middle: i64,
    /// None for what happened on a day.
    width: Option<i64>,
    goes_on: bool,
    /// A gap or an overlap.
    is_late: bool,
}

impl HtmlSafe for JourneyChart {}

/// From days to places.
struct Scale {
    from: NaiveDate,
    days: i64,
}

impl Scale {
    fn x(&self, on: NaiveDate) -> i64 {
        LABELS + (on - self.from).num_days().clamp(0, self.days) * CHART / self.days
    }
}

/// First and last day of a mark, and whether it goes on.
struct Span {
    from: NaiveDate,
    to: Option<NaiveDate>,
    goes_on: bool,
    is_late: bool,
}

impl JourneyChart {
    pub(super) fn of(journey: &Journey) -> Self {
        let scale = Scale { from: journey.from, days: ((journey.to - journey.from).num_days() + 1).max(1) };
        let mut lanes: Vec<Lane> = Vec::new();
        let mut top = HEAD;
        let mut add = |title: &str, spans: Vec<Span>| {
            if !spans.is_empty() {
                let lane = Lane::new(title, top, lanes.len() % 2 == 1, &spans, &scale);
                top += lane.height;
                lanes.push(lane);
            }
        };
        for lane in &journey.lanes {
            add(&lane.title, lane.events.iter().map(|event| span(event, journey.as_at)).collect());
        }
        for (title, stretches) in [("Gaps", &journey.gaps), ("Overlaps", &journey.overlaps)] {
            let late = stretches.iter().map(|stretch| Span {
                from: stretch.from,
                to: Some(stretch.to),
                goes_on: false,
                is_late: true,
            });
            add(title, late.collect());
        }
        let events: usize = journey.lanes.iter().map(|lane| lane.events.len()).sum();
        Self {
            width: LABELS + CHART + 20,
            height: top + 8,
            left: LABELS,
            title: format!("Journey from {} to {}", day(journey.from), day(journey.to)),
            description: format!(
                "{} in {}, {} and {}. The table after the chart says the same in words.",
                count(events, "event", "events"),
                count(journey.lanes.len(), "lane", "lanes"),
                count(journey.gaps.len(), "gap", "gaps"),
                count(journey.overlaps.len(), "overlap", "overlaps"),
            ),
            ticks: ticks(journey, &scale),
            today: scale.x(journey.as_at),
            today_words: day(journey.as_at),
            has_stretches: !journey.gaps.is_empty() || !journey.overlaps.is_empty(),
            lanes,
        }
    }
}

fn span(event: &JourneyEvent, as_at: NaiveDate) -> Span {
    let goes_on = event.is_period && event.to.is_none();
    let to = event.to.or_else(|| goes_on.then(|| as_at.max(event.from)));
    Span { from: event.from, to: to.filter(|_| event.is_period), goes_on, is_late: false }
}

impl Lane {
    /// Each mark stands in the first track in which nothing stands before it.
    fn new(title: &str, top: i64, is_shaded: bool, spans: &[Span], scale: &Scale) -> Self {
        let mut ends: Vec<i64> = Vec::new();
        let mut marks = Vec::new();
        for span in spans {
            let x = scale.x(span.from);
            let width = span.to.map(|to| (scale.x(to) - x).max(3));
            let free = ends.iter().position(|end| end + BETWEEN <= x);
            let track = free.unwrap_or_else(|| {
                if ends.len() < MOST_TRACKS {
                    ends.push(0);
                }
                ends.len() - 1
            });
            ends[track] = ends[track].max(x + width.unwrap_or(6));
            let middle = top + TRACK * i64::try_from(track).unwrap_or(0) + TRACK / 2;
            marks.push(Mark { x, middle, width, goes_on: span.goes_on, is_late: span.is_late });
        }
        let height = TRACK * i64::try_from(ends.len()).unwrap_or(1) + 6;
        Self { title: title.to_owned(), top, height, is_shaded, marks }
    }
}

/// First days of years, of so many that their words have room.
fn ticks(journey: &Journey, scale: &Scale) -> Vec<(i64, i32)> {
    let years = journey.to.year() - journey.from.year();
    let every = years / 12 + 1;
    let firsts = (journey.from.year()..=journey.to.year()).filter(|year| (year - journey.from.year()) % every == 0);
    let place = |year| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?.max(journey.from);
        Some((scale.x(first), year))
    };
    let mut ticks: Vec<(i64, i32)> = firsts.filter_map(place).collect();
    if let [first, second, ..] = ticks[..]
        && second.0 - first.0 < BETWEEN_YEARS
    {
        ticks.remove(0);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: Option<&str>) -> Span {
        Span { from: on(from), to: to.map(on), goes_on: false, is_late: false }
    }

    #[test]
    fn what_overlaps_stands_in_tracks_of_its_own_and_the_rest_in_one() {
        let scale = Scale { from: on("2026-01-01"), days: 365 };
        let spans =
            [span("2026-01-01", Some("2026-06-01")), span("2026-03-01", Some("2026-05-01")), span("2026-07-01", None)];
        let lane = Lane::new("Plans", HEAD, false, &spans, &scale);
        let tracks: Vec<i64> = lane.marks.iter().map(|mark| (mark.middle - HEAD) / TRACK).collect();
        assert_eq!(tracks, [0, 1, 0]);
        assert_eq!((lane.marks[2].width, lane.height), (None, 2 * TRACK + 6));
    }

    #[test]
    fn a_hundred_things_at_once_stay_within_the_lane() {
        let scale = Scale { from: on("2026-01-01"), days: 365 };
        let spans: Vec<Span> = (0..100).map(|_| span("2026-01-01", Some("2026-06-01"))).collect();
        let lane = Lane::new("Visits", HEAD, false, &spans, &scale);
        assert!(lane.marks.iter().all(|mark| mark.middle < HEAD + lane.height));
    }
}
