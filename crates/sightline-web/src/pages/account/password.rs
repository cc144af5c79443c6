//! Changing one's own password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::Error;

use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::pages::set_up::{check_typed_twice, new_password, unfit};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    current: String,
    password: String,
    again: String,
}

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    back: BackLink,
    is_wrong: bool,
    summary: ErrorSummary,
    current: TextInput,
    password: TextInput,
    again: TextInput,
}

impl PasswordPage {
    fn new(frame: Frame, errors: &FormErrors) -> Self {
        let (password, again) = new_password(errors);
        Self {
            frame,
            back: BackLink::new("Back to your account", "/account"),
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            current: present_password(errors),
            password,
            again,
        }
    }
}

/// The field that asks for the password somebody has now.
pub(super) fn present_password(errors: &FormErrors) -> TextInput {
    TextInput::new("current", "Present password")
        .kind("password")
        .autocomplete("current-password")
        .error(errors.of("current"))
}

/// The page that asks for both passwords.
pub(super) async fn show(frame: Frame) -> Response {
    render::page(&PasswordPage::new(frame, &FormErrors::default()))
}

/// Takes the new password.
pub(super) async fn change(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    let mut errors = FormErrors::default();
    if form.current.is_empty() {
        errors.add("current", "Enter your present password");
    }
    check_typed_twice(&form.password, &form.again, &mut errors);
    if errors.is_empty() {
        let changed =
            site.app.change_own_password(visitor.call(), visitor.session(), &form.current, &form.password).await;
        match changed {
            Ok(()) => {
                let said = "Your password is changed. You have been signed out on every other browser.";
                return Ok(render::done(&site, "/account", said));
            }
            Err(Error::PasswordWrong) => errors.add("current", "This is not your present password"),
            Err(Error::PasswordUnfit { why }) => errors.add("password", unfit(why)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(render::refused(&PasswordPage::new(frame, &errors)))
}
