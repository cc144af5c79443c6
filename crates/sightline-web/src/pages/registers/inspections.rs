//! Inspections with their findings, and which actions answer which.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use sightline_app::RegisterView;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::plan::{Finding, Inspection, Plan};
use sightline_app::domain::register::{Entry, Register};
use sightline_app::policy::{Action, Target};

use super::Group;
use super::kind::{self, Kind, MOST_ROWS, action_links, area, day, line, of_row, required, rows};
use crate::components::{Breadcrumbs, Choice, EmptyState, Link, Select};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::plans::address::PlanQuery;
use crate::pages::plans::navigation::{PlanNavigation, plan_title};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

pub(super) struct Inspections;

/// The kinds of inspection: code and words.
const KINDS: &[(&str, &str)] = &[
    ("", "Not said"),
    ("ilacs", "ILACS: inspection of local authority children’s services"),
    ("focused_visit", "Focused visit"),
    ("monitoring_visit", "Monitoring visit"),
    ("jtai", "JTAI: joint targeted area inspection"),
    ("send", "SEND: area inspection"),
    ("peer_review", "Peer review"),
    ("other", "Another inspection or review"),
];

fn inspection(entry: &Entry) -> Inspection {
    match entry {
        Entry::Inspection(inspection) => inspection.clone(),
        _ => Inspection::default(),
    }
}

fn kind_words(kind: Option<&str>) -> String {
    let kind = kind.unwrap_or_default();
    KINDS
        .iter()
        .find(|(code, _)| *code == kind && !code.is_empty())
        .map_or_else(|| words::capital(&kind.replace('_', " ")), |(_, words)| (*words).to_owned())
}

fn held(inspection: &Inspection) -> String {
    match (inspection.held_on, &inspection.held_raw) {
        (_, Some(raw)) => raw.clone(),
        (Some(on), None) => words::day(on),
        (None, None) => String::new(),
    }
}

impl Kind for Inspections {
    const REGISTER: Register = Register::Inspection;
    const PATH: &'static str = "inspections";
    const TITLE: &'static str = "Inspections and findings";
    const ADD: &'static str = "Add an inspection";
    const ABOUT: &'static str =
        "What inspectors and reviewers found, and the actions that answer it. The link is the same from both sides.";
    const EMPTY: &'static str = "The plan names no inspection yet. Add the one that it answers, with its findings.";
    const HEADS: &'static [&'static str] = &["Inspection"];

    fn cells(_: &Entry, _: &Plan, _: NaiveDate) -> Vec<String> {
        Vec::new()
    }

    fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
        let inspection = inspection(entry);
        let findings = inspection.findings.iter().map(|finding| {
            let text = finding.text.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
            let actions =
                if finding.action_refs.is_empty() { "no action".to_owned() } else { finding.action_refs.join(", ") };
            format!("{}{text} ({actions})", finding.reference)
        });
        let findings = findings.collect::<Vec<_>>().join("\n");
        vec![
            ("Name", inspection.name.clone()),
            ("Kind", kind_words(inspection.kind.as_deref())),
            ("Date", held(&inspection)),
            ("Judgements", inspection.judgements.join("\n")),
            ("Findings", findings),
        ]
    }

    fn first(entry: Option<&Entry>) -> Typed {
        let inspection = entry.map(inspection).unwrap_or_default();
        let mut typed = Typed::default();
        typed.set("name", &inspection.name);
        typed.set("kind", inspection.kind.clone().unwrap_or_default());
        typed.set("held", inspection.held_on.map(words::day).unwrap_or_default());
        typed.set("judgements", inspection.judgements.join("\n"));
        for (number, finding) in inspection.findings.iter().enumerate() {
            typed.set(format!("finding-{number}-reference"), &finding.reference);
            typed.set(format!("finding-{number}-text"), finding.text.clone().unwrap_or_default());
            typed.set(format!("finding-{number}-actions"), finding.action_refs.join(", "));
        }
        typed
    }

    fn groups(typed: &Typed, errors: &FormErrors, _: bool) -> Vec<Group> {
        let known = KINDS.iter().any(|(code, _)| *code == typed.get("kind"));
        let own = (!known).then(|| Choice::new(typed.get("kind"), kind_words(typed.filled("kind"))).chosen(true));
        let choices = KINDS.iter().map(|(code, words)| Choice::new(*code, *words).chosen(*code == typed.get("kind")));
        let fields = vec![
            line(typed, errors, "name", "Name", "Such as ILACS 2026 or Monitoring visit 2."),
            Select::new("kind", "Kind").choices(choices.chain(own)).into(),
            line(typed, errors, "held", "Date (optional)", "For example 14 May 2026."),
            area(typed, errors, "judgements", "Judgements (optional)", "One on each line.", 3),
        ];
        let mut groups = vec![Group { legend: None, fields }];
        for number in rows(typed, "finding", "reference") {
            let name = |field: &str| format!("finding-{number}-{field}");
            let fields = vec![
                line(typed, errors, &name("reference"), "Reference", "Such as recommendation 1 or paragraph 35."),
                area(typed, errors, &name("text"), "Wording (optional)", "", 2),
                line(
                    typed,
                    errors,
                    &name("actions"),
                    "Actions that answer it",
                    "References with commas between them, such as 1.1, 2.3.",
                ),
            ];
            groups.push(Group { legend: Some(format!("Finding {}", number + 1)), fields });
        }
        groups
    }

    fn read(typed: &Typed, before: Option<&Entry>) -> Result<Entry, FormErrors> {
        let mut errors = FormErrors::default();
        let mut after = before.map(inspection).unwrap_or_default();
        after.name = required(typed, &mut errors, "name", "Enter the name of the inspection");
        after.kind = typed.filled("kind").map(str::to_owned);
        let held_on = day(typed, &mut errors, "held");
        if held_on != after.held_on {
            after.held_on = held_on;
            after.held_raw = held_on.map(words::day);
        }
        after.judgements = typed.lines("judgements");
        let mut findings = Vec::new();
        for number in 0..MOST_ROWS {
            let field = |field: &str| of_row(typed, "finding", number, field);
            let Some(reference) = field("reference") else {
                if field("text").or_else(|| field("actions")).is_some() {
                    errors.add(format!("finding-{number}-reference"), "Enter the reference of this finding");
                }
                continue;
            };
            let actions = field("actions").unwrap_or_default();
            let refs = actions.split([',', ';']).map(str::trim).filter(|reference| !reference.is_empty());
            let mut action_refs: Vec<String> = Vec::new();
            for action in refs {
                if !action_refs.iter().any(|known| known == action) {
                    action_refs.push(action.to_owned());
                }
            }
            findings.push(Finding { reference, text: field("text"), action_refs });
        }
        after.findings = findings;
        if errors.is_empty() { Ok(Entry::Inspection(after)) } else { Err(errors) }
    }
}

