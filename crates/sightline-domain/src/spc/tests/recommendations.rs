//! Where we go beyond what the published tools do.

use super::{alternating, chart, exact, higher, letters, lines, month, point, points};
use crate::measure::{Better, Exact, Period, Window};
use crate::spc::{
    Assurance, DatedTarget, Method, NoAssurance, Note, Point, PointValue, RebaseDecision, RebaseFault, Refused,
    Settings, Standing, TargetPath, Targets, Towards, Variation, read, rebase_offers,
};

fn with_target(target: f64) -> Settings {
    Settings { targets: Targets::always(exact(target)), ..higher() }
}

#[test]
fn a_constant_series_has_no_variation_and_is_compared_with_the_target_itself() {
    for method in [Method::MdcExcel, Method::PlotthedotsR] {
        let assured = |target| {
            let chart = chart(&[0.1; 14], &Settings { method, ..with_target(target) });
            assert_eq!(chart.variation, Variation::NoVariation);
            assert_eq!(lines(&chart), [(0.1, None)]);
            assert_eq!(letters(&chart), "..............");
            chart.assurance
        };
        assert_eq!(assured(0.05), Assurance::ConsistentlyPasses);
        assert_eq!(assured(0.1), Assurance::ConsistentlyPasses);
        assert_eq!(assured(0.2), Assurance::ConsistentlyFails);
    }
    assert_eq!(chart(&[5.0; 12], &with_target(1.0)).assurance, Assurance::None(NoAssurance::TooFew));
}

#[test]
fn screening_that_leaves_nothing_is_not_done() {
    let mut values = vec![100.0; 13];
    values.push(90.0);
    let screened = chart(&values, &Settings { method: Method::PlotthedotsR, ..higher() });
    let all = chart(&values, &higher());
    assert_eq!(lines(&screened), lines(&all));
    assert_eq!(screened.notes, [Note::Unscreened]);
    assert!(all.notes.is_empty());
}

#[test]
fn few_values_are_said_to_be_few() {
    let standing = |count| {
        let chart = chart(&alternating(10.0, 12.0, count), &with_target(5.0));
        (chart.segments[0].standing, chart.variation, chart.assurance)
    };
    let few = Assurance::None(NoAssurance::TooFew);
    assert_eq!(standing(1), (Standing::RunChart, Variation::TooFew, few));
    assert_eq!(standing(7), (Standing::RunChart, Variation::TooFew, few));
    assert_eq!(standing(8), (Standing::Trial, Variation::CommonCause, few));
    assert_eq!(standing(12), (Standing::Trial, Variation::CommonCause, few));
    assert_eq!(standing(13), (Standing::Full, Variation::CommonCause, Assurance::ConsistentlyPasses));
    let empty = read(&[], &with_target(5.0)).unwrap();
    assert_eq!((empty.variation, empty.assurance, empty.latest), (Variation::NoValues, few, None));
    let no_value = read(&[Point::missing(Period::month_of(month(0)))], &higher()).unwrap();
    assert_eq!((no_value.variation, no_value.since), (Variation::NoValues, None));
}

#[test]
fn a_gap_is_shown_and_breaks_runs() {
    // Seven above the mean, with a month missing among them.
    let mut values = alternating(8.0, 12.0, 8);
    values.extend([14.0, 15.0, 14.0, 15.0]);
    let mut series = points(&values);
    series.extend([13, 14, 15].map(|at| point(at, Some(14.5))));
    let read = read(&series, &higher()).unwrap();
    assert_eq!(read.points.len(), 16, "the month left out is there");
    assert_eq!(read.points[12].point.value, PointValue::Missing);
    assert!(!letters(&read).contains('U'), "{}", letters(&read));
    assert_eq!(read.notes, [Note::Gaps(1)]);
    // Without the gap they are a run.
    let mut unbroken = values.clone();
    unbroken.extend([14.5, 14.5, 14.5]);
    assert!(letters(&chart(&unbroken, &higher())).ends_with("UUUUUUU"));
}

#[test]
fn no_range_reaches_across_a_gap() {
    let mut series = points(&alternating(10.0, 12.0, 8));
    series.extend((9..17).map(|at| point(at, Some(if at % 2 == 1 { 50.0 } else { 52.0 }))));
    let read = read(&series, &higher()).unwrap();
    // Mean 31, every range 2.
    assert_eq!(lines(&read).len(), 1);
    let limits = read.segments[0].limits.unwrap();
    assert!((limits.upper - limits.lower - 10.64).abs() < 1e-9);
}

#[test]
fn the_icon_is_that_of_the_latest_value_with_its_month() {
    let mut series =
        points(&[16.0, 18.0, 17.0, 16.0, 18.0, 17.0, 16.0, 10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 10.0, 12.0]);
    series.push(point(15, None));
    let read = read(&series, &higher()).unwrap();
    assert_eq!(read.latest, Some(14));
    assert_eq!(read.variation, Variation::Concern(Towards::Low));
    assert!(read.notes.contains(&Note::LatestIsOf(Period::month_of(month(14)))));
    assert_eq!(read.since, Some(month(7)));
}

#[test]
fn the_top_of_a_rise_belongs_to_the_rise() {
    let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0];
    assert!(!letters(&chart(&values, &higher())).contains('D'));
}

