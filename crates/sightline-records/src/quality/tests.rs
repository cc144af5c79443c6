use std::io::Cursor;

use crate::combine::combine;
use crate::{Input, read};

use super::*;

#[test]
fn the_built_in_checks_load_and_their_examples_hold() {
    let definitions = Definitions::built_in().unwrap();
    match Checks::built_in(&definitions) {
        Ok(checks) => assert!(checks.checks.len() >= 200, "{}", checks.checks.len()),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn every_table_has_a_check_and_every_kind_is_there() {
    let definitions = Definitions::built_in().unwrap();
    let checks = Checks::built_in(&definitions).unwrap();
    for (index, table) in definitions.tables.iter().enumerate() {
        assert!(checks.checks.iter().any(|check| check.table == Some(index)), "{}", table.name);
    }
    for kind in Kind::ALL {
        assert!(checks.checks.iter().any(|check| check.kind == kind), "{kind:?}");
        assert_eq!(Kind::of_code(kind.code()), Some(kind));
    }
}

/// The built-in files with one text replaced by another in one of them.
fn faults(file: &str, old: &str, new: &str) -> Vec<crate::definitions::Fault> {
    let mut seen = false;
    let files: Vec<(&str, String)> = Checks::built_in_files()
        .iter()
        .map(|(name, text)| {
            let is_it = *name == file && text.contains(old);
            seen |= is_it;
            (*name, if is_it { text.replacen(old, new, 1) } else { (*text).to_owned() })
        })
        .collect();
    assert!(seen, "{file} holds {old}");
    match Checks::load(&Definitions::built_in().unwrap(), &files) {
        Err(Error::Definitions(faults)) => faults,
        other => panic!("{file}: {old} → {new}: {:?}", other.map(|_| "loads")),
    }
}

#[test]
fn each_mistake_is_told_with_file_line_and_what_to_do() {
    let cases = [
        ("people.toml", "kind = \"missing\"", "kind = \"gone\"", "SL-R160"),
        ("people.toml", "id = \"person_without_sex\"", "id = \"person_without_birth_date\"", "SL-R161"),
        ("people.toml", "id = \"person_without_sex\"", "id = \"Person without sex\"", "SL-R161"),
        ("people.toml", "table = \"person\"", "table = \"persons\"", "SL-R162"),
        ("people.toml", "missing = [\"sex\"]", "missing = [\"sexes\"]", "SL-R162"),
        ("people.toml", "formats = [\"ssda903\"", "formats = [\"ssda\"", "SL-R162"),
        ("people.toml", "missing = [\"sex\"]", "", "SL-R163"),
        ("people.toml", "missing = [\"sex\"]", "missing = [\"sex\"]\nrepeated = [\"sex\"]", "SL-R163"),
        ("people.toml", "missing = [\"sex\"]", "repeated = [\"sex\"]", "SL-R163"),
        ("people.toml", "then = \"died_on\"", "then = \"sex\"", "SL-R163"),
        ("people.toml", "then = \"died_on\"", "then = \"other.died_on\"", "SL-R163"),
        ("people.toml", "at_most_days = 42", "", "SL-R163"),
        ("people.toml", "is = [\"M\"]", "is = [\"Male\"]", "SL-R164"),
        ("people.toml", "A        | 2026-11-01", "A        | 1 November 2026", "SL-R165"),
        ("people.toml", "finds = [1]", "finds = [2]", "SL-R166"),
        ("reading.toml", "[[check.example]]", "[[check.examples]]", "SL-R160"),
        ("reading.toml", "SL-R060", "SL-R001", "SL-R163"),
        ("scores.toml", "table = \"involvement\"", "table = \"visit\"", "SL-R162"),
    ];
    for (file, old, new, code) in cases {
        let found = faults(file, old, new);
        let fault = found.iter().find(|fault| fault.code == code);
        let fault = fault.unwrap_or_else(|| panic!("{file}: {old} → {new}: {found:?}"));
        assert!(fault.line > 1, "{fault}");
        assert!(fault.to_string().starts_with(&format!("content/quality/{file}:")), "{fault}");
        assert!(!fault.next.is_empty() && !fault.why.is_empty(), "{fault}");
    }
}

#[test]
fn a_check_without_an_example_and_scores_that_are_not_there_are_told() {
    let definitions = Definitions::built_in().unwrap();
    let check = "[[check]]\nid = \"a\"\nkind = \"missing\"\nseverity = \"error\"\ntable = \"person\"\n\
        title = \"t\"\nmatters = \"m\"\naction = \"a\"\nmissing = [\"sex\"]\n";
    let found = match Checks::load(&definitions, &[("people.toml", check)]) {
        Err(Error::Definitions(faults)) => faults,
        other => panic!("{:?}", other.map(|_| "loads")),
    };
    assert_eq!(found[0].code, "SL-R167", "{found:?}");
    let found = match Checks::load(&definitions, &[] as &[(&str, &str)]) {
        Err(Error::Definitions(faults)) => faults,
        other => panic!("{:?}", other.map(|_| "loads")),
    };
    assert_eq!((found[0].code, found[0].file.as_str()), ("SL-R168", "scores.toml"));
}

/// What is found in these files, as they are loaded.
fn quality_of(files: &[(&str, &str)]) -> Quality {
    let definitions = Definitions::built_in().unwrap();
    let checks = Checks::built_in(&definitions).unwrap();
    let inputs = files.iter().map(|(name, text)| Input::new(*name, Cursor::new(text.as_bytes().to_vec()))).collect();
    let parts = read(&definitions, inputs).unwrap();
    let combined = combine(&definitions, &parts);
    check(&definitions, &checks, &parts, &combined.tables, "2026-10-31".parse().unwrap())
}

const REFERRALS: &str = "Child Unique ID,Gender,Ethnicity,Date of Birth,Date of referral,Referral Source,\
    Referral NFA?,Number of Referrals in Last 12 Months,Allocated Team,Allocated Worker\n\
    A,a) Male,a) WBRI,01/06/2015,05/01/2026,6,b) No,0,North,W1\n\
    B,b) Female,a) WBRI,01/06/2015,05/01/2026,,b) No,0,South,W2\n\
    C,b) Female,a) WBRI,01/06/2015,05/12/2026,6,b) No,0,South,W3\n\
    D,b) Female,a) WBRI,01/06/2015,05/01/2026,99,b) No,0,South,W3\n";

#[test]
fn a_finding_says_whose_it_is_and_where() {
    let quality = quality_of(&[("referrals.csv", REFERRALS)]);
    let of = |id: &str| quality.findings.iter().filter(|finding| finding.check == id).collect::<Vec<_>>();
    let [finding, also] = of("referral_without_source")[..] else { panic!("{:?}", quality.findings) };
    assert_eq!(finding.child_id.as_deref(), Some("B"));
    assert_eq!(also.child_id.as_deref(), Some("D"), "a code that is not known leaves the column blank");
    assert_eq!(finding.columns.as_deref(), Some("made_by"));
    assert_eq!(finding.row_key.as_deref(), Some("received on 2026-01-05"));
    assert_eq!((finding.team.as_deref(), finding.worker.as_deref()), (Some("South"), Some("W2")));
    assert_eq!((finding.source.as_deref(), finding.source_row), (Some("annex_a/list_3"), Some(3)));
    let [finding] = of("referral_in_future")[..] else { panic!("{:?}", quality.findings) };
    assert_eq!(finding.child_id.as_deref(), Some("C"));
    assert_eq!(finding.seen.as_deref(), Some("received on 2026-12-05"));
    let [finding] = of("unknown_code")[..] else { panic!("{:?}", quality.findings) };
    assert_eq!(finding.child_id.as_deref(), Some("D"));
    assert_eq!((finding.table.as_str(), finding.columns.as_deref()), ("referral", Some("made_by")));
    assert_eq!((finding.team.as_deref(), finding.source_row), (Some("South"), Some(5)));
}

#[test]
fn the_score_is_of_rows_and_by_team() {
    let quality = quality_of(&[("referrals.csv", REFERRALS)]);
    let teams = by_team(&quality.scores);
    // Each team is answerable for the referrals and the people they are about;
    // the child whose only referral is still to come is nobody's yet.
    assert_eq!(teams[&Some("North".to_owned())], Share { numerator: 2, denominator: 2 });
    assert_eq!(teams[&Some("South".to_owned())], Share { numerator: 3, denominator: 5 });
    assert_eq!(teams[&None], Share { numerator: 1, denominator: 1 });
    assert_eq!(whole_service(&quality.scores), Share { numerator: 6, denominator: 8 });
    assert_eq!(by_table(&quality.scores)["referral"], Share { numerator: 2, denominator: 4 });
}

#[test]
fn what_was_not_loaded_is_not_found_missing() {
    let quality = quality_of(&[("referrals.csv", REFERRALS)]);
    let not_asked = |id: &str| quality.not_asked.iter().any(|not_asked| not_asked.check == id);
    assert!(not_asked("visit_of_unknown_plan") && not_asked("care_without_placement"));
    assert!(!not_asked("referral_without_source"));
}

#[test]
fn findings_name_no_child_when_they_are_logged() {
    let quality = quality_of(&[("referrals.csv", &REFERRALS.replace("\nB,", "\nPLANTED-CHILD,"))]);
    assert!(quality.findings.iter().any(|finding| finding.child_id.as_deref() == Some("PLANTED-CHILD")));
    assert!(!format!("{quality:?}").contains("PLANTED"));
}
