//! What every handler shares.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use governor::clock::DefaultClock;
use sightline_app::{Actor, App};

use crate::Clock;
use crate::limits::Limits;
use crate::single_sign_on::{SingleSignOn, SingleSignOnSettings};

/// Certificate and key of an own TLS listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// PEM file of the certificate chain.
    pub certificate: PathBuf,
    /// PEM file of the private key.
    pub key: PathBuf,
}

/// How the web application is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebSettings {
    /// Where it listens.
    pub address: SocketAddr,
    /// Own TLS; absent behind a proxy.
    pub tls: Option<Tls>,
    /// The address people type, such as `https://sightline.example.gov.uk`; made from `address` when absent.
    pub public_url: Option<String>,
    /// Cookies are sent over TLS only.
    pub secure_cookies: bool,
    /// The address of the caller is taken from `X-Forwarded-For`, as a proxy sets it.
    pub behind_proxy: bool,
    /// How long a request may take.
    pub time_limit: Duration,
    /// The largest upload, in bytes.
    pub upload_limit: usize,
    /// How long running requests may take to end after a stop.
    pub grace: Duration,
    /// The council's own provider of identities, when people sign in through it.
    pub single_sign_on: Option<SingleSignOnSettings>,
    /// Tries to sign in that are let through in a minute from one address: a whole office may share one.
    pub tries_from_one_address: NonZeroU32,
    /// Tries to sign in that are let through in a minute for one account.
    pub tries_for_one_account: NonZeroU32,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls: None,
            public_url: None,
            secure_cookies: false,
            behind_proxy: false,
            time_limit: Duration::from_mins(1),
            upload_limit: 25 * 1024 * 1024,
            grace: Duration::from_secs(20),
            single_sign_on: None,
            tries_from_one_address: const { NonZeroU32::new(60).expect("more than none") },
            tries_for_one_account: const { NonZeroU32::new(10).expect("more than none") },
        }
    }
}

impl WebSettings {
    /// The address people type, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let made = || format!("{scheme}://{}", self.address);
        self.public_url.as_deref().map_or_else(made, |url| url.trim_end_matches('/').to_owned())
    }
}

/// One running web application: cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    /// The use cases.
    pub(crate) app: App,
    /// How it is run.
    pub(crate) settings: Arc<WebSettings>,
    /// The clock.
    pub(crate) clock: Clock,
    /// How often somebody may try to sign in.
    pub(crate) limits: Arc<Limits>,
    /// The provider of identities, as far as it is known.
    pub(crate) single_sign_on: Option<Arc<SingleSignOn>>,
    /// Whoever every request is taken to come from, in tests of what comes after sign-in.
    pub(crate) assumed: Option<Actor>,
}

impl Site {
    /// A site of one app.
    #[must_use]
    pub fn new(app: App, settings: WebSettings, clock: Clock) -> Self {
        let single_sign_on = SingleSignOn::of(&settings);
        let limits =
            Limits::new(settings.tries_from_one_address, settings.tries_for_one_account, &DefaultClock::default());
        Self { app, settings: Arc::new(settings), clock, limits: Arc::new(limits), single_sign_on, assumed: None }
    }

    /// The address people type, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.settings.public_url()
    }

    /// The site as it is once it listens: any free port that was asked for has a number now.
    pub(crate) fn settle_at(&mut self, address: SocketAddr) {
        if self.settings.address == address {
            return;
        }
        Arc::make_mut(&mut self.settings).address = address;
        self.single_sign_on = SingleSignOn::of(&self.settings);
    }

    /// The site with every request taken to come from `actor`.
    #[doc(hidden)]
    #[must_use]
    pub fn assuming(mut self, actor: Actor) -> Self {
        self.assumed = Some(actor);
        self
    }
}

impl FromRef<Site> for App {
    fn from_ref(site: &Site) -> Self {
        site.app.clone()
    }
}
