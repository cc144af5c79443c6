//! The clock, passed in.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

/// Tells the moment and the day where the people are; the binary hands it over.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> (DateTime<Utc>, NaiveDate) + Send + Sync>);

impl Clock {
    /// A clock that asks `now` each time.
    pub fn new(now: impl Fn() -> (DateTime<Utc>, NaiveDate) + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The moment and the local day.
    #[must_use]
    pub fn now(&self) -> (DateTime<Utc>, NaiveDate) {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clock")
    }
}
