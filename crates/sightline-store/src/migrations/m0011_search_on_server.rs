//! An index of any three letters and signs in updates and discussions in PostgreSQL, in place of one that knew no signs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use super::statements::THREES;

pub(super) struct SearchOnServer;

impl MigrationName for SearchOnServer {
    fn name(&self) -> &'static str {
        "m0011_search_on_server"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SearchOnServer {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let connection = manager.get_connection();
        connection.execute_unprepared(THREES).await?;
        for (table, column) in [("action_update", "note"), ("comment", "body")] {
            let remove = format!("drop index if exists {table}_words");
            connection.execute_unprepared(&remove).await?;
            let index = format!("create index {table}_threes on {table} using gin (sightline_threes({column}))");
            connection.execute_unprepared(&index).await?;
        }
        Ok(())
    }
}
