//! Personal access tokens: a program that asks in somebody's name.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::json;
use sightline_store::AccessTokenRecord;

use super::account::{AccountState, actor};
use super::own::own;
use super::{Token, audit_of, tokens};
use crate::policy::Action;
use crate::{Actor, App, Call, Error, Result};

/// A token works for this many days at most.
pub const LONGEST_TOKEN_DAYS: u64 = 366;
/// The longest name of a token, in characters.
const LONGEST_NAME: usize = 100;
/// Use is noted this often.
const NOTED_EVERY: TimeDelta = TimeDelta::hours(1);

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccessToken {
    /// What it is for.
    pub name: String,
    /// True when it may report too, not only read.
    pub may_write: bool,
    /// Last day on which it works.
    pub expires_on: NaiveDate,
}

/// A token as its owner sees it; the secret was shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Identifier, for taking it back.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// True when it may report too, not only read.
    pub may_write: bool,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Last day on which it works.
    pub expires_on: NaiveDate,
    /// True when it works no longer.
    pub has_expired: bool,
    /// When it was last used, to the hour.
    pub used_at: Option<DateTime<Utc>>,
}

/// Whom a program asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHolder {
    /// The owner of the token.
    pub actor: Actor,
    /// True when it may report too, not only read.
    pub may_write: bool,
}

impl App {
    /// A new token of the caller, and its secret, which is never shown again.
    ///
    /// # Errors
    ///
    /// * [`Error::TokenUnfit`] – no name, or a last day that is past or more than a year ahead.
    /// * [`Error::NoOwnAccount`] – the operator at the machine itself has none.
    pub async fn make_access_token(&self, call: &Call, new: &NewAccessToken) -> Result<(AccessToken, Token)> {
        call.may(Action::OwnAccount)?;
        let owner = own(call)?;
        let name = new.name.trim();
        let latest = call.today.checked_add_days(Days::new(LONGEST_TOKEN_DAYS)).unwrap_or(NaiveDate::MAX);
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(Error::TokenUnfit { what: "it needs a name of at most 100 characters" });
        }
        if new.expires_on < call.today || new.expires_on > latest {
            return Err(Error::TokenUnfit { what: "its last day must lie within the next year" });
        }
        let secret = Token::new();
        let record = AccessTokenRecord {
            id: format!("tok_{}", ulid::Ulid::from_datetime(call.at.into())).to_lowercase(),
            token_sha256: secret.sha256(),
            name: name.to_owned(),
            may_write: new.may_write,
            made_at: call.at,
            expires_on: new.expires_on,
            used_at: None,
        };
        let detail = json!({ "token": record.id, "may_write": record.may_write, "expires_on": record.expires_on });
        self.store.add_access_token(&owner, &record, audit_of(call, "account.token_make", detail)).await?;
        Ok((shown(record, call.today), secret))
    }

    /// The tokens of the caller, the latest first.
    pub async fn own_access_tokens(&self, call: &Call) -> Result<Vec<AccessToken>> {
        call.may(Action::OwnAccount)?;
        let records = self.store.access_tokens(&own(call)?).await?;
        Ok(records.into_iter().map(|record| shown(record, call.today)).collect())
    }

    /// Takes a token of the caller back.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – there is no such token.
    pub async fn revoke_access_token(&self, call: &Call, id: &str) -> Result<()> {
        call.may(Action::OwnAccount)?;
        let audit = audit_of(call, "account.token_revoke", json!({ "token": id }));
        Ok(self.store.remove_access_token(&own(call)?, id, audit).await?)
    }

    /// Whom the bearer of a token asks for at `at`, on the day `today`; `None`
    /// when it is no token, or works no longer, or its owner may not sign in.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – the database cannot be asked.
    pub async fn token_holder(
        &self,
        token: &str,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<Arc<TokenHolder>>> {
        let token_sha256 = tokens::sha256(token);
        let Some((record, owner)) = self.store.access_token(&token_sha256).await? else { return Ok(None) };
        let is_open = !matches!(AccountState::of(&owner, today), AccountState::Disabled | AccountState::Expired);
        if !is_open || record.expires_on < today {
            return Ok(None);
        }
        if record.used_at.is_none_or(|used| at - used >= NOTED_EVERY) {
            self.store.note_access_token_used(&token_sha256, at).await?;
        }
        Ok(Some(Arc::new(TokenHolder { actor: actor(&owner)?, may_write: record.may_write })))
    }
}

fn shown(record: AccessTokenRecord, today: NaiveDate) -> AccessToken {
    AccessToken {
        has_expired: record.expires_on < today,
        id: record.id,
        name: record.name,
        may_write: record.may_write,
        made_at: record.made_at,
        expires_on: record.expires_on,
        used_at: record.used_at,
    }
}
