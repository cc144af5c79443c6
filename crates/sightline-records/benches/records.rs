//! How long it takes to load a large council's records, and how much memory.
//!
//! `cargo bench -p sightline-records` writes invented files: an Annex A of
//! 60,000 rows as a workbook and as text, censuses of 10 to 200 MB, and a million
//! rows of one child. It then calls itself once for each, so that what is held
//! in memory is that of the load alone: files are read, combined, written as
//! an extract, opened and read back. What the record tables of a census take is
//! shown beside what its load takes at most: nothing else may grow with the
//! file. The samples made by others are loaded too when they are beside the
//! repository. Ends with 1 when something takes longer or more than we say.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench looks for the sample files")]

mod invented;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

use arrow_array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray, new_null_array};
use arrow_schema::DataType;
use chrono::NaiveDate;
use sightline_records::extract::{self, Contents, ExtractKey};
use sightline_records::{Definitions, Reading, Records, combine, inputs, read};

/// How often each load is made; the fastest counts.
const TIMES: usize = 3;
/// Sizes of censuses, in MB.
const CENSUSES: [usize; 4] = [10, 50, 100, 200];
/// What a load may take more for each MB that a census is larger, beside its record tables, in KiB.
const MOST_KIB_BESIDE_TABLES: u64 = 300;
/// Rows of the table that is loaded from Parquet.
const MANY: i64 = 4_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [what, path] = arguments.as_slice()
        && what == "load"
    {
        println!("{}", load(Path::new(path)));
        return ExitCode::SUCCESS;
    }
    let definitions = Definitions::built_in().expect("built-in definitions load");
    let place = tempfile::TempDir::new().expect("a folder");
    let mut is_fine = true;
    let write = |name: &str, bytes: &[u8]| {
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().expect("within the folder")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    };
    println!("{:<40}{:>9}{:>10}{:>10}{:>12}{:>14}", "", "read", "all", "at most", "memory", "rows");
    {
        let (workbook, texts) = invented::annex_a(&definitions);
        write("workbook/a.xlsx", &workbook);
        for (name, text) in texts {
            write(&format!("texts/{name}"), text.as_bytes());
        }
        for megabytes in CENSUSES {
            write(&format!("census_{megabytes}/c.xml"), &invented::census(megabytes));
        }
        write("one_child/r.csv", one_child().as_bytes());
    }
    for (what, folder, most_ms, most_mib) in [
        ("Annex A workbook, 60,000 rows", "workbook", 2_000, 300),
        ("Annex A as text, 60,000 rows", "texts", 700, 300),
        ("CIN census, 100 MB", "census_100", 3_000, 300),
        ("a million rows of one child", "one_child", 6_000, 900),
    ] {
        is_fine &= measure(what, &place.path().join(folder), most_ms, most_mib);
    }
    match shared() {
        Some(folder) => is_fine &= measure("SSDA903 sample", &folder.join("ssda903"), 300, 300),
        None => println!("{:<40}the sample files are not beside the repository", "SSDA903 sample"),
    }
    is_fine &= censuses(place.path());
    is_fine &= many(&definitions, place.path());
    is_fine &= two_formats(&definitions, &place.path().join("texts"));
    if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The samples that others made, when they are at hand.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = env::var_os("SIGHTLINE_SHARED").map_or(beside, PathBuf::from).join("data");
    folder.is_dir().then_some(folder)
}

/// Loads a folder in a process of its own, and compares what it says with what is promised.
fn measure(what: &str, folder: &Path, most_ms: u64, most_mib: u64) -> bool {
    let Loaded { read_ms, all_ms, kib, rows, .. } = loaded(folder);
    let is_fine = all_ms <= most_ms && kib <= most_mib * 1024;
    let verdict = if is_fine { "" } else { "  MISSED" };
    println!("{what:<40}{read_ms:>6} ms{all_ms:>7} ms{most_ms:>7} ms{:>8} MiB{rows:>14}{verdict}", kib / 1024);
    is_fine
}

