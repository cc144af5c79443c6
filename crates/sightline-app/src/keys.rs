//! The council's key: what nobody may read who has only the database.
//!
//! A [`Key`] seals a text for one purpose and one owner: AES-256-GCM under a
//! key of that purpose (HKDF), bound to the owner, so that a sealed text moved
//! to another row does not open. The front door says where the key comes from;
//! nothing here reads or writes a file.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use rand::TryRng as _;
use rand::rngs::SysRng;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};

use crate::use_cases::accounts::sealing;
use crate::use_cases::data::sealing as records;
use crate::{App, Error, Result};

/// Begins every sealed text; after it come the name of the key and what is sealed.
const MARK: &str = "sealed1:";
/// Keeps keys made from the council's key apart from those of any other program.
const SALT: &[u8] = b"sightline";

/// A key of 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

/// The key in use and, while it is being replaced, the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    present: Key,
    before: Option<Key>,
}

/// A text that was opened.
pub(crate) struct Opened {
    pub(crate) text: String,
    /// It should be sealed again: it was not, or with the key before.
    pub(crate) is_stale: bool,
}

/// As many bytes as the name of a key has.
#[derive(Debug)]
struct NameLength;

impl KeyType for NameLength {
    fn len(&self) -> usize {
        4
    }
}

impl Key {
    /// A new one, from the operating system's own source.
    ///
    /// # Panics
    ///
    /// When the operating system has no randomness to give: nothing may be sealed then.
    #[must_use]
    pub fn random() -> Self {
        Self(random())
    }

    /// The key that is written as 64 hexadecimal digits; `None` when it is none. White space around it does not matter.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The key as 64 hexadecimal digits, for whoever keeps it.
    #[must_use]
    pub fn to_hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Eight letters and digits that tell keys apart and say nothing about them.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = [0; 4];
        let info: [&[u8]; 1] = [b"name"];
        let made = self.derive().expand(&info, NameLength).and_then(|made| made.fill(&mut name));
        made.expect("four bytes are far fewer than can be derived");
        HEXLOWER.encode(&name)
    }

    fn derive(&self) -> Prk {
        Salt::new(HKDF_SHA256, SALT).extract(&self.0)
    }

    fn of(&self, purpose: &str) -> LessSafeKey {
        let info: [&[u8]; 2] = [b"seal ", purpose.as_bytes()];
        let derived = self.derive();
        let made = derived.expand(&info, &AES_256_GCM).expect("one key is far less than can be derived");
        LessSafeKey::new(UnboundKey::from(made))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.name())
    }
}

impl Keys {
    /// The key to seal with, and the one before when what it sealed is still to be opened.
    #[must_use]
    pub fn new(present: Key, before: Option<Key>) -> Self {
        Self { present, before }
    }

    /// The text sealed for a purpose and an owner.
    pub(crate) fn seal(&self, purpose: &str, owner: &str, text: &str) -> String {
        let nonce: [u8; NONCE_LEN] = random();
        let mut sealed = text.as_bytes().to_vec();
        let key = self.present.of(purpose);
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(owner), &mut sealed)
            .expect("a text is far shorter than can be sealed");
        let mut bytes = nonce.to_vec();
        bytes.append(&mut sealed);
        format!("{MARK}{}:{}", self.present.name(), BASE64URL_NOPAD.encode(&bytes))
    }

    /// The text that was sealed for this purpose and owner. One that was never
    /// sealed, from before there was a key, is given back as it is.
    ///
    /// # Errors
    ///
    /// [`Error::KeyDoesNotFit`] – it was sealed with another key, for another purpose or owner, or changed since.
    pub(crate) fn open(&self, purpose: &str, owner: &str, sealed: &str) -> Result<Opened> {
        let Some(rest) = sealed.strip_prefix(MARK) else {
            return Ok(Opened { text: sealed.to_owned(), is_stale: true });
        };
        let (name, body) = rest.split_once(':').unwrap_or(("", rest));
        let does_not_fit = || Error::KeyDoesNotFit { sealed_with: name.to_owned(), given: self.present.name() };
        let known = [Some(&self.present), self.before.as_ref()];
        let key = known.into_iter().flatten().find(|key| key.name() == name).ok_or_else(does_not_fit)?;
        let mut bytes = BASE64URL_NOPAD.decode(body.as_bytes()).map_err(|_| does_not_fit())?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN).ok_or_else(does_not_fit)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| does_not_fit())?;
        let opened = key.of(purpose).open_in_place(nonce, Aad::from(owner), sealed).map_err(|_| does_not_fit())?;
        let text = String::from_utf8(opened.to_vec()).map_err(|_| does_not_fit())?;
        Ok(Opened { text, is_stale: *key != self.present })
    }
}

