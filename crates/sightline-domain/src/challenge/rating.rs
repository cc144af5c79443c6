//! Ratings beside their verdicts; silence, and missing dates.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{ActionVerdicts, Challenge, ChallengeKind, NO_RATING, Subject, axis_code};
use crate::board_report::Axis;
use crate::history::Update;
use crate::scale::{Brag, Level};
use crate::standpoint::{Rated, Standpoint};
use crate::verdict::day_words;

/// A reported rating beside the best one that its verdict supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weighed {
    /// The rating is better.
    Above,
    /// Both say the same, or there is nothing to claim.
    Agrees,
    /// The rating is worse.
    Below,
}

/// A reported rating weighed against what its verdict supports, `None` being no rating at all.
///
/// Where nothing is supported every rating but red claims too much.
#[must_use]
pub fn weigh(reported: Brag, supported: Option<Brag>) -> Weighed {
    match reported.cmp(&supported.unwrap_or(Brag::Red)) {
        std::cmp::Ordering::Greater => Weighed::Above,
        std::cmp::Ordering::Equal => Weighed::Agrees,
        std::cmp::Ordering::Less => Weighed::Below,
    }
}

/// Challenges to the ratings of a plan on a day, and to silence and missing dates, in plan order.
///
/// A level of a scale is taken for what the scale's own file says it stands
/// for; a level that stands for nothing is not weighed. An action that is not
/// updated supports no rating of its doing: that is a challenge of its own.
#[must_use]
pub fn rating_challenges(now: &Standpoint<'_>, verdicts: &BTreeMap<String, ActionVerdicts>) -> Vec<Challenge> {
    let mut found = Vec::new();
    for item in now.real() {
        let reference = &item.action.reference;
        if let Some(verdicts) = verdicts.get(reference) {
            let doing = verdicts.doing.supports(&verdicts.impact);
            if doing.is_some() {
                found.extend(weighed(now, item, Axis::Action, doing, verdicts));
            }
            let impact = verdicts.impact.supports(verdicts.doing.standing);
            found.extend(weighed(now, item, Axis::Impact, impact, verdicts));
        }
        let on_action = |kind, sentence, situation: String| Challenge {
            kind,
            subject: Subject::Action { action: reference.clone() },
            sentence,
            situation,
        };
        if now.is_silent(item) {
            let sentence = match item.update {
                Some(update) => format!(
                    "Nobody has reported on action {reference} since {}: longer than the {} days between updates.",
                    day_words(update.on),
                    now.update_cycle_days
                ),
                None => format!("Nobody has reported on action {reference}."),
            };
            let last =
                item.update.map_or_else(|| "never updated".to_owned(), |update| format!("updated {}", update.on));
            found.push(on_action(ChallengeKind::Stale, sentence, last));
        }
        if item.is_open() && item.action.is_undated() {
            let sentence = format!("Neither action {reference} nor a step of it names a day or how often it recurs.");
            found.push(on_action(ChallengeKind::Undated, sentence, "undated".to_owned()));
        }
    }
    found
}

/// Adds to the situation of a challenge to a rating since when it has been rated so.
///
/// An update that repeats a rating leaves the situation as it is; the same
/// rating given again after another one is a new situation, which no earlier
/// answer covers.
pub(super) fn add_since(challenge: &mut Challenge, now: &Standpoint<'_>, updates: &[Update]) {
    let Subject::Rating { action, axis } = &challenge.subject else { return };
    let axis = if *axis == axis_code(Axis::Impact) { Axis::Impact } else { Axis::Action };
    let Some(item) = now.item(action) else { return };
    let since = rated_since(item, axis, updates, now.as_at);
    let words = since.map_or_else(|| "rated so from the start".to_owned(), |on| format!("rated so since {on}"));
    challenge.situation = format!("{}, {words}", challenge.situation);
}

/// The day of the update from which on the rating in force was given without another between; `None` when it is that
/// of the plan as it was imported.
fn rated_since(item: &Rated<'_>, axis: Axis, updates: &[Update], as_at: NaiveDate) -> Option<NaiveDate> {
    let code = item.code(axis)?;
    let mut given: Vec<(NaiveDate, DateTime<Utc>, &str)> = updates
        .iter()
        .filter(|update| update.action == item.action.reference && update.on <= as_at)
        .filter_map(|update| Some((update.on, update.recorded_at, update.rating(axis)?)))
        .collect();
    given.sort_unstable();
    let others = given.iter().rposition(|(_, _, rating)| *rating != code).map_or(0, |last| last + 1);
    let printed = match axis {
        Axis::Action => &item.action.action_rating,
        Axis::Impact => &item.action.impact_rating,
    };
    if others == 0 && printed.as_deref() == Some(code) {
        return None;
    }
    given.get(others).map(|(on, _, _)| *on)
}

fn weighed(
    now: &Standpoint<'_>,
    item: &Rated<'_>,
    axis: Axis,
    supported: Option<Brag>,
    verdicts: &ActionVerdicts,
) -> Option<Challenge> {
    let level: &Level = now.scale_of(axis)?.level(item.code(axis)?)?;
    let reported = level.stands_for?;
    let reference = &item.action.reference;
    let what = match axis {
        Axis::Action => "Action",
        Axis::Impact => "The impact of action",
    };
    let reasons = match axis {
        Axis::Action => &verdicts.doing.reasons,
        Axis::Impact => &verdicts.impact.reasons,
    };
    let because = reasons.first().map(|reason| format!(" {reason}")).unwrap_or_default();
    let supports = supported.map_or(NO_RATING, Brag::code);
    let (kind, sentence) = match weigh(reported, supported) {
        Weighed::Agrees => return None,
        Weighed::Above => (
            ChallengeKind::RatedAboveEvidence,
            format!("{what} {reference} is rated {}; its evidence supports {supports}.{because}", level.name),
        ),
        Weighed::Below => (
            ChallengeKind::HiddenSuccess,
            format!("{what} {reference} is rated {}; its evidence supports better: {supports}.{because}", level.name),
        ),
    };
    Some(Challenge {
        kind,
        subject: Subject::Rating { action: reference.clone(), axis: axis_code(axis).to_owned() },
        sentence,
        situation: format!("{} over {supports}", reported.code()),
    })
}
