//! Personal access tokens, for programs that ask in somebody's name.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date, text, text_null};

pub(super) struct AccessTokens;

impl MigrationName for AccessTokens {
    fn name(&self) -> &'static str {
        "m0007_access_tokens"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AccessTokens {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut key = text("token_sha256");
        key.primary_key();
        let mut id = text("id");
        id.unique_key();
        let table = Table::create()
            .table("access_token")
            .col(key)
            .col(id)
            .col(text("account_id"))
            .col(text("name"))
            .col(boolean("may_write"))
            .col(text("made_at"))
            .col(date("expires_on"))
            .col(text_null("used_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("access_token_account")
                    .from("access_token", "account_id")
                    .to("account", "id"),
            )
            .take();
        manager.create_table(table).await?;
        let index = Index::create().name("access_token_by_account").table("access_token").col("account_id").take();
        manager.create_index(index).await
    }
}
