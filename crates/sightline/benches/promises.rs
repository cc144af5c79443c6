//! Measures what we promise, prints it, and fails when a promise is missed.
//!
//! `make bench` runs it in release. Every figure is the median of five runs of
//! the built program as people start it, process start included. The baseline,
//! hashing 64 MiB, is measured in the same run, so that figures of different
//! machines can be compared by their ratio to it. A promise counts as missed
//! when the median is over the budget by more than the noise of the five runs
//! (the distance from the fastest to the median).
//!
//! Every plan document in `../shared/documents`, where there is such a folder,
//! or in the folder that `SIGHTLINE_BENCH_DOCUMENTS` names, is imported as well;
//! one that is refused as no plan has to be refused as quickly.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate};
use sightline_app::{Actor, App, Call, Database, ImportInput, Role, SourceBytes, UpdateInput, Vocabulary};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sightline");
const RUNS: usize = 5;

/// One thing promised.
struct Promise {
    name: String,
    budget_ms: f64,
    memory_mb: Option<f64>,
}

/// What was measured.
struct Measured {
    median_ms: f64,
    noise_ms: f64,
    peak_mb: f64,
}

fn main() -> ExitCode {
    let folder = std::env::temp_dir().join(format!("sightline-bench-{}", std::process::id()));
    let outcome = fs::create_dir_all(&folder).map_err(|error| error.to_string()).and_then(|()| bench(&folder));
    // A folder that stays is only untidy.
    let _ = fs::remove_dir_all(&folder);
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            eprintln!("{missed} promises missed");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("the bench could not be run: {error}");
            ExitCode::from(2)
        }
    }
}

type Outcome<T> = Result<T, String>;

fn bench(folder: &Path) -> Outcome<usize> {
    let baseline_ms = baseline();
    eprintln!("baseline: hashing 64 MiB takes {baseline_ms:.0} ms; each figure is the median of {RUNS} runs");
    eprintln!("{:<58} {:>9} {:>9} {:>7} {:>9} {:>9}", "", "median", "budget", "ratio", "peak", "budget");
    let mut missed = 0;
    let mut promise = |promise: &Promise, measured: &Measured| {
        let slow = measured.median_ms > promise.budget_ms + measured.noise_ms;
        let large = promise.memory_mb.is_some_and(|most| measured.peak_mb > most);
        missed += usize::from(slow || large);
        let memory = promise.memory_mb.map_or_else(String::new, |most| format!("{most:>6.0} MB"));
        eprintln!(
            "{:<58} {:>6.0} ms {:>6.0} ms {:>7.3} {:>6.0} MB {memory:>9} {}",
            promise.name,
            measured.median_ms,
            promise.budget_ms,
            measured.median_ms / baseline_ms,
            measured.peak_mb,
            if slow || large { "MISSED" } else { "kept" },
        );
    };

    let documents = documents(folder)?;
    for document in &documents {
        let name = document.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let measured = measure(|number| {
            let data = folder.join(format!("import-{name}-{number}"));
            vec!["--data-dir".into(), text(&data), "plan".into(), "import".into(), text(document)]
        })?;
        promise(&Promise { name: format!("import {name}"), budget_ms: 150.0, memory_mb: Some(100.0) }, &measured);
    }

    let large = folder.join("large.md");
    fs::write(&large, plan_document(5000)).map_err(|error| error.to_string())?;
    let measured = measure(|number| {
        let data = folder.join(format!("large-{number}"));
        vec!["--data-dir".into(), text(&data), "plan".into(), "import".into(), text(&large)]
    })?;
    promise(&Promise { name: "import 5,000 actions".to_owned(), budget_ms: 2000.0, memory_mb: Some(300.0) }, &measured);

    let demo = folder.join("demo");
    run(&["demo".into(), "--no-serve".into(), "--children".into(), "0".into(), "--out".into(), text(&demo)])?;
    let (largest, largest_actions) = largest_plan(folder, &documents)?;
    let plans = [
        (demo.join("data"), None, "2026-10-31", "the demonstration".to_owned()),
        (folder.join("largest"), Some(largest), "2026-11-20", format!("the largest plan, {largest_actions} actions")),
    ];
    for (data, plan, day, which) in plans {
        for (format, budget_ms) in [("pdf", 2000.0), ("docx", 500.0), ("xlsx", 500.0)] {
            let measured = measure(|number| {
                let out = folder.join(format!("board-{number}.{format}"));
                let mut words: Vec<String> = ["--data-dir", &text(&data), "report", "build", "--as-at", day, "--out"]
                    .map(str::to_owned)
                    .to_vec();
                words.push(text(&out));
                words.extend(plan.iter().flat_map(|plan| ["--plan".to_owned(), plan.clone()]));
                words
            })?;
            let name = format!("board report of {which}, {format}");
            promise(&Promise { name, budget_ms, memory_mb: None }, &measured);
        }
    }

    let records = folder.join("records");
    run(&["demo".into(), "--no-serve".into(), "--children".into(), "3000".into(), "--out".into(), text(&records)])?;
    let measured = measure(|number| {
        let words = ["--data-dir", &text(&records.join("data")), "pack", "build", "--meeting", "2026-11-11"];
        let mut words: Vec<String> = words.map(str::to_owned).to_vec();
        words.extend(["--as-at".to_owned(), "2026-10-31".to_owned(), "--out".to_owned()]);
        words.push(text(&folder.join(format!("pack-{number}"))));
        words
    })?;
    let name = "the demonstration's pack, all audiences and formats".to_owned();
    promise(&Promise { name, budget_ms: 15_000.0, memory_mb: None }, &measured);
    let name = "the demonstration's pack, figures and the board's PDF".to_owned();
    promise(&Promise { name, budget_ms: 4_000.0, memory_mb: None }, &first_paper(folder, &records.join("data"))?);

    let full = folder.join("full");
    fill(&full, 200, 1000)?;
    let measured =
        measure(|_| vec!["--data-dir".into(), text(&full), "plan".into(), "show".into(), "plan-100".into()])?;
    let name = "show one of 200 plans among 200,000 updates".to_owned();
    promise(&Promise { name, budget_ms: 100.0, memory_mb: Some(100.0) }, &measured);
    Ok(missed)
}

