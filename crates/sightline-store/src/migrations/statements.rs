//! Statements that SeaORM cannot build, in the words of each database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Makes the database refuse to change or delete rows of `table`.
///
/// `table` is a name from a migration, never from outside.
pub(super) async fn make_append_only(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let refusal = format!("{table} is append-only");
    if manager.get_database_backend() == DbBackend::Postgres {
        connection
            .execute_unprepared(&format!(
                "create function {table}_refuse_change() returns trigger language plpgsql as $$ \
                 begin raise exception '{refusal}'; end $$"
            ))
            .await?;
        connection
            .execute_unprepared(&format!(
                "create trigger {table}_append_only before update or delete on {table} \
                 for each row execute function {table}_refuse_change()"
            ))
            .await?;
        connection
            .execute_unprepared(&format!(
                "create trigger {table}_keep_all before truncate on {table} \
                 for each statement execute function {table}_refuse_change()"
            ))
            .await?;
    } else {
        for event in ["update", "delete"] {
            connection
                .execute_unprepared(&format!(
                    "create trigger {table}_no_{event} before {event} on {table} \
                     begin select raise(abort, '{refusal}'); end"
                ))
                .await?;
        }
    }
    Ok(())
}

/// Gives each new plan the version 1 in `plan_version`, and the next one when its own row changes.
pub(super) async fn count_changes_of_plan(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let first = "insert into plan_version (number, plan_id, version)";
    if manager.get_database_backend() == DbBackend::Postgres {
        let insert = format!("{first} select number, id, 1 from changed");
        on_statement(manager, "plan", "insert", "new", &insert).await?;
        let next = "update plan_version set version = version + 1 where plan_id in (select id from changed)";
        on_statement(manager, "plan", "update", "new", next).await
    } else {
        let insert = format!("{first} values (new.number, new.id, 1)");
        on_row(manager, "plan", "insert", &insert).await?;
        let next = "update plan_version set version = version + 1 where plan_id = new.id";
        on_row(manager, "plan", "update", next).await
    }
}

/// Gives a plan the next version whenever rows of `table`, which has a `plan_id`, are added, changed or deleted.
///
/// For every table that a plan as at a day is read from: whoever keeps such a
/// plan in memory asks for the version before showing it. The database counts,
/// so that no way of writing can forget to.
pub(super) async fn count_changes_through(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    for (event, rows) in [("insert", "new"), ("update", "new"), ("delete", "old")] {
        if manager.get_database_backend() == DbBackend::Postgres {
            // Once for a statement: a thousand rows of one plan are one change.
            let next = "update plan_version set version = version + 1 \
                        where plan_id in (select plan_id from changed)";
            on_statement(manager, table, event, rows, next).await?;
        } else {
            let next = format!("update plan_version set version = version + 1 where plan_id = {rows}.plan_id");
            on_row(manager, table, event, &next).await?;
        }
    }
    Ok(())
}

async fn on_row(manager: &SchemaManager<'_>, table: &str, event: &str, action: &str) -> Result<(), DbErr> {
    let trigger = format!("create trigger {table}_{event}_counts after {event} on {table} begin {action}; end");
    manager.get_connection().execute_unprepared(&trigger).await.map(drop)
}

async fn on_statement(
    manager: &SchemaManager<'_>,
    table: &str,
    event: &str,
    rows: &str,
    action: &str,
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let function = format!(
        "create function {table}_{event}_counts() returns trigger language plpgsql as $$ \
         begin {action}; return null; end $$"
    );
    connection.execute_unprepared(&function).await?;
    let trigger = format!(
        "create trigger {table}_{event}_counts after {event} on {table} referencing {rows} table as changed \
         for each statement execute function {table}_{event}_counts()"
    );
    connection.execute_unprepared(&trigger).await.map(drop)
}

/// Makes any three letters and more of `column` quick to find in SQLite, in a table whose rows are only added.
///
/// There is a table `{table}_words` beside it, which holds no text of its own
/// and is looked through with `match`.
pub(super) async fn index_words_of_file(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    let statements = [
        format!("create virtual table {table}_words using fts5({column}, content='', tokenize='trigram')"),
        format!(
            "insert into {table}_words (rowid, {column}) \
             select number, {column} from {table} where {column} is not null order by number"
        ),
        format!(
            "create trigger {table}_indexes_words after insert on {table} when new.{column} is not null \
             begin insert into {table}_words (rowid, {column}) values (new.number, new.{column}); end"
        ),
    ];
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Makes the function `sightline_threes`, which gives any three bytes of a text that follow each other, capital
/// letters of ASCII made small.
///
/// Unlike those of the extension `pg_trgm` they include signs and spaces, so
/// that `1.2` is found as quickly as a word, and whoever may make tables may
/// have them. It is dear: nothing should be looked through with it row by row.
pub(super) const THREES: &str = "create function sightline_threes(words text) returns bytea[] \
     language sql immutable strict parallel safe cost 1000 as $$ \
     select array(select substring(small.bytes from place for 3) \
     from (select convert_to(lower(words collate \"C\"), 'UTF8') as bytes) as small, \
     generate_series(1, octet_length(small.bytes) - 2) as place) $$";

#[cfg(test)]
mod tests {
    use sea_orm_migration::sea_orm::{ConnectionTrait, Database, Statement};

    use super::*;

    #[tokio::test]
    async fn what_was_written_before_the_index_is_found_and_what_comes_after() {
        let connection = Database::connect("sqlite::memory:").await.unwrap();
        let run = async |sql: &str| connection.execute_unprepared(sql).await.map(drop).unwrap();
        run("create table saying (number bigint primary key, words text)").await;
        run("insert into saying values (7, 'Children wait'), (8, null), (9, 'Visits are late')").await;
        index_words_of_file(&SchemaManager::new(&connection), "saying", "words").await.unwrap();
        run("insert into saying values (10, 'no child waits'), (11, null)").await;
        let found = async |words: &str| {
            let query = format!("select rowid from saying_words where saying_words match '{words}' order by rowid");
            let rows = connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, query)).await.unwrap();
            rows.iter().map(|row| row.try_get_by_index::<i64>(0).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(found("wait").await, [7, 10]);
        assert_eq!(found("VISIT").await, [9]);
    }
}
