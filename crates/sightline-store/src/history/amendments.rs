//! Amendments: any change to an action after import, with its reason.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sightline_domain::history::Amendment;
use sightline_domain::plan::{Action, ActionState};

use super::differing_fields;
use super::updates::{action_references, unknown_action};
use crate::plans::{ACTION, action_row, plan_row};
use crate::tables::{amendment, plan_item};
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, Error, PlanId, Result, Store, values};

impl Store {
    /// The amendments of a plan, or of one action, in the order they were
    /// recorded; `from` and `to` are days from which they hold, and both count.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn amendments(
        &self,
        plan: &PlanId,
        action: Option<&str>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<Amendment>> {
        use amendment::Column;
        let mut query = amendment::Entity::find().filter(Column::PlanId.eq(plan.as_str()));
        if let Some(action) = action {
            query = query.filter(Column::Action.eq(action));
        }
        if let Some(from) = from {
            query = query.filter(Column::HoldsOn.gte(values::day_to_compare(from)));
        }
        if let Some(to) = to {
            query = query.filter(Column::HoldsOn.lte(values::day_to_compare(to)));
        }
        let rows = query.order_by_asc(Column::Number).all(&self.connection).await.doing("reading amendments")?;
        rows.into_iter().map(amendment_from).collect()
    }

    /// Appends amendments and changes the actions they are about; all of them or none.
    ///
    /// They apply in the order given, so a later one may start from an earlier
    /// one. A merge, a split or a withdrawal is an amendment whose `after` has
    /// that state. `before` is the action as in
    /// [`current_plan`](Self::current_plan); null adds an action, which stands
    /// after the last action of the same aim, priority, or plan. Nothing is
    /// written when `amendments` is empty.
    ///
    /// # Errors
    ///
    /// * [`Error::Conflict`] – `before` is not the action as it now stands;
    ///   names the fields that differ.
    /// * [`Error::UnknownAction`] – `before` names an action the plan does not
    ///   have, or `after` is merged or split into one.
    /// * [`Error::AmendmentMismatch`] – the references of the amendment, its
    ///   `before` and its `after` differ.
    /// * [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn record_amendments(&self, plan: &PlanId, amendments: &[Amendment], audit: AuditEntry) -> Result<()> {
        if amendments.is_empty() {
            return Ok(());
        }
        for amendment in amendments {
            refuse_mismatch(amendment)?;
        }
        let mut change = self.begin_change().await?;
        plan_row(change.connection(), plan).await?;
        for amendment in amendments {
            apply(&change, plan, amendment).await?;
        }
        // A split may name actions that later amendments of the same call add.
        let known = action_references(change.connection(), plan).await?;
        for amendment in amendments {
            refuse_unknown_heirs(amendment, &known)?;
        }
        let rows = amendment_rows(&change, plan, amendments).await?;
        change.append::<amendment::Entity>(rows).await?;
        change.finish(audit).await
    }
}

fn refuse_mismatch(amendment: &Amendment) -> Result<()> {
    let references = amendment.before.iter().chain([&amendment.after]).map(|action| &action.reference);
    for reference in references {
        if *reference != amendment.action {
            return Err(Error::AmendmentMismatch {
                reference: amendment.action.clone(),
                what: format!("`{reference}`"),
            });
        }
    }
    Ok(())
}

fn refuse_unknown_heirs(amendment: &Amendment, known: &BTreeSet<String>) -> Result<()> {
    let heirs = match &amendment.after.state {
        ActionState::Merged { into } => std::slice::from_ref(into),
        ActionState::Split { into } => into.as_slice(),
        ActionState::Live | ActionState::Withdrawn => &[],
    };
    match heirs.iter().find(|heir| !known.contains(*heir)) {
        Some(heir) => Err(unknown_action(heir, known)),
        None => Ok(()),
    }
}

