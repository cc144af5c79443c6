//! Turning the second factor on.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;
use sightline_app::{Error, OfferedSecondFactor};

use super::second_factor::codes_page;
use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

const HERE: &str = "/account/second-factor/set-up";
const BEFORE: &str = "/account/second-factor";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    code: String,
}

#[derive(Template)]
#[template(path = "account/second_factor_set_up.html")]
struct SetUpPage {
    frame: Frame,
    back: BackLink,
    is_wrong: bool,
    summary: ErrorSummary,
    qr: Option<Qr>,
    /// In groups of four, for typing.
    secret: String,
    code: TextInput,
}

/// A QR code as the path of an SVG.
struct Qr {
    /// Modules on a side, with the quiet zone around.
    side: usize,
    path: String,
}

/// White modules that a camera needs around the code.
const QUIET: usize = 4;

impl Qr {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let dark = code.to_colors().into_iter().enumerate().filter(|(_, colour)| *colour == Color::Dark);
        let path = dark.fold(String::new(), |mut path, (index, _)| {
            path.push_str(&format!("M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET));
            path
        });
        Some(Self { side: width + 2 * QUIET, path })
    }
}

impl SetUpPage {
    fn new(frame: Frame, offered: &OfferedSecondFactor, errors: &FormErrors) -> Self {
        let letters: Vec<char> = offered.secret.chars().collect();
        Self {
            frame,
            back: BackLink::new("Back to codes from your phone", BEFORE),
            is_wrong: !errors.is_empty(),
            summary: ErrorSummary::from(errors),
            qr: Qr::of(&offered.uri),
            secret: letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" "),
            code: TextInput::new("code", "Six-digit code that the app shows now")
                .autocomplete("one-time-code")
                .digits()
                .width(10)
                .error(errors.of("code")),
        }
    }
}

/// Begins: a new secret, shown on the next page.
pub(super) async fn begin(State(site): State<Site>, visitor: Visitor) -> Result<Response, PageError> {
    site.app.begin_second_factor(visitor.call()).await?;
    Ok(Redirect::to(HERE).into_response())
}

/// The secret as QR code and as text, and the field for its first code.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    match site.app.offered_second_factor(visitor.call()).await? {
        Some(offered) => Ok(render::page(&SetUpPage::new(frame, &offered, &FormErrors::default()))),
        None => Ok(Redirect::to(BEFORE).into_response()),
    }
}

/// Takes the first code, and shows the recovery codes.
pub(super) async fn confirm(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<CodeForm>,
) -> Result<Response, PageError> {
    match site.app.confirm_second_factor(visitor.call(), &form.code).await {
        Ok(codes) => Ok(codes_page(frame, codes)),
        Err(Error::CodeRefused) => {
            let Some(offered) = site.app.offered_second_factor(visitor.call()).await? else {
                return Ok(Redirect::to(BEFORE).into_response());
            };
            let mut errors = FormErrors::default();
            errors.add("code", "The code is not right. Enter the one your app shows now");
            Ok(render::refused(&SetUpPage::new(frame, &offered, &errors)))
        }
        Err(Error::NoSecondFactor) => Ok(Redirect::to(BEFORE).into_response()),
        Err(error) => Err(error.into()),
    }
}
