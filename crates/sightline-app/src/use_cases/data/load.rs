//! Files of children's records become an extract.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sightline_records::extract::{self, Contents, Extract, ExtractKey, Manifest};
use sightline_records::quality::{self, Checks, Quality, finding};
use sightline_records::{Combined, Definitions, Input, Reading, Records, combine, inputs, read};
use sightline_store::{AuditEntry, ExtractId, ExtractRecord, ExtractState, NewExtract};

use crate::policy::Action;
use crate::{App, Call, Error, Result, SourceBytes};

use super::quality::{QualitySummary, quality_value};
use super::{ExtractView, blocking, manifest_value, sealing};

/// What to load, and how.
#[derive(Clone, Debug, Default)]
pub struct LoadInput {
    /// Files, and folders whose files are all taken.
    pub paths: Vec<PathBuf>,
    /// Files that are in memory.
    pub files: Vec<SourceBytes>,
    /// The day whose records these are; else the day the files say, and else today.
    pub as_at: Option<NaiveDate>,
    /// True when nothing is carried forward: formats that are not among the files are no longer there.
    pub is_alone: bool,
    /// True when it waits for somebody to look at it before it is published.
    pub waits: bool,
}

/// How far a load is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoadStep {
    /// The files are read.
    Reading,
    /// Formats become one set of tables.
    Combining,
    /// The records are checked.
    Checking,
    /// They are sealed and written.
    Writing,
    /// The database is told.
    Publishing,
}

impl LoadStep {
    /// Every step, in order.
    pub const ALL: &[Self] = &[Self::Reading, Self::Combining, Self::Checking, Self::Writing, Self::Publishing];

    /// What is being done, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Reading => "Reading the files",
            Self::Combining => "Combining the formats",
            Self::Checking => "Checking the records",
            Self::Writing => "Sealing and writing them",
            Self::Publishing => "Noting them in the history",
        }
    }

    /// Steps that are done when this one begins.
    #[must_use]
    pub fn done(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }
}

/// Told of every step of a load as it begins.
pub type LoadProgress = Arc<dyn Fn(LoadStep) + Send + Sync>;

/// An extract that was loaded, with what came of the files.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The extract.
    pub extract: ExtractView,
    /// What came of the files.
    pub outcome: LoadOutcome,
}

/// What came of the files of a load, or would.
#[derive(Clone, Debug)]
pub struct LoadOutcome {
    /// The day whose records these are.
    pub as_at: NaiveDate,
    /// What became of every row of the files that were given, by format.
    pub readings: Vec<Reading>,
    /// The formats that were carried forward, with the extract that each was read for first.
    pub carried_from: BTreeMap<String, String>,
    /// Rows of each record table, all formats together.
    pub tables: BTreeMap<String, u64>,
    /// Values on which two formats do not agree.
    pub differing: u64,
    /// What the quality checks counted.
    pub quality: QualitySummary,
}

/// Everything that goes into an extract.
struct Prepared {
    as_at: NaiveDate,
    parts: Vec<Records>,
    carried_from: BTreeMap<String, String>,
    combined: Combined,
    quality: Quality,
    summary: QualitySummary,
}

