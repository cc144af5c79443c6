//! Passwords: which are taken, how they are kept, and how one is tried.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use sightline_store::Secret;
use tokio::sync::Semaphore;

use super::rules::PasswordCost;
use super::tokens::random;
use crate::{Error, Result};

/// The fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 12;
/// The most characters of a password.
pub const LONGEST_PASSWORD: usize = 128;

/// Hashes computed at once: each takes 19 MiB for a moment, so memory stays bounded however many try.
const AT_ONCE: usize = 2;

/// Computes hashes apart from everything else, a few at once.
#[derive(Clone, Debug)]
pub(super) struct Hashing {
    cost: PasswordCost,
    turns: Arc<Semaphore>,
    /// Tried when there is nothing to try, so that it takes as long.
    nobodys: Arc<Secret>,
}

impl Hashing {
    pub(super) fn new(cost: PasswordCost) -> Self {
        // Of the same cost as a real one, of a password that nobody has. Made without computing it: nothing matches.
        let nobodys = format!(
            "$argon2id$v=19$m={},t={},p=1${}${}",
            cost.memory_kib,
            cost.passes,
            data_encoding::BASE64_NOPAD.encode(&random::<16>()),
            data_encoding::BASE64_NOPAD.encode(&random::<32>()),
        );
        Self { cost, turns: Arc::new(Semaphore::new(AT_ONCE)), nobodys: Arc::new(Secret(nobodys)) }
    }

    /// What is kept of a password.
    pub(super) async fn hash(&self, password: &str) -> Result<Secret> {
        let cost = self.cost;
        let password = password.to_owned();
        self.in_turn(move || {
            let hash: PasswordHash = argon2(cost)?.hash_password(password.as_bytes()).map_err(|_| Error::Hashing)?;
            Ok(Secret(hash.to_string()))
        })
        .await?
    }

    /// True when the password is the one that was kept. It takes as long when none was.
    pub(super) async fn is_right(&self, password: &str, kept: Option<&Secret>) -> Result<bool> {
        let cost = self.cost;
        let password = password.to_owned();
        let there_is_one = kept.is_some();
        let kept = kept.unwrap_or(&self.nobodys).clone();
        self.in_turn(move || {
            let hash = PasswordHash::new(&kept.0).map_err(|_| Error::Hashing)?;
            let is_same = argon2(cost)?.verify_password(password.as_bytes(), &hash).is_ok();
            Ok(is_same && there_is_one)
        })
        .await?
    }

    async fn in_turn<T: Send + 'static>(&self, compute: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Error::Hashing)?;
        let computing = tokio::task::spawn_blocking(move || {
            let computed = compute();
            drop(turn);
            computed
        });
        computing.await.map_err(|_| Error::Hashing)
    }
}

fn argon2(cost: PasswordCost) -> Result<Argon2<'static>> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| Error::Hashing)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Nothing, when the password may be chosen.
///
/// Any letters of any alphabet, spaces too; only the length counts, and that
/// it is not the person's own name or address.
pub(super) fn check(password: &str, about_them: &[&str]) -> Result<()> {
    let count = password.chars().count();
    if count < SHORTEST_PASSWORD {
        return Err(Error::PasswordUnfit { why: "it is shorter than 12 characters" });
    }
    if count > LONGEST_PASSWORD {
        return Err(Error::PasswordUnfit { why: "it is longer than 128 characters" });
    }
    let mut letters = password.chars();
    let first = letters.next();
    if letters.all(|letter| Some(letter) == first) {
        return Err(Error::PasswordUnfit { why: "it is one character again and again" });
    }
    let lower = password.trim().to_lowercase();
    if about_them.iter().any(|known| known.trim().to_lowercase() == lower) {
        return Err(Error::PasswordUnfit { why: "it is your own name or e-mail address" });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_in_characters_of_any_alphabet() {
        let email = "ada.fenwick@wexcombe.example";
        assert!(check("пароль длинный", &[email]).is_ok());
        assert!(check(&"ñé".repeat(64), &[email]).is_ok());
        for unfit in ["short pass1", &"ab".repeat(65), "aaaaaaaaaaaaaaaa", " Ada.Fenwick@Wexcombe.example"] {
            assert!(check(unfit, &[email]).is_err(), "{unfit}");
        }
    }

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_of_the_given_cost_and_found_right_again() {
        let hashing = Hashing::new(PasswordCost::default());
        let kept = hashing.hash("correct horse battery").await.unwrap();
        assert!(kept.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", kept.0);
        assert!(hashing.is_right("correct horse battery", Some(&kept)).await.unwrap());
        assert!(!hashing.is_right("correct horse batterz", Some(&kept)).await.unwrap());
        // As long a computation, and never right.
        assert!(!hashing.is_right("correct horse battery", None).await.unwrap());
    }
}
