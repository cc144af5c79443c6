//! Papers that were made from a plan.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{FrozenReport, ReportRecord};
use crate::audit::chain::sha256;
use crate::plans::plan_row;
use crate::stored_files::{bytes_of, keep_bytes};
use crate::tables::{audit_log, report, stored_file};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

impl Store {
    /// Appends the record of a paper, dated `audit.at`; `report.recorded_at` is not looked at.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn record_report(&self, report: &ReportRecord, audit: AuditEntry) -> Result<()> {
        self.append_report(report, None, audit).await.map(|_| ())
    }

    /// Appends the record of a paper with its bytes, whose hash and size are taken from themselves; its number.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn freeze_report(&self, report: &ReportRecord, bytes: &[u8], audit: AuditEntry) -> Result<u64> {
        let size_bytes = bytes.len() as u64;
        let report = ReportRecord { sha256: sha256(bytes), size_bytes, ..report.clone() };
        self.append_report(&report, Some(bytes), audit).await
    }

    async fn append_report(&self, report: &ReportRecord, bytes: Option<&[u8]>, audit: AuditEntry) -> Result<u64> {
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), &report.plan).await?;
        if let Some(bytes) = bytes {
            keep_bytes(&change, &report.sha256, bytes, &audit).await?;
        }
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
        let number = values::count(row.number, "report")?;
        change.append::<report::Entity>(vec![row]).await?;
        change.finish(audit).await?;
        Ok(number)
    }

    /// The papers made from a plan, the last made first, with who made them and whether their bytes are kept.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn frozen_reports(&self, plan: &PlanId) -> Result<Vec<FrozenReport>> {
        let reading = self.begin_reading().await?;
        let rows = report::Entity::find()
            .filter(report::Column::PlanId.eq(plan.as_str()))
            .order_by_desc(report::Column::Number)
            .all(&reading)
            .await
            .doing("listing reports")?;
        let by: Vec<(i64, String)> = audit_log::Entity::find()
            .select_only()
            .columns([audit_log::Column::Number, audit_log::Column::Actor])
            .filter(audit_log::Column::Number.is_in(rows.iter().map(|row| row.audit_seq)))
            .into_tuple()
            .all(&reading)
            .await
            .doing("looking up who made reports")?;
        let kept: Vec<String> = stored_file::Entity::find()
            .select_only()
            .column(stored_file::Column::Sha256)
            .filter(stored_file::Column::Sha256.is_in(rows.iter().map(|row| row.sha256.as_str())))
            .into_tuple()
            .all(&reading)
            .await
            .doing("looking for the bytes of reports")?;
        rows.into_iter()
            .map(|row| {
                let who = by.iter().find(|(number, _)| *number == row.audit_seq);
                Ok(FrozenReport {
                    number: values::count(row.number, "report")?,
                    by: who.map(|(_, actor)| actor.clone()).unwrap_or_default(),
                    is_kept: kept.contains(&row.sha256),
                    record: report_from(row)?,
                })
            })
            .collect()
    }

    /// One paper of a plan with the bytes it was frozen with.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownReport`] – the plan has none of this number, or its bytes were not kept.
    /// * [`Error::Unreadable`] – the bytes are not those that were frozen.
    pub async fn frozen_report(&self, plan: &PlanId, number: u64) -> Result<(ReportRecord, Vec<u8>)> {
        let unknown = || Error::UnknownReport { number };
        let wanted = i64::try_from(number).map_err(|_| unknown())?;
        let row = report::Entity::find_by_id(wanted)
            .filter(report::Column::PlanId.eq(plan.as_str()))
            .one(&self.connection)
            .await
            .doing("looking for the report")?
            .ok_or_else(unknown)?;
        let record = report_from(row)?;
        let bytes = bytes_of(&self.connection, &record.sha256, &format!("report {number}")).await?;
        Ok((record, bytes.ok_or_else(unknown)?))
    }

    /// The papers made from a plan, in the order they were made.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
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
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn last_report_before(&self, plan: &PlanId, day: NaiveDate) -> Result<Option<ReportRecord>> {
        let row = report::Entity::find()
            .filter(report::Column::PlanId.eq(plan.as_str()))
            // A file of a pack is no report that another is compared with.
            .filter(report::Column::Format.not_like("pack.%"))
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
