//! Signing in through the council's own provider of identities.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use sightline_store::NewAccount;

use super::manage::{AccountInput, checked};
use super::refusals::{Refusal, refuse_unknown};
use super::sign_in::Proof;
use super::{OpenedSession, SignInStep, audit};
use crate::{App, Error, Reach, Result, Role};

/// Who a provider says somebody is; its word has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenIdentity {
    /// The provider.
    pub issuer: String,
    /// What it calls this person, for ever.
    pub subject: String,
    /// Their e-mail address, when the provider vouches for it.
    pub verified_email: Option<String>,
    /// Their name.
    pub name: Option<String>,
}

impl ProvenIdentity {
    /// Two providers may call two people the same.
    fn key(&self) -> String {
        format!("{} {}", self.issuer, self.subject)
    }
}

impl App {
    /// A session of the account that belongs to this person.
    ///
    /// That is the one that has signed in as them before, else the one with
    /// their verified address, which is theirs from then on, else a new one
    /// with the role `new_accounts`, when there is one. The account's own
    /// second factor is not asked for: the provider asks for what it asks for.
    ///
    /// # Errors
    ///
    /// * [`Error::NoAccountForIdentity`] – nobody has made an account for them.
    /// * [`Error::SignInRefused`] – the account is locked, disabled, expired, or belongs to somebody else there.
    pub async fn sign_in_with_identity(
        &self,
        identity: &ProvenIdentity,
        new_accounts: Option<Role>,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<OpenedSession> {
        let key = identity.key();
        let by_email = match &identity.verified_email {
            Some(email) => self.store.account_by_email(email).await?,
            None => None,
        };
        let id = match (self.store.account_by_subject(&key).await?, by_email) {
            (Some(account), _) | (None, Some(account)) => account.id,
            (None, None) => self.account_for(identity, new_accounts, at).await?,
        };
        let step = self.begin_session(&id, at, today, |record| {
            if record.oidc_subject.as_ref().is_some_and(|known| *known != key) {
                return Err(Refusal::AnotherIdentity);
            }
            record.oidc_subject = Some(key);
            Ok(Proof::SingleSignOn)
        });
        match step.await? {
            Some(SignInStep::Done(opened) | SignInStep::Code(opened)) => Ok(opened),
            None => Err(Error::SignInRefused),
        }
    }

    /// A new account for somebody who has none, when the council wants that.
    async fn account_for(
        &self,
        identity: &ProvenIdentity,
        role: Option<Role>,
        at: DateTime<Utc>,
    ) -> Result<sightline_store::AccountId> {
        let (Some(role), Some(email)) = (role, &identity.verified_email) else {
            self.store.record_attempt(refuse_unknown(at)).await?;
            return Err(Error::NoAccountForIdentity);
        };
        let input = checked(&AccountInput {
            email: email.clone(),
            name: identity.name.clone().unwrap_or_else(|| email.clone()),
            role,
            reach: Reach::default(),
            known_as: Vec::new(),
            expires_on: None,
        })?;
        let detail = json!({ "name": input.name, "role": role.code(), "by": "single sign-on" });
        let audit = audit(&input.name, at, "account.add", detail);
        let new = NewAccount {
            email: input.email,
            name: input.name,
            role: role.code().to_owned(),
            reach: Value::Object(serde_json::Map::new()),
            known_as: Vec::new(),
            expires_on: None,
            password_hash: None,
        };
        Ok(self.store.add_account(&new, Vec::new(), audit).await?.id)
    }
}
