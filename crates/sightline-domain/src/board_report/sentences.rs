//! The sentence above each list: how many, also when there are none.

use chrono::{Days, NaiveDate};

use super::changes::ChangeLine;
use super::counts::{Direction, MovementLine};
use super::due::{DueLine, OverdueLine, SIX_WEEKS_DAYS};
use super::words::{Day, is_are, listed, number_of};
use crate::standpoint::Standpoint;

pub(super) fn movement_sentence(lines: &[MovementLine], before: Option<&Standpoint<'_>>) -> String {
    let Some(before) = before else {
        return "This is the first report, so there is nothing to compare with.".to_owned();
    };
    let since = Day::of(before.as_at).words;
    let count = |direction| lines.iter().filter(|line| line.direction == direction).count();
    match lines.len() {
        0 => format!("No rating has moved since {since}."),
        moved => {
            let has = if moved == 1 { "has" } else { "have" };
            let mut parts = vec![
                format!("{} for the worse", count(Direction::Worse)),
                format!("{} for the better", count(Direction::Better)),
            ];
            if count(Direction::FirstRated) > 0 {
                parts.push(format!("{} given for the first time", count(Direction::FirstRated)));
            }
            if count(Direction::NoLongerRated) > 0 {
                parts.push(format!("{} removed", count(Direction::NoLongerRated)));
            }
            format!("{} {has} moved since {since}: {}.", number_of(moved, "rating"), listed(&parts))
        }
    }
}

pub(super) fn change_sentence(lines: &[ChangeLine], before: Option<&Standpoint<'_>>) -> String {
    let since = before.map_or_else(
        || "since the plan was agreed".to_owned(),
        |before| format!("since {}", Day::of(before.as_at).words),
    );
    let unexplained = lines.iter().filter(|line| line.reason.is_none()).count();
    let tail = match unexplained {
        0 => String::new(),
        1 => " 1 has no reason recorded.".to_owned(),
        count => format!(" {count} have no reason recorded."),
    };
    match lines.len() {
        0 => format!("The plan has not changed {since}."),
        1 => format!("The plan changed in 1 way {since}.{tail}"),
        count => format!("The plan changed in {count} ways {since}.{tail}"),
    }
}

pub(super) fn overdue_sentence(lines: &[OverdueLine]) -> String {
    let milestones = lines.iter().filter(|line| line.milestone.is_some()).count();
    let actions = lines.len() - milestones;
    let silent = lines.iter().filter(|line| line.milestone.is_none() && line.forecast.is_none()).count();
    if lines.is_empty() {
        return "Nothing is overdue.".to_owned();
    }
    let mut parts = Vec::new();
    if actions > 0 {
        parts.push(number_of(actions, "action"));
    }
    if milestones > 0 {
        parts.push(format!("{} of other actions", number_of(milestones, "milestone")));
    }
    let forecast = match silent {
        0 => String::new(),
        count if count == actions && count > 1 => {
            " None of the actions has a forecast of when it will be done.".to_owned()
        }
        1 if actions == 1 => " It has no forecast of when it will be done.".to_owned(),
        1 => " 1 of the actions has no forecast of when it will be done.".to_owned(),
        count => format!(" {count} of the actions have no forecast of when they will be done."),
    };
    format!("{} {} overdue.{forecast}", listed(&parts), is_are(lines.len()))
}

pub(super) fn due_sentence(lines: &[DueLine], as_at: NaiveDate) -> String {
    let until = as_at
        .checked_add_days(Days::new(SIX_WEEKS_DAYS))
        .map_or_else(String::new, |last| format!(" to {}", Day::of(last).words));
    match lines.len() {
        0 => format!("Nothing falls due in the six weeks{until}."),
        1 => format!("1 date falls due in the six weeks{until}."),
        count => format!("{count} dates fall due in the six weeks{until}."),
    }
}

pub(super) fn impact_test_sentence(lines: &[DueLine]) -> String {
    let passed = lines.iter().filter(|line| line.days_from_now < 0).count();
    let tail = match passed {
        0 => String::new(),
        1 => " For 1 of them the day has passed without an impact rating.".to_owned(),
        count => format!(" For {count} of them the day has passed without an impact rating."),
    };
    match lines.len() {
        0 => "No test of impact is due in the next six weeks.".to_owned(),
        count => format!("{} of impact {} due.{tail}", number_of(count, "test"), is_are(count)),
    }
}

pub(super) fn stale_sentence(stale: usize, now: &Standpoint<'_>) -> String {
    let cycle = now.update_cycle_days;
    let open = now.items.iter().filter(|item| item.is_open()).count();
    match stale {
        0 if open == 0 => "No action is open.".to_owned(),
        0 => format!("Every open action has been updated in the last {cycle} days."),
        _ if now.items.iter().all(|item| item.update.is_none()) => "No action has been updated yet.".to_owned(),
        1 => format!("1 of {} has had no update in the last {cycle} days.", number_of(open, "open action")),
        count => format!("{count} of {} have had no update in the last {cycle} days.", number_of(open, "open action")),
    }
}
