//! The frame, put together from the request.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sightline_app::policy::{Action, Target};

use super::{Frame, NavItem, SignedIn};
use crate::site::Site;
use crate::visitor::{TakenFlash, Visitor};

/// The main pages: words, address, and what it takes to see them.
const MAIN_PAGES: &[(&str, &str, Action)] = &[
    ("Home", "/", Action::OwnAccount),
    ("Plans", "/plans", Action::PlanRead),
    ("Measures", "/scorecards", Action::MeasureRead),
    ("Case lists", "/case-lists", Action::CaseListRead),
    ("Data", "/data", Action::DataRead),
    ("History", "/history", Action::HistoryRead),
    ("Accounts", "/accounts", Action::AccountManage),
    ("Settings", "/settings", Action::SettingsChange),
];

/// Pages that belong to a main page and do not stand below its address.
const BELONGS: &[(&str, &str)] = &[("/measures", "/scorecards"), ("/my-team", "/case-lists")];

/// True when `path` is `page` or stands below it.
fn is_at(path: &str, page: &str) -> bool {
    path == page || (page != "/" && path.strip_prefix(page).is_some_and(|rest| rest.starts_with('/')))
}

impl Frame {
    /// The frame of a page at `path`, for this visitor or for nobody.
    pub(crate) fn of(site: &Site, path: &str, visitor: Option<&Visitor>, flash: Option<&TakenFlash>) -> Self {
        let branding = &site.app.settings().branding;
        let mut frame = Self {
            service_name: "Sightline".to_owned(),
            council: visitor.map_or_else(|| branding.council.clone(), |visitor| site.app.council_of(visitor.call())),
            colour: branding.colour,
            ..Self::default()
        };
        if let Some(visitor) = visitor {
            let call = visitor.call();
            frame.signed_in =
                Some(SignedIn { name: call.actor.name.clone(), role: capitalised(call.actor.role.words()) });
            visitor.csrf().clone_into(&mut frame.csrf);
            frame.fresh = site.app.freshness(call).map(|fresh| crate::words::day(fresh.as_at));
            frame.can_search = call.allows(Action::PlanRead, &Target::Sightline);
            frame.navigation = MAIN_PAGES
                .iter()
                .filter(|(_, _, action)| call.allows(*action, &Target::Sightline))
                .map(|(text, href, _)| NavItem {
                    text: (*text).to_owned(),
                    href: (*href).to_owned(),
                    current: is_at(path, href) || BELONGS.iter().any(|(page, of)| of == href && is_at(path, page)),
                })
                .collect();
        }
        frame.flash = flash.and_then(|taken| taken.0.clone());
        frame
    }
}

/// With a capital first letter.
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl FromRequestParts<Site> for Frame {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        let visitor = parts.extensions.get::<Visitor>();
        Ok(Self::of(site, parts.uri.path(), visitor, parts.extensions.get::<TakenFlash>()))
    }
}
