//! Who is signed in: from the token of a cookie to a caller.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sightline_store::{AccountRecord, SessionRecord};

use super::account::{AccountState, actor};
use super::{SignInRules, tokens};
use crate::{Actor, App, Result};

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Identifier of the account.
    pub account: String,
    /// Who asks, for a [`Call`](crate::Call).
    pub actor: Actor,
    /// What the forms of this session carry.
    pub csrf: String,
    /// When the session began.
    pub began_at: DateTime<Utc>,
    /// When it ends however much it is used.
    pub ends_at: DateTime<Utc>,
}

/// A session is looked up again after this long, so that what another process
/// changes (a role, a lock) holds everywhere within these seconds. What this
/// process changes holds at once.
const KNOWN_FOR: TimeDelta = TimeDelta::seconds(5);
/// Use is noted this often.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// Sessions remembered at once.
const MOST_KNOWN: usize = 10_000;

#[derive(Clone, Debug)]
struct Known {
    signed_in: Arc<SignedIn>,
    seen_at: DateTime<Utc>,
    looked_up_at: DateTime<Utc>,
}

/// Sessions looked up a moment ago, so that a page costs no query for them.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownSessions(Arc<Mutex<Remembered>>);

#[derive(Debug, Default)]
struct Remembered {
    by_token: HashMap<String, Known>,
    /// Counts how often all was forgotten.
    times_forgotten: u64,
}

impl KnownSessions {
    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, token_sha256: &str, at: DateTime<Utc>) -> (Option<Known>, u64) {
        let remembered = self.remembered();
        let fresh = |known: &&Known| {
            let age = at - known.looked_up_at;
            age >= TimeDelta::zero() && age < KNOWN_FOR
        };
        (remembered.by_token.get(token_sha256).filter(fresh).cloned(), remembered.times_forgotten)
    }

    /// Remembers what was looked up, unless all was forgotten since: then it may no longer be so.
    fn put(&self, token_sha256: String, known: Known, times_forgotten: u64) {
        let mut remembered = self.remembered();
        if remembered.times_forgotten != times_forgotten {
            return;
        }
        if remembered.by_token.len() >= MOST_KNOWN {
            remembered.by_token.clear();
        }
        remembered.by_token.insert(token_sha256, known);
    }

    /// Forgets all, because an account or a session has changed; each is looked up again when it is next used.
    pub(super) fn forget(&self) {
        let mut remembered = self.remembered();
        remembered.by_token.clear();
        remembered.times_forgotten += 1;
    }
}

/// What a session is worth at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SessionState {
    /// It can be used.
    Open,
    /// Its code is still to come.
    NeedsCode,
    /// It was not used for too long, or has lasted too long.
    TimedOut,
    /// Its account cannot be used.
    Closed,
}

/// `on` is the day of `at` by UTC: an account's last day ends at midnight there.
pub(super) fn state_of(
    session: &SessionRecord,
    account: &AccountRecord,
    rules: &SignInRules,
    at: DateTime<Utc>,
) -> SessionState {
    let longer_than =
        |since: DateTime<Utc>, limit: std::time::Duration| (at - since).to_std().is_ok_and(|passed| passed > limit);
    let on: NaiveDate = at.date_naive();
    if matches!(AccountState::of(account, on), AccountState::Disabled | AccountState::Expired) {
        // Not when it is locked: whoever tries passwords must not be able to throw the owner out.
        SessionState::Closed
    } else if session.needs_second_factor {
        SessionState::NeedsCode
    } else if longer_than(session.seen_at, rules.idle_limit) || longer_than(session.created_at, rules.session_limit) {
        SessionState::TimedOut
    } else {
        SessionState::Open
    }
}

impl App {
    /// Who is signed in with this token at `at`; `None` when nobody is, or no longer.
    ///
    /// Using a session keeps it open; that is noted once a minute.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – the database cannot be asked.
    pub async fn session(&self, token: &str, at: DateTime<Utc>) -> Result<Option<Arc<SignedIn>>> {
        let token_sha256 = tokens::sha256(token);
        let (remembered, times_forgotten) = self.door.known.get(&token_sha256, at);
        let known = match remembered {
            Some(known) if at - known.seen_at < NOTED_EVERY => return Ok(Some(known.signed_in)),
            Some(known) => known,
            None => match self.look_up_session(&token_sha256, at).await? {
                Some(known) => known,
                None => return Ok(None),
            },
        };
        let mut seen_at = known.seen_at;
        if at - seen_at >= NOTED_EVERY && self.store.note_session_seen(&token_sha256, at).await? {
            seen_at = at;
        }
        let signed_in = Arc::clone(&known.signed_in);
        self.door.known.put(token_sha256, Known { seen_at, ..known }, times_forgotten);
        Ok(Some(signed_in))
    }

    async fn look_up_session(&self, token_sha256: &str, at: DateTime<Utc>) -> Result<Option<Known>> {
        let Some((session, account)) = self.store.session(token_sha256).await? else { return Ok(None) };
        let rules = &self.rules_in_force();
        if state_of(&session, &account, rules, at) != SessionState::Open {
            return Ok(None);
        }
        let limit = TimeDelta::from_std(rules.session_limit).unwrap_or(TimeDelta::MAX);
        let ends_at = session.created_at.checked_add_signed(limit).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let signed_in = SignedIn {
            account: account.id.to_string(),
            actor: actor(&account)?,
            csrf: session.csrf,
            began_at: session.created_at,
            ends_at,
        };
        Ok(Some(Known { signed_in: Arc::new(signed_in), seen_at: session.seen_at, looked_up_at: at }))
    }
}
