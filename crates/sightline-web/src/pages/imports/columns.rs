//! Saying what each column of the document holds.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{Error, ImportView};

use super::{breadcrumbs, href, name};
use crate::components::{Breadcrumbs, Choice, ErrorSummary, Select};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "imports/columns.html")]
struct ColumnsPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    is_wrong: bool,
    name: String,
    href: String,
    headings: Vec<Select>,
}

/// A field for each heading.
pub(super) async fn show(
    State(site): State<Site>,
    Path(import): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let import = site.app.import_in_hand(visitor.call(), &import).await?;
    Ok(render::page(&ColumnsPage::of(frame, &site, &import, None, &FormErrors::default())))
}

/// Reads the files again.
pub(super) async fn choose(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let import = site.app.import_in_hand(visitor.call(), &id).await?;
    match site.app.choose_columns(visitor.call(), &id, chosen(&import, &typed)).await {
        Ok(again) if again.refusal.is_none() => {
            let count = words::count(again.plan.actions.len(), "action", "actions");
            let read = format!("The files are read again: {count}. Answers to questions that stay are kept.");
            Ok(render::done(&site, &href(&id), read))
        }
        Ok(again) => {
            let mut errors = FormErrors::default();
            errors.add(
                "heading-0",
                "Choose the column that holds the action, and one for who leads it or when it is due",
            );
            Ok(render::refused(&ColumnsPage::of(frame, &site, &again, Some(&typed), &errors)))
        }
        Err(error @ (Error::Document(_) | Error::UnknownField { .. })) => {
            let mut errors = FormErrors::default();
            errors.add("heading-0", format!("{}.", words::capital(&error.to_string())));
            Ok(render::refused(&ColumnsPage::of(frame, &site, &import, Some(&typed), &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The headings for which another field is chosen than the one Sightline knows, or one chosen before.
fn chosen(import: &ImportView, typed: &Typed) -> Vec<(String, String)> {
    let mut chosen = Vec::new();
    for (place, heading) in import.headings.iter().enumerate() {
        let field = typed.get(&format!("heading-{place}"));
        let is_other = heading.field.as_deref().unwrap_or_default() != field;
        if is_other || heading.is_chosen {
            let field = if field.is_empty() { "notes" } else { field };
            chosen.push((heading.text.clone(), field.to_owned()));
        }
    }
    chosen
}

/// The fields of an action table with their words, in the order they are offered; others stand after them.
const FIELDS: &[(&str, &str)] = &[
    ("ref", "Reference of the action"),
    ("action", "Action"),
    ("leads", "Leads"),
    ("start", "Start"),
    ("due", "Timescale"),
    ("milestones", "Milestones"),
    ("action_rating", "Action rating"),
    ("impact_rating", "Impact rating"),
    ("priority", "Priority"),
    ("priority_ref", "Reference of the priority"),
    ("priority_and_action", "Priority and its actions"),
    ("aim", "Aim"),
    ("group", "Heading inside the priority"),
    ("how_will_we_know", "How we will know"),
    ("child_statements", "What children will say"),
    ("success_measures", "Success measures of the priority"),
    ("impact", "What will be different for children"),
    ("sources", "Inspection finding"),
    ("delivered_through", "Delivered through"),
];

/// A field of the vocabulary in words.
fn field_words(field: &str) -> String {
    FIELDS
        .iter()
        .find(|(known, _)| *known == field)
        .map_or_else(|| words::capital(&field.replace('_', " ")), |(_, words)| (*words).to_owned())
}

impl ColumnsPage {
    fn of(frame: Frame, site: &Site, import: &ImportView, typed: Option<&Typed>, errors: &FormErrors) -> Self {
        let mut fields = site.app.heading_fields();
        fields.retain(|field| field != "notes");
        let place = |field: &String| FIELDS.iter().position(|(known, _)| known == field).unwrap_or(FIELDS.len());
        fields.sort_by_key(place);
        let headings = import
            .headings
            .iter()
            .enumerate()
            .map(|(place, heading)| {
                let field = format!("heading-{place}");
                let now = typed
                    .map_or_else(|| heading.field.clone().unwrap_or_default(), |typed| typed.get(&field).to_owned());
                let none = Choice::new("", "Keep its words with the notes of the action").chosen(now.is_empty());
                let known = fields.iter().map(|field| Choice::new(field, field_words(field)).chosen(*field == now));
                Select::new(&field, &heading.text).choices(std::iter::once(none).chain(known)).error(errors.of(&field))
            })
            .collect();
        Self {
            frame,
            breadcrumbs: breadcrumbs(Some(import)),
            summary: ErrorSummary::from(errors),
            is_wrong: !errors.is_empty(),
            name: name(import),
            href: href(&import.id),
            headings,
        }
    }
}
