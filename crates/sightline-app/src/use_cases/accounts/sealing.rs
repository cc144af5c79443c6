//! Secrets of second factors as they lie in the database: sealed with the council's key.

use chrono::{DateTime, Utc};
use serde_json::json;
use sightline_store::{AccountChange, AccountRecord, Secret, Store};

use super::audit;
use crate::keys::{Keys, is_sealed};
use crate::{Error, Result};

const PURPOSE: &str = "second factor";
/// Who seals again, in the audit log: nobody asked for it.
const NOBODY: &str = "Sightline";

/// The secret as it is stored.
pub(super) fn seal(keys: &Keys, account: &str, secret: &str) -> Secret {
    Secret(keys.seal(PURPOSE, account, secret))
}

/// The secret as an app on a phone knows it.
pub(super) fn open(keys: &Keys, account: &str, stored: &Secret) -> Result<String> {
    Ok(keys.open(PURPOSE, account, &stored.0)?.text)
}

fn secrets(record: &AccountRecord) -> impl Iterator<Item = &Secret> {
    record.totp_secret.iter().chain(&record.totp_offered)
}

/// True when a secret cannot be read without the key it was sealed with.
pub(crate) async fn is_anything_sealed(store: &Store) -> Result<bool> {
    let accounts = store.accounts().await?;
    Ok(accounts.iter().flat_map(secrets).any(|secret| is_sealed(&secret.0)))
}

/// Seals what was never sealed, or with the key before, with the present key.
///
/// Every secret is opened before any is changed: a key that does not fit changes nothing.
pub(crate) async fn seal_again(store: &Store, keys: &Keys, at: DateTime<Utc>) -> Result<()> {
    let mut stale = Vec::new();
    for record in store.accounts().await? {
        let mut is_stale = false;
        for secret in secrets(&record) {
            is_stale |= keys.open(PURPOSE, record.id.as_str(), &secret.0)?.is_stale;
        }
        if is_stale {
            stale.push(record.id);
        }
    }
    for id in stale {
        store
            .change_account(&id, |record| -> Result<AccountChange> {
                let owner = record.id.clone();
                for secret in [&mut record.totp_secret, &mut record.totp_offered].into_iter().flatten() {
                    *secret = seal(keys, owner.as_str(), &open(keys, owner.as_str(), secret)?);
                }
                let audit = audit(NOBODY, at, "account.second_factor_seal", json!({ "name": record.name }));
                Ok::<_, Error>(audit.into())
            })
            .await?;
    }
    Ok(())
}
