//! Plans kept in memory while nothing changes them.

use std::sync::Arc;

use chrono::NaiveDate;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use sightline_domain::history::PlanAsAt;
use sightline_store::{PlanSummary, PlanVersion, Store};

use crate::Result;

/// How many actions, updates and other items all plans in memory may have together.
///
/// One takes about a kilobyte, so that the cache takes some 40 megabytes at most.
const MOST_ITEMS: u64 = 40_000;

/// A plan as at a day, as it is in the store now.
#[derive(Clone, Debug)]
pub(crate) struct KnownPlan {
    pub(crate) summary: Arc<PlanSummary>,
    pub(crate) at: Arc<PlanAsAt>,
}

type Key = (PlanVersion, NaiveDate);

/// Plans as at the days that are asked for.
///
/// The version is part of the key and is asked of the database for each call,
/// so what is shown is never older than the last acknowledged write, whichever
/// process made it.
#[derive(Clone, Debug)]
pub(crate) struct PlanCache {
    plans: Cache<Key, KnownPlan>,
}

impl PlanCache {
    pub(crate) fn new() -> Self {
        let plans = Cache::builder()
            .max_capacity(MOST_ITEMS)
            .weigher(|_, known: &KnownPlan| weight(&known.at))
            // Versions that are no more are never asked for again: the oldest go first.
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { plans }
    }

    /// The plan of this name as at a day; read from the store when it is not known or has changed.
    ///
    /// Calls for the same plan that come at once read it once.
    pub(crate) async fn plan(&self, store: &Store, name: &str, as_at: NaiveDate) -> Result<KnownPlan> {
        let version = store.plan_version(name).await?;
        self.known(store, &version, as_at).await
    }

    /// The plan at a version that was just asked for, as at a day.
    pub(crate) async fn known(&self, store: &Store, version: &PlanVersion, as_at: NaiveDate) -> Result<KnownPlan> {
        let found = self.plans.try_get_with((version.clone(), as_at), read(store, version, as_at)).await;
        match found {
            Ok(known) => Ok(known),
            // Others wait for the same answer: each asks again for an error of its own.
            Err(shared) => match Arc::into_inner(shared) {
                Some(error) => Err(error.into()),
                None => Ok(read(store, version, as_at).await?),
            },
        }
    }
}

async fn read(store: &Store, version: &PlanVersion, as_at: NaiveDate) -> sightline_store::Result<KnownPlan> {
    let reading = store.read_plan(&version.plan, as_at).await?;
    Ok(KnownPlan { summary: Arc::new(reading.summary), at: Arc::new(reading.at) })
}

fn weight(at: &PlanAsAt) -> u32 {
    let plan = &at.plan;
    let items = plan.actions.len() + at.latest_updates.len() + plan.priorities.len() + plan.measures.len() + 20;
    u32::try_from(items).unwrap_or(u32::MAX)
}
