//! Words in updates and discussions.

use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{FoundComment, FoundNote, SearchWithin, holds, really_holds};
use crate::tables::{action_update, comment};
use crate::write::Doing as _;
use crate::{PlanId, Result, Store, values};

/// In so few plans every note is read. Databases like to begin with the latest notes of all plans: where a
/// word is common and the plans are old, most of those are somebody else's.
const FEW_PLANS: usize = 5;

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
        let sought = Sought {
            words,
            plans: within.len(),
            held: self.each_of(words, Column::Note),
            inside: inside(within, Column::PlanId, Column::Action),
        };
        let Some(those) = self.narrowed(sought, action_update::Entity, Column::Number, limit).await? else {
            return Ok(Vec::new());
        };
        let rows = action_update::Entity::find()
            .filter(those)
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
        let sought = Sought {
            words,
            plans: within.len(),
            held: self.each_of(words, Column::Body),
            inside: inside(within, Column::PlanId, Column::Action),
        };
        let Some(those) = self.narrowed(sought, comment::Entity, Column::Number, limit).await? else {
            return Ok(Vec::new());
        };
        let rows = comment::Entity::find()
            .filter(those)
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

    /// Which rows may be found: by what they hold and where they are or, where a database would take a bad
    /// way to them, by their numbers. `None` when there are none.
    async fn narrowed<E: EntityTrait>(
        &self,
        sought: Sought<'_>,
        table: E,
        number: E::Column,
        limit: u64,
    ) -> Result<Option<Condition>> {
        let is_few = sought.plans <= FEW_PLANS;
        let mut query = Query::select();
        match (self.connection.get_database_backend(), match_pattern(sought.words)) {
            (DbBackend::Sqlite, Some(pattern)) if !is_few => {
                let index = format!("{}_words", table.table_name());
                // The index comes first, the latest row first, and is left when enough are found.
                query
                    .from(Alias::new(&index))
                    .join(JoinType::CrossJoin, table.table_ref(), Condition::all())
                    .and_where(Expr::cust(format!("\"{index}\".rowid = number")))
                    .and_where(Expr::cust_with_values(format!("\"{index}\" match ?"), [pattern]))
                    .cond_where(sought.inside)
                    .order_by_expr(Expr::cust(format!("\"{index}\".rowid")), Order::Desc);
            }
            (DbBackend::Postgres, _) if is_few => {
                // The rows of the plans come first: an offset keeps PostgreSQL from beginning with all the latest.
                let rows = Query::select()
                    .column(Asterisk)
                    .from(table.table_ref())
                    .cond_where(sought.inside)
                    .offset(0)
                    .to_owned();
                query.from_subquery(rows, Alias::new(table.table_name())).order_by(number.as_column_ref(), Order::Desc);
            }
            _ => return Ok(Some(sought.held.add(sought.inside))),
        }
        let query = query.column(number.as_column_ref()).cond_where(sought.held).limit(limit).to_owned();
        let rows = self.connection.query_all(&query).await.doing("looking for words")?;
        let numbers: std::result::Result<Vec<i64>, DbErr> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
        let numbers = numbers.doing("reading what was found")?;
        Ok((!numbers.is_empty()).then(|| Condition::all().add(number.is_in(numbers))))
    }

    fn each_of(&self, words: &[String], column: impl ColumnTrait) -> Condition {
        let backend = self.connection.get_database_backend();
        words
            .iter()
            .fold(Condition::all(), |all, word| all.add(holds(backend, Expr::col(column.as_column_ref()), word)))
    }
}

/// Words, and where they are looked for.
struct Sought<'w> {
    words: &'w [String],
    /// How many plans there are to look in.
    plans: usize,
    /// True for rows that may hold the words.
    held: Condition,
    /// True for rows of the plans and actions.
    inside: Condition,
}

/// What the index of words is asked for, which knows any three letters and more of ASCII in a row; `None` when
/// no word is such.
fn match_pattern(words: &[String]) -> Option<String> {
    let known = words.iter().filter(|word| word.is_ascii() && word.len() >= 3);
    let quoted: Vec<String> = known.map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    (!quoted.is_empty()).then(|| quoted.join(" AND "))
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
