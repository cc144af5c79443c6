//! What a board has every reason to ask about a plan, and what was answered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_domain::challenge::{Answer, Challenge, ChallengeKind, ChallengeState, Reply, Subject, state_of};
use sightline_store::PlanSummary;

use super::super::import::sha256;
use super::known::Found;
use super::{ActionVerdict, PlanVerdicts};
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// The challenges to a plan on a day.
#[derive(Clone, Debug)]
pub struct PlanChallenges {
    /// Which plan.
    pub summary: PlanSummary,
    /// The day.
    pub as_at: NaiveDate,
    /// References and titles of the plan's priorities, in plan order.
    pub priorities: Vec<(String, Option<String>)>,
    /// Those that ask most of a board first, then in plan order.
    pub challenges: Vec<RaisedChallenge>,
}

impl PlanChallenges {
    /// How many of them nobody has answered as they stand.
    #[must_use]
    pub fn to_be_answered(&self) -> usize {
        self.challenges.iter().filter(|raised| raised.state.is_open()).count()
    }

    /// The challenge with this identifier.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&RaisedChallenge> {
        self.challenges.iter().find(|raised| raised.id == id)
    }
}

/// Whether a challenge is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerState {
    /// Nobody has answered.
    Open,
    /// It was agreed with, and the rating stands as it did.
    Agreed,
    /// It was answered, and has changed since.
    Changed,
    /// It is answered as it stands.
    Answered,
}

impl AnswerState {
    /// As it stands in addresses and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Changed => "changed",
            Self::Answered => "answered",
        }
    }

    /// True when somebody still has to do something.
    #[must_use]
    pub fn is_open(self) -> bool {
        self != Self::Answered
    }

    pub(super) fn of(challenge: &Challenge, answers: &[Answer], as_at: NaiveDate) -> Self {
        match state_of(challenge, answers, as_at) {
            ChallengeState::Open => Self::Open,
            ChallengeState::Answered(_) => Self::Answered,
            ChallengeState::Reopened(answer)
                if answer.reply == Reply::Agreed && answer.situation == challenge.situation =>
            {
                Self::Agreed
            }
            ChallengeState::Reopened(_) => Self::Changed,
        }
    }
}

/// The identifier of the challenge of this kind that is raised on this, the same on every day that it stands.
#[must_use]
pub fn challenge_id(kind: ChallengeKind, subject: &Subject) -> String {
    let mut id = sha256(Challenge::key_of(kind, subject).as_bytes());
    id.truncate(ID_DIGITS);
    id
}

/// Digits of an identifier: of a plan's few thousand challenges no two will ever have the same.
const ID_DIGITS: usize = 16;

/// A challenge, what it is about, and what was said to it.
#[derive(Clone, Debug)]
pub struct RaisedChallenge {
    /// What addresses and programs know it by.
    pub id: String,
    /// The challenge.
    pub challenge: Challenge,
    /// The action that it is about: its first sentence; `None` for a finding.
    pub title: Option<String>,
    /// Reference of the priority of its action; `None` for a finding.
    pub priority: Option<String>,
    /// Whether it is answered.
    pub state: AnswerState,
    /// What was said to it up to the day, in order; also before it last changed.
    pub answers: Vec<Answer>,
    /// Whether the caller may answer it; nobody answers on a past day.
    pub may_answer: bool,
}

impl App {
    /// The challenges to a plan as at a day, today when none is given; of the actions that the caller may see.
    pub async fn plan_challenges(
        &self,
        call: &Call,
        plan: Option<&str>,
        as_at: Option<NaiveDate>,
    ) -> Result<PlanChallenges> {
        call.may(policy::Action::MeasureRead)?;
        let name = match plan {
            Some(name) => name.to_owned(),
            None => self.only_plan(call).await?.handle,
        };
        let version = self.store.plan_version(&name).await?;
        let as_at = as_at.unwrap_or(call.today);
        let view = self.plan_view(call, policy::Action::PlanRead, Some(version.plan.as_str()), as_at).await?;
        Ok(raised(call, &*self.found_challenges(call, &version, &view).await?))
    }

    /// The challenges to a plan that was judged.
    pub(crate) async fn challenges_to(&self, call: &Call, judged: &PlanVerdicts) -> Result<PlanChallenges> {
        let updates = self.store.updates(&judged.summary.id, None, None, Some(judged.at.as_at)).await?;
        Ok(raised(call, &self.found_of(judged.clone(), &updates).await?))
    }
}

/// The challenges as the caller may answer them.
fn raised(call: &Call, found: &Found) -> PlanChallenges {
    let judged = &found.judged;
    let as_at = judged.at.as_at;
    let about: BTreeMap<&str, &ActionVerdict> =
        judged.actions.iter().map(|action| (action.reference.as_str(), action)).collect();
    let mut may: BTreeMap<Option<&str>, bool> = BTreeMap::new();
    let raised = found.challenges.iter().map(|(challenge, state, answers)| {
        let action = challenge.subject.action();
        let about = action.and_then(|action| about.get(action));
        RaisedChallenge {
            id: challenge_id(challenge.kind, &challenge.subject),
            state: *state,
            may_answer: *may.entry(action).or_insert_with(|| as_at == call.today && may_answer(call, judged, action)),
            answers: answers.clone(),
            challenge: challenge.clone(),
            title: about.map(|about| about.title.clone()),
            priority: about.map(|about| about.priority.clone()),
        }
    });
    let priorities = &judged.at.plan.priorities;
    PlanChallenges {
        as_at,
        priorities: priorities.iter().map(|known| (known.reference.clone(), known.title.clone())).collect(),
        challenges: raised.collect(),
        summary: judged.summary.clone(),
    }
}

/// Whether the caller may answer what is asked about an action, or about a finding when there is none.
fn may_answer(call: &Call, judged: &PlanVerdicts, action: Option<&str>) -> bool {
    let (summary, plan) = (&judged.summary, &judged.at.plan);
    let target = match action {
        None => Some(Target::Plan(summary)),
        Some(reference) => plan.action(reference).map(|action| Target::Action { summary, plan, action }),
    };
    target.is_some_and(|target| call.allows(policy::Action::ChallengeAnswer, &target))
}
