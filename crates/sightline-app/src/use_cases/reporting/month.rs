//! The month's work on one plan: what is the same for everybody who looks, kept in memory while nothing changes it.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use sightline_domain::history::{Amendment, PlanAsAt};
use sightline_domain::plan::Action;
use sightline_domain::reporting::{UpdateRound, escalation, is_update_due};
use sightline_domain::scale::{Brag, Scale};
use sightline_domain::settings::UpdateCycle;
use sightline_domain::standing::{MONTHLY_UPDATE_CYCLE_DAYS, Standing, standing};
use sightline_store::{PlanVersion, RecordedSignOff, RecordedUpdate, Store};

use super::rounds::RoundProgress;
use crate::plan_cache::KnownPlan;
use crate::{App, Result};

/// Days of "what changed lately".
pub const LATELY_DAYS: u64 = 7;

/// How many updates and other items all months in memory may have together; each takes about half a kilobyte.
const MOST_ITEMS: u64 = 40_000;

/// What changed in the last seven days.
#[derive(Clone, Debug, Default)]
pub struct Lately {
    /// The first of the seven days.
    pub since: NaiveDate,
    /// Updates that report on one of the days.
    pub updates: Vec<RecordedUpdate>,
    /// Amendments that hold from one of the days.
    pub amendments: Vec<Amendment>,
    /// Sign-offs made on one of the days.
    pub sign_offs: Vec<RecordedSignOff>,
}

/// How the month's work on a plan stands on a day.
#[derive(Clone, Debug)]
pub(crate) struct Month {
    /// The plan as at the day, whole.
    pub(super) plan: KnownPlan,
    /// The open round, with how far it is.
    pub(super) round: Option<RoundProgress>,
    /// References of the actions that owe an update: to the round, or without one by the plan's cycle.
    pub(super) owed: Vec<String>,
    /// References of the actions past their due date and not complete.
    pub(super) overdue: Vec<String>,
    /// References of the actions red for two months or more with the day since when, the longest first.
    pub(super) escalated: Vec<(String, NaiveDate)>,
    /// The last update of each action, with its sign-off.
    pub(super) latest: Vec<RecordedUpdate>,
    /// The last accepted update of each action.
    pub(super) accepted: Vec<RecordedUpdate>,
    /// What changed in the last seven days.
    pub(super) lately: Lately,
}

/// The months that were asked for.
///
/// The version of the plan is part of the key, and sign-offs and rounds count
/// as changes of it: what is shown is never older than the last acknowledged write.
#[derive(Clone, Debug)]
pub(crate) struct MonthCache {
    months: Cache<(PlanVersion, NaiveDate, UpdateCycle), Arc<Month>>,
}

impl MonthCache {
    pub(crate) fn new() -> Self {
        let months = Cache::builder()
            .max_capacity(MOST_ITEMS)
            .weigher(|_, month: &Arc<Month>| month.weight())
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { months }
    }
}

impl App {
    /// How the month's work on a plan stands on a day; worked out when it is not known or has changed.
    pub(super) async fn month(&self, version: &PlanVersion, today: NaiveDate) -> Result<Arc<Month>> {
        let key = (version.clone(), today, self.settings().updates.cycle);
        if let Some(known) = self.months.months.get(&key).await {
            return Ok(known);
        }
        let month = Arc::new(self.read_month(version, today).await?);
        self.months.months.insert(key, Arc::clone(&month)).await;
        Ok(month)
    }

    async fn read_month(&self, version: &PlanVersion, today: NaiveDate) -> Result<Month> {
        let (store, id) = (&self.store, &version.plan);
        let plan = self.known_plan_at(version, today).await?;
        let (round, owed) = match store.rounds(id).await?.into_iter().find(UpdateRound::is_open) {
            Some(round) => {
                let at = self.known_plan_at(version, round.as_at(today)).await?.at;
                let owed = round.owed(&at).map(|action| action.reference.clone()).collect();
                (Some(RoundProgress::of(round, &at)), owed)
            }
            None => (None, standing_at(&plan.at, Standing::Stale)),
        };
        let since = today.checked_sub_days(Days::new(LATELY_DAYS - 1)).unwrap_or(today);
        Ok(Month {
            round,
            owed,
            overdue: standing_at(&plan.at, Standing::Overdue),
            escalated: escalated(store, &plan, today).await?,
            latest: store.latest_recorded_updates(id, today).await?,
            accepted: store.last_accepted_updates(id).await?,
            lately: Lately {
                since,
                updates: store.recorded_updates(id, None, Some(since), Some(today)).await?,
                amendments: store.amendments(id, None, Some(since), Some(today)).await?,
                sign_offs: store.sign_offs_since(id, since.and_time(NaiveTime::MIN).and_utc()).await?,
            },
            plan,
        })
    }
}

impl Month {
    fn weight(&self) -> u32 {
        let lately = self.lately.updates.len() + self.lately.amendments.len() + self.lately.sign_offs.len();
        let items = self.latest.len() + self.accepted.len() + lately + self.owed.len() + self.overdue.len() + 20;
        u32::try_from(items).unwrap_or(u32::MAX)
    }
}

/// The actions that updates are asked of and that stand like this, in the order of the plan.
fn standing_at(at: &PlanAsAt, wanted: Standing) -> Vec<String> {
    let scale = scale_of(at);
    let cycle = at.plan.update_cycle_days.unwrap_or(MONTHLY_UPDATE_CYCLE_DAYS);
    let stands = |action: &&Action| {
        let latest = at.latest_update(&action.reference);
        is_update_due(at, action) && standing(action, latest, &scale, cycle, at.as_at) == wanted
    };
    at.plan.actions.iter().filter(stands).map(|action| action.reference.clone()).collect()
}

/// Actions red for two months or more, the longest first.
async fn escalated(store: &Store, plan: &KnownPlan, today: NaiveDate) -> Result<Vec<(String, NaiveDate)>> {
    let scale = scale_of(&plan.at);
    let is_red = |code: &str| scale.level(code).is_some_and(|level| level.stands_for == Some(Brag::Red));
    let red: Vec<&Action> = plan
        .at
        .plan
        .actions
        .iter()
        .filter(|action| action.is_live() && plan.at.action_rating(action).is_some_and(|code| is_red(&code)))
        .collect();
    let names: Vec<&str> = red.iter().map(|action| action.reference.as_str()).collect();
    let recorded = store.recorded_updates(&plan.summary.id, Some(&names), None, Some(today)).await?;
    let mut escalated: Vec<(String, NaiveDate)> = Vec::new();
    for action in red {
        let updates: Vec<_> = recorded
            .iter()
            .filter(|recorded| recorded.update.action == action.reference)
            .map(|recorded| recorded.update.clone())
            .collect();
        match escalation(action, &updates, &scale, plan.summary.imported_on, today) {
            Some(found) if found.is_due => escalated.push((action.reference.clone(), found.red_since)),
            _ => {}
        }
    }
    escalated.sort_by_key(|(_, since)| *since);
    Ok(escalated)
}

fn scale_of(at: &PlanAsAt) -> Scale {
    at.plan.scale().cloned().unwrap_or_else(Scale::brag)
}
