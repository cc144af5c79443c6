//! The key of one extract.

use std::fmt;
use std::hint::black_box;

use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

use crate::{Error, Result};

/// The 256 bits with which every file of one extract is sealed.
///
/// It is never written beside the extract. `Debug` says nothing of it, and the
/// bytes are overwritten when it is dropped.
#[derive(Clone)]
pub struct ExtractKey([u8; 32]);

impl ExtractKey {
    /// A new key from the machine's random numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Random`] when the machine has none to give.
    pub fn generate() -> Result<Self> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(|_| Error::Random)?;
        Ok(Self(bytes))
    }

    /// The key of these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for whoever seals and keeps them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key of the manifest's seal, which is another than that of the files.
    fn seal_key(&self) -> hmac::Key {
        let own = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&own, b"manifest of an extract").as_ref())
    }

    /// The seal of a manifest, in hexadecimal.
    pub(super) fn seal(&self, manifest: &[u8]) -> String {
        hex(hmac::sign(&self.seal_key(), manifest).as_ref())
    }

    /// True when the seal was made with this key over the same manifest and stands as it was written: 64
    /// hexadecimal digits in small letters and nothing else.
    pub(super) fn fits(&self, manifest: &[u8], seal: &str) -> bool {
        // A number in Rust may begin with a sign, a digit of a seal may not.
        if !seal.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) || !seal.len().is_multiple_of(2) {
            return false;
        }
        let seal: Option<Vec<u8>> = seal
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        seal.is_some_and(|seal| hmac::verify(&self.seal_key(), manifest, &seal).is_ok())
    }
}

impl fmt::Debug for ExtractKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExtractKey(…)")
    }
}

impl Drop for ExtractKey {
    fn drop(&mut self) {
        self.0.fill(0);
        black_box(&self.0);
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_nothing_of_itself_and_no_two_are_the_same() {
        let (one, two) = (ExtractKey::generate().unwrap(), ExtractKey::generate().unwrap());
        assert_ne!(one.as_bytes(), two.as_bytes());
        assert_eq!(format!("{one:?}"), "ExtractKey(…)");
        let seal = one.seal(b"words");
        assert!(one.fits(b"words", &seal));
        assert!(!one.fits(b"word", &seal) && !two.fits(b"words", &seal) && !one.fits(b"words", "é"));
        for written_otherwise in [seal.to_uppercase(), format!("{seal}\n"), seal.replacen(&seal[..1], "+", 1)] {
            assert!(!one.fits(b"words", &written_otherwise), "{written_otherwise}");
        }
        let (nought_first, other_form) = (1_u32..)
            .map(|number| number.to_string())
            .find_map(|words| {
                let seal = one.seal(words.as_bytes());
                let other_form = format!("+{}", seal.strip_prefix('0')?);
                Some((words, other_form))
            })
            .unwrap();
        assert!(!one.fits(nought_first.as_bytes(), &other_form));
    }

    #[test]
    fn a_known_hash_is_given() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
