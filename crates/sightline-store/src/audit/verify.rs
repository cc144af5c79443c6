//! Walking the chain.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect};

use super::Verification;
use super::chain::{ContentHash, no_hash, row_hash};
use crate::tables::{HistoryTable, audit_log, for_each_history_table, history_head};
use crate::write::{Doing as _, rows_after};
use crate::{Result, Store, values};

/// Rows in memory at a time.
const PAGE: u64 = 1000;

impl Store {
    /// Whether the whole history is as it was written.
    ///
    /// Walks the audit log from its first row, a thousand at a time, and with
    /// it every row of the history tables: each row must have the
    /// hash it says, follow the one before it, and vouch for exactly the
    /// history rows written with it. The last row must be the one that the
    /// store remembers as last, so that rows cut off at the end are missed.
    ///
    /// Somebody who may write to the database and knows this code can write
    /// the whole chain anew. Against that, keep `head_hash` elsewhere: print
    /// it in the board's papers, and compare.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn verify_history(&self) -> Result<Verification> {
        let reading = self.begin_reading().await?;
        verify(&reading).await
    }
}

pub(crate) async fn verify(connection: &impl ConnectionTrait) -> Result<Verification> {
    let mut last = (0_i64, no_hash());
    loop {
        let page = rows_after::<audit_log::Entity>(connection, last.0, PAGE).await?;
        let Some(end) = page.last().map(|row| row.number) else { break };
        let mut contents = contents_between(connection, last.0 + 1, end).await?;
        for row in page {
            let content = contents.remove(&row.number).unwrap_or_default().finish();
            if let Some(broken) = fault(&row, &last, &content) {
                return broken_at(last.0 + 1, broken);
            }
            last = (row.number, row.hash);
        }
    }
    let mut stray = None;
    for_each_history_table!(find_stray(connection, last.0, &mut stray).await?);
    if let Some(broken) = stray {
        return broken_at(last.0 + 1, broken);
    }
    let head = history_head::Entity::find().one(connection).await.doing("reading the end of the history")?;
    let Some(head) = head else {
        return broken_at(last.0 + 1, "the note of where the history ends is missing".to_owned());
    };
    if head.audit_rows != last.0 {
        let what = format!(
            "the history ends at row {}, but {} rows were written: rows are missing at its end",
            last.0, head.audit_rows
        );
        return broken_at(last.0 + 1, what);
    }
    if head.hash != last.1 {
        return broken_at(Ord::max(last.0, 1), "it is not the last row that was written".to_owned());
    }
    Ok(Verification::Whole { rows: values::count(last.0, "audit_log")?, head_hash: last.1 })
}

fn broken_at(seq: i64, what: String) -> Result<Verification> {
    Ok(Verification::Broken { seq: values::count(seq, "audit_log")?, what })
}

/// What is wrong with a row that should follow `last`.
fn fault(row: &audit_log::Model, last: &(i64, String), content: &str) -> Option<String> {
    if row.number != last.0 + 1 {
        return Some(format!("the row is missing; the next one there is row {}", row.number));
    }
    if row.previous_hash != last.1 {
        return Some("it does not follow the row before it".to_owned());
    }
    if row.hash != row_hash(row) {
        return Some("its words are not those that were written: they do not give its hash".to_owned());
    }
    if row.content_hash != content {
        return Some(
            "the updates, amendments, sign-offs or other records written with it are not those there now".to_owned(),
        );
    }
    None
}

/// The hash over the history rows of each audit row from `first` to `last`.
async fn contents_between(
    connection: &impl ConnectionTrait,
    first: i64,
    last: i64,
) -> Result<BTreeMap<i64, ContentHash>> {
    let mut contents = BTreeMap::new();
    for_each_history_table!(add_contents(connection, first, last, &mut contents).await?);
    Ok(contents)
}

async fn add_contents<T: HistoryTable>(
    connection: &impl ConnectionTrait,
    first: i64,
    last: i64,
    contents: &mut BTreeMap<i64, ContentHash>,
) -> Result<()> {
    let (mut seq, mut number) = (first, 0);
    loop {
        let rows = T::find()
            .filter(T::AUDIT_SEQ.between(seq, last))
            .filter(T::AUDIT_SEQ.gt(seq).or(T::NUMBER.gt(number)))
            .order_by_asc(T::AUDIT_SEQ)
            .order_by_asc(T::NUMBER)
            .limit(PAGE)
            .all(connection)
            .await
            .doing("reading the history in order")?;
        for row in &rows {
            (seq, number) = (T::audit_seq(row), T::number(row));
            contents.entry(seq).or_default().add::<T>(row)?;
        }
        if rows.is_empty() {
            return Ok(());
        }
    }
}

/// Looks for a row that no audit row vouches for, unless one is found already.
async fn find_stray<T: HistoryTable>(
    connection: &impl ConnectionTrait,
    last: i64,
    found: &mut Option<String>,
) -> Result<()> {
    if found.is_some() {
        return Ok(());
    }
    let stray: Option<i64> = T::find()
        .select_only()
        .column(T::NUMBER)
        .filter(T::AUDIT_SEQ.gt(last).or(T::AUDIT_SEQ.lt(1)))
        .order_by_asc(T::NUMBER)
        .into_tuple()
        .one(connection)
        .await
        .doing("looking for rows outside the history")?;
    *found = stray.map(|number| format!("row {number} of `{}` was added without an audit row", T::NAME));
    Ok(())
}

#[cfg(test)]
mod tests {
    use sea_orm::Statement;

    use super::*;
    use crate::tables::Table;
    use crate::{Database, Store};

    fn name<T: Table>(names: &mut Vec<String>) {
        names.push(T::NAME.to_owned());
    }

    #[tokio::test]
    async fn every_table_that_names_an_audit_row_is_walked() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::File(folder.path().join("store.db"))).await.unwrap();
        let query = "select name from sqlite_master where type = 'table' and sql like '%audit_seq%' order by name";
        let backend = store.connection.get_database_backend();
        let rows = store.connection.query_all_raw(Statement::from_string(backend, query)).await.unwrap();
        let there: Vec<String> = rows.iter().map(|row| row.try_get::<String>("", "name").unwrap()).collect();
        let mut walked = Vec::new();
        for_each_history_table!(name(&mut walked));
        walked.sort();
        assert_eq!(walked, there);
    }
}