/// Changes the action as it now stands.
async fn apply(change: &Change, plan: &PlanId, amendment: &Amendment) -> Result<()> {
    let standing = plan_item::Entity::find()
        .filter(plan_item::Column::PlanId.eq(plan.as_str()))
        .filter(plan_item::Column::Kind.eq(ACTION))
        .filter(plan_item::Column::Reference.eq(amendment.action.as_str()))
        .one(change.connection())
        .await
        .doing("reading the action to amend")?;
    match (standing, &amendment.before) {
        (None, None) => add_action(change, plan, &amendment.after).await,
        (Some(_), None) => Err(Error::Conflict { reference: amendment.action.clone(), fields: Vec::new() }),
        (None, Some(_)) => {
            let known = action_references(change.connection(), plan).await?;
            Err(unknown_action(&amendment.action, &known))
        }
        (Some(row), Some(before)) => {
            let now: Action = values::from_json(&row.body, "plan_item")?;
            if now != *before {
                let fields = differing_fields(&row.body, &values::to_json(before, "an action")?)?;
                return Err(Error::Conflict { reference: amendment.action.clone(), fields });
            }
            let after = action_row(&amendment.after, plan.as_str(), row.position)?;
            plan_item::Entity::update_many()
                .col_expr(plan_item::Column::Body, after.body.into())
                .col_expr(plan_item::Column::DueOn, after.due_on.into())
                .col_expr(plan_item::Column::IsLive, after.is_live.into())
                .filter(plan_item::Column::Number.eq(row.number))
                .exec(change.connection())
                .await
                .doing("amending the action")
                .map(|_| ())
        }
    }
}

/// Puts a new action after the last one of its aim, or else of its priority, or else of the plan.
async fn add_action(change: &Change, plan: &PlanId, action: &Action) -> Result<()> {
    let rows = plan_item::Entity::find()
        .filter(plan_item::Column::PlanId.eq(plan.as_str()))
        .filter(plan_item::Column::Kind.eq(ACTION))
        .order_by_asc(plan_item::Column::Position)
        .all(change.connection())
        .await
        .doing("finding the place of the new action")?;
    let mut place = (0, 0);
    for row in &rows {
        let other: Action = values::from_json(&row.body, "plan_item")?;
        let nearness = match (other.priority == action.priority, other.aim == action.aim) {
            (true, true) => 3,
            (true, false) => 2,
            (false, _) => 1,
        };
        if nearness >= place.0 {
            place = (nearness, row.position + 1);
        }
    }
    let position = place.1;
    plan_item::Entity::update_many()
        .col_expr(plan_item::Column::Position, Expr::col(plan_item::Column::Position).add(1))
        .filter(plan_item::Column::PlanId.eq(plan.as_str()))
        .filter(plan_item::Column::Kind.eq(ACTION))
        .filter(plan_item::Column::Position.gte(position))
        .exec(change.connection())
        .await
        .doing("making room for the new action")?;
    let mut row = action_row(action, plan.as_str(), position)?;
    row.number = change.next_number::<plan_item::Entity>().await?;
    change.insert::<plan_item::Entity>(vec![row]).await
}

async fn amendment_rows(change: &Change, plan: &PlanId, amendments: &[Amendment]) -> Result<Vec<amendment::Model>> {
    let first = change.next_number::<amendment::Entity>().await?;
    (first..)
        .zip(amendments)
        .map(|(number, amendment)| {
            let before = amendment.before.as_ref();
            Ok(amendment::Model {
                number,
                audit_seq: change.audit_seq(),
                plan_id: plan.as_str().to_owned(),
                action: amendment.action.clone(),
                holds_on: values::day_to_store(amendment.on, "the day of an amendment")?,
                recorded_at: values::instant_text(amendment.recorded_at),
                recorded_by: values::text(&amendment.by, "the name of who recorded an amendment")?,
                reason: values::text(&amendment.reason, "the reason of an amendment")?,
                before_body: before.map(|action| values::to_json(action, "an action")).transpose()?,
                after_body: values::to_json(&amendment.after, "an action")?,
            })
        })
        .collect()
}

pub(crate) fn amendment_from(row: amendment::Model) -> Result<Amendment> {
    Ok(Amendment {
        on: row.holds_on,
        recorded_at: values::instant(&row.recorded_at, "amendment")?,
        before: row.before_body.as_deref().map(|body| values::from_json(body, "amendment")).transpose()?,
        after: values::from_json(&row.after_body, "amendment")?,
        action: row.action,
        by: row.recorded_by,
        reason: row.reason,
    })
}
