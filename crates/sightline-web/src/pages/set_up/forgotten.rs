//! A forgotten password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
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
    fn new(frame: Frame, form: ForgottenForm, errors: &FormErrors) -> Self {
        Self {
            frame,
            back: BackLink::new("Back to sign in", "/sign-in"),
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            cannot_send: true,
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
pub(super) async fn show(frame: Frame) -> Response {
    render::page(&ForgottenPage::new(frame, ForgottenForm::default(), &FormErrors::default()))
}

/// Sends a link, when there is an account; says the same when there is none.
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
    Ok(render::refused(&ForgottenPage::new(frame, form, &errors)))
}
