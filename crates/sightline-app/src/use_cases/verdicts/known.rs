//! The challenges to a plan, kept in memory while nothing that they follow from changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use sightline_domain::challenge::{ActionVerdicts, Answer, Challenge, OptimismRecord, challenges, optimism_record};
use sightline_domain::history::Update;
use sightline_domain::measure::Audience;
use sightline_domain::settings::UpdateCycle;
use sightline_domain::standpoint::Standpoint;
use sightline_store::{ExtractId, PlanVersion};

use super::challenges::AnswerState;
use super::{Evidence, PlanVerdicts, Seen};
use crate::policy::{Action, Target};
use crate::use_cases::figures::desk::{audience_of, is_of_programme};
use crate::use_cases::figures::months::known_in_force_on;
use crate::use_cases::import::sha256;
use crate::use_cases::measures::programme::ProgrammeState;
use crate::use_cases::show::PlanView;
use crate::{App, Call, Result};

/// How many actions and challenges may be in memory together: those of about fifty plans.
const MOST_ITEMS: u64 = 20_000;

/// Everything that the challenges to a plan follow from.
///
/// The plan's version tells of updates, amendments, links, answers and what is
/// kept beside the plan. Targets are only ever added to, so that their number tells them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct MadeFrom {
    version: PlanVersion,
    as_at: NaiveDate,
    cycle: UpdateCycle,
    /// SHA-256 of the references of the actions that are seen.
    seen: String,
    readers: Audience,
    figures: Option<FiguresOf>,
}

/// What the figures of linked measures follow from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct FiguresOf {
    targets: usize,
    extract: Option<ExtractId>,
    /// Only when a linked measure is of the plan's own tables.
    programme: Option<ProgrammeState>,
}

/// The challenges to a plan with the verdicts that raise them, for those who see the same of it.
#[derive(Debug)]
pub(in crate::use_cases) struct Found {
    pub(in crate::use_cases) judged: PlanVerdicts,
    /// Each with what was said to it up to the day, those that ask most of a board first.
    pub(super) challenges: Vec<(Challenge, AnswerState, Vec<Answer>)>,
    /// How past ratings and forecasts turned out.
    pub(in crate::use_cases) optimism: OptimismRecord,
}

/// Challenges that were asked for; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct KnownChallenges(Cache<MadeFrom, Arc<Found>>);

impl KnownChallenges {
    pub(crate) fn new() -> Self {
        let known = Cache::builder()
            .max_capacity(MOST_ITEMS)
            .weigher(|_, found: &Arc<Found>| {
                u32::try_from(found.judged.actions.len() + found.challenges.len()).unwrap_or(u32::MAX)
            })
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self(known)
    }
}

impl App {
    /// How many challenges to a plan nobody has answered today; `None` for somebody who may not see measures.
    pub(crate) async fn challenge_count(
        &self,
        call: &Call,
        version: &PlanVersion,
        view: &PlanView,
    ) -> Result<Option<usize>> {
        if !call.allows(Action::MeasureRead, &Target::Sightline) {
            return Ok(None);
        }
        let found = self.found_challenges(call, version, view).await?;
        Ok(Some(found.challenges.iter().filter(|(_, state, _)| state.is_open()).count()))
    }

    /// The challenges to a plan as at the day of the view; the version was asked for before the view was read.
    pub(in crate::use_cases) async fn found_challenges(
        &self,
        call: &Call,
        version: &PlanVersion,
        view: &PlanView,
    ) -> Result<Arc<Found>> {
        self.found_for(call, version, view, audience_of(call.actor.role)).await
    }

    /// The same as certain readers see them.
    pub(in crate::use_cases) async fn found_for(
        &self,
        call: &Call,
        version: &PlanVersion,
        view: &PlanView,
        readers: Audience,
    ) -> Result<Arc<Found>> {
        let made_from = self.made_from(call, version, view, readers).await?;
        if let Some(known) = self.known_challenges.0.get(&made_from).await {
            return Ok(known);
        }
        let found = Arc::new(self.find_challenges(call, view, readers).await?);
        self.known_challenges.0.insert(made_from, Arc::clone(&found)).await;
        Ok(found)
    }

    async fn made_from(
        &self,
        call: &Call,
        version: &PlanVersion,
        view: &PlanView,
        readers: Audience,
    ) -> Result<MadeFrom> {
        let as_at = view.at.as_at;
        let seen: Vec<&str> = view.at.plan.actions.iter().map(|action| action.reference.as_str()).collect();
        let links = self.store.measure_links(Some(&version.plan), None).await?;
        let figures = if links.is_empty() {
            None
        } else {
            let catalogue = self.desk.catalogue().await?;
            let of_programme = links.iter().any(|link| catalogue.measure(&link.measure).is_ok_and(is_of_programme));
            Some(FiguresOf {
                targets: self.store.targets(None).await?.len(),
                extract: known_in_force_on(self.store.extracts().await?, as_at).map(|extract| extract.id),
                programme: if of_programme { Some(self.programme_state(call).await?) } else { None },
            })
        };
        Ok(MadeFrom {
            version: version.clone(),
            as_at,
            cycle: self.settings().updates.cycle,
            seen: sha256(seen.join("\n").as_bytes()),
            readers,
            figures,
        })
    }

    async fn find_challenges(&self, call: &Call, view: &PlanView, readers: Audience) -> Result<Found> {
        let evidence: Evidence = self.evidence(call, &view.summary, None, view.at.as_at, &Seen::by(readers)).await?;
        self.found_of(evidence.judge_all(view, None), &evidence.updates).await
    }

    /// The challenges that these verdicts raise; `updates` are those of the plan up to their day.
    pub(super) async fn found_of(&self, judged: PlanVerdicts, updates: &[Update]) -> Result<Found> {
        let (as_at, id) = (judged.at.as_at, &judged.summary.id);
        let amendments = self.store.amendments(id, None, None, Some(as_at)).await?;
        let verdicts: BTreeMap<String, ActionVerdicts> =
            judged.actions.iter().map(|action| (action.reference.clone(), action.verdicts.clone())).collect();
        let now = Standpoint::of(&judged.at);
        let found = challenges(&now, &verdicts, &amendments, updates);
        let optimism = optimism_record(&now, updates);
        let mut answers: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
        for answer in self.store.challenge_answers(id, None).await? {
            if answer.at.date_naive() <= as_at {
                answers.entry(answer.challenge.clone()).or_default().push(answer);
            }
        }
        let with_answers = found.into_iter().map(|challenge| {
            let answers = answers.remove(&challenge.key()).unwrap_or_default();
            let state = AnswerState::of(&challenge, &answers, as_at);
            (challenge, state, answers)
        });
        Ok(Found { challenges: with_answers.collect(), optimism, judged })
    }
}
