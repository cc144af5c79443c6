//! From what is kept of links and targets to what verdicts are made from.

use chrono::NaiveDate;
use sightline_domain::measure::{Better, Counts};
use sightline_domain::target::{Target, TargetKind, standing_targets};
use sightline_domain::verdict::{
    EvidenceKind, FRESH_FOR_DAYS, Goal, KnownTarget, LinkEnd, LinkTarget, MeasureLink, WhyEnded,
};
use sightline_engine::MeasureDefinition;
use sightline_store::MeasureLink as KeptLink;

use crate::use_cases::figures::months::KnownMonths;

/// The links of one action, from everything that was kept of them in the order it was recorded.
///
/// A link holds from the day on which it was recorded; whoever ends one takes
/// it back, and it goes on counting where it counts against.
pub(super) fn links_of<'a>(
    kept: &[&'a KeptLink],
    known: impl Fn(&str) -> Option<&'a KnownMonths>,
    targets: &[Target],
    as_at: NaiveDate,
) -> Vec<MeasureLink> {
    let mut links: Vec<MeasureLink> = Vec::new();
    for entry in kept {
        let on = entry.at.date_naive();
        if entry.is_linked {
            let Some(known) = known(&entry.measure) else { continue };
            links.push(link(entry, known, targets_of(&entry.measure, targets, as_at)));
        } else if let Some(open) = links.iter_mut().rfind(|link| link.measure == entry.measure && link.ended.is_none())
        {
            open.ended = Some(LinkEnd { on, why: WhyEnded::Withdrawn });
        }
    }
    links
}

fn link(entry: &KeptLink, known: &KnownMonths, targets: Vec<KnownTarget>) -> MeasureLink {
    let definition = known.definition.as_deref();
    MeasureLink {
        measure: entry.measure.clone(),
        name: definition.map_or_else(|| entry.measure.clone(), |definition| definition.title.clone()),
        kind: definition.map_or(EvidenceKind::Measure, evidence_kind),
        counts: definition.map_or(Counts::Events, |definition| definition.counts),
        unit: definition.map(|definition| definition.unit.clone()).unwrap_or_default(),
        places: definition.map_or(0, |definition| definition.kind.places()),
        // Without a figure it is never asked which way is good.
        better: definition.map_or(Better::Higher, |definition| definition.better),
        starts_on: entry.from_on,
        goal: Goal::Improve,
        targets,
        linked_on: entry.at.date_naive(),
        ended: None,
        fresh_for_days: FRESH_FOR_DAYS,
        series: known.series.clone(),
    }
}

/// Audits and what people say are counted month by month too; what a row is about tells them apart.
fn evidence_kind(definition: &MeasureDefinition) -> EvidenceKind {
    match definition.subject.as_str() {
        "audit" => EvidenceKind::Audit,
        "feedback" | "complaint" => EvidenceKind::Voice,
        _ => EvidenceKind::Measure,
    }
}

/// What was to be reached on `as_at`, as it was set, changed and taken back until then.
///
/// Of several targets the council's own comes before those of others, and of its days the next one: the last once all
/// have passed.
fn targets_of(measure: &str, targets: &[Target], as_at: NaiveDate) -> Vec<KnownTarget> {
    let own: Vec<Target> = targets.iter().filter(|target| target.measure == measure).cloned().collect();
    let mut said: Vec<KnownTarget> = Vec::new();
    for count in 1..=own.len() {
        let known_on = own[count - 1].set_at.date_naive();
        let target = aimed_at(&own[..count], as_at);
        if said.last().map(|last| last.target) != Some(target) {
            said.push(KnownTarget { target, known_on });
        }
    }
    said
}

fn aimed_at(entries: &[Target], as_at: NaiveDate) -> Option<LinkTarget> {
    let standing = standing_targets(entries);
    let kind = TargetKind::ALL.into_iter().rev().find(|kind| standing.iter().any(|target| target.kind == *kind))?;
    let mut of_kind: Vec<&Target> = standing.into_iter().filter(|target| target.kind == kind).collect();
    of_kind.sort_by_key(|target| target.for_on);
    let aimed = of_kind.iter().find(|target| target.for_on >= as_at).or(of_kind.last())?;
    Some(LinkTarget { comparison: aimed.comparison, value: aimed.value.exact()?, for_on: aimed.for_on })
}
