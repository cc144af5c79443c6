//! What a board has every reason to ask about a plan, and what was answered.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_domain::challenge::{ActionVerdicts, Challenge, challenges};
use sightline_domain::standpoint::Standpoint;
use sightline_store::PlanSummary;

use crate::policy;
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

/// A challenge and what it is about.
#[derive(Clone, Debug)]
pub struct RaisedChallenge {
    /// The challenge.
    pub challenge: Challenge,
    /// The action that it is about: its first sentence; `None` for a finding.
    pub title: Option<String>,
    /// Reference of the priority of its action; `None` for a finding.
    pub priority: Option<String>,
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
        let judged = self.plan_verdicts(call, plan, None, as_at).await?;
        let as_at = judged.at.as_at;
        let id = &judged.summary.id;
        let amendments = self.store.amendments(id, None, None, Some(as_at)).await?;
        let updates = self.store.updates(id, None, None, Some(as_at)).await?;
        let about: BTreeMap<&str, (&str, &str)> = judged
            .actions
            .iter()
            .map(|action| (action.reference.as_str(), (action.title.as_str(), action.priority.as_str())))
            .collect();
        let verdicts: BTreeMap<String, ActionVerdicts> =
            judged.actions.iter().map(|action| (action.reference.clone(), action.verdicts.clone())).collect();
        let found = challenges(&Standpoint::of(&judged.at), &verdicts, &amendments, &updates);
        let raised = found.into_iter().map(|challenge| {
            let about = challenge.subject.action().and_then(|action| about.get(action));
            let (title, priority) = (about.map(|about| about.0.to_owned()), about.map(|about| about.1.to_owned()));
            RaisedChallenge { challenge, title, priority }
        });
        let priorities = &judged.at.plan.priorities;
        Ok(PlanChallenges {
            as_at,
            priorities: priorities.iter().map(|known| (known.reference.clone(), known.title.clone())).collect(),
            challenges: raised.collect(),
            summary: judged.summary,
        })
    }
}
