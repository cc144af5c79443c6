//! What people see when something cannot be done, and why a server cannot start.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::request_id::RequestId;

use crate::api;
use crate::components::error_page::{ErrorPage, Refusal};
use crate::frame::Frame;
use crate::render;
use crate::site::Site;
use crate::visitor::{TakenFlash, Visitor};

/// Seconds after which the database may be back: it is tried again with each request.
pub(crate) const SOON: HeaderValue = HeaderValue::from_static("10");

/// The result of starting a server.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a server could not start or ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address could not be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// Certificate or key could not be used.
    #[error("cannot use the certificate {certificate}")]
    Certificate {
        /// The certificate's file.
        certificate: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The server failed while running.
    #[error("the server stopped")]
    Stopped(#[source] std::io::Error),
}

impl Error {
    /// A code that stays the same from version to version.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Listen { .. } => "SL-W001",
            Self::Certificate { .. } => "SL-W002",
            Self::Stopped(_) => "SL-W003",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Listen { .. } => {
                "Another program may be using the address. Give another one with --address.".to_owned()
            }
            Self::Certificate { .. } => "Check that both files are there, in PEM form, and belong together.".to_owned(),
            Self::Stopped(_) => "Start it again; nothing that was saved is lost.".to_owned(),
        }
    }
}

/// Why a page cannot be shown or a form not be taken.
///
/// As a response it is a whole page; [`Framed`] puts the frame around it.
#[derive(Debug)]
pub(crate) enum PageError {
    /// A use case refused.
    App(sightline_app::Error),
    /// Nothing is there, or nothing this person may know of.
    NotFound,
    /// The role may not do this at all.
    Forbidden {
        /// In words that follow "may not".
        to: &'static str,
    },
    /// Nobody is signed in.
    NobodySignedIn,
    /// The form does not come from a page of this session.
    StaleForm,
    /// The address or form cannot be read.
    Malformed {
        /// What is wrong, as a sentence.
        what: String,
    },
    /// The address is there, and nothing is done to it in this way.
    WrongMethod,
    /// More than is taken at once.
    TooLarge {
        /// The most that is taken, in words.
        limit: String,
    },
    /// It is no longer as the caller read it.
    Changed,
    /// What was sent is of another type than is read here.
    WrongType {
        /// The type that is read.
        wanted: &'static str,
    },
    /// Too many tries.
    TooMany,
    /// A fault of ours.
    Fault {
        /// For the log; without personal data.
        what: String,
    },
}

impl From<sightline_app::Error> for PageError {
    fn from(error: sightline_app::Error) -> Self {
        Self::App(error)
    }
}

impl PageError {
    /// The status that says the same to a program.
    pub(crate) fn status(&self) -> StatusCode {
        use sightline_app::ErrorKind;
        match self {
            Self::App(error) => match error.kind() {
                ErrorKind::Forbidden => StatusCode::FORBIDDEN,
                ErrorKind::NotFound => StatusCode::NOT_FOUND,
                ErrorKind::Conflict => StatusCode::CONFLICT,
                ErrorKind::Refused => StatusCode::UNPROCESSABLE_ENTITY,
                ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                ErrorKind::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NobodySignedIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden { .. } | Self::StaleForm => StatusCode::FORBIDDEN,
            Self::Malformed { .. } => StatusCode::BAD_REQUEST,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Changed => StatusCode::PRECONDITION_FAILED,
            Self::WrongType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Fault { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(crate) fn title(&self) -> &'static str {
        match self.status() {
            StatusCode::NOT_FOUND => "Page not found",
            StatusCode::FORBIDDEN if matches!(self, Self::StaleForm) => "This form is out of date",
            StatusCode::FORBIDDEN => "You cannot do this",
            StatusCode::UNAUTHORIZED => "Sign in first",
            StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => "Somebody was first",
            StatusCode::UNPROCESSABLE_ENTITY => "This cannot be done",
            StatusCode::BAD_REQUEST => "This address or form cannot be read",
            StatusCode::METHOD_NOT_ALLOWED => "There is no such method here",
            StatusCode::PAYLOAD_TOO_LARGE => "This is too large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "This is of the wrong type",
            StatusCode::TOO_MANY_REQUESTS => "Too many tries",
            StatusCode::SERVICE_UNAVAILABLE => "Sightline cannot use its database",
            _ => "Sorry, something went wrong",
        }
    }

    pub(crate) fn what_happened(&self) -> String {
        match self {
            Self::App(error) if self.status().is_server_error() => {
                // The cause goes to the log; it may name things people need not see.
                format!("Nothing was changed. Give this code when you ask for help: {}.", error.code())
            }
            Self::App(error) if self.status() != StatusCode::NOT_FOUND => {
                let mut words = error.to_string();
                if let Some(first) = words.get_mut(0..1) {
                    first.make_ascii_uppercase();
                }
                format!("{words}.")
            }
            Self::App(_) | Self::NotFound => {
                "There is nothing at this address, or nothing that you have been given access to.".to_owned()
            }
            Self::Forbidden { to } => format!("Your role may not {to}."),
            Self::NobodySignedIn => "Nobody is signed in.".to_owned(),
            Self::StaleForm => "It was opened before you last signed in, or not on a page of Sightline. \
                                Nothing was changed."
                .to_owned(),
            Self::Malformed { what } => what.clone(),
            Self::WrongMethod => "Nothing at this address is done by this method.".to_owned(),
            Self::TooLarge { limit } => format!("At most {limit} is taken at once. Nothing was changed."),
            Self::Changed => "It was changed since you read it. Nothing of yours was recorded.".to_owned(),
            Self::WrongType { wanted } => format!("Only {wanted} is read here. Nothing was changed."),
            Self::TooMany => "There were too many tries in a short time.".to_owned(),
            Self::Fault { .. } => "The fault is ours, and it is in the log. Nothing was changed.".to_owned(),
        }
    }

    pub(crate) fn what_to_do(&self) -> String {
        match self {
            Self::App(error) if self.status() != StatusCode::NOT_FOUND => error.help(),
            Self::App(_) | Self::NotFound => {
                "Check the address, or go to the start page and find the page from there.".to_owned()
            }
            Self::Forbidden { .. } => "If you need it, ask your programme manager or administrator.".to_owned(),
            Self::NobodySignedIn => "Sign in and open the page again.".to_owned(),
            Self::StaleForm => "Go back, open the page again, and send the form from there.".to_owned(),
            Self::Malformed { .. } => "Go back and try again.".to_owned(),
            Self::WrongMethod => "The header Allow names the methods that there are.".to_owned(),
            Self::TooLarge { .. } => "Send a smaller file, or several one after the other.".to_owned(),
            Self::Changed => "Read it again, then decide anew.".to_owned(),
            Self::WrongType { .. } => "Send it as that type, and say so in Content-Type.".to_owned(),
            Self::TooMany => "Wait a minute and try again.".to_owned(),
            Self::Fault { .. } => "Try again in a minute.".to_owned(),
        }
    }

    pub(crate) fn code(&self) -> Option<&'static str> {
        match self {
            Self::App(error) if self.status() != StatusCode::NOT_FOUND => Some(error.code()),
            _ => None,
        }
    }

    /// The page of this error as a whole response, where there is no handler.
    pub(crate) fn in_frame(self, site: &Site, request: &Request) -> Response {
        let mut response = self.shown(site, request);
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, SOON);
        }
        response
    }

