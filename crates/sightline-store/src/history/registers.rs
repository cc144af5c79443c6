//! Amendments of registers: people, posts, bodies, inspections and the rest.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sightline_domain::register::{Entry, Register, RegisterAmendment};

use super::differing_fields;
use crate::plans::{plan_row, registers};
use crate::tables::{plan_item, register_amendment};
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

impl Store {
    /// The amendments of the registers of a plan, or of one entry, in the order they were recorded.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn register_amendments(&self, plan: &PlanId, entry: Option<u64>) -> Result<Vec<RegisterAmendment>> {
        use register_amendment::Column;
        let mut query = register_amendment::Entity::find().filter(Column::PlanId.eq(plan.as_str()));
        if let Some(entry) = entry {
            query = query.filter(Column::Entry.eq(values::stored_count(entry, "the number of an entry")?));
        }
        let rows = query.order_by_asc(Column::Number).all(&self.connection).await.doing("reading amendments")?;
        rows.into_iter().map(amendment_from).collect()
    }

    /// Appends amendments of registers and changes the entries they are about; all of them or none.
    ///
    /// Gives the number of each entry, in the order of the amendments: those
    /// added are given theirs here, and stand last in their register. `before`
    /// is the entry as it now stands; null adds one, and a null `after` takes
    /// one out. Nothing is written when `amendments` is empty.
    ///
    /// # Errors
    ///
    /// * [`Error::EntryConflict`] – `before` is not the entry as it now stands.
    /// * [`Error::UnknownEntry`] – the register has no entry of this number.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn record_register_amendments(
        &self,
        plan: &PlanId,
        amendments: &[RegisterAmendment],
        audit: AuditEntry,
    ) -> Result<Vec<u64>> {
        if amendments.is_empty() {
            return Ok(Vec::new());
        }
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let mut entries = Vec::new();
        for amendment in amendments {
            entries.push(apply(&change, plan, amendment).await?);
        }
        let first = change.next_number::<register_amendment::Entity>().await?;
        let rows = (first..)
            .zip(amendments.iter().zip(&entries))
            .map(|(number, (amendment, entry))| row(number, *entry, change.audit_seq(), plan, amendment))
            .collect::<Result<Vec<_>>>()?;
        change.append::<register_amendment::Entity>(rows).await?;
        change.finish(audit).await?;
        entries.into_iter().map(|entry| values::count(entry, "plan_item")).collect()
    }
}

/// Changes the entry as it now stands, and gives its number.
async fn apply(change: &Change, plan: &PlanId, amendment: &RegisterAmendment) -> Result<i64> {
    let register = amendment.register;
    let Some(before) = &amendment.before else {
        let number = change.next_number::<plan_item::Entity>().await?;
        if let Some(after) = &amendment.after {
            let position = next_position(change, plan, register).await?;
            let row = plan_item::Model {
                number,
                plan_id: plan.as_str().to_owned(),
                kind: register.code().to_owned(),
                reference: shown_name(after),
                position,
                due_on: None,
                is_live: true,
                body: registers::body(after)?,
            };
            change.insert::<plan_item::Entity>(vec![row]).await?;
        }
        return Ok(number);
    };
    let standing = registers::standing_row(change.connection(), plan, register, amendment.number).await?;
    let now = registers::entry(register, &standing.body, "plan_item")?;
    if !standing.is_live || now != *before {
        let fields =
            if standing.is_live { differing_fields(&standing.body, &registers::body(before)?)? } else { Vec::new() };
        return Err(Error::EntryConflict { register: register.words(), name: now.name().to_owned(), fields });
    }
    let mut update = plan_item::Entity::update_many()
        .col_expr(plan_item::Column::IsLive, amendment.after.is_some().into())
        .filter(plan_item::Column::Number.eq(standing.number));
    if let Some(after) = &amendment.after {
        update = update
            .col_expr(plan_item::Column::Body, registers::body(after)?.into())
            .col_expr(plan_item::Column::Reference, shown_name(after).into());
    }
    update.exec(change.connection()).await.doing("amending the entry")?;
    Ok(standing.number)
}

fn shown_name(entry: &Entry) -> String {
    entry.name().chars().filter(|letter| *letter != '\0').take(100).collect()
}

async fn next_position(change: &Change, plan: &PlanId, register: Register) -> Result<i64> {
    let last: Option<Option<i64>> = plan_item::Entity::find()
        .select_only()
        .column_as(plan_item::Column::Position.max(), "last")
        .filter(plan_item::Column::PlanId.eq(plan.as_str()))
        .filter(plan_item::Column::Kind.eq(register.code()))
        .into_tuple()
        .one(change.connection())
        .await
        .doing("finding the place of the new entry")?;
    Ok(last.flatten().map_or(0, |last| last + 1))
}

fn row(
    number: i64,
    entry: i64,
    audit_seq: i64,
    plan: &PlanId,
    amendment: &RegisterAmendment,
) -> Result<register_amendment::Model> {
    Ok(register_amendment::Model {
        number,
        audit_seq,
        plan_id: plan.as_str().to_owned(),
        register: amendment.register.code().to_owned(),
        entry,
        holds_on: values::day_to_store(amendment.on, "the day of an amendment")?,
        recorded_at: values::instant_text(amendment.recorded_at),
        recorded_by: values::text(&amendment.by, "the name of who recorded an amendment")?,
        reason: values::text(&amendment.reason, "the reason of an amendment")?,
        before_body: amendment.before.as_ref().map(registers::body).transpose()?,
        after_body: amendment.after.as_ref().map(registers::body).transpose()?,
    })
}

fn amendment_from(row: register_amendment::Model) -> Result<RegisterAmendment> {
    const TABLE: &str = "register_amendment";
    let register = Register::from_code(&row.register)
        .ok_or_else(|| Error::Unreadable { table: TABLE, what: format!("there is no register `{}`", row.register) })?;
    let entry = |body: Option<&str>| body.map(|body| registers::entry(register, body, TABLE)).transpose();
    Ok(RegisterAmendment {
        register,
        number: values::count(row.entry, TABLE)?,
        on: row.holds_on,
        recorded_at: values::instant(&row.recorded_at, TABLE)?,
        by: row.recorded_by,
        reason: row.reason,
        before: entry(row.before_body.as_deref())?,
        after: entry(row.after_body.as_deref())?,
    })
}
