//! What a programme keeps beside its plan: bodies, meetings, decisions, risks, reports.
//!
//! All of them are kept in one way: a number within their kind, and one version
//! after the other, none of which is ever changed. What an entry holds is the
//! domain's business and stands as JSON; the last version is the one that stands.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::plans::plan_row;
use crate::tables::programme_entry;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

const TABLE: &str = "programme_entry";

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A body with its terms of reference.
    Body,
    /// When a body meets.
    MeetingCycle,
    /// A meeting.
    Meeting,
    /// The agenda of a meeting.
    Agenda,
    /// Papers that came in for a meeting.
    Papers,
    /// Who attended a meeting.
    Attendance,
    /// The minutes of a meeting.
    Minutes,
    /// A decision.
    Decision,
    /// An action agreed at a meeting.
    MeetingAction,
    /// A challenge that a member made.
    LoggedChallenge,
    /// Something to come before a body.
    ForwardItem,
    /// A risk or an issue.
    Risk,
    /// A highlight report.
    HighlightReport,
    /// A test of impact.
    ImpactTest,
    /// Evidence beside the figures of measures.
    Evidence,
    /// Why an action should move a measure.
    Theory,
    /// A success measure in words that was bound to a measure.
    Binding,
    /// A pack of papers.
    Pack,
    /// The address from which somebody's calendar fetches the meetings of a body.
    FeedLink,
}

impl EntryKind {
    /// The code that it is stored by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::MeetingCycle => "meeting_cycle",
            Self::Meeting => "meeting",
            Self::Agenda => "agenda",
            Self::Papers => "papers",
            Self::Attendance => "attendance",
            Self::Minutes => "minutes",
            Self::Decision => "decision",
            Self::MeetingAction => "meeting_action",
            Self::LoggedChallenge => "logged_challenge",
            Self::ForwardItem => "forward_item",
            Self::Risk => "risk",
            Self::HighlightReport => "highlight_report",
            Self::ImpactTest => "impact_test",
            Self::Evidence => "evidence",
            Self::Theory => "theory",
            Self::Binding => "binding",
            Self::Pack => "pack",
            Self::FeedLink => "feed_link",
        }
    }

    /// The words for one of them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::MeetingCycle => "meeting cycle",
            Self::Meeting => "meeting",
            Self::Agenda => "agenda",
            Self::Papers => "list of papers",
            Self::Attendance => "attendance",
            Self::Minutes => "minutes",
            Self::Decision => "decision",
            Self::MeetingAction => "action of a meeting",
            Self::LoggedChallenge => "challenge",
            Self::ForwardItem => "item of the forward plan",
            Self::Risk => "risk or issue",
            Self::HighlightReport => "highlight report",
            Self::ImpactTest => "impact test",
            Self::Evidence => "piece of evidence",
            Self::Theory => "theory of change",
            Self::Binding => "success measure",
            Self::Pack => "pack",
            Self::FeedLink => "address for calendars",
        }
    }
}

/// One version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryVersion<T> {
    /// Its number among those of its kind, from 1.
    pub entry: u64,
    /// The version, from 1.
    pub version: u64,
    /// What it holds.
    pub body: T,
    /// True when it was taken out with this version.
    pub is_withdrawn: bool,
    /// Why it was changed; empty when nobody asked.
    pub reason: String,
    /// Who recorded it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A version to be kept.
#[derive(Clone, Debug)]
pub struct NewVersion {
    kind: EntryKind,
    /// The entry and the version that it was changed from; none for a new entry.
    of: Option<(u64, u64)>,
    body: String,
    is_withdrawn: bool,
    reason: String,
}

impl NewVersion {
    /// A new entry.
    ///
    /// # Errors
    ///
    /// [`Error::Unstorable`] when it cannot be written as JSON.
    pub fn first<T: Serialize>(kind: EntryKind, body: &T) -> Result<Self> {
        Ok(Self { kind, of: None, body: json(kind, body)?, is_withdrawn: false, reason: String::new() })
    }

    /// The next version of an entry, changed from the one that was read.
    ///
    /// # Errors
    ///
    /// [`Error::Unstorable`] when it cannot be written as JSON.
    pub fn next<T: Serialize>(kind: EntryKind, read: &EntryVersion<T>, body: &T, reason: &str) -> Result<Self> {
        let of = Some((read.entry, read.version));
        Ok(Self { kind, of, body: json(kind, body)?, is_withdrawn: false, reason: reason.to_owned() })
    }

    /// The last version of an entry that is taken out.
    ///
    /// # Errors
    ///
    /// [`Error::Unstorable`] when it cannot be written as JSON.
    pub fn withdrawn<T: Serialize>(kind: EntryKind, read: &EntryVersion<T>, reason: &str) -> Result<Self> {
        Ok(Self { is_withdrawn: true, ..Self::next(kind, read, &read.body, reason)? })
    }
}

fn json<T: Serialize>(kind: EntryKind, body: &T) -> Result<String> {
    values::to_json(body, kind.words()).and_then(|body| values::text(&body, kind.words()))
}

