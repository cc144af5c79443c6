//! A server that is killed under load, and one whose disk is full: no acknowledged write is lost.

mod run;
mod served;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use run::{PROGRAM, Run, command, folder_with_plan};
use served::{Person, SERVE, Served, app, notes};
use tokio::task::JoinSet;

const WRITERS: usize = 6;
const KILLS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_under_load_loses_no_acknowledged_write() {
    let folder = folder_with_plan();
    let at = folder.path();
    let person = Person::programme_manager(at).await;
    let mut acknowledged: Vec<(String, String)> = Vec::new();
    let mut unanswered = 0;
    for kill in 0..KILLS {
        let mut program = command(at);
        program.args(SERVE);
        let server = Arc::new(Served::start(program));
        let done = Arc::new(AtomicUsize::new(0));
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let (person, server, done) = (person.clone(), Arc::clone(&server), Arc::clone(&done));
            writers.spawn(async move {
                let action = format!("1.{}", writer + 1);
                let (mut saved, mut number) = (Vec::new(), 0);
                loop {
                    number += 1;
                    let note = format!("kill {kill} writer {writer} number {number}");
                    match person.report(&server, &action, &note).await {
                        Some(page) if page.status == 303 => saved.push(note),
                        Some(page) => panic!("{}: {}", page.status, page.text),
                        None => return (action, saved),
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Under way, and each time somewhere else in a write.
        while done.load(Ordering::Relaxed) < WRITERS * (2 + kill) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros(700 * kill as u64)).await;
        server.kill();
        while let Some(ended) = writers.join_next().await {
            let (action, saved) = ended.unwrap();
            acknowledged.extend(saved.into_iter().map(|note| (action.clone(), note)));
            unanswered += 1;
        }
    }
    assert_eq!(unanswered, KILLS * WRITERS, "everybody was writing when it was killed");

    let app = app(at).await;
    for writer in 1..=WRITERS {
        let action = format!("1.{writer}");
        let found = notes(&app, &action).await;
        let wanted: Vec<&String> = acknowledged.iter().filter(|(of, _)| *of == action).map(|(_, note)| note).collect();
        for note in &wanted {
            assert_eq!(found.iter().filter(|known| known == note).count(), 1, "`{note}` was acknowledged");
        }
        // Of what was not acknowledged each kill can have left one at most.
        assert!(found.len() <= wanted.len() + KILLS, "{} kept, {} acknowledged", found.len(), wanted.len());
    }
    app.close().await.unwrap();
    Run::inside(at, &["history", "verify"]).expect(0).says(&["whole"]);
}

/// The program with files that may grow to so many kilobytes, as on a disk that is full then.
fn on_a_small_disk(at: &std::path::Path, kilobytes: u64) -> Command {
    let mut shell = Command::new("/bin/sh");
    // Blocks of `ulimit -f` are 512 bytes. Without the trap the kernel ends the program.
    let words = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kilobytes * 2);
    shell.arg("-c").arg(words).arg(PROGRAM);
    let served = command(at);
    shell.current_dir(at).env_clear();
    shell.envs(served.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.args(served.get_args()).args(SERVE);
    shell
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_leaves_nothing_half_written() {
    let folder = folder_with_plan();
    let at = folder.path();
    let person = Person::programme_manager(at).await;
    let size = std::fs::metadata(at.join("data/sightline.db")).unwrap().len();
    let server = Served::start(on_a_small_disk(at, size.div_ceil(1024) + 64));
    let mut saved = Vec::new();
    let refused = loop {
        let note = format!("number {}", saved.len());
        let page = person.report(&server, "1.1", &note).await.expect("an answer");
        match page.status {
            303 => saved.push(note),
            _ => break page,
        }
        assert!(saved.len() < 1000, "the disk was never full");
    };
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert!(refused.text.contains("SL-S096") && refused.text.contains("Make room"), "{}", refused.text);
    let page = person.get(&server, "/plans/harbour/actions/1.1").await.expect("an answer");
    assert_eq!(page.status, 200, "what is there can be read: {}", page.text);
    assert_eq!(person.get(&server, "/health").await.expect("an answer").status, 200);
    server.kill();

    // There is room again.
    let mut program = command(at);
    program.args(SERVE);
    let server = Served::start(program);
    let page = person.report(&server, "1.1", "with room").await.expect("an answer");
    assert_eq!(page.status, 303, "{}", page.text);
    saved.push("with room".to_owned());
    server.kill();
    let app = app(at).await;
    assert_eq!(notes(&app, "1.1").await, saved);
    app.close().await.unwrap();
    Run::inside(at, &["history", "verify"]).expect(0).says(&["whole"]);
}
