//! How long it takes to ask every data quality check of a large council's records.
//!
//! `cargo bench -p sightline-records --bench quality` makes an invented council
//! of at least 60,000 rows in memory and checks it. Ends with 1 when that takes
//! longer than we say.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sightline_records::quality::{Checks, check};
use sightline_records::synthetic::{England, Settings};
use sightline_records::{Definitions, journey};

/// Longest that all checks may take over so many rows.
const MOST: Duration = Duration::from_millis(500);
const ROWS: usize = 60_000;
/// Longest that one child's journey may take.
const MOST_JOURNEY: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    let started = Instant::now();
    let definitions = Definitions::built_in().expect("built-in definitions load");
    let checks = Checks::built_in(&definitions).expect("built-in checks load");
    println!("{:<40}{:>10.0?}", "definitions, checks and their examples", started.elapsed());
    let as_at = NaiveDate::from_ymd_opt(2026, 10, 31).expect("it is a day");
    let mut children = 1_000;
    let (tables, rows) = loop {
        let settings = Settings { children, years: 4, authorities: 1, seed: 1, as_at, scenario: "plain".to_owned() };
        let england = England::new(&definitions, settings).expect("the scenario is built in");
        let tables = england.councils().next().expect("there is a council").tables();
        let rows: usize = tables.values().flatten().map(arrow_array::RecordBatch::num_rows).sum();
        if rows >= ROWS {
            break (tables, rows);
        }
        children *= 2;
    };
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let started = Instant::now();
        let quality = check(&definitions, &checks, &[], &tables, as_at);
        best = best.min(started.elapsed());
        assert!(quality.not_asked.len() < checks.checks.len(), "checks were asked");
    }
    // The time allowed grows with the rows: the council may be larger than asked for.
    let most = MOST * u32::try_from(rows / ROWS).unwrap_or(1);
    let mut is_fine = best <= most;
    println!("{:<40}{best:>10.0?} of {most:?}, {rows} rows{}", "every check", verdict(is_fine));
    let child = first_child(&tables).expect("the council has children");
    let started = Instant::now();
    let journey = journey(&definitions, &tables, &child, as_at).expect("the child has events");
    let took = started.elapsed();
    is_fine &= took <= MOST_JOURNEY;
    println!(
        "{:<40}{took:>10.0?} of {MOST_JOURNEY:?}, {} lanes{}",
        "one child's journey",
        journey.lanes.len(),
        verdict(took <= MOST_JOURNEY)
    );
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn verdict(is_fine: bool) -> &'static str {
    if is_fine { "" } else { "  too slow" }
}

fn first_child(tables: &std::collections::BTreeMap<String, Vec<arrow_array::RecordBatch>>) -> Option<String> {
    let batch = tables.get("referral")?.first()?;
    let column = batch.column_by_name("child_id")?;
    let children = column.as_any().downcast_ref::<arrow_array::StringArray>()?;
    Some(children.value(0).to_owned())
}
