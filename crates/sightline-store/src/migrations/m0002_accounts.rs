//! Accounts, their sessions and one-time links, and forms kept over a time-out.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, boolean, date_null, text, text_null};

pub(super) struct Accounts;

impl MigrationName for Accounts {
    fn name(&self) -> &'static str {
        "m0002_accounts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Accounts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(account()).await?;
        manager.create_table(session()).await?;
        manager.create_table(one_time_link()).await?;
        manager.create_table(kept_form()).await?;
        for table in ["session", "one_time_link", "kept_form"] {
            let name = format!("{table}_by_account");
            manager.create_index(Index::create().name(name).table(table).col("account_id").take()).await?;
        }
        Ok(())
    }
}

fn unique(mut column: ColumnDef) -> ColumnDef {
    column.unique_key();
    column
}

fn key(mut column: ColumnDef) -> ColumnDef {
    column.primary_key();
    column
}

fn account() -> TableCreateStatement {
    Table::create()
        .table("account")
        .col(key(big_integer("number")))
        .col(unique(text("id")))
        .col(unique(text("email")))
        .col(text("name"))
        .col(text("role"))
        .col(text("reach"))
        .col(text("known_as"))
        .col(text_null("password_hash"))
        .col(text_null("totp_secret"))
        .col(big_integer_null("totp_last_step"))
        .col(text_null("totp_offered"))
        .col(text("recovery_codes"))
        .col(unique(text_null("oidc_subject")))
        .col(big_integer("failed_sign_ins"))
        .col(text_null("locked_at"))
        .col(text("created_at"))
        .col(text("last_active_at"))
        .col(text_null("signed_in_at"))
        .col(text_null("disabled_at"))
        .col(date_null("expires_on"))
        .take()
}

/// A table of what an account has for a short time only.
fn short_lived(name: &'static str, key_column: &'static str) -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table(name)
        .col(key(text(key_column)))
        .col(text("account_id"))
        .foreign_key(ForeignKey::create().name(format!("{name}_account")).from(name, "account_id").to("account", "id"));
    table
}

fn session() -> TableCreateStatement {
    short_lived("session", "token_sha256")
        .col(text("csrf"))
        .col(text("created_at"))
        .col(text("seen_at"))
        .col(boolean("needs_second_factor"))
        .take()
}

fn one_time_link() -> TableCreateStatement {
    short_lived("one_time_link", "token_sha256")
        .col(text("purpose"))
        .col(text("expires_at"))
        .col(text_null("used_at"))
        .take()
}

fn kept_form() -> TableCreateStatement {
    short_lived("kept_form", "id")
        .col(text("token_sha256"))
        .col(text("path"))
        .col(text("content_type"))
        .col(ColumnDef::new("body").blob().not_null())
        .col(text("kept_at"))
        .col(text("expires_at"))
        .take()
}
