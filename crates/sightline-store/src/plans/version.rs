//! Which state of a plan is the newest.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult};
use sightline_domain::history::PlanAsAt;

use super::as_at::plan_as_at;
use super::find::{find_summary, plan_id_of, read_all};
use super::{PlanId, PlanSummary};
use crate::tables::{plan, plan_version};
use crate::{Error, Result, Store, values};

/// A plan at one of its states: nothing that is shown of it differs while this stays the same,
/// sign-offs, update rounds, linked measures, answers to challenges and what is kept beside it included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanVersion {
    /// The plan.
    pub plan: PlanId,
    /// Grows with every change of the plan, whoever makes it.
    pub version: u64,
}

/// A plan as at a day, with what a list shows of it, read at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanReading {
    /// The state that was read.
    pub version: PlanVersion,
    /// What a list of plans shows of it.
    pub summary: PlanSummary,
    /// The plan as at the day.
    pub at: PlanAsAt,
}

impl Store {
    /// The newest state of the plan with this name; names are as for [`Store::find_plan`].
    ///
    /// Cheap: one row found by its handle. The database itself counts the
    /// changes, in the transaction that makes them, so this sees every
    /// acknowledged write of every process.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`], [`Error::AmbiguousPlan`] – as [`Store::find_plan`].
    pub async fn plan_version(&self, name: &str) -> Result<PlanVersion> {
        self.is_in_place()?;
        let wanted = name.trim().to_lowercase();
        let by_handle = plan::Column::Handle.eq(wanted.as_str());
        if let Some(found) = version_where(&self.connection, by_handle).await? {
            return Ok(found);
        }
        let id = plan_id_of(&self.connection, name).await?;
        let unknown = || Error::UnknownPlan { name: name.to_owned(), near: Vec::new() };
        version_where(&self.connection, plan::Column::Id.eq(id.as_str())).await?.ok_or_else(unknown)
    }

    /// The newest state of every plan, the latest import first.
    ///
    /// One row for each plan, nothing counted: for whoever keeps plans in memory.
    ///
    /// # Errors
    ///
    /// [`Error::Query`], [`Error::Unreadable`].
    pub async fn plan_versions(&self) -> Result<Vec<PlanVersion>> {
        self.is_in_place()?;
        let mut query = version_query(Expr::cust("1 = 1"));
        query
            .order_by((plan::Entity, plan::Column::ImportedOn), sea_orm::Order::Desc)
            .order_by((plan::Entity, plan::Column::Number), sea_orm::Order::Desc);
        let rows = read_all::<VersionRow>(&self.connection, &query, "asking for the states of the plans").await?;
        rows.into_iter().map(version_from).collect()
    }

    /// A plan as at a day (see [`Store::plan_as_at`]) with the state that it was read from.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn read_plan(&self, id: &PlanId, as_at: NaiveDate) -> Result<PlanReading> {
        let reading = self.begin_reading().await?;
        let unknown = || Error::UnknownPlan { name: id.to_string(), near: Vec::new() };
        let version = version_where(&reading, plan::Column::Id.eq(id.as_str())).await?.ok_or_else(unknown)?;
        let summary = find_summary(&reading, id.as_str()).await?.ok_or_else(unknown)?;
        Ok(PlanReading { version, summary, at: plan_as_at(&reading, id, as_at).await? })
    }
}

#[derive(FromQueryResult)]
struct VersionRow {
    plan_id: String,
    version: i64,
}

fn version_query(which: Expr) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            (plan_version::Entity, plan_version::Column::PlanId),
            (plan_version::Entity, plan_version::Column::Version),
        ])
        .from(plan::Entity)
        .inner_join(
            plan_version::Entity,
            Expr::col((plan_version::Entity, plan_version::Column::PlanId)).equals((plan::Entity, plan::Column::Id)),
        )
        .and_where(which);
    query
}

async fn version_where(connection: &impl ConnectionTrait, which: Expr) -> Result<Option<PlanVersion>> {
    let rows = read_all::<VersionRow>(connection, &version_query(which), "asking for the state of the plan").await?;
    rows.into_iter().next().map(version_from).transpose()
}

fn version_from(row: VersionRow) -> Result<PlanVersion> {
    let version = values::count(row.version, "plan_version")?;
    Ok(PlanVersion { plan: PlanId::stored(row.plan_id), version })
}

#[cfg(test)]
mod tests {
    use sea_orm::{DbBackend, EntityName as _, Statement};

    use super::*;
    use crate::Database;
    use crate::tables::{action_update, amendment, plan_item, sign_off, source_file, update_round};

    async fn opened(folder: &std::path::Path) -> Store {
        Store::open(&Database::File(folder.join("store.db"))).await.unwrap()
    }

    async fn column(store: &Store, mut statement: Statement, before: &str, name: &str) -> Vec<String> {
        statement.sql = format!("{before} {}", statement.sql);
        let rows = store.connection.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get::<String>("", name).unwrap()).collect()
    }

    #[tokio::test]
    async fn asking_for_the_state_looks_into_two_indexes() {
        let folder = tempfile::tempdir().unwrap();
        let store = opened(folder.path()).await;
        let statement = DbBackend::Sqlite.build(&version_query(plan::Column::Handle.eq("harbour")));
        let steps = column(&store, statement, "explain query plan", "detail").await;
        assert!(steps.iter().all(|step| step.starts_with("SEARCH") && step.contains("INDEX")), "{steps:?}");
    }

    #[tokio::test]
    async fn every_table_of_a_plan_counts_its_changes_or_is_not_read_for_showing_it() {
        // What stands here is read neither by `read_plan`, nor for the month's work on a plan, nor for its challenges.
        const NOT_SHOWN: &[&str] = &[
            "attachment",
            "baseline",
            "comment",
            "import_problem",
            "job",
            "obsession",
            "obsession_check_in",
            "plan_version",
            "reminder",
            "report",
            "saved_view",
            "update_draft",
            "verdict_record",
        ];
        let folder = tempfile::tempdir().unwrap();
        let store = opened(folder.path()).await;
        let ask = |sql: &str| Statement::from_string(DbBackend::Sqlite, sql);
        let with_plan = "select distinct tables.name from sqlite_master as tables, pragma_table_info(tables.name) \
                         as columns where tables.type = 'table' and columns.name = 'plan_id'";
        let mut tables = column(&store, ask(with_plan), "", "name").await;
        tables.retain(|table| !NOT_SHOWN.contains(&table.as_str()));
        tables.sort();
        let counting = "select distinct tbl_name as name from sqlite_master where type = 'trigger' \
                        and name like '%_counts' and tbl_name <> 'plan' order by tbl_name";
        assert_eq!(tables, column(&store, ask(counting), "", "name").await, "see `count_changes_through`");

        let read = [
            action_update::Entity.table_name(),
            amendment::Entity.table_name(),
            plan_item::Entity.table_name(),
            sign_off::Entity.table_name(),
            source_file::Entity.table_name(),
            update_round::Entity.table_name(),
        ];
        assert!(read.iter().all(|table| tables.iter().any(|counted| counted == table)));
    }
}
