//! The page: finding, action, steps, expected change, measures, other evidence, verdict, case lists.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board_report::{due_words, one_line};
use sightline_app::domain::verdict::EvidenceKind;
use sightline_app::policy::{Action, Target};
use sightline_app::{ActionEvidence, ActionRecord, ActionTheories, App, Call};

use super::measures::{MeasureView, measures};
use crate::components::{Breadcrumbs, Link, Tag};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::pages::actions::EvidenceView;
use crate::pages::evidence::{PieceLine, piece_lines};
use crate::pages::plans::navigation::PlanNavigation;
use crate::pages::plans::row::standing_tag;
use crate::render;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "line_of_sight/show.html")]
struct LineOfSightPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    reference: String,
    title: String,
    day: String,
    findings: Vec<String>,
    leads: String,
    due: String,
    standing: Tag,
    milestones: Vec<(String, String)>,
    theories: Vec<TheoryView>,
    how_will_we_know: Vec<String>,
    /// Where a theory is written, for those who may.
    theory_href: Option<String>,
    /// Absent for somebody who may not see measures.
    evidence: Option<EvidenceView>,
    measures: Vec<MeasureView>,
    voices: Vec<String>,
    others: Vec<OtherEvidence>,
    evidence_href: String,
    test_href: Option<String>,
    case_lists: bool,
}

/// Why a measure should move.
struct TheoryView {
    measure: String,
    because: String,
    about: String,
}

/// Evidence of one kind.
struct OtherEvidence {
    heading: &'static str,
    nothing: &'static str,
    pieces: Vec<PieceLine>,
}

/// The line of sight of an action, as it is today.
pub(super) async fn show(
    State(app): State<App>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let record = app.action_record(call, &plan, &reference, None).await?;
    let given = app.action_evidence(call, &plan, &reference, None).await?;
    let mut page = LineOfSightPage::of(frame, call, &record, &given);
    if call.allows(Action::MeasureRead, &Target::Sightline) {
        let judged = app.plan_verdicts(call, Some(&plan), Some(&reference), None).await?;
        if let Some(action) = judged.actions.first() {
            let evidence = EvidenceView::of(call, &judged, action);
            page.measures = measures(&app, call, &record.action, action, &evidence).await?;
            page.theory_href = evidence.link_href.as_ref().map(|_| format!("{}/theory", own(&record)));
            page.evidence = Some(evidence);
        }
        page.theories = theories(&app.action_theories(call, &plan, &reference).await?);
    }
    Ok(render::page(&page))
}

fn own(record: &ActionRecord) -> String {
    words::action_href(&record.summary.handle, &record.action.reference)
}

fn theories(known: &ActionTheories) -> Vec<TheoryView> {
    known
        .theories
        .iter()
        .map(|written| {
            let by = written.theory.shows_by.map(|by| format!("To show by {}.", words::day(by))).unwrap_or_default();
            let worse: Vec<&str> = written.might_worsen.iter().map(|(_, title)| title.as_str()).collect();
            let worse =
                if worse.is_empty() { String::new() } else { format!(" Might make worse: {}.", words::list(&worse)) };
            TheoryView {
                measure: written.title.clone(),
                because: written.theory.because.clone(),
                about: format!("{by}{worse}").trim().to_owned(),
            }
        })
        .collect()
}

impl LineOfSightPage {
    fn of(frame: Frame, call: &Call, record: &ActionRecord, given: &ActionEvidence) -> Self {
        let action = &record.action;
        let mut breadcrumbs = PlanNavigation::breadcrumbs(&record.summary, true);
        breadcrumbs.links.push(Link::new(format!("Action {}", action.reference), own(record)));
        let findings = record.findings.iter().map(|finding| {
            let text = finding.text.as_deref().map_or_else(String::new, |text| format!(": {}", one_line(text)));
            format!("{}, {}{text}", finding.inspection, finding.reference)
        });
        let findings: Vec<String> = findings.collect();
        let of = |kind: EvidenceKind, heading, nothing| OtherEvidence {
            heading,
            nothing,
            pieces: given
                .pieces
                .iter()
                .zip(piece_lines(given))
                .filter(|(piece, line)| piece.given.kind == kind && line.is_standing)
                .map(|(_, line)| line)
                .collect(),
        };
        Self {
            frame,
            breadcrumbs,
            reference: action.reference.clone(),
            title: one_line(action.title()),
            day: words::day(record.as_at),
            findings: if findings.is_empty() {
                action.sources.iter().map(|one| one_line(one)).collect()
            } else {
                findings
            },
            leads: action.leads_words().unwrap_or_else(|| "Nobody is named".to_owned()),
            due: due_words(action),
            standing: standing_tag(record.standing),
            milestones: action
                .milestones
                .iter()
                .map(|step| {
                    let state = match (step.completed_on, step.due_on) {
                        (Some(on), _) => format!("complete on {}", words::day(on)),
                        (None, Some(on)) => format!("due on {}", words::day(on)),
                        (None, None) => "open".to_owned(),
                    };
                    (one_line(&step.text), state)
                })
                .collect(),
            theories: Vec::new(),
            how_will_we_know: action.how_will_we_know.iter().map(|one| one_line(one)).collect(),
            theory_href: None,
            evidence: None,
            measures: Vec::new(),
            voices: action.child_statements.clone(),
            others: vec![
                of(EvidenceKind::Audit, "Audits", "No audit finding is given."),
                of(EvidenceKind::Voice, "Children’s and families’ words", "Nothing that people said is given."),
                of(EvidenceKind::Document, "Documents", "No document is given."),
                of(EvidenceKind::Decision, "Decisions", "No decision is given."),
            ],
            evidence_href: crate::pages::evidence::href(&record.summary.handle, &action.reference),
            test_href: action
                .schedule
                .test_on
                .filter(|_| call.allows(Action::MeasureRead, &Target::Sightline) && action.is_live())
                .map(|_| crate::pages::impact_tests::test_href(&record.summary.handle, &action.reference)),
            case_lists: call.allows(Action::CaseListRead, &Target::Sightline),
        }
    }
}
