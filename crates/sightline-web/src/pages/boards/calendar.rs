//! Meetings for calendars: as a file, and at an address that a calendar asks again and again.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus};
use sightline_app::Feed;
use sightline_app::domain::board::{FeedEntry, FeedTime};

use super::{body_breadcrumbs, body_href};
use crate::components::Breadcrumbs;
use crate::error::PageError;
use crate::forms::Path;
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::words;

/// A calendar asks again after so many hours.
const ASKED_EVERY: TimeDelta = TimeDelta::hours(6);
/// What the address of a feed ends with.
const ENDING: &str = ".ics";

#[derive(Template)]
#[template(path = "boards/address.html")]
struct AddressPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    body: String,
    address: String,
    href: String,
}

/// The meetings of a body as a file.
pub(super) async fn download(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    let call = visitor.call();
    let feed = site.app.meeting_feed(call, &plan, &body, host(&site.public_url())).await?;
    let mut response = written(&feed, call.at);
    let name = render::to_be_saved(&format!("{}{ENDING}", feed.title));
    response.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// The meetings that an address of a calendar opens.
pub(super) async fn fetch(
    State(site): State<Site>,
    Path((plan, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let token = file.strip_suffix(ENDING).ok_or(PageError::NotFound)?;
    let (at, today) = site.clock.now();
    let feed = site.app.feed_of_link(&plan, token, host(&site.public_url()), at, today).await?;
    Ok(written(&feed.ok_or(PageError::NotFound)?, at))
}

/// Makes an address, and shows it once.
pub(super) async fn make(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
    frame: Frame,
) -> Result<Response, PageError> {
    let view = site.app.board(visitor.call(), &plan, &body).await?;
    let secret = site.app.make_feed_link(visitor.call(), &plan, &body).await?;
    let handle = view.summary.handle.as_str();
    let mut response = render::page(&AddressPage {
        frame,
        breadcrumbs: body_breadcrumbs(&view.summary, &view.body.name),
        address: format!("{}/calendars/{}/{}{ENDING}", site.public_url(), words::segment(handle), secret.as_str()),
        href: body_href(handle, &view.body.name),
        body: view.body.name,
    });
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Takes the address back.
pub(super) async fn withdraw(
    State(site): State<Site>,
    Path((plan, body)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, PageError> {
    site.app.withdraw_feed_link(visitor.call(), &plan, &body).await?;
    let said = "The address is taken back. Calendars that ask at it get nothing any more.";
    Ok(render::done(&site, &body_href(&plan, &body), said))
}

/// The host of an address, which tells entries of two councils apart.
fn host(public_url: &str) -> &str {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

fn written(feed: &Feed, at: DateTime<Utc>) -> Response {
    let mut calendar = Calendar::new();
    calendar.name(&feed.title).ttl(&ASKED_EVERY);
    for entry in &feed.entries {
        calendar.push(event(entry, at));
    }
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let mut response = ([(CONTENT_TYPE, kind)], calendar.done().to_string()).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn event(entry: &FeedEntry, at: DateTime<Utc>) -> Event {
    let mut event = Event::with_uid(&entry.uid);
    event.sequence(entry.sequence).timestamp(at).summary(&entry.summary);
    if let Some(place) = &entry.place {
        event.location(place);
    }
    if !entry.notes.is_empty() {
        event.description(&entry.notes.join("\n"));
    }
    match (entry.starts, entry.ends) {
        (FeedTime::Local(starts), FeedTime::Local(ends)) => {
            event.starts(words::in_utc(starts)).ends(words::in_utc(ends));
        }
        (FeedTime::Day(starts), FeedTime::Day(ends)) => {
            event.starts(starts).ends(ends);
        }
        (FeedTime::Day(day), _) | (_, FeedTime::Day(day)) => {
            event.all_day(day);
        }
    }
    event.status(if entry.is_cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    event.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_told_without_scheme_port_or_path() {
        assert_eq!(host("https://sightline.wexcombe.example:8443/x"), "sightline.wexcombe.example");
        assert_eq!(host("http://127.0.0.1:8080"), "127.0.0.1");
    }
}
