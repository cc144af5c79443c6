//! Letters through a mail server.

use std::fmt;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::{Letter, Mailer, NotSent, Sending};
use crate::{Error, Result};

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How the way to the mail server is kept from listeners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// Encrypted from the first byte (port 465).
    Tls,
    /// Encrypted after a greeting, or not at all sent (port 587).
    #[default]
    StartTls,
    /// Not encrypted: for a server on the same machine only.
    None,
}

/// Which mail server to use, and as whom.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Name or address of the server.
    pub host: String,
    /// Its port; the usual one when absent.
    pub port: Option<u16>,
    /// How the way there is kept from listeners.
    pub security: SmtpSecurity,
    /// Who signs in to it; absent when it asks nobody.
    pub user: Option<String>,
    /// The password that goes with `user`.
    pub password: Option<String>,
    /// The address letters come from, such as `Sightline <sightline@example.gov.uk>`.
    pub from: String,
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// Sends letters through a mail server; connections are kept for the next letter.
#[derive(Clone)]
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer").field("from", &self.from).finish_non_exhaustive()
    }
}

impl SmtpMailer {
    /// A mailer for a server; the server is not asked yet.
    ///
    /// # Errors
    ///
    /// [`Error::MailSettings`] – the sender is no address, or the host no name.
    pub fn new(settings: &SmtpSettings) -> Result<Self> {
        let from = settings.from.parse::<Mailbox>().map_err(|error| Error::MailSettings {
            what: format!("the sender `{}` is no e-mail address ({error})", settings.from),
        })?;
        let unusable = |error: lettre::transport::smtp::Error| Error::MailSettings {
            what: format!("the server {} cannot be used ({error})", settings.host),
        };
        let mut builder = match settings.security {
            SmtpSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&settings.host).map_err(unusable)?,
            SmtpSecurity::StartTls => {
                AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&settings.host).map_err(unusable)?
            }
            SmtpSecurity::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host),
        };
        if let Some(port) = settings.port {
            builder = builder.port(port);
        }
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { transport: builder.timeout(Some(PATIENCE)).build(), from })
    }

    async fn send_letter(&self, letter: &Letter) -> std::result::Result<(), NotSent> {
        let address: Address = letter.address.trim().parse().map_err(|_| NotSent::NoAddress)?;
        let message = MessageBuilder::new()
            .from(self.from.clone())
            .to(Mailbox::new(Some(letter.name.clone()), address))
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|error| NotSent::Refused(error.to_string()))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() || error.is_transient() => Err(NotSent::Refused(in_words(&error))),
            Err(error) => Err(NotSent::Server(in_words(&error))),
        }
    }
}

/// What went wrong and why, in one line.
fn in_words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_words = cause.to_string();
        if !words.contains(&cause_words) {
            words.push_str(": ");
            words.push_str(&cause_words);
        }
        source = cause.source();
    }
    words
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a> {
        Box::pin(self.send_letter(letter))
    }
}
