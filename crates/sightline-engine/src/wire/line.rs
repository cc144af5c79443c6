//! The line to one client: whole messages in, none longer than it may be, and messages out.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use bytes::{Buf as _, BytesMut};
use futures_util::SinkExt as _;
use pgwire::api::{ClientInfo as _, DefaultClient, PgWireConnectionState};
use pgwire::messages::response::{GssEncResponse, SslResponse};
use pgwire::messages::{PgWireBackendMessage, PgWireFrontendMessage, SslNegotiationMetaMessage};
use pgwire::tokio::server::PgWireMessageServerCodec;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_util::codec::{Decoder as _, Framed};

use super::Refusal;
use super::queries::Prepared;
use super::refusal::nonsense;

/// The longest message before a client has come in.
const LONGEST_START: usize = 10_000;
/// The longest message after it; a query of a program is far shorter.
const LONGEST_MESSAGE: usize = 1024 * 1024;
/// The word before a message that says how long it is, itself included.
const LENGTH: usize = 4;
/// The kinds of message of a client that is coming in: its password, or that it leaves.
const WHILE_COMING_IN: [u8; 2] = [b'p', b'X'];
/// Room that is made before bytes are read.
const ROOM: usize = 4096;
/// Bytes that are gathered before they are sent.
const FULL: usize = 64 * 1024;

/// Whoever is sent away may close the connection themselves within this time.
const TIME_TO_HEAR: Duration = Duration::from_millis(250);

/// What carries bytes, with TLS or without.
pub(super) trait Channel: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<C: AsyncRead + AsyncWrite + Send + Sync + Unpin> Channel for C {}

/// Where messages go, and what the protocol knows of the client.
pub(super) type Socket = Framed<Box<dyn Channel>, PgWireMessageServerCodec<Prepared>>;

/// Why no message came.
#[derive(Debug)]
pub(super) enum Broken {
    /// The other side is gone.
    Gone,
    /// It sends what is no message.
    Nonsense(Refusal),
}

impl From<std::io::Error> for Broken {
    fn from(_: std::io::Error) -> Self {
        Self::Gone
    }
}

/// The line to one client.
pub(super) struct Line {
    pub(super) socket: Socket,
    /// Bytes that have come and are no whole message yet.
    unread: BytesMut,
}

impl Line {
    fn new(channel: Box<dyn Channel>, from: SocketAddr, is_secure: bool) -> Self {
        let mut socket = Framed::new(channel, PgWireMessageServerCodec::new(DefaultClient::new(from, is_secure)));
        socket.set_backpressure_boundary(FULL);
        Self { socket, unread: BytesMut::new() }
    }

    /// A line with its first message, after TLS when the client asks for it and `tls` is there.
    pub(super) async fn begin(
        stream: TcpStream,
        from: SocketAddr,
        tls: Option<&TlsAcceptor>,
    ) -> Result<(Self, PgWireFrontendMessage), Broken> {
        let mut line = Self::new(Box::new(stream), from, false);
        loop {
            let answer = match line.next().await? {
                PgWireFrontendMessage::SslNegotiation(SslNegotiationMetaMessage::PostgresSsl(_)) => match tls {
                    Some(acceptor) => return line.through_tls(acceptor, from).await,
                    None => PgWireBackendMessage::SslResponse(SslResponse::Refuse),
                },
                PgWireFrontendMessage::SslNegotiation(SslNegotiationMetaMessage::PostgresGss(_)) => {
                    PgWireBackendMessage::GssEncResponse(GssEncResponse::Refuse)
                }
                first => return Ok((line, first)),
            };
            line.socket.send(answer).await?;
        }
    }

    async fn through_tls(
        mut self,
        acceptor: &TlsAcceptor,
        from: SocketAddr,
    ) -> Result<(Self, PgWireFrontendMessage), Broken> {
        // What was sent before TLS is never taken for what came through it.
        if !self.unread.is_empty() {
            return Err(Broken::Nonsense(nonsense()));
        }
        self.socket.send(PgWireBackendMessage::SslResponse(SslResponse::Accept)).await?;
        let stream = acceptor.accept(self.socket.into_inner()).await?;
        let mut line = Self::new(Box::new(stream), from, true);
        line.socket.set_state(PgWireConnectionState::AwaitingStartup);
        let first = line.next().await?;
        Ok((line, first))
    }

    /// The next message.
    ///
    /// Whoever stops waiting for it has no line any longer.
    pub(super) async fn next(&mut self) -> Result<PgWireFrontendMessage, Broken> {
        loop {
            if let Some(message) = self.whole().map_err(Broken::Nonsense)? {
                return self.understood(message).map_err(Broken::Nonsense);
            }
            self.unread.reserve(ROOM);
            if self.socket.get_mut().read_buf(&mut self.unread).await? == 0 {
                return Err(Broken::Gone);
            }
        }
    }

    /// The bytes of a message, once all of them have come. The library's own limit is a gibibyte.
    fn whole(&mut self) -> Result<Option<BytesMut>, Refusal> {
        use PgWireConnectionState::{AuthenticationInProgress, AwaitingSslRequest, AwaitingStartup};
        let (kind, longest) = match self.socket.state() {
            AwaitingSslRequest | AwaitingStartup => (0, LONGEST_START),
            AuthenticationInProgress if self.unread.first().is_some_and(|kind| !WHILE_COMING_IN.contains(kind)) => {
                return Err(nonsense());
            }
            AuthenticationInProgress => (1, LONGEST_START),
            _ => (1, LONGEST_MESSAGE),
        };
        let Some(mut length) = self.unread.get(kind..kind + LENGTH) else { return Ok(None) };
        let length = usize::try_from(length.get_u32()).ok().filter(|length| (LENGTH..=longest).contains(length));
        let length = kind + length.ok_or_else(nonsense)?;
        Ok((self.unread.len() >= length).then(|| self.unread.split_to(length)))
    }

    fn understood(&mut self, mut message: BytesMut) -> Result<PgWireFrontendMessage, Refusal> {
        loop {
            let codec = self.socket.codec_mut();
            // The library trusts the counts in a message, and panics when one is shorter than they say.
            match catch_unwind(AssertUnwindSafe(|| codec.decode(&mut message))) {
                Ok(Ok(Some(PgWireFrontendMessage::SslNegotiation(SslNegotiationMetaMessage::None)))) => {
                    self.socket.set_state(PgWireConnectionState::AwaitingStartup);
                }
                Ok(Ok(Some(understood))) if message.is_empty() => return Ok(understood),
                _ => return Err(nonsense()),
            }
        }
    }

    /// Tells a client why it is sent away, and closes.
    pub(super) async fn end(&mut self, refusal: &Refusal) {
        let last = PgWireBackendMessage::ErrorResponse(refusal.info(true).into());
        // Whether they hear it is theirs, but closing at once, with bytes of theirs unread, would take it back on its way.
        let _ = self.socket.send(last).await;
        let channel = self.socket.get_mut();
        let left = async { while matches!(channel.read(&mut [0; ROOM]).await, Ok(read) if read > 0) {} };
        let _ = tokio::time::timeout(TIME_TO_HEAR, left).await;
        let _ = self.socket.close().await;
    }
}
