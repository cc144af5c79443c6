//! An index of the words in updates and discussions, so that a rare word is found without reading every note.

use sea_orm_migration::prelude::*;

use super::statements::index_words;

pub(super) struct Search;

impl MigrationName for Search {
    fn name(&self) -> &'static str {
        "m0008_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Search {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index_words(manager, "action_update", "note").await?;
        index_words(manager, "comment", "body").await
    }
}
