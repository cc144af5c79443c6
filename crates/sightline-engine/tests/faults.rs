//! Definitions that are wrong are refused with file, line and what to do; the others go on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use datafusion::arrow::array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use sightline_domain::measure::Period;
use sightline_engine::{Catalogue, Column, Engine, Fault, Limits, Rows};

const GOOD: &str = r#"
title = "Referrals"
kind = "proportion"
counts = "events"
one_row = "a referral"
denominator = "Referrals received in the period"
numerator = "Referrals with no further action"
unit = "per cent"
better = "neither"
definition = "Referrals that were closed at once, of all that were received."
why = "It shows what comes to the front door and leads nowhere."
source = { title = "Made up" }
needs = ["ssd"]
owner = "Performance lead"
checker = "Head of service"
reviewed_on = 2026-11-20
review_due = 2027-11-20
"#;
const GOOD_SQL: &str = "select child_id, received_on as event_on, had_no_further_action as in_numerator\nfrom referral\nwhere received_on between $period_start and $period_end\n";
const GOOD_CASES: &str = "## One of two\n\ngiven referral\n| child_id | received_on | had_no_further_action |\n|---:|---|---|\n| 1 | 2026-03-02 | yes |\n| 2 | 2026-03-31 | no |\n\nexpect 2026-03-01 to 2026-03-31\n| numerator | denominator |\n|---:|---:|\n| 1 | 2 |\n\n## The day before is of another month\n\ngiven referral\n| child_id | received_on | had_no_further_action |\n|---:|---|---|\n| 1 | 2026-02-28 | yes |\n\nexpect 2026-03-01 to 2026-03-31\n| numerator | denominator |\n|---:|---:|\n| 0 | 0 |\n\n## What came of it is not known\n\ngiven referral\n| child_id | received_on |\n|---:|---|\n| 1 | 2026-03-02 |\n\nexpect 2026-03-01 to 2026-03-31\n| numerator | denominator | left_out |\n|---:|---:|---:|\n| 0 | 0 | 1 |\n";

/// The built-in tables with one measure of our own, and a good one.
async fn with_measure(toml: &str, sql: &str, cases: &str) -> Catalogue {
    let tables = Catalogue::built_in_files().iter().filter(|(name, _)| {
        *name == "measures/breakdowns.toml"
            || !name.starts_with("measures/") && !name.starts_with("scorecards/") && !name.starts_with("case_lists/")
    });
    let mut files: Vec<(String, String)> =
        tables.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    for (id, parts) in [("tried", [toml, sql, cases]), ("good", [GOOD, GOOD_SQL, GOOD_CASES])] {
        for (file, text) in ["measure.toml", "measure.sql", "cases.md"].iter().zip(parts) {
            files.push((format!("measures/{id}/{file}"), text.to_owned()));
        }
    }
    Catalogue::load(&files).await.unwrap()
}

/// What is wrong with one measure of our own; and whether another goes on.
async fn faults(toml: &str, sql: &str, cases: &str) -> (Vec<Fault>, bool) {
    let catalogue = with_measure(toml, sql, cases).await;
    let mut faults = catalogue.faults().to_vec();
    if faults.is_empty() {
        faults = catalogue.check_cases(Some("tried")).await.unwrap().faults;
    }
    (faults, catalogue.measure("good").is_ok())
}

/// The code, file and line of the one thing that is wrong.
async fn fault(toml: &str, sql: &str, cases: &str) -> (&'static str, String, usize, String) {
    let (mut faults, goes_on) = faults(toml, sql, cases).await;
    assert!(goes_on, "the other measure goes on");
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = faults.remove(0);
    (
        fault.code,
        fault.file.rsplit('/').next().unwrap().to_owned(),
        fault.line,
        format!("{} {}", fault.what, fault.next),
    )
}

#[tokio::test]
async fn what_is_right_is_not_refused() {
    let (faults, goes_on) = faults(GOOD, GOOD_SQL, GOOD_CASES).await;
    assert!(faults.is_empty() && goes_on, "{faults:?}");
}

#[tokio::test]
async fn a_query_points_at_the_column_that_there_is_not() {
    let sql = GOOD_SQL.replace("had_no_further_action as", "had_no_further_acton as");
    let (code, file, line, said) = fault(GOOD, &sql, GOOD_CASES).await;
    assert_eq!((code, file.as_str(), line), ("SL-M004", "measure.sql", 1));
    assert!(said.contains("had_no_further_act"), "{said}");
    let sql = GOOD_SQL.replace("from referral", "from referal");
    let (code, _, _, said) = fault(GOOD, &sql, GOOD_CASES).await;
    assert_eq!(code, "SL-M004");
    assert!(said.contains("referal"), "{said}");
    let (code, _, line, _) = fault(GOOD, &GOOD_SQL.replace("between", "betwen"), GOOD_CASES).await;
    assert_eq!((code, line), ("SL-M004", 3));
}

