//! Who was at a meeting.

use axum::extract::State;
use axum::response::Response;
use sightline_app::MeetingView;
use sightline_app::domain::board::{Presence, Seated};

use super::{form_words, managed, meeting_href};
use crate::components::{Choice, Radios};
use crate::error::PageError;
use crate::forms::{FormErrors, Path, Typed};
use crate::frame::Frame;
use crate::pages::boards::{Group, beside};
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;

const PRESENCES: [(&str, Presence); 4] = [
    ("present", Presence::Present),
    ("sent_someone", Presence::SentSomeone),
    ("apologies", Presence::Apologies),
    ("absent", Presence::Absent),
];

/// The form.
pub(super) async fn show(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let mut typed = Typed::default();
    for line in view.attendance.iter().flat_map(|attendance| &attendance.seats) {
        let code = PRESENCES.iter().find(|(_, presence)| *presence == line.presence).map_or("", |(code, _)| code);
        typed.set(field(line.seat), code);
    }
    Ok(page(frame, &view, &typed, &FormErrors::default()))
}

/// Records it.
pub(super) async fn save(
    State(site): State<Site>,
    Path((plan, number)): Path<(String, u64)>,
    visitor: Visitor,
    frame: Frame,
    typed: Typed,
) -> Result<Response, PageError> {
    let view = managed(&site, &visitor, &plan, number).await?;
    let mut seats = Vec::new();
    let mut errors = FormErrors::default();
    for seated in held(&view) {
        let name = field(seated.seat.number);
        match PRESENCES.iter().find(|(code, _)| *code == typed.get(&name)) {
            Some((_, presence)) => seats.push((seated.seat.number, *presence)),
            None => errors.add(name, format!("Say whether the {} was there", seated.seat.post)),
        }
    }
    if errors.is_empty() {
        match site.app.record_attendance(visitor.call(), &plan, number, &seats).await {
            Ok(()) => {
                let said = "It is on record who was there.";
                return Ok(render::done(&site, &meeting_href(&plan, number), said));
            }
            Err(error) => {
                let first = seats.first().map_or_else(String::new, |(seat, _)| field(*seat));
                errors = beside(&first, error)?;
            }
        }
    }
    Ok(page(frame, &view, &typed, &errors))
}

fn field(seat: u32) -> String {
    format!("seat-{seat}")
}

/// The seats that somebody held on the day of the meeting.
fn held(view: &MeetingView) -> Vec<Seated<'_>> {
    view.body.seated_on(view.meeting.on()).into_iter().filter(|seated| seated.person.is_some()).collect()
}

fn page(frame: Frame, view: &MeetingView, typed: &Typed, errors: &FormErrors) -> Response {
    let fields = held(view).into_iter().map(|seated| {
        let name = field(seated.seat.number);
        let who = seated.person.unwrap_or_default();
        let legend = format!("{who}, {} ({})", seated.seat.post, seated.seat.partner_words());
        let choices =
            PRESENCES.map(|(code, presence)| Choice::new(code, presence.name()).chosen(typed.get(&name) == code));
        Radios::new(&name, legend).choices(choices).error(errors.of(&name)).small().into()
    });
    let mut form = form_words(view, "attendance", "Who was there?", "Record who was there");
    form.about.push("Vacant seats are counted by themselves.".to_owned());
    form.page(frame, Group::plain(fields.collect()), errors)
}