/// True for a text that [`Keys::seal`] made.
pub(crate) fn is_sealed(text: &str) -> bool {
    text.starts_with(MARK)
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

impl App {
    /// True when something in the database cannot be read without the key it was sealed with.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] – the database cannot be asked.
    pub async fn needs_its_key(&self) -> Result<bool> {
        Ok(sealing::is_anything_sealed(&self.store).await? || records::is_anything_sealed(&self.store).await?)
    }

    /// The app with its keys. What was never sealed, or with the key before, is sealed anew.
    ///
    /// # Errors
    ///
    /// * [`Error::KeyDoesNotFit`] – something was sealed with a key that is not given; nothing was changed.
    /// * [`Error::Store`] – the database cannot be asked.
    pub async fn with_keys(mut self, keys: Keys, at: DateTime<Utc>) -> Result<Self> {
        // Everything is opened before anything is changed.
        let stale = records::stale(&self.store, &keys).await?;
        sealing::seal_again(&self.store, &keys, at).await?;
        records::save(&self.store, &stale, at).await?;
        self.keys = Some(Arc::new(keys));
        Ok(self)
    }

    /// The keys, for whoever seals or opens.
    ///
    /// # Errors
    ///
    /// [`Error::NoKey`] – none was given at the start.
    pub(crate) fn keys(&self) -> Result<&Keys> {
        self.keys.as_deref().ok_or(Error::NoKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digit: &str) -> Key {
        Key::from_hex(&digit.repeat(64)).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_owner_only() {
        let keys = Keys::new(key("1"), None);
        let sealed = keys.seal("second factor", "acc_1", "JBSWY3DP");
        assert!(is_sealed(&sealed) && !sealed.contains("JBSWY3DP"), "{sealed}");
        assert_ne!(sealed, keys.seal("second factor", "acc_1", "JBSWY3DP"), "never twice the same");
        let opened = keys.open("second factor", "acc_1", &sealed).unwrap();
        assert_eq!((opened.text.as_str(), opened.is_stale), ("JBSWY3DP", false));
        for (purpose, owner) in [("second factor", "acc_2"), ("extract", "acc_1")] {
            assert_eq!(keys.open(purpose, owner, &sealed).err().unwrap().code(), "SL-A230");
        }
    }

    #[test]
    fn a_sealed_text_that_was_changed_or_cut_does_not_open() {
        let keys = Keys::new(key("1"), None);
        let sealed = keys.seal("p", "o", "text");
        let (head, last) = sealed.split_at(sealed.len() - 3);
        let other = if last == "AAA" { "BBB" } else { "AAA" };
        for bad in [format!("{head}{other}"), head.to_owned(), MARK.to_owned(), format!("{MARK}x:y")] {
            assert_eq!(keys.open("p", "o", &bad).err().unwrap().code(), "SL-A230", "{bad}");
        }
    }

    #[test]
    fn the_key_before_opens_and_what_it_sealed_is_to_be_sealed_again() {
        let sealed = Keys::new(key("1"), None).seal("p", "o", "text");
        let alone = Keys::new(key("2"), None).open("p", "o", &sealed).err().unwrap();
        let Error::KeyDoesNotFit { sealed_with, given } = alone else { panic!("{alone}") };
        assert_eq!((sealed_with, given), (key("1").name(), key("2").name()));
        let both = Keys::new(key("2"), Some(key("1")));
        assert!(both.open("p", "o", &sealed).unwrap().is_stale);
        let plain = both.open("p", "o", "JBSWY3DP").unwrap();
        assert_eq!((plain.text.as_str(), plain.is_stale), ("JBSWY3DP", true));
    }

    #[test]
    fn a_key_is_sixty_four_hexadecimal_digits_and_never_printed() {
        let key = Key::random();
        assert_eq!(Key::from_hex(&format!(" {}\n", key.to_hex().to_uppercase())), Some(key.clone()));
        assert!(!format!("{key:?}").contains(&key.to_hex()));
        for bad in ["", "abc", &"g".repeat(64), &"1".repeat(62), &"1".repeat(66)] {
            assert_eq!(Key::from_hex(bad), None, "{bad}");
        }
    }
}
