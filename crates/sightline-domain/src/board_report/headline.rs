//! What a chief executive reads first: the sentences, the five figures and what needs a decision.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::scale::Brag;
use crate::standing::{Standing, deadline};

use super::Axis;
use super::counts::{Count, Direction, MovementLine, RatingTable};
use super::due::{DueLine, OverdueLine};
use super::mark::rating_mark;
use super::words::{Day, has_have, is_are, listed, listed_title, more_or_fewer, number_of, short_leads_words};
use crate::standpoint::{Rated, Standpoint};

/// How many actions may be named on the first page.
const MOST_ATTENTION_LINES: usize = 6;

/// How many actions have one standing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingCount {
    /// The standing.
    pub standing: Standing,
    /// Its name.
    pub name: String,
    /// What it means, in a few words.
    pub meaning: String,
    /// Actions, placeholders left out, now and at the last report.
    pub count: Count,
}

/// An action that the board should ask about, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttentionLine {
    /// Reference of the action.
    pub reference: String,
    /// Its title: the first sentence, at most 120 characters.
    pub title: String,
    /// Its leads.
    pub lead: String,
    /// Why, in plain words.
    pub why: String,
}

/// The five standings, best first. Placeholders are in none of them.
pub(super) fn standing_counts(now: &Standpoint<'_>, before: Option<&Standpoint<'_>>) -> Vec<StandingCount> {
    Standing::ALL
        .into_iter()
        .map(|standing| StandingCount {
            standing,
            name: standing.name().to_owned(),
            meaning: match standing {
                Standing::Complete => "done, with every milestone".to_owned(),
                Standing::OnTrack => "nothing late, updated in time".to_owned(),
                Standing::Stale => format!("not late, but no update in {} days", now.update_cycle_days),
                Standing::Slipping => "a milestone late, or forecast late".to_owned(),
                Standing::Overdue => "past the due date".to_owned(),
            },
            count: Count::of(now.count(standing), before.map(|before| before.count(standing))),
        })
        .collect()
}

/// The headline sentences, in the order in which they are read.
pub(super) fn headlines(
    now: &Standpoint<'_>,
    before: Option<&Standpoint<'_>>,
    ratings: &[RatingTable],
    due_soon: &[DueLine],
    impact_tests: &[DueLine],
) -> Vec<String> {
    let actions = now.real().count();
    if actions == 0 {
        return vec!["The plan has no actions yet.".to_owned()];
    }
    let mut sentences = vec![standing_sentence(now, before, actions)];
    sentences.extend(before.and_then(|before| movement_sentence(before, ratings)));
    sentences.extend(impact_sentence(now, actions));
    sentences.push(coming_sentence(due_soon, impact_tests));
    sentences.extend(lacking_sentence(now));
    sentences
}

fn standing_sentence(now: &Standpoint<'_>, before: Option<&Standpoint<'_>>, actions: usize) -> String {
    let parts: Vec<String> = [
        (Standing::Complete, "complete"),
        (Standing::OnTrack, "on track"),
        (Standing::Stale, "not late but without a recent update"),
        (Standing::Slipping, "slipping"),
    ]
    .into_iter()
    .filter_map(|(standing, words)| {
        let count = now.count(standing);
        (count > 0).then(|| format!("{count} {} {words}", is_are(count)))
    })
    .collect();
    let opening = if parts.is_empty() {
        format!("The plan has {}", number_of(actions, "action"))
    } else {
        format!("Of {}, {}", number_of(actions, "action"), listed(&parts))
    };
    let overdue = now.count(Standing::Overdue);
    let late = match overdue {
        0 => "None is overdue".to_owned(),
        1 => "1 is overdue".to_owned(),
        count => format!("{count} are overdue"),
    };
    let compared = before.map_or_else(String::new, |before| {
        format!(
            ", {} at the last report on {}",
            more_or_fewer(overdue, before.count(Standing::Overdue)),
            Day::of(before.as_at).words
        )
    });
    format!("{opening}. {late}{compared}.")
}

fn movement_sentence(before: &Standpoint<'_>, ratings: &[RatingTable]) -> Option<String> {
    let clauses: Vec<String> = ratings
        .iter()
        .map(|table| (table.title.to_lowercase(), table.total.movement))
        .filter(|(_, moved)| moved.better + moved.worse + moved.first_rated + moved.no_longer_rated > 0)
        .map(|(title, moved)| {
            let mut parts = moved.parts();
            // "8 better" becomes "8 action ratings are better"; the rest follows from it.
            if let Some(first) = parts.first_mut() {
                *first = format!("{} {} better", number_of(moved.better, &title), is_are(moved.better));
            }
            listed(&parts)
        })
        .collect();
    let since = Day::of(before.as_at).words;
    if ratings.is_empty() {
        None
    } else if clauses.is_empty() {
        Some(format!("No rating has moved since {since}."))
    } else {
        Some(format!("Since {since}, {}.", clauses.join("; ")))
    }
}