#[tokio::test]
async fn a_table_or_function_of_somebody_else_is_told_by_its_name_here() {
    let said = |from: &str, to: &str| {
        let sql = GOOD_SQL.replace(from, to);
        async move {
            let (code, file, _, said) = fault(GOOD, &sql, GOOD_CASES).await;
            assert_eq!((code, file.as_str()), ("SL-M004", "measure.sql"), "{said}");
            said
        }
    };
    let near = said("from referral", "from referal").await;
    assert!(near.contains("did you mean referral?") && near.contains("docs/records.md"), "{near}");
    let nothing = said("from referral", "from xylophones_of_the_county").await;
    assert!(nothing.contains("see docs/records.md"), "{nothing}");
    let days = "datediff('day', received_on, $period_end) > 3 as";
    let counted = said("had_no_further_action as", days).await;
    assert!(counted.contains("days_between(from, to)") && counted.contains("docs/sql-functions.md"), "{counted}");
    let added = said("had_no_further_action as", "DATEADD('month', 3, received_on) > $period_end as").await;
    assert!(added.contains("add_months(day, months)"), "{added}");
}

#[tokio::test]
async fn a_format_that_holds_nothing_the_query_reads_is_refused_at_its_line() {
    let (code, file, line, said) =
        fault(&GOOD.replace("[\"ssd\"]", "[\"ssd\", \"ssda903\"]"), GOOD_SQL, GOOD_CASES).await;
    assert_eq!((code, file.as_str(), line), ("SL-M027", "measure.toml", 13));
    assert!(said.contains("ssda903 holds no referral") && said.contains("annex_a, cin_census, ssd"), "{said}");
    let (code, .., said) = fault(&GOOD.replace("[\"ssd\"]", "[\"programme\"]"), GOOD_SQL, GOOD_CASES).await;
    assert_eq!(code, "SL-M027", "{said}");
}

#[tokio::test]
async fn fewer_than_three_cases_are_too_few() {
    let two = &GOOD_CASES[..GOOD_CASES.find("\n## What came").unwrap()];
    let (code, file, line, said) = fault(GOOD, GOOD_SQL, two).await;
    assert_eq!((code, file.as_str(), line), ("SL-M019", "cases.md", two.lines().count()));
    assert!(said.contains("there are 2 cases, and 3 are the fewest"), "{said}");
    let one = &GOOD_CASES[..GOOD_CASES.find("\n## The day").unwrap()];
    assert!(fault(GOOD, GOOD_SQL, one).await.3.contains("there is one case"));
}

#[tokio::test]
async fn what_went_wrong_with_a_value_does_not_repeat_it() {
    let divided = "1 / (length(child_id) - length(child_id)) > 0 as";
    for (broken, words) in
        [("cast(child_id || 'x' as bigint) > 1 as", "not what the query casts it to"), (divided, "divides by zero")]
    {
        let sql = GOOD_SQL.replace("had_no_further_action as", broken);
        let (faults, _) = faults(GOOD, &sql, &GOOD_CASES.replace("| 1 | 2026", "| 700132 | 2026")).await;
        let first = &faults[0];
        assert_eq!((first.code, first.file.as_str()), ("SL-M022", "measures/tried/cases.md"), "{first:?}");
        assert!(first.what.contains(words) && !first.what.contains("700132"), "{first:?}");
    }
}

#[tokio::test]
async fn a_query_that_returns_no_cohort_says_which_column_is_missing() {
    let (code, file, _, said) = fault(GOOD, &GOOD_SQL.replace("as in_numerator", "as numerator"), GOOD_CASES).await;
    assert_eq!((code, file.as_str()), ("SL-M012", "measure.sql"));
    assert!(said.contains("in_numerator"), "{said}");
    let sql = GOOD_SQL.replace("had_no_further_action as", "child_id as");
    assert_eq!(fault(GOOD, &sql, GOOD_CASES).await.0, "SL-M005");
}

#[tokio::test]
async fn a_query_can_neither_write_nor_read_files() {
    for sql in [
        "create table t as select 1",
        "insert into referral select * from referral",
        "set datafusion.execution.batch_size = 1",
        "copy referral to '/tmp/referrals.csv'",
        "select child_id, received_on as event_on, true as in_numerator from '/etc/passwd'",
        "create external table t stored as csv location '/etc/passwd'",
        "select 1; select 2",
        "explain select 1",
    ] {
        let (code, _, _, said) = fault(GOOD, sql, GOOD_CASES).await;
        assert_eq!(code, "SL-M004", "{sql}: {said}");
    }
}

