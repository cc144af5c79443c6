//! Meetings for calendars, and the addresses by which calendars ask for them.
//!
//! A calendar cannot sign in. Whoever wants a body's meetings in one makes an
//! address with a secret in it, which opens these meetings and nothing else,
//! and works as long as its maker may see them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sightline_domain::board::{AgendaTemplates, FeedEntry, feed_entry};
use sightline_store::{EntryKind, EntryVersion, NewVersion, PlanId};

use super::books::Books;
use crate::policy::{self, Target};
use crate::use_cases::accounts::{AccountState, Token, actor_of, own, sha256_of};
use crate::{App, Call, Result};

/// Minutes of a meeting without an agenda or a template.
const USUAL_MINUTES: u16 = 120;

/// The meetings of a body for a calendar.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What the calendar is called.
    pub title: String,
    /// The meetings, by day.
    pub entries: Vec<FeedEntry>,
}

/// An address that somebody made for a calendar; the secret in it was shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FeedLink {
    /// Number of the body, which may be renamed.
    body: u64,
    /// Whose calendar it is.
    account: String,
    token_sha256: String,
}

impl App {
    /// The meetings of a body for a calendar; `host` is where Sightline is served.
    ///
    /// # Errors
    ///
    /// [`BoardError::UnknownBody`](crate::error::BoardError::UnknownBody) when there is none of this name.
    pub async fn meeting_feed(&self, call: &Call, plan: &str, body: &str, host: &str) -> Result<Feed> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        Ok(feed_of(&books, &books.body(body)?.body.name, host))
    }

    /// A new secret for an address from which the caller's calendar fetches the meetings of a body.
    ///
    /// An address that the caller made for it before works no longer.
    ///
    /// # Errors
    ///
    /// * [`BoardError::UnknownBody`](crate::error::BoardError::UnknownBody) – there is none of this name.
    /// * [`Error::NoOwnAccount`](crate::Error::NoOwnAccount) – the operator at the machine itself has none.
    pub async fn make_feed_link(&self, call: &Call, plan: &str, body: &str) -> Result<Token> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let body = books.body(body)?;
        let account = own(call)?.to_string();
        let secret = Token::new();
        let link = FeedLink { body: body.entry, account, token_sha256: secret.sha256() };
        let known: Vec<EntryVersion<FeedLink>> = self.store.entries(&summary.id, EntryKind::FeedLink).await?;
        let new = match known.iter().find(|kept| kept.body.body == link.body && kept.body.account == link.account) {
            None => NewVersion::first(EntryKind::FeedLink, &link)?,
            Some(before) => NewVersion::next(EntryKind::FeedLink, before, &link, "")?,
        };
        let detail = json!({ "body": body.body.name, "calendar": "address made" });
        self.keep(call, &summary, policy::Action::PlanRead, &[new], detail).await?;
        Ok(secret)
    }

    /// Takes back the address that the caller made for a body; nothing when there is none.
    ///
    /// # Errors
    ///
    /// As [`make_feed_link`](Self::make_feed_link).
    pub async fn withdraw_feed_link(&self, call: &Call, plan: &str, body: &str) -> Result<()> {
        call.may(policy::Action::PlanRead)?;
        let summary = self.resolve(call, policy::Action::PlanRead, Some(plan)).await?;
        let books = self.books(&summary.id).await?;
        let body = books.body(body)?;
        let account = own(call)?.to_string();
        let known: Vec<EntryVersion<FeedLink>> = self.store.entries(&summary.id, EntryKind::FeedLink).await?;
        let own = known.iter().find(|kept| kept.body.body == body.entry && kept.body.account == account);
        let Some(own) = own else { return Ok(()) };
        let new = NewVersion::withdrawn(EntryKind::FeedLink, own, "")?;
        let detail = json!({ "body": body.body.name, "calendar": "address taken back" });
        self.keep(call, &summary, policy::Action::PlanRead, &[new], detail).await.map(drop)
    }

    /// The meetings that an address opens at `at`, on the day `today`.
    ///
    /// `None` when there is no such address, or it was taken back, or whoever
    /// made it may no longer sign in or see the plan.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) – the database cannot be asked.
    pub async fn feed_of_link(
        &self,
        plan: &str,
        token: &str,
        host: &str,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<Feed>> {
        let summary = match self.store.find_plan(plan).await {
            Ok(summary) => summary,
            Err(sightline_store::Error::UnknownPlan { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let token_sha256 = sha256_of(token);
        let known: Vec<EntryVersion<FeedLink>> = self.store.entries(&summary.id, EntryKind::FeedLink).await?;
        let Some(link) = known.into_iter().map(|kept| kept.body).find(|link| link.token_sha256 == token_sha256) else {
            return Ok(None);
        };
        let Ok(account) = link.account.parse() else { return Ok(None) };
        let owner = match self.store.account(&account).await {
            Ok(owner) => owner,
            Err(sightline_store::Error::UnknownAccount) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let is_closed = matches!(AccountState::of(&owner, today), AccountState::Disabled | AccountState::Expired);
        let call = Call { actor: actor_of(&owner)?, at, today };
        if is_closed || !call.allows(policy::Action::PlanRead, &Target::Plan(&summary)) {
            return Ok(None);
        }
        let books = self.books(&summary.id).await?;
        let body = books.bodies.iter().find(|kept| kept.entry == link.body);
        Ok(body.map(|body| feed_of(&books, &body.body.name, host)))
    }

    /// Whether the caller has an address for the meetings of a body; `None` for somebody without an account.
    pub(super) async fn has_feed_link(&self, call: &Call, plan: &PlanId, body: u64) -> Result<Option<bool>> {
        let Some(account) = &call.actor.account else { return Ok(None) };
        let known: Vec<EntryVersion<FeedLink>> = self.store.entries(plan, EntryKind::FeedLink).await?;
        Ok(Some(known.iter().any(|kept| kept.body.body == body && kept.body.account == *account)))
    }
}

fn feed_of(books: &Books, name: &str, host: &str) -> Feed {
    let templates = AgendaTemplates::built_in();
    let template = books.meets(name).and_then(|kept| templates.get(&kept.body.template));
    let usual = template.map_or(USUAL_MINUTES, |template| template.minutes);
    let entries = books.meetings_of(name).into_iter().map(|kept| {
        let minutes = books.agenda(kept.entry).map_or(usual, |agenda| agenda.body.minutes);
        feed_entry(&kept.body, minutes, host)
    });
    Feed { title: name.to_owned(), entries: entries.collect() }
}
