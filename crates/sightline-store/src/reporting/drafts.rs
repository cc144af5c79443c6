//! Updates that somebody has begun.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Draft;
use crate::history::updates::refuse_unknown_action;
use crate::tables::update_draft;
use crate::write::{Change, Doing as _};
use crate::{AuditEntry, PlanId, Result, Store, values};

impl Store {
    /// The drafts of an account in all plans, as saved.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn drafts_of(&self, account: &str) -> Result<Vec<(PlanId, Draft)>> {
        let rows = update_draft::Entity::find()
            .filter(update_draft::Column::Account.eq(account))
            .order_by_asc(update_draft::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading drafts")?;
        rows.into_iter().map(|row| Ok((PlanId::stored(row.plan_id.clone()), draft_from(row)?))).collect()
    }

    /// The draft of an account for an action; `None` when it has none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn draft(&self, plan: &PlanId, account: &str, action: &str) -> Result<Option<Draft>> {
        let row = update_draft::Entity::find()
            .filter(update_draft::Column::Account.eq(account))
            .filter(update_draft::Column::PlanId.eq(plan.as_str()))
            .filter(update_draft::Column::Action.eq(action))
            .one(&self.connection)
            .await
            .doing("reading the draft")?;
        row.map(draft_from).transpose()
    }

    /// Saves the draft of an account for an action, in place of an earlier one.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`](crate::Error::UnknownAction) – the plan does not have the action.
    /// * [`Error::UnknownPlan`](crate::Error::UnknownPlan) – no plan has this identifier.
    pub async fn save_draft(&self, plan: &PlanId, account: &str, draft: &Draft, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        refuse_unknown_action(change.connection(), plan, &draft.action).await?;
        discard(&change, plan, account, &[&draft.action]).await?;
        let row = update_draft::Model {
            number: change.next_number::<update_draft::Entity>().await?,
            plan_id: plan.as_str().to_owned(),
            action: draft.action.clone(),
            account: values::name(account, "the account")?,
            saved_at: values::instant_text(draft.saved_at),
            body: values::text(&values::to_json(&draft.body, "the draft")?, "the draft")?,
        };
        change.insert::<update_draft::Entity>(vec![row]).await?;
        change.finish(audit).await
    }

    /// Takes away the draft of an account for an action; nothing happens when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn discard_draft(&self, plan: &PlanId, account: &str, action: &str, audit: AuditEntry) -> Result<()> {
        let change = self.begin_change().await?;
        if discard(&change, plan, account, &[action]).await? == 0 {
            return Ok(());
        }
        change.finish(audit).await
    }
}

/// Takes away drafts inside a change, and says how many.
pub(crate) async fn discard(change: &Change, plan: &PlanId, account: &str, actions: &[&str]) -> Result<u64> {
    let gone = update_draft::Entity::delete_many()
        .filter(update_draft::Column::Account.eq(account))
        .filter(update_draft::Column::PlanId.eq(plan.as_str()))
        .filter(update_draft::Column::Action.is_in(actions.iter().copied()))
        .exec(change.connection())
        .await
        .doing("taking away drafts")?;
    Ok(gone.rows_affected)
}

fn draft_from(row: update_draft::Model) -> Result<Draft> {
    Ok(Draft {
        saved_at: values::instant(&row.saved_at, "update_draft")?,
        body: values::from_json(&row.body, "update_draft")?,
        action: row.action,
    })
}
