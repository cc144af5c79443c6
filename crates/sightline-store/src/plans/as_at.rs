//! A plan as at a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Iden, Iterable as _, QueryFilter, QueryOrder, Select};
use sightline_domain::history::{Amendment, PlanAsAt, Update};
use sightline_domain::plan::{Action, Plan};

use super::PlanId;
use super::find::{plan_row, read_all};
use super::items::{self, ACTION};
use super::registers;
use crate::history::amendments::amendment_from;
use crate::history::updates::update_from;
use crate::tables::{action_update, amendment, plan_item};
use crate::write::Doing as _;
use crate::{Error, Result, Store, values};

impl Store {
    /// The plan with every amendment in force on `as_at`, and the last update of
    /// each action on or before it.
    ///
    /// Both ends count: an amendment or update dated `as_at` is in force. Of two
    /// updates for the same day the one recorded later is the last. An action
    /// added by a later amendment is not there; one withdrawn, merged or split
    /// later is there as it was. Days before the import show the plan as imported.
    ///
    /// Updates stand in the order of the actions, those of actions that are not
    /// in the plan on that day left out.
    ///
    /// Reads this plan only: its items, the amendments from the first one that
    /// must be undone, and one update for each action.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn plan_as_at(&self, plan: &PlanId, as_at: NaiveDate) -> Result<PlanAsAt> {
        let reading = self.begin_reading().await?;
        plan_as_at(&reading, plan, as_at).await
    }

    /// The plan with every amendment recorded so far, those dated in the future included.
    ///
    /// This is what the next amendment must start from (`before`).
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn current_plan(&self, plan: &PlanId) -> Result<Plan> {
        let reading = self.begin_reading().await?;
        current_plan(&reading, plan).await
    }
}

pub(crate) async fn current_plan(connection: &impl ConnectionTrait, plan: &PlanId) -> Result<Plan> {
    let header = plan_row(connection, plan).await?.header;
    let mut current = items::put_together(&header, &item_rows(connection, plan).await?)?;
    current.settle_order();
    Ok(current)
}

async fn item_rows(connection: &impl ConnectionTrait, plan: &PlanId) -> Result<Vec<plan_item::Model>> {
    plan_item::Entity::find()
        .filter(plan_item::Column::PlanId.eq(plan.as_str()))
        .all(connection)
        .await
        .doing("reading the items of the plan")
}

pub(crate) async fn plan_as_at(connection: &impl ConnectionTrait, plan: &PlanId, as_at: NaiveDate) -> Result<PlanAsAt> {
    let day = values::day_to_compare(as_at);
    let header = plan_row(connection, plan).await?.header;
    let mut rows = item_rows(connection, plan).await?;
    registers::as_they_were(connection, plan, &mut rows, day).await?;
    let mut shown = items::put_together(&header, &rows)?;
    let later = amendments_query(plan, day).all(connection).await.doing("reading amendments")?;
    let later: Vec<Amendment> = later.into_iter().map(amendment_from).collect::<Result<_>>()?;
    undo_later_amendments(&mut shown, &later, day)?;
    shown.settle_order();
    let latest_updates = latest_updates(connection, plan, day, &shown).await?;
    Ok(PlanAsAt { as_at, plan: shown, latest_updates })
}

/// Every amendment from the first recorded one that is not yet in force on
/// `day`, as recorded; none when all are in force.
fn amendments_query(plan: &PlanId, day: NaiveDate) -> Select<amendment::Entity> {
    let mut first_later = Query::select();
    first_later
        .expr(Func::min(Expr::col(amendment::Column::Number)))
        .from(amendment::Entity)
        .and_where(amendment::Column::PlanId.eq(plan.as_str()))
        .and_where(amendment::Column::HoldsOn.gt(day));
    amendment::Entity::find()
        .filter(amendment::Column::PlanId.eq(plan.as_str()))
        .filter(Expr::col(amendment::Column::Number).gte(Expr::from(first_later)))
        .order_by_asc(amendment::Column::Number)
}

/// Takes back the amendments not in force on `day`.
///
/// Amendments are recorded in one order and hold in another. So each action
/// goes back to what it was before its first amendment that is not in force,
/// and of those recorded after it the ones in force are made again: only the
/// fields they changed.
fn undo_later_amendments(plan: &mut Plan, recorded: &[Amendment], day: NaiveDate) -> Result<()> {
    let mut by_action: BTreeMap<&str, Vec<&Amendment>> = BTreeMap::new();
    for amendment in recorded {
        let of_action = by_action.entry(&amendment.action).or_default();
        if !of_action.is_empty() || amendment.holds_after(day) {
            of_action.push(amendment);
        }
    }
    for (reference, amendments) in by_action {
        let Some((first, rest)) = amendments.split_first() else { continue };
        let mut standing = first.before.clone();
        for again in rest.iter().filter(|amendment| !amendment.holds_after(day)) {
            if let (Some(action), Some(before)) = (&standing, &again.before) {
                standing = Some(with_changes(action, before, &again.after)?);
            }
        }
        let place = plan.actions.iter().position(|action| action.reference == reference);
        match (place, standing) {
            (Some(place), Some(action)) => plan.actions[place] = action,
            (Some(place), None) => {
                plan.actions.remove(place);
            }
            (None, _) => {
                return Err(Error::Unreadable {
                    table: "amendment",
                    what: format!("it amends action {reference}, which the plan does not have"),
                });
            }
        }
    }
    Ok(())
}

trait HoldsAfter {
    fn holds_after(&self, day: NaiveDate) -> bool;
}

