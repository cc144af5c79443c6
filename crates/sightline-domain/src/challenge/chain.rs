//! Broken chains: from a finding to an action, a measure, its figures, and what children say.

use std::collections::BTreeMap;

use super::{ActionVerdicts, Challenge, ChallengeKind, Subject};
use crate::standpoint::Standpoint;
use crate::verdict::{EvidenceKind, LinkState, many};

/// Where the line of sight from finding to child is broken, findings first and then in plan order.
///
/// An action that has left the plan answers no finding. Feedback that is out
/// of date no longer carries a child's statement.
#[must_use]
pub fn chain_challenges(now: &Standpoint<'_>, verdicts: &BTreeMap<String, ActionVerdicts>) -> Vec<Challenge> {
    let mut found = findings(now);
    for item in now.real() {
        let action = &item.action.reference;
        let Some(verdicts) = verdicts.get(action) else { continue };
        let impact = &verdicts.impact;
        if impact.counts.linked == 0 {
            found.push(Challenge {
                kind: ChallengeKind::ActionWithoutMeasure,
                subject: Subject::Action { action: action.clone() },
                sentence: format!("No measure is linked to action {action}, so nothing can show what it changes."),
                situation: "no measure".to_owned(),
            });
        }
        for link in impact.links.iter().filter(|link| link.state == LinkState::NoFigures) {
            found.push(Challenge {
                kind: ChallengeKind::MeasureWithoutData,
                subject: Subject::Link { action: action.clone(), measure: link.measure.clone() },
                sentence: format!(
                    "{}, which is to show the effect of action {action}, has not a single figure.",
                    link.name
                ),
                situation: "no figures".to_owned(),
            });
        }
        let statements = item.action.child_statements.len();
        let is_heard =
            impact.evidence.iter().any(|evidence| evidence.kind == EvidenceKind::Voice && evidence.is_in_date);
        if statements > 0 && !is_heard {
            found.push(Challenge {
                kind: ChallengeKind::StatementWithoutFeedback,
                subject: Subject::Action { action: action.clone() },
                sentence: format!(
                    "Action {action} has {} in children’s words, and nothing that children said is linked to it and in date.",
                    many(statements, "statement")
                ),
                situation: format!("{} without feedback", many(statements, "statement")),
            });
        }
    }
    found
}

fn findings(now: &Standpoint<'_>) -> Vec<Challenge> {
    let is_there = |reference: &String| now.real().any(|item| item.action.reference == *reference);
    let mut found = Vec::new();
    for inspection in &now.plan.inspections {
        for finding in inspection.findings.iter().filter(|finding| !finding.action_refs.iter().any(is_there)) {
            found.push(Challenge {
                kind: ChallengeKind::FindingWithoutAction,
                subject: Subject::Finding { inspection: inspection.name.clone(), finding: finding.reference.clone() },
                sentence: format!("No action of the plan answers {} of {}.", finding.reference, inspection.name),
                situation: "no action".to_owned(),
            });
        }
    }
    found
}
