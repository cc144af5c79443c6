//! Accounts: who may sign in, how they do, and who is signed in now.
//!
//! What happens before anybody is known (signing in, using a one-time link,
//! finding a session) takes no [`Call`](crate::Call), because there is nobody
//! yet whom the policy could be asked about; the test of all use cases lists
//! each of these with its reason. Everything else does.

mod access_tokens;
pub(crate) mod account;
mod delivery;
mod kept_forms;
mod links;
mod list;
mod manage;
pub(crate) mod own;
mod passwords;
mod refusals;
mod rules;
pub(crate) mod sealing;
mod second_factor;
mod sessions;
mod sign_in;
mod single_sign_on;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sightline_store::AuditEntry;

use crate::{App, Call};

pub use access_tokens::{AccessToken, LONGEST_TOKEN_DAYS, NewAccessToken, TokenHolder};
pub(crate) use account::actor as actor_of;
pub use account::{Account, AccountState};
pub use delivery::Delivery;
pub use kept_forms::{FormToKeep, KeptFormSummary, LARGEST_KEPT_FORM};
pub use links::{AddressedLink, LinkOffer, OneTimeLink};
pub use list::AccountFilter;
pub use manage::{AccountInput, NewAccountLink};
pub use own::OwnSession;
pub(crate) use own::own;
pub use passwords::{LONGEST_PASSWORD, SHORTEST_PASSWORD};
pub use rules::{PasswordCost, SignInRules};
pub use second_factor::{OfferedSecondFactor, RecoveryCodes};
pub use sessions::SignedIn;
pub use sign_in::{OpenedSession, SignInStep};
pub use single_sign_on::ProvenIdentity;
pub use tokens::Token;
pub(crate) use tokens::sha256 as sha256_of;

/// What signing in needs beside the store; clones share it.
#[derive(Debug)]
pub(crate) struct Door {
    rules: SignInRules,
    hashing: passwords::Hashing,
    known: sessions::KnownSessions,
    first_link: links::FirstLink,
}

impl Door {
    pub(crate) fn new(rules: SignInRules) -> Self {
        let hashing = passwords::Hashing::new(rules.password_cost);
        Self { rules, hashing, known: sessions::KnownSessions::default(), first_link: links::FirstLink::default() }
    }
}

impl App {
    /// The app with other rules for signing in.
    #[must_use]
    pub fn with_sign_in_rules(self, rules: SignInRules) -> Self {
        Self { door: Arc::new(Door::new(rules)), ..self }
    }

    /// The rules for signing in, as the server was configured.
    #[must_use]
    pub fn sign_in_rules(&self) -> &SignInRules {
        &self.door.rules
    }

    /// The rules for signing in that hold now: what the council has set, and else what the server was configured with.
    pub(crate) fn rules_in_force(&self) -> SignInRules {
        let mut rules = self.door.rules.clone();
        let set = self.settings().sign_in;
        if let Some(minutes) = set.idle_minutes {
            rules.idle_limit = Duration::from_secs(u64::from(minutes) * 60);
        }
        if let Some(days) = set.dormant_after_days {
            rules.dormant_after_days = days.into();
        }
        rules
    }
}

use sessions::{SessionState, state_of};

/// The audit row of what somebody does to an account; the store fills in which.
fn audit(actor: &str, at: DateTime<Utc>, action: &str, detail: serde_json::Value) -> AuditEntry {
    AuditEntry { actor: actor.to_owned(), at, action: action.to_owned(), object: "accounts".to_owned(), detail }
}

/// The same for somebody who is signed in.
fn audit_of(call: &Call, action: &str, detail: serde_json::Value) -> AuditEntry {
    audit(&call.actor.name, call.at, action, detail)
}

#[cfg(test)]
mod tests;
