//! The pages of measures over the records of a large council.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
    let open = async |address: &str| -> Outcome<(Duration, String)> {
        let started = Instant::now();
        let request = server.client.get(format!("{}{address}", server.url)).header("cookie", &person.cookie);
        let answer = request.header("accept-encoding", "gzip").send().await?.error_for_status()?;
        let page = answer.bytes().await?;
        Ok((started.elapsed(), String::from_utf8_lossy(&page).into_owned()))
    };
    let mut missed = 0;
    for (list, most) in LISTS {
        let pages = entries(&open(list).await?.1, list);
        if pages.is_empty() {
            return Err(format!("{list} names no page").into());
        }
        for words in ["opened for the first time", "opened again"] {
            let is_again = words == "opened again";
            let mut times = Vec::new();
            for _ in 0..if is_again { TIMES } else { 1 } {
                for page in &pages {
                    times.push((open(page).await?.0, page.as_str()));
                }
            }
            times.sort_unstable();
            let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].0;
            let is_kept = !is_again || at(95) <= most;
            missed += usize::from(!is_kept);
            eprintln!(
                "{list}/…, {} pages, {words}: median {:.1?}, p95 {:.1?} (budget {most:?}) {}",
                pages.len(),
                at(50),
                at(95),
                if is_kept { "kept" } else { "MISSED" }
            );
            for (took, page) in times.iter().rev().take(SLOWEST) {
                eprintln!("    {page:<64} {took:>8.1?}");
            }
        }
    }
    eprintln!("memory of the server: {:.0} MB at most", server.memory().peak_mb);
    Ok(missed)
}

/// The addresses of a list's entries, as its page links them.
fn entries(page: &str, list: &str) -> BTreeSet<String> {
    let link = format!("href=\"{list}/");
    let names = page.split(&link).skip(1).filter_map(|rest| rest.split(['"', '?', '#']).next());
    names.filter(|name| !name.is_empty() && !name.contains(['/', '.'])).map(|name| format!("{list}/{name}")).collect()
}
