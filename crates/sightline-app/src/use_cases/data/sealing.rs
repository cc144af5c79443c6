//! Keys of extracts as they lie in the database: sealed with the council's key.

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use serde_json::json;
use sightline_records::extract::ExtractKey;
use sightline_store::{AuditEntry, ExtractId, Store};

use crate::keys::{Keys, is_sealed};
use crate::{Error, Result};

use super::reference;

const PURPOSE: &str = "extract";
/// Who seals again, in the audit log: nobody asked for it.
const NOBODY: &str = "Sightline";

/// The key as it is stored.
pub(super) fn seal(keys: &Keys, id: &ExtractId, key: &ExtractKey) -> String {
    keys.seal(PURPOSE, id.as_str(), &HEXLOWER.encode(key.as_bytes()))
}

/// The key of an extract's files.
///
/// # Errors
///
/// [`Error::KeyDoesNotFit`] – it was sealed with another key of the council, or changed since.
pub(super) fn open(keys: &Keys, id: &ExtractId, sealed: &str) -> Result<ExtractKey> {
    let opened = keys.open(PURPOSE, id.as_str(), sealed)?;
    let bytes = HEXLOWER.decode(opened.text.as_bytes()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.map(ExtractKey::from_bytes).ok_or_else(|| Error::ExtractReplaced { id: id.to_string() })
}

/// True when the key of an extract, or the one of the children's names in the
/// history, cannot be read without the key it was sealed with.
pub(crate) async fn is_anything_sealed(store: &Store) -> Result<bool> {
    let extracts = store.extracts().await?;
    Ok(extracts.iter().filter_map(|extract| extract.sealed_key.as_deref()).any(is_sealed)
        || reference::is_sealed(store).await?)
}

/// What was sealed with the key before, sealed anew with the present one; nothing is changed yet.
#[derive(Debug)]
pub(crate) struct Stale {
    extracts: Vec<(ExtractId, String)>,
    names_of_children: Option<String>,
}

/// What has to be sealed anew, opened and sealed. The files of extracts are not touched.
///
/// # Errors
///
/// [`Error::KeyDoesNotFit`] – something was sealed with a key that is not given.
pub(crate) async fn stale(store: &Store, keys: &Keys) -> Result<Stale> {
    let mut extracts = Vec::new();
    for extract in store.extracts().await? {
        let Some(sealed) = &extract.sealed_key else { continue };
        let opened = keys.open(PURPOSE, extract.id.as_str(), sealed)?;
        if opened.is_stale {
            extracts.push((extract.id.clone(), keys.seal(PURPOSE, extract.id.as_str(), &opened.text)));
        }
    }
    Ok(Stale { extracts, names_of_children: reference::stale(store, keys).await? })
}

/// Puts what was sealed anew in its place.
pub(crate) async fn save(store: &Store, stale: &Stale, at: DateTime<Utc>) -> Result<()> {
    if !stale.extracts.is_empty() {
        store.reseal_extracts(&stale.extracts, audit(at, json!({ "extracts": stale.extracts.len() }))).await?;
    }
    if let Some(sealed) = &stale.names_of_children {
        reference::save(store, sealed, audit(at, json!({ "names_of_children": true }))).await?;
    }
    Ok(())
}

fn audit(at: DateTime<Utc>, detail: serde_json::Value) -> AuditEntry {
    let (actor, action) = (NOBODY.to_owned(), "data.seal".to_owned());
    AuditEntry { actor, at, action, object: "extracts".to_owned(), detail }
}
