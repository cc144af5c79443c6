//! Digests: what waits for somebody, by e-mail, as often as they choose.

mod sending;
mod words;

use sightline_store::{AccountId, QueuedLetter};

use super::accounts::own::own;
use crate::policy::Action;
use crate::{App, Call, Result};

/// Letters that a page shows at most.
const MOST_LETTERS: u64 = 200;

/// How often somebody gets a digest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digest {
    /// On every working day on which something waits.
    Daily,
    /// On the first day of a week, when something waits.
    #[default]
    Weekly,
    /// Never.
    Off,
}

impl Digest {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Daily, Self::Weekly, Self::Off];

    /// As it stands in the store and in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Off => "off",
        }
    }

    /// The choice with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.code() == code)
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Daily => "Every working day",
            Self::Weekly => "Every Monday",
            Self::Off => "Never",
        }
    }

    /// In words within a sentence.
    #[must_use]
    pub fn in_sentence(self) -> &'static str {
        match self {
            Self::Daily => "every working day",
            Self::Weekly => "every Monday",
            Self::Off => "never",
        }
    }
}

/// How somebody gets digests.
#[derive(Clone, Debug)]
pub struct OwnDigest {
    /// How often.
    pub digest: Digest,
    /// False when no mail server is set, so that nobody gets any.
    pub has_mail: bool,
    /// The last one; none before the first.
    pub last: Option<QueuedLetter>,
}

/// The letters that Sightline put down to be sent.
#[derive(Clone, Debug)]
pub struct Letters {
    /// False when no mail server is set.
    pub has_mail: bool,
    /// The latest first; at most two hundred.
    pub letters: Vec<QueuedLetter>,
}

impl App {
    /// How the caller gets digests.
    pub async fn own_digest(&self, call: &Call) -> Result<OwnDigest> {
        call.may(Action::OwnAccount)?;
        let own = own(call)?;
        let digest = self.digest_of(&own).await?;
        let last = self.store.letters(Some(&own), 1).await?.pop();
        Ok(OwnDigest { digest, has_mail: self.has_mail(), last })
    }

    /// From now on the caller gets a digest as often as this.
    pub async fn choose_digest(&self, call: &Call, digest: Digest) -> Result<()> {
        call.may(Action::OwnAccount)?;
        let own = own(call)?;
        let detail = serde_json::json!({ "digest": digest.code() });
        let audit = call.audit(Action::OwnAccount, format!("account {own}"), detail);
        Ok(self.store.choose_digest(&own, digest.code(), audit).await?)
    }

    /// Letters that wait, were sent, or were given up; without what they say.
    pub async fn letters(&self, call: &Call) -> Result<Letters> {
        call.may(Action::SettingsChange)?;
        let mut letters = self.store.letters(None, MOST_LETTERS).await?;
        for letter in &mut letters {
            letter.letter.body.clear();
        }
        Ok(Letters { has_mail: self.has_mail(), letters })
    }

    /// Has every letter that waits tried again now, by the server that sends them.
    pub async fn try_letters_again(&self, call: &Call) -> Result<()> {
        call.may(Action::SettingsChange)?;
        let audit =
            call.audit(Action::SettingsChange, "letters".to_owned(), serde_json::json!({ "letters": "tried again" }));
        self.store.try_letters_now(audit).await?;
        self.jobs.wake();
        Ok(())
    }

    async fn digest_of(&self, account: &AccountId) -> Result<Digest> {
        let chosen = self.store.digest_choices().await?;
        Ok(chosen.get(account).and_then(|code| Digest::from_code(code)).unwrap_or_default())
    }
}
