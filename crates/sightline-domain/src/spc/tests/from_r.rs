//! The 57 named series of NHSRplotthedots 0.2.2, as R answers them, where the file of them stands beside the repository.
//!
//! [`deviations`] lists every answer that is ours and not R's, and why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::{exact, is_close, letters, month, point};
use crate::measure::Better;
use crate::spc::{Assurance, Method, NoAssurance, Refused, Settings, Targets, Towards, Variation, read};

const FILE: &str = "../../../shared/standards/spc_series.json";

#[derive(Deserialize)]
struct Named {
    named: Vec<Series>,
}

#[derive(Deserialize)]
struct Series {
    id: String,
    y: Vec<Option<f64>>,
    rebase_at: Option<usize>,
    fix_after: Option<usize>,
    screen: bool,
    direction: String,
    target: Option<f64>,
    segments: Vec<Expected>,
    flags: String,
    last: String,
    assurance: Option<String>,
}

#[derive(Clone, Deserialize)]
struct Expected {
    mean: Option<f64>,
    lpl: Option<f64>,
    upl: Option<f64>,
}

/// The limits that are wanted.
#[derive(Clone, Copy, Default)]
enum Lines {
    #[default]
    AsInR,
    None,
    At(f64, f64),
}

/// What is ours instead of R's: limits, flags, variation and assurance, each where it differs.
#[derive(Clone, Default)]
struct Deviation {
    /// The one segment's limits.
    limits: Lines,
    flags: Option<&'static str>,
    variation: Option<Variation>,
    assurance: Option<Assurance>,
    is_refused: bool,
}

/// Every deviation from R, by the recommendation that it follows.
fn deviations() -> BTreeMap<&'static str, Deviation> {
    let same = Deviation::default;
    let few = Assurance::None(NoAssurance::TooFew);
    BTreeMap::from([
        // A rebase that is not in the data is refused; R leaves it out without a word.
        ("G4", Deviation { is_refused: true, ..same() }),
        // Fewer than 13 values: no assurance.
        ("I6", Deviation { assurance: Some(few), ..same() }),
        // A constant series: no limits, no hit-or-miss; the value itself is compared with the target.
        (
            "J1",
            Deviation {
                variation: Some(Variation::NoVariation),
                assurance: Some(Assurance::ConsistentlyPasses),
                ..same()
            },
        ),
        ("J2", Deviation { limits: Lines::None, variation: Some(Variation::NoVariation), ..same() }),
        ("J5", Deviation { limits: Lines::None, variation: Some(Variation::NoVariation), ..same() }),
        // Screening leaves no range: every range counts, as in J4.
        (
            "J3",
            Deviation {
                limits: Lines::At(97.239_560_439_560_4, 101.331_868_131_868),
                flags: Some("UUUUUUUUUUUUUB"),
                ..same()
            },
        ),
        // The same: the mean is 202/17, and three of fifteen ranges are 4. With limits, the six 14s are near the upper one.
        (
            "M5",
            Deviation {
                limits: Lines::At(9.045_019_607_843_138, 14.719_686_274_509_804),
                flags: Some("......HHHHHH......"),
                variation: Some(Variation::CommonCause),
                ..same()
            },
        ),
        // The top of a rise that is followed by a tie belongs to the rise.
        ("L1", Deviation { flags: Some("BBBBIIIIIIAAAAA"), ..same() }),
        // The latest value that there is carries the icon.
        ("M2", Deviation { variation: Some(Variation::Concern(Towards::Low)), ..same() }),
        // Fewer than 8 values: no limits.
        ("N1", Deviation { variation: Some(Variation::TooFew), ..same() }),
        ("N2", Deviation { limits: Lines::None, variation: Some(Variation::TooFew), ..same() }),
        ("N3", Deviation { limits: Lines::None, variation: Some(Variation::TooFew), ..same() }),
    ])
}

