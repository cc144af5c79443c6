//! Case lists: what is built in does what its cases say, and what is wrong with one is said with its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::case_list::DueState;
use sightline_engine::{Catalogue, Column, Engine, Error, Limits, Rows};

/// The files that are built in, with one put in place of its own.
fn with(path: &str, text: &str) -> Vec<(String, String)> {
    let files = Catalogue::built_in_files().iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    files.filter(|(known, _)| known != path).chain([(path.to_owned(), text.to_owned())]).collect()
}

fn built_in(path: &str) -> &'static str {
    Catalogue::built_in_files().iter().find(|(known, _)| *known == path).expect("a file that is built in").1
}

/// What is wrong with case lists once one file is another; scorecards that name a list miss it too.
async fn faults_with(path: &str, text: &str) -> Vec<String> {
    let catalogue = Catalogue::load(&with(path, text)).await.expect("the tables load");
    let of_lists = catalogue.faults().iter().filter(|fault| fault.file.starts_with("case_lists/"));
    of_lists.map(ToString::to_string).collect()
}

#[tokio::test]
async fn every_case_list_that_is_built_in_loads_and_does_what_its_cases_say() {
    let catalogue = Catalogue::built_in().await.unwrap();
    let of_lists = |file: &str| file.starts_with("case_lists/") || file.starts_with("reference/");
    let faults: Vec<String> =
        catalogue.faults().iter().filter(|fault| of_lists(&fault.file)).map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let mut lists = 0;
    for list in catalogue.case_lists() {
        let check = catalogue.check_cases(Some(&list.id)).await.unwrap();
        assert!(check.run >= 3, "{} has {} cases", list.id, check.run);
        let faults: Vec<String> = check.faults.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        lists += 1;
    }
    assert!(lists >= 18, "{lists} case lists");
}

#[tokio::test]
async fn every_kind_of_the_caseload_has_a_weight_and_every_weight_a_kind() {
    let catalogue = Catalogue::built_in().await.unwrap();
    let query = built_in("case_lists/caseload/list.sql");
    for weight in &catalogue.weights().kinds {
        assert!(query.contains(&format!("'{}' as kind", weight.kind)), "{}", weight.kind);
    }
    assert_eq!(query.matches("' as kind").count(), catalogue.weights().kinds.len());
}

#[tokio::test]
async fn a_wrong_timescale_is_pointed_at_with_the_nearest() {
    let query = built_in("case_lists/assessments/list.sql").replace("'assessment'", "'asessment'");
    let faults = faults_with("case_lists/assessments/list.sql", &query).await;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].starts_with("content/case_lists/assessments/list.sql:5: "), "{}", faults[0]);
    assert!(faults[0].contains("there is no timescale called `asessment` (SL-M052)"), "{}", faults[0]);
    assert!(faults[0].contains("did you mean `assessment`?"), "{}", faults[0]);
}

#[tokio::test]
async fn an_unknown_column_is_pointed_at() {
    let query = built_in("case_lists/assessments/list.sql").replace("assessment.worker", "assessment.wroker");
    let faults = faults_with("case_lists/assessments/list.sql", &query).await;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].starts_with("content/case_lists/assessments/list.sql:7: "), "{}", faults[0]);
    assert!(faults[0].contains("SL-M052"), "{}", faults[0]);
}

#[tokio::test]
async fn a_list_without_a_day_to_be_done_by_is_left_out_and_the_others_go_on() {
    let query = built_in("case_lists/assessments/list.sql").replace("as due_on", "as last_day");
    let files = with("case_lists/assessments/list.sql", &query);
    let catalogue = Catalogue::load(&files).await.unwrap();
    let faults: Vec<String> = catalogue.faults().iter().map(ToString::to_string).collect();
    assert!(faults[0].contains("the query returns no column called due_on") && faults[0].contains("SL-M053"));
    assert!(matches!(catalogue.case_list("assessments"), Err(Error::NotFound { .. })));
    assert!(catalogue.case_list("supervision").is_ok());
}

