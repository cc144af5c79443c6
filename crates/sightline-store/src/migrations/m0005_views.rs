//! Saved views of a plan, and a number for each plan that grows with every change of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, text, text_null};

use super::statements::{count_changes_of_plan, count_changes_through};

pub(super) struct Views;

impl MigrationName for Views {
    fn name(&self) -> &'static str {
        "m0005_views"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Views {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(plan_version()).await?;
        manager.create_table(saved_view()).await?;
        let mut by_plan = Index::create();
        by_plan.name("saved_view_plan").table("saved_view").col("plan_id").col("number");
        manager.create_index(by_plan).await?;

        let mut first = Query::select();
        first.columns(["number", "id"]).expr(Expr::value(1_i64)).from("plan");
        let mut versions = Query::insert();
        versions
            .into_table("plan_version")
            .columns(["number", "plan_id", "version"])
            .select_from(first)
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.execute(versions).await?;

        count_changes_of_plan(manager).await?;
        for table in
            ["plan_item", "source_file", "action_update", "amendment", "register_amendment", "sign_off", "update_round"]
        {
            count_changes_through(manager, table).await?;
        }
        Ok(())
    }
}

fn plan_version() -> TableCreateStatement {
    let (mut number, mut plan_id) = (big_integer("number"), text("plan_id"));
    number.primary_key();
    plan_id.unique_key();
    let mut table = Table::create();
    table.table("plan_version").col(number).col(plan_id).col(big_integer("version"));
    table.foreign_key(ForeignKey::create().name("plan_version_plan").from("plan_version", "plan_id").to("plan", "id"));
    table
}

fn saved_view() -> TableCreateStatement {
    let mut number = big_integer("number");
    number.primary_key();
    let mut table = Table::create();
    table.table("saved_view").col(number).col(text("id").unique_key()).col(text("plan_id"));
    table.col(text_null("account")).col(text("owner")).col(text("name")).col(text("query"));
    table.col(boolean("is_shared")).col(text("saved_at"));
    table.foreign_key(ForeignKey::create().name("saved_view_plan_id").from("saved_view", "plan_id").to("plan", "id"));
    table
}
