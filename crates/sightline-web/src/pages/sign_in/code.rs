//! The code of the second factor.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use sightline_app::Error;

use super::{enter, next};
use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::{FlashKind, Frame};
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
pub(super) struct CodeForm {
    code: String,
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct CodePage {
    frame: Frame,
    back: BackLink,
    is_wrong: bool,
    summary: ErrorSummary,
    code: TextInput,
    next: String,
}

impl CodePage {
    fn new(frame: Frame, next: &str, errors: &FormErrors) -> Self {
        Self {
            frame,
            back: BackLink::new("Back to sign in", "/sign-in"),
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            code: TextInput::new("code", "Six-digit code")
                .hint("From the app on your phone. You can also use one of your recovery codes.")
                .autocomplete("one-time-code")
                .width(10)
                .error(errors.of("code")),
            next: next::page(next),
        }
    }
}

/// The page that asks for the code.
pub(super) async fn show(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    jar: CookieJar,
    frame: Frame,
) -> Response {
    if Keeps::Waiting.get(&site, &jar).is_none() {
        return Redirect::to("/sign-in").into_response();
    }
    render::page(&CodePage::new(frame, &asked.next, &FormErrors::default()))
}

/// Takes the code.
pub(super) async fn sign_in(
    State(site): State<Site>,
    from: CallerAddress,
    visitor: Option<Visitor>,
    jar: CookieJar,
    frame: Frame,
    Form(form): Form<CodeForm>,
) -> Result<Response, PageError> {
    site.limits.count_from(from)?;
    let Some(waiting) = Keeps::Waiting.get(&site, &jar) else { return Ok(over(&site)) };
    let mut errors = FormErrors::default();
    if form.code.trim().is_empty() {
        errors.add("code", "Enter the code");
        return Ok(render::refused(&CodePage::new(frame, &form.next, &errors)));
    }
    site.limits.count_for(&waiting)?;
    let (at, today) = site.clock.now();
    match site.app.sign_in_code(&waiting, &form.code, at, today).await {
        Ok(opened) => enter::enter(&site, &jar, visitor.as_ref(), &opened, &form.next).await,
        Err(Error::CodeRefused) => {
            errors.add("code", "The code is not right, or was used before. Enter the one your app shows now");
            Ok(render::refused(&CodePage::new(frame, &form.next, &errors)))
        }
        Err(Error::SignInOver | Error::SignInRefused) => Ok(over(&site)),
        Err(error) => Err(error.into()),
    }
}

/// Back to the beginning: the code was not given in time, or too often wrong.
fn over(site: &Site) -> Response {
    let said = "Signing in took too long, or there were too many wrong codes. Sign in again.";
    let cookies = CookieJar::new().add(Keeps::Waiting.remove(site));
    (cookies, render::see_other(site, "/sign-in", FlashKind::Warning, said)).into_response()
}