/// How what a load takes grows with the size of a census: with the record tables that come of it, and little beside.
fn censuses(place: &Path) -> bool {
    let all = CENSUSES.map(|megabytes| (megabytes, loaded(&place.join(format!("census_{megabytes}")))));
    for (megabytes, loaded) in &all {
        let (memory, tables) = (loaded.kib / 1024, loaded.tables_kib / 1024);
        println!(
            "{:<40}{memory:>6} MiB at most, {tables} MiB of it record tables",
            format!("CIN census, {megabytes} MB")
        );
    }
    let [(small, first), .., (large, last)] = &all;
    let beside = |loaded: &Loaded| loaded.kib.saturating_sub(loaded.tables_kib);
    let grown = beside(last).saturating_sub(beside(first)) / (large - small) as u64;
    let is_fine = grown <= MOST_KIB_BESIDE_TABLES;
    let verdict = if is_fine { "" } else { "  MISSED" };
    println!("{:<40}{grown:>6} KiB of {MOST_KIB_BESIDE_TABLES} KiB{verdict}", "for each MB more, beside record tables");
    is_fine
}

/// What a load said.
struct Loaded {
    read_ms: u64,
    all_ms: u64,
    /// The most memory of the process.
    kib: u64,
    /// What the record tables took of it.
    tables_kib: u64,
    rows: u64,
}

/// Loads a folder in a process of its own.
fn loaded(folder: &Path) -> Loaded {
    let output = Command::new(env::current_exe().expect("this program"))
        .arg("load")
        .arg(folder)
        .output()
        .expect("this program starts again");
    assert!(output.status.success(), "{}: {}", folder.display(), String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout);
    let mut numbers = said.split_whitespace().map(|number| number.parse::<u64>().expect("a number"));
    let mut next = || numbers.next().expect("five numbers");
    Loaded { read_ms: next(), all_ms: next(), kib: next(), tables_kib: next(), rows: next() }
}

/// Reads, combines, writes, opens and reads back; gives milliseconds of reading and of all, KiB at most and of the
/// record tables, and rows.
fn load(folder: &Path) -> String {
    let definitions = Definitions::built_in().expect("built-in definitions load");
    let place = tempfile::TempDir::new().expect("a folder");
    let (mut best_read, mut best, mut rows, mut table_bytes) = (Duration::MAX, Duration::MAX, 0, 0);
    for time in 0..TIMES {
        let started = Instant::now();
        let files = inputs(&[folder.to_owned()]).expect("the folder is there");
        let parts = read(&definitions, files).expect("the files are read");
        let read_in = started.elapsed();
        rows = parts.iter().map(|part| part.reading.rows_in()).sum();
        let batches = parts.iter().flat_map(|part| part.tables.values()).flatten();
        table_bytes = batches.map(RecordBatch::get_array_memory_size).sum();
        let combined = combine(&definitions, &parts);
        let key = ExtractKey::generate().expect("a key");
        let contents = Contents {
            as_at: NaiveDate::from_ymd_opt(2026, 3, 31).expect("a day"),
            parts: &parts,
            carried_from: &BTreeMap::new(),
            combined: &combined,
            findings: None,
        };
        let one = place.path().join(time.to_string());
        let manifest = extract::write(&one, &contents, &key).expect("written");
        drop((parts, combined));
        let opened = extract::open(&one, &key).expect("opened");
        let mut back = 0;
        for table in opened.manifest().tables.keys() {
            let batches = opened.table(table).expect("read back");
            back += batches.iter().map(|batch| batch.num_rows() as u64).sum::<u64>();
        }
        let all = started.elapsed();
        assert_eq!(back, manifest.rows());
        (best_read, best) = (best_read.min(read_in), best.min(all));
    }
    format!("{} {} {} {} {rows}", best_read.as_millis(), best.as_millis(), most_memory(), table_bytes / 1024)
}

/// The most memory that this process ever held, in KiB; none where the machine does not say.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// A million rows that all have the same identifier.
fn one_child() -> String {
    let mut text = "CHILD,DOB,REVIEW,REVIEW_CODE\n".to_owned();
    for row in 0..1_000_000 {
        let _ = writeln!(text, "0042,01/02/2010,{:02}/{:02}/20{:02},PN1", 1 + row % 28, 1 + row % 12, 10 + row % 16);
    }
    text
}

