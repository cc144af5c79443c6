//! The form that orders a pack, and the button that says it went out.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use sightline_app::{PackOrder, PlanPacks};

use super::list::PacksPage;
use super::packs_href;
use crate::components::{Choice, DateInput, Select};
use crate::error::PageError;
use crate::forms::{Form, FormErrors, Path, TypedDay};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

/// What was typed and chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PackForm {
    body: String,
    meeting_day: String,
    meeting_month: String,
    meeting_year: String,
    as_at_day: String,
    as_at_month: String,
    as_at_year: String,
}

/// The fields of the form.
pub(super) struct PackFields {
    pub(super) body: Select,
    pub(super) meeting: DateInput,
    pub(super) as_at: DateInput,
}

impl PackForm {
    /// As it stands before anything is typed.
    pub(super) fn new(today: NaiveDate, meeting_on: Option<NaiveDate>) -> Self {
        let [as_at_day, as_at_month, as_at_year] = TypedDay::fields(Some(today));
        let [meeting_day, meeting_month, meeting_year] = TypedDay::fields(meeting_on);
        Self { as_at_day, as_at_month, as_at_year, meeting_day, meeting_month, meeting_year, body: String::new() }
    }

    fn validate(&self, today: NaiveDate) -> Result<PackOrder, FormErrors> {
        let mut errors = FormErrors::default();
        let meeting_on = match TypedDay::read(&self.meeting_day, &self.meeting_month, &self.meeting_year) {
            TypedDay::Day(day) => Some(day),
            TypedDay::Nothing | TypedDay::NoDay => {
                errors.add("meeting", "Enter the day of the meeting, such as 4 12 2026");
                None
            }
        };
        let as_at = match TypedDay::read(&self.as_at_day, &self.as_at_month, &self.as_at_year) {
            TypedDay::Day(day) if day > today => {
                errors.add("as_at", "The day must be today or in the past");
                None
            }
            TypedDay::Day(day) => Some(day),
            TypedDay::Nothing | TypedDay::NoDay => {
                errors.add("as_at", "Enter the day that the pack shows, such as 31 10 2026");
                None
            }
        };
        let body = Some(self.body.trim().to_owned()).filter(|body| !body.is_empty());
        if errors.is_empty() { Ok(PackOrder { body, meeting_on, as_at }) } else { Err(errors) }
    }

    pub(super) fn fields(self, packs: &PlanPacks, errors: &FormErrors) -> PackFields {
        let bodies = packs.bodies.iter().map(|name| Choice::new(name, name).chosen(*name == self.body));
        PackFields {
            body: Select::new("body", "Body that meets").choices(bodies),
            meeting: DateInput::new("meeting", "Day of the meeting")
                .typed(self.meeting_day, self.meeting_month, self.meeting_year)
                .error(errors.of("meeting")),
            as_at: DateInput::new("as_at", "The plan as at")
                .hint("For example, the end of the month before the meeting.")
                .typed(self.as_at_day, self.as_at_month, self.as_at_year)
                .error(errors.of("as_at")),
        }
    }
}

/// Orders a pack.
pub(super) async fn order(
    State(site): State<Site>,
    Path(plan): Path<String>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<PackForm>,
) -> Result<Response, PageError> {
    let call = visitor.call();
    match form.validate(call.today) {
        Ok(order) => {
            site.app.order_pack(call, &plan, &order).await?;
            let said = "The pack is being built. It appears in the list below; you can leave this page.";
            Ok(render::done(&site, &packs_href(&plan), said))
        }
        Err(errors) => {
            let packs = site.app.packs(call, &plan).await?;
            Ok(render::refused(&PacksPage::of(frame, call, &packs, form, &errors)))
        }
    }
}

/// Says that a pack went out to members.
pub(super) async fn issue(
    State(site): State<Site>,
    Path((plan, pack)): Path<(String, u64)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.issue_pack(visitor.call(), &plan, pack).await?;
    Ok(render::done(&site, &packs_href(&plan), "The pack is issued: this is what members got."))
}
