//! Many actions judged, and what was said of them.

use chrono::NaiveDate;
use sightline_domain::scale::Brag;
use sightline_domain::standing::Standing;
use sightline_domain::verdict::{
    EvidenceItem, EvidenceKind, Goal, ImpactInput, ImpactVerdict, LinkState, MeasureLink, judge_impact, judge_link,
};

use super::random::Random;
use super::world::{Effect, Noise, World, look, measure};

/// What one measure said, over many of its kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub(super) improving: usize,
    pub(super) holding: usize,
    pub(super) worsening: usize,
    pub(super) silent: usize,
    /// Those with a caution about their pattern or their denominators.
    pub(super) warned: usize,
    pub(super) of: usize,
}

impl Said {
    pub(super) fn share(self, count: usize) -> f64 {
        share(count, self.of)
    }
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 are simulated")]
pub(super) fn share(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

/// So many measures of one kind, judged when the months since the start are over.
pub(super) fn many(world: &World, count: usize, seed: u64) -> Said {
    let mut random = Random::new(seed);
    let mut said = Said { of: count, ..Said::default() };
    for _ in 0..count {
        let verdict = judge_link(&measure(world, 0, &mut random), look(world.after));
        match verdict.state {
            LinkState::Improving => said.improving += 1,
            LinkState::Holding => said.holding += 1,
            LinkState::Worsening => said.worsening += 1,
            state if !state.can_say() => said.silent += 1,
            _ => {}
        }
        let is_warned = verdict
            .cautions
            .iter()
            .any(|caution| matches!(caution.code(), "autocorrelated" | "seasonal" | "small_denominators"));
        said.warned += usize::from(is_warned);
    }
    said
}

/// The share of measures of one kind that say improving at one monthly look or more, of the looks from the first month
/// to the last.
pub(super) fn ever_improving(world: &World, count: usize, seed: u64) -> f64 {
    let mut random = Random::new(seed);
    let ever =
        |link: &MeasureLink| (1..=world.after).any(|month| judge_link(link, look(month)).state == LinkState::Improving);
    share((0..count).filter(|_| ever(&measure(world, 0, &mut random))).count(), count)
}

/// The share of actions that are green or blue, of so many with so many measures each.
pub(super) fn green(world: &World, measures: usize, count: usize, seed: u64) -> f64 {
    let mut random = Random::new(seed);
    let is_green = |random: &mut Random| {
        let links: Vec<MeasureLink> = (0..measures).map(|number| measure(world, number, random)).collect();
        supported(&judge(&links, &[], None, look(world.after))) >= Some(Brag::Green)
    };
    share((0..count).filter(|_| is_green(&mut random)).count(), count)
}

/// One true effect of the actions in the table of verdicts.
pub(super) const EFFECTS: [(&str, Effect); 8] = [
    ("none", Effect::None),
    ("sudden, 3 deviations", Effect::Sudden(3.0)),
    ("sudden, 2 deviations", Effect::Sudden(2.0)),
    ("gradual, to 3 in a year", Effect::Gradual(3.0)),
    ("late, 3 from month 7", Effect::Late(3.0)),
    ("short-lived, 3 for 4 months", Effect::ShortLived(3.0)),
    ("harmful, 2 deviations", Effect::Sudden(-2.0)),
    ("none, at its target before", Effect::None),
];

/// How often actions of one true effect are blue, green, amber, red, and without a verdict.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    pub(super) verdicts: [usize; 5],
    pub(super) of: usize,
}

/// So many actions with one to three measures, of every kind of noise, judged a year after their start.
///
/// Four in ten have figures of 24 months, three of 18, two of 12, and one of 10.
/// All are complete and have a second kind of evidence, so that blue is possible.
pub(super) fn actions(count: usize, seed: u64) -> Vec<(&'static str, Row)> {
    let mut random = Random::new(seed);
    let mut rows: Vec<(&'static str, Row)> = EFFECTS.iter().map(|(name, _)| (*name, Row::default())).collect();
    let noises = [
        Noise::Independent,
        Noise::Independent,
        Noise::Gappy(0.1),
        Noise::Children(10),
        Noise::Children(40),
        Noise::Children(150),
    ];
    for number in 0..count {
        let kind = number % EFFECTS.len();
        let (name, effect) = EFFECTS[kind];
        let is_at_target = name.contains("target");
        let world = World {
            effect,
            noise: random.choose(&noises),
            baseline: random.choose(&[24, 24, 24, 24, 18, 18, 18, 12, 12, 10]),
            after: 12,
            goal: Goal::Improve,
            target: is_at_target.then_some(-2.0),
        };
        let measures = random.choose(&[1, 2, 3]);
        let links: Vec<MeasureLink> = (0..measures).map(|number| measure(&world, number, &mut random)).collect();
        let as_at = look(world.after);
        let verdict = judge(&links, &[voice(as_at)], Some(as_at.pred_opt().expect("there is a day before")), as_at);
        let at = match supported(&verdict) {
            Some(Brag::Blue) => 0,
            Some(Brag::Green) => 1,
            Some(Brag::Amber) => 2,
            Some(Brag::Red) => 3,
            None => 4,
        };
        rows[kind].1.verdicts[at] += 1;
        rows[kind].1.of += 1;
    }
    rows
}

fn judge(links: &[MeasureLink], items: &[EvidenceItem], test_on: Option<NaiveDate>, as_at: NaiveDate) -> ImpactVerdict {
    judge_impact(&ImpactInput { links, items, test_on, due_on: None, as_at })
}

fn supported(verdict: &ImpactVerdict) -> Option<Brag> {
    verdict.supports(Standing::Complete)
}

fn voice(on: NaiveDate) -> EvidenceItem {
    EvidenceItem {
        id: "voice".to_owned(),
        kind: EvidenceKind::Voice,
        title: "What children said".to_owned(),
        on,
        known_on: on,
        accepted: None,
        out_of_date_on: None,
        withdrawn_on: None,
    }
}
