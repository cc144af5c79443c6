//! Words in updates and discussions.

use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait as _, Query, SelectStatement};
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

/// So many of the latest rows are read by PostgreSQL before it asks its index: a common word is among them
/// often enough, and the index is slow at just those.
const LATEST: u64 = 2_000;

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
            text: Column::Note,
            number: Column::Number,
            inside: inside(within, Column::PlanId, Column::Action),
        };
        let Some(those) = self.narrowed(sought, action_update::Entity, limit).await? else { return Ok(Vec::new()) };
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
            text: Column::Body,
            number: Column::Number,
            inside: inside(within, Column::PlanId, Column::Action),
        };
        let Some(those) = self.narrowed(sought, comment::Entity, limit).await? else { return Ok(Vec::new()) };
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
        sought: Sought<'_, E::Column>,
        table: E,
        limit: u64,
    ) -> Result<Option<Condition>> {
        let backend = self.connection.get_database_backend();
        let known: Vec<&String> = sought.words.iter().filter(|word| is_in_index(word)).collect();
        let held = sought
            .words
            .iter()
            .fold(Condition::all(), |all, word| all.add(holds(backend, Expr::col(sought.text.as_column_ref()), word)));
        let number = sought.number.as_column_ref();
        let is_few = sought.plans <= FEW_PLANS;
        let mut query = Query::select();
        query.column(number.clone()).cond_where(held.clone()).limit(limit);
        if backend == DbBackend::Sqlite && !is_few && !known.is_empty() {
            let index = format!("{}_words", table.table_name());
            // The index comes first, the latest row first, and is left when enough are found.
            query
                .from(Alias::new(&index))
                .join(JoinType::CrossJoin, table.table_ref(), Condition::all())
                .and_where(Expr::cust(format!("\"{index}\".rowid = number")))
                .and_where(Expr::cust_with_values(format!("\"{index}\" match ?"), [match_pattern(&known)]))
                .cond_where(sought.inside)
                .order_by_expr(Expr::cust(format!("\"{index}\".rowid")), Order::Desc);
        } else if backend == DbBackend::Postgres {
            query.order_by(number.clone(), Order::Desc);
            // The rows come first: an offset and a limit keep PostgreSQL from going another way to them.
            let mut rows = Query::select().column(Asterisk).from(table.table_ref()).to_owned();
            let mut first = query.clone();
            if is_few {
                first.from_subquery(rows.cond_where(sought.inside).offset(0).take(), Alias::new(table.table_name()));
                return self.numbered(&first, sought.number).await;
            }
            rows.order_by(number, Order::Desc).limit(LATEST);
            first.from_subquery(rows, Alias::new(table.table_name())).cond_where(sought.inside.clone());
            let latest = self.numbers(&first).await?;
            if u64::try_from(latest.len()).is_ok_and(|found| found >= limit) {
                return Ok(Some(sought.number.is_in(latest).into()));
            }
            query.from(table.table_ref()).cond_where(sought.inside);
            for word in known {
                let both = [Expr::col(sought.text.as_column_ref()), Expr::val(word.as_str())];
                query.and_where(Expr::cust_with_exprs("sightline_threes($1) @> sightline_threes($2)", both));
            }
        } else {
            return Ok(Some(held.add(sought.inside)));
        }
        self.numbered(&query, sought.number).await
    }

    /// The rows whose numbers a query gives; `None` when it gives none.
    async fn numbered(&self, query: &SelectStatement, number: impl ColumnTrait) -> Result<Option<Condition>> {
        let numbers = self.numbers(query).await?;
        Ok((!numbers.is_empty()).then(|| number.is_in(numbers).into()))
    }

    async fn numbers(&self, query: &SelectStatement) -> Result<Vec<i64>> {
        let rows = self.connection.query_all(query).await.doing("looking for words")?;
        let numbers: std::result::Result<Vec<i64>, DbErr> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
        numbers.doing("reading what was found")
    }
}

/// Words, and where they are looked for.
struct Sought<'w, C> {
    words: &'w [String],
    /// How many plans there are to look in.
    plans: usize,
    /// What is looked through.
    text: C,
    /// The key of the table.
    number: C,
    /// True for rows of the plans and actions.
    inside: Condition,
}

/// True for words that the index of words knows: any three letters and more of ASCII.
fn is_in_index(word: &str) -> bool {
    word.is_ascii() && word.len() >= 3
}

/// What SQLite's index of words is asked for.
fn match_pattern(words: &[&String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    quoted.join(" AND ")
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