impl App {
    /// Loads files of children's records as a new extract; nothing of any other extract is changed.
    ///
    /// Formats that are not among the files are carried forward from the
    /// published extract of the same day or the last one before it. It is
    /// published at once unless it is to wait. A process killed at any moment
    /// leaves what was in force in force.
    ///
    /// # Errors
    ///
    /// * [`Error::LoadUnderWay`] – somebody else is loading.
    /// * [`Error::NothingToLoad`] – no file was given.
    /// * [`Error::Records`] – a file cannot be read, nothing was recognised, or the disk is full.
    /// * [`Error::FutureDay`] – records are of a day up to today.
    /// * [`Error::NoKey`] – the app was opened without the council's key.
    pub async fn load_extract(&self, call: &Call, input: LoadInput, progress: LoadProgress) -> Result<Loaded> {
        call.may(Action::DataLoad)?;
        let (place, keys) = (self.shelf()?, self.keys()?);
        let _held = place.lock()?;
        self.sweep_extracts().await?;
        let (is_alone, waits) = (input.is_alone, input.waits);
        let definitions = place.definitions()?;
        let (as_at, parts) = self.read_parts(call, input, &definitions, &progress).await?;
        let base = if is_alone { None } else { self.base_for(as_at).await? };
        let prepared = prepare(definitions, as_at, parts, base, Arc::clone(&progress)).await?;
        let id = ExtractId::new(call.at);
        let key = ExtractKey::generate()?;
        let sealed = sealing::seal(keys, &id, &key);
        let folder = place.folder().join(id.as_str());
        let written = {
            let (folder, progress) = (folder.clone(), Arc::clone(&progress));
            blocking(move || write(&folder, prepared, &key, &progress)).await?
        };
        progress(LoadStep::Publishing);
        let (prepared, manifest, sha256) = written;
        let formats: Vec<String> = manifest.parts.iter().map(|part| part.format.clone()).collect();
        let new = NewExtract {
            id: &id,
            as_at,
            formats: &formats,
            manifest: &manifest_value(&manifest),
            quality: &quality_value(&prepared.summary),
            folder: id.as_str(),
            sha256: &sha256,
            sealed_key: &sealed,
            is_published: !waits,
        };
        let record = match self.store.add_extract(&new, load_audit(call, &id, &prepared, &manifest, waits)).await {
            Ok(record) => record,
            Err(error) => {
                // Nothing knows of the folder; what cannot be removed now is swept away later.
                let _ = fs::remove_dir_all(&folder);
                return Err(error.into());
            }
        };
        self.records_changed();
        let extract = self.view_of(record).await?;
        Ok(Loaded { extract, outcome: outcome(prepared) })
    }

    /// What loading these files would come to; nothing is written anywhere.
    ///
    /// # Errors
    ///
    /// As [`load_extract`](Self::load_extract), without those of writing.
    pub async fn rehearse_load(&self, call: &Call, input: LoadInput, progress: LoadProgress) -> Result<LoadOutcome> {
        call.may(Action::DataLoad)?;
        let is_alone = input.is_alone;
        let definitions = self.shelf()?.definitions()?;
        let (as_at, parts) = self.read_parts(call, input, &definitions, &progress).await?;
        // Without the council's key there is no extract yet either.
        let base = if is_alone || self.keys.is_none() { None } else { self.base_for(as_at).await? };
        Ok(outcome(prepare(definitions, as_at, parts, base, progress).await?))
    }

    async fn read_parts(
        &self,
        call: &Call,
        input: LoadInput,
        definitions: &Arc<Definitions>,
        progress: &LoadProgress,
    ) -> Result<(NaiveDate, Vec<Records>)> {
        let (given, definitions, today) = (input.as_at, Arc::clone(definitions), call.today);
        progress(LoadStep::Reading);
        let parts = blocking(move || read_files(&definitions, input)).await?;
        let said = parts.iter().filter_map(|part| part.reading.reference_on).max();
        let as_at = given.or(said).unwrap_or(today);
        if as_at > today { Err(Error::FutureDay { on: as_at }) } else { Ok((as_at, parts)) }
    }

    /// The published extract that formats are carried forward from: of the same day or the last one before it.
    async fn base_for(&self, as_at: NaiveDate) -> Result<Option<(ExtractRecord, Arc<Extract>)>> {
        let extracts = self.store.extracts().await?.into_iter();
        let base = extracts
            .filter(|extract| extract.state == ExtractState::Published && extract.as_at <= as_at)
            .max_by_key(|extract| (extract.as_at, extract.published.as_ref().map(|step| step.at), extract.number));
        let Some(record) = base else { return Ok(None) };
        let opened = self.open_extract(&record).await?;
        Ok(Some((record, opened)))
    }
}

