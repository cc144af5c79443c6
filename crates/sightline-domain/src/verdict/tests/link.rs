//! One linked measure, case by case.

use super::*;
use crate::verdict::{
    Caution, FRESH_FOR_DAYS, LinkEnd, LinkState, LinkVerdict, Side, TargetState, WhyEnded, judge_link,
};

fn judged(after: &[i64]) -> LinkVerdict {
    judge_link(&linked("m", &then(after)), august())
}

#[test]
fn seven_months_on_the_better_side_are_an_improvement_and_six_are_not() {
    let verdict = judged(&[51; 7]);
    assert_eq!(verdict.state, LinkState::Improving);
    assert_eq!(verdict.figures.baseline_points, 24);
    assert!((verdict.figures.mean.unwrap() - 50.17).abs() < 0.01);
    assert_eq!(verdict.figures.latest.len(), 7);
    assert!(verdict.figures.latest.iter().all(|point| point.side == Side::Better));
    assert_eq!(
        verdict.reasons[0],
        "Measure m: improving. That is, each of the last 7 months (January 2026 to July 2026) is better than the mean \
         before the start, 50.2% (24 months, January 2024 to December 2025)."
    );
    assert_eq!(judged(&[49, 51, 51, 51, 51, 51, 51]).state, LinkState::NoChange);
    assert_eq!(judged(&[49; 7]).state, LinkState::Worsening);
}

#[test]
fn two_months_beyond_a_limit_are_a_change_and_one_is_not() {
    assert_eq!(judged(&[49, 80]).state, LinkState::TooEarly);
    let early = judged(&[49, 80, 80]);
    assert_eq!(early.state, LinkState::Improving);
    assert!(early.reasons[0].contains("2 months of the last 3 (January 2026 to March 2026) beyond the better limit"));
    assert_eq!(judged(&[20, 51, 51, 20]).state, LinkState::Worsening);
}

#[test]
fn one_month_beyond_the_other_limit_keeps_a_change_from_being_called() {
    assert_eq!(judged(&[51, 80, 80, 51, 20, 51, 51]).state, LinkState::NoChange);
    assert_eq!(judged(&[49, 20, 20, 49, 80, 49, 49]).state, LinkState::NoChange);
    // What is more than seven months ago no longer counts.
    assert_eq!(
        judge_link(&linked("m", &then(&[20, 51, 51, 51, 51, 51, 51, 51])), day("2026-09-15")).state,
        LinkState::Improving
    );
}

#[test]
fn lower_is_better_turns_everything_round() {
    let lower =
        |after: &[i64]| judge_link(&MeasureLink { better: Better::Lower, ..linked("m", &then(after)) }, august()).state;
    assert_eq!(lower(&[49; 7]), LinkState::Improving);
    assert_eq!(lower(&[51; 7]), LinkState::Worsening);
    assert_eq!(lower(&[20, 20]), LinkState::Improving);
    let neither = MeasureLink { better: Better::Neither, ..linked("m", &then(&[51; 7])) };
    assert_eq!(judge_link(&neither, august()).state, LinkState::NeitherIsBetter);
}

#[test]
fn eight_to_eleven_figures_are_shown_without_a_verdict() {
    let history = |months: usize| {
        let mut values = vec![None; 24 - months];
        values.extend(steady(months));
        values.extend([Some(51); 7]);
        judge_link(&linked("m", &values), august())
    };
    assert_eq!(history(12).state, LinkState::Improving);
    let eleven = history(11);
    assert_eq!(eleven.state, LinkState::NotEnoughHistory);
    assert!(eleven.figures.mean.is_some() && eleven.figures.limits.is_some());
    assert!(eleven.reasons[1].starts_with("Shown without a verdict: 51.0% against"), "{:?}", eleven.reasons);
    assert!(history(8).figures.mean.is_some());
    let seven = history(7);
    assert_eq!((seven.state, seven.figures.mean, seven.reasons.len()), (LinkState::NotEnoughHistory, None, 1));
    assert_eq!(judge_link(&linked("m", &[]), august()).state, LinkState::NoFigures);
}

#[test]
fn figures_of_more_than_two_years_before_the_start_are_no_baseline() {
    let old = MeasureLink { starts_on: day("2027-03-01"), ..linked("m", &steady(30)) };
    // March 2025 to June 2026.
    assert_eq!(judge_link(&old, day("2027-03-15")).figures.baseline_points, 16);
}

#[test]
fn the_month_of_the_start_is_neither_before_nor_after_unless_it_began_with_it() {
    let mid = MeasureLink { starts_on: day("2026-01-02"), ..linked("m", &then(&[99, 51, 51])) };
    let figures = judge_link(&mid, august()).figures;
    assert_eq!((figures.baseline_points, figures.points_after), (24, 2));
    assert_eq!(judged(&[99, 51, 51]).figures.points_after, 3);
}