/// How long a pack takes from its order until the first PDF is laid out, as the program itself says.
fn first_paper(folder: &Path, data: &Path) -> Outcome<Measured> {
    let mut times = Vec::new();
    for number in 0..RUNS {
        let out = folder.join(format!("first-paper-{number}"));
        let output = Command::new(PROGRAM)
            .args(["--data-dir", &text(data), "pack", "build", "--meeting", "2026-11-11"])
            .args(["--as-at", "2026-10-31", "--json", "--out", &text(&out)])
            .output()
            .map_err(|error| error.to_string())?;
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
        let steps = said["steps"].as_array().ok_or("the pack names no steps")?;
        let is_pdf = |step: &serde_json::Value| step["step"].as_str().is_some_and(|step| step.contains("(pdf)"));
        let until = steps.iter().position(is_pdf).ok_or("the pack has no PDF")?;
        times.push(steps.iter().take(until + 1).filter_map(|step| step["milliseconds"].as_f64()).sum::<f64>());
    }
    times.sort_by(f64::total_cmp);
    Ok(Measured { median_ms: times[RUNS / 2], noise_ms: times[RUNS / 2] - times[0], peak_mb: 0.0 })
}

/// The handle of the largest plan among the documents, each imported into the folder `largest`, and its actions.
fn largest_plan(folder: &Path, documents: &[PathBuf]) -> Outcome<(String, u64)> {
    let data = text(&folder.join("largest"));
    for document in documents {
        run(&["--data-dir".into(), data.clone(), "plan".into(), "import".into(), text(document), "--again".into()])?;
    }
    let output = Command::new(PROGRAM)
        .args(["--data-dir", &data, "plan", "list", "--json"])
        .output()
        .map_err(|error| error.to_string())?;
    let plans: serde_json::Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let list = plans.as_array().or_else(|| plans["plans"].as_array()).ok_or("no list of plans")?;
    list.iter()
        .filter_map(|plan| Some((plan["handle"].as_str()?.to_owned(), plan["actions"].as_u64()?)))
        .max_by_key(|(_, actions)| *actions)
        .ok_or_else(|| "no plan was imported".to_owned())
}

