//! Finding a plan.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, StatementBuilder,
};
use sightline_domain::Problem;

use super::items::{ACTION, PRIORITY};
use super::near::near;
use super::{PlanId, PlanSummary, SourceFile};
use crate::tables::{action_update, import_problem, plan, plan_item, source_file};
use crate::write::Doing as _;
use crate::{AuditEntry, Error, Result, Store, values};

impl Store {
    /// Every plan, the latest import first.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn plans(&self) -> Result<Vec<PlanSummary>> {
        let reading = self.begin_reading().await?;
        summaries(&reading, None).await
    }

    /// The plan with this identifier, handle, or beginning of a handle that no other plan shares.
    ///
    /// Capital letters and space around it do not matter. A whole handle wins
    /// over the beginning of another.
    ///
    /// # Errors
    ///
    /// * [`Error::UnknownPlan`] – none; lists near ones.
    /// * [`Error::AmbiguousPlan`] – several; lists them.
    pub async fn find_plan(&self, name: &str) -> Result<PlanSummary> {
        let reading = self.begin_reading().await?;
        let id = plan_id_of(&reading, name).await?;
        find_summary(&reading, &id).await?.ok_or_else(|| Error::UnknownPlan { name: name.to_owned(), near: Vec::new() })
    }

    /// What was noticed when the plan was imported, in the order it was noticed.
    ///
    /// # Errors
    ///
    /// [`Error::Query`](crate::Error::Query), [`Error::Unreadable`](crate::Error::Unreadable).
    pub async fn problems(&self, plan: &PlanId) -> Result<Vec<Problem>> {
        let rows = import_problem::Entity::find()
            .filter(import_problem::Column::PlanId.eq(plan.as_str()))
            .order_by_asc(import_problem::Column::Number)
            .all(&self.connection)
            .await
            .doing("reading the problems of the import")?;
        rows.iter().map(|row| values::from_json(&row.body, "import_problem")).collect()
    }

    /// Keeps how a problem was settled; `number` is its place among those of the plan, counted from 1.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownProblem`] – the plan has none there.
    pub async fn settle_problem(
        &self,
        plan: &PlanId,
        number: usize,
        settled: &Problem,
        audit: AuditEntry,
    ) -> Result<()> {
        let change = self.begin_change().await?;
        let unknown = || Error::UnknownProblem { number };
        let place = u64::try_from(number.checked_sub(1).ok_or_else(unknown)?).map_err(|_| unknown())?;
        let row = import_problem::Entity::find()
            .filter(import_problem::Column::PlanId.eq(plan.as_str()))
            .order_by_asc(import_problem::Column::Number)
            .offset(place)
            .limit(1)
            .one(change.connection())
            .await
            .doing("reading the problem to settle")?
            .ok_or_else(unknown)?;
        import_problem::Entity::update_many()
            .col_expr(import_problem::Column::Body, values::to_json(settled, "a problem")?.into())
            .filter(import_problem::Column::Number.eq(row.number))
            .exec(change.connection())
            .await
            .doing("settling the problem")?;
        change.finish(audit).await
    }
}

pub(super) async fn plan_id_of(connection: &impl ConnectionTrait, name: &str) -> Result<String> {
    let name = name.trim();
    if let Ok(id) = name.parse::<PlanId>() {
        return Ok(id.to_string());
    }
    let wanted = name.to_lowercase();
    // All handles: they are few and short, and near ones can then be named.
    let known: Vec<(String, String)> = plan::Entity::find()
        .select_only()
        .column(plan::Column::Handle)
        .column(plan::Column::Id)
        .into_tuple()
        .all(connection)
        .await
        .doing("looking for the plan")?;
    if let Some((_, id)) = known.iter().find(|(handle, _)| *handle == wanted) {
        return Ok(id.clone());
    }
    let mut candidates: Vec<&(String, String)> =
        known.iter().filter(|(handle, _)| !wanted.is_empty() && handle.starts_with(&wanted)).collect();
    candidates.sort();
    match candidates.as_slice() {
        [(_, id)] => Ok(id.clone()),
        [] => Err(Error::UnknownPlan {
            name: name.to_owned(),
            near: near(&wanted, known.iter().map(|(handle, _)| handle.as_str())),
        }),
        several => Err(Error::AmbiguousPlan {
            name: name.to_owned(),
            candidates: several.iter().take(10).map(|(handle, _)| handle.clone()).collect(),
        }),
    }
}

