//! A child's journey as a chart and as a table that says the same.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{Datelike as _, Months, NaiveDate};
use sightline_app::{Journey, JourneyEvent, JourneyLane, Stretch};

use crate::words::{capital, count, day};

const LABELS: i64 = 220;
const CHART: i64 = 760;
const ROW: i64 = 28;
const HEAD: i64 = 40;
/// Years that are drawn at most: what came before stands in the table.
const MOST_YEARS: u32 = 20;

/// The chart.
#[derive(Clone, Debug, Template)]
#[template(path = "data/journey_chart.html")]
pub(super) struct JourneyChart {
    width: i64,
    height: i64,
    left: i64,
    title: String,
    description: String,
    ticks: Vec<(i64, String)>,
    as_at: i64,
    lanes: Vec<ChartLane>,
    gaps: Vec<(i64, i64, i64)>,
    events: Vec<EventLine>,
    /// What was missing, and what held twice.
    stretches: Vec<String>,
}

#[derive(Clone, Debug)]
struct ChartLane {
    top: i64,
    middle: i64,
    is_shaded: bool,
    label: String,
    /// Place, width, and whether it goes on.
    bars: Vec<(i64, i64, bool)>,
    marks: Vec<i64>,
}

/// One event in the table.
#[derive(Clone, Debug)]
struct EventLine {
    from: String,
    to: String,
    what: String,
    words: String,
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

impl JourneyChart {
    pub(super) fn of(journey: &Journey) -> Self {
        let earliest = journey.to.checked_sub_months(Months::new(MOST_YEARS * 12)).unwrap_or(journey.from);
        let from = journey.from.max(earliest);
        let scale = Scale { from, days: ((journey.to - from).num_days() + 1).max(1) };
        let lanes: Vec<ChartLane> =
            (0..).zip(&journey.lanes).map(|(place, lane)| chart_lane(place, lane, journey.as_at, &scale)).collect();
        let gaps_at = HEAD + ROW * i64::try_from(lanes.len()).unwrap_or(0);
        let gaps: Vec<(i64, i64, i64)> = journey
            .gaps
            .iter()
            .filter(|gap| gap.to > from)
            .map(|gap| (scale.x(gap.from), (scale.x(gap.to) - scale.x(gap.from)).max(3), gaps_at + ROW / 2))
            .collect();
        let mut events: Vec<&JourneyEvent> = journey.lanes.iter().flat_map(|lane| &lane.events).collect();
        events.sort_by_key(|event| (event.from, event.to));
        Self {
            width: LABELS + CHART + 20,
            height: gaps_at + if gaps.is_empty() { 8 } else { ROW + 8 },
            left: LABELS,
            title: format!("Journey from {} to {}", day(from), day(journey.to)),
            description: format!(
                "{} in {}. The table after the chart says the same in words.",
                capital(&count(events.len(), "event", "events")),
                count(lanes.len(), "line", "lines"),
            ),
            ticks: ticks(from, journey.to, &scale),
            as_at: scale.x(journey.as_at),
            lanes,
            gaps,
            events: events.into_iter().map(event_line).collect(),
            stretches: journey.gaps.iter().chain(&journey.overlaps).map(stretch_words).collect(),
        }
    }

    fn gaps_middle(&self) -> i64 {
        self.gaps.first().map_or(0, |(_, _, middle)| *middle)
    }
}

fn chart_lane(place: i64, lane: &JourneyLane, as_at: NaiveDate, scale: &Scale) -> ChartLane {
    let top = HEAD + place * ROW;
    let mut chart = ChartLane {
        top,
        middle: top + ROW / 2,
        is_shaded: place % 2 == 1,
        label: lane.title.clone(),
        bars: Vec::new(),
        marks: Vec::new(),
    };
    for event in &lane.events {
        let end = event.to.unwrap_or(if event.is_period { as_at } else { event.from });
        if end < scale.from {
            continue;
        }
        let x = scale.x(event.from);
        if event.is_period {
            chart.bars.push((x, (scale.x(end) - x).max(3), event.to.is_none()));
        } else {
            chart.marks.push(x);
        }
    }
    chart
}

/// First days of years, or of months where there is room for them.
fn ticks(from: NaiveDate, to: NaiveDate, scale: &Scale) -> Vec<(i64, String)> {
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month0()).unwrap_or(0);
    let every = match months {
        0..=14 => 1,
        15..=48 => 3,
        _ => 12,
    };
    let mut ticks = Vec::new();
    let mut first = from.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    while let Some(month) = first.filter(|month| *month <= to) {
        if month.month0() % every == 0 {
            let words = if every == 12 || month.month() == 1 { "%Y" } else { "%b" };
            ticks.push((scale.x(month), month.format(words).to_string()));
        }
        first = month.checked_add_months(Months::new(1));
    }
    ticks
}

fn event_line(event: &JourneyEvent) -> EventLine {
    EventLine {
        from: day(event.from),
        to: match (event.to, event.is_period) {
            (Some(to), _) => day(to),
            (None, true) => "Goes on".to_owned(),
            (None, false) => "–".to_owned(),
        },
        what: event.title.clone(),
        words: event.words.join(", "),
    }
}

fn stretch_words(stretch: &Stretch) -> String {
    let days = count(usize::try_from(stretch.days).unwrap_or(0), "day", "days");
    format!("{}: {} to {} ({days})", stretch.title, day(stretch.from), day(stretch.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(from: &str, to: Option<&str>, is_period: bool) -> JourneyEvent {
        JourneyEvent {
            title: "Placement".to_owned(),
            words: vec!["Foster".to_owned()],
            from: from.parse().unwrap(),
            to: to.map(|to| to.parse().unwrap()),
            is_period,
            table: "placement".to_owned(),
            source: "ssd/ssd_cla_placement".to_owned(),
            source_row: Some(2),
        }
    }

    fn journey() -> Journey {
        let events = vec![
            event("2025-01-01", Some("2025-07-01"), true),
            event("2025-08-01", None, true),
            event("2025-09-01", None, false),
        ];
        Journey {
            as_at: "2026-01-01".parse().unwrap(),
            from: "2025-01-01".parse().unwrap(),
            to: "2026-01-01".parse().unwrap(),
            lanes: vec![JourneyLane { title: "<Placements>".to_owned(), events }],
            gaps: vec![Stretch {
                title: "In care without a placement".to_owned(),
                from: "2025-07-01".parse().unwrap(),
                to: "2025-08-01".parse().unwrap(),
                days: 31,
            }],
            overlaps: Vec::new(),
        }
    }

    #[test]
    fn the_chart_is_one_picture_and_the_table_says_the_same() {
        let html = JourneyChart::of(&journey()).render().unwrap();
        assert!(
            html.contains("role=\"img\"") && html.contains("aria-labelledby=\"journey-title journey-description\"")
        );
        assert!(html.contains("Goes on") && html.contains("1 July 2025") && html.contains("Foster"), "{html}");
        assert!(html.contains("In care without a placement: 1 July 2025 to 1 August 2025 (31 days)"), "{html}");
        assert!(!html.contains("<Placements>"), "words are never markup");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn bars_and_marks_stand_where_their_days_are() {
        let chart = JourneyChart::of(&journey());
        let [first, second] = chart.lanes[0].bars[..] else { panic!("{:?}", chart.lanes) };
        assert_eq!(first.0, LABELS);
        assert!(second.0 > first.0 + first.1 && second.2 && !first.2);
        assert_eq!(chart.lanes[0].marks.len(), 1);
        assert_eq!(chart.gaps.len(), 1);
    }
}