#[tokio::test]
async fn another_answer_points_at_the_row_of_the_case() {
    let cases = GOOD_CASES.replace("| 1 | 2 |", "| 2 | 2 |");
    let (code, file, line, said) = fault(GOOD, GOOD_SQL, &cases).await;
    assert_eq!((code, file.as_str(), line), ("SL-M007", "cases.md", 12));
    assert!(said.contains("numerator is 1, and 2 was expected"), "{said}");
}

#[tokio::test]
async fn a_child_that_is_there_twice_is_refused() {
    let sql = "select child_id, received_on as event_on, true as in_numerator from referral where received_on between $period_start and $period_end union all select child_id, received_on, true from referral where received_on between $period_start and $period_end";
    let (faults, goes_on) = faults(GOOD, sql, GOOD_CASES).await;
    assert!(goes_on && !faults.is_empty());
    assert!(faults.iter().all(|fault| fault.code == "SL-M025" && fault.file.ends_with("/cases.md")), "{faults:?}");
}

#[tokio::test]
async fn what_stands_in_the_records_twice_is_counted_once_and_said_to_be_left_out() {
    let catalogue = Arc::new(with_measure(GOOD, GOOD_SQL, GOOD_CASES).await);
    let day: Option<NaiveDate> = "2026-03-02".parse().ok();
    let child = |name: &str| Some(name.to_owned());
    let columns = [
        ("child_id", Column::Text(vec![child("1"), child("2"), child("1")])),
        ("received_on", Column::Date(vec![day; 3])),
        ("had_no_further_action", Column::YesNo(vec![Some(true); 3])),
    ];
    let rows = Rows { columns: columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect() };
    let tables = BTreeMap::from([("referral".to_owned(), rows)]);
    let engine = Engine::new(catalogue, BTreeMap::new(), tables, Limits::default()).unwrap();
    let table = engine.table("tried", &[Period::month_of(day.unwrap())]).await.unwrap();
    let month = &table.whole[0];
    assert_eq!((month.counted, month.in_numerator, month.left_out), (2, 2, 1));
    assert_eq!(table.left_out["It stands in the records twice"], [1]);
}

#[tokio::test]
async fn teams_are_called_by_their_names_where_the_records_know_them() {
    let text = |words: &[&str]| Arc::new(StringArray::from(words.to_vec())) as ArrayRef;
    let day: NaiveDate = "2026-03-02".parse().unwrap();
    let days = || Arc::new(Date32Array::from(vec![day.to_epoch_days(); 2])) as ArrayRef;
    let table = |columns: Vec<(&str, ArrayRef)>| vec![RecordBatch::try_from_iter(columns).unwrap()];
    let tables = BTreeMap::from([
        ("referral".to_owned(), table(vec![("child_id", text(&["1", "2"])), ("received_on", days())])),
        (
            "involvement".to_owned(),
            table(vec![("child_id", text(&["1", "2"])), ("team", text(&["T00102", "T00103"])), ("started_on", days())]),
        ),
        ("team".to_owned(), table(vec![("team_id", text(&["T00102"])), ("name", text(&["Assessment North"]))])),
    ]);
    let flag = GOOD_SQL.replace("had_no_further_action as", "true as");
    let own = flag.replace("select child_id", "select 'T00102' as team, child_id");
    for (sql, teams) in [(flag, vec!["Assessment North", "T00103"]), (own, vec!["Assessment North"])] {
        let catalogue = Arc::new(with_measure(GOOD, &sql, GOOD_CASES).await);
        let engine = Engine::new(catalogue, tables.clone(), BTreeMap::new(), Limits::default()).unwrap();
        let month = Period::month_of(day);
        let table = engine.table("tried", &[month]).await.unwrap();
        let labels: Vec<&str> =
            table.breakdown("team").unwrap().values.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, teams);
        let behind = engine.cohort("tried", month, Some(("team", "Assessment North"))).await.unwrap();
        assert!(!behind.rows.is_empty());
        assert!(behind.rows.iter().all(|row| row.team.as_deref() == Some("Assessment North")), "{behind:?}");
        assert_eq!(engine.called("Assessment North").collect::<Vec<_>>(), ["Assessment North", "T00102"]);
    }
}

/// Asks a measure of some thousand referrals with this query; the code of what stopped it, within a few seconds.
async fn stopped(sql: &str, limits: Limits) -> &'static str {
    let catalogue = Arc::new(with_measure(GOOD, sql, GOOD_CASES).await);
    let day: Option<NaiveDate> = "2026-03-02".parse().ok();
    let count = 5_000;
    let children = (0..count).map(|child| Some(child.to_string())).collect();
    let columns = [("child_id", Column::Text(children)), ("received_on", Column::Date(vec![day; count]))];
    let rows = Rows { columns: columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect() };
    let tables = BTreeMap::from([("referral".to_owned(), rows)]);
    let engine = Engine::new(catalogue, BTreeMap::new(), tables, limits).unwrap();
    let began = Instant::now();
    let error = engine.table("tried", &[Period::month_of(day.unwrap())]).await.unwrap_err();
    assert!(began.elapsed() < Duration::from_secs(20), "stopped after {:?}: {error}", began.elapsed());
    error.code()
}

