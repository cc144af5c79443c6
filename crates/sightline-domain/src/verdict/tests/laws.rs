//! What holds of every verdict, whatever the figures.

use proptest::prelude::*;

use super::*;
use crate::scale::Brag;
use crate::standing::Standing;
use crate::verdict::{FRESH_FOR_DAYS, ImpactVerdict, LinkEnd, WhyEnded, impact_inputs, judge_impact};

/// Something that can be taken away.
#[derive(Clone, Copy, Debug)]
enum Removal {
    Link(usize),
    Item(usize),
    Figure(usize, usize),
    /// Every figure of the baseline, or since the start, on one side of a value: what somebody would take away who knew
    /// what it did to the verdict.
    Chosen {
        link: usize,
        is_before: bool,
        is_above: bool,
        value: i64,
    },
    Target(usize),
}

fn figures() -> impl Strategy<Value = Vec<Option<i64>>> {
    // The level before and after the start, and noise round it; a month in ten is missing.
    let noise = prop::collection::vec(prop::option::weighted(0.9, -4_i64..=4), 20..33);
    (noise, -6_i64..=6).prop_map(|(noise, shift)| {
        let level = |at: usize| 50 + if at >= 24 { shift } else { 0 };
        noise.into_iter().enumerate().map(|(at, noise)| noise.map(|noise| level(at) + noise)).collect()
    })
}

fn link(at: usize) -> impl Strategy<Value = MeasureLink> {
    let kind = prop::sample::select(vec![EvidenceKind::Measure, EvidenceKind::Audit, EvidenceKind::Voice]);
    let better = prop::sample::select(vec![Better::Higher, Better::Lower]);
    let goal = prop::sample::select(vec![Goal::Improve, Goal::Maintain]);
    (figures(), kind, better, goal, prop::option::of(44_i64..56)).prop_map(
        move |(values, kind, better, goal, target)| {
            let comparison = if better == Better::Lower { Comparison::AtMost } else { Comparison::AtLeast };
            let target = target.map(|value| KnownTarget {
                target: Some(LinkTarget { comparison, value: Exact::whole(value), for_on: day("2026-12-31") }),
                known_on: day("2025-12-20"),
            });
            let targets = target.into_iter().collect();
            MeasureLink {
                kind,
                better,
                goal,
                targets,
                fresh_for_days: FRESH_FOR_DAYS,
                ..linked(&at.to_string(), &values)
            }
        },
    )
}

fn links() -> impl Strategy<Value = Vec<MeasureLink>> {
    (0..4_usize).prop_flat_map(|count| (0..count).map(link).collect::<Vec<_>>())
}

fn items() -> impl Strategy<Value = Vec<EvidenceItem>> {
    let kinds = prop::collection::vec(prop::sample::select(EvidenceKind::ALL.to_vec()), 0..4);
    kinds.prop_map(|kinds| kinds.into_iter().enumerate().map(|(at, kind)| item(&at.to_string(), kind)).collect())
}

fn removals() -> impl Strategy<Value = Vec<Removal>> {
    let one = prop_oneof![
        (0..4_usize).prop_map(Removal::Link),
        (0..4_usize).prop_map(Removal::Item),
        // Mostly among the latest, where it matters most.
        (0..4_usize, prop_oneof![1 => 0..24_usize, 3 => 24..33_usize]).prop_map(|(link, at)| Removal::Figure(link, at)),
        (0..4_usize).prop_map(Removal::Target),
        (0..4_usize, any::<bool>(), any::<bool>(), 46_i64..55)
            .prop_map(|(link, is_before, is_above, value)| { Removal::Chosen { link, is_before, is_above, value } }),
    ];
    prop::collection::vec(one, 1..8)
}