/// What a list shows of the plan with this identifier.
pub(super) async fn find_summary(connection: &impl ConnectionTrait, id: &str) -> Result<Option<PlanSummary>> {
    Ok(summaries(connection, Some(id)).await?.pop())
}

/// Fails when there is no such plan.
pub(crate) async fn plan_row(connection: &impl ConnectionTrait, id: &PlanId) -> Result<plan::Model> {
    plan::Entity::find()
        .filter(plan::Column::Id.eq(id.as_str()))
        .one(connection)
        .await
        .doing("reading the plan")?
        .ok_or_else(|| Error::UnknownPlan { name: id.to_string(), near: Vec::new() })
}

#[derive(FromQueryResult)]
struct SummaryRow {
    id: String,
    handle: String,
    title: String,
    council: Option<String>,
    imported_on: chrono::NaiveDate,
    actions: i64,
    priorities: i64,
    last_update_on: Option<chrono::NaiveDate>,
}

/// One plan or all; each figure is one look into an index for each plan.
async fn summaries(connection: &impl ConnectionTrait, only: Option<&str>) -> Result<Vec<PlanSummary>> {
    let mut query = Query::select();
    query
        .columns([plan::Column::Id, plan::Column::Handle, plan::Column::Title])
        .columns([plan::Column::Council, plan::Column::ImportedOn])
        .expr_as(Expr::from(items_of_kind(ACTION)), "actions")
        .expr_as(Expr::from(items_of_kind(PRIORITY)), "priorities")
        .expr_as(Expr::from(last_update()), "last_update_on")
        .from(plan::Entity)
        .order_by(plan::Column::ImportedOn, sea_orm::Order::Desc)
        .order_by(plan::Column::Number, sea_orm::Order::Desc);
    if let Some(id) = only {
        query.and_where(plan::Column::Id.eq(id));
    }
    let rows = read_all::<SummaryRow>(connection, &query, "listing plans").await?;
    let mut files = files_by_plan(connection, only).await?;
    rows.into_iter()
        .map(|row| {
            Ok(PlanSummary {
                source_files: files.remove(&row.id).unwrap_or_default(),
                id: PlanId::stored(row.id),
                handle: row.handle,
                title: row.title,
                council: row.council,
                imported_on: row.imported_on,
                actions: values::count(row.actions, "plan_item")?,
                priorities: values::count(row.priorities, "plan_item")?,
                last_update_on: row.last_update_on,
            })
        })
        .collect()
}

fn items_of_kind(kind: &str) -> SelectStatement {
    let mut items = Query::select();
    items
        .expr(Func::count(Expr::col((plan_item::Entity, plan_item::Column::Number))))
        .from(plan_item::Entity)
        .and_where(Expr::col((plan_item::Entity, plan_item::Column::PlanId)).equals((plan::Entity, plan::Column::Id)))
        .and_where(plan_item::Column::Kind.eq(kind))
        .and_where(plan_item::Column::IsLive.eq(true));
    items
}

fn last_update() -> SelectStatement {
    let mut last = Query::select();
    last.expr(Func::max(Expr::col((action_update::Entity, action_update::Column::ReportsOn))))
        .from(action_update::Entity)
        .and_where(
            Expr::col((action_update::Entity, action_update::Column::PlanId)).equals((plan::Entity, plan::Column::Id)),
        );
    last
}

async fn files_by_plan(
    connection: &impl ConnectionTrait,
    only: Option<&str>,
) -> Result<BTreeMap<String, Vec<SourceFile>>> {
    let mut query = source_file::Entity::find().order_by_asc(source_file::Column::Number);
    if let Some(id) = only {
        query = query.filter(source_file::Column::PlanId.eq(id));
    }
    let mut files: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
    for row in query.all(connection).await.doing("listing source files")? {
        files.entry(row.plan_id).or_default().push(SourceFile {
            name: row.name,
            sha256: row.sha256,
            size_bytes: values::count(row.size_bytes, "source_file")?,
        });
    }
    Ok(files)
}

/// The rows of a query that SeaORM's entities cannot say.
pub(crate) async fn read_all<R: FromQueryResult>(
    connection: &impl ConnectionTrait,
    query: &impl StatementBuilder,
    doing: &'static str,
) -> Result<Vec<R>> {
    let rows = connection.query_all(query).await.doing(doing)?;
    rows.iter().map(|row| R::from_query_result(row, "")).collect::<std::result::Result<_, _>>().doing(doing)
}
