//! The page on which a lead gives an update.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::domain::board_report::one_line;
use sightline_app::domain::reporting::Outcome;
use sightline_app::{ActionRecord, UpdateForm};

use super::form::{GiveFields, GiveForm, beside_its_field};
use crate::components::{BackLink, Rating};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "updates/give.html")]
struct GivePage {
    frame: Frame,
    back: BackLink,
    href: String,
    reference: String,
    title: String,
    asked: Option<String>,
    /// Who sent the last update back, and what they ask.
    sent_back: Option<(String, String)>,
    last: Option<LastUpdate>,
    draft: Option<String>,
    fields: GiveFields,
}

/// The update before, to begin from.
struct LastUpdate {
    on: String,
    by: String,
    action_rating: Rating,
    impact_rating: Option<Rating>,
    note: Option<String>,
}

/// The form: as the draft left it, or as the action stands.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let form = site.app.update_form(visitor.call(), &plan, &reference).await?;
    let typed = GiveForm::of(&form);
    Ok(render::page(&GivePage::of(frame, &form, typed, &FormErrors::default())))
}

/// Records the update, or keeps it as a draft.
pub(super) async fn send(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    Form(typed): Form<GiveForm>,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let form = site.app.update_form(call, &plan, &reference).await?;
    let reference = form.record.action.reference.as_str();
    let href = words::action_href(&form.record.summary.handle, reference);
    if typed.is_draft() {
        site.app.save_draft(call, &plan, reference, &typed.typed()).await?;
        let said = format!("Your draft for action {reference} is kept. Nobody else sees it.");
        return Ok(render::done(&site, &href, said));
    }
    let errors = match typed.validate(reference) {
        Err(errors) => errors,
        Ok(given) => match site.app.record_updates(call, Some(&plan), given.on, &[given.input]).await {
            Ok(_) => return Ok(render::done(&site, &href, recorded(reference))),
            Err(error) => beside_its_field(error)?,
        },
    };
    Ok(render::refused(&GivePage::of(frame, &form, typed, &errors)))
}

/// Takes the draft away.
pub(super) async fn discard(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.discard_draft(visitor.call(), &plan, &reference).await?;
    let href = words::action_href(&plan, &reference);
    Ok(render::done(&site, &href, format!("Your draft for action {reference} is gone.")))
}

fn recorded(reference: &str) -> String {
    format!(
        "Your update for action {reference} is recorded. It waits for the sponsor. \
         If a file shows what you said, attach it under Files."
    )
}

impl GivePage {
    fn of(frame: Frame, form: &UpdateForm, typed: GiveForm, errors: &FormErrors) -> Self {
        let record = &form.record;
        let href = words::action_href(&record.summary.handle, &record.action.reference);
        Self {
            frame,
            back: BackLink::new("Back to the action", &href),
            reference: record.action.reference.clone(),
            title: one_line(record.action.title()),
            asked: asked(record),
            sent_back: sent_back(record),
            last: last_update(record),
            draft: form.draft.as_ref().map(|draft| words::moment(draft.saved_at)),
            fields: typed.fields(record, errors),
            href,
        }
    }
}

fn asked(record: &ActionRecord) -> Option<String> {
    let round = record.round.as_ref().filter(|_| record.owes_update)?;
    Some(format!("For {}, by {}.", round.month.format("%B %Y"), words::day(round.due_on)))
}

fn sent_back(record: &ActionRecord) -> Option<(String, String)> {
    let sign_off = record.latest_update()?.sign_off.as_ref()?;
    match &sign_off.outcome {
        Outcome::SentBack { question } => Some((sign_off.by.clone(), question.clone())),
        Outcome::Accepted => None,
    }
}

fn last_update(record: &ActionRecord) -> Option<LastUpdate> {
    let update = &record.latest_update()?.update;
    Some(LastUpdate {
        on: words::day(update.on),
        by: update.by.clone(),
        action_rating: Rating::of(&record.scale, update.action_rating.as_deref()),
        impact_rating: record.scale.rates_impact.then(|| Rating::of(&record.scale, update.impact_rating.as_deref())),
        note: update.note.clone(),
    })
}
