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
