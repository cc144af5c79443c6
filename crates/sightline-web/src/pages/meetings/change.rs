//! A meeting that moves, is cancelled, or was held.

use axum::extract::State;
use axum::response::Response;
use sightline_app::MeetingView;
use sightline_app::domain::board::MeetingChange;

use super::{form_words, managed, meeting_href};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{Group, area, beside, day, required, required_day};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// The form to move it.
pub(super) async fn show_move(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let mut typed = Typed::default();
    typed.set_day("to", Some(view.meeting.on()));
    Ok(move_page(frame, &view, &typed, &FormErrors::default()))
}

/// Moves it.
pub(super) async fn save_move(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let mut errors = FormErrors::default();
    let to = required_day(&typed, &mut errors, "to", "Enter the day that it moves to");
    let reason = required(&typed, &mut errors, "reason", "Say why it moves");
    if errors.is_empty() {
        match site.app.change_meeting(visitor.call(), &plan, number, &MeetingChange::Moved { to, reason }).await {
            Ok(()) => {
                let said = format!("The meeting is on {} now. Its papers are due anew.", words::day(to));
                return Ok(render::done(&site, &meeting_href(&plan, number), said));
            }
            Err(error) => errors = beside("to", error)?,
        }
    }
    Ok(move_page(frame, &view, &typed, &errors))
}

/// The form to cancel it.
pub(super) async fn show_cancel(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    Ok(cancel_page(frame, &view, &Typed::default(), &FormErrors::default()))
}

/// Cancels it.
pub(super) async fn save_cancel(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let mut errors = FormErrors::default();
    let reason = required(&typed, &mut errors, "reason", "Say why it is cancelled");
    if errors.is_empty() {
        match site.app.change_meeting(visitor.call(), &plan, number, &MeetingChange::Cancelled { reason }).await {
            Ok(()) => return Ok(render::done(&site, &meeting_href(&plan, number), "The meeting is cancelled.")),
            Err(error) => errors = beside("reason", error)?,
        }
    }
    Ok(cancel_page(frame, &view, &typed, &errors))
}

/// Records that it was held.
pub(super) async fn held(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.change_meeting(visitor.call(), &plan, number, &MeetingChange::Held).await?;
    let said = "The meeting was held. Now record who was there.";
    Ok(render::done(&site, &format!("{}/attendance", meeting_href(&plan, number)), said))
}

fn move_page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let fields = vec![
        day(typed, errors, "to", "Which day does it move to?", ""),
        area(typed, errors, "reason", "Why does it move?", "It stands on the page of the meeting and in calendars."),
    ];
    form_words(view, "move", "Move the meeting", "Move the meeting").page(frame, Group::plain(fields), errors)
}

fn cancel_page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let hint = "It stands on the page of the meeting and in calendars.";
    let fields = vec![area(typed, errors, "reason", "Why is it cancelled?", hint)];
    let mut form = form_words(view, "cancel", "Cancel the meeting", "Cancel the meeting");
    form.about.push("A cancelled meeting stays cancelled; plan another one in its place.".to_owned());
    form.is_warning = true;
    form.page(frame, Group::plain(fields), errors)
}
