//! Is it making a difference: what the evidence of an action supports, over all its measures together.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    EvidenceItem, EvidenceKind, LinkState, LinkVerdict, MeasureLink, Strength, TargetState, impact_words, judge_link,
    link,
};
use crate::scale::Brag;
use crate::standing::Standing;

/// Kinds of evidence that the best level needs.
pub(super) const KINDS_FOR_BLUE: usize = 2;

/// What a verdict on impact is made from. Whether the action is done is not among it.
#[derive(Clone, Copy, Debug)]
pub struct ImpactInput<'a> {
    /// The measures that were ever linked to the action.
    pub links: &'a [MeasureLink],
    /// The other evidence that was ever linked to it.
    pub items: &'a [EvidenceItem],
    /// The day by which impact has to be tested.
    pub test_on: Option<NaiveDate>,
    /// The last day on which the action may be completed: [`crate::standing::deadline`].
    pub due_on: Option<NaiveDate>,
    /// The day of the verdict.
    pub as_at: NaiveDate,
}

/// What the evidence says of impact, worst first: evidence that is taken away leads to the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImpactLevel {
    /// Nothing can be said: it supports no rating.
    NoEvidence,
    /// A measure is worsening, or the day has passed and too few are better.
    Red,
    /// It is too early, or the day has not passed and none is worsening.
    Amber,
    /// None is worsening, and at least half are improving or holding.
    Green,
}

impl ImpactLevel {
    /// As it stands in the store and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoEvidence => "no_evidence",
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
        }
    }

    /// The level in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoEvidence => "No evidence",
            Self::Red => "Red",
            Self::Amber => "Amber",
            Self::Green => "Green",
        }
    }
}

/// What keeps the evidence from supporting the best level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlueLack {
    /// The evidence does not support green.
    NotGreen,
    /// Measures that are neither improving nor holding, by their names.
    NotAllGood(Vec<String>),
    /// Measures whose target is not sustained, by their names.
    NotSustained(Vec<String>),
    /// Only so many kinds of evidence are there and in date.
    Kinds(usize),
}

/// A piece of evidence and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsideredEvidence {
    /// Identifier: of a measure its id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// The day that it is of: of a measure the end of its latest month.
    pub on: Option<NaiveDate>,
    /// How strongly the sponsor says it speaks, once said.
    pub strength: Option<Strength>,
    /// True when it stands and is recent enough to rely on.
    pub is_in_date: bool,
    /// True when it counts towards the kinds of evidence that the best level needs.
    pub counts: bool,
}

/// How many linked measures say what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCounts {
    /// All of them, those without a word too.
    pub linked: usize,
    /// Improving or holding.
    pub good: usize,
    /// Worsening, also those taken back.
    pub bad: usize,
    /// No change.
    pub unchanged: usize,
    /// Too early.
    pub too_early: usize,
    /// Of which nothing can be said.
    pub silent: usize,
}

/// What the evidence of an action supports, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImpactVerdict {
    /// The day of the verdict.
    pub as_at: NaiveDate,
    /// What the evidence says, at most green; see [`Self::supports`] for blue.
    pub level: ImpactLevel,
    /// What keeps the evidence from supporting blue once the action is complete; empty when nothing does.
    pub lacks_for_blue: Vec<BlueLack>,
    /// How many measures say what.
    pub counts: LinkCounts,
    /// The test date or, without one, the due date; what decides between amber and red.
    pub tested_on: Option<NaiveDate>,
    /// True when that day has passed.
    pub is_test_passed: bool,
    /// Why, in sentences.
    pub reasons: Vec<String>,
    /// Each linked measure.
    pub links: Vec<LinkVerdict>,
    /// Every piece of evidence that was known.
    pub evidence: Vec<ConsideredEvidence>,
    /// What would change it, in sentences.
    pub would_change: Vec<String>,
    /// What to be careful with, in sentences that name the measure.
    pub cautions: Vec<String>,
}

impl ImpactVerdict {
    /// The best impact rating that it supports on BRAG; `None` when it supports none.
    ///
    /// Being complete is the last of what blue needs and lifts nothing else:
    /// it never turns amber green, nor a green blue that lacks anything.
    #[must_use]
    pub fn supports(&self, standing: Standing) -> Option<Brag> {
        match self.level {
            ImpactLevel::NoEvidence => None,
            ImpactLevel::Red => Some(Brag::Red),
            ImpactLevel::Amber => Some(Brag::Amber),
            ImpactLevel::Green if self.is_ready_for_blue() && standing == Standing::Complete => Some(Brag::Blue),
            ImpactLevel::Green => Some(Brag::Green),
        }
    }

    /// The verdict for somebody who may not see every figure of some measures, by their ids.
    ///
    /// What it says stays, so that it is the same for everybody; what rests on
    /// the figures of these measures is left out.
    #[must_use]
    pub fn without_figures_of(mut self, measures: &BTreeSet<String>) -> Self {
        for link in self.links.iter_mut().filter(|link| measures.contains(&link.measure)) {
            let left_out = std::mem::take(&mut link.would_change);
            self.would_change.retain(|sentence| !left_out.contains(sentence));
            link.reasons =
                vec![format!("{}: {}. Its figures are too small to be shown to you.", link.name, link.state.words())];
            link.figures = super::LinkFigures::default();
        }
        // What each measure says stands behind the sentence on all of them.
        self.reasons.truncate(1);
        self.reasons.extend(self.links.iter().flat_map(|link| link.reasons.iter().cloned()));
        self
    }

