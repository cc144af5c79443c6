//! One priority: what it is for, what is done about it, and how its ratings moved.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sightline_domain::board_report::{Axis, RatingMark, level_mark, not_yet_rated, one_line};
use sightline_domain::plan::{Aim, Priority};
use sightline_domain::standpoint::Standpoint;
use sightline_store::RatingGiven;

use super::filter::{PlanFilter, PriorityIs};
use super::{ActionRow, PlanHeading, StandingCounts};
use crate::policy;
use crate::{App, Call, Error, Result};

/// Month ends that ratings are shown for, beside the day itself.
const MONTHS_SHOWN: usize = 12;

/// A priority of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorityView {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// The priority as printed.
    pub priority: Priority,
    /// Title of its pillar.
    pub pillar: Option<String>,
    /// Its sponsor or overall leads.
    pub leads: Option<String>,
    /// Its aims, in plan order.
    pub aims: Vec<Aim>,
    /// Its live actions, in plan order.
    pub rows: Vec<ActionRow>,
    /// Where those stand.
    pub counts: StandingCounts,
    /// How the ratings of those actions moved: action, and impact where the plan rates impact.
    pub trends: Vec<RatingTrend>,
    /// References of the priorities before and after it.
    pub neighbours: (Option<String>, Option<String>),
    /// The filter that shows its actions in the plan table.
    pub filter: PlanFilter,
}

/// How many actions had which rating, over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingTrend {
    /// Which rating.
    pub axis: Axis,
    /// Its name.
    pub title: &'static str,
    /// The levels, best first; last, not yet rated.
    pub levels: Vec<RatingMark>,
    /// Ends of months, then the day itself; each has one count for each level.
    pub points: Vec<TrendPoint>,
}

/// The counts on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// The day.
    pub on: NaiveDate,
    /// One count for each level of the trend.
    pub counts: Vec<usize>,
}

impl App {
    /// A priority of a plan as at a day (today when none is given).
    ///
    /// Ratings over time are those of the actions that the priority has on
    /// that day, placeholders left out; ratings off the scale count as not rated.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPriority`] – the plan has no such priority, or none that the caller may know of.
    pub async fn priority(
        &self,
        call: &Call,
        plan: &str,
        reference: &str,
        as_at: Option<NaiveDate>,
    ) -> Result<PriorityView> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::of(&view.at);
        let known = &now.plan.priorities;
        let place = known.iter().position(|priority| priority.reference == reference.trim());
        let place = place.ok_or_else(|| Error::UnknownPriority {
            reference: reference.trim().to_owned(),
            known: known.iter().map(|priority| priority.reference.clone()).collect(),
        })?;
        let priority = known[place].clone();
        let mine: Vec<_> = now.items.iter().filter(|item| item.action.priority == priority.reference).collect();
        let rows: Vec<ActionRow> = mine.iter().map(|item| ActionRow::of(&now, item)).collect();
        let real = mine.iter().filter(|item| !item.action.placeholder).map(|item| item.action);
        let printed: Vec<(&str, [Option<&str>; 2])> = real
            .map(|action| {
                let codes = [action.action_rating.as_deref(), action.impact_rating.as_deref()];
                (action.reference.as_str(), codes)
            })
            .collect();
        let references: Vec<&str> = printed.iter().map(|(reference, _)| *reference).collect();
        let given = self.store.ratings_given(&view.summary.id, &references, now.as_at).await?;
        let pillar = priority.pillar.as_deref();
        let pillar = now.plan.pillars.iter().find(|known| Some(known.reference.as_str()) == pillar);
        let neighbour =
            |place: Option<usize>| place.and_then(|place| known.get(place)).map(|priority| priority.reference.clone());
        Ok(PriorityView {
            heading: PlanHeading::of(call, &view, &now),
            pillar: pillar.map(|pillar| one_line(&format!("{} {}", pillar.reference, pillar.title))),
            leads: priority.leads_words(),
            aims: now.plan.aims.iter().filter(|aim| aim.priority == priority.reference).cloned().collect(),
            counts: StandingCounts::of(&rows),
            trends: trends(&now, &printed, &given, view.summary.imported_on),
            neighbours: (neighbour(place.checked_sub(1)), neighbour(place.checked_add(1))),
            filter: PlanFilter {
                priorities: vec![PriorityIs::Reference(priority.reference.clone())],
                ..PlanFilter::default()
            },
            rows,
            priority,
        })
    }
}

fn trends(
    now: &Standpoint<'_>,
    printed: &[(&str, [Option<&str>; 2])],
    given: &[RatingGiven],
    imported_on: NaiveDate,
) -> Vec<RatingTrend> {
    let days = days_shown(imported_on, now.as_at);
    let axes = [(Axis::Action, 0_usize), (Axis::Impact, 1)];
    axes.into_iter()
        .filter_map(|(axis, place)| {
            let scale = now.scale_of(axis)?;
            let mut levels: Vec<RatingMark> = scale.levels.iter().rev().map(|level| level_mark(scale, level)).collect();
            levels.push(not_yet_rated());
            let mut in_force: BTreeMap<&str, Option<&str>> =
                printed.iter().map(|(reference, codes)| (*reference, codes[place])).collect();
            let mut later = given.iter().peekable();
            let points = days
                .iter()
                .map(|on| {
                    while let Some(rating) = later.next_if(|rating| rating.on <= *on) {
                        let code = match axis {
                            Axis::Action => rating.action_rating.as_deref(),
                            Axis::Impact => rating.impact_rating.as_deref(),
                        };
                        if let (Some(code), Some(was)) = (code, in_force.get_mut(rating.action.as_str())) {
                            *was = Some(code);
                        }
                    }
                    let mut counts = vec![0; levels.len()];
                    for code in in_force.values() {
                        let rank = code.and_then(|code| scale.rank(code));
                        counts[rank.map_or(levels.len() - 1, |rank| levels.len() - 2 - rank)] += 1;
                    }
                    TrendPoint { on: *on, counts }
                })
                .collect();
            Some(RatingTrend { axis, title: axis.title_and_question().0, levels, points })
        })
        .collect()
}

/// Ends of months after the import and before the day, at most a year of them, then the day.
fn days_shown(imported_on: NaiveDate, as_at: NaiveDate) -> Vec<NaiveDate> {
    let mut days = vec![as_at];
    let mut month = as_at.with_day(1);
    while let Some(end) = month.and_then(|first| first.pred_opt()).filter(|end| *end >= imported_on) {
        if days.len() > MONTHS_SHOWN {
            break;
        }
        days.push(end);
        month = end.with_day(1);
    }
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_shown_from_the_import_for_at_most_a_year() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            days_shown(day("2026-08-10"), day("2026-10-31")),
            [day("2026-08-31"), day("2026-09-30"), day("2026-10-31")]
        );
        assert_eq!(days_shown(day("2020-01-01"), day("2026-10-31")).len(), MONTHS_SHOWN + 1);
        assert_eq!(days_shown(day("2027-01-01"), day("2026-10-31")), [day("2026-10-31")]);
    }
}
