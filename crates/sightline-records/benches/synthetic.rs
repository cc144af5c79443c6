//! How fast the synthetic council's records are made, and the whole of England's made and loaded.
//!
//! `cargo bench -p sightline-records --bench synthetic` makes councils of ten
//! years, one after the other, in all record tables as record batches, and
//! writes a large council's Annex A. England's 153 councils are the same work
//! again and again: with `-- --england` each of them is made, written as an
//! extract, opened and read back before the next one is made, so that no more
//! than one is in memory and on the disk. Ends with 1 when it is slower than we say.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use arrow_array::RecordBatch;
use chrono::NaiveDate;
use sightline_records::extract::{self, Contents, ExtractKey};
use sightline_records::synthetic::{Council, England, Files, Form, Settings};
use sightline_records::{Definitions, Reading, Records, combine};

const CHILDREN: u32 = 20_000;
const COUNCILS: u32 = 4;
const LEAST_ROWS_A_SECOND: u128 = 500_000;
const LEAST_ROWS_LOADED_A_SECOND: u128 = 1_000_000;
/// Councils between two lines about how far it is.
const COUNCILS_A_LINE: u32 = 10;

/// Takes what is written and keeps nothing.
struct Nowhere;

impl Files for Nowhere {
    fn create(&mut self, _name: &str) -> io::Result<Box<dyn Write + Send>> {
        Ok(Box::new(io::sink()))
    }
}

fn main() -> ExitCode {
    let definitions = Definitions::built_in().expect("built-in definitions load");
    let settings = Settings {
        children: CHILDREN,
        years: 10,
        authorities: COUNCILS,
        seed: 1,
        as_at: NaiveDate::from_ymd_opt(2026, 10, 31).expect("a day"),
        scenario: "improving".to_owned(),
    };
    let is_fast = if env::args().any(|word| word == "--england") {
        whole_england(&definitions, Settings { authorities: Settings::MOST_AUTHORITIES, ..settings })
    } else {
        few_councils(&definitions, &settings)
    };
    if is_fast { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn few_councils(definitions: &Definitions, settings: &Settings) -> bool {
    let england = England::new(definitions, settings.clone()).expect("the content loads");
    let started = Instant::now();
    let (mut rows, mut children) = (0_u128, 0);
    for council in england.councils() {
        let mut next = vec![1; definitions.tables.len()];
        children += council.children();
        for part in council.parts() {
            // Made and dropped, as a writer of whole England would.
            let batches = part.batches(definitions, &mut next);
            rows += batches.iter().map(|(_, batch)| batch.num_rows() as u128).sum::<u128>();
        }
    }
    let elapsed = started.elapsed();
    let is_fast = a_second(rows, elapsed) >= LEAST_ROWS_A_SECOND;
    println!(
        "{COUNCILS} councils, {children} children, ten years: {rows} rows in {elapsed:.1?}, {} rows a second{}",
        a_second(rows, elapsed),
        verdict(is_fast)
    );
    let one = England::new(definitions, Settings { authorities: 1, ..settings.clone() }).expect("the content loads");
    for (form, name) in Form::ALL {
        let started = Instant::now();
        let council = one.councils().next().expect("there is one council");
        let written = council.write(&[form], &mut Nowhere, &mut |_| {}).expect("nothing can fail");
        let elapsed = started.elapsed();
        println!("{name:<14} {} of {} rows written in {elapsed:.1?}", written.rows[0].1, written.record_rows);
    }
    is_fast
}

/// What was done for some councils, and how long each step took.
#[derive(Default)]
struct Done {
    children: u64,
    rows: u128,
    made: Duration,
    written: Duration,
    loaded: Duration,
}

/// Every council of England, one after the other: made, written as an extract, opened and read back.
fn whole_england(definitions: &Definitions, settings: Settings) -> bool {
    let (years, authorities) = (settings.years, settings.authorities);
    let england = England::new(definitions, settings).expect("the content loads");
    let place = tempfile::TempDir::new().expect("a folder");
    let (started, mut done) = (Instant::now(), Done::default());
    for council in england.councils() {
        let folder = place.path().join(council.number().to_string());
        one_council(definitions, &council, england.as_at(), &folder, &mut done);
        // A folder that stays is only untidy.
        let _ = fs::remove_dir_all(&folder);
        if council.number() % COUNCILS_A_LINE == 0 || council.number() == authorities {
            println!(
                "{:>3} councils, {:>9} children, {:>11} rows in {:>6.0?}: {:>8} made, {:>8} written and {:>8} loaded a second, {} MiB at most",
                council.number(),
                done.children,
                done.rows,
                started.elapsed(),
                a_second(done.rows, done.made),
                a_second(done.rows, done.written),
                a_second(done.rows, done.loaded),
                most_memory() / 1024,
            );
        }
    }
    let is_made = a_second(done.rows, done.made) >= LEAST_ROWS_A_SECOND;
    let is_loaded = a_second(done.rows, done.loaded) >= LEAST_ROWS_LOADED_A_SECOND;
    println!(
        "England, {years} years: {} rows a second made, of {LEAST_ROWS_A_SECOND}{}; {} loaded, of {LEAST_ROWS_LOADED_A_SECOND}{}",
        a_second(done.rows, done.made),
        verdict(is_made),
        a_second(done.rows, done.loaded),
        verdict(is_loaded)
    );
    is_made && is_loaded
}

fn one_council(
    definitions: &Definitions,
    council: &Council<'_>,
    as_at: NaiveDate,
    folder: &std::path::Path,
    done: &mut Done,
) {
    let started = Instant::now();
    let tables = council.tables();
    let rows = |batches: &[RecordBatch]| batches.iter().map(|batch| batch.num_rows() as u128).sum::<u128>();
    let made: u128 = tables.values().map(|batches| rows(batches)).sum();
    done.made += started.elapsed();
    done.children += u64::from(council.children());
    done.rows += made;

    let started = Instant::now();
    let reading = Reading { format: "ssd".into(), ..Reading::default() };
    let parts = [Records { tables, reading }];
    let combined = combine(definitions, &parts);
    let carried_from = BTreeMap::new();
    let contents = Contents { as_at, parts: &parts, carried_from: &carried_from, combined: &combined, findings: None };
    let key = ExtractKey::generate().expect("a key");
    extract::write(folder, &contents, &key).expect("written");
    drop((combined, parts));
    done.written += started.elapsed();

    let started = Instant::now();
    let opened = extract::open(folder, &key).expect("opened");
    let names: Vec<String> = opened.manifest().tables.keys().cloned().collect();
    let loaded: u128 = names.iter().map(|name| rows(&opened.table(name).expect("read back"))).sum();
    done.loaded += started.elapsed();
    assert_eq!(loaded, made, "every row comes back");
}

fn a_second(rows: u128, time: Duration) -> u128 {
    rows * 1_000_000 / time.as_micros().max(1)
}

fn verdict(is_fast: bool) -> &'static str {
    if is_fast { "" } else { "  too slow" }
}

/// The most memory that this process ever held, in KiB; none where the machine does not say.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
