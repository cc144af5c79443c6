//! Killing the program at any point of an import leaves all of the plan or nothing.

mod run;

use std::process::Stdio;
use std::time::{Duration, Instant};

use run::{Run, command, plan_document, write};

const ACTIONS: usize = 5000;
/// Runs that must have been killed before they were done.
const KILLS: u32 = 20;
/// Runs at most, those that were done too soon included.
const RUNS: u32 = 60;

#[test]
fn an_import_that_is_killed_leaves_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "plan.md", &plan_document(ACTIONS));
    let started = Instant::now();
    Run::inside(at, &["plan", "import", "plan.md", "--data-dir", "whole"]).expect(0);
    let mut whole = started.elapsed();

    let (mut killed, mut nothing, mut all) = (0, 0, 0);
    for number in 0..RUNS {
        if killed == KILLS {
            break;
        }
        let data = format!("data-{number}");
        let started = Instant::now();
        let mut child = command(at)
            .args(["plan", "import", "plan.md", "--data-dir", &data])
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
        let plans = Run::inside(at, &["plan", "list", "--json", "--data-dir", &data]).expect(0).json();
        let plans = plans.as_array().unwrap();
        let rows = match plans.as_slice() {
            [] => {
                nothing += 1;
                "0 rows"
            }
            [plan] => {
                assert_eq!(plan["actions"], ACTIONS, "part of a plan after run {number}");
                all += 1;
                "1 rows"
            }
            more => panic!("{} plans after run {number}", more.len()),
        };
        Run::inside(at, &["history", "verify", "--data-dir", &data]).expect(0).says(&[rows]);
        // What was left is no obstacle to trying again.
        if number % 8 == 0 && plans.is_empty() {
            Run::inside(at, &["plan", "import", "plan.md", "--data-dir", &data]).expect(0);
        }
        std::fs::remove_dir_all(at.join(&data)).unwrap();
    }
    assert_eq!(killed, KILLS, "the runs were done before they could be killed ({nothing} left nothing, {all} all)");
    assert!(nothing > 0, "every kill came too late");
}
