//! How many actions have each rating, by priority, and how they moved since the last report.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::plan::Action;
use crate::scale::Scale;

use super::Axis;
use super::mark::{RatingMark, level_mark, not_yet_rated, rating_mark};
use super::words::{Day, listed, listed_leads, listed_note, listed_title};
use crate::standpoint::{Rated, Standpoint};

/// The counts of one rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingTable {
    /// Which rating.
    pub axis: Axis,
    /// Its name: `Action rating` or `Impact rating`.
    pub title: String,
    /// What it asks: `Are we doing it?` or `Is it making a difference?`
    pub question: String,
    /// One column for each level, best first; then not yet rated; then, only
    /// where there are any, ratings off the scale and placeholders.
    pub columns: Vec<CountColumn>,
    /// One row for each priority, in plan order; last, actions without a priority, if any.
    pub rows: Vec<CountRow>,
    /// The sum of the rows.
    pub total: CountRow,
    /// How they moved since the last report, in a sentence; null without one.
    pub sentence: Option<String>,
}

/// A column of counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountColumn {
    /// Its heading.
    pub name: String,
    /// The rating it counts; null for ratings off the scale and placeholders.
    pub mark: Option<RatingMark>,
}

/// A row of counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRow {
    /// Reference of the priority; empty on the total and for actions without a priority.
    pub reference: String,
    /// Title of the priority, or `All priorities`.
    pub title: String,
    /// One count for each column.
    pub cells: Vec<Count>,
    /// All live actions of the row: the sum of its cells.
    pub total: Count,
    /// How they moved.
    pub movement: MovementCounts,
}

/// A count now and at the last report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Actions now.
    pub now: usize,
    /// Actions at the last report; null when there was none.
    pub before: Option<usize>,
    /// `+2`, `−1`, or empty when nothing changed or there was no earlier report.
    pub change: String,
}

/// How the actions of a row moved since the last report; each live action is in one of the six.
///
/// All zero when there was no earlier report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementCounts {
    /// On a better level than before.
    pub better: usize,
    /// On a worse level.
    pub worse: usize,
    /// On the same level, or still not rated.
    pub same: usize,
    /// Rated now, not rated before.
    pub first_rated: usize,
    /// Rated before, not rated now.
    pub no_longer_rated: usize,
    /// Not in the plan at the last report.
    pub new: usize,
}

impl MovementCounts {
    /// `8 better, 6 worse` and further kinds where there are any.
    pub(super) fn parts(self) -> Vec<String> {
        let always = [(self.better, "better"), (self.worse, "worse")];
        let sometimes = [(self.first_rated, "rated for the first time"), (self.no_longer_rated, "no longer rated")];
        always
            .into_iter()
            .chain(sometimes.into_iter().filter(|(count, _)| *count > 0))
            .map(|(count, words)| format!("{count} {words}"))
            .collect()
    }

    fn sentence(self, since: NaiveDate) -> String {
        let mut parts = self.parts();
        parts.push(format!("{} the same", self.same));
        if self.new > 0 {
            parts.push(format!("{} new to the plan", self.new));
        }
        format!("Since {}: {}.", Day::of(since).words, listed(&parts))
    }
}

/// Which way a rating moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To a worse level.
    Worse,
    /// To a better level.
    Better,
    /// From not rated to a level.
    FirstRated,
    /// From a level to not rated.
    NoLongerRated,
}

/// One rating of one action that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementLine {
    /// Which rating.
    pub axis: Axis,
    /// Name of the rating: `Action` or `Impact`.
    pub axis_words: String,
    /// Reference of the action.
    pub reference: String,
    /// Its title: the first sentence, at most 120 characters.
    pub title: String,
    /// Its leads.
    pub lead: String,
    /// The rating at the last report.
    pub from: RatingMark,
    /// The rating now.
    pub to: RatingMark,
    /// Which way.
    pub direction: Direction,
    /// `Worse`, `Better`, `First rating` or `Rating removed`.
    pub direction_words: String,
    /// What the latest update says, if anything; at most 400 characters.
    pub note: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Level(usize),
    NotRated,
    OffScale,
    Placeholder,
}

fn slot(item: &Rated<'_>, axis: Axis, scale: &Scale) -> Slot {
    match item.code(axis) {
        Some(code) => scale.rank(code).map_or(Slot::OffScale, Slot::Level),
        None if item.action.placeholder => Slot::Placeholder,
        None => Slot::NotRated,
    }
}

/// The tables of the ratings that the plan gives: action, and impact where it rates impact.
#[must_use]
pub fn rating_tables(now: &Standpoint<'_>, before: Option<&Standpoint<'_>>) -> Vec<RatingTable> {
    [Axis::Action, Axis::Impact]
        .into_iter()
        .filter_map(|axis| now.scale_of(axis).map(|scale| rating_table(axis, scale, now, before)))
        .collect()
}