/// Doing is not difference: how many are shown to make one, and how many complete ones are not.
fn impact_sentence(now: &Standpoint<'_>, actions: usize) -> Option<String> {
    let scale = now.impact_scale.as_ref()?;
    let shows = |item: &Rated<'_>| {
        item.code(Axis::Impact)
            .and_then(|code| scale.level(code))
            .is_some_and(|level| matches!(level.stands_for, Some(Brag::Green | Brag::Blue)))
    };
    if scale.levels.iter().all(|level| level.stands_for.is_none()) {
        return None;
    }
    let proven = now.real().filter(|item| shows(item)).count();
    let unrated = now.real().filter(|item| item.code(Axis::Impact).is_none()).count();
    if unrated == actions {
        return Some("No action has yet been rated for the difference it makes to children.".to_owned());
    }
    let good: Vec<String> = scale
        .levels
        .iter()
        .filter(|level| matches!(level.stands_for, Some(Brag::Green | Brag::Blue)))
        .map(|level| level.name.to_lowercase())
        .collect();
    let mut sentence = format!(
        "For the difference made to children, {proven} of {actions} {} rated {}",
        is_are(proven),
        good.join(" or ")
    );
    if unrated > 0 {
        let _ = write!(sentence, " and {unrated} {} not yet rated", is_are(unrated));
    }
    let complete = now.count(Standing::Complete);
    let unproven = now.real().filter(|item| item.standing == Standing::Complete && !shows(item)).count();
    if unproven > 0 {
        let _ = write!(
            sentence,
            ". Of the {complete} complete, {unproven} {} not yet shown a difference",
            has_have(unproven)
        );
    }
    sentence.push('.');
    Some(sentence)
}

fn coming_sentence(due_soon: &[DueLine], impact_tests: &[DueLine]) -> String {
    let mut sentence = match due_soon.len() {
        0 => "Nothing falls due in the next six weeks".to_owned(),
        1 => "1 date falls due in the next six weeks".to_owned(),
        count => format!("{count} dates fall due in the next six weeks"),
    };
    if !impact_tests.is_empty() {
        let count = impact_tests.len();
        let _ = write!(sentence, ", and {} of impact {} due", number_of(count, "test"), is_are(count));
    }
    sentence.push('.');
    sentence
}

fn lacking_sentence(now: &Standpoint<'_>) -> Option<String> {
    let count = |wanted: &dyn Fn(&Rated<'_>) -> bool| now.real().filter(|item| wanted(item)).count();
    let undated = count(&|item| item.action.is_undated());
    let leaderless = count(&|item| item.action.is_leaderless());
    let placeholders = now.items.len() - now.real().count();
    let mut parts = Vec::new();
    if undated > 0 {
        parts.push(format!("{} {} no date", number_of(undated, "action"), has_have(undated)));
    }
    if leaderless > 0 {
        parts.push(format!("{} {} no lead", number_of(leaderless, "action"), has_have(leaderless)));
    }
    if placeholders > 0 {
        parts.push(format!(
            "{} {} still to be agreed",
            number_of(placeholders, "further action"),
            is_are(placeholders)
        ));
    }
    (!parts.is_empty()).then(|| format!("{}.", listed(&parts)))
}

/// What the board should ask about, at most six: overdue actions that are rated well or have no
/// forecast, ratings that got worse, complete actions rated worst on impact, then the longest overdue.
pub(super) fn attention_lines(
    now: &Standpoint<'_>,
    movements: &[MovementLine],
    overdue: &[OverdueLine],
) -> Vec<AttentionLine> {
    let mut ranked: Vec<(u8, usize, AttentionLine)> = Vec::new();
    for (order, item) in now.real().enumerate() {
        let reference = &item.action.reference;
        let worse = movements.iter().find(|line| line.reference == *reference && line.direction == Direction::Worse);
        let late = overdue.iter().find(|line| line.reference == *reference && line.milestone.is_none());
        let mut why = Vec::new();
        let mut rank = u8::MAX;
        if let Some(late) = late {
            let days = if late.days_late == 1 { "day" } else { "days" };
            let mut words = format!("{} {days} overdue", late.days_late);
            let is_rated_well = now.is_rated_too_well(item);
            if is_rated_well {
                let _ = write!(words, ", yet rated {}", late.rating.name.to_lowercase());
            }
            words += &late.forecast.as_ref().map_or_else(
                || ", with no new date forecast".to_owned(),
                |forecast| format!(", now forecast for {}", forecast.words),
            );
            rank = if is_rated_well || late.forecast.is_none() { 0 } else { 2 };
            why.push(words);
        }
        if let Some(worse) = worse {
            why.push(format!(
                "{} rating fell from {} to {}",
                worse.axis_words.to_lowercase(),
                worse.from.name.to_lowercase(),
                worse.to.name.to_lowercase()
            ));
            rank = rank.min(1);
        }
        if item.standing == Standing::Complete && is_worst_impact(now, item) {
            let name =
                now.impact_scale.as_ref().map(|scale| rating_mark(scale, item.code(Axis::Impact)).name.to_lowercase());
            why.push(format!("complete, yet its impact is rated {}", name.unwrap_or_default()));
            rank = rank.min(1);
        }
        if rank < u8::MAX {
            let why = why.join("; ");
            ranked.push((
                rank,
                order,
                AttentionLine {
                    reference: reference.clone(),
                    title: listed_title(item.action),
                    lead: short_leads_words(&item.action.leads, item.action.leads_raw.as_deref()),
                    why: capitalised(&why),
                },
            ));
        }
    }
    let lateness = |order: usize| now.real().nth(order).and_then(|item| deadline(item.action));
    ranked.sort_by_key(|(rank, order, _)| (*rank, lateness(*order).is_none(), lateness(*order), *order));
    ranked.into_iter().take(MOST_ATTENTION_LINES).map(|(_, _, line)| line).collect()
}

fn is_worst_impact(now: &Standpoint<'_>, item: &Rated<'_>) -> bool {
    item.code(Axis::Impact)
        .and_then(|code| now.impact_scale.as_ref()?.level(code))
        .is_some_and(|level| level.stands_for == Some(Brag::Red))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
