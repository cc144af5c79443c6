//! The table of routes: method, address, handler, and what the policy is asked.
//!
//! axum cannot list its routes, so each capability declares them in a table
//! made with [`get`] and [`post`]. The table is the only way to a route: the
//! check of the policy action stands in it, not in the handler.

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, on};
use sightline_app::policy::{Action, Target};

use crate::error::PageError;
use crate::site::Site;
use crate::visitor::Visitor;

/// What a route asks of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: sign-in, health and static files.
    Nothing,
    /// Somebody who is signed in, whose role may do this.
    To(Action),
}

/// One route of the table.
#[derive(Debug)]
pub(crate) struct Route {
    method: Method,
    path: &'static str,
    needs: Needs,
    handler: MethodRouter<Site>,
}

/// One route as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteSummary {
    /// Method.
    pub method: Method,
    /// Address, with `{…}` for what varies.
    pub path: &'static str,
    /// What it asks of the caller.
    pub needs: Needs,
}

/// A page that is read.
pub(crate) fn get<H, T>(path: &'static str, needs: Needs, handler: H) -> Route
where
    H: Handler<T, Site>,
    T: 'static,
{
    Route { method: Method::GET, path, needs, handler: axum::routing::get(handler) }
}

/// A form that is sent.
pub(crate) fn post<H, T>(path: &'static str, needs: Needs, handler: H) -> Route
where
    H: Handler<T, Site>,
    T: 'static,
{
    Route { method: Method::POST, path, needs, handler: on(axum::routing::MethodFilter::POST, handler) }
}

/// Every route there is, in the order of the capabilities.
#[must_use]
pub fn route_summaries() -> Vec<RouteSummary> {
    crate::pages::routes()
        .into_iter()
        .map(|route| RouteSummary { method: route.method, path: route.path, needs: route.needs })
        .collect()
}

/// The routes with their checks.
pub(crate) fn assemble(table: Vec<Route>, site: &Site) -> Router<Site> {
    let mut router = Router::new();
    for route in table {
        let handler = match route.needs {
            Needs::Nothing => route.handler,
            Needs::To(action) => {
                let state = (site.clone(), action);
                route.handler.layer(middleware::from_fn_with_state(state, ask_the_policy))
            }
        };
        router = router.route(route.path, handler);
    }
    router
}

/// Lets a request through when somebody is signed in whose role may do `action` at all.
///
/// What it may be done to is asked again by the use case.
async fn ask_the_policy(State((site, action)): State<(Site, Action)>, request: Request, next: Next) -> Response {
    let Some(visitor) = request.extensions().get::<Visitor>() else {
        return crate::visitor::must_sign_in(&site, request).await;
    };
    if visitor.call().allows(action, &Target::Sightline) {
        next.run(request).await
    } else {
        PageError::Forbidden { to: action.words() }.in_frame(&site, &request)
    }
}
