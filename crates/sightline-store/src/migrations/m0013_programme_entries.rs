//! What a programme keeps beside its plan, version by version: bodies, meetings, decisions, risks and the rest.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, text};

use super::schema::{index, new_table, unique_index};
use super::statements::{count_changes_through, make_append_only};

const TABLE: &str = "programme_entry";

pub(super) struct ProgrammeEntries;

impl MigrationName for ProgrammeEntries {
    fn name(&self) -> &'static str {
        "m0013_programme_entries"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ProgrammeEntries {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            big_integer("audit_seq"),
            text("plan_id"),
            text("kind"),
            big_integer("entry"),
            big_integer("version"),
            text("body"),
            boolean("is_withdrawn"),
            text("reason"),
            text("recorded_by"),
            text("recorded_at"),
        ];
        manager.create_table(new_table(TABLE, columns)).await?;
        make_append_only(manager, TABLE).await?;
        // What challenges to a plan follow from changes it as well.
        for table in [TABLE, "measure_link", "challenge_answer"] {
            count_changes_through(manager, table).await?;
        }
        let versions = unique_index(TABLE, "programme_entry_version", &["plan_id", "kind", "entry", "version"]);
        manager.create_index(versions).await?;
        manager.create_index(index(TABLE, "programme_entry_audit", &["audit_seq", "number"])).await
    }
}
