//! Secrets that are handed out once and known afterwards by their hash.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use rand::TryRng as _;
use rand::rngs::SysRng;
use sha2::{Digest as _, Sha256};

/// A secret of 256 random bits, as text for a cookie or an address.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one, from the operating system's own source.
    pub(crate) fn new() -> Self {
        Self(BASE64URL_NOPAD.encode(&random::<32>()))
    }

    /// The secret itself, to be handed to whoever it is for.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn sha256(&self) -> String {
        sha256(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What is kept of a secret.
pub(crate) fn sha256(secret: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(secret.as_bytes()))
}

/// Bytes nobody can guess.
///
/// # Panics
///
/// When the operating system has no randomness to give: nothing that depends on it may go on then.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_never_the_same_and_never_printed() {
        let (one, other) = (Token::new(), Token::new());
        assert_eq!(one.as_str().len(), 43);
        assert_ne!(one, other);
        assert!(!format!("{one:?}").contains(one.as_str()));
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
