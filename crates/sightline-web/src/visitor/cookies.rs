//! The cookies that say who somebody is, and those of the way there.
//!
//! None can be read by a script, and none is sent along with what another site
//! starts, but for opening a page. Over TLS their names begin with `__Host-`:
//! the browser then takes them from this very host only.

use std::time::Duration;

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::site::Site;

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// The token of a session.
    Session,
    /// The token of a session that waits for its code.
    Waiting,
    /// The browser's own secret for forms kept over a time-out.
    Forms,
    /// What to compare when a provider of single sign-on sends somebody back.
    SingleSignOn,
}

impl Keeps {
    const fn name(self, over_tls: bool) -> &'static str {
        match (self, over_tls) {
            (Self::Session, false) => "sightline_session",
            (Self::Session, true) => "__Host-sightline_session",
            (Self::Waiting, false) => "sightline_waiting",
            (Self::Waiting, true) => "__Host-sightline_waiting",
            (Self::Forms, false) => "sightline_forms",
            (Self::Forms, true) => "__Host-sightline_forms",
            (Self::SingleSignOn, false) => "sightline_single_sign_on",
            (Self::SingleSignOn, true) => "__Host-sightline_single_sign_on",
        }
    }

    /// How long the browser keeps it; `None` until it is closed.
    const fn lasts(self) -> Option<Duration> {
        match self {
            Self::Session => None,
            Self::Waiting | Self::SingleSignOn => Some(Duration::from_mins(10)),
            Self::Forms => Some(Duration::from_hours(1)),
        }
    }

    /// What the browser has sent.
    pub(crate) fn get(self, site: &Site, jar: &CookieJar) -> Option<String> {
        let value = jar.get(self.name(site.settings.secure_cookies))?.value();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The cookie with this value.
    pub(crate) fn set(self, site: &Site, value: impl Into<String>) -> Cookie<'static> {
        self.cookie(site, value.into(), self.lasts())
    }

    /// The cookie that takes itself away.
    pub(crate) fn remove(self, site: &Site) -> Cookie<'static> {
        self.cookie(site, String::new(), Some(Duration::ZERO))
    }

    fn cookie(self, site: &Site, value: String, lasts: Option<Duration>) -> Cookie<'static> {
        let over_tls = site.settings.secure_cookies;
        let mut cookie = Cookie::build((self.name(over_tls), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(over_tls);
        if let Some(lasts) = lasts.and_then(|lasts| lasts.try_into().ok()) {
            cookie = cookie.max_age(lasts);
        }
        cookie.build()
    }
}
