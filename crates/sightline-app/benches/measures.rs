//! How long it takes to count every measure of a large council.
//!
//! `make bench-measures` makes an invented council in memory, whose longest
//! list has at least 60,000 rows, and counts the whole catalogue for 36
//! months with every breakdown. Ends with 1 when that takes longer than we say.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sightline_domain::measure::Period;
use sightline_engine::{Catalogue, Engine, Limits};
use sightline_records::Definitions;
use sightline_records::synthetic::{England, Settings};
use tokio::task::JoinSet;

/// Longest that the whole catalogue may take from a cold start.
const MOST_ALL: Duration = Duration::from_secs(1);
/// Longest that one measure may take.
const MOST_ONE: Duration = Duration::from_millis(100);
/// Rows of the longest list.
const ROWS: usize = 60_000;
const MONTHS: u32 = 36;
/// Measures that are printed: the slowest.
const PRINTED: usize = 8;

fn main() -> ExitCode {
    let definitions = Definitions::built_in().expect("built-in definitions load");
    let as_at = NaiveDate::from_ymd_opt(2026, 10, 31).expect("it is a day");
    let mut children = 4_000;
    let (tables, longest, rows) = loop {
        let settings = Settings { children, years: 4, authorities: 1, seed: 1, as_at, scenario: "plain".to_owned() };
        let england = England::new(&definitions, settings).expect("the scenario is built in");
        let tables = england.councils().next().expect("there is a council").tables();
        let sizes =
            tables.values().map(|batches| batches.iter().map(arrow_array::RecordBatch::num_rows).sum::<usize>());
        let (longest, rows) = sizes.fold((0, 0), |(longest, all), rows| (longest.max(rows), all + rows));
        if longest >= ROWS {
            break (tables, longest, rows);
        }
        children *= 2;
    };
    println!("{children} children, {rows} rows in all tables, {longest} in the longest");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads can be started");
    runtime.block_on(measure(tables, as_at))
}

async fn measure(tables: BTreeMap<String, Vec<arrow_array::RecordBatch>>, as_at: NaiveDate) -> ExitCode {
    let started = Instant::now();
    let catalogue = Arc::new(Catalogue::built_in().await.expect("the tables' shapes load"));
    println!("{:<44}{:>10.0?}", "definitions read and planned", started.elapsed());
    let periods = Arc::new(Period::whole_months_until(as_at, MONTHS));
    let ids: Vec<String> = catalogue.measures().map(|measure| measure.id.clone()).collect();

    let mut best = Duration::MAX;
    let mut engine = None;
    for _ in 0..3 {
        let tables = tables.clone();
        let started = Instant::now();
        let cold = Engine::new(Arc::clone(&catalogue), tables, BTreeMap::new(), Limits::default());
        let cold = Arc::new(cold.expect("the tables have their shapes"));
        let mut counting = JoinSet::new();
        for id in ids.clone() {
            let (engine, periods) = (Arc::clone(&cold), Arc::clone(&periods));
            counting.spawn(async move { engine.table(&id, &periods).await.map(|table| table.whole.len()) });
        }
        while let Some(done) = counting.join_next().await {
            let months = done.expect("counting does not panic").unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(months, periods.len());
        }
        best = best.min(started.elapsed());
        engine = Some(cold);
    }
    let mut is_fine = best <= MOST_ALL;
    let what = format!("{} measures, {MONTHS} months, all breakdowns", ids.len());
    println!("{what:<44}{best:>10.0?} of {MOST_ALL:?}{}", verdict(is_fine));

    let engine = engine.expect("it was made three times");
    let mut times = Vec::new();
    for id in &ids {
        let started = Instant::now();
        let table = engine.table(id, &periods).await.expect("it was counted before");
        times.push((started.elapsed(), id, table.whole.iter().map(|tally| tally.counted).sum::<u64>()));
    }
    times.sort_unstable();
    for (took, id, counted) in times.iter().rev().take(PRINTED) {
        println!("{id:<44}{took:>10.1?} of {MOST_ONE:?}, {counted} rows{}", verdict(*took <= MOST_ONE));
    }
    let median = times[times.len() / 2].0;
    println!("{:<44}{median:>10.1?}", "one measure, the middle one");
    is_fine &= times.last().is_none_or(|(took, ..)| *took <= MOST_ONE);
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn verdict(is_fine: bool) -> &'static str {
    if is_fine { "" } else { "  MISSED" }
}
