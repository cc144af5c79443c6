//! The first administrator, on the first start.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use sightline_app::Error;

use super::choose::{check_typed_twice, is_spent, new_password, spent, unfit};
use crate::components::{ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::{FlashKind, Frame};
use crate::limits::CallerAddress;
use crate::render;
use crate::site::Site;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct FirstForm {
    name: String,
    email: String,
    password: String,
    again: String,
}

#[derive(Template)]
#[template(path = "set_up/first.html")]
struct FirstPage {
    frame: Frame,
    is_wrong: bool,
    summary: ErrorSummary,
    name: TextInput,
    email: TextInput,
    password: TextInput,
    again: TextInput,
    token: String,
}

impl FirstPage {
    fn new(frame: Frame, token: String, form: FirstForm, errors: &FormErrors) -> Self {
        let (password, again) = new_password(errors);
        Self {
            frame,
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            name: TextInput::new("name", "Your name")
                .hint("It stands in the history beside everything you do.")
                .autocomplete("name")
                .value(form.name)
                .error(errors.of("name")),
            email: TextInput::new("email", "Your e-mail address")
                .kind("email")
                .hint("You sign in with it.")
                .autocomplete("username")
                .value(form.email)
                .error(errors.of("email")),
            password,
            again,
            token,
        }
    }
}

/// The page that the link of the first start opens.
pub(super) fn page(frame: Frame, token: String) -> Response {
    render::page(&FirstPage::new(frame, token, FirstForm::default(), &FormErrors::default()))
}

/// Makes the first account.
pub(super) async fn set_up(
    State(site): State<Site>,
    Path(token): Path<String>,
    from: CallerAddress,
    frame: Frame,
    Form(form): Form<FirstForm>,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    let mut errors = FormErrors::default();
    if form.name.trim().is_empty() {
        errors.add("name", "Enter your name");
    }
    if form.email.trim().is_empty() {
        errors.add("email", "Enter your e-mail address");
    }
    check_typed_twice(&form.password, &form.again, &mut errors);
    if errors.is_empty() {
        let at = site.clock.now().0;
        match site.app.set_up_first_administrator(&token, &form.name, &form.email, &form.password, at).await {
            Ok(()) => {
                let said = "Your account is made. Sign in with it.";
                return Ok(render::see_other(&site, "/sign-in", FlashKind::Success, said));
            }
            Err(Error::NameMissing) => errors.add("name", "Enter a name of at most 100 characters"),
            Err(Error::EmailUnfit) => errors.add("email", "Enter an e-mail address, such as name@council.gov.uk"),
            Err(Error::PasswordUnfit { why }) => errors.add("password", unfit(why)),
            Err(error) if is_spent(&error) => return Ok(spent(frame)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(render::refused(&FirstPage::new(frame, token, form, &errors)))
}
