//! The name of a child in the history.
//!
//! Who has looked at a child has to be findable for years, and nobody who has
//! only the database may learn which child it was. So the history holds a name
//! made from the child's identifier with a key of its own (HMAC-SHA-256), which
//! is itself sealed with the council's key. The same child always has the same
//! name, whatever extract it was seen in.

use data_encoding::HEXLOWER;
use ring::hmac;
use serde_json::{Value, json};
use sightline_store::{AuditEntry, Store};

use crate::keys::{Key, Keys};
use crate::{App, Call, Error, Result};

/// Name of the row that holds the key.
const SETTING: &str = "names_of_children";
const PURPOSE: &str = "names of children";
const OWNER: &str = "history";
/// Bytes of the name: far more than there are children, far fewer than are needed to guess the key.
const NAME_BYTES: usize = 10;

async fn sealed(store: &Store) -> Result<Option<String>> {
    let groups = store.settings().await?;
    Ok(groups.get(SETTING).and_then(|body| body.get("sealed")).and_then(Value::as_str).map(str::to_owned))
}

/// True when there is a key that cannot be read without the one it was sealed with.
pub(super) async fn is_sealed(store: &Store) -> Result<bool> {
    Ok(sealed(store).await?.is_some())
}

/// The key sealed anew, when it was sealed with the key before.
pub(super) async fn stale(store: &Store, keys: &Keys) -> Result<Option<String>> {
    let Some(sealed) = sealed(store).await? else { return Ok(None) };
    let opened = keys.open(PURPOSE, OWNER, &sealed)?;
    Ok(opened.is_stale.then(|| keys.seal(PURPOSE, OWNER, &opened.text)))
}

pub(super) async fn save(store: &Store, sealed: &str, audit: AuditEntry) -> Result<()> {
    Ok(store.save_setting(SETTING, &json!({ "sealed": sealed }), audit).await?)
}

impl App {
    /// The name of a child in the history; the key of these names is made when there is none yet.
    pub(super) async fn name_in_history(&self, call: &Call, child: &str) -> Result<String> {
        let keys = self.keys()?;
        let hex = if let Some(sealed) = sealed(&self.store).await? {
            keys.open(PURPOSE, OWNER, &sealed)?.text
        } else {
            let hex = Key::random().to_hex();
            let entry = AuditEntry {
                actor: call.actor.name.clone(),
                at: call.at,
                action: "data.seal".to_owned(),
                object: "names of children".to_owned(),
                detail: Value::Null,
            };
            save(&self.store, &keys.seal(PURPOSE, OWNER, &hex), entry).await?;
            hex
        };
        let bytes = HEXLOWER.decode(hex.as_bytes()).map_err(|_| Error::NoKey)?;
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &bytes), child.as_bytes());
        Ok(format!("child {}", HEXLOWER.encode(&tag.as_ref()[..NAME_BYTES])))
    }
}
