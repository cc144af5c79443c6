//! The verdict that lies beside an impact test when somebody concludes it.

use sightline_domain::history::PlanAsAt;
use sightline_domain::impact_test::VerdictBeside;
use sightline_domain::measure::Audience;
use sightline_domain::standpoint::Standpoint;
use sightline_domain::verdict::{impact_inputs, judge_impact};
use sightline_store::PlanSummary;

use super::Seen;
use crate::use_cases::import::sha256;
use crate::{App, Call, Result};

impl App {
    /// What the evidence of an action supports today, with the hash of what it was made from.
    pub(crate) async fn verdict_beside(
        &self,
        call: &Call,
        summary: &PlanSummary,
        at: &PlanAsAt,
        reference: &str,
    ) -> Result<Option<VerdictBeside>> {
        let evidence = self.evidence(call, summary, Some(reference), at.as_at, &Seen::by(Audience::Public)).await?;
        let now = Standpoint::of(at);
        let Some(item) = now.real().find(|item| item.action.reference == reference) else { return Ok(None) };
        let inputs = evidence.inputs(item, now.as_at);
        let input = inputs.impact(&now, item);
        let inputs_sha256 = sha256(impact_inputs(&input).as_bytes());
        Ok(Some(VerdictBeside { level: judge_impact(&input).level, inputs_sha256 }))
    }
}
