//! The plan as it would be saved, and saving it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::plan::{Action, Plan};
use sightline_app::domain::scale::Scale;
use sightline_app::{Error, ImportView, SaveImportInput};

use super::{breadcrumbs, help, href, name};
use crate::components::{Breadcrumbs, Checkboxes, Choice, DateInput, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed, TypedDay};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "imports/check.html")]
struct CheckPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    import: String,
    name: String,
    facts: Vec<String>,
    waiting: usize,
    rated_impact: bool,
    priorities: Vec<PriorityPart>,
    title: TextInput,
    council: TextInput,
    handle: TextInput,
    on: DateInput,
    again: Option<Checkboxes>,
}

struct PriorityPart {
    id: String,
    heading: String,
    leads: Option<String>,
    actions: Vec<ActionLine>,
}

struct ActionLine {
    reference: String,
    text: String,
    leads: String,
    due: String,
    rating: String,
    impact: String,
}

/// The plan.
pub(super) async fn show(
    State(site): State<Site>,
    Path(import): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let import = site.app.import_in_hand(visitor.call(), &import).await?;
    let mut typed = Typed::default();
    typed.set("title", &import.plan.title);
    typed.set("council", import.plan.council.as_deref().unwrap_or_default());
    typed.set_day("on", Some(visitor.call().today));
    Ok(render::page(&CheckPage::of(frame, &import, &typed, &FormErrors::default())))
}

/// Saves it.
pub(super) async fn save(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let import = site.app.import_in_hand(call, &id).await?;
    let errors = match validate(&typed) {
        Err(errors) => errors,
        Ok(input) => {
            site.app.describe_import(call, &id, typed.get("title"), typed.get("council")).await?;
            match site.app.save_import(call, &id, &input).await {
                Ok(saved) => {
                    let plan = words::plan_href(&saved.summary.handle);
                    return Ok(render::done(&site, &plan, format!("{} is imported.", saved.summary.title)));
                }
                Err(error) => beside_its_field(error)?,
            }
        }
    };
    Ok(render::refused(&CheckPage::of(frame, &import, &typed, &errors)))
}

fn validate(typed: &Typed) -> Result<SaveImportInput, FormErrors> {
    let mut errors = FormErrors::default();
    if typed.filled("title").is_none() {
        errors.add("title", "Enter the title of the plan");
    }
    let on = typed.day("on");
    if on == TypedDay::NoDay {
        errors.add("on", "Enter the real day of the import, such as 31 10 2026");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(SaveImportInput {
        handle: typed.filled("handle").map(str::to_owned),
        on: on.day(),
        again: typed.get("again") == "yes",
    })
}

/// What a use case refused, beside the field that it is about; anything else comes back.
fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    use sightline_app::StoreError;
    let mut errors = FormErrors::default();
    match &error {
        Error::Store(StoreError::AlreadyImported { handle }) => {
            errors.add(
                "again",
                format!("These files are already imported as {handle}: say below if you want a second plan"),
            );
        }
        Error::Store(StoreError::HandleTaken { .. } | StoreError::HandleInvalid { .. })
        | Error::ImportHasErrors { .. }
        | Error::NothingFound { .. } => {
            let field = if matches!(error, Error::Store(_)) { "handle" } else { "title" };
            errors.add(field, format!("{}. {}", words::capital(&error.to_string()), help(&error.help())));
        }
        _ => return Err(error),
    }
    Ok(errors)
}

impl CheckPage {
    fn of(frame: Frame, import: &ImportView, typed: &Typed, errors: &FormErrors) -> Self {
        let plan = &import.plan;
        let (settled, all) = import.progress();
        let [day, month, year] = ["on_day", "on_month", "on_year"].map(|part| typed.get(part).to_owned());
        Self {
            frame,
            breadcrumbs: breadcrumbs(Some(import)),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            import: href(&import.id),
            name: name(import),
            facts: facts(plan),
            waiting: all - settled,
            rated_impact: plan.scale().is_some_and(|scale| scale.rates_impact),
            priorities: priorities(plan),
            title: TextInput::new("title", "Title of the plan").value(typed.get("title")).error(errors.of("title")),
            council: TextInput::new("council", "Council or partnership")
                .hint("Plans of the same council are one programme: people reach them together.")
                .value(typed.get("council"))
                .error(errors.of("council")),
            handle: TextInput::new("handle", "Short name for its address (optional)")
                .hint("Small letters, digits and hyphens, such as harbour-2026. One is made from the title when you leave this empty.")
                .value(typed.get("handle"))
                .error(errors.of("handle"))
                .width(20),
            on: DateInput::new("on", "From which day is this the plan?")
                .hint("The plan is shown from this day on. Usually the day it was agreed, or today.")
                .typed(day, month, year)
                .error(errors.of("on")),
            again: errors.of("again").map(|error| {
                Checkboxes::new("again", "The same files again?")
                    .choices([Choice::new("yes", "Save them as a second plan")])
                    .error(Some(error))
            }),
        }
    }
}

fn facts(plan: &Plan) -> Vec<String> {
    let counted = [
        words::count(plan.priorities.len(), "priority", "priorities"),
        words::count(plan.aims.len(), "aim", "aims"),
        words::count(plan.actions.len(), "action", "actions"),
        words::count(plan.measures.len(), "measure", "measures"),
        words::count(plan.people.len(), "person", "people"),
        words::count(plan.posts.len(), "post", "posts"),
        words::count(plan.boards.len(), "body", "bodies"),
        words::count(plan.inspections.len(), "inspection", "inspections"),
    ];
    counted.into_iter().filter(|words| !words.starts_with("no ")).collect()
}

fn priorities(plan: &Plan) -> Vec<PriorityPart> {
    let level = |code: Option<&String>| {
        let words = |code: &String| Scale::level(plan.scale()?, code).map(|level| level.name.clone());
        code.and_then(words).unwrap_or_else(|| "Not rated".to_owned())
    };
    let line = |action: &Action| ActionLine {
        reference: action.reference.clone(),
        text: one_line(action.title()),
        leads: action.leads_words().unwrap_or_else(|| "Nobody named".to_owned()),
        due: action.due_raw.clone().unwrap_or_else(|| "No timescale".to_owned()),
        rating: level(action.action_rating.as_ref()),
        impact: level(action.impact_rating.as_ref()),
    };
    let of = |reference: &str| plan.actions.iter().filter(|action| action.priority == reference).map(line).collect();
    (1..)
        .zip(&plan.priorities)
        .map(|(number, priority)| PriorityPart {
            id: format!("priority-{number}"),
            heading: format!(
                "{}: {}",
                priority.reference,
                priority.title.as_deref().unwrap_or("(no title in the document)")
            ),
            leads: priority.leads_raw.clone(),
            actions: of(&priority.reference),
        })
        .collect()
}
