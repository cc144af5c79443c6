//! E-mails that wait until the mail server takes them, and how often somebody wants one.
//!
//! What is sent or given up keeps no words: only to whom, when, and why not.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::tables::{digest_choice, letter};
use crate::write::Doing as _;
use crate::{AccountId, AuditEntry, Result, Store, values};

const TABLE: &str = "letter";

/// An e-mail to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    /// Whose account it goes to.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub address: String,
    /// One line.
    pub subject: String,
    /// The words.
    pub body: String,
}

/// An e-mail that was put down to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedLetter {
    /// Later ones have higher numbers.
    pub number: i64,
    /// What it says; its words are empty once it was sent or given up.
    pub letter: NewLetter,
    /// When it was put down.
    pub queued_at: DateTime<Utc>,
    /// How often it was tried.
    pub tries: u64,
    /// When it is tried next; none once it was sent or given up.
    pub next_try_at: Option<DateTime<Utc>>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// Why the last try failed.
    pub failure: Option<String>,
}

/// What became of a try to send a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The mail server took it.
    Sent,
    /// It did not; the letter is tried again then, or given up when there is no such moment.
    Failed {
        /// Why, in words.
        why: String,
        /// When it is tried again.
        again_at: Option<DateTime<Utc>>,
    },
}

impl Store {
    /// Puts letters down to be sent from now on, the moment of `audit`.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unstorable`](crate::Error::Unstorable).
    pub async fn queue_letters(&self, letters: &[NewLetter], audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        let at = values::instant_text(audit.at);
        let mut rows = Vec::new();
        for (number, letter) in (change.next_number::<letter::Entity>().await?..).zip(letters) {
            rows.push(letter::Model {
                number,
                account_id: letter.account.to_string(),
                name: values::text(&letter.name, "the name of whoever a letter is for")?,
                address: values::text(&letter.address, "the address of a letter")?,
                subject: values::text(&letter.subject, "the subject of a letter")?,
                body: values::text(&letter.body, "the words of a letter")?,
                queued_at: at.clone(),
                tries: 0,
                next_try_at: Some(at.clone()),
                sent_at: None,
                failure: None,
            });
        }
        change.insert::<letter::Entity>(rows).await?;
        change.finish(audit).await
    }

    /// The letters to be tried at `at`, the oldest first; at most `limit`.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn letters_to_send(&self, at: DateTime<Utc>, limit: u64) -> Result<Vec<QueuedLetter>> {
        let rows = letter::Entity::find()
            .filter(letter::Column::NextTryAt.lte(values::instant_text(at)))
            .order_by_asc(letter::Column::Number)
            .limit(limit)
            .all(&self.connection)
            .await
            .doing("looking for letters to send")?;
        rows.into_iter().map(letter_from).collect()
    }

    /// Letters, the latest first, at most `limit`: all, or those to an account.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn letters(&self, account: Option<&AccountId>, limit: u64) -> Result<Vec<QueuedLetter>> {
        let mut asked = letter::Entity::find();
        if let Some(account) = account {
            asked = asked.filter(letter::Column::AccountId.eq(account.as_str()));
        }
        let rows = asked
            .order_by_desc(letter::Column::Number)
            .limit(limit)
            .all(&self.connection)
            .await
            .doing("listing letters")?;
        rows.into_iter().map(letter_from).collect()
    }

    /// Notes what became of trying to send a letter at `at`.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn note_letter(&self, number: i64, tried: &Tried, at: DateTime<Utc>) -> Result<()> {
        let (next, sent, failure) = match tried {
            Tried::Sent => (None, Some(values::instant_text(at)), None),
            Tried::Failed { why, again_at } => (again_at.map(values::instant_text), None, Some(why.clone())),
        };
        let is_over = next.is_none();
        let mut noting = letter::Entity::update_many()
            .col_expr(letter::Column::Tries, Expr::col(letter::Column::Tries).add(1))
            .col_expr(letter::Column::NextTryAt, Expr::value(next))
            .col_expr(letter::Column::SentAt, Expr::value(sent))
            .col_expr(letter::Column::Failure, Expr::value(failure));
        if is_over {
            noting = noting.col_expr(letter::Column::Body, Expr::value(""));
        }
        let _turn = self.turn_to_write().await?;
        noting
            .filter(letter::Column::Number.eq(number))
            .exec(&self.connection)
            .await
            .doing("noting what became of a letter")
            .map(drop)
    }

    /// Every letter that waits is tried as soon as can be: at the moment of `audit`.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn try_letters_now(&self, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        letter::Entity::update_many()
            .col_expr(letter::Column::NextTryAt, Expr::value(values::instant_text(audit.at)))
            .filter(letter::Column::NextTryAt.is_not_null())
            .exec(change.connection())
            .await
            .doing("having letters tried again")?;
        change.finish(audit).await
    }

    /// How often each account wants a digest, by code; whoever has not chosen is absent.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn digest_choices(&self) -> Result<BTreeMap<AccountId, String>> {
        let rows = digest_choice::Entity::find().all(&self.connection).await.doing("asking who wants digests")?;
        Ok(rows.into_iter().map(|row| (AccountId::stored(row.account_id), row.digest)).collect())
    }

    /// Keeps how often an account wants a digest.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unstorable`](crate::Error::Unstorable).
    pub async fn choose_digest(&self, account: &AccountId, digest: &str, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        let known = digest_choice::Entity::find()
            .filter(digest_choice::Column::AccountId.eq(account.as_str()))
            .one(change.connection())
            .await
            .doing("asking who wants digests")?;
        let number = match &known {
            Some(known) => known.number,
            None => change.next_number::<digest_choice::Entity>().await?,
        };
        let row = digest_choice::Model {
            number,
            account_id: account.to_string(),
            digest: values::name(digest, "how often a digest is wanted")?,
            chosen_at: values::instant_text(audit.at),
        };
        if known.is_some() {
            row.into_active_model().reset_all().update(change.connection()).await.doing("keeping who wants digests")?;
        } else {
            change.insert::<digest_choice::Entity>(vec![row]).await?;
        }
        change.finish(audit).await
    }
}

fn letter_from(row: letter::Model) -> Result<QueuedLetter> {
    let instant = |text: Option<String>| text.map(|text| values::instant(&text, TABLE)).transpose();
    Ok(QueuedLetter {
        number: row.number,
        letter: NewLetter {
            account: AccountId::stored(row.account_id),
            name: row.name,
            address: row.address,
            subject: row.subject,
            body: row.body,
        },
        queued_at: values::instant(&row.queued_at, TABLE)?,
        tries: values::count(row.tries, TABLE)?,
        next_try_at: instant(row.next_try_at)?,
        sent_at: instant(row.sent_at)?,
        failure: row.failure,
    })
}
