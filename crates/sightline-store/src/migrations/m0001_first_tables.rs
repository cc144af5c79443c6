//! Plans, their items and history, and the audit log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, date, date_null, text, text_null};

use super::schema::{Columns, index, new_table, unique, unique_index};
use super::statements::make_append_only;

pub(super) struct FirstTables;

impl MigrationName for FirstTables {
    fn name(&self) -> &'static str {
        "m0001_first_tables"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for FirstTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in plan_tables() {
            manager.create_table(new_table(table, columns)).await?;
        }
        for (table, columns) in history_tables() {
            manager.create_table(new_table(table, columns)).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for table in ["action_update", "amendment", "baseline", "report", "audit_log"] {
            make_append_only(manager, table).await?;
        }
        let mut head = Query::insert();
        head.into_table("history_head").columns(["number", "audit_rows", "hash"]).values_panic([
            1_i64.into(),
            0_i64.into(),
            "0".repeat(64).into(),
        ]);
        manager.execute(head).await
    }
}

fn plan_tables() -> Vec<(&'static str, Columns)> {
    vec![
        (
            "plan",
            vec![
                unique(text("id")),
                unique(text("handle")),
                text("title"),
                text_null("council"),
                date("imported_on"),
                text("header"),
            ],
        ),
        (
            "plan_item",
            vec![
                text("plan_id"),
                text("kind"),
                text("reference"),
                big_integer("position"),
                date_null("due_on"),
                boolean("is_live"),
                text("body"),
            ],
        ),
        ("source_file", vec![text("plan_id"), text("name"), text("sha256"), big_integer("size_bytes")]),
        ("import_problem", vec![text("plan_id"), text("code"), text("severity"), text("body")]),
    ]
}

fn history_tables() -> Vec<(&'static str, Columns)> {
    vec![
        (
            "action_update",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("action"),
                date("reports_on"),
                text("recorded_at"),
                text("recorded_by"),
                text_null("action_rating"),
                text_null("impact_rating"),
                text_null("note"),
                date_null("forecast_on"),
                text("evidence"),
            ],
        ),
        (
            "amendment",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("action"),
                date("holds_on"),
                text("recorded_at"),
                text("recorded_by"),
                text("reason"),
                text_null("before_body"),
                text("after_body"),
            ],
        ),
        (
            "baseline",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("name"),
                date("shows_on"),
                text("sha256"),
                text("body"),
            ],
        ),
        (
            "report",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                date("as_at_on"),
                text("format"),
                text("name"),
                text("sha256"),
                big_integer("size_bytes"),
                text("recorded_at"),
            ],
        ),
        (
            "audit_log",
            vec![
                text("at"),
                text("actor"),
                text("action"),
                text("object"),
                text("detail"),
                text("content_hash"),
                unique(text("previous_hash")),
                unique(text("hash")),
            ],
        ),
        ("history_head", vec![big_integer("audit_rows"), text("hash")]),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("plan_item", "plan_item_in_order", &["plan_id", "kind", "position", "is_live"]),
        index("plan_item", "plan_item_reference", &["plan_id", "kind", "reference"]),
        index("source_file", "source_file_plan", &["plan_id", "number"]),
        index("source_file", "source_file_sha256", &["sha256"]),
        index("import_problem", "import_problem_plan", &["plan_id", "number"]),
        // The last update of an action on or before a day is the end of a range of this index.
        index("action_update", "action_update_latest", &["plan_id", "action", "reports_on", "number"]),
        index("action_update", "action_update_by_day", &["plan_id", "reports_on", "number"]),
        index("action_update", "action_update_audit", &["audit_seq", "number"]),
        index("amendment", "amendment_by_day", &["plan_id", "holds_on", "number"]),
        index("amendment", "amendment_recorded", &["plan_id", "number"]),
        index("amendment", "amendment_audit", &["audit_seq", "number"]),
        index("baseline", "baseline_audit", &["audit_seq", "number"]),
        index("report", "report_by_day", &["plan_id", "as_at_on", "number"]),
        index("report", "report_audit", &["audit_seq", "number"]),
        index("audit_log", "audit_log_object", &["object", "number"]),
        index("audit_log", "audit_log_at", &["at"]),
        unique_index("baseline", "baseline_name", &["plan_id", "name"]),
    ]
}
