//! What people say of measures: targets, rebases and links to actions; and published figures to compare with.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, date, text, text_null};

use super::schema::{Columns, index, new_table, unique_index};
use super::statements::make_append_only;

pub(super) struct Measures;

impl MigrationName for Measures {
    fn name(&self) -> &'static str {
        "m0010_measures"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Measures {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in tables() {
            manager.create_table(new_table(table, columns)).await?;
            make_append_only(manager, table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<(&'static str, Columns)> {
    vec![
        (
            "measure_target",
            vec![
                big_integer("audit_seq"),
                text("measure"),
                text("value"),
                text("comparison"),
                date("for_on"),
                text("kind"),
                text("reason"),
                boolean("is_withdrawn"),
                text("set_by"),
                text("set_at"),
            ],
        ),
        (
            "measure_rebase",
            vec![
                big_integer("audit_seq"),
                text("measure"),
                text_null("breakdown"),
                date("starts_on"),
                text("reason"),
                text("cause"),
                text("evidence"),
                text("said_before"),
                text_null("asked_account"),
                text("asked_by"),
                text("asked_at"),
            ],
        ),
        (
            "measure_rebase_decision",
            vec![
                big_integer("audit_seq"),
                big_integer("rebase"),
                boolean("is_approved"),
                text("reason"),
                text_null("decided_account"),
                text("decided_by"),
                text("decided_at"),
            ],
        ),
        (
            "measure_link",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("action"),
                text("measure"),
                date("from_on"),
                text("reason"),
                boolean("is_linked"),
                text("linked_by"),
                text("linked_at"),
            ],
        ),
        (
            "benchmark_set",
            vec![
                big_integer("audit_seq"),
                text("name"),
                text("publisher"),
                text("edition"),
                text("licence"),
                text("file_name"),
                text("sha256"),
                text("measures"),
                big_integer("value_count"),
                text("loaded_by"),
                text("loaded_at"),
            ],
        ),
        (
            "benchmark_value",
            vec![
                big_integer("set_number"),
                text("measure_key"),
                text("period"),
                big_integer("year"),
                text("area"),
                text_null("value"),
                text_null("symbol"),
            ],
        ),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("measure_target", "measure_target_of", &["measure", "number"]),
        index("measure_target", "measure_target_audit", &["audit_seq", "number"]),
        index("measure_rebase", "measure_rebase_of", &["measure", "number"]),
        index("measure_rebase", "measure_rebase_audit", &["audit_seq", "number"]),
        unique_index("measure_rebase_decision", "measure_rebase_decision_once", &["rebase"]),
        index("measure_rebase_decision", "measure_rebase_decision_audit", &["audit_seq", "number"]),
        index("measure_link", "measure_link_action", &["plan_id", "action", "number"]),
        index("measure_link", "measure_link_measure", &["measure", "number"]),
        index("measure_link", "measure_link_audit", &["audit_seq", "number"]),
        unique_index("benchmark_set", "benchmark_set_file", &["sha256"]),
        index("benchmark_set", "benchmark_set_audit", &["audit_seq", "number"]),
        index("benchmark_value", "benchmark_value_of", &["measure_key", "year"]),
    ]
}
