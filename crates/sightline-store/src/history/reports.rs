//! Papers that were made from a plan.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::ReportRecord;
use crate::plans::plan_row;
use crate::tables::report;
use crate::write::Doing as _;
use crate::{AuditEntry, PlanId, Result, Store, values};

impl Store {
    /// Appends the record of a paper, dated `audit.at`; `report.recorded_at` is not looked at.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`](crate::Error::UnknownPlan) – no plan has this identifier.
    pub async fn record_report(&self, report: &ReportRecord, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), &report.plan).await?;
        let row = report::Model {
            number: change.next_number::<report::Entity>().await?,
            audit_seq: change.audit_seq(),
            plan_id: report.plan.as_str().to_owned(),
            as_at_on: values::day_to_store(report.as_at, "the day of the report")?,
            format: values::name(&report.format, "the format of the report")?,
            name: values::text(&report.name, "the name of the report")?,
            sha256: values::name(&report.sha256, "the hash of the report")?,
            size_bytes: values::stored_count(report.size_bytes, "the size of the report")?,
            recorded_at: values::instant_text(audit.at),
        };
        change.append::<report::Entity>(vec![row]).await?;
        change.finish(audit).await
    }

    /// The papers made from a plan, in the order they were made.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn reports(&self, plan: &PlanId) -> Result<Vec<ReportRecord>> {
        let rows = report::Entity::find()
            .filter(report::Column::PlanId.eq(plan.as_str()))
            .order_by_asc(report::Column::Number)
            .all(&self.connection)
            .await
            .doing("listing reports")?;
        rows.into_iter().map(report_from).collect()
    }

    /// The paper with the latest `as_at` before `day` (`day` itself does not
    /// count); of several for the same day the one made last. `None` before the first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn last_report_before(&self, plan: &PlanId, day: NaiveDate) -> Result<Option<ReportRecord>> {
        let row = report::Entity::find()
            .filter(report::Column::PlanId.eq(plan.as_str()))
            .filter(report::Column::AsAtOn.lt(values::day_to_compare(day)))
            .order_by_desc(report::Column::AsAtOn)
            .order_by_desc(report::Column::Number)
            .one(&self.connection)
            .await
            .doing("looking for the last report")?;
        row.map(report_from).transpose()
    }
}

fn report_from(row: report::Model) -> Result<ReportRecord> {
    Ok(ReportRecord {
        plan: PlanId::stored(row.plan_id),
        as_at: row.as_at_on,
        format: row.format,
        name: row.name,
        sha256: row.sha256,
        size_bytes: values::count(row.size_bytes, "report")?,
        recorded_at: values::instant(&row.recorded_at, "report")?,
    })
}
