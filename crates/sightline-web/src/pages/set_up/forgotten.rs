//! A forgotten password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::Delivery;

use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::{FlashKind, Frame};
use crate::limits::CallerAddress;
use crate::render;
use crate::site::Site;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ForgottenForm {
    email: String,
}

#[derive(Template)]
#[template(path = "set_up/forgotten.html")]
struct ForgottenPage {
    frame: Frame,
    back: BackLink,
    is_wrong: bool,
    summary: ErrorSummary,
    /// What to do in place of the form, when no e-mail can be sent.
    cannot_send: bool,
    email: TextInput,
}

impl ForgottenPage {
    fn new(site: &Site, frame: Frame, form: ForgottenForm, errors: &FormErrors) -> Self {
        Self {
            frame,
            back: BackLink::new("Back to sign in", "/sign-in"),
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            cannot_send: !site.app.has_mail(),
            email: TextInput::new("email", "E-mail address")
                .kind("email")
                .hint("The one you sign in with. The link goes there and nowhere else.")
                .autocomplete("username")
                .value(form.email)
                .error(errors.of("email")),
        }
    }
}

/// The page that asks where to send a link.
pub(super) async fn show(State(site): State<Site>, frame: Frame) -> Response {
    render::page(&ForgottenPage::new(&site, frame, ForgottenForm::default(), &FormErrors::default()))
}

/// Sends a link, when there is an account; says the same when there is none, and as soon.
pub(super) async fn send(
    State(site): State<Site>,
    from: CallerAddress,
    frame: Frame,
    Form(form): Form<ForgottenForm>,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    let mut errors = FormErrors::default();
    if form.email.trim().is_empty() {
        errors.add("email", "Enter your e-mail address");
    }
    if !errors.is_empty() || !site.app.has_mail() {
        return Ok(render::refused(&ForgottenPage::new(&site, frame, form, &errors)));
    }
    if site.limits.may_write_to(&form.email) {
        send_later(site.clone(), form.email);
    }
    let said = "If there is an account with that address, a link is on its way to it. It works for one day.";
    Ok(render::see_other(&site, "/sign-in", FlashKind::Notice, said))
}

/// Looks for the account and sends the letter after the answer has gone, so
/// that how long the answer takes says nothing about who has an account.
#[expect(clippy::disallowed_methods, reason = "a letter lost at a stop is asked for again; its link is in the history")]
fn send_later(site: Site, email: String) {
    tokio::spawn(async move {
        let (at, today) = site.clock.now();
        match site.app.send_forgotten_password(&email, at, today).await {
            Ok(Some(Delivery::Failed(why))) => tracing::warn!(%why, "a link for a new password was not sent"),
            Ok(_) => {}
            Err(error) => tracing::error!(code = error.code(), "a link for a new password was not made"),
        }
    });
}
