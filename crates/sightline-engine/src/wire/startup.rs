//! How a client comes in: perhaps TLS, then who it is, then its password.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::messages::{Broken, FromClient, Out, body, nonsense, read, word};
use super::{Refusal, WireDoor, WireError, WireGuest};

const ASKS_TLS: u32 = 80_877_103;
const ASKS_GSS: u32 = 80_877_104;
const CANCELS: u32 = 80_877_102;
/// Version 3 of the protocol.
const MAJOR: u32 = 3;
/// The longest first message.
const LONGEST_START: usize = 10_000;
/// Beginning of options of the protocol itself, which may be refused.
const OPTION: &str = "_pq_.";
/// Answers to a request for TLS, or for what is not spoken here.
const YES: u8 = b'S';
const NO: u8 = b'N';

/// A stream, with TLS or without.
#[derive(Debug)]
pub(super) enum Channel {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// What the first message says.
#[derive(Debug)]
pub(super) struct Start {
    /// Options of the protocol that it names.
    unknown: Vec<String>,
    /// It would speak a later version.
    is_later: bool,
}

/// The channel and the first message; none when the client only wanted to cancel something.
pub(super) async fn begin(
    mut stream: TcpStream,
    tls: Option<&TlsAcceptor>,
) -> Result<Option<(Channel, Start)>, Broken> {
    // Read byte by byte from the stream itself: nothing that was sent before TLS is taken for what came through it.
    loop {
        let mut first = body(&mut stream, LONGEST_START).await?;
        match first.try_get_u32().map_err(|_| nonsense())? {
            ASKS_TLS => match tls {
                Some(acceptor) => {
                    stream.write_u8(YES).await?;
                    let mut stream = acceptor.accept(stream).await?;
                    let mut first = body(&mut stream, LONGEST_START).await?;
                    let version = first.try_get_u32().map_err(|_| nonsense())?;
                    let start = start(version, first)?;
                    return Ok(Some((Channel::Tls(Box::new(stream)), start)));
                }
                None => stream.write_u8(NO).await?,
            },
            ASKS_GSS => stream.write_u8(NO).await?,
            CANCELS => return Ok(None),
            version => return Ok(Some((Channel::Plain(stream), start(version, first)?))),
        }
    }
}

fn start(version: u32, mut rest: Bytes) -> Result<Start, Broken> {
    if version >> 16 != MAJOR {
        return Err(Broken::Nonsense(WireError::NotSpoken { what: "another version than 3" }.into()));
    }
    let mut unknown = Vec::new();
    while rest.first().is_some_and(|byte| *byte != 0) {
        let (name, _) = word(&mut rest).zip(word(&mut rest)).ok_or_else(nonsense)?;
        if name.starts_with(OPTION) {
            unknown.push(name);
        }
    }
    Ok(Start { is_later: version & 0xFFFF > 0 || !unknown.is_empty(), unknown })
}

/// Refuses a client before it has said its password.
pub(super) fn refusal(is_tls: bool, from: SocketAddr) -> Option<Refusal> {
    let is_here = from.ip().to_canonical().is_loopback();
    (!is_tls && !is_here).then(|| WireError::NeedsTls.into())
}

/// Whoever the password belongs to; the answer lies in `out`, and is not sent yet.
pub(super) async fn greet(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    out: &mut Out,
    start: &Start,
    door: &dyn WireDoor,
    number: i32,
) -> Result<Arc<dyn WireGuest>, Broken> {
    if start.is_later {
        out.older_version(&start.unknown);
    }
    out.ask_password();
    stream.write_all(&out.bytes.split()).await?;
    stream.flush().await?;
    let FromClient::Password(token) = read(stream).await? else { return Err(nonsense()) };
    let guest = door.enter(&token).await.map_err(Broken::Nonsense)?;
    out.welcome();
    for (name, value) in super::statements::SETTINGS.iter().filter(|setting| setting.is_told).map(|it| (it.name, it.is))
    {
        out.parameter(name, value);
    }
    out.connection(number);
    Ok(guest)
}

/// The first message of somebody for whom there is no room.
pub(super) async fn turn_away(stream: TcpStream, tls: Option<&TlsAcceptor>, refusal: &Refusal) {
    let mut out = Out::default();
    out.error(refusal, true);
    // Whether they hear it is theirs.
    let _ = match begin(stream, tls).await {
        Ok(Some((Channel::Plain(mut stream), _))) => stream.write_all(&out.bytes).await,
        Ok(Some((Channel::Tls(mut stream), _))) => stream.write_all(&out.bytes).await,
        Ok(None) | Err(_) => Ok(()),
    };
}

/// Tells a client that it does not come in, and closes.
pub(super) async fn say_no(stream: &mut (impl AsyncWrite + Unpin), out: &mut Out, refusal: &Refusal) {
    out.error(refusal, true);
    // Whether they hear it is theirs.
    let _ = stream.write_all(&out.bytes.split()).await;
    let _ = stream.shutdown().await;
}
