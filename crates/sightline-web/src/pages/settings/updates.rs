//! How often an action is reported on.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use sightline_app::domain::settings::{SettingsGroup, UpdateCycle, UpdateSettings};

use super::back;
use super::preview::Intent;
use crate::components::{BackLink, Choice, ErrorSummary, Radios};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::{render, words};

#[derive(Template)]
#[template(path = "settings/updates.html")]
struct UpdatesPage {
    frame: Frame,
    back: BackLink,
    errors: ErrorSummary,
    cycle: Radios,
    preview: Option<Preview>,
}

/// When an action that was updated today would count as not updated.
struct Preview {
    today: String,
    in_time_until: String,
    stale_from: String,
}

/// What was chosen.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct UpdatesForm {
    #[serde(default)]
    cycle: String,
    #[serde(default)]
    intent: Intent,
}

/// The form with what is set.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let settings = site.app.settings_to_change(visitor.call()).await?;
    let form = UpdatesForm { cycle: settings.updates.cycle.code().to_owned(), ..UpdatesForm::default() };
    Ok(render::page(&form.page(frame, &FormErrors::default(), None)))
}

/// Saves what was chosen, or shows what it would mean.
pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<UpdatesForm>,
) -> Result<Response, PageError> {
    let chosen = match form.validate() {
        Ok(chosen) => chosen,
        Err(errors) => return Ok(render::refused(&form.page(frame, &errors, None))),
    };
    if form.intent == Intent::Preview {
        let preview = Preview::of(chosen.cycle, visitor.call().today);
        return Ok(render::page(&form.page(frame, &FormErrors::default(), Some(preview))));
    }
    site.app.change_settings(visitor.call(), SettingsGroup::Updates(chosen)).await?;
    Ok(render::done(&site, "/settings", format!("Updates are now expected {}.", chosen.cycle.words())))
}

impl UpdatesForm {
    fn validate(&self) -> Result<UpdateSettings, FormErrors> {
        UpdateCycle::from_code(&self.cycle).map(|cycle| UpdateSettings { cycle }).ok_or_else(|| {
            let mut errors = FormErrors::default();
            errors.add("cycle", "Choose how often an action is reported on.");
            errors
        })
    }

    fn page(&self, frame: Frame, errors: &FormErrors, preview: Option<Preview>) -> UpdatesPage {
        let choices = UpdateCycle::ALL.iter().map(|cycle| {
            Choice::new(cycle.code(), words::capital(cycle.words()))
                .hint(format!("Not updated after {} days", cycle.days()))
                .chosen(cycle.code() == self.cycle)
        });
        UpdatesPage {
            frame,
            back: back(),
            errors: errors.into(),
            cycle: Radios::new("cycle", "How often is an action reported on?")
                .hint("For every plan that does not say itself.")
                .choices(choices)
                .error(errors.of("cycle")),
            preview,
        }
    }
}

impl Preview {
    fn of(cycle: UpdateCycle, today: NaiveDate) -> Self {
        let after = |days: u32| words::day(today.checked_add_days(Days::new(days.into())).unwrap_or(today));
        Self { today: words::day(today), in_time_until: after(cycle.days()), stale_from: after(cycle.days() + 1) }
    }
}
