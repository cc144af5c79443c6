//! Writing in the discussion of an action.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::Error;

use super::show::{Typed, action_page};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CommentForm {
    comment: String,
}

/// Adds what was written; a comment that cannot be taken is shown again.
pub(super) async fn add(
    State(site): State<Site>,
    Path((plan, reference)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<CommentForm>,
) -> Result<Response, PageError> {
    let call = visitor.call();
    match site.app.add_comment(call, &plan, &reference, &form.comment).await {
        Ok(comment) => {
            let href = format!("{}#discussion", words::action_href(&plan, &comment.action));
            Ok(render::done(&site, &href, "Your words are in the discussion."))
        }
        Err(error) => {
            let errors = beside_its_field(error)?;
            let typed = Typed { comment: form.comment, errors, ..Typed::default() };
            let page = action_page(&site.app, frame, call, (&plan, &reference), None, typed).await?;
            Ok(render::refused(&page))
        }
    }
}

fn beside_its_field(error: Error) -> Result<FormErrors, Error> {
    let what = match &error {
        Error::NothingWritten => "Write something first".to_owned(),
        Error::TooLong { limit, .. } => format!("Use at most {} letters", words::number(*limit)),
        _ => return Err(error),
    };
    let mut errors = FormErrors::default();
    errors.add("comment", what);
    Ok(errors)
}
