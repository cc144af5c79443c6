//! Adding, changing and taking out entries.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use sightline_app::{EntryInput, Error, StoreError};

use super::entry::EntryPage;
use super::kind::{Kind, href};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Adds an entry.
pub(super) async fn add<K: Kind>(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let summary = site.app.plan(call, Some(&plan), None).await?.summary;
    let errors = match K::read(&typed, None) {
        Err(errors) => errors,
        Ok(after) => {
            let name = K::name(&after);
            let input = EntryInput {
                register: K::REGISTER,
                number: None,
                after: Some(after),
                reason: typed.get("reason").to_owned(),
                on: None,
                seen: None,
            };
            match site.app.amend_register(call, Some(&plan), &input).await {
                Ok(_) => return Ok(render::done(&site, &href::<K>(&summary.handle), format!("{name} is added."))),
                Err(error) => beside_its_field::<K>(&typed, "reason", error)?,
            }
        }
    };
    Ok(render::refused(&EntryPage::of_new::<K>(frame, &summary, &typed, &errors)))
}

/// Changes an entry; when somebody else was first, shows both.
pub(super) async fn save<K: Kind>(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let mut view = site.app.register_entry(call, Some(&plan), K::REGISTER, number).await?;
    let before = view.entry.as_ref().map(|entry| entry.entry.clone());
    let errors = match K::read(&typed, before.as_ref()) {
        Err(errors) => errors,
        Ok(after) => {
            let input = EntryInput {
                register: K::REGISTER,
                number: Some(number),
                after: Some(after.clone()),
                reason: typed.get("reason").to_owned(),
                on: None,
                seen: typed.filled("seen").map(str::to_owned),
            };
            match site.app.amend_register(call, Some(&plan), &input).await {
                Ok(_) => {
                    let own = format!("{}/{number}", href::<K>(&view.summary.handle));
                    return Ok(render::done(&site, &own, format!("{} is changed.", K::name(&after))));
                }
                Err(Error::Store(StoreError::EntryConflict { .. })) => {
                    let none = FormErrors::default();
                    let page = EntryPage::of::<K>(frame, &view, number, true, &typed, &none);
                    let page = page.in_conflict::<K>(before.as_ref(), &after);
                    return Ok((StatusCode::CONFLICT, render::page(&page)).into_response());
                }
                Err(error) => beside_its_field::<K>(&typed, "reason", error)?,
            }
        }
    };
    // What was read before stays what was read, so that a change made meanwhile is still noticed.
    typed.get("seen").clone_into(&mut view.version);
    Ok(render::refused(&EntryPage::of::<K>(frame, &view, number, true, &typed, &errors)))
}

/// Takes an entry out.
pub(super) async fn remove<K: Kind>(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let view = site.app.register_entry(call, Some(&plan), K::REGISTER, number).await?;
    let input = EntryInput {
        register: K::REGISTER,
        number: Some(number),
        after: None,
        reason: typed.get("remove_reason").to_owned(),
        on: None,
        seen: typed.filled("seen").map(str::to_owned),
    };
    let Err(error) = site.app.amend_register(call, Some(&plan), &input).await else {
        let said = "It is taken out. Days before still show it.";
        return Ok(render::done(&site, &href::<K>(&view.summary.handle), said));
    };
    let errors = beside_its_field::<K>(&typed, "remove_reason", error)?;
    let mut shown = K::first(view.entry.as_ref().map(|entry| &entry.entry));
    shown.set("remove_reason", typed.get("remove_reason"));
    Ok(render::refused(&EntryPage::of::<K>(frame, &view, number, true, &shown, &errors)))
}

/// What a use case refused, beside the field that it is about; anything else comes back.
fn beside_its_field<K: Kind>(typed: &Typed, reason: &str, error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::default();
    let name = ["name", "title", "reference", "abbreviation"]
        .into_iter()
        .find(|field| typed.filled(field).is_some())
        .unwrap_or(reason);
    match &error {
        Error::EntryWithoutReason { .. } => errors.add(reason, "Say why in a few words"),
        Error::EntryTaken { name: taken, .. } => {
            errors.add(name, format!("Choose another name: {taken} is in the register already"));
        }
        Error::EntryUnchanged { .. } => errors.add(name, "Change something: the register already says this"),
        Error::EntryNameless { .. } => errors.add(name, "Enter a name"),
        Error::EntryInUse { actions, .. } => {
            let count = words::count(*actions, "action stands", "actions stand");
            errors.add(reason, format!("{} under it: move or withdraw them first", words::capital(&count)));
        }
        Error::UnknownAction { reference, .. } => {
            let field = typed.iter().find(|(field, value)| {
                field.ends_with("-actions") && value.split([',', ';']).any(|one| one.trim() == reference)
            });
            errors.add(
                field.map_or(reason, |(field, _)| field),
                format!("The plan has no action {reference}: check the reference"),
            );
        }
        Error::Store(StoreError::EntryConflict { .. }) => {
            errors.add(reason, "Somebody else has changed this meanwhile. Look at what it says now, then decide again");
        }
        _ => return Err(error),
    }
    Ok(errors)
}
