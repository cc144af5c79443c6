//! What of evidence and impact tests needs whoever asks.

use sightline_domain::impact_test::{ImpactTest, TestState};
use sightline_domain::plan::Action as PlanAction;
use sightline_domain::standpoint::Standpoint;

use super::impact_tests::{ImpactTestLine, lines};
use crate::policy::{Action, Target};
use crate::use_cases::show::PlanView;
use crate::{App, Call, Result};

/// What of evidence and impact tests needs somebody in one plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceNeeds {
    /// Impact tests to conclude, or whose conclusion is to be signed; the most pressing first.
    pub tests: Vec<ImpactTestLine>,
    /// Evidence that waits for the caller's word: reference of the action, its number, and what it shows.
    pub waiting: Vec<(String, u64, String)>,
}

impl App {
    /// What of evidence and impact tests needs the caller in a plan today.
    pub(crate) async fn evidence_needs(&self, call: &Call, view: &PlanView) -> Result<EvidenceNeeds> {
        let PlanView { summary, at } = view;
        let may = |action| call.allows(action, &Target::Sightline);
        let mut needs = EvidenceNeeds::default();
        let is_tested = |action: &PlanAction| action.is_live() && action.schedule.test_on.is_some();
        if may(Action::ImpactTestConclude) && at.plan.actions.iter().any(is_tested) {
            let tests: Vec<ImpactTest> = self.tests(&summary.id).await?.into_iter().map(|kept| kept.body).collect();
            needs.tests = lines(call, summary, &at.plan, &Standpoint::of(at), &tests);
            needs
                .tests
                .retain(|line| line.may_sign || (line.may_conclude && line.state < TestState::WaitingForSponsor));
        }
        if may(Action::EvidenceAccept) {
            for kept in self.given_evidence(&summary.id, None).await? {
                let given = &kept.body;
                let is_open = given.answer.is_none() && given.withdrawal.is_none();
                let Some(action) = at.plan.action(&given.action).filter(|action| is_open && action.is_live()) else {
                    continue;
                };
                let target = Target::Action { summary, plan: &at.plan, action };
                if call.allows(Action::EvidenceAccept, &target) && !call.actor.is_one_of([given.by.as_str()]) {
                    needs.waiting.push((given.action.clone(), kept.entry, given.title.clone()));
                }
            }
        }
        Ok(needs)
    }
}
