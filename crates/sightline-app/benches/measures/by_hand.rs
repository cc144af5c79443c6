//! A few measures beside the same queries written by hand for DuckDB and Polars.
//!
//! All three read the same Parquet files, one council after the other, and
//! count ten years of months, whole and with every breakdown. They have to
//! come to the same figures before their times are compared. Planning the
//! definitions, starting Python and loading its libraries are not in the times.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize;
use sightline_domain::measure::{Kind, Period, Tally};
use sightline_engine::Catalogue;
use sightline_records::synthetic::England;

use crate::{count, engine, verdict};

/// The measures that are written by hand: events and snapshots, with and without a look at the row before.
const MEASURES: [&str; 8] = [
    "referrals",
    "re_referrals_within_12_months",
    "section_47_enquiries",
    "initial_conferences",
    "protection_plans_started",
    "protection_plans_ended_after_2_years",
    "open_protection_plans",
    "children_looked_after",
];
/// The tables that these and their breakdowns are about.
const TABLES: [&str; 12] = [
    "address",
    "care_period",
    "initial_conference",
    "involvement",
    "legal_status",
    "need_episode",
    "person",
    "placement",
    "protection_plan",
    "referral",
    "section_47",
    "team",
];
const COUNCILS: usize = 10;
/// Everything is counted so often, and the quickest time taken.
const TIMES: usize = 3;
/// We may take so much longer than the quicker of the two.
const MOST_RATIO: f64 = 1.5;
const BY_HAND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/measures/by_hand.py");

/// Counted and in the numerator, month by month, by council and measure.
type Figures = BTreeMap<String, BTreeMap<String, Vec<(u64, u64)>>>;

/// What one of the two others says.
#[derive(Deserialize)]
struct Other {
    name: String,
    version: String,
    seconds: f64,
    figures: Figures,
}

/// Compares; true when we are quick enough, or when there is nothing to compare with.
pub(crate) async fn compare(england: &England<'_>, catalogue: &Arc<Catalogue>, periods: &Arc<Vec<Period>>) -> bool {
    #[expect(clippy::disallowed_methods, reason = "how a bench is told what to measure")]
    let Ok(python) = std::env::var("SIGHTLINE_BENCH_PYTHON") else {
        println!("SIGHTLINE_BENCH_PYTHON is not set: nothing is compared with DuckDB and Polars");
        return true;
    };
    let place = tempfile::TempDir::new().expect("a folder");
    for council in england.councils().take(COUNCILS) {
        write(&place.path().join(council.number().to_string()), &council.tables());
    }
    let (mut best, mut ours) = (Duration::MAX, Figures::new());
    for _ in 0..TIMES {
        let started = Instant::now();
        ours = figures(place.path(), catalogue, periods).await;
        best = best.min(started.elapsed());
    }
    println!("{COUNCILS} councils, {} measures by hand, {} months, all breakdowns", MEASURES.len(), periods.len());
    println!("{:<16}{best:>10.2?}", "Sightline");
    let mut quicker = f64::INFINITY;
    for library in ["duckdb", "polars"] {
        let other = ask(&python, library, place.path(), periods);
        println!(
            "{:<16}{:>10.2?}",
            format!("{} {}", other.name, other.version),
            Duration::from_secs_f64(other.seconds)
        );
        agree(&ours, &other);
        quicker = quicker.min(other.seconds);
    }
    let ratio = best.as_secs_f64() / quicker;
    let is_fine = ratio <= MOST_RATIO;
    println!("{ratio:.2} times as long as the quicker of them, of {MOST_RATIO}{}", verdict(is_fine));
    is_fine
}

/// Our own figures, from the files.
async fn figures(place: &Path, catalogue: &Arc<Catalogue>, periods: &Arc<Vec<Period>>) -> Figures {
    let ids: Vec<String> = MEASURES.map(str::to_owned).to_vec();
    let mut all = Figures::new();
    for council in 1..=COUNCILS {
        let council = council.to_string();
        let engine = engine(catalogue, read(&place.join(&council)));
        let of_council = count(&engine, &ids, periods, |table| {
            let in_numerator = |tally: &Tally| if table.kind == Kind::Proportion { tally.in_numerator } else { 0 };
            table.whole.iter().map(|tally| (tally.counted, in_numerator(tally))).collect()
        });
        all.insert(council, of_council.await);
    }
    all
}

fn write(folder: &Path, tables: &BTreeMap<String, Vec<RecordBatch>>) {
    fs::create_dir_all(folder).expect("a folder");
    for name in TABLES {
        let Some(batches) = tables.get(name).filter(|batches| !batches.is_empty()) else { continue };
        let file = File::create(folder.join(format!("{name}.parquet"))).expect("a file");
        let mut writer = ArrowWriter::try_new(file, batches[0].schema(), None).expect("the columns can be written");
        for batch in batches {
            writer.write(batch).expect("written");
        }
        writer.close().expect("written");
    }
}

fn read(folder: &Path) -> BTreeMap<String, Vec<RecordBatch>> {
    let mut tables = BTreeMap::new();
    for name in TABLES {
        let Ok(file) = File::open(folder.join(format!("{name}.parquet"))) else { continue };
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file").build().expect("readable");
        tables.insert(name.to_owned(), reader.collect::<Result<_, _>>().expect("readable"));
    }
    tables
}

fn ask(python: &str, library: &str, place: &Path, periods: &[Period]) -> Other {
    let months: Vec<[String; 2]> = periods.iter().map(|month| [month.from.to_string(), month.to.to_string()]).collect();
    let months_file = place.join("months.json");
    fs::write(&months_file, serde_json::to_vec(&months).expect("JSON")).expect("written");
    let output = Command::new(python)
        .arg(BY_HAND)
        .args([library, &TIMES.to_string(), &COUNCILS.to_string()])
        .arg(place)
        .arg(&months_file)
        .output()
        .expect("Python can be started");
    assert!(output.status.success(), "{library}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it says what it counted")
}

fn agree(ours: &Figures, other: &Other) {
    for (council, measures) in ours {
        for (id, months) in measures {
            let theirs = &other.figures[council][id];
            assert_eq!(months, theirs, "{id} of council {council}: ours and that of {}", other.name);
        }
    }
}
