//! An account as the front doors see it: without any secret.

use chrono::{DateTime, NaiveDate, Utc};
use sightline_store::AccountRecord;

use crate::{Actor, Error, Reach, Result, Role};

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Identifier; never changes.
    pub id: String,
    /// E-mail address, in small letters.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// How far the role reaches.
    pub reach: Reach,
    /// What plans call this person, beside the name.
    pub known_as: Vec<String>,
    /// Whether it can be used.
    pub state: AccountState,
    /// A password was chosen.
    pub has_password: bool,
    /// Signing in takes a code too.
    pub has_second_factor: bool,
    /// Recovery codes that are left.
    pub recovery_codes_left: usize,
    /// It is signed in to through the council's single sign-on.
    pub has_single_sign_on: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last signed in to.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// Last day on which it can be used.
    pub expires_on: Option<NaiveDate>,
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountState {
    /// It can.
    Active,
    /// Nobody has chosen its password yet.
    NotSetUp,
    /// Too many attempts failed.
    Locked,
    /// An administrator, or a long time without use, has closed it.
    Disabled,
    /// Its last day is over.
    Expired,
}

impl AccountState {
    /// Every state.
    pub const ALL: &[Self] = &[Self::Active, Self::NotSetUp, Self::Locked, Self::Disabled, Self::Expired];

    /// As it stands in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::NotSetUp => "not_set_up",
            Self::Locked => "locked",
            Self::Disabled => "disabled",
            Self::Expired => "expired",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::NotSetUp => "Not set up yet",
            Self::Locked => "Locked",
            Self::Disabled => "Disabled",
            Self::Expired => "Expired",
        }
    }

    /// Of an account on a day.
    pub(crate) fn of(record: &AccountRecord, on: NaiveDate) -> Self {
        if record.disabled_at.is_some() {
            Self::Disabled
        } else if record.expires_on.is_some_and(|last| on > last) {
            Self::Expired
        } else if record.locked_at.is_some() {
            Self::Locked
        } else if record.password_hash.is_none() && record.oidc_subject.is_none() {
            Self::NotSetUp
        } else {
            Self::Active
        }
    }
}

impl Account {
    /// What can be shown of a stored account, as it stands on a day.
    pub(super) fn shown(record: &AccountRecord, on: NaiveDate) -> Result<Self> {
        let actor = actor(record)?;
        Ok(Self {
            id: record.id.to_string(),
            email: record.email.clone(),
            name: actor.name,
            role: actor.role,
            reach: actor.reach,
            known_as: actor.known_as,
            state: AccountState::of(record, on),
            has_password: record.password_hash.is_some(),
            has_second_factor: record.totp_secret.is_some(),
            recovery_codes_left: record.recovery_codes.len(),
            has_single_sign_on: record.oidc_subject.is_some(),
            created_at: record.created_at,
            signed_in_at: record.signed_in_at,
            expires_on: record.expires_on,
        })
    }
}

/// Who asks, when somebody signed in to this account does.
pub(crate) fn actor(record: &AccountRecord) -> Result<Actor> {
    let unreadable = |what: String| Error::Store(sightline_store::Error::Unreadable { table: "account", what });
    Ok(Actor {
        account: Some(record.id.to_string()),
        name: record.name.clone(),
        role: Role::from_code(&record.role).ok_or_else(|| unreadable(format!("`{}` is no role", record.role)))?,
        reach: serde_json::from_value::<Reach>(record.reach.clone()).map_err(|error| unreadable(error.to_string()))?,
        known_as: record.known_as.clone(),
    })
}