    fn shown(self, site: &Site, request: &Request) -> Response {
        self.log();
        if api::is_api(request.uri().path()) {
            return api::problem::response(&self);
        }
        let visitor = request.extensions().get::<Visitor>();
        let frame = Frame::of(site, request.uri().path(), visitor, request.extensions().get::<TakenFlash>());
        let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
        self.page(frame, id)
    }

    /// One line in the log when the fault is ours.
    fn log(&self) {
        match self {
            Self::App(error) if self.status().is_server_error() => {
                let causes = causes(error);
                tracing::error!(code = error.code(), %causes, "a use case failed");
            }
            Self::Fault { what } => tracing::error!(%what, "a fault"),
            _ => {}
        }
    }

    /// The page of this error.
    fn page(self, frame: Frame, request_id: Option<&str>) -> Response {
        let status = self.status();
        let refusal = match status {
            StatusCode::NOT_FOUND => Refusal::NotFound,
            StatusCode::FORBIDDEN if matches!(self, Self::StaleForm) => Refusal::FormExpired,
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Refusal::NotAllowed,
            StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => Refusal::ChangedMeanwhile,
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Refusal::TooMany,
            StatusCode::SERVICE_UNAVAILABLE => Refusal::Unavailable,
            StatusCode::BAD_REQUEST | StatusCode::METHOD_NOT_ALLOWED | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Refusal::Unreadable
            }
            StatusCode::UNPROCESSABLE_ENTITY => Refusal::Refused,
            _ => Refusal::Fault,
        };
        let says_more = !matches!(refusal, Refusal::NotFound | Refusal::FormExpired | Refusal::TooMany);
        let mut page = ErrorPage::new(frame, refusal);
        if says_more {
            page = page.detail(format!("{} {}", self.what_happened(), self.what_to_do()));
        }
        if let Some(id) = request_id.filter(|_| status.is_server_error()) {
            page = page.reference(id);
        }
        (status, render::page(&page)).into_response()
    }
}

/// An error and what caused it, in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        source = cause.source();
    }
    words
}

/// An error whose page still needs its frame; [`frame_errors`] puts it around.
impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(std::sync::Arc::new(std::sync::Mutex::new(Some(self))));
        response
    }
}

type Held = std::sync::Arc<std::sync::Mutex<Option<PageError>>>;

/// Puts the frame around errors that handlers return.
pub(crate) async fn frame_errors(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut asked = Request::new(axum::body::Body::empty());
    asked.uri_mut().clone_from(request.uri());
    asked.extensions_mut().clone_from(request.extensions());
    let mut response = next.run(request).await;
    let held = response.extensions_mut().remove::<Held>();
    match held.and_then(|held| held.lock().ok().and_then(|mut held| held.take())) {
        Some(error) => error.in_frame(&site, &asked),
        None => response,
    }
}
