//! What is shown in place of a page of figures: that there are no records, why a measure failed, or ids that come near.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use sightline_app::{App, Call, Error, ErrorKind};

use super::lines::sentence;
use super::top::nothing_loaded;
use super::unknown::{Known, unknown};
use crate::components::{Breadcrumbs, EmptyState, Link};
use crate::error::PageError;
use crate::frame::Frame;
use crate::pages::plans::address::AsAt;
use crate::render;
use crate::words;

#[derive(Template)]
#[template(path = "measures/instead.html")]
struct InsteadPage {
    frame: Frame,
    breadcrumbs: Breadcrumbs,
    heading: String,
    empty: Option<EmptyState>,
    /// A code, and what went wrong.
    failed: Option<(&'static str, String)>,
}

/// The page for what could not be shown; `asked` is the id that was asked for, `here` the page that was.
pub(crate) async fn instead(
    app: &App,
    call: &Call,
    frame: Frame,
    (among, asked, here): (Known, &str, &str),
    as_at: &AsAt,
    error: Error,
) -> Result<Response, PageError> {
    let page = |heading: &str, empty, failed| InsteadPage {
        frame: frame.clone(),
        breadcrumbs: among.breadcrumbs(),
        heading: heading.to_owned(),
        empty,
        failed,
    };
    match error {
        Error::NoExtractInForce => {
            let empty = match as_at.day {
                Some(day) => EmptyState::new(
                    format!("There are no records of {} or before", words::day(day)),
                    "Figures are worked out from the records that were in force on the day.",
                )
                .link("Go to the latest", here),
                None => nothing_loaded(call),
            };
            Ok(render::page(&page(among.title(), Some(empty), None)))
        }
        Error::NotCounted { code, what } => {
            let page =
                page(&format!("This {} could not be worked out", among.one()), None, Some((code, sentence(&what))));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render::page(&page)).into_response())
        }
        error if error.kind() == ErrorKind::NotFound => unknown(app, call, frame.clone(), among, asked).await,
        error => Err(error.into()),
    }
}

impl Known {
    fn title(self) -> &'static str {
        match self {
            Self::Measures | Self::Scorecards => "Measures",
            Self::CaseLists => "Case lists",
        }
    }

    /// What one of them is called.
    fn one(self) -> &'static str {
        match self {
            Self::Measures | Self::Scorecards => "measure",
            Self::CaseLists => "case list",
        }
    }

    fn breadcrumbs(self) -> Breadcrumbs {
        Breadcrumbs::new(vec![match self {
            Self::Measures | Self::Scorecards => Link::new("Measures", "/scorecards"),
            Self::CaseLists => Link::new("Case lists", "/case-lists"),
        }])
    }
}
