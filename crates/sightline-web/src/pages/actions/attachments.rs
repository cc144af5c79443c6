//! Files beside an action.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse as _, Response};
use sightline_app::{App, Error};

use super::show::{Typed, action_page};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Upload};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// Attaches the file that was chosen; one that cannot be taken is named with the reason.
pub(super) async fn add(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    upload: Upload,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let errors = match upload.files.first() {
        None => wrong("Choose a file first"),
        Some(file) => match site.app.attach_file(call, &plan, &reference, &file.name, &file.bytes).await {
            Ok(attached) => {
                let href = format!("{}#files", words::action_href(&plan, &attached.action));
                return Ok(render::done(&site, &href, format!("‘{}’ is attached.", attached.name)));
            }
            Err(error) => beside_its_field(error)?,
        },
    };
    let typed = Typed { errors, ..Typed::default() };
    Ok(render::refused(&action_page(&site.app, frame, call, (&plan, &reference), None, typed).await?))
}

/// The bytes of a file, to be saved: never shown as a page of this site.
pub(super) async fn open(
    State(app): State<App>,
    Path((plan, reference, number)): Path<(String, String, u64)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let opened = app.open_attachment(visitor.call(), &plan, &reference, number).await?;
    let media_type = HeaderValue::from_str(&opened.attachment.media_type);
    let media_type = media_type.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, render::to_be_saved(&opened.attachment.name)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, opened.bytes).into_response())
}

fn wrong(what: impl Into<String>) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.add("file", what);
    errors
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    match &error {
        Error::FileTooLarge { .. } | Error::FileNotAllowed { .. } | Error::FileUnsafe { .. } => {
            Ok(wrong(format!("{}. {}", words::capital(&error.to_string()), error.help())))
        }
        _ => Err(error),
    }
}
