//! Reading printed words that nobody has read yet.

use chrono::NaiveDate;
use sightline_domain::plan::Lead;
use sightline_domain::schedule::{Schedule, ScheduleKind};

/// Reads printed words for cells that a person filled in by hand.
///
/// An export holds every reading beside its words, so nothing is read twice
/// and nothing changes. A template filled in by hand, or an export whose words
/// were edited, holds words only; these are read here. The importer supplies
/// the council's vocabulary; [`PlainWords`] reads no dates and splits nothing.
pub trait ReadWords {
    /// The first day of what the words say; `None` when they name no day.
    fn first_day(&self, raw: &str) -> Option<NaiveDate>;
    /// The last day of what the words say; `None` when they name no day.
    fn last_day(&self, raw: &str) -> Option<NaiveDate>;
    /// The timescale the words say.
    fn schedule(&self, raw: &str) -> Schedule;
    /// The leads the words name, in printed order.
    fn leads(&self, raw: &str) -> Vec<Lead>;
    /// The inspection tags the words hold, in printed order.
    fn sources(&self, raw: &str) -> Vec<String>;
}

/// Reads nothing into words: no dates, one lead, one inspection tag.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainWords;

impl ReadWords for PlainWords {
    fn first_day(&self, _raw: &str) -> Option<NaiveDate> {
        None
    }

    fn last_day(&self, _raw: &str) -> Option<NaiveDate> {
        None
    }

    fn schedule(&self, _raw: &str) -> Schedule {
        Schedule { kind: ScheduleKind::Unreadable, ..Schedule::default() }
    }

    fn leads(&self, raw: &str) -> Vec<Lead> {
        vec![Lead { raw: raw.to_owned(), name: raw.trim().to_owned(), ..Lead::default() }]
    }

    fn sources(&self, raw: &str) -> Vec<String> {
        vec![raw.to_owned()]
    }
}
