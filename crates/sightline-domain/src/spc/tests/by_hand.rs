//! Invented series whose answers were worked out with pencil and paper.

use super::{alternating, chart, exact, higher, is_close, letters, lines, month, points};
use crate::measure::Better;
use crate::spc::{Assurance, Method, Settings, Targets, Towards, Variation, read};

/// 4 and 6 six times over, then 18: mean 78/13 = 6; eleven ranges of 2 and one of 12.
fn with_an_outlier() -> Vec<f64> {
    let mut values = alternating(4.0, 6.0, 12);
    values.push(18.0);
    values
}

fn assert_lines(found: &[(f64, Option<(f64, f64)>)], wanted: &[(f64, f64, f64)]) {
    assert_eq!(found.len(), wanted.len());
    for ((mean, limits), wanted) in found.iter().zip(wanted) {
        let (lower, upper) = limits.unwrap();
        let agree = is_close(*mean, wanted.0) && is_close(lower, wanted.1) && is_close(upper, wanted.2);
        assert!(agree, "{mean} {lower} {upper}, expected {wanted:?}");
    }
}

#[test]
fn limits_are_2_66_average_ranges_from_the_mean() {
    // Mean 11, every range 2.
    let read = chart(&alternating(10.0, 12.0, 14), &higher());
    assert_lines(&lines(&read), &[(11.0, 5.68, 16.32)]);
    assert_eq!(letters(&read), "..............");
    assert_eq!(read.variation, Variation::CommonCause);
}

#[test]
fn the_two_methods_differ_in_the_ranges_that_count() {
    // Unscreened: the average range is 34/12, 2.66 times that is 7.536…
    let all = chart(&with_an_outlier(), &higher());
    assert_lines(&lines(&all), &[(6.0, 6.0 - 2.66 * 34.0 / 12.0, 6.0 + 2.66 * 34.0 / 12.0)]);
    // Screened: 12 is more than 3.267 × 34/12 = 9.26, and the eleven others are 2. The mean keeps the outlier.
    let screened = chart(&with_an_outlier(), &Settings { method: Method::PlotthedotsR, ..higher() });
    assert_lines(&lines(&screened), &[(6.0, 0.68, 11.32)]);
    assert_eq!(letters(&all), "............A");
    assert_eq!(letters(&screened), letters(&all));
}

#[test]
fn a_range_is_left_out_from_the_screen_on() {
    // Ranges: ten of 1 and one of r. The screen is 3.267 (10 + r) / 11, which is r itself at r = 32.67 / 7.733.
    let screen = 32.67 / 7.733;
    let width = |last_range: f64| {
        let mut values = alternating(0.0, 1.0, 11);
        values.push(last_range);
        let read = chart(&values, &Settings { method: Method::PlotthedotsR, ..higher() });
        let limits = read.segments[0].limits.unwrap();
        limits.upper - limits.lower
    };
    assert!(is_close(width(screen + 0.01), 2.0 * 2.66));
    assert!(is_close(width(screen - 0.01), 2.0 * 2.66 * (10.0 + screen - 0.01) / 11.0));
}

#[test]
fn seven_on_one_side_make_a_run_and_six_do_not() {
    // Seven 9s and 11s below, seven above: mean 15.
    let mut values = vec![10.0, 14.0, 10.0, 14.0, 10.0, 14.0, 10.0];
    values.extend([20.0, 16.0, 20.0, 16.0, 20.0, 16.0, 20.0]);
    // Sum 82 + 128 = 210, mean 15; twelve ranges of 4 and one of 10: 58/13.
    let read = chart(&values, &higher());
    assert_lines(&lines(&read), &[(15.0, 15.0 - 2.66 * 58.0 / 13.0, 15.0 + 2.66 * 58.0 / 13.0)]);
    assert_eq!(letters(&read), "VVVVVVVUUUUUUU");
    assert_eq!(read.variation, Variation::Improvement(Towards::High));
    assert_eq!(read.since, Some(month(7)));
    let lower = chart(&values, &Settings::new(Better::Lower, 1));
    assert_eq!(lower.variation, Variation::Concern(Towards::High));
    let neither = chart(&values, &Settings::new(Better::Neither, 1));
    assert_eq!(neither.variation, Variation::Neutral(Towards::High));
    // One value on the mean, which stays 15, breaks the run.
    values[10] = 15.0;
    values[11] = 21.0;
    assert_eq!(&letters(&chart(&values, &higher()))[7..], ".......");
}

