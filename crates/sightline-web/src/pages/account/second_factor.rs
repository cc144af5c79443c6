//! The second factor: whether it is on, new recovery codes, and turning it off.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::{Error, RecoveryCodes};

use super::password::present_password;
use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    current: String,
}

#[derive(Template)]
#[template(path = "account/second_factor.html")]
struct SecondFactorPage {
    frame: Frame,
    back: BackLink,
    is_wrong: bool,
    summary: ErrorSummary,
    is_on: bool,
    codes_left: String,
    current: TextInput,
}

/// Recovery codes, shown this once.
#[derive(Template)]
#[template(path = "account/recovery_codes.html")]
struct RecoveryCodesPage {
    frame: Frame,
    codes: Vec<String>,
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    frame: Frame,
    errors: &FormErrors,
) -> Result<SecondFactorPage, PageError> {
    let account = site.app.own_account(visitor.call()).await?;
    Ok(SecondFactorPage {
        frame,
        back: BackLink::new("Back to your account", "/account"),
        is_wrong: !errors.is_empty(),
        summary: ErrorSummary::from(errors),
        is_on: account.has_second_factor,
        codes_left: words::count(account.recovery_codes_left, "recovery code", "recovery codes"),
        current: present_password(errors),
    })
}

/// Whether it is on.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    Ok(render::page(&page(&site, &visitor, frame, &FormErrors::default()).await?))
}

/// The page of recovery codes that were just made.
pub(super) fn codes_page(frame: Frame, codes: RecoveryCodes) -> Response {
    render::page(&RecoveryCodesPage { frame, codes: codes.0 })
}

/// Makes new recovery codes.
pub(super) async fn renew_codes(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    match site.app.renew_recovery_codes(visitor.call(), &form.current).await {
        Ok(codes) => Ok(codes_page(frame, codes)),
        Err(error) => refused(&site, &visitor, frame, error).await,
    }
}

/// Turns it off.
pub(super) async fn remove(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    match site.app.remove_second_factor(visitor.call(), &form.current).await {
        Ok(()) => Ok(render::done(&site, "/account", "Codes from your phone are turned off.")),
        Err(error) => refused(&site, &visitor, frame, error).await,
    }
}

async fn refused(site: &Site, visitor: &Visitor, frame: Frame, error: Error) -> Result<Response, PageError> {
    let Error::PasswordWrong = error else { return Err(error.into()) };
    let mut errors = FormErrors::default();
    errors.add("current", "This is not your present password");
    Ok(render::refused(&page(site, visitor, frame, &errors).await?))
}
