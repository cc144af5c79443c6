//! How long it takes to count every measure.
//!
//! * without words: of a large council, for 36 months with every breakdown.
//! * `-- --england`: of 1, 10 and all 153 councils of an invented England,
//!   for ten years, one council after the other; and a few measures of ten
//!   councils beside the same queries written by hand for DuckDB and Polars.
//!   `SIGHTLINE_BENCH_PYTHON` names a Python that has both; without it the
//!   comparison is left out, which is said.
//!
//! Ends with 1 when a promise is missed.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod by_hand;
mod england;
mod one_council;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use arrow_array::RecordBatch;
use chrono::NaiveDate;
use sightline_domain::measure::{MeasureTable, Period};
use sightline_engine::{Catalogue, Engine, Limits};
use sightline_records::Definitions;
use tokio::task::JoinSet;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let definitions = Definitions::built_in().expect("built-in definitions load");
    let as_at = NaiveDate::from_ymd_opt(2026, 10, 31).expect("it is a day");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads can be started");
    let is_fine = if std::env::args().any(|word| word == "--england") {
        runtime.block_on(england::measure(&definitions, as_at))
    } else {
        runtime.block_on(one_council::measure(&definitions, as_at))
    };
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// An engine over the tables of one council.
fn engine(catalogue: &Arc<Catalogue>, tables: BTreeMap<String, Vec<RecordBatch>>) -> Arc<Engine> {
    let engine = Engine::new(Arc::clone(catalogue), tables, BTreeMap::new(), Limits::default());
    Arc::new(engine.expect("the tables have their shapes"))
}

/// Counts measures of one council side by side, and keeps of each what `keep` gives.
async fn count<T: Send + 'static>(
    engine: &Arc<Engine>,
    ids: &[String],
    periods: &Arc<Vec<Period>>,
    keep: fn(&MeasureTable) -> T,
) -> BTreeMap<String, T> {
    let mut counting = JoinSet::new();
    for id in ids.iter().cloned() {
        let (engine, periods) = (Arc::clone(engine), Arc::clone(periods));
        counting.spawn(async move {
            let table = engine.table(&id, &periods).await.unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(table.whole.len(), periods.len());
            (id, keep(&table))
        });
    }
    let mut kept = BTreeMap::new();
    while let Some(done) = counting.join_next().await {
        kept.extend([done.expect("counting does not panic")]);
    }
    kept
}

/// Rows that a measure counted in all its months.
fn counted(table: &MeasureTable) -> u64 {
    table.whole.iter().map(|tally| tally.counted).sum()
}

/// Rows of all tables.
fn rows(tables: &BTreeMap<String, Vec<RecordBatch>>) -> usize {
    tables.values().flatten().map(RecordBatch::num_rows).sum()
}

fn verdict(is_fine: bool) -> &'static str {
    if is_fine { "" } else { "  MISSED" }
}
