//! Choosing a password with a one-time link.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use sightline_app::{Error, LinkOffer};

use super::first;
use crate::components::{ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::{FlashKind, Frame};
use crate::limits::CallerAddress;
use crate::render;
use crate::site::Site;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ChooseForm {
    password: String,
    again: String,
}

#[derive(Template)]
#[template(path = "set_up/choose.html")]
struct ChoosePage {
    frame: Frame,
    is_wrong: bool,
    summary: ErrorSummary,
    heading: &'static str,
    name: String,
    email: String,
    password: TextInput,
    again: TextInput,
    token: String,
}

/// The two fields in which a new password is typed.
pub(in crate::pages) fn new_password(errors: &FormErrors) -> (TextInput, TextInput) {
    let password = TextInput::new("password", "New password")
        .kind("password")
        .hint("At least 12 characters. Several words that only you would put together are easy to remember.")
        .autocomplete("new-password")
        .error(errors.of("password"));
    let again = TextInput::new("again", "New password again")
        .kind("password")
        .autocomplete("new-password")
        .error(errors.of("again"));
    (password, again)
}

/// What is wrong with the two, before the password itself is looked at.
pub(in crate::pages) fn check_typed_twice(password: &str, again: &str, errors: &mut FormErrors) {
    if password.is_empty() {
        errors.add("password", "Enter a new password");
    } else if password != again {
        errors.add("again", "Enter the same password again");
    }
}

/// What is wrong with the password, as a sentence beside its field.
pub(in crate::pages) fn unfit(why: &str) -> String {
    format!("Choose another password: {why}")
}

impl ChoosePage {
    fn new(frame: Frame, token: String, offer: (String, String, bool), errors: &FormErrors) -> Self {
        let (name, email, is_first) = offer;
        let (password, again) = new_password(errors);
        Self {
            frame,
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            heading: if is_first { "Choose your password" } else { "Choose a new password" },
            name,
            email,
            password,
            again,
            token,
        }
    }
}

/// The page that a one-time link opens. Opening it uses nothing up: mail
/// programs open links too.
pub(super) async fn show(
    State(site): State<Site>,
    Path(token): Path<String>,
    from: CallerAddress,
    frame: Frame,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    match site.app.open_link(&token, site.clock.now().0).await {
        Ok(LinkOffer::FirstAdministrator) => Ok(first::page(frame, token)),
        Ok(LinkOffer::Password { name, email, is_first }) => {
            Ok(render::page(&ChoosePage::new(frame, token, (name, email, is_first), &FormErrors::default())))
        }
        Err(error) if is_spent(&error) => Ok(spent(frame)),
        Err(error) => Err(error.into()),
    }
}

/// Takes the password.
pub(super) async fn choose(
    State(site): State<Site>,
    Path(token): Path<String>,
    from: CallerAddress,
    frame: Frame,
    Form(form): Form<ChooseForm>,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    let at = site.clock.now().0;
    let offer = match site.app.open_link(&token, at).await {
        Ok(LinkOffer::Password { name, email, is_first }) => (name, email, is_first),
        Ok(LinkOffer::FirstAdministrator) => return Ok(first::page(frame, token)),
        Err(error) if is_spent(&error) => return Ok(spent(frame)),
        Err(error) => return Err(error.into()),
    };
    let mut errors = FormErrors::default();
    check_typed_twice(&form.password, &form.again, &mut errors);
    if errors.is_empty() {
        match site.app.choose_password(&token, &form.password, at).await {
            Ok(()) => {
                let said = "Your password is set. Sign in with it.";
                return Ok(render::see_other(&site, "/sign-in", FlashKind::Success, said));
            }
            Err(Error::PasswordUnfit { why }) => errors.add("password", unfit(why)),
            Err(error) if is_spent(&error) => return Ok(spent(frame)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(render::refused(&ChoosePage::new(frame, token, offer, &errors)))
}

#[derive(Template)]
#[template(path = "set_up/spent.html")]
struct SpentPage {
    frame: Frame,
}

pub(super) fn is_spent(error: &Error) -> bool {
    error.code() == "SL-S062"
}

/// The page of a link that no longer works.
pub(super) fn spent(frame: Frame) -> Response {
    render::refused(&SpentPage { frame })
}
