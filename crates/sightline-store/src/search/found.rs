//! Words in updates and discussions.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{FoundComment, FoundNote, SearchWithin, holds, really_holds};
use crate::tables::{action_update, comment};
use crate::write::Doing as _;
use crate::{PlanId, Result, Store, values};

impl Store {
    /// The latest updates whose note holds every one of `words`, the last recorded first; at most `limit`.
    ///
    /// Capital letters do not matter, and no letter has a meaning of its own.
    /// None when there are no words, or nothing to look in.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn find_notes(&self, words: &[String], within: &[SearchWithin], limit: u64) -> Result<Vec<FoundNote>> {
        use action_update::Column;
        if words.is_empty() || within.is_empty() {
            return Ok(Vec::new());
        }
        let rows = action_update::Entity::find()
            .filter(self.each_of(words, Column::Note))
            .filter(inside(within, Column::PlanId, Column::Action))
            .order_by_desc(Column::Number)
            .limit(limit)
            .all(&self.connection)
            .await
            .doing("looking through updates")?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let note = row.note.filter(|note| words.iter().all(|word| really_holds(note, word)))?;
                let plan = PlanId::stored(row.plan_id);
                Some(FoundNote { plan, action: row.action, on: row.reports_on, by: row.recorded_by, note })
            })
            .collect())
    }

    /// The latest contributions to discussions that hold every one of `words`, the last written first; at most `limit`.
    ///
    /// As [`find_notes`](Self::find_notes).
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn find_comments(
        &self,
        words: &[String],
        within: &[SearchWithin],
        limit: u64,
    ) -> Result<Vec<FoundComment>> {
        use comment::Column;
        if words.is_empty() || within.is_empty() {
            return Ok(Vec::new());
        }
        let rows = comment::Entity::find()
            .filter(self.each_of(words, Column::Body))
            .filter(inside(within, Column::PlanId, Column::Action))
            .order_by_desc(Column::Number)
            .limit(limit)
            .all(&self.connection)
            .await
            .doing("looking through discussions")?;
        rows.into_iter()
            .filter(|row| words.iter().all(|word| really_holds(&row.body, word)))
            .map(|row| {
                Ok(FoundComment {
                    at: values::instant(&row.written_at, "comment")?,
                    plan: PlanId::stored(row.plan_id),
                    action: row.action,
                    by: row.written_by,
                    text: row.body,
                })
            })
            .collect()
    }

    fn each_of(&self, words: &[String], column: impl ColumnTrait) -> Condition {
        let backend = self.connection.get_database_backend();
        words.iter().fold(Condition::all(), |all, word| all.add(holds(backend, Expr::col(column), word)))
    }
}

/// True for rows of these plans, and of these actions where they are named.
fn inside(within: &[SearchWithin], plan: impl ColumnTrait, action: impl ColumnTrait) -> Condition {
    let (whole, parts): (Vec<_>, Vec<_>) = within.iter().partition(|one| one.actions.is_none());
    let mut inside = Condition::any();
    if !whole.is_empty() {
        inside = inside.add(plan.is_in(whole.iter().map(|one| one.plan.as_str())));
    }
    for SearchWithin { plan: id, actions } in parts {
        let actions = actions.iter().flatten().map(String::as_str);
        inside = inside.add(plan.eq(id.as_str()).and(action.is_in(actions)));
    }
    inside
}
