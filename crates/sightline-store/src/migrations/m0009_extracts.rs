//! Extracts: loads of children's records. The records themselves lie in folders, never in the database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, text, text_null};

use super::schema::{index, new_table, unique};

pub(super) struct Extracts;

impl MigrationName for Extracts {
    fn name(&self) -> &'static str {
        "m0009_extracts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Extracts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            unique(text("id")),
            text("state"),
            date("as_at"),
            text("formats"),
            text("manifest"),
            text_null("quality"),
            text("folder"),
            text("sha256"),
            text_null("sealed_key"),
            text("loaded_at"),
            text("loaded_by"),
            text_null("published_at"),
            text_null("published_by"),
            text_null("withdrawn_at"),
            text_null("withdrawn_by"),
            text_null("withdrawn_because"),
            text_null("destroyed_at"),
            text_null("destroyed_by"),
            text_null("destroyed_because"),
        ];
        manager.create_table(new_table("extract", columns)).await?;
        manager.create_index(index("extract", "extract_in_force", &["state", "as_at", "published_at"])).await
    }
}
