//! Letters that wait for the mail server, were sent, or were given up.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sightline_app::{Letters, QueuedLetter};

use super::back;
use crate::components::{BackLink, EmptyState};
use crate::error::PageError;
use crate::frame::Frame;
use crate::pages::account::became;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::{render, words};

#[derive(Template)]
#[template(path = "settings/letters.html")]
struct LettersPage {
    frame: Frame,
    back: BackLink,
    summary: String,
    empty: Option<EmptyState>,
    can_try: bool,
    letters: Vec<LetterRow>,
}

struct LetterRow {
    to: String,
    subject: String,
    written: String,
    became: String,
    failure: String,
}

/// The letters, the latest first.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let Letters { has_mail, letters } = site.app.letters(visitor.call()).await?;
    let waiting = letters.iter().filter(|letter| letter.next_try_at.is_some()).count();
    let empty = letters.is_empty().then(|| {
        if has_mail {
            EmptyState::new("No letter yet", "Digests are written in the morning of each working day.")
        } else {
            EmptyState::new("No mail server is set", "Name one in the settings of the server, and digests are sent.")
        }
    });
    Ok(render::page(&LettersPage {
        frame,
        back: back(),
        summary: match waiting {
            0 => "None waits.".to_owned(),
            some => format!("{} for the mail server.", words::count(some, "letter waits", "letters wait")),
        },
        empty,
        can_try: has_mail && waiting > 0,
        letters: letters.iter().map(LetterRow::from).collect(),
    }))
}

/// Has what waits tried again.
pub(super) async fn again(State(site): State<Site>, visitor: Visitor) -> Result<Response, PageError> {
    site.app.try_letters_again(visitor.call()).await?;
    Ok(render::done(
        &site,
        "/settings/letters",
        "Every letter that waits is tried again now. Load the page again to see.".to_owned(),
    ))
}

impl From<&QueuedLetter> for LetterRow {
    fn from(queued: &QueuedLetter) -> Self {
        Self {
            to: queued.letter.address.clone(),
            subject: queued.letter.subject.clone(),
            written: words::moment(queued.queued_at),
            became: became(queued),
            failure: queued.failure.clone().unwrap_or_default(),
        }
    }
}
