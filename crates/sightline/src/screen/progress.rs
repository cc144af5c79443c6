//! A progress bar on standard error, when something takes more than a second.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const BEFORE_IT_SHOWS: Duration = Duration::from_secs(1);
const BETWEEN_FRAMES: Duration = Duration::from_millis(100);

/// A bar that appears after a second and goes when it is dropped. Never shown
/// when standard error is not a terminal.
pub(crate) struct Progress {
    state: Arc<State>,
    stop: Option<mpsc::Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    done: AtomicU64,
    all: AtomicU64,
}

impl State {
    fn at(&self, done: usize, all: usize) {
        self.done.store(done as u64, Ordering::Relaxed);
        self.all.store(all as u64, Ordering::Relaxed);
    }
}

impl Progress {
    /// Starts the waiting; `what` is shown beside the bar.
    pub(crate) fn start(what: &str) -> Self {
        let state = Arc::new(State::default());
        if !io::stderr().is_terminal() {
            return Self { state, stop: None, shower: None };
        }
        let (stop, stopped) = mpsc::channel();
        let shower = std::thread::spawn({
            let (state, what) = (Arc::clone(&state), what.to_owned());
            move || show(&what, &state, &stopped)
        });
        Self { state, stop: Some(stop), shower: Some(shower) }
    }

    /// Says how many steps of how many are done.
    pub(crate) fn at(&self, done: usize, all: usize) {
        self.state.at(done, all);
    }

    /// The same for work on another thread.
    pub(crate) fn reporter(&self) -> impl Fn(usize, usize) + Send + Sync + use<> {
        let state = Arc::clone(&self.state);
        move |done, all| state.at(done, all)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(shower) = self.shower.take() {
            // A bar that could not be drawn is no reason to fail.
            let _ = shower.join();
        }
    }
}

fn show(what: &str, state: &State, stopped: &mpsc::Receiver<()>) {
    if stopped.recv_timeout(BEFORE_IT_SHOWS) != Err(mpsc::RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new(0).with_message(what.to_owned());
    let known = ProgressStyle::with_template("{msg} [{bar:30}] {pos} of {len}");
    let unknown = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
    if let (Ok(known), Ok(unknown)) = (known, unknown) {
        loop {
            let all = state.all.load(Ordering::Relaxed);
            if all > 0 {
                bar.set_style(known.clone());
                bar.set_length(all);
                bar.set_position(state.done.load(Ordering::Relaxed));
            } else {
                bar.set_style(unknown.clone());
            }
            bar.tick();
            if stopped.recv_timeout(BETWEEN_FRAMES) != Err(mpsc::RecvTimeoutError::Timeout) {
                break;
            }
        }
    }
    bar.finish_and_clear();
}
