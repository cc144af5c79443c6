//! The plans one may see, by programme.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::policy::{Action, Target};
use sightline_app::{App, PlanSummary};

use super::navigation::plan_title;
use crate::components::EmptyState;
use crate::error::PageError;
use crate::frame::Frame;
use crate::render;
use crate::visitor::Visitor;
use crate::words::{count, day, plan_href};

#[derive(Template)]
#[template(path = "plans/list.html")]
struct ListPage {
    frame: Frame,
    programmes: Vec<Programme>,
    can_import: bool,
    empty: Option<EmptyState>,
}

/// A council's plans, the live one first.
struct Programme {
    name: String,
    plans: Vec<PlanLine>,
}

struct PlanLine {
    title: String,
    href: String,
    is_live: bool,
    handle: String,
    imported: String,
    size: String,
    updated: String,
}

/// The list.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let plans = app.list_plans(visitor.call()).await?;
    let can_import = visitor.call().allows(Action::PlanImport, &Target::Sightline);
    let empty = EmptyState::new("There is no plan here yet", empty_words(can_import));
    let empty = if can_import { empty.link("Import a plan", "/plans/import") } else { empty };
    Ok(render::page(&ListPage {
        frame,
        empty: plans.is_empty().then_some(empty),
        programmes: programmes(&plans),
        can_import,
    }))
}

fn empty_words(can_import: bool) -> &'static str {
    if can_import {
        "Import the plan as it is written today: a Word document, a workbook, a PDF or a text file. \
         Nothing is saved until you have seen what was read."
    } else {
        "Your programme manager imports it. You will see it here as soon as it is there, \
         if you have been given access to it."
    }
}

/// The latest import first; the first plan of a programme is the live one.
fn programmes(plans: &[PlanSummary]) -> Vec<Programme> {
    let mut programmes: Vec<Programme> = Vec::new();
    for plan in plans {
        let name = plan.programme();
        let place = programmes.iter().position(|programme| programme.name == name);
        let place = place.unwrap_or_else(|| {
            programmes.push(Programme { name: name.to_owned(), plans: Vec::new() });
            programmes.len() - 1
        });
        let is_live = programmes[place].plans.is_empty();
        programmes[place].plans.push(PlanLine {
            title: plan_title(plan),
            href: plan_href(&plan.handle),
            is_live,
            handle: plan.handle.clone(),
            imported: day(plan.imported_on),
            size: format!("{} in {}", counted(plan.actions, "action"), priorities(plan.priorities)),
            updated: plan.last_update_on.map_or_else(|| "No update yet".to_owned(), day),
        });
    }
    programmes.sort_by_key(|programme| programme.name.to_lowercase());
    programmes
}

fn counted(number: u64, thing: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), thing, &format!("{thing}s"))
}

fn priorities(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "priority", "priorities")
}
