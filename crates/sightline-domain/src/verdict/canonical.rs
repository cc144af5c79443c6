//! Everything that a verdict was made from, in a fixed form that can be hashed.
//!
//! Two verdicts with the same text are the same verdict. The text holds what
//! was known on the day and nothing that came later, in an order of its own,
//! so that it does not depend on the order in which anything was read.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::doing::known;
use super::{DoingInput, EvidenceItem, ImpactInput, LinkTarget, MeasureLink};
use crate::spc::PointValue;
use crate::standing::deadline;

/// The version of the rules; another one whenever the same inputs may give another verdict.
pub const RULES: &str = "verdict-1";

/// The inputs of a verdict on impact, as they were known on its day.
///
/// One line for each fact; every text is quoted, so that no name can be taken
/// for another line. An exact figure is written to nine places.
#[must_use]
pub fn impact_inputs(input: &ImpactInput<'_>) -> String {
    let as_at = input.as_at;
    let mut text = format!("{RULES} impact as at {as_at}\n");
    line(&mut text, &format!("test {} due {}", day(input.test_on), day(input.due_on)));
    let mut links: Vec<String> =
        input.links.iter().filter(|link| link.linked_on <= as_at).map(|link| link_text(link, as_at)).collect();
    links.sort_unstable();
    text.extend(links);
    let mut items: Vec<String> =
        input.items.iter().filter(|item| item.is_known_by(as_at)).map(|item| item_text(item, as_at)).collect();
    items.sort_unstable();
    text.extend(items);
    text
}

/// The inputs of a verdict on doing, as they were known on its day.
#[must_use]
pub fn doing_inputs(input: &DoingInput<'_>) -> String {
    let as_at = input.as_at;
    let action = input.action;
    let mut text = format!("{RULES} doing as at {as_at}\n");
    line(
        &mut text,
        &format!(
            "action {:?} rated {:?} due {} cycle {} scale {:?}",
            action.reference,
            action.action_rating,
            day(deadline(action)),
            input.update_cycle_days,
            input.scale.id
        ),
    );
    for level in &input.scale.levels {
        line(&mut text, &format!("level {:?} {:?} {:?}", level.code, level.name, level.stands_for));
    }
    for milestone in &action.milestones {
        let completed_on = milestone.completed_on.filter(|completed_on| *completed_on <= as_at);
        line(&mut text, &format!("milestone {:?} {} {}", milestone.text, day(milestone.due_on), day(completed_on)));
    }
    for update in known(input) {
        let (rating, forecast) = (&update.action_rating, day(update.forecast_on));
        line(
            &mut text,
            &format!("update {} {} {rating:?} {forecast}", update.on, update.recorded_at.timestamp_micros()),
        );
    }
    text
}

fn link_text(link: &MeasureLink, as_at: NaiveDate) -> String {
    let mut text = String::new();
    let end = link.ended_by(as_at);
    line(
        &mut text,
        &format!(
            "link {:?} {:?} {} counts {:?} unit {:?} places {} better {:?} goal {} start {} linked {} ended {} {:?} fresh {}",
            link.measure,
            link.name,
            link.kind.code(),
            link.counts,
            link.unit,
            link.places,
            link.better,
            link.goal.code(),
            link.starts_on,
            link.linked_on,
            day(end.map(|end| end.on)),
            end.map(|end| end.why),
            link.fresh_for_days
        ),
    );
    for target in link.targets_by(as_at) {
        let target_text = target.target.map_or_else(|| "taken back".to_owned(), target_text);
        line(&mut text, &format!(" target {} {target_text}", target.known_on));
    }
    let known =
        link.series.figures().iter().filter(|figure| figure.known_on <= as_at && figure.point.period.to <= as_at);
    for figure in known {
        let value = match figure.point.value {
            PointValue::Actual(value) => value.shown(9),
            PointValue::Missing => "missing".to_owned(),
            PointValue::Suppressed => "suppressed".to_owned(),
        };
        let counted = figure.point.counted.map_or_else(|| "-".to_owned(), |counted| counted.to_string());
        line(&mut text, &format!(" figure {} {} {value} {counted}", figure.point.period.from, figure.known_on));
    }
    text
}

fn target_text(target: LinkTarget) -> String {
    format!("{} {} for {}", target.comparison.code(), target.value.shown(9), target.for_on)
}

fn item_text(item: &EvidenceItem, as_at: NaiveDate) -> String {
    let accepted = item.accepted_by(as_at);
    let withdrawn_on = item.withdrawn_on.filter(|withdrawn_on| *withdrawn_on <= as_at);
    format!(
        "item {:?} {} {:?} of {} known {} accepted {} {} until {} withdrawn {}\n",
        item.id,
        item.kind.code(),
        item.title,
        item.on,
        item.known_on,
        accepted.map_or("-", |accepted| accepted.strength.code()),
        day(accepted.map(|accepted| accepted.on)),
        day(item.out_of_date_on),
        day(withdrawn_on)
    )
}

fn line(text: &mut String, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{words}");
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}
