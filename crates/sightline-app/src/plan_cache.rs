//! Plans kept in memory while nothing changes them.

use std::sync::Arc;

use chrono::NaiveDate;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use sightline_domain::history::PlanAsAt;
use sightline_domain::settings::UpdateCycle;
use sightline_store::{PlanSummary, PlanVersion, Store};

use crate::{App, Result};

/// How many actions, updates and other items all plans in memory may have together.
///
/// Fifty plans of sixty actions take a quarter of it; the rest is for past days and for versions that are no more.
const MOST_ITEMS: u64 = 40_000;

/// A plan as at a day, as it is in the store now.
#[derive(Clone, Debug)]
pub(crate) struct KnownPlan {
    pub(crate) summary: Arc<PlanSummary>,
    pub(crate) at: Arc<PlanAsAt>,
}

type Key = (PlanVersion, NaiveDate, UpdateCycle);

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
    /// A plan that does not say how often it is updated has `cycle`. Calls for
    /// the same plan that come at once read it once.
    pub(crate) async fn plan(
        &self,
        store: &Store,
        name: &str,
        as_at: NaiveDate,
        cycle: UpdateCycle,
    ) -> Result<KnownPlan> {
        let version = store.plan_version(name).await?;
        self.known(store, &version, as_at, cycle).await
    }

    /// The plan at a version that was just asked for, as at a day.
    pub(crate) async fn known(
        &self,
        store: &Store,
        version: &PlanVersion,
        as_at: NaiveDate,
        cycle: UpdateCycle,
    ) -> Result<KnownPlan> {
        let key = (version.clone(), as_at, cycle);
        let found = self.plans.try_get_with(key, read(store, version, as_at, cycle)).await;
        match found {
            Ok(known) => Ok(known),
            // Others wait for the same answer: each asks again for an error of its own.
            Err(shared) => match Arc::into_inner(shared) {
                Some(error) => Err(error.into()),
                None => Ok(read(store, version, as_at, cycle).await?),
            },
        }
    }
}

async fn read(
    store: &Store,
    version: &PlanVersion,
    as_at: NaiveDate,
    cycle: UpdateCycle,
) -> sightline_store::Result<KnownPlan> {
    let mut reading = store.read_plan(&version.plan, as_at).await?;
    reading.at.plan.update_cycle_days.get_or_insert(cycle.days());
    Ok(KnownPlan { summary: Arc::new(reading.summary), at: Arc::new(reading.at) })
}

fn weight(at: &PlanAsAt) -> u32 {
    let plan = &at.plan;
    let items = plan.actions.len() + at.latest_updates.len() + plan.priorities.len() + plan.measures.len() + 20;
    u32::try_from(items).unwrap_or(u32::MAX)
}

impl App {
    /// The plan of this name as at a day, whoever asks.
    pub(crate) async fn known_plan(&self, name: &str, as_at: NaiveDate) -> Result<KnownPlan> {
        self.plans.plan(&self.store, name, as_at, self.settings().updates.cycle).await
    }

    /// The plan at a version that was just asked for, as at a day, whoever asks.
    pub(crate) async fn known_plan_at(&self, version: &PlanVersion, as_at: NaiveDate) -> Result<KnownPlan> {
        self.plans.known(&self.store, version, as_at, self.settings().updates.cycle).await
    }
}
