//! Walking the chain.

use super::Verification;
use crate::{Result, Store};

impl Store {
    /// Whether the whole history is as it was written.
    pub async fn verify_history(&self) -> Result<Verification> {
        unimplemented!("filled in next")
    }
}
