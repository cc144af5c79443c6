//! Amendments of registers, obsessions with their check-ins, and imports that are not finished.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, date_null, text, text_null};

use super::schema::{Columns, index, new_table, unique, unique_index};
use super::statements::make_append_only;

pub(super) struct Programme;

impl MigrationName for Programme {
    fn name(&self) -> &'static str {
        "m0004_programme"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Programme {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in history_tables().into_iter().chain(other_tables()) {
            manager.create_table(new_table(table, columns)).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for table in ["register_amendment", "obsession_check_in"] {
            make_append_only(manager, table).await?;
        }
        Ok(())
    }
}

fn history_tables() -> Vec<(&'static str, Columns)> {
    vec![
        (
            "register_amendment",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("register"),
                big_integer("entry"),
                date("holds_on"),
                text("recorded_at"),
                text("recorded_by"),
                text("reason"),
                text_null("before_body"),
                text_null("after_body"),
            ],
        ),
        (
            "obsession_check_in",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                big_integer("obsession"),
                date("tells_of_on"),
                text("recorded_at"),
                text("recorded_by"),
                text("value"),
                text_null("note"),
            ],
        ),
    ]
}

fn other_tables() -> Vec<(&'static str, Columns)> {
    let mut bytes = ColumnDef::new("bytes");
    bytes.blob().not_null();
    vec![
        (
            "obsession",
            vec![
                text("plan_id"),
                text("title"),
                text("aim"),
                text("actions"),
                text("measure"),
                text("baseline"),
                text("owner"),
                date("starts_on"),
                date("ends_on"),
                text_null("result"),
                text_null("learning"),
                date_null("closed_on"),
            ],
        ),
        (
            "import_draft",
            vec![
                unique(text("id")),
                text("owner"),
                text("created_at"),
                big_integer("version"),
                text("reading"),
                text("answers"),
            ],
        ),
        ("import_draft_file", vec![text("draft_id"), big_integer("position"), text("name"), bytes]),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("register_amendment", "register_amendment_by_day", &["plan_id", "holds_on", "number"]),
        index("register_amendment", "register_amendment_entry", &["plan_id", "entry", "number"]),
        index("register_amendment", "register_amendment_audit", &["audit_seq", "number"]),
        index("obsession_check_in", "obsession_check_in_of", &["obsession", "tells_of_on", "number"]),
        index("obsession_check_in", "obsession_check_in_audit", &["audit_seq", "number"]),
        index("obsession", "obsession_plan", &["plan_id", "starts_on", "number"]),
        index("import_draft", "import_draft_owner", &["owner", "created_at"]),
        unique_index("import_draft_file", "import_draft_file_in_order", &["draft_id", "position"]),
    ]
}
