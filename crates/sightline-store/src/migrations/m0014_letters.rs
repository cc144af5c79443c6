//! E-mails that wait to be sent, and how often somebody wants a digest.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, text_null};

use super::schema::{index, new_table, unique};

pub(super) struct Letters;

impl MigrationName for Letters {
    fn name(&self) -> &'static str {
        "m0014_letters"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Letters {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            text("account_id"),
            text("name"),
            text("address"),
            text("subject"),
            text("body"),
            text("queued_at"),
            big_integer("tries"),
            text_null("next_try_at"),
            text_null("sent_at"),
            text_null("failure"),
        ];
        manager.create_table(new_table("letter", columns)).await?;
        manager.create_index(index("letter", "letter_waiting", &["next_try_at", "number"])).await?;
        manager.create_index(index("letter", "letter_of_account", &["account_id", "number"])).await?;
        let columns = vec![unique(text("account_id")), text("digest"), text("chosen_at")];
        manager.create_table(new_table("digest_choice", columns)).await
    }
}
