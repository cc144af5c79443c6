//! The page shown instead of the one asked for: what happened, what is lost (nothing), what to do.

use askama::Template;

use crate::frame::Frame;

/// Only for whoever has something to search.
const SEARCH: &str = "/search";

/// Why the page asked for is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 403: known to exist, and not theirs to do.
    NotAllowed,
    /// 403: the form's token is missing or old.
    FormExpired,
    /// 404: does not exist, or is not known to exist.
    NotFound,
    /// 409: somebody else changed it first.
    ChangedMeanwhile,
    /// 413: larger than is taken.
    TooLarge,
    /// 429: asked for too often.
    TooMany,
    /// 400: the address or the form cannot be read.
    Unreadable,
    /// 422: understood, and cannot be done as asked.
    Refused,
    /// 500: a fault of ours.
    Fault,
    /// 503: the database is busy or away.
    Unavailable,
}

/// One thing the reader can do next; a link when it has an address.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
}

#[derive(Clone, Debug, Template)]
#[template(path = "error_page/error_page.html")]
pub(crate) struct ErrorPage {
    frame: Frame,
    heading: &'static str,
    paragraphs: &'static [&'static str],
    detail: Option<String>,
    next: Vec<Step>,
    reference: Option<String>,
}

impl ErrorPage {
    /// The page for a refusal, in words for the person who met it.
    pub(crate) fn new(frame: Frame, refusal: Refusal) -> Self {
        let words = refusal.words();
        let leads_on = |href: &str| href != SEARCH || frame.can_search;
        let next = words
            .next
            .iter()
            .filter(|(_, href)| href.is_none_or(leads_on))
            .map(|(text, href)| Step { text: (*text).into(), href: href.map(Into::into) })
            .collect();
        Self { frame, heading: words.heading, paragraphs: words.paragraphs, detail: None, next, reference: None }
    }

    /// Adds what exactly was refused: a sentence without personal data.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds the number under which the log knows this request.
    pub(crate) fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }
}

impl Refusal {
    fn words(self) -> Words {
        const HOME: (&str, Option<&str>) = ("Go to your home page", Some("/"));
        const BACK: (&str, Option<&str>) = ("Go back with your browser’s back button", None);
        match self {
            Self::NotAllowed => Words {
                heading: "Sorry, your role does not let you do this",
                paragraphs: &[
                    "You are signed in, but this page is for people with another role. Nothing has been changed.",
                ],
                next: &[
                    HOME,
                    ("See what each role can do", Some("/help/roles")),
                    ("Ask your programme manager if you should have this role", None),
                ],
            },
            Self::FormExpired => Words {
                heading: "Sorry, this form was open for too long",
                paragraphs: &[
                    "To keep your account safe, we only accept a form from the session it was opened in. Nothing has been saved, and nothing has been changed.",
                ],
                next: &[("Open the page again, fill in the form and send it", None), HOME],
            },
            Self::NotFound => Words {
                heading: "Sorry, we cannot find this page",
                paragraphs: &[
                    "The address may be mistyped, or the page may be one that your role does not show. Nothing has been lost.",
                ],
                next: &[
                    ("Check the address, and that all of it was copied", None),
                    ("Search for what you were looking for", Some(SEARCH)),
                    HOME,
                ],
            },
            Self::ChangedMeanwhile => Words {
                heading: "Sorry, somebody else changed this while you were working on it",
                paragraphs: &["Your change has not been saved over theirs: what they did is safe."],
                next: &[("Open the page again to see their change, and make yours again", None), HOME],
            },
            Self::TooLarge => Words {
                heading: "Sorry, this is larger than we can take",
                paragraphs: &["Nothing has been saved, and nothing that was there before is lost."],
                next: &[
                    BACK,
                    ("Choose a smaller file, or split it into parts", None),
                    ("See which files can be used", Some("/help/files")),
                ],
            },
            Self::TooMany => Words {
                heading: "Sorry, there have been too many requests",
                paragraphs: &["To keep accounts safe, we limit how often this can be tried. Nothing has been lost."],
                next: &[
                    ("Wait a few minutes, then try again", None),
                    ("Ask an administrator to help if you have forgotten your password", None),
                ],
            },
            Self::Unreadable => Words {
                heading: "Sorry, we cannot read this address or form",
                paragraphs: &["Nothing has been changed."],
                next: &[BACK, HOME],
            },
            Self::Refused => Words {
                heading: "Sorry, this cannot be done",
                paragraphs: &["Nothing has been changed, and nothing that was there before is lost."],
                next: &[BACK, HOME],
            },
            Self::Fault => Words {
                heading: "Sorry, something went wrong",
                paragraphs: &[
                    "This is our fault, not yours. Nothing that was saved before is lost; what you have just sent may not have been saved.",
                ],
                next: &[
                    ("Open the page again, see whether what you sent is there, and send it again if it is not", None),
                    HOME,
                ],
            },
            Self::Unavailable => Words {
                heading: "Sorry, Sightline is not available for a moment",
                paragraphs: &["Everything that was saved is safe. What you have just sent has not been saved."],
                next: &[("Wait a minute, then open the page again", None)],
            },
        }
    }
}

struct Words {
    heading: &'static str,
    paragraphs: &'static [&'static str],
    next: &'static [(&'static str, Option<&'static str>)],
}
