//! Verdicts that were kept.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::board_report::Axis;
use sightline_domain::challenge::axis_code;
use sightline_domain::scale::Brag;
use sightline_domain::verdict::VerdictRecord;

use crate::plans::plan_row;
use crate::tables::verdict_record;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

const TABLE: &str = "verdict_record";

impl Store {
    /// The verdicts that were kept of a plan, or of one of its actions, in the order they were kept.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn verdict_records(&self, plan: &PlanId, action: Option<&str>) -> Result<Vec<VerdictRecord>> {
        let mut query = verdict_record::Entity::find().filter(verdict_record::Column::PlanId.eq(plan.as_str()));
        if let Some(action) = action {
            query = query.filter(verdict_record::Column::Action.eq(action));
        }
        let rows = query
            .order_by_asc(verdict_record::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading kept verdicts")?;
        rows.into_iter().map(record_from).collect()
    }

    /// Keeps those of `records` that do not repeat the last one of their action and rating; gives back what was kept.
    ///
    /// Nothing is written when all of them do. `audit` is made from how many are kept.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn keep_verdicts(
        &self,
        plan: &PlanId,
        records_now: Vec<VerdictRecord>,
        audit: impl FnOnce(usize) -> AuditEntry,
    ) -> Result<Vec<VerdictRecord>> {
        // Looked at twice: what repeats needs no turn to write, and whoever was first in between is seen then.
        let new = without_repeats(&self.connection, plan, records_now).await?;
        if new.is_empty() {
            return Ok(new);
        }
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        let new = without_repeats(change.connection(), plan, new).await?;
        if new.is_empty() {
            return Ok(new);
        }
        let first = change.next_number::<verdict_record::Entity>().await?;
        let mut rows = Vec::with_capacity(new.len());
        for (number, record) in (first..).zip(&new) {
            rows.push(row_of(plan, number, change.audit_seq(), record)?);
        }
        change.append::<verdict_record::Entity>(rows).await?;
        change.finish(audit(new.len())).await?;
        Ok(new)
    }
}

async fn without_repeats(
    connection: &impl ConnectionTrait,
    plan: &PlanId,
    mut records_now: Vec<VerdictRecord>,
) -> Result<Vec<VerdictRecord>> {
    let mut numbers = Query::select();
    numbers
        .expr(Func::max(Expr::col(verdict_record::Column::Number)))
        .from(verdict_record::Entity)
        .and_where(verdict_record::Column::PlanId.eq(plan.as_str()))
        .group_by_col(verdict_record::Column::Action)
        .group_by_col(verdict_record::Column::Side);
    let rows = verdict_record::Entity::find()
        .filter(Expr::col(verdict_record::Column::Number).in_subquery(numbers))
        .all(connection)
        .await
        .doing("reading the last verdicts")?;
    let mut last: BTreeMap<(String, Axis), VerdictRecord> = BTreeMap::new();
    for row in rows {
        let record = record_from(row)?;
        last.insert((record.action.clone(), record.axis), record);
    }
    records_now.retain(|record| {
        last.get(&(record.action.clone(), record.axis)).is_none_or(|earlier| !record.repeats(earlier))
    });
    Ok(records_now)
}

fn row_of(plan: &PlanId, number: i64, audit_seq: i64, record: &VerdictRecord) -> Result<verdict_record::Model> {
    let day = |on| values::day_to_store(on, "the day of a verdict");
    Ok(verdict_record::Model {
        number,
        audit_seq,
        plan_id: plan.as_str().to_owned(),
        action: values::name(&record.action, "the reference of an action")?,
        side: axis_code(record.axis).to_owned(),
        as_at: day(record.as_at)?,
        rated: values::text(&record.rated, "a rating")?,
        rated_on: record.rated_on.map(day).transpose()?,
        supports: record.supports.map(|brag| brag.code().to_owned()),
        says: record.says.clone(),
        reasons: values::to_json(&record.reasons, "the reasons of a verdict")?,
        measures: values::to_json(&record.measures, "the figures of a verdict")?,
        extract_id: record.extract.clone(),
        rules: record.rules.clone(),
        inputs_sha256: record.inputs_sha256.clone(),
        kept_by: values::text(&record.by, "the name of who keeps a verdict")?,
        kept_at: values::instant_text(record.at),
    })
}

fn record_from(row: verdict_record::Model) -> Result<VerdictRecord> {
    let unreadable = |what: &str| Error::Unreadable { table: TABLE, what: format!("`{what}` is not known") };
    let axis = [Axis::Action, Axis::Impact].into_iter().find(|axis| axis_code(*axis) == row.side);
    let supports = row.supports.as_deref();
    Ok(VerdictRecord {
        axis: axis.ok_or_else(|| unreadable(&row.side))?,
        supports: supports.map(|code| Brag::from_code(code).ok_or_else(|| unreadable(code))).transpose()?,
        reasons: values::from_json(&row.reasons, TABLE)?,
        measures: values::from_json(&row.measures, TABLE)?,
        at: values::instant(&row.kept_at, TABLE)?,
        action: row.action,
        as_at: row.as_at,
        rated: row.rated,
        rated_on: row.rated_on,
        says: row.says,
        extract: row.extract_id,
        rules: row.rules,
        inputs_sha256: row.inputs_sha256,
        by: row.kept_by,
    })
}
