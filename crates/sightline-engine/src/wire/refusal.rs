//! What a program is told when it does not get what it asked for.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use datafusion::common::DataFusionError;
use pgwire::error::{ErrorInfo, PgWireError};

/// Why the door could not be opened, or something was not given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The address is taken or not ours.
    #[error("the analytics address {address} cannot be listened on: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// Certificate or key cannot be used.
    #[error("the certificate {certificate} cannot be used for analytics: {what}")]
    Certificate {
        /// The file.
        certificate: PathBuf,
        /// What is wrong with it or with its key.
        what: String,
    },
    /// Other machines could connect, and what is sent could be read on the way.
    #[error("the analytics address {address} can be reached from other machines, and there is no certificate")]
    NotSafe {
        /// The address.
        address: SocketAddr,
    },
    /// Only queries are answered.
    #[error("Sightline only answers queries (SELECT); nothing can be changed here")]
    OnlyReads,
    /// The password is no access token, or one that works no longer.
    #[error("the password is no access token of Sightline, or one that works no longer")]
    Token,
    /// A program on another machine connects without TLS.
    #[error("Sightline takes connections from other machines with TLS only")]
    NeedsTls,
    /// There are as many connections as there may be.
    #[error("there are {most} connections already, which is the most that there may be")]
    TooMany {
        /// The limit.
        most: usize,
    },
    /// A query took longer or needed more memory than it may.
    #[error("the query {what} and was stopped")]
    TooMuch {
        /// Such as `took longer than 60 seconds`.
        what: String,
    },
    /// The query cannot be understood.
    #[error("{what}")]
    NotUnderstood {
        /// What the query engine says; names tables and columns, never a value of a record.
        what: String,
    },
    /// What arrives is not the protocol, or a part of it that is not spoken here.
    #[error("this part of the protocol is not spoken here: {what}")]
    NotSpoken {
        /// Which.
        what: &'static str,
    },
}

impl WireError {
    /// The stable code, which `sightline explain` knows.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Listen { .. } => "SL-M070",
            Self::Certificate { .. } => "SL-M071",
            Self::NotSafe { .. } => "SL-M072",
            Self::OnlyReads => "SL-M073",
            Self::Token => "SL-M074",
            Self::NeedsTls => "SL-M075",
            Self::TooMany { .. } => "SL-M076",
            Self::TooMuch { .. } => "SL-M077",
            Self::NotUnderstood { .. } => "SL-M078",
            Self::NotSpoken { .. } => "SL-M079",
        }
    }

    /// The code that PostgreSQL has for it.
    fn state(&self) -> &'static str {
        match self {
            Self::Listen { .. } | Self::Certificate { .. } | Self::NotSafe { .. } => "58000",
            Self::OnlyReads => "25006",
            Self::Token => "28P01",
            Self::NeedsTls => "28000",
            Self::TooMany { .. } => "53300",
            Self::TooMuch { .. } => "57014",
            Self::NotUnderstood { .. } => "42601",
            Self::NotSpoken { .. } => "0A000",
        }
    }

    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Token => Some("Make a token under Your account, and give it as the password."),
            Self::NeedsTls => Some("Connect with sslmode=require, or verify-full with the council's certificate."),
            Self::TooMany { .. } => Some("Close a connection that is not needed, or try again later."),
            Self::TooMuch { .. } => Some("Ask for fewer measures or a shorter time at once."),
            _ => None,
        }
    }
}

/// What a program is told: PostgreSQL's code, and words for whoever sits before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code of PostgreSQL, such as `28P01`.
    pub state: &'static str,
    /// The code of Sightline, such as `SL-M074`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Refusal {
    /// A refusal that a use case gives; what it says names no child.
    #[must_use]
    pub fn because(state: &'static str, code: &'static str, message: String) -> Self {
        Self { state, code, message, hint: None }
    }

    /// The refusal as the protocol tells it; `ends` when the connection ends with it.
    pub(super) fn info(&self, ends: bool) -> ErrorInfo {
        let severity = if ends { "FATAL" } else { "ERROR" };
        // In the protocol words end with a zero, so there is none in them.
        let message = self.to_string().replace('\0', "");
        let mut info = ErrorInfo::new(severity.to_owned(), self.state.to_owned(), message);
        info.severity_nonlocalized = Some(severity.to_owned());
        info.hint.clone_from(&self.hint);
        info
    }
}

impl From<WireError> for Refusal {
    fn from(error: WireError) -> Self {
        let hint = error.hint().map(str::to_owned);
        Self { state: error.state(), code: error.code(), message: error.to_string(), hint }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Refusal {}

/// Why something was not answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    /// The client is told, and goes on.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The client is told, and the connection ends.
    #[error(transparent)]
    Ends(Refusal),
    /// The client is gone.
    #[error("the client is gone")]
    Gone,
}

impl From<Failed> for PgWireError {
    fn from(failed: Failed) -> Self {
        Self::ApiError(Box::new(failed))
    }
}

impl From<Refusal> for PgWireError {
    fn from(refusal: Refusal) -> Self {
        Failed::Refused(refusal).into()
    }
}

/// What came back through the library: a refusal of ours, or one of its own.
pub(super) fn failed(error: PgWireError) -> Failed {
    match error {
        PgWireError::IoError(_) => Failed::Gone,
        PgWireError::StatementNotFound(_) => Failed::Refused(unknown("prepared statement", "26000")),
        PgWireError::PortalNotFound(_) => Failed::Refused(unknown("portal", "34000")),
        PgWireError::ApiError(cause) => match cause.downcast::<Failed>() {
            Ok(failed) => *failed,
            Err(_) => Failed::Ends(nonsense()),
        },
        _ => Failed::Ends(nonsense()),
    }
}

/// There is none of this name.
pub(super) fn unknown(what: &str, state: &'static str) -> Refusal {
    let what = format!("there is no {what} of this name");
    Refusal { state, ..WireError::NotUnderstood { what }.into() }
}

/// What was sent is not the protocol.
pub(super) fn nonsense() -> Refusal {
    broken("a message that is no message")
}

/// What was sent does not fit what was sent before it, or itself.
pub(super) fn broken(what: &'static str) -> Refusal {
    Refusal { state: "08P01", ..WireError::NotSpoken { what }.into() }
}

/// What the query engine did not do, in the words of the protocol.
pub(super) fn of_engine(error: &DataFusionError) -> Refusal {
    let root = error.find_root();
    if let DataFusionError::External(cause) = root
        && let Some(refusal) = cause.downcast_ref::<Refusal>()
    {
        return refusal.clone();
    }
    match root {
        DataFusionError::ResourcesExhausted(_) => {
            WireError::TooMuch { what: "needed more memory than it may".to_owned() }.into()
        }
        other => {
            let text = other.strip_backtrace();
            let mut refusal: Refusal =
                WireError::NotUnderstood { what: text.lines().next().unwrap_or_default().to_owned() }.into();
            refusal.state = match other {
                DataFusionError::NotImplemented(_) => "0A000",
                DataFusionError::SchemaError(..) => "42703",
                DataFusionError::Plan(words) if words.contains("not found") => "42P01",
                DataFusionError::ArrowError(..) | DataFusionError::Execution(_) => "22000",
                _ => refusal.state,
            };
            refusal
        }
    }
}
