//! Who asks: found out once for each request, before any handler.

mod cookies;
mod flash;
mod keep;
mod session;
mod token;

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use sightline_app::Call;

use crate::error::PageError;
use crate::site::Site;

pub(crate) use cookies::Keeps;
pub(crate) use flash::{TakenFlash, flash_cookie};
pub(crate) use session::{find_out, must_sign_in};

/// Somebody who is signed in, for the time of one request.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    call: Call,
    csrf: String,
    session: Option<String>,
    is_program: bool,
}

impl Visitor {
    /// A program that asks in somebody's name.
    fn program(call: Call) -> Self {
        Self { call, csrf: String::new(), session: None, is_program: true }
    }

    /// Who asks, and when, for a use case.
    pub(crate) fn call(&self) -> &Call {
        &self.call
    }

    /// True when a program asks, with an access token.
    pub(crate) fn is_program(&self) -> bool {
        self.is_program
    }

    /// The token of the session, as its cookie holds it; empty for one that is only assumed.
    pub(crate) fn session(&self) -> &str {
        self.session.as_deref().unwrap_or_default()
    }

    /// The token that this person's forms carry.
    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// For pages that anybody may open.
impl OptionalFromRequestParts<Site> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Self::Rejection> {
        // The route table asks for somebody signed in before a handler runs.
        parts.extensions.get::<Self>().cloned().ok_or(PageError::NobodySignedIn)
    }
}
