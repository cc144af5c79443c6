//! The second factor: codes that change every thirty seconds, and recovery codes.

use std::fmt;

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use serde_json::json;
use sightline_store::{AccountChange, AccountRecord, SessionStep};
use subtle::{Choice, ConstantTimeEq as _};
use totp_rs::{Builder, Totp};

use super::own::own;
use super::{audit_of, sealing, tokens};
use crate::keys::Keys;
use crate::policy::Action;
use crate::{App, Call, Error, Result};

/// How many recovery codes are given at once.
const RECOVERY_CODES: usize = 10;

/// A second factor that is shown and not yet confirmed.
#[derive(Clone, PartialEq, Eq)]
pub struct OfferedSecondFactor {
    /// For typing into an app, in Base32.
    pub secret: String,
    /// For a QR code.
    pub uri: String,
}

impl fmt::Debug for OfferedSecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfferedSecondFactor(…)")
    }
}

/// Codes that each sign in once in place of one of the second factor; shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(pub Vec<String>);

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCodes(…)")
    }
}

impl App {
    /// A new second factor for the caller, to be confirmed with one of its codes.
    ///
    /// One that was offered before and not confirmed is replaced. Nothing
    /// changes about signing in until it is confirmed.
    pub async fn begin_second_factor(&self, call: &Call) -> Result<OfferedSecondFactor> {
        call.may(Action::OwnAccount)?;
        let secret = BASE32_NOPAD.encode(&tokens::random::<20>());
        let id = own(call)?;
        let sealed = sealing::seal(self.keys()?, id.as_str(), &secret);
        let record = self
            .store
            .change_account(&id, |record| -> Result<AccountChange> {
                record.totp_offered = Some(sealed);
                Ok(audit_of(call, "account.second_factor_offer", serde_json::Value::Null).into())
            })
            .await?;
        Ok(offered(&record.email, secret))
    }

    /// The second factor that the caller has begun and not confirmed; `None` when there is none.
    pub async fn offered_second_factor(&self, call: &Call) -> Result<Option<OfferedSecondFactor>> {
        call.may(Action::OwnAccount)?;
        let record = self.store.account(&own(call)?).await?;
        let Some(sealed) = &record.totp_offered else { return Ok(None) };
        let secret = sealing::open(self.keys()?, record.id.as_str(), sealed)?;
        Ok(Some(offered(&record.email, secret)))
    }

    /// Turns the offered second factor on, when `code` is one of its codes, and gives recovery codes.
    ///
    /// # Errors
    ///
    /// [`Error::CodeRefused`] – the code is not one of it; [`Error::NoSecondFactor`] – none was offered.
    pub async fn confirm_second_factor(&self, call: &Call, code: &str) -> Result<RecoveryCodes> {
        call.may(Action::OwnAccount)?;
        let codes = new_recovery_codes();
        let keys = self.keys()?;
        self.store
            .change_account(&own(call)?, |record| -> Result<AccountChange> {
                let sealed = record.totp_offered.clone().ok_or(Error::NoSecondFactor)?;
                let secret = sealing::open(keys, record.id.as_str(), &sealed)?;
                let step = step_of(&secret, code, call.at).ok_or(Error::CodeRefused)?;
                record.totp_secret = Some(sealed);
                record.totp_last_step = Some(step);
                record.totp_offered = None;
                record.recovery_codes = kept(&codes);
                Ok(audit_of(call, "account.second_factor_on", serde_json::Value::Null).into())
            })
            .await?;
        Ok(codes)
    }

    /// New recovery codes for the caller; those given before no longer work.
    ///
    /// # Errors
    ///
    /// [`Error::NoSecondFactor`] – the account has none; [`Error::PasswordWrong`].
    pub async fn renew_recovery_codes(&self, call: &Call, password: &str) -> Result<RecoveryCodes> {
        call.may(Action::OwnAccount)?;
        let codes = new_recovery_codes();
        self.with_own_password(call, password, |record| {
            record.totp_secret.as_ref().ok_or(Error::NoSecondFactor)?;
            record.recovery_codes = kept(&codes);
            Ok(audit_of(call, "account.recovery_codes", json!({ "codes": RECOVERY_CODES })).into())
        })
        .await?;
        Ok(codes)
    }

