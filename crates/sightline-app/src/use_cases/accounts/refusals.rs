//! Attempts to sign in that are refused, and the lock after too many.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;
use sightline_store::{AccountChange, AccountRecord, SessionStep};

use super::account::AccountState;
use super::{SignInRules, audit};

/// Why an attempt is refused; for the audit log only, the person is told the same whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Unknown,
    NotSetUp,
    WrongPassword,
    WrongCode,
    Locked,
    Disabled,
    Expired,
    Dormant,
    AnotherIdentity,
}

impl Refusal {
    fn words(self) -> &'static str {
        match self {
            Self::Unknown => "no such account",
            Self::NotSetUp => "no password chosen yet",
            Self::WrongPassword => "wrong password",
            Self::WrongCode => "wrong code",
            Self::Locked => "locked",
            Self::Disabled => "disabled",
            Self::Expired => "last day is over",
            Self::Dormant => "not used for too long",
            Self::AnotherIdentity => "belongs to somebody else at the provider of single sign-on",
        }
    }

    /// Why this account cannot be signed in to at all, whatever is typed.
    pub(super) fn of_state(
        record: &AccountRecord,
        rules: &SignInRules,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Option<Self> {
        let dormant_after = TimeDelta::days(i64::from(rules.dormant_after_days));
        match AccountState::of(record, today) {
            AccountState::Disabled => Some(Self::Disabled),
            AccountState::Expired => Some(Self::Expired),
            AccountState::Locked => Some(Self::Locked),
            AccountState::NotSetUp | AccountState::Active if at - record.last_active_at > dormant_after => {
                Some(Self::Dormant)
            }
            AccountState::NotSetUp | AccountState::Active => None,
        }
    }
}

/// What a refused attempt leaves behind: a row of the audit log, and a count that can lock.
pub(super) fn refuse(
    record: &mut AccountRecord,
    refusal: Refusal,
    rules: &SignInRules,
    at: DateTime<Utc>,
) -> AccountChange {
    if matches!(refusal, Refusal::WrongPassword | Refusal::WrongCode) {
        record.failed_sign_ins += 1;
        if record.failed_sign_ins >= rules.attempts_before_lock {
            record.locked_at = Some(at);
            let detail = json!({ "failed_attempts": record.failed_sign_ins });
            return audit(&record.name, at, "account.lock", detail).into();
        }
    }
    if refusal == Refusal::Dormant {
        record.disabled_at = Some(at);
        let detail = json!({ "why": refusal.words(), "days": rules.dormant_after_days });
        let audit = audit(&record.name, at, "account.disable", detail);
        return AccountChange { sessions: vec![SessionStep::EndAll], ..audit.into() };
    }
    audit(&record.name, at, "account.sign_in_refused", json!({ "why": refusal.words() })).into()
}

/// What an attempt at an account that there is not leaves behind; what was typed is not kept.
pub(super) fn refuse_unknown(at: DateTime<Utc>) -> sightline_store::AuditEntry {
    audit("somebody", at, "account.sign_in_refused", json!({ "why": Refusal::Unknown.words() }))
}