#[test]
fn a_gap_breaks_seven_in_a_row_and_a_full_baseline_of_gaps_is_no_history() {
    let mut values = then(&[51, 51, 51, 51, 51, 51, 51]);
    values[27] = None;
    let gap = judge_link(&linked("m", &values), august());
    assert_eq!(gap.state, LinkState::TooEarly, "six figures since the start");
    assert!(gap.cautions.contains(&Caution::Gaps(1)));
    let every_other: Vec<Option<i64>> =
        then(&[51; 7]).into_iter().enumerate().map(|(at, value)| value.filter(|_| at % 2 == 0 || at >= 24)).collect();
    let verdict = judge_link(&linked("m", &every_other), august());
    assert_eq!((verdict.state, verdict.figures.baseline_points), (LinkState::NotEnoughHistory, 12));
    assert!(verdict.reasons[0].contains("full of gaps"), "{:?}", verdict.reasons);
}

#[test]
fn a_baseline_without_variation_has_no_limits_and_only_runs_count() {
    let mut values = vec![Some(100); 24];
    values.extend([Some(90), Some(100), Some(90)]);
    let verdict = judge_link(&linked("m", &values), august());
    assert_eq!((verdict.state, verdict.figures.limits), (LinkState::TooEarly, None));
    assert!(verdict.cautions.contains(&Caution::NoVariation));
    values.truncate(24);
    values.extend([Some(99); 7]);
    assert_eq!(judge_link(&linked("m", &values), august()).state, LinkState::Worsening);
}

fn maintained(target: i64, after: &[i64]) -> LinkVerdict {
    let link = MeasureLink {
        goal: Goal::Maintain,
        targets: vec![at_least(target)],
        linked_on: day("2025-12-20"),
        ..linked("m", &then(after))
    };
    judge_link(&link, august())
}

#[test]
fn what_was_good_and_stays_so_holds() {
    let figures: Vec<i64> = vec![50, 48, 51];
    assert_eq!(maintained(46, &figures).state, LinkState::Holding);
    assert_eq!(maintained(48, &figures).figures.met_before, Some(20));
    assert_eq!(maintained(48, &figures).state, LinkState::Holding, "20 of 24 are 83%");
    assert_eq!(maintained(50, &figures).state, LinkState::TooEarly, "15 of 24 are too few");
    assert_eq!(maintained(46, &[50, 45, 51]).state, LinkState::TooEarly, "missed in February");
    assert_eq!(maintained(46, &[49; 7]).state, LinkState::Worsening, "met, and worse than before");
}

#[test]
fn a_target_is_sustained_at_three_met_at_one_and_never_a_sign_of_impact() {
    let target = |after: &[i64]| {
        let link = MeasureLink { targets: vec![at_least(52)], ..linked("m", &then(after)) };
        judge_link(&link, august())
    };
    assert_eq!(target(&[52, 53, 52]).target, TargetState::Sustained);
    assert_eq!(target(&[51, 53, 52]).target, TargetState::Met);
    assert_eq!(target(&[53, 53, 51]).target, TargetState::NotMet);
    assert_eq!(target(&[]).target, TargetState::NoFigure);
    assert_eq!(judged(&[53]).target, TargetState::NoTarget);
    let met = target(&[52, 53, 52]);
    assert_eq!(met.state, LinkState::TooEarly);
    assert!(
        met.reasons.iter().any(|reason| reason
            .contains("It was met in 10 of 24 months before the action began, so meeting it proves nothing")),
        "{:?}",
        met.reasons
    );
    let link = MeasureLink {
        targets: vec![at_least(52), KnownTarget { target: None, known_on: day("2026-05-01") }],
        ..linked("m", &then(&[52, 53, 52]))
    };
    assert_eq!(judge_link(&link, august()).target, TargetState::TakenBack);
    assert_eq!(judge_link(&link, day("2026-04-30")).target, TargetState::Sustained);
}

#[test]
fn a_target_changed_afterwards_is_told() {
    let changed = KnownTarget { known_on: day("2026-05-01"), ..at_least(40) };
    let link = MeasureLink { targets: vec![at_least(52), changed], ..linked("m", &then(&[45; 7])) };
    let verdict = judge_link(&link, august());
    assert!(verdict.cautions.contains(&Caution::TargetChanged { on: day("2026-05-01") }));
    assert_eq!(judge_link(&link, day("2026-04-30")).target, TargetState::NotMet);
}

#[test]
fn a_figure_taken_back_stays_in_the_baseline_and_counts_only_against_afterwards() {
    let taken_back = |at: usize| {
        let mut figures = series(&then(&[51; 7])).figures().to_vec();
        figures.push(KnownFigure { known_on: day("2026-08-14"), ..figure(at, None) });
        judge_link(&MeasureLink { series: Series::new(figures).unwrap(), ..linked("m", &[]) }, august())
    };
    let before = taken_back(3);
    assert_eq!((before.state, before.figures.baseline_points), (LinkState::Improving, 24));
    assert!(before.cautions.contains(&Caution::TakenBack(1)));
    let after = taken_back(28);
    assert_eq!((after.state, after.figures.latest[4].side), (LinkState::NoChange, Side::NoFigure));
    assert!(after.figures.latest[4].is_taken_back);
}

