//! Rebases: new limits of a chart from a day on, asked for by one person and decided by another.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;

use crate::tables::{measure_rebase, measure_rebase_decision};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

const TABLE: &str = "measure_rebase";

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneBy {
    /// The account; `None` at the machine itself.
    pub account: Option<String>,
    /// Name.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl DoneBy {
    /// True when both may be one human being: the same account, or the same name.
    fn may_be(&self, other: &Self) -> bool {
        let name = |person: &Self| person.name.trim().to_lowercase();
        (self.account.is_some() && self.account == other.account) || name(self) == name(other)
    }
}

/// A rebase that somebody asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRebase<'a> {
    /// The measure, by its id.
    pub measure: &'a str,
    /// The part of the measure, such as `team=North`; `None` for the whole.
    pub breakdown: Option<&'a str>,
    /// First day of the new segment.
    pub starts_on: NaiveDate,
    /// Why the limits are to be worked out anew.
    pub reason: &'a str,
    /// What changed in how children are served.
    pub cause: &'a str,
    /// How that is known.
    pub evidence: &'a str,
    /// What the chart said before: value, mean, limits, icons. Null when there is no chart yet.
    pub said_before: &'a Value,
    /// Who asks.
    pub asked: &'a DoneBy,
}

/// What the second person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebaseDecision {
    /// True when it was approved, false when it was refused.
    pub is_approved: bool,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided: DoneBy,
}

/// A rebase as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct RebaseRecord {
    /// Its number.
    pub number: u64,
    /// The measure, by its id.
    pub measure: String,
    /// The part of the measure; `None` for the whole.
    pub breakdown: Option<String>,
    /// First day of the new segment.
    pub starts_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// What changed.
    pub cause: String,
    /// How that is known.
    pub evidence: String,
    /// What the chart said before.
    pub said_before: Value,
    /// Who asked.
    pub asked: DoneBy,
    /// What was decided; `None` while it waits.
    pub decision: Option<RebaseDecision>,
}

impl RebaseRecord {
    /// True when the chart is drawn by it.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.is_approved)
    }
}

impl Store {
    /// Every rebase that was asked for, the first asked first; of one measure when `measure` names it.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn rebases(&self, measure: Option<&str>) -> Result<Vec<RebaseRecord>> {
        let reading = self.begin_reading().await?;
        rebases(&reading, measure).await
    }

    /// The number of the rebase just asked for; it waits for a decision.
    ///
    /// # Errors
    ///
    /// * [`Error::RebaseExists`] – one of the same chart and day waits or is approved.
    /// * [`Error::Unstorable`] – a text is too long or holds a NUL character.
    pub async fn ask_rebase(&self, new: &NewRebase<'_>, audit: AuditEntry) -> Result<u64> {
        let mut change = self.begin_change().await?;
        let same = |other: &RebaseRecord| {
            other.starts_on == new.starts_on
                && other.breakdown.as_deref() == new.breakdown
                && other.decision.as_ref().is_none_or(|decision| decision.is_approved)
        };
        let earlier = rebases(change.connection(), Some(new.measure)).await?;
        if let Some(there) = earlier.into_iter().find(same) {
            return Err(Error::RebaseExists {
                measure: there.measure,
                starts_on: there.starts_on,
                number: there.number,
            });
        }
        let number = change.next_number::<measure_rebase::Entity>().await?;
        let row = measure_rebase::Model {
            number,
            audit_seq: change.audit_seq(),
            measure: values::name(new.measure, "the measure of a rebase")?,
            breakdown: new.breakdown.map(|part| values::name(part, "the breakdown of a rebase")).transpose()?,
            starts_on: values::day_to_store(new.starts_on, "the day of a rebase")?,
            reason: values::text(new.reason, "the reason of a rebase")?,
            cause: values::text(new.cause, "the cause of a rebase")?,
            evidence: values::text(new.evidence, "the evidence of a rebase")?,
            said_before: values::to_json(new.said_before, "what the chart said before")?,
            asked_account: new.asked.account.clone(),
            asked_by: values::text(&new.asked.name, "the name of who asks for a rebase")?,
            asked_at: values::instant_text(new.asked.at),
        };
        change.append::<measure_rebase::Entity>(vec![row]).await?;
        change.finish(audit).await?;
        values::count(number, TABLE)
    }

    /// Approves a rebase, or refuses it.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownRebase`] – there is none of this number.
    /// * [`Error::OwnRebase`] – the same person asked for it.
    /// * [`Error::RebaseDecided`] – somebody has decided already.
    pub async fn decide_rebase(&self, number: u64, decision: &RebaseDecision, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        let rebase = rebases(change.connection(), None)
            .await?
            .into_iter()
            .find(|rebase| rebase.number == number)
            .ok_or(Error::UnknownRebase { number })?;
        if let Some(earlier) = rebase.decision {
            let decided = if earlier.is_approved { "approved" } else { "refused" };
            return Err(Error::RebaseDecided { number, decided, by: earlier.decided.name });
        }
        if rebase.asked.may_be(&decision.decided) {
            return Err(Error::OwnRebase { number });
        }
        let row = measure_rebase_decision::Model {
            number: change.next_number::<measure_rebase_decision::Entity>().await?,
            audit_seq: change.audit_seq(),
            rebase: values::stored_count(number, "the number of a rebase")?,
            is_approved: decision.is_approved,
            reason: values::text(&decision.reason, "the reason of a decision")?,
            decided_account: decision.decided.account.clone(),
            decided_by: values::text(&decision.decided.name, "the name of who decides")?,
            decided_at: values::instant_text(decision.decided.at),
        };
        change.append::<measure_rebase_decision::Entity>(vec![row]).await?;
        change.finish(audit).await
    }
}

async fn rebases(connection: &impl ConnectionTrait, measure: Option<&str>) -> Result<Vec<RebaseRecord>> {
    let mut query = measure_rebase::Entity::find();
    if let Some(measure) = measure {
        query = query.filter(measure_rebase::Column::Measure.eq(measure));
    }
    let rows = query.order_by_asc(measure_rebase::Column::Number).all(connection).await.doing("reading rebases")?;
    let decisions = measure_rebase_decision::Entity::find().all(connection).await.doing("reading rebases")?;
    let mut decisions: BTreeMap<i64, measure_rebase_decision::Model> =
        decisions.into_iter().map(|decision| (decision.rebase, decision)).collect();
    rows.into_iter()
        .map(|row| {
            let decision = decisions.remove(&row.number).map(decision_from).transpose()?;
            rebase_from(row, decision)
        })
        .collect()
}

fn decision_from(row: measure_rebase_decision::Model) -> Result<RebaseDecision> {
    let at = values::instant(&row.decided_at, "measure_rebase_decision")?;
    Ok(RebaseDecision {
        is_approved: row.is_approved,
        reason: row.reason,
        decided: DoneBy { account: row.decided_account, name: row.decided_by, at },
    })
}

fn rebase_from(row: measure_rebase::Model, decision: Option<RebaseDecision>) -> Result<RebaseRecord> {
    let at = values::instant(&row.asked_at, TABLE)?;
    Ok(RebaseRecord {
        number: values::count(row.number, TABLE)?,
        measure: row.measure,
        breakdown: row.breakdown,
        starts_on: row.starts_on,
        reason: row.reason,
        cause: row.cause,
        evidence: row.evidence,
        said_before: values::from_json(&row.said_before, TABLE)?,
        asked: DoneBy { account: row.asked_account, name: row.asked_by, at },
        decision,
    })
}
