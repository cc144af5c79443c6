//! The messages of the protocol, as bytes.

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::{Refusal, WireError};

/// The longest message that is read; a query of a program is far shorter.
const LONGEST_MESSAGE: usize = 1024 * 1024;

/// What a client sends after it has come in.
#[derive(Debug)]
pub(super) enum FromClient {
    Password(String),
    Query(String),
    Parse { name: String, sql: String, types: Vec<u32> },
    Bind { portal: String, statement: String, formats: Vec<i16>, values: Vec<Option<Bytes>>, results: Vec<i16> },
    Describe(Named),
    Execute { portal: String, most: usize },
    Close(Named),
    Sync,
    Flush,
    Terminate,
    Other,
}

/// A prepared statement or a portal, by its name.
#[derive(Debug)]
pub(super) enum Named {
    Statement(String),
    Portal(String),
}

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

/// The next message.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Result<FromClient, Broken> {
    let kind = stream.read_u8().await?;
    let body = body(stream, LONGEST_MESSAGE).await?;
    understood(kind, body).ok_or_else(nonsense)
}

/// A length and so many bytes, at most `longest`.
pub(super) async fn body(stream: &mut (impl AsyncRead + Unpin), longest: usize) -> Result<Bytes, Broken> {
    let length = stream.read_u32().await?;
    let length = usize::try_from(length).ok().and_then(|length| length.checked_sub(4));
    let length = length.filter(|length| *length <= longest).ok_or_else(nonsense)?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(body.into())
}

pub(super) fn nonsense() -> Broken {
    let mut refusal: Refusal = WireError::NotSpoken { what: "a message that is no message" }.into();
    refusal.state = "08P01";
    Broken::Nonsense(refusal)
}

fn understood(kind: u8, mut body: Bytes) -> Option<FromClient> {
    Some(match kind {
        b'p' => FromClient::Password(word(&mut body)?),
        b'Q' => FromClient::Query(word(&mut body)?),
        b'P' => {
            let (name, sql) = (word(&mut body)?, word(&mut body)?);
            let types = (0..count(&mut body)?).map(|_| body.try_get_u32().ok()).collect::<Option<_>>()?;
            FromClient::Parse { name, sql, types }
        }
        b'B' => {
            let (portal, statement) = (word(&mut body)?, word(&mut body)?);
            let formats = numbers(&mut body)?;
            let values = values(&mut body)?;
            FromClient::Bind { portal, statement, formats, values, results: numbers(&mut body)? }
        }
        b'D' => FromClient::Describe(named(&mut body)?),
        b'E' => {
            let portal = word(&mut body)?;
            FromClient::Execute { portal, most: usize::try_from(body.try_get_i32().ok()?).unwrap_or(0) }
        }
        b'C' => FromClient::Close(named(&mut body)?),
        b'S' => FromClient::Sync,
        b'H' => FromClient::Flush,
        b'X' => FromClient::Terminate,
        _ => FromClient::Other,
    })
}

/// Words that end with a zero.
pub(super) fn word(body: &mut Bytes) -> Option<String> {
    let end = body.iter().position(|byte| *byte == 0)?;
    let word = String::from_utf8(body.split_to(end).to_vec()).ok()?;
    body.advance(1);
    Some(word)
}

fn count(body: &mut Bytes) -> Option<usize> {
    usize::try_from(body.try_get_i16().ok()?).ok()
}

fn numbers(body: &mut Bytes) -> Option<Vec<i16>> {
    (0..count(body)?).map(|_| body.try_get_i16().ok()).collect()
}

fn named(body: &mut Bytes) -> Option<Named> {
    match body.try_get_u8().ok()? {
        b'S' => Some(Named::Statement(word(body)?)),
        b'P' => Some(Named::Portal(word(body)?)),
        _ => None,
    }
}

/// Values of parameters, as many as the number before them says; a negative length stands for null.
fn values(body: &mut Bytes) -> Option<Vec<Option<Bytes>>> {
    let mut values = Vec::new();
    for _ in 0..count(body)? {
        values.push(match usize::try_from(body.try_get_i32().ok()?) {
            Ok(length) if length > body.len() => return None,
            Ok(length) => Some(body.split_to(length)),
            Err(_) => None,
        });
    }
    Some(values)
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) name: String,
    /// The number that PostgreSQL has for its type.
    pub(super) oid: u32,
    /// How many bytes a value has; negative when that differs.
    pub(super) bytes: i16,
    /// 1 for binary, 0 for text.
    pub(super) format: i16,
}

