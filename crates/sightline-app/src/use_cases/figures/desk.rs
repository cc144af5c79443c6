//! From the extract in force and the plan's own tables to a set of tables that measures are asked of.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_domain::measure::{Audience, freshness};
use sightline_engine::{Catalogue, Column, Engine, Limits, MeasureDefinition, Rows};
use sightline_records::extract::Manifest;
use sightline_store::{ExtractRecord, ExtractState};

use crate::figures::TableSet;
use crate::use_cases::data::blocking;
use crate::use_cases::measures::programme::{ProgrammeColumn, ProgrammeTable};
use crate::{App, Call, Result, Role};

use super::view::Provenance;

/// Days after which records are too old to rely on.
pub(super) const STALE_AFTER_DAYS: u32 = 45;
/// What `needs` calls the plan's own tables.
const PROGRAMME: &str = "programme";

/// What figures are read from in one call: tables are made when the first measure needs them.
pub(super) struct Standing<'a> {
    app: &'a App,
    call: &'a Call,
    /// The day that was asked for, or today.
    pub(super) asked_for: NaiveDate,
    /// The definitions.
    pub(super) catalogue: Arc<Catalogue>,
    /// The extract that was in force for that day.
    pub(super) extract: Option<ExtractRecord>,
    records: Option<Arc<TableSet>>,
    programme: Option<Arc<TableSet>>,
}

impl App {
    /// What figures are read from on a day.
    pub(super) async fn standing<'a>(&'a self, call: &'a Call, as_at: Option<NaiveDate>) -> Result<Standing<'a>> {
        let catalogue = self.desk.catalogue().await?;
        let asked_for = as_at.unwrap_or(call.today);
        let extract = match as_at {
            None => self.store.extract_in_force().await?,
            Some(day) => in_force_on(self.store.extracts().await?, day),
        };
        Ok(Standing { app: self, call, asked_for, catalogue, extract, records: None, programme: None })
    }

    /// What figures are read from on a day, with the records of this extract.
    pub(super) async fn standing_on_extract<'a>(
        &'a self,
        call: &'a Call,
        as_at: NaiveDate,
        extract: Option<ExtractRecord>,
    ) -> Result<Standing<'a>> {
        let catalogue = self.desk.catalogue().await?;
        Ok(Standing { app: self, call, asked_for: as_at, catalogue, extract, records: None, programme: None })
    }
}

/// Of the published extracts, that of the latest day until another; of the same day the one published last.
pub(crate) fn in_force_on(extracts: Vec<ExtractRecord>, day: NaiveDate) -> Option<ExtractRecord> {
    let published =
        extracts.into_iter().filter(|extract| extract.state == ExtractState::Published && extract.as_at <= day);
    published.max_by_key(|extract| (extract.as_at, extract.published.as_ref().map(|step| step.at)))
}

impl Standing<'_> {
    /// Where everything is read from.
    pub(super) fn app(&self) -> &App {
        self.app
    }

    /// The day on which the records were published; none when there are none.
    pub(super) fn published_on(&self) -> Option<NaiveDate> {
        Some(self.extract.as_ref()?.published.as_ref()?.at.date_naive())
    }

    /// What would have to be loaded for a measure, when none of the formats that hold its facts is.
    pub(super) fn missing(&self, needs: &[String], of_programme: bool) -> Option<String> {
        let record = self.extract.as_ref().filter(|_| !of_programme)?;
        let manifest: Manifest = serde_json::from_value(record.manifest.clone()).ok()?;
        let is_loaded = |need: &String| manifest.parts.iter().any(|part| part.format == *need);
        (!needs.iter().any(is_loaded))
            .then(|| format!("no records that hold it are loaded: it needs {}", needs.join(" or ")))
    }

    /// The tables that a measure is asked of; none when there are no records.
    pub(super) async fn set(&mut self, of_programme: bool) -> Result<Option<Arc<TableSet>>> {
        if of_programme { self.programme_set().await.map(Some) } else { self.record_set().await }
    }

    async fn record_set(&mut self) -> Result<Option<Arc<TableSet>>> {
        if let Some(known) = &self.records {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(record) = &self.extract else { return Ok(None) };
        let app = self.app;
        let make = async |catalogue| {
            let extract = app.open_extract(record).await?;
            let made = blocking(move || {
                let tables = extract.tables()?;
                Ok(Engine::new(catalogue, tables, BTreeMap::new(), Limits::default())?)
            });
            made.await
        };
        let set = app.desk.set(&record.id, record.as_at, make).await?;
        self.records = Some(Arc::clone(&set));
        Ok(Some(set))
    }

    /// The plan's own tables are those within the caller's reach: callers of one reach share them.
    async fn programme_set(&mut self) -> Result<Arc<TableSet>> {
        if let Some(known) = &self.programme {
            return Ok(Arc::clone(known));
        }
        let state = self.app.programme_state(self.call).await?;
        let make = async |catalogue| {
            let tables = self.app.programme_tables(self.call, self.asked_for).await?;
            let tables = tables.into_iter().map(|table| (table.name.to_owned(), rows(table))).collect();
            Ok(Engine::new(catalogue, BTreeMap::new(), tables, Limits::default())?)
        };
        let set = self.app.desk.programme_set(state, self.asked_for, make).await?;
        self.programme = Some(Arc::clone(&set));
        Ok(set)
    }

    /// Where the figures of a measure come from.
    pub(super) fn provenance(&self, of_programme: bool) -> Provenance {
        let extract = self.extract.as_ref().filter(|_| !of_programme);
        let as_at = if of_programme { Some(self.asked_for) } else { extract.map(|extract| extract.as_at) };
        let (freshness, is_stale) = freshness(as_at, self.call.today, STALE_AFTER_DAYS);
        let extract = extract.map(|extract| extract.id.to_string());
        Provenance { as_at: as_at.unwrap_or(self.asked_for), extract, freshness, is_stale }
    }

    /// How small a number the caller may see.
    pub(super) fn audience(&self) -> Audience {
        audience_of(self.call.actor.role)
    }
}

/// Whether a measure is of the plan's own tables.
pub(crate) fn is_of_programme(definition: &MeasureDefinition) -> bool {
    definition.needs.iter().any(|need| need == PROGRAMME)
}

/// How small a number whoever has a role may see.
pub(crate) fn audience_of(role: Role) -> Audience {
    match role {
        Role::ActionLead | Role::Partner | Role::ParticipationOfficer | Role::Administrator => Audience::Partners,
        _ => Audience::Authorised,
    }
}

/// A table of the plan as the engine takes it.
fn rows(table: ProgrammeTable) -> Rows {
    let column = |column| match column {
        ProgrammeColumn::Text(values) => Column::Text(values),
        ProgrammeColumn::Date(values) => Column::Date(values),
        ProgrammeColumn::Whole(values) => Column::Whole(values),
        ProgrammeColumn::YesNo(values) => Column::YesNo(values),
    };
    Rows { columns: table.columns.into_iter().map(|(name, values)| (name.to_owned(), column(values))).collect() }
}
