//! Writing digests and sending them, for nobody in particular: the server does it.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Timelike as _, Utc, Weekday};
use serde_json::json;
use sightline_store::{AccountRecord, AuditEntry, NewLetter, QueuedLetter, Tried};

use super::{Digest, words};
use crate::mail::{Mail, Message, NotSent};
use crate::use_cases::accounts::account::{AccountState, actor};
use crate::{App, Call, Result};

/// From this hour on, by UTC, digests of a day are written.
const HOUR: u32 = 6;
/// Letters that are sent in one go.
const AT_ONCE: u64 = 50;
/// How long is waited after the first failure; twice as long after each more.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(10);
/// A letter is tried this often: the last time about three days after the first.
const MOST_TRIES: u64 = 9;
/// Who it stands in the history for.
const NOBODY: &str = "Sightline";

impl App {
    /// Puts down the digests of the day of `now` that are due and nobody has written yet; how many there were,
    /// `None` when it is not the time for any.
    ///
    /// Whoever cannot sign in gets none, and none is written before the morning
    /// or at weekends. Somebody who was to get one on Monday gets it on the first
    /// working day on which the server runs.
    pub(crate) async fn write_digests(&self, now: DateTime<Utc>) -> Result<Option<usize>> {
        let today = now.date_naive();
        let is_weekend = matches!(today.weekday(), Weekday::Sat | Weekday::Sun);
        let Some(mail) = self.mail.as_ref().filter(|_| now.hour() >= HOUR && !is_weekend) else { return Ok(None) };
        let chosen = self.store.digest_choices().await?;
        let mut letters = Vec::new();
        for account in self.store.accounts().await? {
            let digest = chosen.get(&account.id).and_then(|code| Digest::from_code(code)).unwrap_or_default();
            let last = self.store.letters(Some(&account.id), 1).await?.pop();
            let last_on = last.map(|last: QueuedLetter| last.queued_at.date_naive());
            if AccountState::of(&account, today) == AccountState::Active && is_due(digest, last_on, today) {
                letters.extend(self.digest(mail, &account, now).await?);
            }
        }
        if !letters.is_empty() {
            let audit = AuditEntry {
                actor: NOBODY.to_owned(),
                at: now,
                action: "digest.write".to_owned(),
                object: "letters".to_owned(),
                detail: json!({ "digests": letters.len() }),
            };
            self.store.queue_letters(&letters, audit).await?;
        }
        Ok(Some(letters.len()))
    }

    /// The digest to an account; none when nothing waits for it.
    async fn digest(&self, mail: &Mail, account: &AccountRecord, now: DateTime<Utc>) -> Result<Option<NewLetter>> {
        let today = now.date_naive();
        let call = Call { actor: actor(account)?, at: now, today };
        let needs = self.what_needs_me(&call, None).await?;
        let Some((things, lines)) = words::lines(&needs, today) else { return Ok(None) };
        let count = if things == 1 { "1 thing waits".to_owned() } else { format!("{things} things wait") };
        let letter = Message::named("digest").to(
            &account.name,
            &account.email,
            &[
                ("name", &account.name),
                ("count", &count),
                ("day", &today.format("%-d %B %Y").to_string()),
                ("lines", &lines.join("\n\n")),
                ("home", &format!("{}/", mail.site)),
                ("choose", &format!("{}/account/digest", mail.site)),
            ],
        );
        Ok(Some(NewLetter {
            account: account.id.clone(),
            name: letter.name,
            address: letter.address,
            subject: letter.subject,
            body: letter.body,
        }))
    }

    /// Tries every letter whose time has come; how many the mail server took.
    ///
    /// When the server itself fails, those after it are not tried: they wait as long.
    pub(crate) async fn send_letters(&self, now: DateTime<Utc>) -> Result<usize> {
        let Some(mail) = &self.mail else { return Ok(0) };
        let mut sent = 0;
        loop {
            let letters = self.store.letters_to_send(now, AT_ONCE).await?;
            if letters.is_empty() {
                return Ok(sent);
            }
            let mut server_failed: Option<NotSent> = None;
            for queued in letters {
                let letter = crate::mail::Letter {
                    name: queued.letter.name,
                    address: queued.letter.address,
                    subject: queued.letter.subject,
                    body: queued.letter.body,
                };
                let outcome = match &server_failed {
                    Some(failed) => Err(failed.clone()),
                    None => mail.mailer.send(&letter).await,
                };
                if let Err(failed @ NotSent::Server(_)) = &outcome {
                    server_failed = Some(failed.clone());
                }
                sent += usize::from(outcome.is_ok());
                let tried = tried(outcome, queued.tries, now);
                self.store.note_letter(queued.number, &tried, now).await?;
            }
        }
    }
}

/// Whether a digest is due that was last written on `last_on`.
fn is_due(digest: Digest, last_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    let since = match digest {
        Digest::Off => return false,
        Digest::Daily => today,
        Digest::Weekly => today - Days::new(today.weekday().num_days_from_monday().into()),
    };
    last_on.is_none_or(|last_on| last_on < since)
}

/// What became of a letter that had been tried `before` times.
fn tried(outcome: std::result::Result<(), NotSent>, before: u64, now: DateTime<Utc>) -> Tried {
    match outcome {
        Ok(()) => Tried::Sent,
        Err(failed) => {
            // What the server does not take for this letter, it will not take later.
            let is_over = !matches!(failed, NotSent::Server(_)) || before + 1 >= MOST_TRIES;
            let wait = FIRST_WAIT * 2_i32.pow(u32::try_from(before.min(MOST_TRIES)).unwrap_or_default());
            Tried::Failed { why: failed.to_string(), again_at: (!is_over).then(|| now + wait) }
        }
    }
}
