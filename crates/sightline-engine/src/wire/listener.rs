//! The listener: takes connections, caps them, and ends them when the server stops.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use datafusion::execution::runtime_env::RuntimeEnv;
use pgwire::api::auth::StartupHandler as _;
use pgwire::api::{ConnectionManager, RandomPidSecretKeyGenerator};
use pgwire::messages::PgWireFrontendMessage;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::connection::{Connection, Ended};
use super::line::{Broken, Line};
use super::queries::Queries;
use super::refusal::{Failed, failed};
use super::sign_in::SignIn;
use super::{Refusal, WireDoor, WireError, WireSettings, tls};
use crate::engine::Limits;
use crate::functions::Calendar;
use crate::session;

/// Whoever has not come in after so long does not come in.
const TIME_TO_COME_IN: Duration = Duration::from_secs(15);
/// Connections beyond the limit that are told so; the rest is closed without a word.
const TURNED_AWAY_AT_ONCE: usize = 32;
/// After a failure to take a connection, such as too many open files, so long is waited.
const PAUSE: Duration = Duration::from_millis(200);

/// A door that has begun to listen.
pub struct Wire {
    /// Where it listens; the port is real even when 0 was asked for.
    pub address: SocketAddr,
    listener: TcpListener,
    /// Whether TLS is there for those who come from elsewhere.
    pub has_tls: bool,
    inside: Arc<Inside>,
}

/// What all connections share.
pub(super) struct Inside {
    pub(super) settings: WireSettings,
    pub(super) door: Arc<dyn WireDoor>,
    pub(super) runtime: Arc<RuntimeEnv>,
    pub(super) limits: Limits,
    pub(super) calendar: Arc<Calendar>,
    /// Makes the secret by which a client may ask that its query is stopped.
    pub(super) secrets: RandomPidSecretKeyGenerator,
    /// The connections whose queries can be stopped, by number and secret.
    pub(super) running: Arc<ConnectionManager>,
    tls: Option<TlsAcceptor>,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wire").field("address", &self.address).field("has_tls", &self.has_tls).finish_non_exhaustive()
    }
}

impl Wire {
    /// A door that listens, not yet answering.
    ///
    /// # Errors
    ///
    /// * [`WireError::NotSafe`] – other machines could connect, and there is no certificate.
    /// * [`WireError::Certificate`] – certificate or key cannot be used.
    /// * [`WireError::Listen`] – the address is taken or not ours.
    pub async fn begin(settings: WireSettings, door: Arc<dyn WireDoor>) -> Result<Self, WireError> {
        let address = settings.address;
        if settings.tls.is_none() && !address.ip().is_loopback() {
            return Err(WireError::NotSafe { address });
        }
        let tls = settings.tls.as_ref().map(|(certificate, key)| tls::acceptor(certificate, key)).transpose()?;
        let failed = |source| WireError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let limits = Limits { seconds: settings.query.as_secs(), memory_mib: settings.memory_mib, ..Limits::default() };
        let runtime = session::runtime(limits).map_err(|error| failed(std::io::Error::other(error.to_string())))?;
        let calendar = Arc::new(Calendar::built_in());
        let has_tls = tls.is_some();
        let (secrets, running) = (RandomPidSecretKeyGenerator::default(), Arc::default());
        let inside = Inside { settings, door, runtime, limits, calendar, secrets, running, tls };
        Ok(Self { address, listener, has_tls, inside: Arc::new(inside) })
    }

