//! How often one gets what waits by e-mail.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use sightline_app::{Digest, OwnDigest, QueuedLetter};

use crate::components::{BackLink, Choice, ErrorSummary, Radios};
use crate::error::PageError;
use crate::forms::{Form, FormErrors};
use crate::frame::Frame;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::{render, words};

#[derive(Template)]
#[template(path = "account/digest.html")]
struct DigestPage {
    frame: Frame,
    back: BackLink,
    errors: ErrorSummary,
    has_mail: bool,
    digest: Radios,
}

/// What was chosen.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct DigestForm {
    #[serde(default)]
    digest: String,
}

/// The form with what is chosen.
pub(super) async fn show(State(site): State<Site>, visitor: Visitor, frame: Frame) -> Result<Response, PageError> {
    let own = site.app.own_digest(visitor.call()).await?;
    let form = DigestForm { digest: own.digest.code().to_owned() };
    Ok(render::page(&form.page(frame, own.has_mail, &FormErrors::default())))
}

/// Saves what was chosen.
pub(super) async fn choose(
    State(site): State<Site>,
    visitor: Visitor,
    frame: Frame,
    Form(form): Form<DigestForm>,
) -> Result<Response, PageError> {
    let Some(digest) = Digest::from_code(&form.digest) else {
        let mut errors = FormErrors::default();
        errors.add("digest", "Choose how often");
        return Ok(render::refused(&form.page(frame, site.app.has_mail(), &errors)));
    };
    site.app.choose_digest(visitor.call(), digest).await?;
    let said = match digest {
        Digest::Off => "You get no more e-mails about what waits for you.".to_owned(),
        often => format!("You get an e-mail {}, when something waits for you.", often.in_sentence()),
    };
    Ok(render::done(&site, "/account", said))
}

impl DigestForm {
    fn page(&self, frame: Frame, has_mail: bool, errors: &FormErrors) -> DigestPage {
        let choices =
            Digest::ALL.map(|digest| Choice::new(digest.code(), digest.words()).chosen(digest.code() == self.digest));
        DigestPage {
            frame,
            back: BackLink::new("Back to your account", "/account"),
            errors: errors.into(),
            has_mail,
            digest: Radios::new("digest", "How often do you want to be told by e-mail what waits for you?")
                .hint(
                    "Only when something does. It says how many things wait, and never a child or what anybody wrote.",
                )
                .choices(choices)
                .error(errors.of("digest")),
        }
    }
}

/// How often, in words, and why none comes.
pub(super) fn digest_words(own: &OwnDigest) -> String {
    match own.digest {
        Digest::Off => own.digest.words().to_owned(),
        often if own.has_mail => often.words().to_owned(),
        often => format!("{}; none is sent, because no mail server is set", often.words()),
    }
}

/// What became of a letter.
pub(crate) fn became(letter: &QueuedLetter) -> String {
    match (letter.sent_at, letter.next_try_at, &letter.failure) {
        (Some(sent_at), _, _) => format!("Sent {}", words::moment(sent_at)),
        (None, Some(next), Some(_)) => {
            format!("Waits: the mail server did not take it. Tried again {}", words::moment(next))
        }
        (None, Some(_), None) => "Waits to be sent".to_owned(),
        (None, None, _) => "Not sent: the mail server refused it".to_owned(),
    }
}
