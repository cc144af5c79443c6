//! The registers of a plan: their entries as rows, and as they were on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use serde_json::{Map, Value};
use sightline_domain::register::{Entry, Register, Registered};

use super::PlanId;
use super::find::plan_row;
use crate::tables::{plan_item, register_amendment};
use crate::write::Doing as _;
use crate::{Error, Result, Store, values};

impl Store {
    /// The entries of one register of a plan as they stood on a day, in order.
    ///
    /// Days before the import show them as imported.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownPlan`] – no plan has this identifier.
    pub async fn register(&self, plan: &PlanId, register: Register, as_at: NaiveDate) -> Result<Vec<Registered>> {
        let reading = self.begin_reading().await?;
        plan_row(&reading, plan).await?;
        let mut rows = plan_item::Entity::find()
            .filter(plan_item::Column::PlanId.eq(plan.as_str()))
            .filter(plan_item::Column::Kind.eq(register.code()))
            .order_by_asc(plan_item::Column::Position)
            .all(&reading)
            .await
            .doing("reading a register of the plan")?;
        as_they_were(&reading, plan, &mut rows, values::day_to_compare(as_at)).await?;
        rows.iter().filter(|row| row.is_live).map(|row| registered(register, row)).collect()
    }
}

fn registered(register: Register, row: &plan_item::Model) -> Result<Registered> {
    let number = values::count(row.number, "plan_item")?;
    Ok(Registered { number, entry: entry(register, &row.body, "plan_item")? })
}

/// An entry from its JSON.
pub(crate) fn entry(register: Register, body: &str, table: &'static str) -> Result<Entry> {
    Ok(match register {
        Register::Priority => Entry::Priority(values::from_json(body, table)?),
        Register::Aim => Entry::Aim(values::from_json(body, table)?),
        Register::Person => Entry::Person(values::from_json(body, table)?),
        Register::Post => Entry::Post(values::from_json(body, table)?),
        Register::Board => Entry::Board(values::from_json(body, table)?),
        Register::Inspection => Entry::Inspection(values::from_json(body, table)?),
        Register::Glossary => Entry::Glossary(values::from_json(body, table)?),
    })
}

/// The JSON of an entry: what a plan holds in its list.
pub(crate) fn body(entry: &Entry) -> Result<String> {
    let what = entry.register().words();
    match entry {
        Entry::Priority(entry) => values::to_json(entry, what),
        Entry::Aim(entry) => values::to_json(entry, what),
        Entry::Person(entry) => values::to_json(entry, what),
        Entry::Post(entry) => values::to_json(entry, what),
        Entry::Board(entry) => values::to_json(entry, what),
        Entry::Inspection(entry) => values::to_json(entry, what),
        Entry::Glossary(entry) => values::to_json(entry, what),
    }
}

/// Makes rows say what they said on `day`; those of actions are left alone.
///
/// As with actions, each entry goes back to what it was before its first
/// amendment that is not in force, and the ones recorded after it that are in
/// force are made again.
pub(crate) async fn as_they_were(
    connection: &impl ConnectionTrait,
    plan: &PlanId,
    rows: &mut [plan_item::Model],
    day: NaiveDate,
) -> Result<()> {
    let later = later_query(plan, day).all(connection).await.doing("reading amendments of registers")?;
    let mut by_entry: BTreeMap<i64, Vec<&register_amendment::Model>> = BTreeMap::new();
    for amendment in &later {
        let of_entry = by_entry.entry(amendment.entry).or_default();
        if !of_entry.is_empty() || amendment.holds_on > day {
            of_entry.push(amendment);
        }
    }
    for row in rows {
        let Some((first, rest)) = by_entry.get(&row.number).and_then(|amendments| amendments.split_first()) else {
            continue;
        };
        let mut standing = fields(first.before_body.as_deref())?;
        for again in rest.iter().filter(|amendment| amendment.holds_on <= day) {
            let (before, after) = (fields(again.before_body.as_deref())?, fields(again.after_body.as_deref())?);
            standing = match (standing, before, after) {
                (Some(standing), Some(before), Some(after)) => Some(with_changes(standing, &before, &after)),
                _ => None,
            };
        }
        row.is_live = standing.is_some();
        if let Some(standing) = standing {
            row.body = values::to_json(&standing, "an entry of a register")?;
        }
    }
    Ok(())
}

/// Every amendment from the first recorded one that is not yet in force on `day`, as recorded.
fn later_query(plan: &PlanId, day: NaiveDate) -> Select<register_amendment::Entity> {
    use register_amendment::Column;
    let mut first_later = Query::select();
    first_later
        .expr(Func::min(Expr::col(Column::Number)))
        .from(register_amendment::Entity)
        .and_where(Column::PlanId.eq(plan.as_str()))
        .and_where(Column::HoldsOn.gt(day));
    register_amendment::Entity::find()
        .filter(Column::PlanId.eq(plan.as_str()))
        .filter(Expr::col(Column::Number).gte(Expr::from(first_later)))
        .order_by_asc(Column::Number)
}

fn fields(body: Option<&str>) -> Result<Option<Map<String, Value>>> {
    body.map(|body| values::from_json(body, "register_amendment")).transpose()
}

/// `standing` with the fields that differ between `before` and `after` as they are in `after`.
pub(super) fn with_changes(
    mut standing: Map<String, Value>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Map<String, Value> {
    for name in before.keys().chain(after.keys()) {
        if before.get(name) != after.get(name) {
            match after.get(name) {
                Some(value) => standing.insert(name.clone(), value.clone()),
                None => standing.remove(name),
            };
        }
    }
    standing
}

/// The entry with this number, as it now stands; `None` when it is taken out.
pub(crate) async fn standing_row(
    connection: &impl ConnectionTrait,
    plan: &PlanId,
    register: Register,
    number: u64,
) -> Result<plan_item::Model> {
    let unknown = || Error::UnknownEntry { register: register.words(), number };
    let wanted = i64::try_from(number).map_err(|_| unknown())?;
    plan_item::Entity::find()
        .filter(plan_item::Column::PlanId.eq(plan.as_str()))
        .filter(plan_item::Column::Kind.eq(register.code()))
        .filter(plan_item::Column::Number.eq(wanted))
        .one(connection)
        .await
        .doing("reading the entry to amend")?
        .ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use sea_orm::{DbBackend, QueryTrait};

    use super::*;
    use crate::Database;

    #[tokio::test]
    async fn registers_as_they_were_are_found_by_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::File(folder.path().join("store.db"))).await.unwrap();
        let plan = PlanId::new(chrono::DateTime::UNIX_EPOCH);
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let mut statement = later_query(&plan, day).build(DbBackend::Sqlite);
        statement.sql = format!("explain query plan {}", statement.sql);
        let rows = store.connection.query_all_raw(statement).await.unwrap();
        let steps: String = rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap() + "\n").collect();
        assert!(steps.contains("register_amendment_by_day (plan_id=? AND holds_on>?)"), "{steps}");
        assert!(!steps.contains("SCAN"), "{steps}");
    }
}
