//! How fast the synthetic council's records are made.
//!
//! `cargo bench -p sightline-records --bench synthetic` makes councils of ten
//! years, one after the other, in all record tables as record batches, and
//! writes a large council's Annex A. England's 153 councils are the same work
//! again and again. Ends with 1 when it is slower than we say.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use chrono::NaiveDate;
use sightline_records::Definitions;
use sightline_records::synthetic::{England, Files, Form, Settings};

const CHILDREN: u32 = 20_000;
const COUNCILS: u32 = 4;
const LEAST_ROWS_A_SECOND: u128 = 500_000;

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
    let england = England::new(&definitions, settings.clone()).expect("the content loads");
    let started = Instant::now();
    let (mut rows, mut children) = (0_u128, 0);
    for council in england.councils() {
        let mut next = vec![1; definitions.tables.len()];
        children += council.children();
        for part in council.parts() {
            // Made and dropped, as a writer of whole England would.
            let batches = part.batches(&definitions, &mut next);
            rows += batches.iter().map(|(_, batch)| batch.num_rows() as u128).sum::<u128>();
        }
    }
    let elapsed = started.elapsed();
    let each_second = rows * 1_000_000 / elapsed.as_micros().max(1);
    let is_fast = each_second >= LEAST_ROWS_A_SECOND;
    let verdict = if is_fast { "" } else { "  too slow" };
    println!(
        "{COUNCILS} councils, {children} children, ten years: {rows} rows in {elapsed:.1?}, {each_second} rows a second{verdict}"
    );
    let one = England::new(&definitions, Settings { authorities: 1, ..settings }).expect("the content loads");
    for (form, name) in Form::ALL {
        let started = Instant::now();
        let council = one.councils().next().expect("there is one council");
        let written = council.write(&[form], &mut Nowhere, &mut |_| {}).expect("nothing can fail");
        let elapsed = started.elapsed();
        println!("{name:<14} {} of {} rows written in {elapsed:.1?}", written.rows[0].1, written.record_rows);
    }
    if is_fast { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