impl HoldsAfter for Amendment {
    fn holds_after(&self, day: NaiveDate) -> bool {
        self.on > day
    }
}

/// `action` with the fields that differ between `before` and `after` as they are in `after`.
fn with_changes(action: &Action, before: &Action, after: &Action) -> Result<Action> {
    let unreadable = |error: serde_json::Error| Error::Unreadable { table: "amendment", what: error.to_string() };
    let fields = |action: &Action| match serde_json::to_value(action) {
        Ok(serde_json::Value::Object(fields)) => Ok(fields),
        Ok(_) => Ok(serde_json::Map::new()),
        Err(error) => Err(unreadable(error)),
    };
    let changed = registers::with_changes(fields(action)?, &fields(before)?, &fields(after)?);
    serde_json::from_value(serde_json::Value::Object(changed)).map_err(unreadable)
}

/// One look into an index for each action and column; nothing else of the history is read.
///
/// An update may give a note without rating anew: the ratings shown are the
/// last ones given.
fn latest_updates_query(plan: &PlanId, day: NaiveDate) -> SelectStatement {
    let item = Alias::new("item");
    let mut query = Query::select();
    for column in action_update::Column::iter() {
        match column {
            action_update::Column::ActionRating | action_update::Column::ImpactRating => {
                query.expr_as(last_given(plan, day, column, Some(column)), Alias::new(column.unquoted()));
            }
            _ => {
                query.column((action_update::Entity, column));
            }
        }
    }
    query
        .from_as(plan_item::Entity, item.clone())
        .inner_join(
            action_update::Entity,
            Expr::col((action_update::Entity, action_update::Column::Number)).eq(last_given(
                plan,
                day,
                action_update::Column::Number,
                None,
            )),
        )
        .and_where(Expr::col((item.clone(), plan_item::Column::PlanId)).eq(plan.as_str()))
        .and_where(Expr::col((item.clone(), plan_item::Column::Kind)).eq(ACTION))
        .order_by((item, plan_item::Column::Position), Order::Asc);
    query
}

/// A column of the last update of an action on or before a day; of those in which `given` is not null.
fn last_given(
    plan: &PlanId,
    day: NaiveDate,
    column: action_update::Column,
    given: Option<action_update::Column>,
) -> Expr {
    let (item, candidate) = (Alias::new("item"), Alias::new("candidate"));
    let mut last = Query::select();
    last.column((candidate.clone(), column))
        .from_as(action_update::Entity, candidate.clone())
        .and_where(Expr::col((candidate.clone(), action_update::Column::PlanId)).eq(plan.as_str()))
        .and_where(
            Expr::col((candidate.clone(), action_update::Column::Action)).equals((item, plan_item::Column::Reference)),
        )
        .and_where(Expr::col((candidate.clone(), action_update::Column::ReportsOn)).lte(day));
    if let Some(given) = given {
        last.and_where(Expr::col((candidate.clone(), given)).is_not_null());
    }
    last.order_by((candidate.clone(), action_update::Column::ReportsOn), Order::Desc)
        .order_by((candidate, action_update::Column::Number), Order::Desc)
        .limit(1);
    Expr::from(last)
}

/// The last update of each action on or before a day, in the order of the plan.
pub(crate) async fn latest_update_rows(
    connection: &impl ConnectionTrait,
    plan: &PlanId,
    as_at: NaiveDate,
) -> Result<Vec<action_update::Model>> {
    let query = latest_updates_query(plan, values::day_to_compare(as_at));
    read_all(connection, &query, "reading the last updates").await
}

async fn latest_updates(
    connection: &impl ConnectionTrait,
    plan: &PlanId,
    day: NaiveDate,
    shown: &Plan,
) -> Result<Vec<Update>> {
    let rows = latest_update_rows(connection, plan, day).await?;
    let places: BTreeMap<&str, usize> =
        shown.actions.iter().enumerate().map(|(place, action)| (action.reference.as_str(), place)).collect();
    let mut there: Vec<(usize, action_update::Model)> =
        rows.into_iter().filter_map(|row| Some((*places.get(row.action.as_str())?, row))).collect();
    there.sort_by_key(|(place, _)| *place);
    there.into_iter().map(|(_, row)| update_from(row)).collect()
}

#[cfg(test)]
mod tests {
    use sea_orm::{DbBackend, QueryTrait, StatementBuilder};

    use super::*;
    use crate::Database;

    /// How SQLite goes about a query, one step a line.
    async fn steps(store: &Store, query: &impl StatementBuilder) -> String {
        let mut statement = DbBackend::Sqlite.build(query);
        statement.sql = format!("explain query plan {}", statement.sql);
        let rows = store.connection.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap() + "\n").collect()
    }

    #[tokio::test]
    async fn showing_a_plan_looks_into_indexes_and_never_walks_the_history() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::File(folder.path().join("store.db"))).await.unwrap();
        let plan = PlanId::new(chrono::DateTime::UNIX_EPOCH);
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();

        let updates = steps(&store, &latest_updates_query(&plan, day)).await;
        assert!(updates.contains("action_update_latest (plan_id=? AND action=? AND reports_on<?)"), "{updates}");
        assert!(!updates.contains("SCAN"), "{updates}");
        let amendments = steps(&store, &amendments_query(&plan, day).into_query()).await;
        assert!(amendments.contains("amendment_by_day (plan_id=? AND holds_on>?)"), "{amendments}");
        assert!(!amendments.contains("SCAN"), "{amendments}");
    }
}
