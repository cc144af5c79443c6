//! All linked measures together.

use super::*;
use crate::scale::Brag;
use crate::standing::Standing;
use crate::verdict::{BlueLack, ImpactLevel, ImpactVerdict, LinkEnd, WhyEnded, impact_inputs, judge_impact};

const BETTER: [i64; 7] = [51; 7];
const WORSE: [i64; 7] = [49; 7];
const SAME: [i64; 7] = [49, 51, 49, 51, 49, 51, 49];

/// One link for each, with these figures since the start.
fn links(after: &[&[i64]]) -> Vec<MeasureLink> {
    after.iter().enumerate().map(|(at, after)| linked(&at.to_string(), &then(after))).collect()
}

fn of(after: &[&[i64]]) -> ImpactVerdict {
    judge_impact(&input(&links(after), &[]))
}

fn tested(after: &[&[i64]]) -> ImpactVerdict {
    let links = links(after);
    judge_impact(&ImpactInput { test_on: Some(day("2026-08-14")), ..input(&links, &[]) })
}

#[test]
fn half_of_the_measures_better_and_none_worse_is_green() {
    assert_eq!(of(&[&BETTER]).level, ImpactLevel::Green);
    assert_eq!(of(&[&BETTER, &SAME]).level, ImpactLevel::Green);
    assert_eq!(of(&[&BETTER, &SAME, &SAME]).level, ImpactLevel::Amber);
    assert_eq!(of(&[&BETTER, &BETTER, &WORSE]).level, ImpactLevel::Red);
    assert_eq!(
        of(&[&BETTER, &SAME]).reasons[0],
        "Green: none is worsening, and 1 of 2 linked measures is improving or holding."
    );
    assert_eq!(of(&[&WORSE]).reasons[0], "Red: the only linked measure is worsening.");
}

#[test]
fn a_test_date_that_has_passed_turns_amber_red_unless_it_is_too_early() {
    let same = of(&[&SAME]);
    assert_eq!(same.level, ImpactLevel::Amber);
    assert_eq!(
        same.reasons[0],
        "Amber: none is worsening, the only linked measure is not improving or holding, and the test date, 31 March 2027, \
         has not passed."
    );
    let red = tested(&[&SAME]);
    assert_eq!(red.level, ImpactLevel::Red);
    assert!(
        red.reasons[0]
            .starts_with("Red: the test date, 14 August 2026, has passed, and the only linked measure is not")
    );
    assert_eq!(tested(&[&SAME[..3]]).level, ImpactLevel::Amber);
    assert_eq!(tested(&[&SAME[..3], &SAME]).level, ImpactLevel::Amber);
    assert_eq!(tested(&[&SAME[..3], &SAME, &SAME]).level, ImpactLevel::Red, "one of three cannot make the half");
    let links = links(&[&SAME]);
    let due = |due_on| judge_impact(&ImpactInput { test_on: None, due_on, ..input(&links, &[]) }).level;
    assert_eq!(due(Some(day("2026-08-14"))), ImpactLevel::Red, "without a test date the due date counts");
    assert_eq!(due(Some(day("2026-08-15"))), ImpactLevel::Amber, "the day itself has not passed");
    assert_eq!(due(None), ImpactLevel::Amber);
}

#[test]
fn nothing_linked_or_nothing_to_say_is_no_evidence() {
    let nothing = judge_impact(&input(&[], &[]));
    assert_eq!((nothing.level, nothing.supports(Standing::Complete)), (ImpactLevel::NoEvidence, None));
    assert_eq!(nothing.reasons, ["No evidence: nothing is linked."]);
    let documents = [item("d", EvidenceKind::Document)];
    assert_eq!(judge_impact(&input(&[], &documents)).level, ImpactLevel::NoEvidence);
    let short = [linked("s", &steady(5))];
    assert_eq!(judge_impact(&input(&short, &documents)).level, ImpactLevel::NoEvidence);
    let old = links(&[&BETTER]);
    let verdict = judge_impact(&ImpactInput { as_at: day("2027-07-31"), ..input(&old, &[]) });
    assert_eq!(verdict.level, ImpactLevel::NoEvidence);
}

#[test]
fn a_measure_without_a_verdict_still_counts_among_the_linked() {
    let mut two = links(&[&BETTER]);
    two.extend([linked("x", &[]), linked("y", &[])]);
    let verdict = judge_impact(&input(&two, &[]));
    assert_eq!((verdict.level, verdict.counts.linked, verdict.counts.silent), (ImpactLevel::Amber, 3, 2));
}

