//! What a council sets for itself, and the work that is under way.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, text_null};

use super::schema::{Columns, index, new_table, unique};

pub(super) struct Settings;

impl MigrationName for Settings {
    fn name(&self) -> &'static str {
        "m0006_settings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Settings {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in tables() {
            manager.create_table(new_table(table, columns)).await?;
        }
        manager.create_index(index("job", "job_plan", &["plan_id", "number"])).await?;
        // A paper is looked up by the bytes it was frozen with.
        manager.create_index(index("report", "report_sha256", &["sha256"])).await
    }
}

fn tables() -> Vec<(&'static str, Columns)> {
    vec![
        ("setting", vec![unique(text("name")), text("body"), text("changed_at")]),
        (
            "job",
            vec![
                unique(text("id")),
                text("plan_id"),
                text("kind"),
                text("asked_by"),
                text("asked_at"),
                text("what"),
                text("state"),
                text("step"),
                big_integer("steps_done"),
                big_integer("steps"),
                text_null("ended_at"),
                text_null("failure"),
            ],
        ),
    ]
}
