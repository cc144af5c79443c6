//! Sign-offs, and updates with theirs.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::reporting::{Outcome, SignOff};

use super::{NewSignOff, RecordedSignOff, RecordedUpdate};
use crate::history::updates::update_from;
use crate::plans::{latest_update_rows, plan_row};
use crate::tables::{action_update, sign_off};
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

const ACCEPTED: &str = "accepted";
const SENT_BACK: &str = "sent_back";

impl Store {
    /// Updates with their numbers and sign-offs, by the day they report on and
    /// then as recorded: of a plan, or of `actions` only; `from` and `to` both count.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn recorded_updates(
        &self,
        plan: &PlanId,
        actions: Option<&[&str]>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<RecordedUpdate>> {
        use action_update::Column;
        let reading = self.begin_reading().await?;
        let mut query = action_update::Entity::find().filter(Column::PlanId.eq(plan.as_str()));
        if let Some(actions) = actions {
            query = query.filter(Column::Action.is_in(actions.iter().copied()));
        }
        if let Some(from) = from {
            query = query.filter(Column::ReportsOn.gte(values::day_to_compare(from)));
        }
        if let Some(to) = to {
            query = query.filter(Column::ReportsOn.lte(values::day_to_compare(to)));
        }
        let rows = query
            .order_by_asc(Column::ReportsOn)
            .order_by_asc(Column::Number)
            .all(&reading)
            .await
            .doing("reading updates")?;
        with_sign_offs(&reading, rows).await
    }

    /// The last update of each action on or before `as_at`, with number and
    /// sign-off, in the order of the plan.
    ///
    /// A rating that it does not give is the last one given before it, as in
    /// [`plan_as_at`](Self::plan_as_at).
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn latest_recorded_updates(&self, plan: &PlanId, as_at: NaiveDate) -> Result<Vec<RecordedUpdate>> {
        let reading = self.begin_reading().await?;
        let rows = latest_update_rows(&reading, plan, as_at).await?;
        with_sign_offs(&reading, rows).await
    }

    /// Of each action the update that was recorded last of those accepted, with its sign-off.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn last_accepted_updates(&self, plan: &PlanId) -> Result<Vec<RecordedUpdate>> {
        let reading = self.begin_reading().await?;
        let mut last = Query::select();
        last.expr(Func::max(Expr::col(sign_off::Column::UpdateNumber)))
            .from(sign_off::Entity)
            .and_where(sign_off::Column::PlanId.eq(plan.as_str()))
            .and_where(sign_off::Column::Outcome.eq(ACCEPTED))
            .group_by_col(sign_off::Column::Action);
        let rows = action_update::Entity::find()
            .filter(Expr::col(action_update::Column::Number).in_subquery(last))
            .order_by_asc(action_update::Column::Number)
            .all(&reading)
            .await
            .doing("reading accepted updates")?;
        with_sign_offs(&reading, rows).await
    }

    /// The sign-offs of a plan made at `from` or later, as recorded.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn sign_offs_since(&self, plan: &PlanId, from: DateTime<Utc>) -> Result<Vec<RecordedSignOff>> {
        let rows = sign_off::Entity::find()
            .filter(sign_off::Column::PlanId.eq(plan.as_str()))
            .filter(sign_off::Column::SignedAt.gte(values::instant_text(from)))
            .order_by_asc(sign_off::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading sign-offs")?;
        rows.into_iter()
            .map(|row| {
                Ok(RecordedSignOff {
                    action: row.action.clone(),
                    update: values::count(row.update_number, "sign_off")?,
                    sign_off: sign_off_from(row)?,
                })
            })
            .collect()
    }

    /// Appends sign-offs; all of them or none. Nothing is written when there are none.
    ///
    /// # Errors
    ///
    /// * [`Error::SignedOff`] – one of the updates is signed off already.
    /// * [`Error::UnknownUpdate`] – the plan has no update of this number.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn record_sign_offs(&self, plan: &PlanId, sign_offs: &[NewSignOff], audit: AuditEntry) -> Result<()> {
        if sign_offs.is_empty() {
            return Ok(());
        }
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let first = change.next_number::<sign_off::Entity>().await?;
        let mut rows: Vec<sign_off::Model> = Vec::new();
        for (number, new) in (first..).zip(sign_offs) {
            let row = sign_off_row(&change, plan, number, new).await?;
            if rows.iter().any(|other| other.update_number == row.update_number) {
                return Err(Error::SignedOff { action: row.action, by: new.sign_off.by.clone() });
            }
            rows.push(row);
        }
        change.append::<sign_off::Entity>(rows).await?;
        change.finish(audit).await
    }
}

async fn sign_off_row(change: &Change, plan: &PlanId, number: i64, new: &NewSignOff) -> Result<sign_off::Model> {
    let update_number = values::stored_count(new.update, "the number of an update")?;
    let update = action_update::Entity::find_by_id(update_number)
        .filter(action_update::Column::PlanId.eq(plan.as_str()))
        .one(change.connection())
        .await
        .doing("looking for the update to sign off")?
        .ok_or(Error::UnknownUpdate { number: new.update })?;
    let earlier = sign_off::Entity::find()
        .filter(sign_off::Column::UpdateNumber.eq(update_number))
        .one(change.connection())
        .await
        .doing("looking for an earlier sign-off")?;
    if let Some(earlier) = earlier {
        return Err(Error::SignedOff { action: update.action, by: earlier.signed_by });
    }
    let (outcome, question) = match &new.sign_off.outcome {
        Outcome::Accepted => (ACCEPTED, None),
        Outcome::SentBack { question } => (SENT_BACK, Some(values::text(question, "the question of a sign-off")?)),
    };
    Ok(sign_off::Model {
        number,
        audit_seq: change.audit_seq(),
        plan_id: plan.as_str().to_owned(),
        action: update.action,
        update_number,
        outcome: outcome.to_owned(),
        question,
        signed_at: values::instant_text(new.sign_off.at),
        signed_by: values::text(&new.sign_off.by, "the name of who signed off")?,
    })
}

/// Most numbers asked for in one statement.
const AT_ONCE: usize = 1000;

async fn with_sign_offs(
    connection: &impl ConnectionTrait,
    rows: Vec<action_update::Model>,
) -> Result<Vec<RecordedUpdate>> {
    let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
    let mut sign_offs = BTreeMap::new();
    for some in numbers.chunks(AT_ONCE) {
        let found = sign_off::Entity::find()
            .filter(sign_off::Column::UpdateNumber.is_in(some.iter().copied()))
            .all(connection)
            .await
            .doing("reading sign-offs")?;
        for row in found {
            sign_offs.insert(row.update_number, sign_off_from(row)?);
        }
    }
    rows.into_iter()
        .map(|row| {
            Ok(RecordedUpdate {
                number: values::count(row.number, "action_update")?,
                sign_off: sign_offs.remove(&row.number),
                update: update_from(row)?,
            })
        })
        .collect()
}

fn sign_off_from(row: sign_off::Model) -> Result<SignOff> {
    let outcome = match (row.outcome.as_str(), row.question) {
        (ACCEPTED, _) => Outcome::Accepted,
        (SENT_BACK, question) => Outcome::SentBack { question: question.unwrap_or_default() },
        (other, _) => {
            return Err(Error::Unreadable { table: "sign_off", what: format!("`{other}` is no outcome") });
        }
    };
    Ok(SignOff { outcome, by: row.signed_by, at: values::instant(&row.signed_at, "sign_off")? })
}