#[test]
fn a_corrected_figure_takes_the_place_of_the_first_from_the_day_it_is_known() {
    let mut figures = series(&then(&[51; 7])).figures().to_vec();
    figures.push(KnownFigure { known_on: day("2026-08-20"), ..figure(30, Some(49)) });
    let link = MeasureLink { series: Series::new(figures).unwrap(), ..linked("m", &[]) };
    assert_eq!(judge_link(&link, day("2026-08-19")).state, LinkState::Improving);
    assert_eq!(judge_link(&link, day("2026-08-20")).state, LinkState::NoChange);
}

#[test]
fn old_figures_say_nothing_unless_they_say_worsening() {
    let at = |after: &[i64], on: &str| {
        judge_link(&MeasureLink { fresh_for_days: FRESH_FOR_DAYS, ..linked("m", &then(after)) }, day(on))
    };
    assert!(at(&[51; 7], "2026-10-01").is_in_date, "62 days after July");
    let old = at(&[51; 7], "2026-10-02");
    assert_eq!((old.state, old.is_in_date), (LinkState::OutOfDate, false));
    assert!(old.reasons[0].contains("out of date. Its latest figure is of July 2026"), "{:?}", old.reasons);
    assert_eq!(at(&[49; 7], "2026-10-02").state, LinkState::Worsening);
}

#[test]
fn a_link_taken_back_counts_only_where_it_is_worsening() {
    let ended = Some(LinkEnd { on: day("2026-08-01"), why: WhyEnded::Withdrawn });
    let state =
        |after: &[i64], on: &str| judge_link(&MeasureLink { ended, ..linked("m", &then(after)) }, day(on)).state;
    assert_eq!(state(&[51; 7], "2026-08-15"), LinkState::Withdrawn);
    assert_eq!(state(&[49; 7], "2026-08-15"), LinkState::WithdrawnWorsening);
    assert_eq!(state(&[51; 6], "2026-07-31"), LinkState::TooEarly);
}

#[test]
fn likeness_of_neighbours_and_of_years_is_warned_of() {
    let shaped = |shape: fn(usize) -> i64| {
        let values: Vec<Option<i64>> = (0..24).map(|at| Some(shape(at))).collect();
        judge_link(&linked("m", &values), august()).cautions
    };
    let codes = |cautions: &[Caution]| cautions.iter().map(Caution::code).collect::<Vec<_>>();
    assert_eq!(codes(&shaped(|at| i64::try_from(at / 6).unwrap())), ["autocorrelated"]);
    assert!(codes(&shaped(|at| if (6..9).contains(&(at % 12)) { 90 } else { 50 })).contains(&"seasonal"));
    assert!(codes(&judged(&[]).cautions).is_empty(), "{:?}", judged(&[]).cautions);
    let short = linked("m", &steady(24)[..18]);
    let cautions = judge_link(&MeasureLink { starts_on: day("2025-07-01"), ..short }, august()).cautions;
    assert_eq!(codes(&cautions), ["too_short_for_seasons"]);
    let stands = MeasureLink { counts: Counts::Snapshot, ..linked("m", &steady(24)) };
    assert_eq!(codes(&judge_link(&stands, august()).cautions), ["counted_again"]);
}

#[test]
fn few_in_the_denominator_and_a_start_named_afterwards_are_warned_of() {
    let mut figures = series(&then(&[51; 7])).figures().to_vec();
    for figure in &mut figures {
        figure.point.counted = Some(6);
    }
    let few = MeasureLink { series: Series::new(figures).unwrap(), linked_on: day("2026-07-20"), ..linked("m", &[]) };
    let cautions = judge_link(&few, august()).cautions;
    assert!(cautions.contains(&Caution::SmallDenominators { quarters: true }));
    assert!(
        cautions.contains(&Caution::StartNamedAfterwards { known: 6, linked_on: day("2026-07-20") }),
        "{cautions:?}"
    );
}

#[test]
fn what_is_no_month_makes_no_series() {
    let mut quarter = figure(0, Some(1));
    quarter.point.period.to = day("2024-03-31");
    assert!(Series::new(vec![quarter]).unwrap_err().to_string().contains("is not a calendar month"));
    let mut far = figure(0, Some(1));
    far.point.period = Period::month_of(day("0001-01-01"));
    assert!(Series::new(vec![far]).is_err());
}

#[test]
fn a_figure_taken_back_meets_no_target_and_keeps_its_place_among_the_last_three() {
    let target = |at: usize| {
        let mut figures = series(&then(&[52, 53, 51, 54, 52])).figures().to_vec();
        figures.push(KnownFigure { known_on: day("2026-08-14"), ..figure(at, None) });
        let series = Series::new(figures).unwrap();
        judge_link(&MeasureLink { series, targets: vec![at_least(52)], ..linked("m", &[]) }, august()).target
    };
    // The figure of March missed it: taking it back does not make the months around it three in a row.
    assert_eq!(target(26), TargetState::Met);
    assert_eq!(target(28), TargetState::NotMet);
}
