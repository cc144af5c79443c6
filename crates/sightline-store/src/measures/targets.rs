//! Targets.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::target::{Comparison, Target, TargetKind, standing_targets};

use crate::tables::measure_target;
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

const TABLE: &str = "measure_target";

impl Store {
    /// Every target that was set, taken back or replaced, in that order; of one measure when `measure` names it.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn targets(&self, measure: Option<&str>) -> Result<Vec<Target>> {
        targets(&self.connection, measure).await
    }

    /// Appends a target; it takes the place of the standing one of its kind and day.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownTarget`] – it takes back a target that does not stand.
    /// * [`Error::Unstorable`] – a text is too long or holds a NUL character.
    pub async fn set_target(&self, target: &Target, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        if target.is_withdrawn {
            let earlier = targets(change.connection(), Some(&target.measure)).await?;
            let stands = |other: &&Target| (other.kind, other.for_on) == (target.kind, target.for_on);
            if !standing_targets(&earlier).iter().any(stands) {
                return Err(Error::UnknownTarget {
                    measure: target.measure.clone(),
                    kind: target.kind.words(),
                    for_on: target.for_on,
                });
            }
        }
        let row = measure_target::Model {
            number: change.next_number::<measure_target::Entity>().await?,
            audit_seq: change.audit_seq(),
            measure: values::name(&target.measure, "the measure of a target")?,
            value: target.value.to_string(),
            comparison: target.comparison.code().to_owned(),
            for_on: values::day_to_store(target.for_on, "the day of a target")?,
            kind: target.kind.code().to_owned(),
            reason: values::text(&target.reason, "the reason of a target")?,
            is_withdrawn: target.is_withdrawn,
            set_by: values::text(&target.set_by, "the name of who set a target")?,
            set_at: values::instant_text(target.set_at),
        };
        change.append::<measure_target::Entity>(vec![row]).await?;
        change.finish(audit).await
    }
}

async fn targets(connection: &impl ConnectionTrait, measure: Option<&str>) -> Result<Vec<Target>> {
    let mut query = measure_target::Entity::find();
    if let Some(measure) = measure {
        query = query.filter(measure_target::Column::Measure.eq(measure));
    }
    let rows = query.order_by_asc(measure_target::Column::Number).all(connection).await.doing("reading targets")?;
    rows.into_iter().map(target_from).collect()
}

fn target_from(row: measure_target::Model) -> Result<Target> {
    let unreadable = |what: String| Error::Unreadable { table: TABLE, what };
    Ok(Target {
        value: row.value.parse().map_err(|_| unreadable(format!("`{}` is no decimal number", row.value)))?,
        comparison: Comparison::from_code(&row.comparison)
            .ok_or_else(|| unreadable(format!("`{}` is no comparison", row.comparison)))?,
        kind: TargetKind::from_code(&row.kind)
            .ok_or_else(|| unreadable(format!("`{}` is no kind of target", row.kind)))?,
        measure: row.measure,
        for_on: row.for_on,
        reason: row.reason,
        is_withdrawn: row.is_withdrawn,
        set_by: row.set_by,
        set_at: values::instant(&row.set_at, TABLE)?,
    })
}