#[test]
fn seven_rising_make_a_trend_and_a_tie_breaks_it() {
    let mut values = alternating(20.0, 10.0, 8);
    values.extend([11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 20.0, 10.0]);
    // 10 to 20 in the 8th to the 14th value and on to the 15th: eight values.
    assert_eq!(letters(&chart(&values, &higher())), ".......IIIIIIII.");
    values[10] = 12.0;
    assert!(!letters(&chart(&values, &higher())).contains('I'));
    let falling: Vec<f64> = [21.0, 11.0].into_iter().cycle().take(6).chain((11..=18).rev().map(f64::from)).collect();
    assert!(letters(&chart(&falling, &higher())).ends_with("DDDDDDDD"));
}

#[test]
fn two_of_three_flags_the_near_ones_only() {
    // Ten pairs of 10 and 12, then 15.5, 12, 15.5: three more ranges of 3.5 and one of 0 would not do; the mean is
    // 263/23 and the ranges are 19 of 2 and then 3.5, 3.5, 3.5.
    let mut values = alternating(10.0, 12.0, 20);
    values.extend([15.5, 12.0, 15.5]);
    let read = chart(&values, &higher());
    let (mean, average) = (263.0 / 23.0, (19.0 * 2.0 + 3.0 * 3.5) / 22.0);
    assert_lines(&lines(&read), &[(mean, mean - 2.66 * average, mean + 2.66 * average)]);
    assert_eq!(letters(&read), "....................H.H");
    // Beyond the limit is not near.
    values[22] = 19.0;
    assert_eq!(letters(&chart(&values, &higher())), "......................A");
    // The third on the other side.
    values[21] = 10.0;
    values[22] = 15.5;
    assert_eq!(letters(&chart(&values, &higher())), ".......................");
}

#[test]
fn a_stronger_rule_takes_a_point_over() {
    let mut values = alternating(12.0, 28.0, 8);
    values.extend([11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 28.0, 12.0, 28.0]);
    // Seven below the mean that rise, and the peak after them: a trend, not a run.
    assert_eq!(letters(&chart(&values, &higher())), "........IIIIIIII..");
}

/// 50, 54 seven times, then 70, 74 seven times.
fn step() -> Vec<f64> {
    let mut values = alternating(50.0, 54.0, 14);
    values.extend(alternating(70.0, 74.0, 14));
    values
}

#[test]
fn segments_are_read_by_themselves() {
    let rebased = Settings { rebases: vec![month(14)], targets: Targets::always(exact(58.0)), ..higher() };
    let read = chart(&step(), &rebased);
    assert_lines(&lines(&read), &[(52.0, 41.36, 62.64), (72.0, 61.36, 82.64)]);
    assert_eq!(letters(&read), ".".repeat(28));
    assert_eq!(read.assurance, Assurance::ConsistentlyPasses, "only the latest segment counts");
    assert_eq!(read.since, Some(month(14)));
}

#[test]
fn limits_that_are_fixed_rest_on_the_first_values() {
    let fixed = Settings { fix_after: Some(12), targets: Targets::always(exact(65.0)), ..higher() };
    let read = chart(&step(), &fixed);
    assert_lines(&lines(&read), &[(52.0, 41.36, 62.64)]);
    assert_eq!(&letters(&read)[14..], "A".repeat(14));
    assert_eq!(&letters(&read)[..13], ".".repeat(13));
    assert_eq!(read.assurance, Assurance::ConsistentlyFails, "the target is compared with the limits, not the values");
    let both = Settings { rebases: vec![month(14)], ..fixed };
    assert_lines(&lines(&chart(&step(), &both)), &[(52.0, 41.36, 62.64), (72.0, 61.36, 82.64)]);
}

#[test]
fn a_target_on_a_limit_is_hit_or_miss() {
    let values = alternating(10.0, 12.0, 14);
    let assured = |target: f64, better| {
        let settings = Settings { targets: Targets::always(exact(target)), ..Settings::new(better, 1) };
        read(&points(&values), &settings).unwrap().assurance
    };
    // Limits 5.68 and 16.32.
    for (target, if_higher, if_lower) in [
        (16.4, Assurance::ConsistentlyFails, Assurance::ConsistentlyPasses),
        (16.32, Assurance::HitOrMiss, Assurance::HitOrMiss),
        (11.0, Assurance::HitOrMiss, Assurance::HitOrMiss),
        (5.68, Assurance::HitOrMiss, Assurance::HitOrMiss),
        (5.6, Assurance::ConsistentlyPasses, Assurance::ConsistentlyFails),
    ] {
        assert_eq!(assured(target, Better::Higher), if_higher, "{target}");
        assert_eq!(assured(target, Better::Lower), if_lower, "{target}");
        assert!(matches!(assured(target, Better::Neither), Assurance::None(_)));
    }
}
