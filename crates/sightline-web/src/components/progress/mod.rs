//! How many of how many, in words and as a bar.

use askama::Template;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, deny_unknown_fields)]
#[template(path = "progress/progress.html")]
pub(crate) struct Progress {
    pub(crate) done: usize,
    pub(crate) total: usize,
    /// What is counted, such as `actions updated`.
    pub(crate) what: String,
}

impl Progress {
    pub(crate) fn new(done: usize, total: usize, what: impl Into<String>) -> Self {
        Self { done, total, what: what.into() }
    }

    /// From 0 to 100, rounded down; 0 when there is nothing to do.
    fn percent(&self) -> usize {
        (self.done.min(self.total) * 100).checked_div(self.total).unwrap_or(0)
    }
}
