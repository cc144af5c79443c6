//! An index of the words in updates and discussions in SQLite, so that a rare word is found without reading every
//! note; that of PostgreSQL is in `m0011_search_on_server`.

use sea_orm_migration::prelude::*;

use super::statements::index_words_of_file;

pub(super) struct Search;

impl MigrationName for Search {
    fn name(&self) -> &'static str {
        "m0008_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Search {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index_words_of_file(manager, "action_update", "note").await?;
        index_words_of_file(manager, "comment", "body").await
    }
}
