//! Sentences about the impact of an action, made by rule.

use super::impact::KINDS_FOR_BLUE;
use super::words::{day_words, listed, many};
use super::{BlueLack, ImpactLevel, ImpactVerdict, LinkCounts};

/// Why the level is as it is; then why each measure is.
pub(super) fn reasons(verdict: &ImpactVerdict, has_test_date: bool) -> Vec<String> {
    let counts = verdict.counts;
    let good = || share_words(counts.good, counts.linked, "improving or holding");
    let passed = || passed_words(verdict, has_test_date);
    let first = match verdict.level {
        ImpactLevel::NoEvidence if counts.linked == 0 && verdict.evidence.is_empty() => {
            "No evidence: nothing is linked.".to_owned()
        }
        ImpactLevel::NoEvidence if counts.linked == 0 => {
            "No evidence: no measure is linked, and what is linked cannot be measured.".to_owned()
        }
        ImpactLevel::NoEvidence if counts.linked == 1 && counts.silent == 1 => {
            "No evidence: nothing can be said of the only linked measure.".to_owned()
        }
        ImpactLevel::NoEvidence if counts.linked == counts.silent => {
            format!("No evidence: nothing can be said of any of {} linked measures.", counts.linked)
        }
        ImpactLevel::NoEvidence => "No evidence: all of it is out of date.".to_owned(),
        ImpactLevel::Red if counts.bad > 0 => {
            format!("Red: {}.", share_words(counts.bad, counts.linked, "worsening"))
        }
        ImpactLevel::Red => format!("Red: {}, and {}.", passed(), good()),
        ImpactLevel::Amber if verdict.is_test_passed => {
            let early = if counts.linked == 1 {
                "the only linked measure".to_owned()
            } else {
                format!("{} of {} linked measures", counts.too_early, counts.linked)
            };
            format!("Amber: {}, but it is too early for {early}.", passed())
        }
        ImpactLevel::Amber => format!("Amber: none is worsening, {}, and {}.", good(), passed()),
        ImpactLevel::Green => format!("Green: none is worsening, and {}.", good()),
    };
    let mut reasons = vec![first];
    reasons.extend(verdict.links.iter().flat_map(|link| link.reasons.iter().cloned()));
    reasons
}

/// `1 of 2 linked measures is improving`, `none of 3 linked measures is improving`.
fn share_words(count: usize, linked: usize, what: &str) -> String {
    match (count, linked) {
        (0, 1) => format!("the only linked measure is not {what}"),
        (_, 1) => format!("the only linked measure is {what}"),
        (0, _) => format!("none of {linked} linked measures is {what}"),
        (count, _) if count == linked => format!("all {linked} linked measures are {what}"),
        (count, _) => format!("{count} of {linked} linked measures {} {what}", is_are(count)),
    }
}

fn passed_words(verdict: &ImpactVerdict, has_test_date: bool) -> String {
    let Some(day) = verdict.tested_on else { return "no test date and no due date is set".to_owned() };
    let which = if has_test_date { "test date" } else { "due date" };
    let passed = if verdict.is_test_passed { "has passed" } else { "has not passed" };
    format!("the {which}, {}, {passed}", day_words(day))
}

/// What would make the verdict better, or keep it from being worse.
pub(super) fn would_change(verdict: &ImpactVerdict, has_test_date: bool) -> Vec<String> {
    let LinkCounts { linked, good, bad, .. } = verdict.counts;
    let mut sentences = Vec::new();
    if linked == 0 {
        sentences.push("A measure linked to the action, with the day from which it should show.".to_owned());
    }
    if verdict.level == ImpactLevel::NoEvidence
        && !verdict.evidence.iter().any(|evidence| evidence.is_in_date)
        && linked > 0
    {
        sentences.push("Evidence that is in date.".to_owned());
    }
    if bad > 0 {
        sentences.push(format!("Green needs that none is worsening: {bad} {} now.", is_are(bad)));
    }
    let missing = linked.div_ceil(2).saturating_sub(good);
    if missing > 0 {
        sentences.push(format!("Green needs {} more to be improving or holding.", many(missing, "linked measure")));
    }
    if verdict.level == ImpactLevel::Amber
        && !verdict.is_test_passed
        && let Some(day) = verdict.tested_on
    {
        let which = if has_test_date { "test date" } else { "due date" };
        sentences.push(format!(
            "It turns red after the {which}, {}, if it stays so and is no longer too early.",
            day_words(day)
        ));
    }
    sentences.extend(verdict.links.iter().flat_map(|link| link.would_change.iter().cloned()));
    sentences.extend(verdict.lacks_for_blue.iter().filter_map(lack_words));
    if verdict.is_ready_for_blue() {
        sentences.push("Blue needs the action to be complete, and nothing else.".to_owned());
    }
    sentences
}

fn lack_words(lack: &BlueLack) -> Option<String> {
    Some(match lack {
        BlueLack::NotGreen => return None,
        BlueLack::NotAllGood(names) => {
            format!("Blue needs every linked measure to be improving or holding; not so yet: {}.", listed(names))
        }
        BlueLack::NotSustained(names) => {
            format!("Blue needs every target to be met at three figures in a row; not so yet: {}.", listed(names))
        }
        BlueLack::Kinds(kinds) => format!(
            "Blue needs {KINDS_FOR_BLUE} kinds of evidence in date, out of measures, audit, children’s and families’ \
             voice, and documents that the sponsor has accepted; there {} {kinds}.",
            is_are(*kinds)
        ),
    })
}

/// The cautions of each measure, with its name.
pub(super) fn cautions(verdict: &ImpactVerdict) -> Vec<String> {
    let of_link = |link: &super::LinkVerdict| {
        let name = link.name.clone();
        link.cautions.iter().map(move |caution| format!("{name}: {}", caution.words())).collect::<Vec<_>>()
    };
    verdict.links.iter().flat_map(of_link).collect()
}

fn is_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
