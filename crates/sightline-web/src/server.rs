//! The server: layers around the routes, and a listener that ends without breaking off.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, StatusCode};
use axum::middleware;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::api::is_api;
use crate::error::{Error, PageError, Result, frame_errors};
use crate::site::Site;
use crate::{csrf, pages, routes, security, visitor};

/// Nobody comes by such a page; a program is told that the address is right.
async fn wrong_method(request: Request) -> PageError {
    if is_api(request.uri().path()) { PageError::WrongMethod } else { PageError::NotFound }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Every page with everything that stands around it.
pub fn router(site: &Site) -> Router {
    let pages = routes::assemble(pages::routes(), site)
        .fallback(|| async { PageError::NotFound })
        .method_not_allowed_fallback(wrong_method);
    pages
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(TraceLayer::new_for_http().make_span_with(span).on_response(log_response))
                .layer(CompressionLayer::new())
                .layer(middleware::from_fn_with_state(site.clone(), security::headers))
                .layer(CatchPanicLayer::new())
                .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, site.settings.time_limit))
                .layer(DefaultBodyLimit::max(site.settings.upload_limit))
                .layer(middleware::from_fn_with_state(site.clone(), visitor::find_out))
                .layer(middleware::from_fn_with_state(site.clone(), csrf::check))
                .layer(middleware::from_fn_with_state(site.clone(), frame_errors)),
        )
        .with_state(site.clone())
}

/// One line for each request says which page, not whose: the address as it
/// stands in the table of routes, never what stood in its place.
fn span(request: &Request) -> tracing::Span {
    let path = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str);
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("-");
    tracing::info_span!("request", method = %request.method(), path, id)
}

fn log_response<B>(response: &axum::http::Response<B>, took: Duration, _: &tracing::Span) {
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(status = response.status().as_u16(), milliseconds, "answered");
}

/// A server that has begun to listen.
#[derive(Debug)]
pub struct Listening {
    /// Where it listens; the port is real even when 0 was asked for.
    pub address: SocketAddr,
    listener: std::net::TcpListener,
    tls: Option<RustlsConfig>,
    site: Site,
}

impl Listening {
    /// A server that listens, not yet answering.
    ///
    /// # Errors
    ///
    /// * [`Error::Listen`] – the address is taken or not ours.
    /// * [`Error::Certificate`] – certificate or key cannot be used.
    pub async fn begin(mut site: Site) -> Result<Self> {
        let address = site.settings.address;
        let failed = |source| Error::Listen { address, source };
        let listener = std::net::TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        site.settle_at(address);
        let tls = match &site.settings.tls {
            None => None,
            Some(files) => {
                // Fails only when one is installed already, which is as good.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let config = RustlsConfig::from_pem_file(&files.certificate, &files.key).await;
                Some(config.map_err(|source| Error::Certificate { certificate: files.certificate.clone(), source })?)
            }
        };
        Ok(Self { address, listener, tls, site })
    }

    /// The address people type, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.site.public_url()
    }

    /// Answers until `stop` ends, then lets running requests end.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`] – the listener failed.
    pub async fn answer(self, stop: impl Future<Output = ()> + Send) -> Result<()> {
        let handle = Handle::new();
        let grace = self.site.settings.grace;
        let service = router(&self.site).into_make_service_with_connect_info::<SocketAddr>();
        let stopping = Arc::new(handle.clone());
        let answering = async {
            match self.tls {
                Some(tls) => axum_server::from_tcp_rustls(self.listener, tls)?.handle(handle).serve(service).await,
                None => axum_server::from_tcp(self.listener)?.handle(handle).serve(service).await,
            }
        };
        tokio::pin!(answering);
        let clock = self.site.clock.clone();
        let jobs = self
            .site
            .app
            .run_jobs(|| clock.now().0, |error| tracing::error!(code = error.code(), "a job could not be noted"));
        tokio::select! {
            ended = &mut answering => return ended.map_err(Error::Stopped),
            () = jobs => {}
            () = stop => stopping.graceful_shutdown(Some(grace)),
        }
        answering.await.map_err(Error::Stopped)
    }
}

/// Listens and answers until `stop` ends.
///
/// # Errors
///
/// As [`Listening::begin`] and [`Listening::answer`].
pub async fn serve(site: Site, stop: impl Future<Output = ()> + Send) -> Result<()> {
    Listening::begin(site).await?.answer(stop).await
}
