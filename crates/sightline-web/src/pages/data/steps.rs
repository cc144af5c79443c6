//! Publishing, discarding and withdrawing an extract.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::{Error, ExtractView, LONGEST_REASON};

use super::{breadcrumbs, href, name, rows};
use crate::components::{Breadcrumbs, ErrorSummary, Textarea};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Template)]
#[template(path = "data/publish.html")]
struct PublishPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    title: String,
    href: String,
    rows: String,
    aside: Option<String>,
    in_force: Option<String>,
    stays_behind: bool,
}

#[derive(Template)]
#[template(path = "data/withdraw.html")]
struct WithdrawPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    summary: ErrorSummary,
    title: String,
    href: String,
    is_in_force: bool,
    reason: Textarea,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct WithdrawForm {
    #[serde(default)]
    reason: String,
}

/// What publishing would mean.
pub(super) async fn ask_publish(
    State(site): State<Site>,
    Path(extract): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = site.app.extract(visitor.call(), Some(&extract)).await?;
    let in_force = match site.app.extract(visitor.call(), None).await {
        Ok(in_force) => Some(in_force),
        Err(Error::NoExtractInForce) => None,
        Err(error) => return Err(error.into()),
    };
    let aside: u64 = view.manifest.parts.iter().map(|part| part.rows_set_aside).sum();
    Ok(render::page(&PublishPage {
        frame,
        breadcrumbs: breadcrumbs(Some(&view)),
        title: name(&view),
        href: href(&view),
        rows: rows(view.manifest.rows()),
        aside: (aside > 0).then(|| {
            let verb = if aside == 1 { "row was" } else { "rows were" };
            format!("{} {verb} set aside: figures are made without them.", rows(aside))
        }),
        stays_behind: in_force.as_ref().is_some_and(|before| before.record.as_at > view.record.as_at),
        in_force: in_force.map(|before| words::day(before.record.as_at)),
    }))
}

/// Publishes it.
pub(super) async fn publish(
    State(site): State<Site>,
    Path(extract): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let view = site.app.publish_extract(visitor.call(), &extract).await?;
    let said = if view.is_in_force {
        format!("{} are in force.", name(&view))
    } else {
        format!("{} are published. Those of a later day stay in force.", name(&view))
    };
    Ok(render::done(&site, "/data", said))
}

/// Destroys what was not published.
pub(super) async fn discard(
    State(site): State<Site>,
    Path(extract): Path<String>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let view = site.app.discard_extract(visitor.call(), &extract).await?;
    Ok(render::done(&site, "/data", format!("{} were discarded and destroyed.", name(&view))))
}

/// The form to withdraw.
pub(super) async fn ask_withdraw(
    State(site): State<Site>,
    Path(extract): Path<String>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = site.app.extract(visitor.call(), Some(&extract)).await?;
    Ok(render::page(&withdraw_page(frame, &view, "", &FormErrors::default())))
}

/// Withdraws it.
pub(super) async fn withdraw(
    State(site): State<Site>,
    Path(extract): Path<String>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, PageError> {
    match site.app.withdraw_extract(visitor.call(), &extract, &form.reason).await {
        Ok(view) => Ok(render::done(&site, "/data", format!("{} are withdrawn.", name(&view)))),
        Err(error @ (Error::ReasonNeeded { .. } | Error::TooLong { .. })) => {
            let view = site.app.extract(visitor.call(), Some(&extract)).await?;
            let mut errors = FormErrors::default();
            errors.add("reason", reason_error(&error));
            Ok(render::refused(&withdraw_page(frame, &view, &form.reason, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What is wrong with a reason, as a sentence.
pub(super) fn reason_error(error: &Error) -> String {
    match error {
        Error::ReasonNeeded { .. } => "Say why in a few words.".to_owned(),
        other => format!("{}. {}", words::capital(&other.to_string()), other.help()),
    }
}

fn withdraw_page(frame: Frame, view: &ExtractView, reason: &str, errors: &FormErrors) -> WithdrawPage {
    WithdrawPage {
        frame,
        breadcrumbs: breadcrumbs(Some(view)),
        summary: errors.into(),
        title: name(view),
        href: href(view),
        is_in_force: view.is_in_force,
        reason: Textarea::new("reason", "Why are they withdrawn?")
            .hint("It stands in the history and beside the extract. Name no child.")
            .value(reason)
            .rows(3)
            .limit(LONGEST_REASON)
            .error(errors.of("reason")),
    }
}
