//! The discussion of an action.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Comment;
use crate::history::updates::refuse_unknown_action;
use crate::tables::comment;
use crate::write::Doing as _;
use crate::{AuditEntry, PlanId, Result, Store, values};

impl Store {
    /// The discussion of an action, earliest first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn comments(&self, plan: &PlanId, action: &str) -> Result<Vec<Comment>> {
        let rows = comment::Entity::find()
            .filter(comment::Column::PlanId.eq(plan.as_str()))
            .filter(comment::Column::Action.eq(action))
            .order_by_asc(comment::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading the discussion")?;
        rows.into_iter()
            .map(|row| {
                Ok(Comment {
                    at: values::instant(&row.written_at, "comment")?,
                    action: row.action,
                    by: row.written_by,
                    text: row.body,
                })
            })
            .collect()
    }

    /// Appends a contribution to the discussion of an action.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownAction`](crate::Error::UnknownAction) – the plan does not have the action.
    /// * [`Error::UnknownPlan`](crate::Error::UnknownPlan) – no plan has this identifier.
    pub async fn add_comment(&self, plan: &PlanId, comment: &Comment, audit: AuditEntry) -> Result<()> {
        let mut change = self.begin_change().await?;
        refuse_unknown_action(change.connection(), plan, &comment.action).await?;
        let row = comment::Model {
            number: change.next_number::<comment::Entity>().await?,
            audit_seq: change.audit_seq(),
            plan_id: plan.as_str().to_owned(),
            action: comment.action.clone(),
            written_at: values::instant_text(comment.at),
            written_by: values::text(&comment.by, "the name of who wrote")?,
            body: values::text(&comment.text, "the comment")?,
        };
        change.append::<comment::Entity>(vec![row]).await?;
        change.finish(audit).await
    }
}
