//! Baselines: the plan frozen at a day, under a name.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sightline_domain::history::Baseline;

use super::BaselineSummary;
use crate::audit::chain::sha256;
use crate::plans::plan_as_at;
use crate::tables::baseline;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

impl Store {
    /// The baseline just made: the plan as at `on`, frozen under `name`.
    ///
    /// # Errors
    ///
    /// * [`Error::BaselineTaken`] – the plan has one of this name, capital letters aside.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn add_baseline(
        &self,
        plan: &PlanId,
        name: &str,
        on: NaiveDate,
        audit: AuditEntry,
    ) -> Result<BaselineSummary> {
        let mut change = self.begin_change().await?;
        let frozen = plan_as_at(change.connection(), plan, on).await?.plan;
        let there = summaries(change.connection(), plan).await?;
        if there.iter().any(|baseline| same_name(&baseline.name, name)) {
            return Err(Error::BaselineTaken { name: name.to_owned() });
        }
        let body = values::to_json(&frozen, "the plan")?;
        let summary = BaselineSummary {
            name: values::name(name, "the name of the baseline")?,
            on: values::day_to_store(on, "the day of the baseline")?,
            sha256: sha256(body.as_bytes()),
        };
        let row = baseline::Model {
            number: change.next_number::<baseline::Entity>().await?,
            audit_seq: change.audit_seq(),
            plan_id: plan.as_str().to_owned(),
            name: summary.name.clone(),
            shows_on: summary.on,
            sha256: summary.sha256.clone(),
            body,
        };
        change.append::<baseline::Entity>(vec![row]).await?;
        change.finish(audit).await?;
        Ok(summary)
    }

    /// The baselines of a plan, in the order they were made, without the plans they froze.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn baselines(&self, plan: &PlanId) -> Result<Vec<BaselineSummary>> {
        summaries(&self.connection, plan).await
    }

    /// One baseline with the plan it froze; capital letters in the name do not matter.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownBaseline`] – lists the names there are.
    pub async fn baseline(&self, plan: &PlanId, name: &str) -> Result<Baseline> {
        let known = summaries(&self.connection, plan).await?;
        let Some(found) = known.iter().find(|baseline| same_name(&baseline.name, name)) else {
            let known = known.into_iter().map(|baseline| baseline.name).collect();
            return Err(Error::UnknownBaseline { name: name.to_owned(), known });
        };
        let row = baseline::Entity::find()
            .filter(baseline::Column::PlanId.eq(plan.as_str()))
            .filter(baseline::Column::Name.eq(found.name.as_str()))
            .one(&self.connection)
            .await
            .doing("reading the baseline")?
            .ok_or_else(|| Error::UnknownBaseline { name: name.to_owned(), known: Vec::new() })?;
        Ok(Baseline { plan: values::from_json(&row.body, "baseline")?, name: row.name, on: row.shows_on })
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

async fn summaries(connection: &impl ConnectionTrait, plan: &PlanId) -> Result<Vec<BaselineSummary>> {
    let rows: Vec<(String, NaiveDate, String)> = baseline::Entity::find()
        .select_only()
        .columns([baseline::Column::Name, baseline::Column::ShowsOn, baseline::Column::Sha256])
        .filter(baseline::Column::PlanId.eq(plan.as_str()))
        .order_by_asc(baseline::Column::Number)
        .into_tuple()
        .all(connection)
        .await
        .doing("listing baselines")?;
    Ok(rows.into_iter().map(|(name, on, sha256)| BaselineSummary { name, on, sha256 }).collect())
}