    /// True when the evidence supports blue once the action is complete.
    #[must_use]
    pub fn is_ready_for_blue(&self) -> bool {
        self.lacks_for_blue.is_empty()
    }
}

/// What the evidence supports on a day, from what was known by then.
///
/// # How measures are counted
///
/// Every link that stands counts among the linked, those without enough
/// history, without recent figures, and those taken back too; so nothing is
/// gained by leaving a measure without data. One that was taken back goes on
/// counting as worsening when that is what its figures say.
///
/// # Too early
///
/// When the test date has passed, it is still too early for as long as the
/// measures with fewer than seven figures could make half of the linked ones
/// good. Without a test date and a due date nothing has passed.
///
/// # No evidence
///
/// When no measure is linked, when of none anything can be said, or when all
/// evidence is out of date. Documents alone support no rating: they cannot
/// show that children are better off.
#[must_use]
pub fn judge_impact(input: &ImpactInput<'_>) -> ImpactVerdict {
    let as_at = input.as_at;
    let links: Vec<(&MeasureLink, LinkVerdict)> =
        link::counting(input.links, as_at).into_iter().map(|link| (link, judge_link(link, as_at))).collect();
    let evidence = considered(&links, input.items, as_at);
    let verdicts: Vec<LinkVerdict> = links.into_iter().map(|(_, verdict)| verdict).collect();
    let counts = count(&verdicts);
    let tested_on = input.test_on.or(input.due_on);
    let is_test_passed = tested_on.is_some_and(|day| day < as_at);
    let is_any_in_date = evidence.iter().any(|evidence| evidence.is_in_date);
    let level = level(counts, is_test_passed, is_any_in_date);
    let mut verdict = ImpactVerdict {
        as_at,
        level,
        lacks_for_blue: lacks_for_blue(level, &verdicts, &evidence),
        counts,
        tested_on,
        is_test_passed,
        reasons: Vec::new(),
        links: verdicts,
        evidence,
        would_change: Vec::new(),
        cautions: Vec::new(),
    };
    verdict.reasons = impact_words::reasons(&verdict, input.test_on.is_some());
    verdict.would_change = impact_words::would_change(&verdict, input.test_on.is_some());
    verdict.cautions = impact_words::cautions(&verdict);
    verdict
}

fn level(counts: LinkCounts, is_test_passed: bool, is_any_in_date: bool) -> ImpactLevel {
    let is_half = |count: usize| count * 2 >= counts.linked;
    if counts.linked == counts.silent || !is_any_in_date {
        ImpactLevel::NoEvidence
    } else if counts.bad > 0 {
        ImpactLevel::Red
    } else if is_half(counts.good) {
        ImpactLevel::Green
    } else if !is_test_passed || is_half(counts.good + counts.too_early) {
        ImpactLevel::Amber
    } else {
        ImpactLevel::Red
    }
}

fn count(verdicts: &[LinkVerdict]) -> LinkCounts {
    let of = |wanted: fn(LinkState) -> bool| verdicts.iter().filter(|verdict| wanted(verdict.state)).count();
    LinkCounts {
        linked: verdicts.len(),
        good: of(LinkState::is_good),
        bad: of(LinkState::is_bad),
        unchanged: of(|state| state == LinkState::NoChange),
        too_early: of(|state| state == LinkState::TooEarly),
        silent: of(|state| !state.can_say()),
    }
}

fn lacks_for_blue(level: ImpactLevel, verdicts: &[LinkVerdict], evidence: &[ConsideredEvidence]) -> Vec<BlueLack> {
    let mut lacks = Vec::new();
    if level != ImpactLevel::Green {
        lacks.push(BlueLack::NotGreen);
    }
    let named = |wanted: fn(&LinkVerdict) -> bool| -> Vec<String> {
        verdicts.iter().filter(|verdict| wanted(verdict)).map(|verdict| verdict.name.clone()).collect()
    };
    let not_good = named(|verdict| !verdict.state.is_good());
    if !not_good.is_empty() {
        lacks.push(BlueLack::NotAllGood(not_good));
    }
    let not_sustained = named(|verdict| !matches!(verdict.target, TargetState::Sustained | TargetState::NoTarget));
    if !not_sustained.is_empty() {
        lacks.push(BlueLack::NotSustained(not_sustained));
    }
    let kinds: BTreeSet<EvidenceKind> =
        evidence.iter().filter(|evidence| evidence.counts).map(|evidence| evidence.kind).collect();
    if kinds.len() < KINDS_FOR_BLUE {
        lacks.push(BlueLack::Kinds(kinds.len()));
    }
    lacks
}

fn considered(
    links: &[(&MeasureLink, LinkVerdict)],
    items: &[EvidenceItem],
    as_at: NaiveDate,
) -> Vec<ConsideredEvidence> {
    let of_links = links.iter().map(|(link, verdict)| ConsideredEvidence {
        id: link.measure.clone(),
        title: link.name.clone(),
        kind: link.kind,
        on: verdict.figures.latest.last().map(|point| point.period.to),
        strength: None,
        is_in_date: verdict.is_in_date,
        counts: verdict.is_in_date,
    });
    let of_items = items.iter().filter(|item| item.is_known_by(as_at)).map(|item| ConsideredEvidence {
        id: item.id.clone(),
        title: item.title.clone(),
        kind: item.kind,
        on: Some(item.on),
        strength: item.accepted_by(as_at).map(|accepted| accepted.strength),
        is_in_date: item.is_in_date(as_at),
        counts: item.counts_on(as_at),
    });
    of_links.chain(of_items).collect()
}
