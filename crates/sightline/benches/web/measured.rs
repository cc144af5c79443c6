//! The pages of measures over the records of a large council.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use sightline_app::Role;

use crate::Outcome;
use crate::filled::Filled;
use crate::server::{PROGRAM, Server};

/// Children that the council knew over the years: more than 60,000 rows in the longest list.
const CHILDREN: &str = "16000";
const YEARS: &str = "4";
/// The lists whose entries are opened, each with the most that its pages may take.
const LISTS: [(&str, Duration); 2] =
    [("/measures", Duration::from_millis(80)), ("/scorecards", Duration::from_millis(500))];
/// Every page is opened so often once it has been opened.
const TIMES: usize = 3;
const SLOWEST: usize = 5;

/// Makes an invented council and loads it into the store of a folder.
pub fn load(folder: &Path) -> Outcome<()> {
    let (records, started) = (folder.join("records"), Instant::now());
    let out = records.to_string_lossy().into_owned();
    run(&["synth", "--children", CHILDREN, "--years", YEARS, "--format", "ssd_parquet", "--out", &out])?;
    let data = folder.to_string_lossy().into_owned();
    run(&["--data-dir", &data, "data", "load", &out])?;
    eprintln!("(loaded the records of {CHILDREN} children in {:.0} s)", started.elapsed().as_secs_f64());
    Ok(())
}

fn run(words: &[&str]) -> Outcome<()> {
    let done = Command::new(PROGRAM).args(words).stdout(Stdio::null()).status()?;
    // 1 says that rows were set aside, which an invented council may have.
    if matches!(done.code(), Some(0 | 1)) { Ok(()) } else { Err(format!("sightline {words:?}: {done}").into()) }
}

/// Opens every measure and scorecard; how many promises were missed.
pub async fn measure(server: &Server, filled: &Filled) -> Outcome<usize> {
    let person = filled.people.iter().find(|person| person.role == Role::Director).ok_or("no director")?;
    let ask = |address: &str| server.client.get(format!("{}{address}", server.url)).header("cookie", &person.cookie);
    // As browsers do: what is measured includes making the answer small. None when the records are in another format.
    let open = async |address: &str| -> Outcome<Option<Duration>> {
        let started = Instant::now();
        let answer = ask(address).header("accept-encoding", "gzip").send().await?;
        let is_there = answer.status() != StatusCode::UNPROCESSABLE_ENTITY;
        let answer = if is_there { answer.error_for_status()? } else { answer };
        answer.bytes().await?;
        Ok(is_there.then(|| started.elapsed()))
    };
    let mut missed = 0;
    for (list, most) in LISTS {
        let pages = entries(&ask(list).send().await?.error_for_status()?.text().await?, list);
        let (mut first, mut again) = (Vec::new(), Vec::new());
        for page in &pages {
            first.extend(open(page).await?.map(|took| (took, page.as_str())));
        }
        for page in pages.iter().cycle().take(pages.len() * TIMES) {
            again.extend(open(page).await?.map(|took| (took, page.as_str())));
        }
        if first.is_empty() {
            return Err(format!("{list} names no page that opens").into());
        }
        report(&format!("{list}/…, for the first time"), &mut first);
        let p95 = report(&format!("{list}/…, again (budget for p95 {most:?})"), &mut again);
        let is_kept = p95 <= most;
        eprintln!("{}", if is_kept { "kept" } else { "MISSED" });
        missed += usize::from(!is_kept);
    }
    eprintln!("memory of the server: {:.0} MB at most", server.memory().peak_mb);
    Ok(missed)
}

/// Prints what pages took, the slowest by name, and gives what nineteen of twenty took at most.
fn report(what: &str, times: &mut [(Duration, &str)]) -> Duration {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].0;
    eprintln!("{what}: {} answers, median {:.1?}, p95 {:.1?}", times.len(), at(50), at(95));
    for (took, page) in times.iter().rev().take(SLOWEST) {
        eprintln!("    {page:<64} {took:>8.1?}");
    }
    at(95)
}

/// The addresses of a list's entries, as its page links them.
fn entries(page: &str, list: &str) -> BTreeSet<String> {
    let link = format!("href=\"{list}/");
    let names = page.split(&link).skip(1).filter_map(|rest| rest.split(['"', '?', '#']).next());
    names.filter(|name| !name.is_empty() && !name.contains(['/', '.'])).map(|name| format!("{list}/{name}")).collect()
}