#[test]
fn blue_needs_every_measure_good_every_target_sustained_and_two_kinds_and_then_completion() {
    let mut two = links(&[&BETTER, &BETTER]);
    two[0].targets.push(at_least(51));
    let items = [item("a", EvidenceKind::Audit)];
    let verdict = judge_impact(&input(&two, &items));
    assert!(verdict.is_ready_for_blue(), "{:?}", verdict.lacks_for_blue);
    assert_eq!(verdict.supports(Standing::Complete), Some(Brag::Blue));
    assert_eq!(verdict.supports(Standing::OnTrack), Some(Brag::Green));
    assert_eq!(judge_impact(&input(&two, &[])).lacks_for_blue, [BlueLack::Kinds(1)]);
    two[1].targets.push(at_least(60));
    assert_eq!(
        judge_impact(&input(&two, &items)).lacks_for_blue,
        [BlueLack::NotSustained(vec!["Measure 1".to_owned()])]
    );
    two[1] = linked("1", &then(&SAME));
    let lacks = judge_impact(&input(&two, &items)).lacks_for_blue;
    assert_eq!(lacks, [BlueLack::NotAllGood(vec!["Measure 1".to_owned()])]);
}

#[test]
fn what_is_given_counts_once_accepted_and_a_decision_never() {
    let links = links(&[&BETTER]);
    let kinds = |items: &[EvidenceItem]| judge_impact(&input(&links, items)).is_ready_for_blue();
    let document = item("d", EvidenceKind::Document);
    assert!(kinds(std::slice::from_ref(&document)));
    assert!(!kinds(&[EvidenceItem { accepted: None, ..document.clone() }]));
    assert!(!kinds(&[EvidenceItem { out_of_date_on: Some(august()), ..document.clone() }]));
    assert!(!kinds(&[EvidenceItem { withdrawn_on: Some(august()), ..document }]));
    assert!(!kinds(&[EvidenceItem { accepted: None, ..item("v", EvidenceKind::Voice) }]));
    assert!(!kinds(&[item("m", EvidenceKind::Decision)]));
    let mut audit = links.clone();
    audit.push(MeasureLink { kind: EvidenceKind::Audit, ..linked("audit", &then(&BETTER)) });
    assert!(judge_impact(&input(&audit, &[])).is_ready_for_blue(), "an audit measure is another kind");
}

#[test]
fn a_measure_taken_back_does_not_vanish_and_one_linked_by_mistake_does() {
    let end = |why| Some(LinkEnd { on: day("2026-08-01"), why });
    let mut both = links(&[&BETTER, &WORSE]);
    both[1].ended = end(WhyEnded::Withdrawn);
    assert_eq!(judge_impact(&input(&both, &[])).level, ImpactLevel::Red);
    both[1].ended = end(WhyEnded::Corrected);
    assert_eq!(judge_impact(&input(&both, &[])).level, ImpactLevel::Green);
    let again = MeasureLink { linked_on: day("2026-08-05"), ended: None, ..linked("1", &then(&BETTER)) };
    both[1].ended = end(WhyEnded::Withdrawn);
    both.push(again);
    let verdict = judge_impact(&input(&both, &[]));
    assert_eq!((verdict.level, verdict.counts.linked), (ImpactLevel::Green, 2));
}

#[test]
fn what_would_change_it_is_told() {
    let verdict = of(&[&SAME, &SAME[..3]]);
    assert_eq!(verdict.would_change[0], "Green needs 1 linked measure more to be improving or holding.");
    assert_eq!(
        verdict.would_change[1],
        "It turns red after the test date, 31 March 2027, if it stays so and is no longer too early."
    );
    assert!(
        verdict.would_change[3]
            .starts_with("Measure 1: 4 figures more until it is judged; improving needs 7 months in a row"),
        "{:#?}",
        verdict.would_change
    );
}

#[test]
fn the_inputs_of_a_verdict_are_one_text_whatever_their_order() {
    let mut two = links(&[&BETTER, &SAME]);
    let items = [item("a", EvidenceKind::Audit), item("b", EvidenceKind::Voice)];
    let text = impact_inputs(&input(&two, &items));
    two.reverse();
    let turned = [items[1].clone(), items[0].clone()];
    assert_eq!(impact_inputs(&input(&two, &turned)), text);
    assert!(
        text.starts_with("verdict-1 impact as at 2026-08-15\ntest 2027-03-31 due 2026-12-31\nlink \"0\""),
        "{text}"
    );
    two[0].targets.push(at_least(3));
    assert_ne!(impact_inputs(&input(&two, &items)), text);
    let named = MeasureLink { name: "x\nitem".to_owned(), ..linked("0", &[]) };
    assert!(!impact_inputs(&input(&[named], &[])).contains("\nitem"));
}