#[test]
fn all_named_series_give_what_r_gives_but_for_the_listed_deviations() {
    let Ok(text) = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)) else {
        println!("skipped: the file of named series is not beside the repository");
        return;
    };
    let named: Named = serde_json::from_str(&text).unwrap();
    assert_eq!(named.named.len(), 57);
    let deviations = deviations();
    let mut faults = Vec::new();
    for series in &named.named {
        let deviation = deviations.get(series.id.as_str()).cloned().unwrap_or_default();
        compare(series, &deviation, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!("57 named series agree, {} of them with a listed deviation", deviations.len());
}

fn compare(series: &Series, deviation: &Deviation, faults: &mut Vec<String>) {
    let points: Vec<_> = series.y.iter().enumerate().map(|(at, value)| point(at, *value)).collect();
    let better = match series.direction.as_str() {
        "increase" => Better::Higher,
        "decrease" => Better::Lower,
        _ => Better::Neither,
    };
    let settings = Settings {
        method: if series.screen { Method::PlotthedotsR } else { Method::MdcExcel },
        fix_after: series.fix_after,
        rebases: series.rebase_at.map(|at| month(at - 1)).into_iter().collect(),
        targets: series.target.map(|target| Targets::always(exact(target))).unwrap_or_default(),
        ..Settings::new(better, 1)
    };
    let mut differ = |what: &str, ours: String, theirs: String| {
        if ours != theirs {
            faults.push(format!("{}: {what}: {ours}, expected {theirs}", series.id));
        }
    };
    let read = read(&points, &settings);
    if deviation.is_refused {
        differ("refused", format!("{}", matches!(read, Err(Refused::NoSuchPeriod(_)))), "true".to_owned());
        return;
    }
    let chart = read.unwrap();
    differ("segments", chart.segments.len().to_string(), series.segments.len().to_string());
    for (ours, theirs) in chart.segments.iter().zip(&series.segments) {
        let mean = ours.mean.zip(theirs.mean).is_some_and(|(ours, theirs)| is_close(ours, theirs));
        differ("mean", mean.to_string(), "true".to_owned());
        let wanted = match deviation.limits {
            Lines::AsInR => theirs.lpl.zip(theirs.upl),
            Lines::None => None,
            Lines::At(lower, upper) => Some((lower, upper)),
        };
        let found = ours.limits.map(|limits| (limits.lower, limits.upper));
        let agree = match (found, wanted) {
            (None, None) => true,
            (Some(ours), Some(theirs)) => is_close(ours.0, theirs.0) && is_close(ours.1, theirs.1),
            _ => false,
        };
        if !agree {
            differ("limits", format!("{found:?}"), format!("{wanted:?}"));
        }
    }
    differ("flags", letters(&chart), deviation.flags.unwrap_or(&series.flags).to_owned());
    let last = match chart.variation {
        Variation::CommonCause => "common_cause",
        Variation::Improvement(_) => "special_cause_improvement",
        Variation::Concern(_) => "special_cause_concern",
        Variation::Neutral(Towards::High) => "special_cause_neutral_high",
        Variation::Neutral(Towards::Low) => "special_cause_neutral_low",
        Variation::NoValues | Variation::TooFew | Variation::NoVariation => "none",
    };
    match deviation.variation {
        Some(wanted) => differ("variation", format!("{:?}", chart.variation), format!("{wanted:?}")),
        None => differ("variation", last.to_owned(), series.last.clone()),
    }
    let assurance = match chart.assurance {
        Assurance::ConsistentlyPasses => Some("consistent_pass"),
        Assurance::HitOrMiss => Some("inconsistent"),
        Assurance::ConsistentlyFails => Some("consistent_fail"),
        Assurance::None(_) => None,
    };
    match deviation.assurance {
        Some(wanted) => differ("assurance", format!("{:?}", chart.assurance), format!("{wanted:?}")),
        None => differ("assurance", format!("{assurance:?}"), format!("{:?}", series.assurance.as_deref())),
    }
}