/// What is sent: messages one after the other, until somebody takes them.
#[derive(Debug, Default)]
pub(super) struct Out {
    pub(super) bytes: BytesMut,
}

impl Out {
    fn message(&mut self, kind: u8, body: impl FnOnce(&mut BytesMut)) {
        self.bytes.put_u8(kind);
        let at = self.bytes.len();
        self.bytes.put_i32(0);
        body(&mut self.bytes);
        let length = i32::try_from(self.bytes.len() - at).unwrap_or(i32::MAX);
        self.bytes[at..at + 4].copy_from_slice(&length.to_be_bytes());
    }

    pub(super) fn ask_password(&mut self) {
        self.message(b'R', |body| body.put_i32(3));
    }

    pub(super) fn welcome(&mut self) {
        self.message(b'R', |body| body.put_i32(0));
    }

    pub(super) fn parameter(&mut self, name: &str, value: &str) {
        self.message(b'S', |body| {
            put_word(body, name);
            put_word(body, value);
        });
    }

    /// A number for the connection; requests to cancel are not taken, so there is no secret to them.
    pub(super) fn connection(&mut self, number: i32) {
        self.message(b'K', |body| {
            body.put_i32(number);
            body.put_i32(0);
        });
    }

    /// The newest version is 3.0, and none of these options is known.
    pub(super) fn older_version(&mut self, unknown: &[String]) {
        self.message(b'v', |body| {
            body.put_i32(0);
            body.put_i32(i32::try_from(unknown.len()).unwrap_or(0));
            for name in unknown {
                put_word(body, name);
            }
        });
    }

    pub(super) fn ready(&mut self, status: u8) {
        self.message(b'Z', |body| body.put_u8(status));
    }

    pub(super) fn parsed(&mut self) {
        self.message(b'1', |_| {});
    }

    pub(super) fn bound(&mut self) {
        self.message(b'2', |_| {});
    }

    pub(super) fn closed(&mut self) {
        self.message(b'3', |_| {});
    }

    pub(super) fn no_rows(&mut self) {
        self.message(b'n', |_| {});
    }

    pub(super) fn suspended(&mut self) {
        self.message(b's', |_| {});
    }

    pub(super) fn nothing_asked(&mut self) {
        self.message(b'I', |_| {});
    }

    pub(super) fn parameters(&mut self, types: &[u32]) {
        self.message(b't', |body| {
            body.put_i16(i16::try_from(types.len()).unwrap_or(i16::MAX));
            for oid in types {
                body.put_u32(*oid);
            }
        });
    }

    pub(super) fn heads(&mut self, heads: &[Head]) {
        self.message(b'T', |body| {
            body.put_i16(i16::try_from(heads.len()).unwrap_or(i16::MAX));
            for head in heads {
                put_word(body, &head.name);
                body.put_i32(0);
                body.put_i16(0);
                body.put_u32(head.oid);
                body.put_i16(head.bytes);
                body.put_i32(-1);
                body.put_i16(head.format);
            }
        });
    }

    /// A row; `cell` writes the value of a column with its length before it.
    pub(super) fn row(&mut self, columns: usize, mut cell: impl FnMut(usize, &mut BytesMut)) {
        self.message(b'D', |body| {
            body.put_i16(i16::try_from(columns).unwrap_or(i16::MAX));
            (0..columns).for_each(|column| cell(column, body));
        });
    }

    pub(super) fn done(&mut self, tag: &str) {
        self.message(b'C', |body| put_word(body, tag));
    }

    pub(super) fn error(&mut self, refusal: &Refusal, ends: bool) {
        let severity = if ends { "FATAL" } else { "ERROR" };
        let message = refusal.to_string();
        let fields = [(b'S', severity), (b'V', severity), (b'C', refusal.state), (b'M', message.as_str())];
        self.message(b'E', |body| {
            let hint = refusal.hint.as_deref().map(|hint| (b'H', hint));
            for (field, words) in fields.into_iter().chain(hint) {
                body.put_u8(field);
                put_word(body, words);
            }
            body.put_u8(0);
        });
    }
}

/// Words, without any zero in them, and a zero.
fn put_word(body: &mut BytesMut, word: &str) {
    body.extend(word.bytes().filter(|byte| *byte != 0));
    body.put_u8(0);
}
