//! Accounts, who is signed in, one-time links, and forms kept over a time-out.
//!
//! Tokens never come here: callers hand over their SHA-256, so that whoever
//! reads the database cannot sign in with what is in it.

mod access_tokens;
mod account;
mod change;
mod id;
mod kept_forms;
mod links;
mod sessions;

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::AuditEntry;

pub use access_tokens::AccessTokenRecord;
pub use id::{AccountId, NotAnAccountId};

/// A text that is never printed, such as a password's hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Somebody who can sign in, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountRecord {
    /// Identifier; never changes.
    pub id: AccountId,
    /// Address, in small letters; no two accounts share one.
    pub email: String,
    /// Name, as it stands in the audit log.
    pub name: String,
    /// Code of the role.
    pub role: String,
    /// How far the role reaches.
    pub reach: Value,
    /// What plans call this person.
    pub known_as: Vec<String>,
    /// Hash of the password; `None` until one is chosen.
    pub password_hash: Option<Secret>,
    /// Secret of the second factor; `None` without one.
    pub totp_secret: Option<Secret>,
    /// The last step whose code was taken.
    pub totp_last_step: Option<u64>,
    /// A second factor shown and not yet confirmed.
    pub totp_offered: Option<Secret>,
    /// SHA-256 of each recovery code that is left.
    pub recovery_codes: Vec<String>,
    /// Who the provider of single sign-on says it is.
    pub oidc_subject: Option<String>,
    /// Failed attempts since the last success.
    pub failed_sign_ins: u64,
    /// When it was locked after too many.
    pub locked_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last made, signed in to, enabled or given a password.
    pub last_active_at: DateTime<Utc>,
    /// When it was last signed in to.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// When it was disabled.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Last day on which it can be used; that day counts.
    pub expires_on: Option<NaiveDate>,
}

/// An account to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAccount {
    /// Address; kept in small letters.
    pub email: String,
    /// Name.
    pub name: String,
    /// Code of the role.
    pub role: String,
    /// How far the role reaches.
    pub reach: Value,
    /// What plans call this person.
    pub known_as: Vec<String>,
    /// Last day on which it can be used.
    pub expires_on: Option<NaiveDate>,
    /// Hash of its password, when it is made with one.
    pub password_hash: Option<Secret>,
}

/// What goes with a change of an account, in the same transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountChange {
    /// The audit row; its object is filled in.
    pub audit: AuditEntry,
    /// What becomes of sessions, in this order.
    pub sessions: Vec<SessionStep>,
    /// What becomes of one-time links, in this order.
    pub links: Vec<LinkStep>,
}

impl From<AuditEntry> for AccountChange {
    fn from(audit: AuditEntry) -> Self {
        Self { audit, sessions: Vec::new(), links: Vec::new() }
    }
}

/// What becomes of sessions when an account changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionStep {
    /// One begins, at the moment of the audit row.
    Begin(NewSession),
    /// The one of this token ends.
    End(String),
    /// All of the account end.
    EndAll,
    /// All of the account end but the one of this token.
    EndOthers(String),
    /// All of any account that began before this are forgotten.
    Forget(DateTime<Utc>),
}

/// A session to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// SHA-256 of its token.
    pub token_sha256: String,
    /// What its forms carry.
    pub csrf: String,
    /// The password was right; the code is still to come.
    pub needs_second_factor: bool,
}

/// Somebody signed in on one browser, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// SHA-256 of its token.
    pub token_sha256: String,
    /// Whose it is.
    pub account: AccountId,
    /// What its forms carry.
    pub csrf: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// The password was right; the code is still to come.
    pub needs_second_factor: bool,
}

/// What becomes of one-time links when an account changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkStep {
    /// One is made; those of the account that were not used go.
    Make(NewLink),
    /// The one of this token is used, at the moment of the audit row.
    Use(String),
    /// Those of the account that were not used go.
    Withdraw,
}

/// A one-time link to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// SHA-256 of its token.
    pub token_sha256: String,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The first moment at which it no longer works.
    pub expires_at: DateTime<Utc>,
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Choosing the first password of an account.
    SetUp,
    /// Choosing a new one.
    Reset,
}

/// A one-time link, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRecord {
    /// Whose it is.
    pub account: AccountId,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The first moment at which it no longer works.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

/// A form sent after its session had timed out.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptForm {
    /// Identifier: `frm_` and 26 letters and digits; empty for one to keep.
    pub id: String,
    /// Whose session had timed out.
    pub account: AccountId,
    /// SHA-256 of the browser's own secret for kept forms.
    pub token_sha256: String,
    /// Where it was sent, with the query.
    pub path: String,
    /// Its content type, with the boundary of its parts.
    pub content_type: String,
    /// What was sent, byte for byte.
    pub body: Vec<u8>,
    /// When it was kept.
    pub kept_at: DateTime<Utc>,
    /// The first moment at which it is gone.
    pub expires_at: DateTime<Utc>,
}

impl fmt::Debug for KeptForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptForm").field("id", &self.id).field("path", &self.path).finish_non_exhaustive()
    }
}
