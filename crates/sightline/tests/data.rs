//! `sightline data`: extracts from files to destruction, and nothing of a child left in the open.

mod run;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use run::{Run, command, write};

/// Identifiers, and a number that a case system might give: looked for byte by byte.
const PLANTED: [&str; 3] = ["PLANTED-7001-CHILD", "PLANTED-7002-CHILD", "H801200001099"];
/// Runs of a load that must have been killed before they were done.
const KILLS: u32 = 20;
/// Runs at most, those that were done too soon included.
const RUNS: u32 = 60;

fn header(rows: usize) -> String {
    let mut text = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n".to_owned();
    for (child, upn) in [(PLANTED[0], PLANTED[2]), (PLANTED[1], "UN1")] {
        text.push_str(&format!("{child},2,04/05/2012,WBRI,{upn},,\n"));
    }
    for row in 0..rows {
        text.push_str(&format!("{},1,{:02}/05/2013,WBRI,UN1,,\n", 100_000 + row, row % 28 + 1));
    }
    text
}

/// A folder with the SSDA903 header of some children.
fn folder(rows: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "header.csv", &header(rows));
    folder
}

fn in_force(at: &Path) -> String {
    let shown = Run::inside(at, &["data", "show", "--json"]).expect(0).json();
    shown["id"].as_str().expect("an identifier").to_owned()
}

/// Every file below a folder that holds one of the words.
fn holding(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(holding(&path, words));
            continue;
        }
        let bytes = fs::read(&path).expect("the file can be read");
        for word in words {
            if bytes.windows(word.len()).any(|window| window == word.as_bytes()) {
                found.push(format!("{word} in {}", path.display()));
            }
        }
    }
    found
}

#[test]
fn the_template_of_the_councils_own_lists_is_written_and_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    Run::inside(at, &["data", "template", "lists.xlsx"]).expect(0).says(&["lists.xlsx", "sightline data load"]);
    assert!(fs::metadata(at.join("lists.xlsx")).expect("the template").len() > 5_000);
    let read = Run::inside(at, &["data", "load", "lists.xlsx", "--as-at", "2026-10-31", "--dry-run"]);
    read.expect(0).says(&["local/attendance", "0 rows in, 0 kept, 0 set aside."]);
}

#[test]
fn an_extract_is_loaded_listed_shown_checked_and_withdrawn() {
    let folder = folder(10);
    let at = folder.path();
    Run::inside(at, &["data", "list"]).expect(0).says(&["There is no extract yet"]);
    Run::inside(at, &["data", "show"]).fails("SL-A241", &[]);
    Run::inside(at, &["data", "load", "header.csv", "--dry-run"])
        .expect(0)
        .says(&["12 rows in, 12 kept, 0 set aside.", "Nothing was saved."]);
    Run::inside(at, &["data", "list"]).expect(0).says(&["There is no extract yet"]);
    let first = Run::inside(at, &["data", "load", "header.csv", "--as-at", "2026-09-30"]).expect(0);
    assert!(first.stderr.contains("Made the key"), "{}", first.stderr);
    first.says(&["ssda903/Header", "12 rows in, 12 kept, 0 set aside.", "as at 30 September 2026, now in force."]);
    let loaded = Run::inside(at, &["data", "load", "header.csv", "--json"]).expect(0).json();
    assert_eq!(loaded["tables"]["person"], 12);
    assert_eq!(loaded["read"][0]["rows_kept"], 12);
    let id = loaded["extract"]["id"].as_str().unwrap().to_owned();
    assert_eq!(in_force(at), id);
    Run::inside(at, &["data", "list"]).expect(0).says(&["in force", "published", "31 October 2026", "Jo Example"]);
    Run::inside(at, &["data", "show", &id[20..]]).expect(0).says(&[&id, "person", "in this load"]);
    Run::inside(at, &["data", "show", "zz"]).fails("SL-A242", &[]);
    Run::inside(at, &["data", "check"]).expect(0).says(&["as they were written"]);
    Run::inside(at, &["data", "diff"]).expect(0).says(&["30 September 2026", "Nothing changed."]);
    Run::inside(at, &["data", "withdraw", &id, "--reason", " "]).fails("SL-A249", &[]);
    Run::inside(at, &["data", "withdraw", &id, "--reason", "Loaded too early."]).expect(0).says(&["Withdrew"]);
    assert_ne!(in_force(at), id);
    Run::inside(at, &["data", "publish", &id]).fails("SL-S101", &["withdrawn"]);
    Run::inside(at, &["data", "retain", "--dry-run"]).expect(0).says(&["No extract is past its time."]);
    Run::inside(at, &["history", "export"]).expect(0).says(&["data.load", "data.withdraw", "Loaded too early."]);
}

#[test]
fn what_waits_is_published_and_what_is_set_aside_is_a_finding() {
    let folder = folder(2);
    let at = folder.path();
    write(at, "header.csv", &format!("{}\n,1,01/01/2013,WBRI,UN1,,\n", header(2)));
    let waiting = Run::inside(at, &["data", "load", "header.csv", "--wait", "--json"]).expect(1).json();
    assert_eq!(waiting["read"][0]["rows_set_aside"], 1);
    assert_eq!(waiting["read"][0]["findings"][0]["code"], "SL-R050");
    let id = waiting["extract"]["id"].as_str().unwrap();
    Run::inside(at, &["data", "show"]).fails("SL-A241", &[]);
    Run::inside(at, &["data", "publish", id]).expect(0).says(&["Published"]);
    assert_eq!(in_force(at), id);
    Run::inside(at, &["data", "load", "missing.csv"]).fails("SL-R010", &["missing.csv"]);
    write(at, "letter.txt", "Dear all,\n\nthank you.\n");
    Run::inside(at, &["data", "load", "letter.txt"]).fails("SL-R002", &[]);
    assert_eq!(in_force(at), id);
}

