//! E-mail: what is written, and the seam through which it is sent.

mod letter;
mod smtp;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

pub(crate) use letter::{Message, address_segment};
pub use smtp::{SmtpMailer, SmtpSecurity, SmtpSettings};

/// One message, as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Name of whoever it is for.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Subject, one line.
    pub subject: String,
    /// The words.
    pub body: String,
}

/// Why a letter was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// The server cannot be reached or does not talk to us: no other letter will go either.
    #[error("the mail server did not take it: {0}")]
    Server(String),
    /// The server does not take this letter; another one it may.
    #[error("the mail server refused this message: {0}")]
    Refused(String),
    /// The address is not one.
    #[error("this is not an e-mail address")]
    NoAddress,
}

/// The outcome of sending, still to come.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>>;

/// Whatever takes letters: a mail server, or a test.
pub trait Mailer: fmt::Debug + Send + Sync {
    /// Sends one letter; it comes back when the letter is taken, or with why it is not.
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a>;
}

/// How letters leave Sightline, and where their links lead.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    /// Takes the letters.
    pub(crate) mailer: Arc<dyn Mailer>,
    /// The address that people type to reach Sightline, without a slash at its end.
    pub(crate) site: String,
}
