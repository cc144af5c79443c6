//! Times the functions over 60,000 rows, and a case list over as many: `cargo bench -p sightline-engine --bench functions`.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use datafusion::arrow::array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use datafusion::prelude::SessionContext;
use sightline_engine::{Catalogue, Column, Engine, Limits, Rows, functions};

const ROWS: i32 = 60_000;
const TIMES: usize = 21;
/// What was promised for the working days between two columns.
const PROMISED: Duration = Duration::from_millis(5);

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a thread of our own");
    let session = SessionContext::new();
    functions::register(&session);
    session.register_batch("given", rows()).expect("a new table");
    let calls = [
        "sum(working_days_between(a, b))",
        "max(due_on('assessment', a))",
        "max(add_months(a, 3))",
        "sum(age_on(a, b))",
        "count(distinct age_band(a, b))",
        "count(distinct financial_year(a))",
        "count(distinct outward_code(p))",
    ];
    let mut of_first = Duration::ZERO;
    for call in calls {
        let sql = format!("select {call} from given");
        let plan = runtime.block_on(session.sql(&sql)).expect("the query plans");
        let took = median(|| drop(runtime.block_on(plan.clone().collect()).expect("an answer")));
        println!("{call:<45} {took:>10.2?} for {ROWS} rows");
        if of_first.is_zero() {
            of_first = took;
        }
    }
    let engine = runtime.block_on(engine());
    let as_at = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
    let took = median(|| drop(runtime.block_on(engine.list("assessments", as_at)).expect("a list")));
    println!("{:<45} {took:>10.2?} for {ROWS} rows", "the case list of assessments, all open");
    assert!(of_first < PROMISED, "working days between two columns took {of_first:?}, promised {PROMISED:?}");
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[TIMES / 2]
}

/// Days all over ten years, and postcodes.
fn rows() -> RecordBatch {
    let days = |step: i32| -> ArrayRef {
        Arc::new(Date32Array::from_iter_values((0..ROWS).map(|row| 16_801 + row.wrapping_mul(step).rem_euclid(3_652))))
    };
    let postcodes: ArrayRef =
        Arc::new(StringArray::from_iter_values((0..ROWS).map(|row| format!("ZZ{} {}ZZ", row % 90, row % 10))));
    RecordBatch::try_from_iter([("a", days(7_919)), ("b", days(104_729)), ("p", postcodes)]).expect("one length")
}

async fn engine() -> Engine {
    let first = NaiveDate::from_ymd_opt(2025, 11, 1).expect("a day");
    let days = (0..ROWS).map(|row| first.checked_add_days(Days::new(u64::try_from(row % 365).unwrap_or_default())));
    let text = |name: fn(i32) -> String| Column::Text((0..ROWS).map(|row| Some(name(row))).collect());
    let assessments = Rows {
        columns: vec![
            ("child_id".to_owned(), text(|row| row.to_string())),
            ("started_on".to_owned(), Column::Date(days.collect())),
            ("team".to_owned(), text(|row| format!("Team {}", row % 20))),
            ("worker".to_owned(), text(|row| format!("Worker {}", row % 400))),
        ],
    };
    let catalogue = Arc::new(Catalogue::built_in().await.expect("built-in definitions load"));
    let tables = BTreeMap::from([("assessment".to_owned(), assessments)]);
    Engine::new(catalogue, BTreeMap::new(), tables, Limits::default()).expect("the rows fit")
}
