//! Update rounds, and the messages sent to chase them.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::reporting::UpdateRound;

use super::Reminder;
use crate::plans::plan_row;
use crate::tables::{reminder, update_round};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

impl Store {
    /// The update rounds of a plan, the latest month first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`].
    pub async fn rounds(&self, plan: &PlanId) -> Result<Vec<UpdateRound>> {
        let rows = update_round::Entity::find()
            .filter(update_round::Column::PlanId.eq(plan.as_str()))
            .order_by_desc(update_round::Column::Month)
            .all(&self.connection)
            .await
            .doing("listing update rounds")?;
        Ok(rows.iter().map(round_from).collect())
    }

    /// Adds a round, open; a plan has at most one open round at a time.
    ///
    /// `round.closed_on` is not looked at.
    ///
    /// # Errors
    ///
    /// * [`Error::RoundExists`] – the plan has a round for the month, or another one is open.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn open_round(&self, plan: &PlanId, round: &UpdateRound, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let of_plan = update_round::Entity::find()
            .filter(update_round::Column::PlanId.eq(plan.as_str()))
            .all(change.connection())
            .await
            .doing("looking for open rounds")?;
        let in_the_way = of_plan.iter().find(|row| row.month == round.month || row.closed_on.is_none());
        if let Some(row) = in_the_way {
            return Err(Error::RoundExists { month: row.month, is_open: row.closed_on.is_none() });
        }
        let row = update_round::Model {
            number: change.next_number::<update_round::Entity>().await?,
            plan_id: plan.as_str().to_owned(),
            month: values::day_to_store(round.month, "the month of the round")?,
            opened_on: values::day_to_store(round.opened_on, "the day the round opens")?,
            due_on: values::day_to_store(round.due_on, "the day the round is due")?,
            closed_on: None,
        };
        change.insert::<update_round::Entity>(vec![row]).await?;
        change.finish(audit).await
    }

    /// Closes the open round of a month.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRound`] – the plan has no open round for the month.
    pub async fn close_round(
        &self,
        plan: &PlanId,
        month: NaiveDate,
        closed_on: NaiveDate,
        audit: AuditEntry,
    ) -> Result<()> {
        let change = self.begin_change().await?;
        let closed = update_round::Entity::update_many()
            .col_expr(update_round::Column::ClosedOn, values::day_to_store(closed_on, "the day of closing")?.into())
            .filter(update_round::Column::PlanId.eq(plan.as_str()))
            .filter(update_round::Column::Month.eq(values::day_to_compare(month)))
            .filter(update_round::Column::ClosedOn.is_null())
            .exec(change.connection())
            .await
            .doing("closing the round")?;
        if closed.rows_affected == 0 {
            return Err(Error::UnknownRound { month });
        }
        change.finish(audit).await
    }

    /// What was sent to chase the updates of a month, or could not be, earliest first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn reminders(&self, plan: &PlanId, month: NaiveDate) -> Result<Vec<Reminder>> {
        let rows = reminder::Entity::find()
            .filter(reminder::Column::PlanId.eq(plan.as_str()))
            .filter(reminder::Column::Month.eq(values::day_to_compare(month)))
            .order_by_asc(reminder::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading reminders")?;
        rows.into_iter().map(reminder_from).collect()
    }

    /// Adds what was sent, and what could not be. Nothing is written when there is nothing.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRound`] – the plan has no round for the month of one of them.
    pub async fn record_reminders(&self, plan: &PlanId, reminders: &[Reminder], audit: AuditEntry) -> Result<()> {
        if reminders.is_empty() {
            return Ok(());
        }
        let change = self.begin_change().await?;
        let first = change.next_number::<reminder::Entity>().await?;
        let mut rows = Vec::new();
        for (number, reminder) in (first..).zip(reminders) {
            refuse_unknown_round(change.connection(), plan, reminder.month).await?;
            rows.push(reminder::Model {
                number,
                plan_id: plan.as_str().to_owned(),
                month: reminder.month,
                recipient: values::text(&reminder.recipient, "the name of a recipient")?,
                address: values::text(&reminder.address, "an e-mail address")?,
                actions: values::to_json(&reminder.actions, "the actions of a reminder")?,
                sent_at: values::instant_text(reminder.sent_at),
                sent_by: values::text(&reminder.sent_by, "the name of the sender")?,
                not_sent_because: values::optional_text(reminder.not_sent_because.as_deref(), "a reason")?,
            });
        }
        change.insert::<reminder::Entity>(rows).await?;
        change.finish(audit).await
    }
}

async fn refuse_unknown_round(connection: &impl ConnectionTrait, plan: &PlanId, month: NaiveDate) -> Result<()> {
    update_round::Entity::find()
        .filter(update_round::Column::PlanId.eq(plan.as_str()))
        .filter(update_round::Column::Month.eq(values::day_to_compare(month)))
        .one(connection)
        .await
        .doing("looking for the round")?
        .map(|_| ())
        .ok_or(Error::UnknownRound { month })
}

fn round_from(row: &update_round::Model) -> UpdateRound {
    UpdateRound { month: row.month, opened_on: row.opened_on, due_on: row.due_on, closed_on: row.closed_on }
}

fn reminder_from(row: reminder::Model) -> Result<Reminder> {
    Ok(Reminder {
        actions: values::from_json(&row.actions, "reminder")?,
        sent_at: values::instant(&row.sent_at, "reminder")?,
        month: row.month,
        recipient: row.recipient,
        address: row.address,
        sent_by: row.sent_by,
        not_sent_because: row.not_sent_because,
    })
}