#[tokio::test]
async fn words_for_a_day_are_refused() {
    let query = built_in("case_lists/assessments/list.sql")
        .replace("due_on('assessment', assessment.started_on)", "assessment.team");
    let faults = faults_with("case_lists/assessments/list.sql", &query).await;
    assert!(faults[0].contains("due_on holds words and should hold days (SL-M054)"), "{faults:?}");
}

#[tokio::test]
async fn another_parameter_is_refused() {
    let query = built_in("case_lists/assessments/list.sql").replace("<= $as_at", "<= $period_end");
    let faults = faults_with("case_lists/assessments/list.sql", &query).await;
    assert!(faults[0].contains("list.sql:10: $period_end is no parameter (SL-M052)"), "{faults:?}");
}

#[tokio::test]
async fn a_file_that_is_missing_or_too_many_is_named() {
    let without: Vec<(&str, &str)> = Catalogue::built_in_files()
        .iter()
        .copied()
        .filter(|(path, _)| *path != "case_lists/assessments/cases.md")
        .chain([("case_lists/supervision/notes.md", "notes")])
        .collect();
    let catalogue = Catalogue::load(&without).await.unwrap();
    let faults: Vec<String> = catalogue.faults().iter().map(ToString::to_string).collect();
    assert!(faults[0].starts_with("content/case_lists/assessments/cases.md:1: the file is not there (SL-M051)"));
    assert!(faults[1].contains("nothing reads notes.md (SL-M051)"), "{faults:?}");
}

#[tokio::test]
async fn contradictions_and_unknown_formats_are_pointed_at() {
    let toml = built_in("case_lists/assessments/list.toml")
        .replace("2027-11-20", "2026-11-19")
        .replace("\"annex_a\"", "\"anex_a\"")
        .replace("timescale      = \"assessment\"", "timescale      = \"assesment\"");
    let faults = faults_with("case_lists/assessments/list.toml", &toml).await;
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("the review is due before the last one (SL-M057)")));
    assert!(faults.iter().any(|fault| fault.contains("there is no timescale assesment (SL-M057)")));
    assert!(faults.iter().any(|fault| fault.contains("did you mean annex_a?") && fault.contains("SL-M058")));
}

#[tokio::test]
async fn a_list_that_does_not_load_says_where() {
    let toml = built_in("case_lists/assessments/list.toml").replace("owner ", "onwer ");
    let faults = faults_with("case_lists/assessments/list.toml", &toml).await;
    assert!(faults[0].contains("SL-M050") && faults[0].contains("onwer"), "{faults:?}");
}

#[tokio::test]
async fn too_few_cases_are_refused() {
    let cases = "## One\n\nexpect 2026-03-09\n| child_id |\n|---|\n";
    let faults = faults_with("case_lists/assessments/cases.md", cases).await;
    assert!(faults[0].contains("there are fewer than 3 cases (SL-M055)"), "{faults:?}");
}

#[tokio::test]
async fn a_case_that_gives_another_answer_is_pointed_at() {
    let cases = built_in("case_lists/assessments/cases.md").replacen("| due_in_5 |", "| overdue  |", 1);
    let catalogue = Catalogue::load(&with("case_lists/assessments/cases.md", &cases)).await.unwrap();
    let check = catalogue.check_cases(Some("assessments")).await.unwrap();
    let faults: Vec<String> = check.faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("content/case_lists/assessments/cases.md:13: "), "{}", faults[0]);
    assert!(faults[0].contains("1 | 2026-03-09 | overdue is not on the list (SL-M056)"), "{}", faults[0]);
    assert!(faults[1].contains("1 | 2026-03-09 | due_in_5 is on the list, and was not expected"), "{}", faults[1]);
}