/// The repository's own documents, the demonstration in every format, and those of the folder that is named.
fn documents(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let plan = repository.join("content/demo/plan.md");
    let data = text(&folder.join("formats"));
    run(&["--data-dir".into(), data.clone(), "plan".into(), "import".into(), text(&plan)])?;
    let mut documents = vec![plan];
    for format in ["docx", "xlsx", "csv", "json"] {
        let out = folder.join(format!("exported.{format}"));
        let words = ["plan", "export", "--format", format, "--out"].map(str::to_owned);
        run(&[&["--data-dir".to_owned(), data.clone()][..], &words, &[text(&out)]].concat())?;
        documents.push(out);
    }
    #[expect(clippy::disallowed_methods, reason = "the bench has no command line of its own to configure it by")]
    let named = std::env::var_os("SIGHTLINE_BENCH_DOCUMENTS");
    let beside = repository.join("../shared/documents");
    let named = named.map(PathBuf::from).or_else(|| beside.is_dir().then_some(beside));
    if let Some(named) = named {
        let mut found = Vec::new();
        collect(&named, &mut found)?;
        found.sort();
        documents.extend(found);
    }
    Ok(documents)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome<()> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_dir() {
            collect(&path, found)?;
        } else if ["txt", "docx", "xlsx", "csv", "pdf"].contains(&extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// Milliseconds to hash 64 MiB, the median of five, in plain Rust (FNV-1a), so that it depends on the machine only.
fn baseline() -> f64 {
    let buffer = vec![0x5a_u8; 64 << 20];
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            let hash = buffer
                .iter()
                .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
            black_box(hash);
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

/// Runs the program five times, each with the words for its number.
fn measure(words: impl Fn(usize) -> Vec<String>) -> Outcome<Measured> {
    let mut times = Vec::new();
    let mut peak_mb = 0.0_f64;
    for number in 0..RUNS {
        let (time, peak) = run(&words(number))?;
        times.push(time.as_secs_f64() * 1000.0);
        peak_mb = peak_mb.max(peak);
    }
    times.sort_by(f64::total_cmp);
    Ok(Measured { median_ms: times[RUNS / 2], noise_ms: times[RUNS / 2] - times[0], peak_mb })
}

/// Runs the program: how long it took, and the most memory it held, in megabytes.
fn run(words: &[String]) -> Outcome<(Duration, f64)> {
    let started = Instant::now();
    let mut child = Command::new(PROGRAM)
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{PROGRAM}: {error}"))?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_mb = 0.0_f64;
    let status = loop {
        // The high-water mark only grows, so that the last look is nearly the end.
        if let Some(now) = fs::read_to_string(&status_file).ok().and_then(|status| high_water_mb(&status)) {
            peak_mb = now;
        }
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_micros(500)),
        }
    };
    let time = started.elapsed();
    if status.code().is_none_or(|code| code > 1) {
        let mut said = String::new();
        if let Some(mut stderr) = child.stderr.take() {
            let _ = std::io::Read::read_to_string(&mut stderr, &mut said);
        }
        if said.starts_with("error[SL-I") {
            return Ok((time, peak_mb));
        }
        return Err(format!("sightline {} ended with {status}: {said}", words.join(" ")));
    }
    Ok((time, peak_mb))
}

fn high_water_mb(status: &str) -> Option<f64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1000.0)
}

/// Fills a store with plans of fifty actions, each with as many updates, by the use cases themselves.
fn fill(folder: &Path, plans: usize, updates: usize) -> Outcome<()> {
    let started = Instant::now();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let done = runtime.block_on(async {
        let vocabulary = Vocabulary::built_in().map_err(sightline_app::Error::from)?;
        let app = App::open(&Database::File(folder.join("sightline.db")), vocabulary).await?;
        let first = NaiveDate::default();
        for number in 0..plans {
            let handle = format!("plan-{number}");
            let call = |day: u64| Call {
                actor: Actor::operator("Bench", Role::ProgrammeManager),
                at: DateTime::UNIX_EPOCH + chrono::Duration::days(i64::try_from(day).unwrap_or(0)),
                today: first + Days::new(day),
            };
            let document = plan_document(50).replace("Harbour Council", &format!("Harbour Council {number}"));
            let input = ImportInput {
                files: vec![SourceBytes { name: "plan.md".to_owned(), bytes: document.into_bytes() }],
                handle: Some(handle.clone()),
                ..ImportInput::default()
            };
            app.import_plan(&call(0), &input).await?;
            // Twenty months of fifty actions.
            for month in 0..updates / 50 {
                let inputs: Vec<UpdateInput> = (0..50)
                    .map(|action| UpdateInput {
                        action: format!("1.{}", action + 1),
                        action_rating: Some(["red", "amber", "green"][(action + month) % 3].to_owned()),
                        note: Some(format!("What happened to action {action} in month {month}.")),
                        ..UpdateInput::default()
                    })
                    .collect();
                app.record_updates(&call(30 * (month as u64 + 1)), Some(&handle), None, &inputs).await?;
            }
        }
        app.close().await
    });
    done.map_err(|error: sightline_app::Error| error.to_string())?;
    eprintln!(
        "(filled a store with {plans} plans and {} updates in {:.0} s)",
        plans * updates,
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A plan document with this many actions in priorities of two hundred.
fn plan_document(actions: usize) -> String {
    let mut text = "# Harbour Council\n\n# Children's Improvement Plan 2026\n".to_owned();
    for number in 0..actions {
        let (priority, place) = (number / 200 + 1, number % 200 + 1);
        if place == 1 {
            let _ = write!(text, "\n{priority}: PRIORITY NUMBER {priority}\n\nLead: Head of Service {priority}\n\n");
            text.push_str(
                "| Ref. | Actions | How will we know? | Lead | Start Date | End Date | Action RAG | Impact RAG |\n",
            );
            text.push_str("|---|---|---|---|---|---|---|---|\n");
        }
        let _ = writeln!(
            text,
            "| {priority}.{place} | Open hub {number} with the families who will use it. | Families say hub {number} helps. \
             | Head of Hubs | Jan 26 | Dec 26 | Amber | |"
        );
    }
    text
}
