//! Reading the audit log.

use chrono::{Days, NaiveDate};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{AuditEntry, AuditFilter, AuditRow};
use crate::search::{holds, really_holds};
use crate::tables::audit_log;
use crate::write::Doing as _;
use crate::{Result, Store, values};

impl Store {
    /// Rows of the audit log, the latest first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn audit_log(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        let mut query =
            chosen(self.connection.get_database_backend(), filter)?.order_by_desc(audit_log::Column::Number);
        if let Some(limit) = filter.limit {
            query = query.limit(limit);
        }
        if let Some(skip) = filter.skip {
            // SQLite takes no offset without a limit.
            query = query.limit(filter.limit.unwrap_or(i64::MAX.unsigned_abs())).offset(skip);
        }
        let rows = query.all(&self.connection).await.doing("reading the audit log")?;
        let wanted = |text: &str, words: &Option<String>| words.as_ref().is_none_or(|words| really_holds(text, words));
        rows.into_iter()
            .filter(|row| wanted(&row.actor, &filter.actor) && wanted(&row.object, &filter.about))
            .map(audit_row_from)
            .collect()
    }

    /// How many rows the filter chooses, `skip` and `limit` aside.
    ///
    /// With letters beyond ASCII in the words that are looked for it may be a few more than there are.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query).
    pub async fn count_audit_log(&self, filter: &AuditFilter) -> Result<u64> {
        chosen(self.connection.get_database_backend(), filter)?
            .count(&self.connection)
            .await
            .doing("counting the audit log")
    }
}

fn chosen(backend: DbBackend, filter: &AuditFilter) -> Result<Select<audit_log::Entity>> {
    use audit_log::Column;
    let mut query = audit_log::Entity::find();
    if let Some(actor) = &filter.actor {
        query = query.filter(holds(backend, Expr::col(Column::Actor), actor));
    }
    if let Some(object) = &filter.object {
        query = query.filter(Column::Object.eq(object.as_str()));
    }
    if let Some(about) = &filter.about {
        query = query.filter(holds(backend, Expr::col(Column::Object), about));
    }
    // The object of a plan is `plan HANDLE`, with more words after it when it is a part of the plan.
    if let Some(handles) = &filter.only_plans {
        let mut kept = Condition::any().add(begins_with(Column::Object, "plan ").not());
        for handle in handles {
            let part = begins_with(Column::Object, &format!("plan {handle} "));
            kept = kept.add(Column::Object.eq(format!("plan {handle}"))).add(part);
        }
        query = query.filter(kept);
    }
    for handle in &filter.except_plans {
        let part = begins_with(Column::Object, &format!("plan {handle} "));
        query = query.filter(Column::Object.ne(format!("plan {handle}"))).filter(part.not());
    }
    if let Some(action) = &filter.action {
        query = if action.ends_with('.') {
            query.filter(begins_with(Column::Action, action))
        } else {
            query.filter(Column::Action.eq(action.as_str()))
        };
    }
    // Instants are text of one width, so a day's text sorts before all of its instants.
    if let Some(from) = filter.from {
        query = query.filter(Column::At.gte(first_letters(from)));
    }
    if let Some(after) = filter.to.and_then(|to| values::day_to_compare(to).checked_add_days(Days::new(1))) {
        query = query.filter(Column::At.lt(first_letters(after)));
    }
    if let Some(before) = filter.before {
        query = query.filter(Column::Number.lt(values::stored_count(before, "the number of a row")?));
    }
    Ok(query)
}

/// Not `like`, which minds capital letters on one database only and gives `%` and `_` a meaning.
fn begins_with(column: audit_log::Column, beginning: &str) -> Expr {
    let length = i64::try_from(beginning.chars().count()).expect("a text in memory has fewer letters");
    let first_letters = Func::cust("substr")
        .arg(Expr::col(column))
        .arg(Expr::val(1_i64).cast_as("integer"))
        .arg(Expr::val(length).cast_as("integer"));
    Expr::from(first_letters).eq(beginning)
}

fn first_letters(day: NaiveDate) -> String {
    values::day_to_compare(day).format("%Y-%m-%d").to_string()
}

fn audit_row_from(row: audit_log::Model) -> Result<AuditRow> {
    Ok(AuditRow {
        seq: values::count(row.number, "audit_log")?,
        entry: AuditEntry {
            at: values::instant(&row.at, "audit_log")?,
            detail: values::from_json(&row.detail, "audit_log")?,
            actor: row.actor,
            action: row.action,
            object: row.object,
        },
        content_hash: row.content_hash,
        previous_hash: row.previous_hash,
        hash: row.hash,
    })
}