/// Loads millions of visits from an extract, and combines as many of one key.
fn many(definitions: &Definitions, place: &Path) -> bool {
    let table = definitions.table("visit").expect("visits");
    let schema = sightline_records::schema(table);
    let batch = |start: i64| {
        let rows = start..(start + 65_536).min(MANY);
        let arrays = schema.fields().iter().map(|field| -> ArrayRef {
            let words = |make: &dyn Fn(i64) -> String| Arc::new(StringArray::from_iter_values(rows.clone().map(make)));
            match field.name().as_str() {
                "child_id" => words(&|row| format!("{:08}", row / 40)),
                "kind" => words(&|_| "in_need".to_owned()),
                "worker" => words(&|row| format!("W{:04}", row % 900)),
                "source" => words(&|_| "ssd/ssd_cin_visits".to_owned()),
                "source_row" => Arc::new(Int64Array::from_iter_values(rows.clone())),
                "visited_on" => {
                    let days = rows.clone().map(|row| 18_000 + i32::try_from(row % 2_000).expect("small"));
                    Arc::new(Date32Array::from_iter_values(days))
                }
                _ => new_null_array(field.data_type(), usize::try_from(rows.end - rows.start).expect("few")),
            }
        });
        RecordBatch::try_new(Arc::clone(&schema), arrays.collect()).expect("of the schema")
    };
    let batches: Vec<RecordBatch> = (0..MANY).step_by(65_536).map(batch).collect();
    let reading = Reading { format: "ssd".into(), ..Reading::default() };
    let parts = [Records { tables: BTreeMap::from([("visit".to_owned(), batches)]), reading }];
    let combined = combine(definitions, &parts);
    let contents = Contents {
        as_at: NaiveDate::from_ymd_opt(2026, 3, 31).expect("a day"),
        parts: &parts,
        carried_from: &BTreeMap::new(),
        combined: &combined,
        findings: None,
    };
    let (key, folder) = (ExtractKey::generate().expect("a key"), place.join("many"));
    let started = Instant::now();
    extract::write(&folder, &contents, &key).expect("written");
    let written = started.elapsed();
    let mut best = Duration::MAX;
    for _ in 0..TIMES {
        let started = Instant::now();
        let opened = extract::open(&folder, &key).expect("opened");
        let batches = opened.table("visit").expect("read");
        assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), usize::try_from(MANY).expect("few"));
        best = best.min(started.elapsed());
    }
    let a_second = |time: Duration| u128::from(MANY.unsigned_abs()) * 1_000 / time.as_millis().max(1);
    let is_fine = a_second(best) >= 1_000_000;
    println!(
        "{:<40}{:>9} rows a second, of 1000000{}",
        "loaded from Parquet",
        a_second(best),
        if is_fine { "" } else { "  MISSED" }
    );
    println!("{:<40}{:>9} rows a second", "written to Parquet", a_second(written));
    is_fine
}

/// Combines the same 60,000 rows as two formats give them, with some that differ.
fn two_formats(definitions: &Definitions, texts: &Path) -> bool {
    let files = inputs(&[texts.to_owned()]).expect("the folder is there");
    let annex_a = read(definitions, files).expect("read").remove(0);
    let mut ssd = annex_a.clone();
    ssd.reading.format = "ssd".into();
    for batches in ssd.tables.values_mut() {
        for batch in batches.iter_mut() {
            let field = batch.schema().index_of("source").expect("every table has it");
            let mut columns = batch.columns().to_vec();
            columns[field] = Arc::new((0..batch.num_rows()).map(|_| Some("ssd/ssd_other")).collect::<StringArray>());
            let last = field - 1;
            if batch.schema().field(last).data_type() == &DataType::Utf8 {
                columns[last] = Arc::new((0..batch.num_rows()).map(|_| Some("other")).collect::<StringArray>());
            }
            *batch = RecordBatch::try_new(batch.schema(), columns).expect("of the schema");
        }
    }
    let parts = [annex_a, ssd];
    let mut best = Duration::MAX;
    let mut differing = 0;
    for _ in 0..TIMES {
        let started = Instant::now();
        let combined = combine(definitions, &parts);
        best = best.min(started.elapsed());
        differing = combined.disagreements.differing.values().sum::<u64>();
    }
    let is_fine = best <= Duration::from_millis(300);
    println!(
        "{:<40}{:>6} ms of 300 ms, {differing} values differ{}",
        "two formats of 60,000 rows combined",
        best.as_millis(),
        if is_fine { "" } else { "  MISSED" }
    );
    is_fine
}