    /// Answers until `stop` ends, then lets running queries end.
    pub async fn answer(self, stop: impl Future<Output = ()> + Send) {
        let (stopping, stopped) = watch::channel(false);
        let room = Arc::new(Semaphore::new(self.inside.settings.connections));
        let mut connections = JoinSet::new();
        let mut number = 0;
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                Some(_) = connections.join_next() => {}
                taken = self.listener.accept() => match taken {
                    Ok((stream, from)) => {
                        number += 1;
                        self.take(&mut connections, &room, stream, from, number, stopped.clone());
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection for analytics could not be taken");
                        tokio::time::sleep(PAUSE).await;
                    }
                },
            }
        }
        drop(self.listener);
        // Nobody listens any longer when every connection has ended.
        let _ = stopping.send(true);
        let all_ended = async { while connections.join_next().await.is_some() {} };
        if tokio::time::timeout(self.inside.settings.grace, all_ended).await.is_err() {
            connections.shutdown().await;
        }
    }

    fn take(
        &self,
        connections: &mut JoinSet<()>,
        room: &Arc<Semaphore>,
        stream: TcpStream,
        from: SocketAddr,
        number: i32,
        stopped: watch::Receiver<bool>,
    ) {
        let most = self.inside.settings.connections;
        let inside = Arc::clone(&self.inside);
        match Arc::clone(room).try_acquire_owned() {
            Ok(place) => {
                connections.spawn(async move {
                    let ended = serve(inside, stream, from, number, stopped).await;
                    tracing::info!(connection = number, ended = ended.words(), "analytics connection ended");
                    drop(place);
                });
            }
            Err(_) if connections.len() < most + TURNED_AWAY_AT_ONCE => {
                connections.spawn(async move {
                    let refusal: Refusal = WireError::TooMany { most }.into();
                    tracing::warn!(connection = number, code = refusal.code, "analytics connection refused");
                    let away = turn_away(&inside, stream, from, &refusal);
                    // Whoever does not come in is not waited for.
                    let _ = tokio::time::timeout(TIME_TO_COME_IN, away).await;
                });
            }
            Err(_) => {}
        }
    }
}

/// One connection, from its first byte to its last.
async fn serve(
    inside: Arc<Inside>,
    stream: TcpStream,
    from: SocketAddr,
    number: i32,
    stopped: watch::Receiver<bool>,
) -> Ended {
    // Answers are short and should go at once; a system that cannot do so sends them a little later.
    let _ = stream.set_nodelay(true);
    let begun = tokio::time::timeout(TIME_TO_COME_IN, Line::begin(stream, from, inside.tls.as_ref())).await;
    let (mut line, first) = match begun {
        Ok(Ok((_, PgWireFrontendMessage::CancelRequest(request)))) => {
            inside.running.cancel(request.pid, &request.secret_key).await;
            return Ended::Cancelled;
        }
        Ok(Ok(begun)) => begun,
        Ok(Err(_)) | Err(_) => return Ended::NeverCameIn,
    };
    let sign_in = Arc::new(SignIn::new(Arc::clone(&inside), number));
    match tokio::time::timeout(TIME_TO_COME_IN, greet(&mut line, first, &sign_in)).await {
        Ok(Ok(())) => {}
        Ok(Err(Failed::Refused(refusal) | Failed::Ends(refusal))) => {
            line.end(&refusal).await;
            return Ended::Refused(refusal.code);
        }
        Ok(Err(Failed::Gone)) | Err(_) => return Ended::NeverCameIn,
    }
    let Some(came_in) = sign_in.came_in() else { return Ended::NeverCameIn };
    tracing::info!(connection = number, role = came_in.guest.called(), "analytics connection");
    let queries = Queries::new(came_in, number, inside.settings.query);
    Connection::new(line, Arc::clone(&sign_in), queries).serve(&inside.settings, stopped).await
}

/// Hears who a client is until it has come in; whatever goes wrong before ends the connection.
async fn greet(line: &mut Line, first: PgWireFrontendMessage, sign_in: &SignIn) -> Result<(), Failed> {
    let mut message = first;
    loop {
        if matches!(message, PgWireFrontendMessage::Terminate(_)) {
            return Err(Failed::Gone);
        }
        sign_in.on_startup(&mut line.socket, message).await.map_err(failed)?;
        if sign_in.came_in().is_some() {
            return Ok(());
        }
        message = line.next().await.map_err(|broken| match broken {
            Broken::Gone => Failed::Gone,
            Broken::Nonsense(refusal) => Failed::Ends(refusal),
        })?;
    }
}

/// Tells somebody that there is no room for them; a query that they want stopped is stopped all the same.
async fn turn_away(inside: &Inside, stream: TcpStream, from: SocketAddr, refusal: &Refusal) {
    match Line::begin(stream, from, inside.tls.as_ref()).await {
        Ok((_, PgWireFrontendMessage::CancelRequest(request))) => {
            inside.running.cancel(request.pid, &request.secret_key).await;
        }
        Ok((mut line, _)) => line.end(refusal).await,
        Err(_) => {}
    }
}
