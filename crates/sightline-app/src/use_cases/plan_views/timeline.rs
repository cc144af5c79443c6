//! The plan as a timeline: when each action starts, steps, recurs, is tested and ends.

use chrono::{Datelike, Days, Months, NaiveDate};
use sightline_domain::board_report::one_line;
use sightline_domain::plan::Plan;
use sightline_domain::standing::{deadline, is_complete_on};
use sightline_domain::standpoint::{Rated, Standpoint, first_occurrence};

use super::filter::{Facets, Matching, PlanFilter};
use super::{ActionRow, PlanHeading};
use crate::policy;
use crate::{App, Call, Result};

/// Rows on one page of the timeline.
pub const TIMELINE_ROWS_ON_A_PAGE: usize = 40;

/// How much time a timeline shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeRange {
    /// The three months of a calendar quarter.
    Quarter,
    /// A financial year, 1 April to 31 March.
    #[default]
    Year,
    /// The plan's period; all its dates when it names none.
    PlanPeriod,
}

impl TimeRange {
    /// All of them, shortest first.
    pub const ALL: [Self; 3] = [Self::Quarter, Self::Year, Self::PlanPeriod];

    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::PlanPeriod => "plan",
        }
    }

    /// The range with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.code() == code)
    }
}

/// Which part of a timeline is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimelineWindow {
    /// How much time.
    pub range: TimeRange,
    /// A day inside it; the plan's day when absent.
    pub around: Option<NaiveDate>,
    /// Which page of rows, from 1; one beyond the last shows the last.
    pub page: usize,
}

/// A plan as a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTimeline {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// How much time is shown.
    pub range: TimeRange,
    /// The first day shown.
    pub from: NaiveDate,
    /// The last day shown.
    pub to: NaiveDate,
    /// A day of the range before; `None` for the plan's period.
    pub before: Option<NaiveDate>,
    /// A day of the range after; `None` for the plan's period.
    pub after: Option<NaiveDate>,
    /// The rows of this page: actions with something in the range, in the filter's order.
    pub rows: Vec<TimelineRow>,
    /// Actions with something in the range, on all pages.
    pub found: usize,
    /// Actions that name days, none of them in the range.
    pub elsewhere: usize,
    /// References of actions that name no day at all.
    pub undated: Vec<String>,
    /// What the filter can be set to.
    pub facets: Facets,
    /// The page that is shown, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
}

/// One action in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineRow {
    /// The action.
    pub row: ActionRow,
    /// The first day of its work: as printed, or the plan's own first day.
    pub start_on: Option<NaiveDate>,
    /// True when the action itself names its start.
    pub is_start_printed: bool,
    /// The last day of its work; `None` when it goes on or names none.
    pub end_on: Option<NaiveDate>,
    /// True when it goes on without an end, or recurs.
    pub goes_on: bool,
    /// What happens on which day, by day.
    pub marks: Vec<TimelineMark>,
}

/// Something that happens on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimelineMark {
    /// The day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: MarkKind,
    /// The milestone or stage in words; empty otherwise.
    pub text: String,
    /// True when its day has passed and it is not done.
    pub is_late: bool,
    /// The day it was done.
    pub done_on: Option<NaiveDate>,
}

/// What happens on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A dated step.
    Milestone,
    /// A dated stage of the timescale, or a part of the action.
    Stage,
    /// It recurs.
    Recurs,
    /// It is due.
    Due,
    /// Completion is now expected.
    Forecast,
    /// Its impact is to be tested, or targets are to be met.
    Test,
}

impl App {
    /// A plan as at a day (today when none is given), as a timeline.
    pub async fn plan_timeline(
        &self,
        call: &Call,
        plan: &str,
        as_at: Option<NaiveDate>,
        filter: &PlanFilter,
        window: TimelineWindow,
    ) -> Result<PlanTimeline> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::with_gone(&view.at);
        let matching = Matching::of(&now, filter);
        let all: Vec<TimelineRow> = matching.shown().into_iter().map(|item| timeline_row(&now, item)).collect();
        let TimelineWindow { range, around, page } = window;
        let (from, to) = days_of(range, around.unwrap_or(now.as_at), now.plan, &all);
        let undated = all.iter().filter(|row| row.is_undated()).map(|row| row.row.reference.clone()).collect();
        let dated = all.iter().filter(|row| !row.is_undated()).count();
        let shown: Vec<TimelineRow> = all.into_iter().filter_map(|row| row.within(from, to)).collect();
        let pages = shown.len().div_ceil(TIMELINE_ROWS_ON_A_PAGE).max(1);
        let page = page.clamp(1, pages);
        let moves = range != TimeRange::PlanPeriod;
        Ok(PlanTimeline {
            heading: PlanHeading::of(call, &view, &now),
            range,
            before: from.pred_opt().filter(|_| moves),
            after: to.succ_opt().filter(|_| moves),
            from,
            to,
            found: shown.len(),
            elsewhere: dated - shown.len(),
            undated,
            facets: matching.facets(),
            rows: shown.into_iter().skip((page - 1) * TIMELINE_ROWS_ON_A_PAGE).take(TIMELINE_ROWS_ON_A_PAGE).collect(),
            page,
            pages,
        })
    }
}

impl TimelineRow {
    fn is_undated(&self) -> bool {
        self.marks.is_empty() && !self.is_start_printed && !self.goes_on
    }

