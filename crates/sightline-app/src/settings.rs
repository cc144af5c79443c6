//! What the council has set, and what it is called, kept in memory.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sightline_domain::settings::Settings;
use sightline_store::Store;

use crate::policy::{Action, Target};
use crate::use_cases::data::Freshness;
use crate::{App, Call, Result};

/// How long settings are taken to be those that were read: another process may change them.
/// When they cannot be read they are tried again only after this long.
const FRESH: Duration = Duration::from_secs(10);

/// The settings as they were last read; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownSettings(Arc<RwLock<Known>>);

#[derive(Debug, Default)]
struct Known {
    settings: Arc<Settings>,
    /// The councils that plans name, each once.
    councils: Arc<[String]>,
    /// The day of the extract in force.
    records_as_at: Option<NaiveDate>,
    read_at: Option<Instant>,
}

impl KnownSettings {
    fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).settings)
    }

    fn is_fresh(&self) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.read_at.is_some_and(|at| at.elapsed() < FRESH)
    }

    fn councils(&self) -> Arc<[String]> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).councils)
    }

    /// The day of the children's records in force.
    pub(crate) fn records_as_at(&self) -> Option<NaiveDate> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).records_as_at
    }

    /// What was read is read again when it is next asked for.
    pub(crate) fn forget(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).read_at = None;
    }

    /// Whoever comes while they are read goes on with those that were read before.
    fn tried(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).read_at = Some(Instant::now());
    }

    pub(crate) async fn read(&self, store: &Store) -> Result<()> {
        self.tried();
        let settings = Arc::new(from_groups(&store.settings().await?));
        let mut councils: Vec<String> = store.plans().await?.into_iter().filter_map(|plan| plan.council).collect();
        councils.sort();
        councils.dedup();
        let records_as_at = store.extract_in_force().await?.map(|extract| extract.as_at);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *known = Known { settings, councils: councils.into(), records_as_at, read_at: Some(Instant::now()) };
        Ok(())
    }
}

impl App {
    /// What the council has set, as it was last read.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        self.settings.get()
    }

    /// The council whose name stands above the pages of somebody: the one that
    /// is set, or the only one whose plans are within their reach. As it was last read.
    #[must_use]
    pub fn council_of(&self, call: &Call) -> Option<String> {
        if let Some(set) = &self.settings().branding.council {
            return Some(set.clone());
        }
        let councils = self.settings.councils();
        let mut within = councils.iter().filter(|council| call.actor.reach.programmes.holds(council));
        let only = within.next()?;
        within.next().is_none().then(|| only.clone())
    }

    /// The day of the records in force, as it was last read; `None` for whoever may not know it, and when there are none.
    #[must_use]
    pub fn freshness(&self, call: &Call) -> Option<Freshness> {
        if !call.allows(Action::DataRead, &Target::Sightline) {
            return None;
        }
        let as_at = self.settings.records_as_at()?;
        Some(Freshness { as_at, days: (call.today - as_at).num_days() })
    }

    /// Reads the settings again when they were read more than ten seconds ago.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – they cannot be read; those read before stay.
    pub async fn refresh_settings(&self) -> Result<()> {
        if self.settings.is_fresh() {
            return Ok(());
        }
        self.settings.read(&self.store).await
    }

    /// What the council has set, read now.
    pub(crate) async fn settings_now(&self) -> Result<Arc<Settings>> {
        self.settings.read(&self.store).await?;
        Ok(self.settings())
    }
}

/// The settings of these groups. A group that this version cannot read is as if it were never set:
/// Sightline must not stop because of it.
fn from_groups(groups: &Map<String, Value>) -> Settings {
    fn group<T: DeserializeOwned + Default>(groups: &Map<String, Value>, name: &str) -> T {
        groups.get(name).and_then(|body| serde_json::from_value(body.clone()).ok()).unwrap_or_default()
    }
    Settings {
        words: group(groups, "words"),
        updates: group(groups, "updates"),
        branding: group(groups, "branding"),
        scales: group(groups, "scales"),
        sign_in: group(groups, "sign_in"),
        records: group(groups, "records"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use sightline_domain::settings::ChildrenTerm;

    #[test]
    fn a_group_that_cannot_be_read_is_the_default_and_the_others_stay() {
        let groups = json!({
            "words": { "children": "in_care", "from_another_version": true },
            "branding": { "colour": "invisible" },
            "unknown": 1,
        });
        let settings = from_groups(groups.as_object().unwrap());
        assert_eq!(settings.words.children, ChildrenTerm::InCare);
        assert_eq!(settings.branding, Settings::default().branding);
    }
}
