//! Ratings beside their verdicts; silence, and missing dates.

use std::collections::BTreeMap;

use super::{ActionVerdicts, Challenge, ChallengeKind, Subject, axis_code};
use crate::board_report::Axis;
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
    let supports = supported.map_or("no rating", brag_words);
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
        situation: format!("{} over {supports}", brag_words(reported)),
    })
}

fn brag_words(brag: Brag) -> &'static str {
    match brag {
        Brag::Red => "red",
        Brag::Amber => "amber",
        Brag::Green => "green",
        Brag::Blue => "blue",
    }
}