fn rating_table(axis: Axis, scale: &Scale, now: &Standpoint<'_>, before: Option<&Standpoint<'_>>) -> RatingTable {
    let is_used = |wanted: Slot| {
        now.items
            .iter()
            .chain(before.iter().flat_map(|before| &before.items))
            .any(|item| slot(item, axis, scale) == wanted)
    };
    let mut slots: Vec<Slot> = (0..scale.levels.len()).rev().map(Slot::Level).collect();
    slots.push(Slot::NotRated);
    slots.extend([Slot::OffScale, Slot::Placeholder].into_iter().filter(|slot| is_used(*slot)));
    let columns = slots.iter().map(|slot| column(*slot, scale)).collect();

    let row = |reference: &str, title: String, holds: &dyn Fn(&Action) -> bool| {
        let in_row = |at: &Standpoint<'_>, wanted: Option<Slot>| {
            at.items
                .iter()
                .filter(|item| holds(item.action) && wanted.is_none_or(|wanted| slot(item, axis, scale) == wanted))
                .count()
        };
        let count = |wanted: Option<Slot>| Count::of(in_row(now, wanted), before.map(|before| in_row(before, wanted)));
        CountRow {
            reference: reference.to_owned(),
            title,
            cells: slots.iter().map(|slot| count(Some(*slot))).collect(),
            total: count(None),
            movement: movement_counts(axis, scale, now, before, holds),
        }
    };
    let mut rows: Vec<CountRow> = now
        .plan
        .priorities
        .iter()
        .map(|priority| {
            let title = priority.title.clone().unwrap_or_else(|| "(no title in the plan)".to_owned());
            row(&priority.reference, title, &|action| action.priority == priority.reference)
        })
        .collect();
    let is_orphan = |action: &Action| now.plan.priority(&action.priority).is_none();
    let orphans = row("", "Without a priority".to_owned(), &is_orphan);
    if orphans.total.now > 0 || orphans.total.before.is_some_and(|before| before > 0) {
        rows.push(orphans);
    }
    let (title, question) = axis.title_and_question();
    let total = row("", "All priorities".to_owned(), &|_| true);
    RatingTable {
        axis,
        title: title.to_owned(),
        question: question.to_owned(),
        columns,
        rows,
        sentence: before.map(|before| total.movement.sentence(before.as_at)),
        total,
    }
}

fn column(slot: Slot, scale: &Scale) -> CountColumn {
    let (name, mark) = match slot {
        Slot::Level(rank) => {
            let mark = level_mark(scale, &scale.levels[rank]);
            (mark.name.clone(), Some(mark))
        }
        Slot::NotRated => ("Not yet rated".to_owned(), Some(not_yet_rated())),
        Slot::OffScale => ("Not on the scale".to_owned(), None),
        Slot::Placeholder => ("Placeholder".to_owned(), None),
    };
    CountColumn { name, mark }
}

impl Count {
    pub(super) fn of(now: usize, before: Option<usize>) -> Self {
        let change = match before {
            Some(before) if now > before => format!("+{}", now - before),
            Some(before) if now < before => format!("−{}", before - now),
            _ => String::new(),
        };
        Self { now, before, change }
    }
}

fn movement_counts(
    axis: Axis,
    scale: &Scale,
    now: &Standpoint<'_>,
    before: Option<&Standpoint<'_>>,
    holds: &dyn Fn(&Action) -> bool,
) -> MovementCounts {
    let mut counts = MovementCounts::default();
    let Some(before) = before else { return counts };
    for item in now.items.iter().filter(|item| holds(item.action)) {
        let Some(was) = before.item(&item.action.reference) else {
            counts.new += 1;
            continue;
        };
        match direction(scale, was.code(axis), item.code(axis)) {
            None => counts.same += 1,
            Some(Direction::Better) => counts.better += 1,
            Some(Direction::Worse) => counts.worse += 1,
            Some(Direction::FirstRated) => counts.first_rated += 1,
            Some(Direction::NoLongerRated) => counts.no_longer_rated += 1,
        }
    }
    counts
}

/// Which way a rating moved; `None` when it did not, or when a code off the scale leaves no order.
#[must_use]
pub fn direction(scale: &Scale, was: Option<&str>, is: Option<&str>) -> Option<Direction> {
    match (was, is) {
        (None, None) => None,
        (None, Some(_)) => Some(Direction::FirstRated),
        (Some(_), None) => Some(Direction::NoLongerRated),
        (Some(was), Some(is)) => match scale.rank(is)?.cmp(&scale.rank(was)?) {
            std::cmp::Ordering::Greater => Some(Direction::Better),
            std::cmp::Ordering::Less => Some(Direction::Worse),
            std::cmp::Ordering::Equal => None,
        },
    }
}

/// Every rating that moved since the last report: worse first, then better, then first ratings; each in plan order.
#[must_use]
pub fn movement_lines(
    now: &Standpoint<'_>,
    before: Option<&Standpoint<'_>>,
    note_of: &dyn Fn(&str) -> Option<String>,
) -> Vec<MovementLine> {
    let Some(before) = before else { return Vec::new() };
    let mut lines = Vec::new();
    for axis in [Axis::Action, Axis::Impact] {
        let Some(scale) = now.scale_of(axis) else { continue };
        for item in &now.items {
            let Some(was) = before.item(&item.action.reference) else { continue };
            let Some(direction) = direction(scale, was.code(axis), item.code(axis)) else { continue };
            lines.push(MovementLine {
                axis,
                axis_words: axis.name().to_owned(),
                reference: item.action.reference.clone(),
                title: listed_title(item.action),
                lead: listed_leads(item.action),
                from: rating_mark(scale, was.code(axis)),
                to: rating_mark(scale, item.code(axis)),
                direction,
                direction_words: match direction {
                    Direction::Worse => "Worse",
                    Direction::Better => "Better",
                    Direction::FirstRated => "First rating",
                    Direction::NoLongerRated => "Rating removed",
                }
                .to_owned(),
                note: note_of(&item.action.reference).map(|note| listed_note(&note)),
            });
        }
    }
    // Stable: within a direction, action ratings stay before impact ratings, in plan order.
    lines.sort_by_key(|line| line.direction);
    lines
}