fn taken_away(
    links: &[MeasureLink],
    items: &[EvidenceItem],
    removals: &[Removal],
    on: NaiveDate,
) -> (Vec<MeasureLink>, Vec<EvidenceItem>) {
    let (mut links, mut items) = (links.to_vec(), items.to_vec());
    for removal in removals {
        match *removal {
            Removal::Link(at) => {
                if let Some(link) = links.get_mut(at) {
                    link.ended = Some(LinkEnd { on, why: WhyEnded::Withdrawn });
                }
            }
            Removal::Item(at) => {
                if let Some(item) = items.get_mut(at) {
                    item.withdrawn_on = Some(on);
                }
            }
            Removal::Figure(link, at) => {
                if let Some(link) = links.get_mut(link) {
                    let mut figures = link.series.figures().to_vec();
                    figures.push(KnownFigure { known_on: on, ..figure(at, None) });
                    link.series = Series::new(figures).unwrap();
                }
            }
            Removal::Chosen { link, is_before, is_above, value } => {
                if let Some(link) = links.get_mut(link) {
                    let value = Exact::whole(value);
                    let is_chosen = |known: &&KnownFigure| match known.point.value {
                        PointValue::Actual(found) if is_above => found > value,
                        PointValue::Actual(found) => found < value,
                        _ => false,
                    };
                    let figures = link.series.figures();
                    let chosen =
                        figures.iter().filter(is_chosen).filter(|known| (known.point.period < month(24)) == is_before);
                    let gone =
                        chosen.map(|known| KnownFigure { point: Point::missing(known.point.period), known_on: on });
                    link.series = Series::new(figures.iter().cloned().chain(gone).collect()).unwrap();
                }
            }
            Removal::Target(at) => {
                if let Some(link) = links.get_mut(at) {
                    link.targets.push(KnownTarget { target: None, known_on: on });
                }
            }
        }
    }
    (links, items)
}

/// What it supports when the action is complete, worst first.
fn rank(verdict: &ImpactVerdict) -> Option<Brag> {
    verdict.supports(Standing::Complete)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn taking_evidence_away_never_makes_a_verdict_better(
        links in links(), items in items(), first in removals(), second in removals(), is_tested in any::<bool>(),
    ) {
        let test_on = Some(if is_tested { day("2026-07-31") } else { day("2027-03-31") });
        let judge = |links: &[MeasureLink], items: &[EvidenceItem]| {
            judge_impact(&ImpactInput { test_on, as_at: day("2026-09-20"), ..input(links, items) })
        };
        let whole = judge(&links, &items);
        let (links, items) = taken_away(&links, &items, &first, day("2026-09-19"));
        let once = judge(&links, &items);
        prop_assert!(rank(&once) <= rank(&whole), "{:?} {:?}", whole.reasons, once.reasons);
        prop_assert!(once.level <= whole.level);
        let (links, items) = taken_away(&links, &items, &second, day("2026-09-20"));
        let twice = judge(&links, &items);
        prop_assert!(rank(&twice) <= rank(&once), "{:?} {:?}", once.reasons, twice.reasons);
    }

    #[test]
    fn done_never_changes_what_the_evidence_says(links in links(), items in items()) {
        // A verdict on impact is not even told whether the action is done; being done adds the last step to blue, and
        // only where every other is there.
        let verdict = judge_impact(&input(&links, &items));
        let not_done = verdict.supports(Standing::OnTrack);
        for standing in Standing::ALL {
            let supported = verdict.supports(standing);
            let is_last_step = standing == Standing::Complete && verdict.is_ready_for_blue();
            prop_assert_eq!(supported, if is_last_step { Some(Brag::Blue) } else { not_done });
            prop_assert!(not_done >= Some(Brag::Green) || supported == not_done);
        }
    }

    #[test]
    fn a_verdict_of_the_past_does_not_change_when_more_is_known(
        links in links(), items in items(), removals in removals(), days in 0_u64..300, later in figures(),
    ) {
        let as_at = day("2026-01-15") + Days::new(days);
        let judge = |links: &[MeasureLink], items: &[EvidenceItem]| {
            let input = ImpactInput { as_at, ..input(links, items) };
            (judge_impact(&input), impact_inputs(&input))
        };
        let before = judge(&links, &items);
        let tomorrow = as_at + Days::new(1);
        let (mut links, mut items) = taken_away(&links, &items, &removals, tomorrow);
        // Corrections of old months, figures of new ones, another link and more evidence, all known tomorrow.
        for link in &mut links {
            let corrected = later.iter().enumerate().map(|(at, value)| KnownFigure { known_on: tomorrow, ..figure(at, *value) });
            link.series = Series::new(link.series.figures().iter().cloned().chain(corrected).collect()).unwrap();
        }
        links.push(MeasureLink { linked_on: tomorrow, ..linked("later", &then(&[30; 7])) });
        items.push(EvidenceItem { known_on: tomorrow, ..item("later", EvidenceKind::Audit) });
        prop_assert_eq!(judge(&links, &items), before);
    }
}
