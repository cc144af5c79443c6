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
