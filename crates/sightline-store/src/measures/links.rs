//! Links of actions with the measures that are to show their effect.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::plans::plan_row;
use crate::tables::measure_link;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

const TABLE: &str = "measure_link";

/// An action was linked with a measure, or the link was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureLink {
    /// The plan.
    pub plan: PlanId,
    /// Reference of the action.
    pub action: String,
    /// The measure, by its id.
    pub measure: String,
    /// The day that is marked on the chart: when the action began to matter, or the link ended.
    pub from_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// False when the link was ended.
    pub is_linked: bool,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Store {
    /// Links and ends of links in the order they were recorded: of a plan, of a measure, or all there are.
    ///
    /// Of a plan, an action and a measure the last one stands.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn measure_links(&self, plan: Option<&PlanId>, measure: Option<&str>) -> Result<Vec<MeasureLink>> {
        links(&self.connection, plan, measure).await
    }

    /// Appends a link, or the end of one.
    ///
    /// # Errors
    ///
    /// * [`Error::LinkState`] – they are linked already, or are not.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn record_measure_link(&self, link: &MeasureLink, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), &link.plan).await?;
        let earlier = links(change.connection(), Some(&link.plan), Some(&link.measure)).await?;
        let is_linked =
            earlier.iter().rev().find(|other| other.action == link.action).is_some_and(|last| last.is_linked);
        if is_linked == link.is_linked {
            let state = if is_linked { "already linked" } else { "not linked" };
            return Err(Error::LinkState { action: link.action.clone(), measure: link.measure.clone(), state });
        }
        let row = measure_link::Model {
            number: change.next_number::<measure_link::Entity>().await?,
            audit_seq: change.audit_seq(),
            plan_id: link.plan.as_str().to_owned(),
            action: values::name(&link.action, "the reference of an action")?,
            measure: values::name(&link.measure, "the measure of a link")?,
            from_on: values::day_to_store(link.from_on, "the day of a link")?,
            reason: values::text(&link.reason, "the reason of a link")?,
            is_linked: link.is_linked,
            linked_by: values::text(&link.by, "the name of who links")?,
            linked_at: values::instant_text(link.at),
        };
        change.append::<measure_link::Entity>(vec![row]).await?;
        change.finish(audit).await
    }
}

async fn links(
    connection: &impl ConnectionTrait,
    plan: Option<&PlanId>,
    measure: Option<&str>,
) -> Result<Vec<MeasureLink>> {
    let mut query = measure_link::Entity::find();
    if let Some(plan) = plan {
        query = query.filter(measure_link::Column::PlanId.eq(plan.as_str()));
    }
    if let Some(measure) = measure {
        query = query.filter(measure_link::Column::Measure.eq(measure));
    }
    let rows = query.order_by_asc(measure_link::Column::Number).all(connection).await.doing("reading links")?;
    rows.into_iter()
        .map(|row| {
            Ok(MeasureLink {
                plan: PlanId::stored(row.plan_id),
                action: row.action,
                measure: row.measure,
                from_on: row.from_on,
                reason: row.reason,
                is_linked: row.is_linked,
                by: row.linked_by,
                at: values::instant(&row.linked_at, TABLE)?,
            })
        })
        .collect()
}