#[test]
fn extracts_past_the_councils_period_are_destroyed_and_the_log_says_so() {
    let folder = folder(2);
    let at = folder.path();
    for day in ["2022-03-31", "2026-09-30"] {
        Run::inside(at, &["data", "load", "header.csv", "--as-at", day]).expect(0);
    }
    Run::inside(at, &["data", "retain"]).expect(0).says(&["Destroyed", "31 March 2022", "24 months"]);
    Run::inside(at, &["history", "export"]).expect(0).says(&["data.destroy", "Records are kept for 24 months."]);
    let left = fs::read_dir(at.join("data/extracts")).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(left.count(), 1);
    Run::inside(at, &["data", "retain"]).expect(0).says(&["No extract is past its time.", "1 kept"]);
}

#[test]
fn a_data_directory_without_its_key_reveals_no_child() {
    let folder = folder(500);
    let at = folder.path();
    let mut said = String::new();
    for words in [
        vec!["data", "load", "header.csv", "--as-at", "2026-09-30"],
        vec!["data", "load", "header.csv", "--dry-run", "--json"],
        vec!["data", "load", "header.csv"],
        vec!["data", "load", "header.csv", "--wait", "--json"],
        vec!["data", "diff"],
        vec!["data", "check", "--json"],
        vec!["history", "export"],
        vec!["backup", "data/all.backup"],
    ] {
        let run = Run::inside(at, &words).expect(0);
        said.push_str(&run.stdout);
        said.push_str(&run.stderr);
    }
    assert!(PLANTED.iter().all(|planted| !said.contains(planted)), "{said}");
    assert_eq!(holding(at, &PLANTED).len(), 3, "the file that was loaded holds them: the search finds what is there");
    let key = at.join("data/sightline.key");
    let hex = fs::read_to_string(&key).unwrap();
    fs::rename(&key, at.join("key-elsewhere")).unwrap();
    assert_eq!(holding(&at.join("data"), &PLANTED), Vec::<String>::new());
    assert_eq!(holding(&at.join("data"), &[hex.trim()]), Vec::<String>::new());
    Run::inside(at, &["data", "check"]).fails("SL-C010", &["there is no key"]);
    let other = "ab".repeat(32);
    let wrong = command(at).env("SIGHTLINE_KEY", &other).args(["data", "check"]).output().unwrap();
    assert!(String::from_utf8_lossy(&wrong.stderr).starts_with("error[SL-A230]"), "{wrong:?}");
}

#[test]
fn a_load_that_is_killed_leaves_the_extract_before_in_force() {
    let folder = folder(30_000);
    let at = folder.path();
    Run::inside(at, &["data", "load", "header.csv", "--as-at", "2026-08-31"]).expect(0);
    let mut before = in_force(at);
    let started = Instant::now();
    Run::inside(at, &["data", "load", "header.csv", "--as-at", "2026-09-30", "--wait"]).expect(0);
    let mut whole = started.elapsed();
    assert_eq!(in_force(at), before);

    let (mut killed, mut new) = (0, 0);
    for _ in 0..RUNS {
        if killed == KILLS {
            break;
        }
        let started = Instant::now();
        let mut child = command(at)
            .args(["data", "load", "header.csv", "--as-at", "2026-10-31"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From at once to the end, closer together towards the end, where the writing is.
        let share = 1.0 - (1.0 - f64::from(killed) / f64::from(KILLS)).powi(2);
        let moment = whole.mul_f64(share).max(Duration::from_millis(1));
        while started.elapsed() < moment && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(500));
        }
        let lasted = started.elapsed();
        child.kill().unwrap();
        if child.wait().unwrap().code().is_none() {
            killed += 1;
        } else {
            // It was done sooner than thought: aim earlier from now on.
            whole = whole.min(lasted).mul_f64(0.98);
        }
        // Either the extract before is in force, or all of the new one: never part of one.
        let now = in_force(at);
        if now != before {
            new += 1;
            before.clone_from(&now);
        }
        let checked = Run::inside(at, &["data", "check", "--json"]).expect(0).json();
        assert_eq!(
            (checked["id"].as_str(), checked["manifest"]["tables"]["person"].as_u64()),
            (Some(now.as_str()), Some(30_002))
        );
        Run::inside(at, &["history", "verify"]).expect(0);
    }
    assert_eq!(killed, KILLS, "the runs were done before they could be killed ({new} were whole)");
    assert!(new < RUNS, "every kill came too late");
    // What was left behind is no obstacle, and is gone after the next load.
    Run::inside(at, &["data", "load", "header.csv"]).expect(0);
    let known = Run::inside(at, &["data", "list", "--json"]).expect(0).json();
    let folders =
        fs::read_dir(at.join("data/extracts")).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(folders.count(), known.as_array().unwrap().len());
}
