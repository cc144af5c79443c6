//! What can be changed about an action, with what each part says now.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::Amendable;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::plan::Plan;

use super::facts;
use super::what::What;
use crate::components::summary_list::SummaryRow;
use crate::components::{BackLink, Link, SummaryList};
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "edit/choose.html")]
struct ChoosePage {
    frame: Frame,
    back: BackLink,
    reference: String,
    title: String,
    /// What became of it; absent while it is in the plan.
    gone: Option<String>,
    parts: SummaryList,
    more: Vec<Link>,
}

/// The parts.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let to_amend = site.app.action_to_amend(visitor.call(), Some(&plan), &reference).await?;
    Ok(render::page(&ChoosePage::of(frame, &to_amend)))
}

impl ChoosePage {
    fn of(frame: Frame, to_amend: &Amendable) -> Self {
        let (action, plan) = (&to_amend.action, &to_amend.plan);
        let own = words::action_href(&to_amend.summary.handle, &action.reference);
        let href = |what: What| format!("{own}/edit/{}", what.code());
        let is_live = action.is_live();
        let mut rows = Vec::new();
        for what in What::PARTS {
            for (part, value) in facts::of_action(*what, action, plan) {
                let row = SummaryRow::new(part, value);
                rows.push(if is_live { row.link("Change", href(*what)) } else { row });
            }
        }
        let findings = SummaryRow::new("Findings it answers", findings(plan, &action.reference));
        rows.push(if is_live { findings.link("Change", format!("{own}/edit/findings")) } else { findings });
        let more: &[What] = if is_live { &[What::Split, What::Merge, What::Withdraw] } else { &[What::PutBack] };
        Self {
            frame,
            back: BackLink::new("Back to the action", &own),
            reference: action.reference.clone(),
            title: one_line(action.title()),
            gone: (!is_live).then(|| facts::state(action)),
            parts: SummaryList::new(rows),
            more: more.iter().map(|what| Link::new(what.heading(), href(*what))).collect(),
        }
    }
}

/// The findings that name the action, one on each line.
fn findings(plan: &Plan, action: &str) -> String {
    let mut lines = Vec::new();
    for inspection in &plan.inspections {
        for finding in &inspection.findings {
            if finding.action_refs.iter().any(|reference| reference == action) {
                lines.push(format!("{}, {}", inspection.name, finding.reference));
            }
        }
    }
    lines.join("\n")
}
