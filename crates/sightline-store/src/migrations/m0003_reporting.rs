//! Sign-offs, comments, attachments, drafts, update rounds and reminders.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, date_null, text, text_null};

use super::schema::{Columns, index, new_table, unique, unique_index};
use super::statements::make_append_only;

pub(super) struct Reporting;

impl MigrationName for Reporting {
    fn name(&self) -> &'static str {
        "m0003_reporting"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Reporting {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in history_tables().into_iter().chain(other_tables()) {
            manager.create_table(new_table(table, columns)).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for table in ["sign_off", "comment", "attachment"] {
            make_append_only(manager, table).await?;
        }
        Ok(())
    }
}

fn history_tables() -> Vec<(&'static str, Columns)> {
    vec![
        (
            "sign_off",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("action"),
                unique(big_integer("update_number")),
                text("outcome"),
                text_null("question"),
                text("signed_at"),
                text("signed_by"),
            ],
        ),
        (
            "comment",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("action"),
                text("written_at"),
                text("written_by"),
                text("body"),
            ],
        ),
        (
            "attachment",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("action"),
                text("added_at"),
                text("added_by"),
                text("name"),
                text("media_type"),
                text("sha256"),
                big_integer("size_bytes"),
            ],
        ),
    ]
}

fn other_tables() -> Vec<(&'static str, Columns)> {
    vec![
        ("stored_file", vec![unique(text("sha256")), big_integer("size_bytes"), text("stored_at"), bytes("bytes")]),
        ("update_draft", vec![text("plan_id"), text("action"), text("account"), text("saved_at"), text("body")]),
        (
            "update_round",
            vec![text("plan_id"), date("month"), date("opened_on"), date("due_on"), date_null("closed_on")],
        ),
        (
            "reminder",
            vec![
                text("plan_id"),
                date("month"),
                text("recipient"),
                text("address"),
                text("actions"),
                text("sent_at"),
                text("sent_by"),
                text_null("not_sent_because"),
            ],
        ),
    ]
}

fn bytes(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.blob().not_null();
    column
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("sign_off", "sign_off_action", &["plan_id", "action", "number"]),
        index("sign_off", "sign_off_by_time", &["plan_id", "signed_at"]),
        index("sign_off", "sign_off_audit", &["audit_seq", "number"]),
        index("comment", "comment_action", &["plan_id", "action", "number"]),
        index("comment", "comment_audit", &["audit_seq", "number"]),
        index("attachment", "attachment_action", &["plan_id", "action", "number"]),
        index("attachment", "attachment_audit", &["audit_seq", "number"]),
        unique_index("update_draft", "update_draft_of", &["account", "plan_id", "action"]),
        unique_index("update_round", "update_round_month", &["plan_id", "month"]),
        index("reminder", "reminder_of_round", &["plan_id", "month", "number"]),
    ]
}
