//! Printed words read through the vocabulary, for a template that a person filled in.

use chrono::NaiveDate;
use sightline_domain::plan::Lead;
use sightline_domain::schedule::{Schedule, read_date, read_schedule};

use super::super::vocabulary::Vocabulary;
use super::leads::leads_of;
use super::sources::SourceWords;
use crate::Result;
use crate::template::ReadWords;

/// Reads printed words as the importer reads those of any plan.
pub(in crate::importers::plan) struct PrintedWords<'a> {
    vocabulary: &'a Vocabulary,
    sources: SourceWords,
}

impl<'a> PrintedWords<'a> {
    /// Reads through this vocabulary.
    pub(in crate::importers::plan) fn new(vocabulary: &'a Vocabulary) -> Result<Self> {
        Ok(Self { vocabulary, sources: SourceWords::new(vocabulary)? })
    }
}

impl ReadWords for PrintedWords<'_> {
    fn first_day(&self, raw: &str) -> Option<NaiveDate> {
        read_date(raw, self.vocabulary.dates()).map(|(first, _)| first)
    }

    fn last_day(&self, raw: &str) -> Option<NaiveDate> {
        read_schedule(raw, self.vocabulary.dates()).schedule.due_on
    }

    fn schedule(&self, raw: &str) -> Schedule {
        read_schedule(raw, self.vocabulary.dates()).schedule
    }

    fn leads(&self, raw: &str) -> Vec<Lead> {
        leads_of(raw)
    }

    fn sources(&self, raw: &str) -> Vec<String> {
        self.sources.in_cell(raw)
    }
}
