//! The council's name and colour.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::settings::{BrandColour, Branding, LONGEST_COUNCIL, SettingsGroup};

use super::back;
use super::preview::Intent;
use crate::components::{BackLink, Choice, ErrorSummary, Radios, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "settings/branding.html")]
struct BrandingPage {
    frame: Frame,
    back: BackLink,
    errors: ErrorSummary,
    council: TextInput,
    colour: Radios,
    preview: Option<Branding>,
}

/// What was typed and chosen.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct BrandingForm {
    #[serde(default)]
    council: String,
    #[serde(default)]
    colour: String,
    #[serde(default)]
    intent: Intent,
}

/// The form with what is set.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let branding = &site.app.settings_to_change(visitor.call()).await?.branding;
    let form = BrandingForm {
        council: branding.council.clone().unwrap_or_default(),
        colour: branding.colour.code().to_owned(),
        ..BrandingForm::default()
    };
    Ok(render::page(&form.page(frame, &FormErrors::default(), None)))
}

/// Saves what was chosen, or shows what it would look like.
pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<BrandingForm>,
) -> Result<Response, PageError> {
    let chosen = match form.validate() {
        Ok(chosen) => chosen,
        Err(errors) => return Ok(render::refused(&form.page(frame, &errors, None))),
    };
    if form.intent == Intent::Preview {
        return Ok(render::page(&form.page(frame, &FormErrors::default(), Some(chosen))));
    }
    site.app.change_settings(visitor.call(), SettingsGroup::Branding(chosen)).await?;
    Ok(render::done(&site, "/settings", "The name and the colour are changed."))
}

impl BrandingForm {
    fn validate(&self) -> Result<Branding, FormErrors> {
        let mut errors = FormErrors::default();
        let council = Some(self.council.trim().to_owned()).filter(|name| !name.is_empty());
        let colour = BrandColour::from_code(&self.colour);
        if colour.is_none() {
            errors.add("colour", "Choose a colour for the header.");
        }
        let branding = Branding { council, colour: colour.unwrap_or_default() };
        if let Some(what) = SettingsGroup::Branding(branding.clone()).fault() {
            errors.add("council", what);
        }
        if errors.is_empty() { Ok(branding) } else { Err(errors) }
    }

    fn page(&self, frame: Frame, errors: &FormErrors, preview: Option<Branding>) -> BrandingPage {
        let choices = BrandColour::ALL
            .iter()
            .map(|colour| Choice::new(colour.code(), colour.words()).chosen(colour.code() == self.colour));
        BrandingPage {
            frame,
            back: back(),
            errors: errors.into(),
            council: TextInput::new("council", "Name of the council")
                .hint(format!(
                    "Shown in the header of every page; up to {LONGEST_COUNCIL} letters. Leave it empty for none."
                ))
                .value(self.council.as_str())
                .error(errors.of("council")),
            colour: Radios::new("colour", "Colour of the header")
                .hint("White words can be read on each of them.")
                .choices(choices)
                .error(errors.of("colour")),
            preview,
        }
    }
}
