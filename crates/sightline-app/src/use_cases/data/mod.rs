//! Children's records: loading, publishing, withdrawing and destroying extracts, and looking at single children.
//!
//! Records leave the disk only as files sealed with a key of their own; the
//! database holds that key, sealed with the council's. Whoever sees a single
//! child leaves a row in the audit log, in which the child has a name that only
//! the council's key can make: see [`reference`].

pub(crate) mod changes;
pub(crate) mod journey;
pub(crate) mod load;
pub(crate) mod look;
pub(crate) mod papers;
pub(crate) mod quality;
pub(crate) mod quality_paper;
pub(crate) mod reference;
pub(crate) mod retain;
pub(crate) mod sealing;
pub(crate) mod step;
pub(crate) mod upload;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use sightline_records::extract::{self, Extract, Manifest};
use sightline_store::{ExtractId, ExtractRecord};

use quality::QualitySummary;

use crate::shelf::Shelf;
use crate::{App, Error, Result};

/// The fewest letters of an identifier that may stand for it.
const FEWEST_LETTERS: usize = 4;

/// An extract with what it says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtractView {
    /// What is known of it.
    pub record: ExtractRecord,
    /// Its counts; no child and no identifier.
    pub manifest: Manifest,
    /// What the quality checks counted; none when it was not checked.
    pub quality: Option<QualitySummary>,
    /// True for the one whose records count.
    pub is_in_force: bool,
}

/// The day of the records in force, for whoever may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// The day.
    pub as_at: NaiveDate,
    /// Days since then.
    pub days: i64,
}

impl App {
    /// The app with a folder for extracts; without it that beside the database file is used.
    #[must_use]
    pub fn with_extracts(self, folder: PathBuf) -> Self {
        Self { shelf: Some(Shelf::new(folder)), ..self }
    }

    /// The folder of extracts beside a database file.
    pub(crate) fn shelf_beside(database: &Path) -> Shelf {
        Shelf::new(database.parent().unwrap_or(Path::new("")).join("extracts"))
    }

    pub(crate) fn shelf(&self) -> Result<&Shelf> {
        self.shelf.as_ref().ok_or(Error::NoPlaceForExtracts)
    }

    /// The extract of this name: its identifier, or letters that only one ends with; the one in force without a name.
    pub(crate) async fn find_extract(&self, name: Option<&str>) -> Result<ExtractRecord> {
        let Some(name) = name else {
            return self.store.extract_in_force().await?.ok_or(Error::NoExtractInForce);
        };
        let unknown = || Error::UnknownExtract { name: name.to_owned() };
        let name = name.trim();
        if let Ok(id) = name.parse::<ExtractId>() {
            return Ok(self.store.extract(&id).await?);
        }
        let ending = name.to_ascii_uppercase();
        if ending.len() < FEWEST_LETTERS {
            return Err(unknown());
        }
        let mut found =
            self.store.extracts().await?.into_iter().filter(|extract| extract.id.as_str().ends_with(&ending));
        let only = found.next().ok_or_else(unknown)?;
        if found.next().is_some() { Err(unknown()) } else { Ok(only) }
    }

    /// The records of an extract, opened; those opened last are kept in memory.
    ///
    /// # Errors
    ///
    /// * [`Error::RecordsDestroyed`] – they are gone.
    /// * [`Error::Records`] – a file of it is missing, changed or strange; names the file.
    /// * [`Error::ExtractReplaced`] – it is whole, and another than was loaded.
    pub(crate) async fn open_extract(&self, record: &ExtractRecord) -> Result<Arc<Extract>> {
        let place = self.shelf()?;
        if let Some(known) = place.opened(&record.id) {
            return Ok(known);
        }
        let Some(sealed) = &record.sealed_key else {
            return Err(Error::RecordsDestroyed { id: record.id.to_string() });
        };
        let key = sealing::open(self.keys()?, &record.id, sealed)?;
        let folder = place.folder().join(&record.folder);
        let opened = blocking(move || Ok(extract::open(&folder, &key)?)).await?;
        if manifest_value(opened.manifest()) != record.manifest {
            return Err(Error::ExtractReplaced { id: record.id.to_string() });
        }
        let opened = Arc::new(opened);
        place.keep_opened(&record.id, &opened);
        Ok(opened)
    }

    async fn view_of(&self, record: ExtractRecord) -> Result<ExtractView> {
        let in_force = self.store.extract_in_force().await?.map(|extract| extract.id);
        view(record, in_force.as_ref())
    }
}

fn view(record: ExtractRecord, in_force: Option<&ExtractId>) -> Result<ExtractView> {
    let manifest = serde_json::from_value(record.manifest.clone())
        .map_err(|_| Error::ExtractReplaced { id: record.id.to_string() })?;
    let quality = QualitySummary::from_value(&record.quality);
    Ok(ExtractView { is_in_force: in_force == Some(&record.id), manifest, quality, record })
}

/// The manifest as the database keeps it.
fn manifest_value(manifest: &Manifest) -> serde_json::Value {
    serde_json::to_value(manifest).unwrap_or_default()
}

/// Does what takes long beside the threads that answer pages.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // A panic is a fault of ours: it goes on to whoever waits.
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

#[cfg(test)]
mod tests;
