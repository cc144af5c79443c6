//! The door for Power BI, Excel, Tableau and Python: figures as tables, for whoever has an access token.
//!
//! What is given, and what is hidden, is what the use cases of pages give:
//! this only puts it into columns.

mod guest;
mod rows;
mod tables;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sightline_engine::wire::{Refusal, WireDoor, WireGuest};

use crate::{App, Result};

use guest::Guest;

pub use sightline_engine::wire::{Wire as Analytics, WireSettings as AnalyticsSettings};

/// Gives the moment and the day, whenever it is asked.
pub type AnalyticsClock = Arc<dyn Fn() -> (DateTime<Utc>, NaiveDate) + Send + Sync>;

impl App {
    /// A door for analytics that listens, not yet answering.
    ///
    /// # Errors
    ///
    /// [`Error::Engine`](crate::Error::Engine) – the address is taken or not safe, or the certificate cannot be used.
    pub async fn open_analytics(&self, settings: AnalyticsSettings, clock: AnalyticsClock) -> Result<Analytics> {
        let door = Door { app: self.clone(), clock };
        Ok(Analytics::begin(settings, Arc::new(door)).await.map_err(sightline_engine::Error::from)?)
    }
}

struct Door {
    app: App,
    clock: AnalyticsClock,
}

impl WireDoor for Door {
    fn enter<'a>(&'a self, token: &'a str) -> BoxFuture<'a, std::result::Result<Arc<dyn WireGuest>, Refusal>> {
        async move {
            let guest = Guest::enter(self.app.clone(), Arc::clone(&self.clock), token.to_owned()).await?;
            Ok(Arc::new(guest) as Arc<dyn WireGuest>)
        }
        .boxed()
    }
}
