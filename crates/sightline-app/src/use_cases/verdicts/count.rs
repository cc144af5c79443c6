//! How many challenges to a plan wait for an answer, kept in memory while nothing changes them.

use chrono::NaiveDate;
use moka::future::Cache;
use sightline_domain::settings::UpdateCycle;
use sightline_store::{EntryKind, ExtractId, PlanVersion};

use crate::policy::{Action, Target};
use crate::{App, Call, Result};

/// Counts that are kept at most.
const MOST_COUNTS: u64 = 500;

/// Everything that the challenges to a plan follow from.
///
/// Updates, amendments and the plan itself are told by its version; links,
/// targets, answers and evidence are only ever added to, so that their number tells them; figures
/// follow from the extract in force.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct MadeFrom {
    version: PlanVersion,
    today: NaiveDate,
    cycle: UpdateCycle,
    links: usize,
    targets: usize,
    answers: usize,
    /// The last version of any piece of evidence.
    evidence: u64,
    extract: Option<ExtractId>,
}

/// The counts that were asked for.
#[derive(Clone, Debug)]
pub(crate) struct ChallengeCounts {
    counts: Cache<MadeFrom, usize>,
}

impl ChallengeCounts {
    pub(crate) fn new() -> Self {
        Self { counts: Cache::new(MOST_COUNTS) }
    }
}

impl App {
    /// How many challenges to a plan nobody has answered today; `None` for somebody who may not see measures.
    ///
    /// `sees_all` is true when the caller sees every action of the plan; the count of a part is worked out each time.
    pub(crate) async fn challenge_count(
        &self,
        call: &Call,
        version: &PlanVersion,
        sees_all: bool,
    ) -> Result<Option<usize>> {
        if !call.allows(Action::MeasureRead, &Target::Sightline) {
            return Ok(None);
        }
        let links = self.store.measure_links(Some(&version.plan), None).await?.len();
        let made_from = MadeFrom {
            version: version.clone(),
            today: call.today,
            cycle: self.settings().updates.cycle,
            links,
            targets: if links == 0 { 0 } else { self.store.targets(None).await?.len() },
            answers: self.store.challenge_answers(&version.plan, None).await?.len(),
            evidence: self.store.last_entry_version(&version.plan, EntryKind::Evidence).await?,
            extract: if links == 0 { None } else { self.store.extract_in_force().await?.map(|extract| extract.id) },
        };
        if let Some(known) = self.challenge_counts.counts.get(&made_from).await.filter(|_| sees_all) {
            return Ok(Some(known));
        }
        let count = self.plan_challenges(call, Some(version.plan.as_str()), None).await?.to_be_answered();
        if sees_all {
            self.challenge_counts.counts.insert(made_from, count).await;
        }
        Ok(Some(count))
    }
}
