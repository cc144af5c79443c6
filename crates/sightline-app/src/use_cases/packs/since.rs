//! What became since of what went into packs; the packs themselves never change.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_domain::measure::with_unit;
use sightline_domain::target::{Target, standing_targets};
use sightline_domain::verdict::GivenEvidence;
use sightline_store::{EntryVersion, ExtractRecord, ExtractStep, PlanId};

use super::facts::SCORECARD;
use super::{KeptPack, day};
use crate::{App, Result};

/// What packs of a plan are compared with.
pub(super) struct Since {
    extracts: Vec<ExtractRecord>,
    evidence: Vec<EntryVersion<GivenEvidence>>,
    measures: Vec<MeasureTargets>,
}

/// The targets of a measure that packs show.
struct MeasureTargets {
    title: String,
    unit: String,
    /// In the order in which they were set.
    targets: Vec<Target>,
}

impl App {
    /// What went into packs of a plan, as it is now.
    pub(super) async fn since(&self, plan: &PlanId) -> Result<Since> {
        let mut by_measure: BTreeMap<String, Vec<Target>> = BTreeMap::new();
        for target in self.store.targets(None).await? {
            by_measure.entry(target.measure.clone()).or_default().push(target);
        }
        let mut measures = Vec::new();
        if !by_measure.is_empty() {
            let catalogue = self.desk.catalogue().await?;
            let card = catalogue.scorecard(SCORECARD).ok();
            let rows = card.into_iter().flat_map(|card| &card.sections).flat_map(|section| &section.rows);
            for id in rows.filter_map(|row| row.measure.as_deref()) {
                // A measure that is no longer defined has neither a title nor a unit to tell its targets by.
                let Ok(measure) = catalogue.measure(id) else { continue };
                let Some(targets) = by_measure.remove(id) else { continue };
                measures.push(MeasureTargets { title: measure.title.clone(), unit: measure.unit.clone(), targets });
            }
        }
        Ok(Since { extracts: self.store.extracts().await?, evidence: self.given_evidence(plan, None).await?, measures })
    }
}

impl Since {
    /// What became of what went into a pack, as sentences.
    pub(super) fn of_pack(&self, pack: &KeptPack) -> Vec<String> {
        let extract = pack.extract.as_deref().and_then(|id| self.of_extract(id));
        let evidence = self.evidence.iter().filter_map(|kept| taken_back(kept, pack));
        let targets = self.measures.iter().flat_map(|measure| measure.changed_since(pack.of.as_at));
        extract.into_iter().chain(evidence).chain(targets).collect()
    }

    /// That an extract was withdrawn or destroyed, with the day.
    pub(super) fn of_extract(&self, id: &str) -> Option<String> {
        let extract = self.extracts.iter().find(|extract| extract.id.as_str() == id)?;
        let told = |step: &ExtractStep, what: &str| {
            format!("The records of {} were {what} on {}.", day(extract.as_at), day(step.at.date_naive()))
        };
        match (&extract.withdrawn, &extract.destroyed) {
            (Some(step), _) => Some(told(step, "withdrawn")),
            (None, Some(step)) => Some(told(step, "destroyed")),
            (None, None) => None,
        }
    }
}

/// That evidence which spoke for a rating in the pack was taken back.
fn taken_back(kept: &EntryVersion<GivenEvidence>, pack: &KeptPack) -> Option<String> {
    let as_at = pack.of.as_at;
    let given = &kept.body;
    let withdrawal = given.withdrawal.as_ref()?;
    let spoke = given.known_on <= as_at
        && given.answer.as_ref().is_some_and(|answer| answer.strength.is_some() && answer.on <= as_at);
    let is_since = withdrawal.on > as_at || kept.at > pack.known_at;
    (spoke && is_since).then(|| {
        format!("The evidence “{}” of action {} was taken back on {}.", given.title, given.action, day(withdrawal.on))
    })
}

impl MeasureTargets {
    /// The targets that stood on a day and stand no longer, or with another value.
    fn changed_since(&self, as_at: NaiveDate) -> Vec<String> {
        let before: Vec<Target> =
            self.targets.iter().filter(|target| target.set_at.date_naive() <= as_at).cloned().collect();
        let now = standing_targets(&self.targets);
        let sentence = |then: &Target| {
            let last = self.targets.iter().rfind(|target| same_place(target, then))?;
            if (last.is_withdrawn, last.value, last.comparison) == (false, then.value, then.comparison) {
                return None;
            }
            let which = format!(
                "The {} target of {} for {}, {},",
                then.kind.words(),
                self.title,
                day(then.for_on),
                self.words(then)
            );
            let on = day(last.set_at.date_naive());
            Some(match now.iter().find(|target| same_place(target, then)) {
                Some(now) => format!("{which} was changed to {} on {on}.", self.words(now)),
                None => format!("{which} was taken back on {on}."),
            })
        };
        standing_targets(&before).into_iter().filter_map(sentence).collect()
    }

    fn words(&self, target: &Target) -> String {
        format!("{} {}", target.comparison.words(), with_unit(&target.value.to_string(), &self.unit))
    }
}

fn same_place(one: &Target, other: &Target) -> bool {
    (one.kind, one.for_on) == (other.kind, other.for_on)
}
