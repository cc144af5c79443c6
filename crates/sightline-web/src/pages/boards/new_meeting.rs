//! One meeting outside the cycle.

use axum::extract::State;
use axum::response::Response;
use sightline_app::{BodyView, MeetingInput};

use super::cycle::managed;
use super::form::{FormWords, Group, beside, day, line, required_day, time_of, time_text};
use super::{body_breadcrumbs, body_href};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::meetings::meeting_href;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    let mut typed = Typed::default();
    if let Some(meets) = &view.meets {
        typed.set("starts_at", time_text(meets.starts_at));
        typed.set("place", meets.place.clone().unwrap_or_default());
    }
    Ok(page(frame, &view, &typed, &FormErrors::default()))
}

/// Plans it.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, &body).await?;
    let errors = match read(&typed) {
        Err(errors) => errors,
        Ok(input) => match site.app.add_meeting(visitor.call(), &plan, &body, &input).await {
            Ok(number) => {
                let own = meeting_href(&view.summary.handle, number);
                return Ok(render::done(&site, &own, "The meeting is planned."));
            }
            Err(error) => beside("on", error)?,
        },
    };
    Ok(page(frame, &view, &typed, &errors))
}

fn read(typed: &Typed) -> Result<MeetingInput, FormErrors> {
    let mut errors = FormErrors::default();
    let on = required_day(typed, &mut errors, "on", "Enter the day of the meeting");
    let starts_at = time_of(typed, &mut errors, "starts_at");
    let place = typed.filled("place").map(str::to_owned);
    if errors.is_empty() { Ok(MeetingInput { on, starts_at, place }) } else { Err(errors) }
}

fn page(frame: Frame, view: &BodyView, typed: &Typed, errors: &FormErrors) -> Response {
    let fields = vec![
        day(typed, errors, "on", "On which day?", ""),
        line(typed, errors, "starts_at", "When does it begin? (optional)", "On the 24-hour clock, such as 14:00."),
        line(typed, errors, "place", "Where? (optional)", ""),
    ];
    let form = FormWords {
        breadcrumbs: body_breadcrumbs(&view.summary, &view.body.name),
        caption: view.body.name.clone(),
        heading: "Plan one meeting".to_owned(),
        about: Vec::new(),
        href: format!("{}/new-meeting", body_href(&view.summary.handle, &view.body.name)),
        button: "Plan the meeting",
        hidden: Vec::new(),
        is_warning: false,
    };
    form.page(frame, Group::plain(fields), errors)
}
