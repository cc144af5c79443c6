//! The plan by inspection finding: what answers what, looked at from both ends.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sightline_domain::board_report::one_line;
use sightline_domain::plan::Finding;
use sightline_domain::standpoint::{Rated, Standpoint};

use super::filter::{Matching, PlanFilter, SourceIs};
use super::{ActionRow, PlanHeading, StandingCounts};
use crate::policy;
use crate::{App, Call, Result};

/// A plan by inspection finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanByFinding {
    /// Which plan, on which day.
    pub heading: PlanHeading,
    /// The inspections that the plan answers, in its order.
    pub inspections: Vec<InspectionCoverage>,
    /// Findings in all.
    pub findings: usize,
    /// Findings that no live action answers.
    pub unanswered: usize,
    /// Live actions that answer no finding, placeholders left out.
    pub actions_without: Vec<ActionRow>,
    /// Live actions, placeholders left out.
    pub actions: usize,
}

/// An inspection with its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionCoverage {
    /// Its name, such as `ILACS March 2020`.
    pub name: String,
    /// When it was held: the day, or what is printed.
    pub held_on: Option<NaiveDate>,
    /// The date as printed.
    pub held_raw: Option<String>,
    /// Its judgements, one line each.
    pub judgements: Vec<String>,
    /// Its findings.
    pub findings: Vec<FindingCoverage>,
}

/// A finding with the actions that answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingCoverage {
    /// Its reference, such as `recommendation 6`.
    pub reference: String,
    /// Its wording, when the plan prints it.
    pub text: Option<String>,
    /// The live actions that answer it.
    pub rows: Vec<ActionRow>,
    /// Where those stand.
    pub counts: StandingCounts,
    /// The filter that shows exactly these actions in the plan table; `None` when no tag does.
    pub filter: Option<PlanFilter>,
    /// References of actions that answered it and have left the plan, or that the plan does not have.
    pub gone: Vec<String>,
}

impl App {
    /// A plan as at a day (today when none is given), by inspection finding.
    ///
    /// An action answers a finding when the plan's register of inspections
    /// says so, or when one of its tags names the finding.
    pub async fn plan_by_finding(&self, call: &Call, plan: &str, as_at: Option<NaiveDate>) -> Result<PlanByFinding> {
        call.may(policy::Action::PlanRead)?;
        let view = self.plan_view(call, policy::Action::PlanRead, Some(plan), as_at.unwrap_or(call.today)).await?;
        let now = Standpoint::of(&view.at);
        let mut answering: BTreeSet<String> = BTreeSet::new();
        let inspections: Vec<InspectionCoverage> = now
            .plan
            .inspections
            .iter()
            .map(|inspection| {
                let findings = inspection.findings.iter().map(|finding| coverage(&now, &inspection.name, finding));
                let findings: Vec<FindingCoverage> = findings.collect();
                answering.extend(findings.iter().flat_map(|finding| &finding.rows).map(|row| row.reference.clone()));
                InspectionCoverage {
                    name: one_line(&inspection.name),
                    held_on: inspection.held_on,
                    held_raw: inspection.held_raw.as_deref().map(one_line),
                    judgements: inspection.judgements.iter().map(|line| one_line(line)).collect(),
                    findings,
                }
            })
            .collect();
        let findings = || inspections.iter().flat_map(|inspection| &inspection.findings);
        let without = now.real().filter(|item| !answering.contains(&item.action.reference));
        Ok(PlanByFinding {
            heading: PlanHeading::of(call, &view, &now),
            findings: findings().count(),
            unanswered: findings().filter(|finding| finding.rows.is_empty()).count(),
            actions_without: without.map(|item| ActionRow::of(&now, item)).collect(),
            actions: now.real().count(),
            inspections,
        })
    }
}

fn coverage(now: &Standpoint<'_>, inspection: &str, finding: &Finding) -> FindingCoverage {
    let answers = |item: &&Rated<'_>| {
        let action = item.action;
        finding.action_refs.contains(&action.reference)
            || action.sources.iter().any(|tag| is_tag_of(tag, inspection, &finding.reference))
    };
    let rows: Vec<ActionRow> = now.items.iter().filter(answers).map(|item| ActionRow::of(now, item)).collect();
    let whole = one_line(&finding.reference).to_lowercase() == AS_A_WHOLE;
    let tag = if whole { inspection.to_owned() } else { format!("{inspection} {}", finding.reference) };
    let filter = PlanFilter { sources: vec![SourceIs::Tag(one_line(&tag))], ..PlanFilter::default() };
    let shown: Vec<&str> =
        Matching::of(now, &filter).shown().iter().map(|item| item.action.reference.as_str()).collect();
    let is_exact = shown.iter().copied().eq(rows.iter().map(|row| row.reference.as_str()));
    let is_there = |reference: &&String| rows.iter().any(|row| row.reference == **reference);
    FindingCoverage {
        reference: one_line(&finding.reference),
        text: finding.text.as_deref().map(one_line).filter(|text| !text.is_empty()),
        counts: StandingCounts::of(&rows),
        filter: is_exact.then_some(filter),
        gone: finding.action_refs.iter().filter(|reference| !is_there(reference)).cloned().collect(),
        rows,
    }
}

/// True when a tag names the inspection and the finding; the inspection alone names it as a whole.
fn is_tag_of(tag: &str, inspection: &str, finding: &str) -> bool {
    let tag = one_line(tag).to_lowercase();
    let inspection = one_line(inspection).to_lowercase();
    let finding = one_line(finding).to_lowercase();
    if finding == AS_A_WHOLE { tag == inspection } else { tag == format!("{inspection} {finding}") }
}

/// The reference that the importer gives to an inspection's finding without a number.
const AS_A_WHOLE: &str = "the inspection as a whole";
