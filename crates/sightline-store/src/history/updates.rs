//! Updates: two ratings and a sentence.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sightline_domain::history::Update;

use crate::plans::{ACTION, near, plan_row};
use crate::reporting::drafts;
use crate::tables::{action_update, plan_item};
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

/// The ratings that one update gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingGiven {
    /// Reference of the action.
    pub action: String,
    /// The day it reports on.
    pub on: NaiveDate,
    /// Code of the action rating; absent when it gave none.
    pub action_rating: Option<String>,
    /// Code of the impact rating; absent when it gave none.
    pub impact_rating: Option<String>,
}

impl Store {
    /// The updates of a plan, or of one action, by the day they report on and
    /// then as recorded; `from` and `to` both count.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn updates(
        &self,
        plan: &PlanId,
        action: Option<&str>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<Update>> {
        use action_update::Column;
        let mut query = action_update::Entity::find().filter(Column::PlanId.eq(plan.as_str()));
        if let Some(action) = action {
            query = query.filter(Column::Action.eq(action));
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
            .all(&self.connection)
            .await
            .doing("reading updates")?;
        rows.into_iter().map(update_from).collect()
    }

    /// The ratings that updates gave to some actions up to a day, in the order in which they count.
    ///
    /// Reads those actions only, and none of their words.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn ratings_given(&self, plan: &PlanId, actions: &[&str], to: NaiveDate) -> Result<Vec<RatingGiven>> {
        use action_update::Column;
        if actions.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(String, NaiveDate, Option<String>, Option<String>)> = action_update::Entity::find()
            .select_only()
            .columns([Column::Action, Column::ReportsOn, Column::ActionRating, Column::ImpactRating])
            .filter(Column::PlanId.eq(plan.as_str()))
            .filter(Column::Action.is_in(actions.iter().copied()))
            .filter(Column::ReportsOn.lte(values::day_to_compare(to)))
            .order_by_asc(Column::ReportsOn)
            .order_by_asc(Column::Number)
            .into_tuple()
            .all(&self.connection)
            .await
            .doing("reading ratings")?;
        let given = rows.into_iter();
        Ok(given
            .map(|(action, on, action_rating, impact_rating)| RatingGiven { action, on, action_rating, impact_rating })
            .collect())
    }

    /// Appends updates, in the order given; all of them or none.
    ///
    /// Instants are kept to the microsecond. Nothing is written, the audit row
    /// included, when `updates` is empty.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`] – an update names an action the plan does not
    ///   have; lists near ones.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    /// * [`Error::Unstorable`] – a NUL character, or a year of more than four digits.
    pub async fn record_updates(&self, plan: &PlanId, updates: &[Update], audit: AuditEntry) -> Result<()> {
        self.append_updates(plan, updates, None, audit).await
    }

    /// As [`record_updates`](Self::record_updates), and takes away the drafts
    /// that `account` has for these actions: what was a draft is now recorded.
    ///
    /// # Errors
    ///
    /// As [`record_updates`](Self::record_updates).
    pub async fn record_updates_of(
        &self,
        account: &str,
        plan: &PlanId,
        updates: &[Update],
        audit: AuditEntry,
    ) -> Result<()> {
        self.append_updates(plan, updates, Some(account), audit).await
    }

    async fn append_updates(
        &self,
        plan: &PlanId,
        updates: &[Update],
        drafts_of: Option<&str>,
        audit: AuditEntry,
    ) -> Result<()> {
        if updates.is_empty() {
            return Ok(());
        }
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let known = action_references(change.connection(), plan).await?;
        if let Some(update) = updates.iter().find(|update| !known.contains(&update.action)) {
            return Err(unknown_action(&update.action, &known));
        }
        let rows = update_rows(&change, plan, updates).await?;
        change.append::<action_update::Entity>(rows).await?;
        if let Some(account) = drafts_of {
            let actions: Vec<&str> = updates.iter().map(|update| update.action.as_str()).collect();
            drafts::discard(&change, plan, account, &actions).await?;
        }
        change.finish(audit).await
    }
}

pub(crate) fn unknown_action(reference: &str, known: &BTreeSet<String>) -> Error {
    Error::UnknownAction { reference: reference.to_owned(), near: near(reference, known.iter().map(String::as_str)) }
}

/// Fails when the plan is not there, or does not have the action.
pub(crate) async fn refuse_unknown_action(
    connection: &impl ConnectionTrait,
    plan: &PlanId,
    reference: &str,
) -> Result<()> {
    plan_row(connection, plan).await?;
    let known = action_references(connection, plan).await?;
    if known.contains(reference) { Ok(()) } else { Err(unknown_action(reference, &known)) }
}

/// The references of every action the plan has or had.
pub(crate) async fn action_references(connection: &impl ConnectionTrait, plan: &PlanId) -> Result<BTreeSet<String>> {
    let references: Vec<String> = plan_item::Entity::find()
        .select_only()
        .column(plan_item::Column::Reference)
        .filter(plan_item::Column::PlanId.eq(plan.as_str()))
        .filter(plan_item::Column::Kind.eq(ACTION))
        .into_tuple()
        .all(connection)
        .await
        .doing("reading the references of the plan")?;
    Ok(references.into_iter().collect())
}

async fn update_rows(change: &Change, plan: &PlanId, updates: &[Update]) -> Result<Vec<action_update::Model>> {
    let first = change.next_number::<action_update::Entity>().await?;
    (first..)
        .zip(updates)
        .map(|(number, update)| {
            Ok(action_update::Model {
                number,
                audit_seq: change.audit_seq(),
                plan_id: plan.as_str().to_owned(),
                action: update.action.clone(),
                reports_on: values::day_to_store(update.on, "the day of an update")?,
                recorded_at: values::instant_text(update.recorded_at),
                recorded_by: values::text(&update.by, "the name of who recorded an update")?,
                action_rating: values::optional_text(update.action_rating.as_deref(), "an action rating")?,
                impact_rating: values::optional_text(update.impact_rating.as_deref(), "an impact rating")?,
                note: values::optional_text(update.note.as_deref(), "the note of an update")?,
                forecast_on: update
                    .forecast_on
                    .map(|day| values::day_to_store(day, "the forecast of an update"))
                    .transpose()?,
                evidence: values::to_json(&update.evidence, "the evidence of an update")?,
            })
        })
        .collect()
}

pub(crate) fn update_from(row: action_update::Model) -> Result<Update> {
    Ok(Update {
        on: row.reports_on,
        recorded_at: values::instant(&row.recorded_at, "action_update")?,
        evidence: values::from_json(&row.evidence, "action_update")?,
        action: row.action,
        by: row.recorded_by,
        action_rating: row.action_rating,
        impact_rating: row.impact_rating,
        note: row.note,
        forecast_on: row.forecast_on,
    })
}