#[test]
fn figures_that_share_data_are_refused() {
    for window in [Window::YearToDate, Window::RollingYear] {
        let refused = read(&points(&[1.0; 20]), &Settings { window, ..higher() });
        assert_eq!(refused, Err(Refused::SharedData(window)));
    }
    let twice = [point(0, Some(1.0)), point(0, Some(2.0))];
    assert!(matches!(read(&twice, &higher()), Err(Refused::PeriodTwice(..))));
    let few = Settings { fix_after: Some(11), ..higher() };
    assert_eq!(read(&points(&[1.0; 20]), &few), Err(Refused::FixedOnTooFew(11)));
    let elsewhere = Settings { rebases: vec!["2020-05-02".parse().unwrap()], ..higher() };
    assert!(matches!(read(&points(&[1.0; 20]), &elsewhere), Err(Refused::NoSuchPeriod(_))));
}

#[test]
fn points_are_put_in_order() {
    let mut series = points(&alternating(10.0, 12.0, 14));
    let sorted = read(&series, &higher()).unwrap();
    series.reverse();
    assert_eq!(read(&series, &higher()).unwrap(), sorted);
}

#[test]
fn the_latest_target_in_force_counts() {
    let dated = |from: usize, value: i64| DatedTarget { from: month(from), value: Exact::whole(value) };
    let targets = Targets { dated: vec![dated(0, 5), dated(10, 11), dated(40, 20)], path: TargetPath::Steps };
    let chart = chart(&alternating(10.0, 12.0, 14), &Settings { targets, ..higher() });
    let target = chart.target.unwrap();
    assert_eq!((target.target.value, target.is_ahead, target.is_one_of_several), (Exact::whole(11), false, true));
    assert_eq!(chart.assurance, Assurance::HitOrMiss);
}

#[test]
fn a_fixed_stretch_without_variation_gives_no_limits_of_its_own() {
    let mut values = vec![100.0; 12];
    values.extend(alternating(90.0, 94.0, 6));
    let fixed = chart(&values, &Settings { fix_after: Some(12), ..higher() });
    assert_eq!(lines(&fixed), lines(&chart(&values, &higher())));
    assert_eq!(fixed.notes, [Note::FixedStretchIsConstant]);
}

#[test]
fn suppressed_values_cannot_be_worked_out_from_published_limits() {
    let shown = alternating(33.333_333, 66.666_666, 14);
    let published = |hidden: f64| {
        let mut series = points(&shown);
        // What is suppressed never reaches the chart: two truths give one chart.
        let truth = point(5, Some(hidden));
        series[5] = Point::suppressed(truth.period);
        read(&series, &Settings { is_published: true, ..higher() }).unwrap()
    };
    let chart = published(12.0);
    assert_eq!(chart, published(99.0));
    assert_eq!(chart.points[5].point.value, PointValue::Suppressed);
    assert!(chart.notes.contains(&Note::Suppressed(1)) && chart.notes.contains(&Note::Rounded));
    // What is shown: seven of 33.3 and six of 66.7, eleven ranges of 33.4.
    let mean = chart.segments[0].mean.unwrap();
    assert!((mean - 48.7).abs() < 1e-9, "{mean}");
    let limits = chart.segments[0].limits.unwrap();
    assert!((limits.upper - 137.6).abs() < 1e-9, "{}", limits.upper);
}

#[test]
fn a_rebase_takes_a_cause_two_people_and_a_run() {
    let mut values = alternating(50.0, 54.0, 14);
    values.extend(alternating(70.0, 74.0, 14));
    let before = chart(&values, &higher());
    assert_eq!(rebase_offers(&before), [month(14)]);
    let decision = RebaseDecision {
        from: month(14),
        reason: "A second front door team since March".to_owned(),
        evidence: "Minutes of the board".to_owned(),
        asked_by: "Performance lead".to_owned(),
        approved_by: "Director".to_owned(),
        said_before: before.variation.words().to_owned(),
    };
    assert_eq!(decision.check(&before), Ok(()));
    let with = |change: fn(&mut RebaseDecision)| {
        let mut changed = decision.clone();
        change(&mut changed);
        changed.check(&before)
    };
    assert_eq!(with(|decision| decision.reason.clear()), Err(RebaseFault::NoCause));
    assert_eq!(with(|decision| decision.approved_by = " performance LEAD".to_owned()), Err(RebaseFault::OnePerson));
    assert_eq!(with(|decision| decision.from = month(13)), Err(RebaseFault::NoRun));
    assert_eq!(with(|decision| decision.from = month(99)), Err(RebaseFault::NoSuchPeriod(month(99))));
    assert!(rebase_offers(&chart(&alternating(10.0, 12.0, 14), &higher())).is_empty());
}

#[test]
fn a_chart_says_how_it_was_come_by() {
    let settings = Settings { fix_after: Some(12), rebases: vec![month(14)], ..with_target(60.0) };
    let values = alternating(50.0, 54.0, 28);
    let provenance = chart(&values, &settings).provenance;
    assert_eq!(provenance.method.name(), "mdc-excel");
    assert_eq!(provenance.segments, [month(0), month(14)]);
    assert!(provenance.parameters.contains("2.66") && provenance.parameters.contains("first 12 values"));
    assert_eq!(provenance, chart(&values, &settings).provenance);
    let other = chart(&values, &Settings { better: Better::Lower, ..settings }).provenance;
    assert_ne!(provenance.input, other.input);
    assert_eq!(Method::from_name("plotthedots-r"), Some(Method::PlotthedotsR));
    assert_eq!(Method::from_name("excel"), None);
}
