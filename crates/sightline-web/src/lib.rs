//! Pages, JSON API and sign-in: the front door that people use.
//!
//! A page is a route in the table of its capability ([`pages`]), a handler that
//! calls one use case of `sightline-app`, a view of display-ready words, and a
//! template beside it. This crate holds no rule about plans and no query.
//!
//! What stands between the network and a handler, from the outside in:
//!
//! 1. request id, log line, time limit, security headers ([`server`]);
//! 2. who asks: session cookie or access token ([`visitor`]);
//! 3. the form's token, for everything that changes something ([`csrf`]);
//! 4. the policy action that the route names ([`routes`]).

mod api;
mod assets;
mod clock;
mod components;
mod csrf;
mod error;
mod forms;
mod frame;
mod limits;
mod pages;
mod render;
mod routes;
mod security;
mod server;
mod single_sign_on;
mod site;
mod visitor;
mod words;

pub use api::document as openapi_document;
pub use clock::Clock;
pub use error::{Error, Result};
pub use routes::{Needs, RouteSummary, route_summaries};
pub use server::{Listening, router, serve};
pub use single_sign_on::SingleSignOnSettings;
pub use site::{Site, Tls, WebSettings};
