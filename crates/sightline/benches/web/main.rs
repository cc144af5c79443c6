//! Measures the web application under many people at once, and fails when a promise is missed.
//!
//! A store with the demonstration's plan fifty times over and two hundred
//! thousand updates is served by the built program as people start it. Every
//! person has an account and a session of their own; roles and reach are mixed
//! as in a council. Each opens every page that their role may open, one after
//! the other, and sends a form one time in ten.
//!
//! * `--short`: fifty people for twenty seconds, who open a page each second:
//!   ten times as fast as people read. Judged by medians: so few answers of
//!   each page say no more.
//! * without it: the same for a minute, then as fast as the answers come, then
//!   five hundred people for five minutes who look at a page for five seconds.
//! * `--measures`: one director, who opens every measure and every scorecard
//!   over the records of a large council, on SQLite.
//!
//! `SIGHTLINE_BENCH_DATABASE` holds the address of an empty PostgreSQL database
//! to be measured in place of SQLite. People and server share the machine, and
//! the time is from sending to having read the whole answer, so the figures
//! are worst cases for the machine. How much of it is the machine's own doing is
//! shown by `/health`, a page that does nothing, opened in the same mix: a
//! promise counts as missed when it is missed by more than that page takes.

#![expect(unreachable_pub, reason = "a bench is a crate of its own")]

mod figures;
mod filled;
mod measured;
mod pages;
mod people;
mod server;
mod weight;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use sightline_app::Database;

use figures::{Figures, Promises};
use people::Crowd;
use server::Server;

/// What goes wrong is shown as it is.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const MEMORY_BUDGET_MB: f64 = 300.0;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let asks_for = |asked: &str| std::env::args().any(|word| word == asked);
    let is_short = asks_for("--short");
    let folder = std::env::temp_dir().join(format!("sightline-web-bench-{}", std::process::id()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome: Outcome<usize> = std::fs::create_dir_all(&folder)
        .map_err(Into::into)
        .and_then(|()| runtime.map_err(Into::into))
        .and_then(|runtime| {
            if asks_for("--measures") {
                runtime.block_on(bench_measures(&folder))
            } else {
                runtime.block_on(bench(&folder, is_short))
            }
        });
    // A folder that stays is only untidy.
    let _ = std::fs::remove_dir_all(&folder);
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

async fn bench_measures(folder: &Path) -> Outcome<usize> {
    let filled = filled::fill(&Database::File(folder.join("sightline.db")), 10).await?;
    measured::load(folder)?;
    let server = Server::start(folder, None)?;
    measured::measure(&server, &filled).await
}

async fn bench(folder: &Path, is_short: bool) -> Outcome<usize> {
    let address = variable("SIGHTLINE_BENCH_DATABASE");
    let database = match &address {
        Some(url) => Database::Server(url.clone()),
        None => Database::File(folder.join("sightline.db")),
    };
    let people = if is_short { 50 } else { 500 };
    let mut filled = filled::fill(&database, people).await?;
    let server = Arc::new(Server::start(folder, address.as_deref())?);
    filled.entries = pages::entries(&server, &filled).await?;
    let filled = Arc::new(filled);
    eprintln!("(the server begins with {:.0} MB)", server.memory().now_mb);

    let mut missed = weight::measure(&server, &filled).await?;
    let fifty = Crowd { people: 50, thinking: Duration::from_secs(1) };
    if is_short {
        // Somebody else may have had the machine: what is true is true the second time.
        let mut figures = fifty.visit(&server, &filled, Duration::from_secs(20)).await?;
        if figures.missed(Promises::ForHalf) > 0 {
            eprintln!("(missed; once more)");
            figures = fifty.visit(&server, &filled, Duration::from_secs(20)).await?;
        }
        missed += report("50 people, a page each second", &server, &figures, Promises::ForHalf);
        return Ok(missed);
    }
    let figures = fifty.visit(&server, &filled, Duration::from_mins(1)).await?;
    missed += report("50 people, a page each second", &server, &figures, Promises::ForMost);
    let hurried = Crowd { people: 50, thinking: Duration::ZERO };
    let figures = hurried.visit(&server, &filled, Duration::from_secs(20)).await?;
    report("50 people, as fast as the answers come", &server, &figures, Promises::None);
    let many = Crowd { people: 500, thinking: Duration::from_secs(5) };
    let seconds = variable("SIGHTLINE_BENCH_SECONDS").and_then(|text| text.parse().ok()).unwrap_or(300);
    let figures = many.visit(&server, &filled, Duration::from_secs(seconds)).await?;
    missed += report("500 people, a page each five seconds", &server, &figures, Promises::ForMost);
    Ok(missed)
}

/// Prints what a crowd met; how many promises were missed.
fn report(who: &str, server: &Server, figures: &Figures, promises: Promises) -> usize {
    let memory = server.memory();
    eprintln!("\n{who}: {}", figures.summary());
    eprint!("{}", figures.table(promises));
    let is_kept = memory.peak_mb <= MEMORY_BUDGET_MB;
    eprintln!(
        "memory of the server: {:.0} MB now, {:.0} MB at most (budget {MEMORY_BUDGET_MB:.0} MB) {}",
        memory.now_mb,
        memory.peak_mb,
        if is_kept { "kept" } else { "MISSED" }
    );
    figures.missed(promises) + usize::from(!is_kept)
}

#[expect(clippy::disallowed_methods, reason = "how a bench is told what to measure")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
