//! How long a session and an account stay open without use.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::domain::settings::{SettingsGroup, SignInSettings};

use super::back;
use super::preview::Intent;
use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "settings/sign_in.html")]
struct SignInPage {
    frame: Frame,
    back: BackLink,
    errors: ErrorSummary,
    idle: TextInput,
    dormant: TextInput,
    preview: Option<Vec<String>>,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct SignInForm {
    #[serde(default)]
    idle_minutes: String,
    #[serde(default)]
    dormant_after_days: String,
    #[serde(default)]
    intent: Intent,
}

/// The form with what is set.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let set = site.app.settings_to_change(visitor.call()).await?.sign_in;
    let typed = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
    let form = SignInForm {
        idle_minutes: typed(set.idle_minutes),
        dormant_after_days: typed(set.dormant_after_days),
        ..SignInForm::default()
    };
    Ok(render::page(&form.page(&site, frame, &FormErrors::default(), None)))
}

/// Saves what was typed, or shows what it would mean.
pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<SignInForm>,
) -> Result<Response, PageError> {
    let chosen = match form.validate() {
        Ok(chosen) => chosen,
        Err(errors) => return Ok(render::refused(&form.page(&site, frame, &errors, None))),
    };
    if form.intent == Intent::Preview {
        return Ok(render::page(&form.page(&site, frame, &FormErrors::default(), Some(chosen))));
    }
    site.app.change_settings(visitor.call(), SettingsGroup::SignIn(chosen)).await?;
    Ok(render::done(&site, "/settings", "The rules for signing in are changed."))
}

impl SignInForm {
    fn validate(&self) -> Result<SignInSettings, FormErrors> {
        let mut errors = FormErrors::default();
        let mut number = |field: &str, typed: &str, (least, most): (u16, u16), unit: &str| -> Option<u16> {
            let typed = typed.trim();
            if typed.is_empty() {
                return None;
            }
            let number = typed.parse().ok().filter(|number| (least..=most).contains(number));
            if number.is_none() {
                errors.add(field, format!("Enter a whole number of {unit} from {least} to {most}, or leave it empty."));
            }
            number
        };
        let chosen = SignInSettings {
            idle_minutes: number("idle_minutes", &self.idle_minutes, SignInSettings::IDLE_MINUTES, "minutes"),
            dormant_after_days: number(
                "dormant_after_days",
                &self.dormant_after_days,
                SignInSettings::DORMANT_DAYS,
                "days",
            ),
        };
        if errors.is_empty() { Ok(chosen) } else { Err(errors) }
    }

    fn page(&self, site: &Site, frame: Frame, errors: &FormErrors, preview: Option<SignInSettings>) -> SignInPage {
        let configured = site.app.sign_in_rules();
        let (minutes, days) = (configured.idle_limit.as_secs() / 60, u64::from(configured.dormant_after_days));
        SignInPage {
            frame,
            back: back(),
            errors: errors.into(),
            idle: TextInput::new("idle_minutes", "Minutes without use until somebody is signed out")
                .hint(format!("What was typed is kept. The server was set up with {minutes}: leave it empty for that."))
                .value(self.idle_minutes.as_str())
                .digits()
                .width(4)
                .error(errors.of("idle_minutes")),
            dormant: TextInput::new("dormant_after_days", "Days without sign-in until an account is disabled")
                .hint(format!("An administrator can enable it again. The server was set up with {days}."))
                .value(self.dormant_after_days.as_str())
                .digits()
                .width(4)
                .error(errors.of("dormant_after_days")),
            preview: preview.map(|chosen| {
                let minutes = chosen.idle_minutes.map_or(minutes, u64::from);
                let days = chosen.dormant_after_days.map_or(days, u64::from);
                vec![
                    format!("Whoever does nothing in Sightline for {minutes} minutes is signed out."),
                    format!("An account that nobody signed in to for {days} days is disabled at the next attempt."),
                ]
            }),
        }
    }
}