/// Some hundred thousand million rows, put together so that few come out, and none until the end.
const MINUTES: &str = "select a.child_id, max(c.received_on) as event_on, count(*) > 1 as in_numerator from referral a cross join referral b cross join referral c where a.received_on between $period_start and $period_end group by a.child_id";
/// Numbers without an end, one at a time.
const FOR_EVER: &str = "with recursive numbers as (select 1 as number union all select number + 1 from numbers) select 'x' as child_id, $period_start as event_on, count(*) > 1 as in_numerator from numbers where number < 0 group by 1, 2";

#[tokio::test]
async fn a_query_that_never_waits_is_stopped_on_time() {
    let a_second = Limits { seconds: 1, ..Limits::default() };
    assert_eq!(stopped(MINUTES, a_second).await, "SL-M023");
    assert_eq!(stopped(FOR_EVER, a_second).await, "SL-M023");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_never_waits_is_stopped_on_time_among_several_threads_too() {
    assert_eq!(stopped(MINUTES, Limits { seconds: 1, ..Limits::default() }).await, "SL-M023");
}

#[tokio::test]
async fn an_answer_without_end_is_stopped_before_it_fills_the_memory() {
    let sql = "select a.child_id, a.received_on as event_on, true as in_numerator from referral a cross join referral b cross join referral c where a.received_on between $period_start and $period_end";
    assert_eq!(stopped(sql, Limits { memory_mib: 16, ..Limits::default() }).await, "SL-M024");
}

#[tokio::test]
async fn definitions_that_contradict_themselves_are_refused() {
    let (code, file, ..) =
        fault(&GOOD.replace("numerator = \"Referrals with", "# \"Referrals with"), GOOD_SQL, GOOD_CASES).await;
    assert_eq!((code, file.as_str()), ("SL-M008", "measure.toml"));
    let backwards = GOOD.replace("review_due = 2027-11-20", "review_due = 2020-11-20");
    let (code, _, line, _) = fault(&backwards, GOOD_SQL, GOOD_CASES).await;
    assert_eq!((code, line), ("SL-M008", 17));
    let (code, _, line, said) = fault(&GOOD.replace("[\"ssd\"]", "[\"sdd\"]"), GOOD_SQL, GOOD_CASES).await;
    assert_eq!((code, line), ("SL-M009", 13));
    assert!(said.contains("did you mean ssd?"), "{said}");
    let (code, _, line, _) =
        fault(&GOOD.replace("kind = \"proportion\"", "kind = \"share\""), GOOD_SQL, GOOD_CASES).await;
    assert_eq!((code, line), ("SL-M002", 3));
}

#[tokio::test]
async fn cases_that_cannot_be_read_say_where() {
    for (cases, line) in [
        ("", 1),
        ("## A\n\ngiven referal\n| a |\n|---|\n| 1 |\n", 3),
        ("## A\n\ngiven referral\n| received |\n|---|\n| 1 |\n", 3),
        ("## A\n\ngiven referral\n| received_on |\n|---|\n| 31/03/2026 |\n", 6),
        ("## A\n\nexpect 2026-03-31 to 2026-03-01\n| numerator |\n|---|\n| 1 |\n", 3),
        ("## A\n\nexpect March\n| numerator |\n|---|\n| 1 |\n", 3),
        ("## A\n\nexpect 2026-03-01 to 2026-03-31\n| numerator | denominator |\n|---|---|\n| 1 |\n", 6),
        ("## A\n\nprose only\n", 1),
    ] {
        let (code, file, at, said) = fault(GOOD, GOOD_SQL, cases).await;
        assert_eq!((code, file.as_str(), at), ("SL-M006", "cases.md", line), "{cases}: {said}");
    }
}

#[tokio::test]
async fn a_file_that_is_missing_is_named() {
    let tables = Catalogue::built_in_files()
        .iter()
        .filter(|(name, _)| !name.starts_with("measures/") && !name.starts_with("scorecards/"));
    let mut files: Vec<(&str, &str)> = tables.copied().collect();
    files.push(("measures/tried/measure.toml", GOOD));
    files.push(("measures/tried/cases.md", GOOD_CASES));
    let catalogue = Catalogue::load(&files).await.unwrap();
    let said: Vec<String> = catalogue.faults().iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("measures/tried/measure.sql") && said[0].contains("SL-M003"), "{said:?}");
}