    /// Turns the caller's second factor off.
    ///
    /// # Errors
    ///
    /// [`Error::NoSecondFactor`] – the account has none; [`Error::PasswordWrong`].
    pub async fn remove_second_factor(&self, call: &Call, password: &str) -> Result<()> {
        call.may(Action::OwnAccount)?;
        self.with_own_password(call, password, |record| {
            turn_off(record)?;
            Ok(audit_of(call, "account.second_factor_off", serde_json::Value::Null).into())
        })
        .await
    }

    /// Turns the second factor of somebody off who has lost it; their sessions end.
    ///
    /// # Errors
    ///
    /// [`Error::NoSecondFactor`] – the account has none.
    pub async fn remove_second_factor_of(&self, call: &Call, account: &str) -> Result<()> {
        call.may(Action::AccountManage)?;
        self.change(account, |record| {
            turn_off(record)?;
            let audit = audit_of(call, "account.second_factor_off", json!({ "name": record.name }));
            Ok(AccountChange { sessions: vec![SessionStep::EndAll], ..audit.into() })
        })
        .await
        .map(|_| ())
    }
}

/// What a code was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TakenCode {
    SecondFactor,
    Recovery,
}

impl TakenCode {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::SecondFactor => "password and code",
            Self::Recovery => "password and recovery code",
        }
    }
}

/// Takes a code, so that it cannot be taken again; `None` when it is not right.
///
/// # Errors
///
/// [`Error::KeyDoesNotFit`] – the secret cannot be opened.
pub(super) fn take_code(
    record: &mut AccountRecord,
    code: &str,
    at: DateTime<Utc>,
    keys: &Keys,
) -> Result<Option<TakenCode>> {
    let Some(sealed) = &record.totp_secret else { return Ok(None) };
    let secret = sealing::open(keys, record.id.as_str(), sealed)?;
    if let Some(step) = step_of(&secret, code, at) {
        // Of one step, and of those before it, no code is taken again.
        if record.totp_last_step.is_some_and(|last| step <= last) {
            return Ok(None);
        }
        record.totp_last_step = Some(step);
        return Ok(Some(TakenCode::SecondFactor));
    }
    let given = tokens::sha256(&plain(code));
    let before = record.recovery_codes.len();
    record.recovery_codes.retain(|kept| !bool::from(is_same(kept, &given)));
    Ok((record.recovery_codes.len() < before).then_some(TakenCode::Recovery))
}

fn is_same(one: &str, other: &str) -> Choice {
    one.as_bytes().ct_eq(other.as_bytes())
}

/// The step whose code this is: the present one, or one beside it.
fn step_of(secret: &str, code: &str, at: DateTime<Utc>) -> Option<u64> {
    let seconds = u64::try_from(at.timestamp()).ok()?;
    totp(secret)?.check(&plain(code), seconds)
}

fn totp(secret: &str) -> Option<Totp> {
    let bytes: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).ok()?.try_into().ok()?;
    Builder::new().with_secret(bytes).build().ok()
}

/// Without the spaces and hyphens by which people tell groups apart.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}

fn turn_off(record: &mut AccountRecord) -> Result<()> {
    record.totp_secret.take().ok_or(Error::NoSecondFactor)?;
    record.totp_last_step = None;
    record.totp_offered = None;
    record.recovery_codes.clear();
    Ok(())
}

/// Twelve letters and digits each, in groups of four: sixty bits.
fn new_recovery_codes() -> RecoveryCodes {
    let code = || {
        let letters = BASE32_NOPAD.encode(&tokens::random::<10>());
        [&letters[0..4], &letters[4..8], &letters[8..12]].join("-")
    };
    RecoveryCodes((0..RECOVERY_CODES).map(|_| code()).collect())
}

fn kept(codes: &RecoveryCodes) -> Vec<String> {
    codes.0.iter().map(|code| tokens::sha256(&plain(code))).collect()
}

fn offered(email: &str, secret: String) -> OfferedSecondFactor {
    let account = email.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b".-_~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    });
    let uri = format!("otpauth://totp/Sightline:{account}?secret={secret}&issuer=Sightline");
    OfferedSecondFactor { secret, uri }
}