fn read_files(definitions: &Definitions, input: LoadInput) -> Result<Vec<Records>> {
    let mut given = inputs(&input.paths)?;
    given.extend(input.files.into_iter().map(|file| Input::new(file.name, Cursor::new(file.bytes))));
    if given.is_empty() {
        return Err(Error::NothingToLoad);
    }
    Ok(read(definitions, given)?)
}

/// Carries forward what the files do not bring, and combines everything.
async fn prepare(
    definitions: Arc<Definitions>,
    as_at: NaiveDate,
    mut parts: Vec<Records>,
    base: Option<(ExtractRecord, Arc<Extract>)>,
    progress: LoadProgress,
) -> Result<Prepared> {
    blocking(move || {
        progress(LoadStep::Combining);
        let mut carried_from = BTreeMap::new();
        if let Some((record, extract)) = base {
            for part in &extract.manifest().parts {
                if parts.iter().any(|read| read.reading.format == part.format) {
                    continue;
                }
                let Some(records) = extract.part(&part.format)? else { continue };
                let first = part.carried_from.clone().unwrap_or_else(|| record.id.to_string());
                carried_from.insert(part.format.clone(), first);
                parts.push(records);
            }
        }
        let combined = combine(&definitions, &parts);
        progress(LoadStep::Checking);
        let checks = Checks::built_in(&definitions)?;
        let quality = quality::check(&definitions, &checks, &parts, &combined.tables, as_at);
        let summary = QualitySummary::of(&checks, &quality);
        Ok(Prepared { as_at, parts, carried_from, combined, quality, summary })
    })
    .await
}

/// Writes the extract; gives its manifest back, and the hash of that.
fn write(
    folder: &Path,
    prepared: Prepared,
    key: &ExtractKey,
    progress: &LoadProgress,
) -> Result<(Prepared, Manifest, String)> {
    progress(LoadStep::Writing);
    let Prepared { as_at, parts, carried_from, combined, quality, .. } = &prepared;
    let findings = [finding::to_batch(&quality.findings)];
    let contents = Contents { as_at: *as_at, parts, carried_from, combined, findings: Some(&findings) };
    let manifest = extract::write(folder, &contents, key)?;
    let path = folder.join("manifest.json");
    let bytes = fs::read(&path).map_err(|source| Error::File { doing: "read", path, source })?;
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    Ok((prepared, manifest, sha256))
}

fn outcome(prepared: Prepared) -> LoadOutcome {
    let Prepared { as_at, parts, carried_from, combined, summary, .. } = prepared;
    let mut tables = BTreeMap::new();
    for (name, batches) in &combined.tables {
        tables.insert(name.clone(), batches.iter().map(|batch| batch.num_rows() as u64).sum());
    }
    LoadOutcome {
        as_at,
        tables,
        differing: combined.disagreements.differing.values().sum(),
        readings: parts
            .into_iter()
            .map(|part| part.reading)
            .filter(|reading| !carried_from.contains_key(&reading.format))
            .collect(),
        carried_from,
        quality: summary,
    }
}

fn load_audit(call: &Call, id: &ExtractId, prepared: &Prepared, manifest: &Manifest, waits: bool) -> AuditEntry {
    let read = manifest.parts.iter().filter(|part| part.carried_from.is_none());
    let parts: Vec<_> = read
        .map(|part| {
            json!({
                "format": part.format,
                "rows_in": part.rows_in,
                "rows_kept": part.rows_kept,
                "rows_set_aside": part.rows_set_aside,
            })
        })
        .collect();
    let carried: Vec<&String> = prepared.carried_from.keys().collect();
    AuditEntry {
        actor: call.actor.name.clone(),
        at: call.at,
        action: Action::DataLoad.code().to_owned(),
        object: format!("extract {id}"),
        detail: json!({
            "as_at": prepared.as_at,
            "read": parts,
            "carried_forward": carried,
            "rows": manifest.rows(),
            "is_published": !waits,
        }),
    }
}
