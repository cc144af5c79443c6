//! One-time links by e-mail.

use chrono::{DateTime, NaiveDate, Utc};

use super::OneTimeLink;
use super::links::AddressedLink;
use crate::mail::{Message, NotSent};
use crate::{App, Result};

/// What became of a link that was to go by e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// No mail server is set: it has to be handed over.
    NotSet,
    /// The mail server has taken it.
    Sent,
    /// The mail server has not: it has to be handed over.
    Failed(NotSent),
}

impl App {
    /// True when letters can be sent.
    #[must_use]
    pub fn has_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// Sends a link for choosing another password to the address of an account,
    /// when there is an open one with it; does nothing when there is none.
    /// Whoever asked is told the same either way, and without waiting for this.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – the database cannot be asked.
    pub async fn send_forgotten_password(
        &self,
        email: &str,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<Delivery>> {
        let Some(made) = self.forgotten_password(email, at, today).await? else { return Ok(None) };
        let AddressedLink { name, email, link, .. } = made;
        Ok(Some(self.deliver("reset", "", &name, &email, &link).await))
    }

    /// Sends a link that was just made to the owner of its account. `from` is who made it.
    pub(super) async fn deliver(
        &self,
        message: &str,
        from: &str,
        name: &str,
        email: &str,
        link: &OneTimeLink,
    ) -> Delivery {
        let Some(mail) = &self.mail else { return Delivery::NotSet };
        let address = format!("{}/set-up/{}", mail.site, link.token.as_str());
        let until = link.expires_at.format("%-d %B %Y, %H:%M UTC").to_string();
        let words = [("name", name), ("from", from), ("until", &until), ("link", &address)];
        match mail.mailer.send(&Message::named(message).to(name, email, &words)).await {
            Ok(()) => Delivery::Sent,
            Err(failed) => Delivery::Failed(failed),
        }
    }
}
