//! Every measure of all of England's councils, one after the other.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use sightline_domain::measure::Period;
use sightline_engine::Catalogue;
use sightline_records::Definitions;
use sightline_records::synthetic::{England, Settings};

use crate::{by_hand, count, counted, engine, rows, verdict};

const YEARS: u32 = 10;
/// Children that an average council knew over the years.
const CHILDREN: u32 = 20_000;
/// After so many councils a line is printed.
const STOPS: [u32; 3] = [1, 10, Settings::MOST_AUTHORITIES];
/// The most memory that the program may have held, in mebibytes.
const MOST_MEMORY_MIB: u64 = 4096;
/// For each row, all councils may take so much longer than the first ten.
const MOST_GROWTH: f64 = 1.2;

/// Counts, prints, and compares; true when every promise is kept.
pub(crate) async fn measure(definitions: &Definitions, as_at: NaiveDate) -> bool {
    let catalogue = Arc::new(Catalogue::built_in().await.expect("the tables' shapes load"));
    let ids: Vec<String> = catalogue.measures().map(|measure| measure.id.clone()).collect();
    let periods = Arc::new(Period::whole_months_until(as_at, 12 * YEARS));
    let settings = Settings {
        children: CHILDREN,
        years: YEARS,
        authorities: Settings::MOST_AUTHORITIES,
        seed: 1,
        as_at,
        scenario: "plain".to_owned(),
    };
    let england = England::new(definitions, settings).expect("the scenario is built in");
    let mut is_fine = by_hand::compare(&england, &catalogue, &periods).await;

    println!("\n{} measures, {} months, all breakdowns, one council after the other", ids.len(), periods.len());
    let (mut took, mut in_all, mut all_rows) = (Duration::ZERO, 0, 0);
    let mut first_ten = f64::INFINITY;
    for council in england.councils() {
        let tables = council.tables();
        all_rows += rows(&tables);
        let started = Instant::now();
        in_all += count(&engine(&catalogue, tables), &ids, &periods, counted).await.values().sum::<u64>();
        took += started.elapsed();
        if STOPS.contains(&council.number()) {
            let each = took.as_secs_f64() / f64::from(u32::try_from(all_rows / 1000).unwrap_or(u32::MAX)) * 1000.0;
            println!(
                "{:>4} councils, {all_rows:>11} rows: {took:>8.1?}, {each:>5.2} s for a million rows, {in_all} rows counted, {} MiB at most",
                council.number(),
                most_memory_mib(),
            );
            if council.number() == STOPS[1] {
                first_ten = each;
            } else if council.number() == STOPS[2] {
                let is_linear = each <= first_ten * MOST_GROWTH;
                println!(
                    "growth from 10 to 153: {:.2} for each row, of {MOST_GROWTH}{}",
                    each / first_ten,
                    verdict(is_linear)
                );
                is_fine &= is_linear;
            }
        }
    }
    let memory = most_memory_mib();
    let is_small = memory <= MOST_MEMORY_MIB;
    println!("{memory} MiB at most, of {MOST_MEMORY_MIB}{}", verdict(is_small));
    is_fine && is_small
}

/// The most memory that this program has held; nothing where `/proc` does not tell.
fn most_memory_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kibibytes| kibibytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
