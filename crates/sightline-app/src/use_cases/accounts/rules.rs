//! The rules for signing in that a council can set.

use std::time::Duration;

/// How long sessions last, and what keeps an account open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInRules {
    /// A session ends when it was not used for this long.
    pub idle_limit: Duration,
    /// A session ends this long after sign-in, however much it is used.
    pub session_limit: Duration,
    /// Failed attempts, one after the other, that lock an account.
    pub attempts_before_lock: u64,
    /// An account that nobody signed in to for this many days is disabled at the next attempt.
    pub dormant_after_days: u32,
    /// How long a link for choosing the first password works.
    pub set_up_link_lasts: Duration,
    /// How long a link for choosing another password works.
    pub reset_link_lasts: Duration,
    /// How long a form is kept that was sent after its session had ended.
    pub form_kept_for: Duration,
    /// What one try at a password costs.
    pub password_cost: PasswordCost,
}

const HOUR: u64 = 60 * 60;

impl Default for SignInRules {
    fn default() -> Self {
        Self {
            idle_limit: Duration::from_secs(HOUR / 2),
            session_limit: Duration::from_secs(12 * HOUR),
            attempts_before_lock: 10,
            dormant_after_days: 90,
            set_up_link_lasts: Duration::from_secs(7 * 24 * HOUR),
            reset_link_lasts: Duration::from_secs(24 * HOUR),
            form_kept_for: Duration::from_secs(HOUR),
            password_cost: PasswordCost::default(),
        }
    }
}

/// What one try at a password costs, in the terms of Argon2id.
///
/// A stored password says what it was made with, so a change holds for those chosen from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for PasswordCost {
    /// What the OWASP password storage cheat sheet asks for at least: 19 MiB and two passes.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

impl PasswordCost {
    /// Next to nothing, for tests of everything else.
    #[doc(hidden)]
    #[must_use]
    pub fn for_tests() -> Self {
        Self { memory_kib: 8, passes: 1 }
    }
}
