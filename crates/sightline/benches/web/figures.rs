//! What requests took, and whether that keeps the promises.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

const READ_BUDGET_MS: f64 = 50.0;
const WRITE_BUDGET_MS: f64 = 100.0;
/// The page that does nothing.
pub const NOTHING: &str = "GET /health";

/// What budgets apply to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promises {
    /// To what nineteen of twenty people wait, for each page and form.
    ForMost,
    /// To what one of two people waits: a few answers of each page are enough to tell, on a busy machine too.
    ForHalf,
    /// Only shown.
    None,
}

/// What one kind of request took, in milliseconds, shortest first once all is in.
#[derive(Clone, Debug, Default)]
struct Taken(Vec<f64>);

impl Taken {
    fn share(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a list in memory"
        )]
        let place = (self.0.len() as f64 * share) as usize;
        self.0.get(place.min(self.0.len().saturating_sub(1))).copied().unwrap_or(0.0)
    }
}

/// What a crowd met.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    by_name: BTreeMap<String, Taken>,
    /// How long the crowd stayed.
    pub time: Duration,
    /// Seconds that the server computed for them.
    pub computed: f64,
    /// Answers that were neither fine nor a refusal that was to be expected.
    pub failures: Vec<String>,
    /// Forms that came second to somebody else's.
    pub conflicts: usize,
}

impl Figures {
    /// Notes one answer.
    pub fn note(&mut self, name: &str, took: Duration) {
        self.by_name.entry(name.to_owned()).or_default().0.push(took.as_secs_f64() * 1000.0);
    }

    /// Adds what somebody else met.
    pub fn add(&mut self, other: Self) {
        for (name, taken) in other.by_name {
            self.by_name.entry(name).or_default().0.extend(taken.0);
        }
        self.failures.extend(other.failures);
        self.conflicts += other.conflicts;
    }

    /// Puts everything in order, once all is in.
    pub fn settle(&mut self) {
        for taken in self.by_name.values_mut() {
            taken.0.sort_by(f64::total_cmp);
        }
    }

    /// One line about all of it.
    pub fn summary(&self) -> String {
        let requests: usize = self.by_name.values().map(|taken| taken.0.len()).sum();
        let of = |is_read: bool| {
            let all = self.by_name.iter().filter(|(name, _)| name.starts_with("GET") == is_read);
            let mut all = Taken(all.flat_map(|(_, taken)| taken.0.iter().copied()).collect());
            all.0.sort_by(f64::total_cmp);
            all
        };
        let (read, write) = (of(true), of(false));
        let count = f64::from(u32::try_from(requests).unwrap_or(u32::MAX));
        format!(
            "{requests} requests in {:.0} s ({:.0} a second, {:.1} ms of computing each), {} failures, {} came second; \
             read: median {:.1} ms, p95 {:.1} ms; write: median {:.1} ms, p95 {:.1} ms",
            self.time.as_secs_f64(),
            count / self.time.as_secs_f64(),
            self.computed * 1000.0 / count,
            self.failures.len(),
            self.conflicts,
            read.share(0.5),
            read.share(0.95),
            write.share(0.5),
            write.share(0.95),
        )
    }

    /// How many promises were missed: slow pages and forms, and failures.
    pub fn missed(&self, promises: Promises) -> usize {
        let slow = self.by_name.iter().filter(|(name, taken)| self.is_missed(name, taken, promises)).count();
        slow + usize::from(!self.failures.is_empty())
    }

    fn nothing(&self) -> f64 {
        self.by_name.get(NOTHING).map_or(0.0, |taken| taken.share(0.95))
    }

    fn is_missed(&self, name: &str, taken: &Taken, promises: Promises) -> bool {
        let share = match promises {
            Promises::ForMost => 0.95,
            Promises::ForHalf => 0.5,
            Promises::None => return false,
        };
        taken.share(share) > budget(name) + self.nothing()
    }

    /// A line for each kind of request, the slowest first.
    pub fn table(&self, promises: Promises) -> String {
        let mut rows: Vec<(&String, &Taken)> = self.by_name.iter().collect();
        rows.sort_by(|(_, one), (_, other)| other.share(0.95).total_cmp(&one.share(0.95)));
        let mut text = format!(
            "{:<56} {:>6} {:>10} {:>10} {:>10} {:>8} {:>7}\n",
            "", "number", "median", "p95", "longest", "budget", "ratio"
        );
        for (name, taken) in rows {
            let is_missed = self.is_missed(name, taken, promises);
            let p95 = taken.share(0.95);
            let _ = writeln!(
                text,
                "{name:<56} {:>6} {:>7.1} ms {p95:>7.1} ms {:>7.1} ms {:>5.0} ms {:>7.1}{}",
                taken.0.len(),
                taken.share(0.5),
                taken.share(1.0),
                budget(name),
                p95 / self.nothing(),
                if is_missed { " MISSED" } else { "" },
            );
        }
        for failure in self.failures.iter().take(5) {
            let _ = writeln!(text, "FAILED {failure}");
        }
        text
    }
}

fn budget(name: &str) -> f64 {
    if name.starts_with("GET") { READ_BUDGET_MS } else { WRITE_BUDGET_MS }
}
