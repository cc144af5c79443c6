//! Killing the program at any point of an import leaves all of the plan or nothing.

mod run;

use std::process::Stdio;
use std::time::{Duration, Instant};

use run::{Run, command, plan_document, write};

const ACTIONS: usize = 5000;
const KILLS: u32 = 24;

#[test]
fn an_import_that_is_killed_leaves_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write(at, "plan.md", &plan_document(ACTIONS));
    let started = Instant::now();
    Run::inside(at, &["plan", "import", "plan.md", "--data-dir", "whole"]).expect(0);
    let whole = started.elapsed();

    let (mut killed, mut nothing, mut all) = (0, 0, 0);
    for number in 0..KILLS {
        let data = format!("data-{number}");
        let mut child = command(at)
            .args(["plan", "import", "plan.md", "--data-dir", &data])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From at once to a little after the end, closer together towards the end, where the writing is.
        let share = 1.0 - (1.0 - f64::from(number) / f64::from(KILLS - 1)).powi(2);
        std::thread::sleep(whole.mul_f64(share * 1.1).max(Duration::from_millis(1)));
        child.kill().unwrap();
        if child.wait().unwrap().code().is_none() {
            killed += 1;
        }
        let plans = Run::inside(at, &["plan", "list", "--json", "--data-dir", &data]).expect(0).json();
        match plans.as_array().unwrap().as_slice() {
            [] => nothing += 1,
            [plan] => {
                assert_eq!(plan["actions"], ACTIONS, "part of a plan after kill {number}");
                all += 1;
            }
            more => panic!("{} plans after kill {number}", more.len()),
        }
        let rows = if plans.as_array().unwrap().is_empty() { "0 rows" } else { "1 rows" };
        Run::inside(at, &["history", "verify", "--data-dir", &data]).expect(0).says(&[rows]);
        // What was left is no obstacle to trying again.
        if number % 8 == 0 && plans.as_array().unwrap().is_empty() {
            Run::inside(at, &["plan", "import", "plan.md", "--data-dir", &data]).expect(0);
        }
    }
    assert!(killed >= 15, "only {killed} of {KILLS} runs were killed in time");
    assert!(nothing > 0, "every kill came too late");
    assert_eq!(nothing + all, KILLS);
}
