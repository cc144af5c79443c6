//! Every planted error is found, with no false alarm, and a council without planted errors gives no finding.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "synthetic/support.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod support;

use std::collections::BTreeSet;

use sightline_records::quality::{Checks, Finding, Severity, check};
use sightline_records::synthetic::{England, Form, InMemory};
use sightline_records::{Quality, combine};

use support::{DEFINITIONS, england, read_back, settings, written};

/// The forms that a council sends: one of each format.
const FORMS: [Form; 5] = [Form::AnnexA, Form::Ssda903, Form::CinCensus, Form::Ssd, Form::Local];

/// What the checks find in the files of the first council, read and combined.
fn checked(england: &England<'_>, forms: &[Form]) -> Quality {
    let council = england.councils().next().unwrap();
    let files = written(&council, forms);
    let parts: Vec<_> = forms.iter().map(|form| read_back(&files, *form)).collect();
    let combined = combine(&DEFINITIONS, &parts);
    let checks = Checks::built_in(&DEFINITIONS).unwrap();
    check(&DEFINITIONS, &checks, &parts, &combined.tables, england.as_at())
}

fn words(finding: &Finding) -> String {
    let Finding { check, table, child_id, row_key, seen, source, .. } = finding;
    format!("{check} in {table} of {child_id:?}: {row_key:?} {seen:?} from {source:?}")
}

#[test]
fn a_council_without_planted_errors_gives_no_finding() {
    for scenario in ["plain", "improving"] {
        let england = england(settings(4_000, scenario));
        let quality = checked(&england, &FORMS);
        let alarms: Vec<&Finding> =
            quality.findings.iter().filter(|finding| finding.severity != Severity::Prompt).collect();
        let kinds: BTreeSet<&str> = alarms.iter().map(|finding| finding.check.as_str()).collect();
        for kind in &kinds {
            let of_kind: Vec<&&Finding> = alarms.iter().filter(|finding| finding.check == **kind).collect();
            println!("{}: {}", of_kind.len(), words(of_kind[0]));
        }
        assert!(alarms.is_empty(), "{} false alarms of {kinds:?} in {scenario}", alarms.len());
    }
}

#[test]
fn the_formats_of_one_council_say_the_same() {
    let england = england(settings(3_000, "plain"));
    let council = england.councils().next().unwrap();
    let files = written(&council, &FORMS);
    let parts: Vec<_> = FORMS.iter().map(|form| read_back(&files, *form)).collect();
    let combined = combine(&DEFINITIONS, &parts);
    let kinds: Vec<String> =
        combined.disagreements.differing.iter().map(|(kind, count)| format!("{count} of {kind:?}")).collect();
    println!("{kinds:#?}\n{:#?}", combined.disagreements.absent);
    assert!(kinds.is_empty(), "values differ: {kinds:#?}");
}

#[test]
fn every_planted_error_is_found_and_nothing_else() {
    let england = england(settings(6_000, "errors"));
    let council = england.councils().next().unwrap();
    let mut files = InMemory::default();
    let key = council.write(&FORMS, &mut files, &mut |_| {}).unwrap().planted;
    let quality = checked(&england, &FORMS);
    let mut expected: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut allowed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for planted in &key {
        expected.insert((&planted.check, &planted.child_id));
        allowed.extend(planted.also.iter().map(|check| (check.as_str(), planted.child_id.as_str())));
    }
    let kinds: BTreeSet<&str> = expected.iter().map(|(check, _)| *check).collect();
    let mut found: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut alarms = 0;
    for finding in &quality.findings {
        let of = (finding.check.as_str(), finding.child_id.as_deref().unwrap_or_default());
        if expected.contains(&of) {
            found.insert(of);
        } else if !allowed.contains(&of) && (finding.severity != Severity::Prompt || kinds.contains(of.0)) {
            if alarms < 40 {
                println!("false alarm: {}", words(finding));
            }
            alarms += 1;
        }
    }
    for missed in expected.difference(&found) {
        println!("not found: {missed:?}");
    }
    let by_check = kinds.len();
    println!("{} errors of {by_check} checks planted, {} found, {alarms} false alarms", expected.len(), found.len());
    let share = |part: usize, whole: usize| format!("{}.{:02}", part / whole, part * 100 / whole % 100);
    println!("precision {}, recall {}", share(found.len(), found.len() + alarms), share(found.len(), expected.len()));
    assert!(kinds.len() >= 20 && key.len() >= 50, "{} errors of {} checks", key.len(), kinds.len());
    assert_eq!((alarms, found.len()), (0, expected.len()));
}
