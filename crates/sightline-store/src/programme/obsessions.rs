//! Obsessions and their weekly check-ins.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::obsession::{CheckIn, Obsession};

use crate::history::updates::{action_references, unknown_action};
use crate::plans::plan_row;
use crate::tables::{obsession, obsession_check_in};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

impl Store {
    /// The obsession just begun, with its number; `new.number` is not looked at.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`] – it points to an action the plan does not have.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn begin_obsession(&self, plan: &PlanId, new: &Obsession, audit: AuditEntry) -> Result<Obsession> {
        let change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let known = action_references(change.connection(), plan).await?;
        if let Some(lost) = new.actions.iter().find(|action| !known.contains(*action)) {
            return Err(unknown_action(lost, &known));
        }
        let number = change.next_number::<obsession::Entity>().await?;
        change.insert::<obsession::Entity>(vec![row_of(number, plan, new)?]).await?;
        change.finish(audit).await?;
        Ok(Obsession { number: values::count(number, "obsession")?, ..new.clone() })
    }

    /// The obsessions of a plan, those that began last first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn obsessions(&self, plan: &PlanId) -> Result<Vec<Obsession>> {
        let rows = obsession::Entity::find()
            .filter(obsession::Column::PlanId.eq(plan.as_str()))
            .order_by_desc(obsession::Column::StartsOn)
            .order_by_desc(obsession::Column::Number)
            .all(&self.connection)
            .await
            .doing("listing obsessions")?;
        rows.into_iter().map(obsession_from).collect()
    }

    /// One obsession of a plan with its check-ins, earliest first.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownObsession`] – the plan has none of this number.
    pub async fn obsession(&self, plan: &PlanId, number: u64) -> Result<(Obsession, Vec<CheckIn>)> {
        let reading = self.begin_reading().await?;
        let row = standing(&reading, plan, number).await?;
        let check_ins = obsession_check_in::Entity::find()
            .filter(obsession_check_in::Column::Obsession.eq(row.number))
            .order_by_asc(obsession_check_in::Column::TellsOfOn)
            .order_by_asc(obsession_check_in::Column::Number)
            .all(&reading)
            .await
            .doing("reading check-ins")?;
        let check_ins = check_ins.into_iter().map(check_in_from).collect::<Result<_>>()?;
        Ok((obsession_from(row)?, check_ins))
    }

    /// Appends a check-in.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownObsession`] – the plan has none of this number.
    /// * [`Error::ObsessionClosed`] – what came of it is already said.
    pub async fn check_in(&self, plan: &PlanId, number: u64, check_in: &CheckIn, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        let obsession = open(change.connection(), plan, number).await?;
        let row = obsession_check_in::Model {
            number: change.next_number::<obsession_check_in::Entity>().await?,
            audit_seq: change.audit_seq(),
            plan_id: plan.as_str().to_owned(),
            obsession: obsession.number,
            tells_of_on: values::day_to_store(check_in.on, "the day of a check-in")?,
            recorded_at: values::instant_text(check_in.recorded_at),
            recorded_by: values::text(&check_in.by, "the name of who checked in")?,
            value: values::text(&check_in.value, "the value of a check-in")?,
            note: values::optional_text(check_in.note.as_deref(), "the note of a check-in")?,
        };
        change.append::<obsession_check_in::Entity>(vec![row]).await?;
        change.finish(audit).await
    }

    /// Says what came of an obsession: `closed` holds its result, learning and closing day; nothing else is changed.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownObsession`] – the plan has none of this number.
    /// * [`Error::ObsessionClosed`] – it is already said.
    pub async fn close_obsession(&self, plan: &PlanId, closed: &Obsession, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        let standing = open(change.connection(), plan, closed.number).await?;
        let row = row_of(standing.number, plan, closed)?;
        obsession::Entity::update_many()
            .col_expr(obsession::Column::Result, row.result.into())
            .col_expr(obsession::Column::Learning, row.learning.into())
            .col_expr(obsession::Column::ClosedOn, row.closed_on.into())
            .filter(obsession::Column::Number.eq(standing.number))
            .exec(change.connection())
            .await
            .doing("closing the obsession")?;
        change.finish(audit).await
    }
}

async fn open(connection: &impl ConnectionTrait, plan: &PlanId, number: u64) -> Result<obsession::Model> {
    let row = standing(connection, plan, number).await?;
    if row.closed_on.is_some() { Err(Error::ObsessionClosed { title: row.title }) } else { Ok(row) }
}

async fn standing(connection: &impl ConnectionTrait, plan: &PlanId, number: u64) -> Result<obsession::Model> {
    let unknown = || Error::UnknownObsession { number };
    let wanted = i64::try_from(number).map_err(|_| unknown())?;
    obsession::Entity::find()
        .filter(obsession::Column::PlanId.eq(plan.as_str()))
        .filter(obsession::Column::Number.eq(wanted))
        .one(connection)
        .await
        .doing("reading the obsession")?
        .ok_or_else(unknown)
}

fn row_of(number: i64, plan: &PlanId, obsession: &Obsession) -> Result<obsession::Model> {
    Ok(obsession::Model {
        number,
        plan_id: plan.as_str().to_owned(),
        title: values::text(&obsession.title, "the title of an obsession")?,
        aim: values::text(&obsession.aim, "the aim of an obsession")?,
        actions: values::to_json(&obsession.actions, "the actions of an obsession")?,
        measure: values::text(&obsession.measure, "the measure of an obsession")?,
        baseline: values::text(&obsession.baseline, "the baseline of an obsession")?,
        owner: values::text(&obsession.owner, "the owner of an obsession")?,
        starts_on: values::day_to_store(obsession.starts_on, "the first day of an obsession")?,
        ends_on: values::day_to_store(obsession.ends_on, "the last day of an obsession")?,
        result: values::optional_text(obsession.result.as_deref(), "the result of an obsession")?,
        learning: values::optional_text(obsession.learning.as_deref(), "what was learnt")?,
        closed_on: obsession
            .closed_on
            .map(|day| values::day_to_store(day, "the day an obsession was closed"))
            .transpose()?,
    })
}

fn obsession_from(row: obsession::Model) -> Result<Obsession> {
    Ok(Obsession {
        number: values::count(row.number, "obsession")?,
        title: row.title,
        aim: row.aim,
        actions: values::from_json(&row.actions, "obsession")?,
        measure: row.measure,
        baseline: row.baseline,
        owner: row.owner,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        result: row.result,
        learning: row.learning,
        closed_on: row.closed_on,
    })
}

fn check_in_from(row: obsession_check_in::Model) -> Result<CheckIn> {
    Ok(CheckIn {
        on: row.tells_of_on,
        value: row.value,
        note: row.note,
        by: row.recorded_by,
        recorded_at: values::instant(&row.recorded_at, "obsession_check_in")?,
    })
}
