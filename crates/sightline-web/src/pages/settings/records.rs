//! How long extracts of children's records are kept.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{Months, NaiveDate};
use serde::Deserialize;
use sightline_app::domain::settings::{RecordSettings, SettingsGroup};

use super::back;
use super::preview::Intent;
use crate::components::{BackLink, ErrorSummary, TextInput};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::{render, words};

#[derive(Template)]
#[template(path = "settings/records.html")]
struct RecordsPage {
    frame: Frame,
    back: BackLink,
    errors: ErrorSummary,
    months: TextInput,
    preview: Option<String>,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct RecordsForm {
    #[serde(default)]
    keep_months: String,
    #[serde(default)]
    intent: Intent,
}

/// The form with what is set.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let set = site.app.settings_to_change(visitor.call()).await?.records;
    let form = RecordsForm { keep_months: set.keep_months.to_string(), ..RecordsForm::default() };
    Ok(render::page(&form.page(frame, &FormErrors::default(), None)))
}

/// Saves what was typed, or shows what it would mean.
pub(super) async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<RecordsForm>,
) -> Result<Response, PageError> {
    let chosen = match form.validate() {
        Ok(chosen) => chosen,
        Err(errors) => return Ok(render::refused(&form.page(frame, &errors, None))),
    };
    if form.intent == Intent::Preview {
        let preview = preview(chosen.keep_months, visitor.call().today);
        return Ok(render::page(&form.page(frame, &FormErrors::default(), Some(preview))));
    }
    site.app.change_settings(visitor.call(), SettingsGroup::Records(chosen)).await?;
    let months = words::count(usize::from(chosen.keep_months), "month", "months");
    Ok(render::done(&site, "/settings", format!("Children’s records are kept for {months}.")))
}

fn preview(keep_months: u16, today: NaiveDate) -> String {
    let first = today.checked_sub_months(Months::new(keep_months.into())).unwrap_or(today);
    format!(
        "Extracts of days before {} are destroyed within six hours, but for the one in force. Nothing brings them back.",
        words::day(first)
    )
}

impl RecordsForm {
    fn validate(&self) -> Result<RecordSettings, FormErrors> {
        let (least, most) = RecordSettings::KEEP_MONTHS;
        let months = self.keep_months.trim().parse().ok().filter(|months| (least..=most).contains(months));
        months.map(|keep_months| RecordSettings { keep_months }).ok_or_else(|| {
            let mut errors = FormErrors::default();
            errors.add("keep_months", format!("Enter a whole number of months from {least} to {most}."));
            errors
        })
    }

    fn page(&self, frame: Frame, errors: &FormErrors, preview: Option<String>) -> RecordsPage {
        RecordsPage {
            frame,
            back: back(),
            errors: errors.into(),
            months: TextInput::new("keep_months", "Months that an extract is kept")
                .hint("Counted from the day whose records it holds. The extract in force is kept however old it is.")
                .value(self.keep_months.as_str())
                .digits()
                .width(4)
                .error(errors.of("keep_months")),
            preview,
        }
    }
}