#[derive(Template)]
#[template(path = "registers/inspections.html")]
struct InspectionsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    navigation: PlanNavigation,
    title: String,
    about: &'static str,
    sentence: String,
    empty: EmptyState,
    add: Option<Link>,
    inspections: Vec<Answered>,
    unanswering: Vec<Link>,
}

/// An inspection with what answers it.
struct Answered {
    id: String,
    href: String,
    name: String,
    facts: String,
    findings: Vec<FindingLine>,
}

struct FindingLine {
    reference: String,
    text: String,
    actions: Vec<Link>,
}

/// The register, both ways: findings with their actions, and actions that answer none.
pub(super) async fn show(
    State(site): State<Site>,
    Path(plan): Path<String>,
    query: PlanQuery,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.register(call, Some(&plan), Register::Inspection, query.as_at.day).await?;
    let can_change = call.allows(Action::RegisterAmend, &Target::Plan(&view.summary)) && view.at.as_at == call.today;
    let navigation =
        PlanNavigation::dated(call, &view.summary, view.at.as_at, Inspections::PATH, &query.as_at, Vec::new());
    Ok(render::page(&InspectionsPage::of(frame, &view, navigation, can_change)))
}

impl InspectionsPage {
    fn of(frame: Frame, view: &RegisterView, navigation: PlanNavigation, can_change: bool) -> Self {
        let plan = &view.at.plan;
        let handle = &view.summary.handle;
        let own = kind::href::<Inspections>(handle);
        let line = |finding: &Finding| FindingLine {
            reference: finding.reference.clone(),
            text: finding.text.as_deref().map(one_line).unwrap_or_default(),
            actions: action_links(handle, finding.action_refs.iter().filter_map(|one| plan.action(one))),
        };
        let inspections: Vec<Answered> = view
            .entries
            .iter()
            .map(|entry| {
                let found = inspection(&entry.entry);
                let facts = [kind_words(found.kind.as_deref()), held(&found)];
                Answered {
                    id: format!("inspection-{}", entry.number),
                    href: format!("{own}/{}", entry.number),
                    name: found.name.clone(),
                    facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · "),
                    findings: found.findings.iter().map(line).collect(),
                }
            })
            .collect();
        let findings = || inspections.iter().flat_map(|one| &one.findings);
        let answered = findings().filter(|finding| !finding.actions.is_empty()).count();
        let answers = |reference: &String| {
            plan.inspections.iter().flat_map(|one| &one.findings).any(|finding| finding.action_refs.contains(reference))
        };
        let unanswering = plan.actions.iter().filter(|action| action.is_live() && !answers(&action.reference));
        let empty = EmptyState::new("No inspections yet", Inspections::EMPTY);
        let add = can_change.then(|| Link::new(Inspections::ADD, format!("{own}/add")));
        Self {
            frame,
            breadcrumbs: PlanNavigation::breadcrumbs(&view.summary, true),
            navigation,
            title: plan_title(&view.summary),
            about: Inspections::ABOUT,
            sentence: format!(
                "{answered} of {} {} answered by an action.",
                words::count(findings().count(), "finding", "findings"),
                if findings().count() == 1 { "is" } else { "are" }
            ),
            empty,
            add,
            unanswering: action_links(handle, unanswering),
            inspections,
        }
    }
}
