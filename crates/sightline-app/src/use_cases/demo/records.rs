//! The children's records of the demonstration: an invented council's, made, loaded and published.

use std::sync::Arc;

use chrono::NaiveDate;
use sightline_records::Definitions;
use sightline_records::synthetic::{England, Form, InMemory, Settings};

use super::script::Script;
use crate::policy::Action;
use crate::use_cases::data::load::{LoadInput, LoadProgress};
use crate::{Actor, App, Call, Error, ExtractView, Result, Role, SourceBytes};

/// Where chance begins; the same every time.
const SEED: u64 = 2026;
/// Years of history.
const YEARS: u32 = 3;
/// What changes in practice over the year, and errors for somebody to put right.
const SCENARIO: &str = "errors";
/// Who loads them: the performance analyst of the demonstration.
const ANALYST: &str = "Saoirse Mallender";
/// What the council sends: the case system itself, the return of children in care, and lists of its own.
const FORMS: [Form; 3] = [Form::Ssd, Form::Ssda903, Form::Local];

impl App {
    /// Makes the records of an invented council with so many children, loads and publishes them.
    ///
    /// `made` is told how many children are done, and `progress` how far the load is.
    ///
    /// # Errors
    ///
    /// [`Error::Records`] – a council is not so small or so large; else as [`App::load_extract`].
    pub async fn demonstrate_records(
        &self,
        call: &Call,
        children: u32,
        made: Arc<dyn Fn(u32) + Send + Sync>,
        progress: LoadProgress,
    ) -> Result<ExtractView> {
        call.may(Action::DataLoad)?;
        let script = Script::built_in()?;
        let last =
            script.reports.last().ok_or_else(|| Error::Demonstration { what: "it has no board report".to_owned() })?;
        let as_at = last.as_at.min(call.today);
        let definitions = self.shelf()?.definitions()?;
        let written = tokio::task::spawn_blocking(move || write(&definitions, children, as_at, &*made)).await;
        let files =
            written.map_err(|_| Error::Demonstration { what: "its records could not be made".to_owned() })??;
        let input = LoadInput { files, as_at: Some(as_at), ..LoadInput::default() };
        let call = Call { actor: Actor::operator(ANALYST, Role::Analyst), ..call.clone() };
        Ok(self.load_extract(&call, input, progress).await?.extract)
    }
}

fn write(definitions: &Definitions, children: u32, as_at: NaiveDate, made: &dyn Fn(u32)) -> Result<Vec<SourceBytes>> {
    let settings =
        Settings { children, years: YEARS, authorities: 1, seed: SEED, as_at, scenario: SCENARIO.to_owned() };
    let england = England::new(definitions, settings)?;
    let mut files = InMemory::default();
    for council in england.councils() {
        council.write(&FORMS, &mut files, &mut |done| made(done))?;
    }
    Ok(files.take().into_iter().map(|(name, bytes)| SourceBytes { name, bytes }).collect())
}