    /// The row with what falls between two days, both included; `None` when nothing does.
    fn within(mut self, from: NaiveDate, to: NaiveDate) -> Option<Self> {
        self.marks.retain(|mark| mark.on >= from && mark.on <= to);
        let ends = self.end_on.or(self.goes_on.then_some(NaiveDate::MAX));
        let overlaps = match (self.start_on, ends) {
            (Some(start), Some(end)) => self.is_start_printed && start <= to && end >= from,
            (Some(start), None) => self.is_start_printed && start >= from && start <= to,
            (None, _) => false,
        };
        (overlaps || !self.marks.is_empty()).then_some(self)
    }
}

/// Latest day for which recurring actions are counted out, from the plan's day.
const YEARS_AHEAD: u32 = 10;

fn timeline_row(now: &Standpoint<'_>, item: &Rated<'_>) -> TimelineRow {
    let action = item.action;
    let schedule = &action.schedule;
    let printed_start = action.start_on.or(schedule.start_on);
    let end_on = deadline(action);
    let is_done = !item.is_open();
    let mut marks = Vec::new();
    let mut add = |kind, on: Option<NaiveDate>, text: &str, done_on: Option<NaiveDate>, can_be_late: bool| {
        if let Some(on) = on {
            let is_late = can_be_late && done_on.is_none() && !is_done && on < now.as_at;
            marks.push(TimelineMark { on, kind, text: one_line(text), is_late, done_on });
        }
    };
    for milestone in &action.milestones {
        let done_on = milestone.completed_on.filter(|_| is_complete_on(milestone, now.as_at));
        add(MarkKind::Milestone, milestone.due_on, &milestone.text, done_on, true);
    }
    for stage in schedule.stages.iter().filter(|stage| stage.due_on != action.due_on) {
        add(MarkKind::Stage, stage.due_on, &stage.text, None, false);
    }
    for part in &action.parts {
        add(MarkKind::Stage, part.due_on, part.text.as_deref().unwrap_or_default(), None, false);
    }
    if schedule.cadence.is_some() {
        let last = now.as_at.checked_add_months(Months::new(12 * YEARS_AHEAD)).unwrap_or(NaiveDate::MAX);
        if let Some(first) = first_occurrence(now.plan, action) {
            for on in schedule.occurrences(first, now.plan.period_end_on.unwrap_or(last).min(last)) {
                add(MarkKind::Recurs, Some(on), "", None, false);
            }
        }
    } else {
        add(MarkKind::Due, action.due_on, "", None, end_on.is_some());
    }
    let forecast_on = item.update.and_then(|update| update.forecast_on).filter(|_| !is_done);
    add(MarkKind::Forecast, forecast_on, "", None, false);
    add(MarkKind::Test, schedule.test_on, "Impact test", None, false);
    add(MarkKind::Test, schedule.targets_on, "Targets met", None, false);
    marks.sort();
    TimelineRow {
        row: ActionRow::of(now, item),
        start_on: printed_start.or(now.plan.period_start_on).filter(|start| end_on.is_none_or(|end| *start <= end)),
        is_start_printed: printed_start.is_some(),
        goes_on: end_on.is_none() && (schedule.is_ongoing || schedule.cadence.is_some()),
        end_on,
        marks,
    }
}

fn days_of(range: TimeRange, around: NaiveDate, plan: &Plan, rows: &[TimelineRow]) -> (NaiveDate, NaiveDate) {
    let months_from = |year: i32, month: u32, months: u32| {
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(around);
        let next = first.checked_add_months(Months::new(months));
        (first, next.and_then(|next| next.pred_opt()).unwrap_or(first))
    };
    match range {
        TimeRange::Quarter => months_from(around.year(), (around.month0() / 3) * 3 + 1, 3),
        TimeRange::Year if around.month() >= 4 => months_from(around.year(), 4, 12),
        TimeRange::Year => months_from(around.year() - 1, 4, 12),
        TimeRange::PlanPeriod => {
            let days = || rows.iter().flat_map(|row| row.marks.iter().map(|mark| mark.on).chain(row.start_on));
            let from = plan.period_start_on.or_else(|| days().min()).unwrap_or(around);
            let to = plan.period_end_on.or_else(|| days().max()).unwrap_or(around);
            // A day alone has no width.
            (from.min(to), to.max(from.checked_add_days(Days::new(27)).unwrap_or(to)))
        }
    }
}

#[cfg(test)]
mod tests {
    use sightline_domain::history::PlanAsAt;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ranges_are_whole_quarters_and_financial_years() {
        let days = |range, around: &str| days_of(range, day(around), &Plan::default(), &[]);
        assert_eq!(days(TimeRange::Quarter, "2026-11-20"), (day("2026-10-01"), day("2026-12-31")));
        assert_eq!(days(TimeRange::Year, "2026-03-31"), (day("2025-04-01"), day("2026-03-31")));
        assert_eq!(days(TimeRange::Year, "2026-04-01"), (day("2026-04-01"), day("2027-03-31")));
    }

    #[test]
    fn a_plan_without_a_period_shows_all_its_days() {
        let mark = |on: &str| TimelineMark {
            on: day(on),
            kind: MarkKind::Due,
            text: String::new(),
            is_late: false,
            done_on: None,
        };
        let now = PlanAsAt {
            as_at: day("2026-10-31"),
            plan: Plan { actions: vec![sightline_domain::plan::Action::default()], ..Plan::default() },
            latest_updates: Vec::new(),
        };
        let now = Standpoint::of(&now);
        let mut row = timeline_row(&now, &now.items[0]);
        assert!(row.is_undated());
        row.marks = vec![mark("2025-01-31"), mark("2027-06-30")];
        let days = days_of(TimeRange::PlanPeriod, day("2026-10-31"), &Plan::default(), &[row]);
        assert_eq!(days, (day("2025-01-31"), day("2027-06-30")));
    }
}
