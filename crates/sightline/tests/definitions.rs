//! `sightline measure`: definitions written, checked and explained at the command line.

mod run;

use std::fs;

use run::Run;

const FOLDER: &str = "data/content/measures/visits_in_a_storm";

#[test]
fn a_measure_is_begun_checked_and_put_right() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    Run::inside(at, &["measure", "new", "visits_in_a_storm"]).expect(0).says(&[
        "measure.toml",
        "measure.sql",
        "cases.md",
    ]);
    let data = at.join(FOLDER);
    let cases = data.join("cases.md");
    let checked = Run::inside(at, &["measure", "check", "visits_in_a_storm"]).expect(1);
    let line =
        fs::read_to_string(&cases).unwrap().lines().position(|line| line.contains("|           2 |")).unwrap() + 1;
    checked.says(&["error[SL-M007]", &format!("cases.md:{line}"), "^^^^", "help:", "3 faults"]);

    let text = fs::read_to_string(&cases).unwrap().replace("|           2 |", "|           1 |");
    fs::write(&cases, text).unwrap();
    let words = data.join("measure.toml");
    Run::inside(at, &["measure", "check", "visits_in_a_storm"]).expect(1).says(&["SL-M018", "definition", "2 faults"]);
    let text = fs::read_to_string(&words).unwrap();
    let text = text.replace("Of the assessments authorised", "Of the visits made").replace("A child who waits", "One");
    fs::write(&words, text).unwrap();
    Run::inside(at, &["measure", "check", "visits_in_a_storm"]).expect(0).says(&["1 measure", "nothing is wrong"]);
    Run::inside(at, &["measure", "list", "--theme", "storm"]).expect(0).says(&["visits_in_a_storm"]);
    Run::inside(at, &["measure", "explain", "visits_in_a_storm"]).expect(0).says(&["Numerator", "TableScan", "select"]);
    Run::inside(at, &["measure", "new", "visits_in_a_storm"]).fails("SL-A331", &["another id"]);
    Run::inside(at, &["measure", "new", "contacts"]).fails("SL-A331", &["another id"]);
    Run::inside(at, &["measure", "new", "Storm!"]).fails("SL-A330", &["small letters"]);
}

#[test]
fn what_is_wrong_with_a_query_is_shown_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    Run::inside(at, &["measure", "new", "visits_in_a_storm"]).expect(0);
    let query = at.join(FOLDER).join("measure.sql");
    let text = fs::read_to_string(&query).unwrap().replace("assessment.worker", "assessment.wrker");
    fs::write(&query, text).unwrap();
    let checked = Run::inside(at, &["measure", "check", "visits_in_a_storm", "--json"]).expect(1).json();
    assert_eq!(checked["faults"][0]["code"], "SL-M004", "{checked}");
    assert_eq!(checked["faults"][0]["line"], 10, "{checked}");
}

#[test]
fn measures_without_records_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let measure = "assessments_within_45_working_days";
    let refused = |words: &[&str], wanted: &[&str]| {
        // Before the error stands what is said of the key that was made.
        let run = Run::inside(at, words).expect(2);
        assert!(wanted.iter().all(|part| run.stderr.contains(part)), "{}", run.stderr);
    };
    refused(&["measure", "run", measure], &["error[SL-A241]", "Load one"]);
    let backwards = ["measure", "run", measure, "--from", "2026-03-31", "--to", "2026-03-01"];
    refused(&backwards, &["error[SL-A332]", "earlier day first"]);
    refused(&["measure", "run", "assessment_within_45_working_days"], &["error[SL-M020]", measure]);
    refused(&["case-list", "run", "assessments"], &["error[SL-A241]"]);
    Run::inside(at, &["case-list", "list"]).expect(0).says(&["assessments", "protection_visits"]);
    Run::inside(at, &["scorecard", "list"]).expect(0).says(&["basics", "improvement_board"]);
    let wrong = ["scorecard", "build", "basics", "--out", "card.odt"];
    Run::inside(at, &wrong).fails("SL-A030", &[".pdf, .docx, .xlsx, .csv"]);
}