impl Store {
    /// The entries of a kind as they stand, by number; those taken out are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn entries<T: DeserializeOwned>(&self, plan: &PlanId, kind: EntryKind) -> Result<Vec<EntryVersion<T>>> {
        let last = last_versions(&self.connection, plan, kind).await?;
        last.into_values().filter(|row| !row.is_withdrawn).map(version_from).collect()
    }

    /// The entries of a kind as they stood at a moment, by number; those taken out by then are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn entries_at<T: DeserializeOwned>(
        &self,
        plan: &PlanId,
        kind: EntryKind,
        at: DateTime<Utc>,
    ) -> Result<Vec<EntryVersion<T>>> {
        let rows = of_kind(plan, kind)
            .order_by_asc(programme_entry::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading what the programme kept")?;
        let mut last = BTreeMap::new();
        for row in rows {
            if values::instant(&row.recorded_at, TABLE)? <= at {
                last.insert(row.entry, row);
            }
        }
        last.into_values().filter(|row| !row.is_withdrawn).map(version_from).collect()
    }

    /// Every version of an entry, the first one first; none when there is no such entry.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn entry_versions<T: DeserializeOwned>(
        &self,
        plan: &PlanId,
        kind: EntryKind,
        entry: u64,
    ) -> Result<Vec<EntryVersion<T>>> {
        let entry = values::stored_count(entry, "the number of an entry")?;
        let rows = of_kind(plan, kind)
            .filter(programme_entry::Column::Entry.eq(entry))
            .order_by_asc(programme_entry::Column::Version)
            .all(&self.connection)
            .await
            .doing("reading the versions of an entry")?;
        rows.into_iter().map(version_from).collect()
    }

    /// Keeps versions, all of them or none, and gives the number of each entry in their order.
    ///
    /// # Errors
    ///
    /// * [`Error::EntryConflict`] – somebody has changed an entry since it was read, or taken it out.
    /// * [`Error::UnknownEntry`] – there is no such entry.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn keep_entries(&self, plan: &PlanId, new: &[NewVersion], audit: AuditEntry) -> Result<Vec<u64>> {
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let (mut rows, mut given) = (Vec::new(), Vec::new());
        let mut standing: BTreeMap<EntryKind, BTreeMap<i64, programme_entry::Model>> = BTreeMap::new();
        for (number, new) in (change.next_number::<programme_entry::Entity>().await?..).zip(new) {
            let known = match standing.entry(new.kind) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unread) => unread.insert(last_versions(change.connection(), plan, new.kind).await?),
            };
            let (entry, version) = place_of(new, known)?;
            let row = programme_entry::Model {
                number,
                audit_seq: change.audit_seq(),
                plan_id: plan.as_str().to_owned(),
                kind: new.kind.code().to_owned(),
                entry,
                version,
                body: new.body.clone(),
                is_withdrawn: new.is_withdrawn,
                reason: values::text(&new.reason, "the reason of a change")?,
                recorded_by: values::text(&audit.actor, "the name of who recorded it")?,
                recorded_at: values::instant_text(audit.at),
            };
            known.insert(entry, row.clone());
            given.push(values::count(entry, TABLE)?);
            rows.push(row);
        }
        change.append::<programme_entry::Entity>(rows).await?;
        change.finish(audit).await?;
        Ok(given)
    }
}

/// The number and version that a new version is given.
fn place_of(new: &NewVersion, known: &BTreeMap<i64, programme_entry::Model>) -> Result<(i64, i64)> {
    let Some((entry, read)) = new.of else {
        return Ok((known.last_key_value().map_or(1, |(last, _)| last + 1), 1));
    };
    let wanted = values::stored_count(entry, "the number of an entry")?;
    let now = known.get(&wanted).ok_or(Error::UnknownEntry { register: new.kind.words(), number: entry })?;
    if now.is_withdrawn || values::count(now.version, TABLE)? != read {
        let name = format!("number {entry}");
        return Err(Error::EntryConflict { register: new.kind.words(), name, fields: Vec::new() });
    }
    Ok((wanted, now.version + 1))
}

fn of_kind(plan: &PlanId, kind: EntryKind) -> sea_orm::Select<programme_entry::Entity> {
    programme_entry::Entity::find()
        .filter(programme_entry::Column::PlanId.eq(plan.as_str()))
        .filter(programme_entry::Column::Kind.eq(kind.code()))
}

/// The last version of every entry of a kind, by number.
async fn last_versions(
    connection: &impl ConnectionTrait,
    plan: &PlanId,
    kind: EntryKind,
) -> Result<BTreeMap<i64, programme_entry::Model>> {
    let rows = of_kind(plan, kind)
        .order_by_asc(programme_entry::Column::Number)
        .all(connection)
        .await
        .doing("reading what the programme keeps")?;
    Ok(rows.into_iter().map(|row| (row.entry, row)).collect())
}

fn version_from<T: DeserializeOwned>(row: programme_entry::Model) -> Result<EntryVersion<T>> {
    Ok(EntryVersion {
        entry: values::count(row.entry, TABLE)?,
        version: values::count(row.version, TABLE)?,
        body: values::from_json(&row.body, TABLE)?,
        is_withdrawn: row.is_withdrawn,
        reason: row.reason,
        by: row.recorded_by,
        at: values::instant(&row.recorded_at, TABLE)?,
    })
}
