//! Whether a pack is what it was: its files by their hashes, and its figures by counting them again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sightline_domain::pack::{Comparison, InputKind, Manifest, PackOutcome, compare};

use super::build::{MadePack, PackProgress, Told};
use super::{KeptPack, MANIFEST_FILE, PackOf};
use crate::error::PackError;
use crate::policy;
use crate::use_cases::import::sha256;
use crate::use_cases::verdicts::CountedIn;
use crate::{App, Call, Error, Result};

/// A manifest larger than this is none.
const LARGEST_MANIFEST: u64 = 32 * 1024 * 1024;

/// A file of a pack beside what its manifest says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedFile {
    /// Its name.
    pub name: String,
    /// How it differs, as a sentence; none when it is the same, byte for byte.
    pub difference: Option<String>,
}

/// The files of a pack's folder beside their manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedFolder {
    /// The manifest.
    pub manifest: Manifest,
    /// SHA-256 of the manifest: the hash of the pack.
    pub sha256: String,
    /// Its files, by name.
    pub files: Vec<CheckedFile>,
}

impl CheckedFolder {
    /// True when every file that the manifest names is there as it was made.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.files.iter().all(|file| file.difference.is_none())
    }
}

/// What making a pack anew says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackVerification {
    /// The number of the pack, when it is among those that were kept.
    pub number: Option<u64>,
    /// What differs.
    pub comparison: Comparison,
    /// What became since of what went in, as sentences.
    pub since: Vec<String>,
}

impl PackVerification {
    /// What it comes to.
    #[must_use]
    pub fn outcome(&self) -> PackOutcome {
        self.comparison.outcome()
    }
}

/// The files of a pack's folder compared with its manifest; nothing but the folder is read.
///
/// # Errors
///
/// * [`PackError::NoManifest`] – the folder holds none.
/// * [`PackError::Refused`] – it is not as it was written.
/// * [`Error::File`] – a file cannot be read.
pub fn check_pack_folder(folder: &Path) -> Result<CheckedFolder> {
    let place = folder.join(MANIFEST_FILE);
    let no_manifest = || PackError::NoManifest { folder: folder.to_owned() };
    let size = fs::metadata(&place).map_err(|_| no_manifest())?.len();
    if size > LARGEST_MANIFEST {
        return Err(no_manifest().into());
    }
    let bytes = fs::read(&place).map_err(|source| Error::File { doing: "read", path: place.clone(), source })?;
    let text = String::from_utf8(bytes).map_err(|_| no_manifest())?;
    let manifest = Manifest::parse(&text).map_err(PackError::from)?;
    let mut files = Vec::new();
    for output in manifest.outputs() {
        // A manifest may come from anywhere: its names are names, never ways to somewhere else.
        let is_name = Path::new(&output.name).file_name().is_some_and(|name| name == output.name.as_str());
        let difference = match is_name.then(|| fs::read(folder.join(&output.name))) {
            None => Some("It has a name that no file of a pack has.".to_owned()),
            Some(Err(_)) => Some("It is not in the folder.".to_owned()),
            Some(Ok(bytes)) if sha256(&bytes) == output.sha256.to_string() => None,
            Some(Ok(bytes)) => Some(format!(
                "It is not as it was made: {} bytes with the hash {}, where the manifest has {} bytes and {}.",
                bytes.len(),
                sha256(&bytes),
                output.size_bytes,
                output.sha256
            )),
        };
        files.push(CheckedFile { name: output.name.clone(), difference });
    }
    Ok(CheckedFolder { sha256: sha256(text.as_bytes()), manifest, files })
}

impl App {
    /// A pack made anew from what its manifest says went in, compared with the manifest.
    ///
    /// It is made as at its day, from what was recorded when it was built, in the same extract: also one that was
    /// withdrawn since, which is told. `progress` is told of each step before it begins.
    ///
    /// # Errors
    ///
    /// * [`PackError::RecordsGone`] – the extract was destroyed.
    /// * [`Error::Store`] – there is no such plan.
    pub async fn verify_pack(
        &self,
        call: &Call,
        manifest: &Manifest,
        progress: &PackProgress<'_>,
    ) -> Result<PackVerification> {
        call.may(policy::Action::ReportBuild)?;
        let head = manifest.head();
        let plan = manifest.inputs().iter().find(|input| input.kind == InputKind::Plan).map(|input| input.id.clone());
        let summary = self.resolve(call, policy::Action::ReportBuild, plan.as_deref()).await?;
        let of = PackOf {
            plan: summary.handle.clone(),
            definition: head.pack.clone(),
            body: head.body.clone(),
            meeting_on: head.meeting_on,
            as_at: head.as_at,
        };
        let kept = self.store.entries::<KeptPack>(&summary.id, sightline_store::EntryKind::Pack).await?;
        let outputs: BTreeMap<String, String> =
            manifest.outputs().iter().map(|output| (output.name.clone(), output.sha256.to_string())).collect();
        // The pack whose files these are; without one, what is on record now.
        let same_files = |pack: &KeptPack| pack.files.iter().all(|file| outputs.get(&file.name) == Some(&file.sha256));
        let same_day = |pack: &KeptPack| pack.of == of;
        let found = kept
            .iter()
            .rev()
            .find(|kept| same_day(&kept.body) && same_files(&kept.body))
            .or_else(|| kept.iter().rev().find(|kept| same_day(&kept.body)));
        let known_at = found.map_or(call.at, |kept| kept.body.known_at);
        let extract = manifest.inputs().iter().find(|input| input.kind == InputKind::Extract);
        let pinned = extract.map(|input| input.id.as_str());
        let records = pinned.map_or(CountedIn::Nothing, CountedIn::Extract);
        let MadePack { manifest: rebuilt, .. } =
            self.make_pack(call, &of, known_at, records, &Told::Caller(progress)).await?;
        let known = self.since(&summary.id).await?;
        let since = match found {
            Some(kept) => known.of_pack(&kept.body),
            None => pinned.and_then(|id| known.of_extract(id)).into_iter().collect(),
        };
        Ok(PackVerification { number: found.map(|kept| kept.entry), comparison: compare(manifest, &rebuilt), since })
    }
}
