//! The monthly work on a plan: sign-offs, discussion, attachments, drafts, update rounds.

mod attachments;
mod comments;
pub(crate) mod drafts;
mod rounds;
mod sign_offs;

use chrono::{DateTime, NaiveDate, Utc};
use sightline_domain::history::Update;
use sightline_domain::reporting::SignOff;

/// An update as it stands in the history, with what its sponsor said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedUpdate {
    /// Its number, by which a sign-off names it.
    pub number: u64,
    /// The update.
    pub update: Update,
    /// Null until a sponsor accepts it or sends it back.
    pub sign_off: Option<SignOff>,
}

/// A sign-off to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSignOff {
    /// Number of the update.
    pub update: u64,
    /// What is said of it.
    pub sign_off: SignOff,
}

/// A sign-off with the update it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedSignOff {
    /// Reference of the action.
    pub action: String,
    /// Number of the update.
    pub update: u64,
    /// What was said of it.
    pub sign_off: SignOff,
}

/// A contribution to the discussion of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Reference of the action.
    pub action: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub by: String,
    /// The words.
    pub text: String,
}

/// A file beside an action, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its number, by which it is opened.
    pub number: u64,
    /// Reference of the action.
    pub action: String,
    /// When it was attached.
    pub at: DateTime<Utc>,
    /// Who attached it.
    pub by: String,
    /// File name, without folder.
    pub name: String,
    /// What it is, such as `application/pdf`.
    pub media_type: String,
    /// SHA-256 of its bytes as 64 small hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub size_bytes: u64,
}

/// A file to be put beside an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment<'a> {
    /// Reference of the action.
    pub action: &'a str,
    /// File name, without folder.
    pub name: &'a str,
    /// What it is, such as `application/pdf`.
    pub media_type: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// An update that somebody has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Reference of the action.
    pub action: String,
    /// When it was last saved.
    pub saved_at: DateTime<Utc>,
    /// What was typed.
    pub body: serde_json::Value,
}

/// A message that was sent to chase updates, or could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The first day of the round's month.
    pub month: NaiveDate,
    /// Who, by name.
    pub recipient: String,
    /// E-mail address.
    pub address: String,
    /// References of the actions it asks for.
    pub actions: Vec<String>,
    /// When.
    pub sent_at: DateTime<Utc>,
    /// Who had it sent.
    pub sent_by: String,
    /// Why it could not be sent; null when it was.
    pub not_sent_because: Option<String>,
}