#[tokio::test]
async fn weights_that_cannot_be_are_refused() {
    let weights = built_in("reference/caseload_weights.toml").replacen("weight = 1.5", "weight = -1.5", 1);
    let error = Catalogue::load(&with("reference/caseload_weights.toml", &weights)).await.unwrap_err();
    assert!(error.to_string().contains("in_care cannot weigh -1.5 (SL-M060)"), "{error}");
}

#[tokio::test]
async fn a_council_may_give_its_own_length_to_one_timescale() {
    let own = "[assessment]\ntitle = \"Assessment\"\nfrom = \"the start\"\nlength = \"30 working days\"\n\
               set_by = \"local\"\nsource = \"The council's own standard\"\n";
    let catalogue = Catalogue::load(&with("reference/timescales.toml", own)).await.unwrap();
    assert!(catalogue.faults().is_empty(), "{:?}", catalogue.faults());
    let check = catalogue.check_cases(Some("assessments")).await.unwrap();
    assert!(!check.faults.is_empty(), "day 30 is earlier than the cases say");
    let check = catalogue.check_cases(Some("supervision")).await.unwrap();
    assert!(check.faults.is_empty(), "{:?}", check.faults);
}

#[tokio::test]
async fn a_calendar_that_does_not_load_says_where() {
    let files = with("reference/timescales.toml", "[assessment]\nlength = \"soon\"\n");
    let error = Catalogue::load(&files).await.unwrap_err();
    assert!(error.to_string().contains("content/reference/timescales.toml:1:"), "{error}");
    assert!(error.to_string().contains("SL-M033"), "{error}");
}

fn on(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn words(values: &[&str]) -> Column {
    Column::Text(values.iter().map(|value| Some((*value).to_owned())).collect())
}

fn days(values: &[&str]) -> Column {
    Column::Date(values.iter().map(|value| Some(on(value))).collect())
}

/// An engine over open cases and assessments, given as tables of the programme.
async fn engine() -> Engine {
    let cases = Rows {
        columns: vec![
            ("child_id".to_owned(), words(&["1", "2", "3"])),
            ("started_on".to_owned(), days(&["2026-01-05", "2026-01-05", "2026-01-05"])),
            ("team".to_owned(), words(&["North", "North", "South"])),
            ("worker".to_owned(), words(&["W1", "W2", "W1"])),
        ],
    };
    let plans = Rows {
        columns: vec![
            ("child_id".to_owned(), words(&["2"])),
            ("started_on".to_owned(), days(&["2026-01-12"])),
            ("team".to_owned(), words(&["North"])),
            ("worker".to_owned(), words(&["W1"])),
        ],
    };
    let tables = BTreeMap::from([("need_episode".to_owned(), cases), ("protection_plan".to_owned(), plans)]);
    let catalogue = Arc::new(Catalogue::built_in().await.expect("built-in definitions load"));
    Engine::new(catalogue, BTreeMap::new(), tables, Limits::default()).expect("the rows fit")
}

#[tokio::test]
async fn a_caseload_is_weighed_by_worker() {
    let list = engine().await.list("caseload", on("2026-02-02")).await.unwrap();
    assert_eq!(list.counts().all(), 3);
    assert_eq!(list.counts().in_state(DueState::NoDate), 3);
    let workers = list.by_worker();
    assert_eq!(workers[&(Some("North"), Some("W1"))].weight_shown(), "2.00");
    assert_eq!(workers[&(Some("South"), Some("W1"))].weight_shown(), "0.50");
    assert!(!workers.contains_key(&(Some("North"), Some("W2"))));
    assert_eq!(list.columns, ["kind"]);
}

#[tokio::test]
async fn a_list_that_there_is_not_names_the_nearest() {
    let error = engine().await.list("asessments", on("2026-02-02")).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no case list asessments; did you mean assessments?");
}

#[tokio::test]
async fn an_empty_list_still_has_its_columns() {
    let list = engine().await.list("assessments", on("2026-02-02")).await.unwrap();
    assert!(list.rows.is_empty());
    assert_eq!(list.columns, ["child_was_seen"]);
}
