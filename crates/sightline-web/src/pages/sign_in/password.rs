//! E-mail address and password.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use sightline_app::{Error, SignInStep};

use super::{enter, next};
use crate::components::{ErrorSummary, Link, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::limits::CallerAddress;
use crate::render;
use crate::site::Site;
use crate::visitor::{Keeps, Visitor};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    email: String,
    password: String,
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in/password.html")]
struct SignInPage {
    frame: Frame,
    is_wrong: bool,
    summary: ErrorSummary,
    email: TextInput,
    password: TextInput,
    next: String,
    /// The way through the council's own sign-in.
    through_council: Option<Link>,
}

impl SignInPage {
    fn new(site: &Site, frame: Frame, form: SignInForm, errors: &FormErrors) -> Self {
        let next = next::page(&form.next);
        let through_council = site.single_sign_on.as_ref().map(|provider| {
            let href = format!("/sign-in/oidc?next={}", utf8_percent_encode(&next, NON_ALPHANUMERIC));
            Link::new(format!("Sign in with {}", provider.settings.name), href)
        });
        Self {
            frame,
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            email: TextInput::new("email", "E-mail address")
                .kind("email")
                .autocomplete("username")
                .value(form.email)
                .error(errors.of("email")),
            password: TextInput::new("password", "Password")
                .kind("password")
                .autocomplete("current-password")
                .error(errors.of("password")),
            next,
            through_council,
        }
    }
}

/// The page that asks who somebody is.
pub(super) async fn show(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    visitor: Option<Visitor>,
    frame: Frame,
) -> Response {
    if visitor.is_some() {
        return Redirect::to(&next::page(&asked.next)).into_response();
    }
    let form = SignInForm { next: asked.next, ..SignInForm::default() };
    render::page(&SignInPage::new(&site, frame, form, &FormErrors::default()))
}

/// Takes address and password.
pub(super) async fn sign_in(
    State(site): State<Site>,
    from: CallerAddress,
    visitor: Option<Visitor>,
    jar: CookieJar,
    frame: Frame,
    Form(form): Form<SignInForm>,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    let mut errors = form.missing();
    if !errors.is_empty() {
        return Ok(render::refused(&SignInPage::new(&site, frame, form, &errors)));
    }
    site.limits.count_for(&form.email)?;
    let (at, today) = site.clock.now();
    match site.app.sign_in(&form.email, &form.password, at, today).await {
        Ok(SignInStep::Done(opened)) => enter::enter(&site, &jar, visitor.as_ref(), &opened, &form.next).await,
        Ok(SignInStep::Code(waiting)) => {
            let jar = CookieJar::new().add(Keeps::Waiting.set(&site, waiting.token.as_str()));
            let next = utf8_percent_encode(&next::page(&form.next), NON_ALPHANUMERIC).to_string();
            Ok((jar, Redirect::to(&format!("/sign-in/code?next={next}"))).into_response())
        }
        Err(Error::SignInRefused) => {
            errors.add("email", "The e-mail address or the password is not right");
            Ok(render::refused(&SignInPage::new(&site, frame, form, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

impl SignInForm {
    fn missing(&self) -> FormErrors {
        let mut errors = FormErrors::default();
        if self.email.trim().is_empty() {
            errors.add("email", "Enter your e-mail address");
        }
        if self.password.is_empty() {
            errors.add("password", "Enter your password");
        }
        errors
    }
}
