//! Which findings an action answers, from the action's side.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::register::{Entry, Register};
use sightline_app::{Amendable, Error, FindingLink, RegisterView};

use super::reason_field;
use crate::components::{BackLink, Checkboxes, Choice, ErrorSummary, FormField};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "edit/findings.html")]
struct FindingsPage {
    frame: Frame,
    back: BackLink,
    summary: ErrorSummary,
    is_wrong: bool,
    href: String,
    inspections_href: String,
    reference: String,
    title: String,
    /// One group of boxes for each inspection; empty when the plan has no findings.
    inspections: Vec<Checkboxes>,
    reason: FormField,
}

/// The boxes.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let to_amend = site.app.action_to_amend(call, Some(&plan), &reference).await?;
    let register = site.app.register(call, Some(&plan), Register::Inspection, None).await?;
    let mut typed = Typed::default();
    for finding in findings(&register, &to_amend).into_iter().filter(|finding| finding.is_answered) {
        typed.set(finding.field(), finding.link.finding.to_string());
    }
    Ok(render::page(&FindingsPage::of(frame, &to_amend, &register, &typed, &FormErrors::default())))
}

/// Links the action to exactly these findings.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let to_amend = site.app.action_to_amend(call, Some(&plan), &reference).await?;
    let register = site.app.register(call, Some(&plan), Register::Inspection, None).await?;
    let links: Vec<FindingLink> = typed.iter().filter_map(|(name, value)| link(name, value)).collect();
    let answered =
        site.app.answer_findings(call, Some(&plan), &to_amend.action.reference, &links, typed.get("reason")).await;
    let mut errors = FormErrors::default();
    match answered {
        Ok(()) => {
            let href = words::action_href(&to_amend.summary.handle, &to_amend.action.reference);
            return Ok(render::done(&site, &href, "The findings that the action answers are changed."));
        }
        Err(Error::EntryWithoutReason { .. }) => errors.add("reason", "Say why in a few words"),
        Err(Error::EntryUnchanged { .. }) => {
            errors.add(first_field(&register), "Change a box: the action answers these already");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(render::refused(&FindingsPage::of(frame, &to_amend, &register, &typed, &errors)))
}

/// What a box stands for: its field names the inspection, its value the finding.
fn link(field: &str, value: &str) -> Option<FindingLink> {
    let inspection = field.strip_prefix("finding-")?.parse().ok()?;
    Some(FindingLink { inspection, finding: value.parse().ok()? })
}

fn field_of(inspection: u64) -> String {
    format!("finding-{inspection}")
}

fn first_field(register: &RegisterView) -> String {
    register.entries.first().map(|entry| field_of(entry.number)).unwrap_or_default()
}

/// One finding of the plan.
struct Known {
    link: FindingLink,
    is_answered: bool,
    words: String,
}

impl Known {
    fn field(&self) -> String {
        field_of(self.link.inspection)
    }
}

fn findings(register: &RegisterView, to_amend: &Amendable) -> Vec<Known> {
    let mut found = Vec::new();
    for entry in &register.entries {
        let Entry::Inspection(inspection) = &entry.entry else { continue };
        for (place, finding) in inspection.findings.iter().enumerate() {
            let text = finding.text.as_ref().map(|text| format!(": {}", one_line(text))).unwrap_or_default();
            found.push(Known {
                link: FindingLink { inspection: entry.number, finding: place },
                is_answered: finding.action_refs.contains(&to_amend.action.reference),
                words: format!("{}{text}", finding.reference),
            });
        }
    }
    found
}

impl FindingsPage {
    fn of(frame: Frame, to_amend: &Amendable, register: &RegisterView, typed: &Typed, errors: &FormErrors) -> Self {
        let action = &to_amend.action;
        let own = words::action_href(&to_amend.summary.handle, &action.reference);
        let all = findings(register, to_amend);
        let inspections = register
            .entries
            .iter()
            .filter_map(|entry| {
                let field = field_of(entry.number);
                let choices: Vec<Choice> = all
                    .iter()
                    .filter(|finding| finding.link.inspection == entry.number)
                    .map(|finding| {
                        let value = finding.link.finding.to_string();
                        let is_chosen = typed.all(&field).any(|chosen| chosen == value);
                        Choice::new(value, &finding.words).chosen(is_chosen)
                    })
                    .collect();
                let boxes = Checkboxes::new(&field, entry.entry.name()).error(errors.of(&field)).small();
                (!choices.is_empty()).then(|| boxes.choices(choices))
            })
            .collect();
        Self {
            frame,
            back: BackLink::new("Back to what can be changed", format!("{own}/edit")),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            href: format!("{own}/edit/findings"),
            inspections_href: format!("{}/inspections", words::plan_href(&to_amend.summary.handle)),
            reference: action.reference.clone(),
            title: one_line(action.title()),
            inspections,
            reason: reason_field(typed, errors),
        }
    }
}
