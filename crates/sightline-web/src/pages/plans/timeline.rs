//! The plan as a timeline: a chart, and the same facts as a table.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::plan_views::{MarkKind, PlanTimeline, TimeRange, TimelineMark, TimelineRow, TimelineWindow};
use sightline_app::{App, Call};

use super::address::{AsAt, PlanLinks, PlanQuery};
use super::navigation::PlanNavigation;
use super::row::{RowView, short_day};
use super::table_filter::{filter_panel, query_of};
use super::timeline_chart::TimelineChart;
use crate::components::{Breadcrumbs, EmptyState, FilterPanel, Link, Pagination, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::{count, day};

/// References named where actions without a date are counted.
const MOST_UNDATED: usize = 30;

#[derive(Template)]
#[template(path = "plans/timeline.html")]
struct TimelinePage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    plan: String,
    ranges: Vec<(Link, bool)>,
    period: String,
    before: Option<String>,
    after: Option<String>,
    filter: FilterPanel,
    summary: String,
    chart: Option<TimelineChart>,
    rows: Vec<TimelineLine>,
    undated: Vec<Link>,
    more_undated: usize,
    empty: Option<EmptyState>,
    pagination: Pagination,
}

/// One action in time, in words.
struct TimelineLine {
    reference: String,
    title: String,
    href: String,
    start: String,
    due: String,
    late: String,
    steps: Vec<String>,
    recurs: String,
    tests: Vec<String>,
    forecast: String,
    standing: Tag,
}

/// The chart and its table.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(plan): Path<String>,
    query: PlanQuery,
) -> Result<Response, PageError> {
    let range = query.value("range").and_then(TimeRange::from_code).unwrap_or_default();
    let around = AsAt::typed(query.value("around").unwrap_or_default()).day;
    let window = TimelineWindow { range, around, page: query.page };
    let shown = app.plan_timeline(visitor.call(), &plan, query.as_at.day, &query.filter.filter, window).await?;
    Ok(render::page(&TimelinePage::of(frame, visitor.call(), &shown, &query, around)))
}

impl TimelinePage {
    fn of(frame: Frame, call: &Call, shown: &PlanTimeline, query: &PlanQuery, around: Option<NaiveDate>) -> Self {
        let heading = &shown.heading;
        let links = PlanLinks::of(heading);
        let filter = &query.filter.filter;
        let pairs_of = |range: TimeRange, around: Option<NaiveDate>| {
            let mut pairs = vec![("range", range.code().to_owned())];
            pairs.extend(around.map(|day| ("around", day.to_string())));
            pairs
        };
        let to = |range: TimeRange, around: Option<NaiveDate>| {
            let mut pairs = filter.pairs();
            pairs.extend(pairs_of(range, around));
            links.with("timeline", &query_of(&pairs))
        };
        let here = pairs_of(shown.range, around);
        let mut kept = filter.pairs();
        kept.extend(here.clone());
        let mut held = here.clone();
        held.extend((!heading.is_today).then(|| ("as_at", heading.as_at.to_string())));
        Self {
            breadcrumbs: PlanNavigation::breadcrumbs(&heading.summary, true),
            navigation: PlanNavigation::on_a_day(call, heading, "timeline", &query.as_at, kept),
            plan: heading.title.clone(),
            ranges: TimeRange::ALL
                .into_iter()
                .map(|range| (Link::new(range_words(range), to(range, around)), range == shown.range))
                .collect(),
            period: format!("{} to {}", day(shown.from), day(shown.to)),
            before: shown.before.map(|day| to(shown.range, Some(day))),
            after: shown.after.map(|day| to(shown.range, Some(day))),
            filter: filter_panel(filter, &shown.facets, &links, "timeline", &held),
            summary: summary(shown),
            chart: (!shown.rows.is_empty()).then(|| TimelineChart::of(shown)),
            rows: shown.rows.iter().map(|row| line(row, &links, heading.as_at)).collect(),
            undated: shown
                .undated
                .iter()
                .take(MOST_UNDATED)
                .map(|reference| Link::new(reference, links.action(reference)))
                .collect(),
            more_undated: shown.undated.len().saturating_sub(MOST_UNDATED),
            empty: shown.rows.is_empty().then(|| {
                EmptyState::new("Nothing falls in this time", "Choose another time, or the whole plan.")
                    .link("Show the whole plan", to(TimeRange::PlanPeriod, None))
            }),
            pagination: Pagination::new(shown.page, shown.pages, to(shown.range, around)),
            frame,
        }
    }
}

fn range_words(range: TimeRange) -> &'static str {
    match range {
        TimeRange::Quarter => "A quarter",
        TimeRange::Year => "A year",
        TimeRange::PlanPeriod => "The whole plan",
    }
}

fn summary(shown: &PlanTimeline) -> String {
    let page = if shown.pages > 1 { format!(", page {} of {}", shown.page, shown.pages) } else { String::new() };
    let here = format!("{} with something in this time{page}.", count(shown.found, "action", "actions"));
    match shown.elsewhere {
        0 => here,
        elsewhere => format!("{here} {} dates before or after it.", count(elsewhere, "action has", "actions have")),
    }
}

fn line(row: &TimelineRow, links: &PlanLinks, as_at: NaiveDate) -> TimelineLine {
    let view = RowView::of(&row.row, links, as_at);
    let marks = |kind: MarkKind| row.marks.iter().filter(move |mark| mark.kind == kind);
    let steps = row.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Milestone | MarkKind::Stage));
    TimelineLine {
        reference: view.reference,
        title: view.title,
        href: view.href,
        start: row.start_on.filter(|_| row.is_start_printed).map(short_day).unwrap_or_default(),
        due: view.due,
        late: view.late,
        steps: steps.map(step_words).collect(),
        recurs: recurs_words(&marks(MarkKind::Recurs).map(|mark| mark.on).collect::<Vec<_>>(), as_at),
        tests: marks(MarkKind::Test).map(|mark| format!("{}: {}", mark.text, short_day(mark.on))).collect(),
        forecast: marks(MarkKind::Forecast).map(|mark| short_day(mark.on)).next().unwrap_or_default(),
        standing: view.standing,
    }
}

fn step_words(mark: &TimelineMark) -> String {
    let state = match (mark.done_on, mark.is_late) {
        (Some(on), _) => format!(", done {}", short_day(on)),
        (None, true) => ", late".to_owned(),
        (None, false) => String::new(),
    };
    let text = if mark.text.is_empty() { "Step" } else { mark.text.as_str() };
    format!("{}: {text}{state}", short_day(mark.on))
}

fn recurs_words(days: &[NaiveDate], as_at: NaiveDate) -> String {
    match days {
        [] => String::new(),
        few if few.len() <= 4 => few.iter().map(|day| short_day(*day)).collect::<Vec<_>>().join(", "),
        many => {
            let next = many.iter().find(|day| **day >= as_at).map(|day| format!(", next {}", short_day(*day)));
            format!("{} times{}", many.len(), next.unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_occurrences_are_counted_and_few_are_named() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let as_at = day("2026-03-15");
        assert_eq!(recurs_words(&[], as_at), "");
        assert_eq!(recurs_words(&[day("2026-01-31"), day("2026-04-30")], as_at), "31 Jan 2026, 30 Apr 2026");
        let months: Vec<NaiveDate> = (1..=6).filter_map(|month| NaiveDate::from_ymd_opt(2026, month, 28)).collect();
        assert_eq!(recurs_words(&months, as_at), "6 times, next 28 Mar 2026");
    }
}
