//! A plan taken apart into items, and put together again.

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sightline_domain::plan::{Action, Plan};

use crate::tables::plan_item;
use crate::{Result, values};

/// The kind of the items that can be amended.
pub(crate) const ACTION: &str = "action";
pub(crate) const PRIORITY: &str = "priority";

/// Longest reference kept for items that are not looked up by it.
const SHOWN_REFERENCE: usize = 100;

/// Positions of the lists of a plan, as they stand in the database.
///
/// The one place that names every list: taking apart, putting together and
/// emptying all go through it, so that none is forgotten in one of them.
macro_rules! each_list {
    ($plan:expr, $each:ident) => {
        $each!($plan.scales, "scale", |item| &item.id);
        $each!($plan.pillars, "pillar", |item| &item.reference);
        $each!($plan.priorities, "priority", |item| &item.reference);
        $each!($plan.aims, "aim", |item| &item.reference);
        $each!($plan.actions, "action", |item| &item.reference);
        $each!($plan.measures, "measure", |item| &item.text);
        $each!($plan.focus_areas, "focus_area", |item| &item.reference);
        $each!($plan.people, "person", |item| &item.name);
        $each!($plan.posts, "post", |item| &item.title);
        $each!($plan.delivery_leads, "delivery_lead", |item| &item.pillar);
        $each!($plan.boards, "board", |item| &item.name);
        $each!($plan.inspections, "inspection", |item| &item.name);
        $each!($plan.glossary, "glossary", |item| &item.abbreviation);
        $each!($plan.sections, "section", |item| &item.heading);
    };
}

/// What is not in any list, as JSON.
pub(crate) fn header(plan: &Plan) -> Result<String> {
    let mut header = plan.clone();
    macro_rules! empty {
        ($list:expr, $kind:literal, $name:expr) => {
            $list.clear();
        };
    }
    each_list!(header, empty);
    values::to_json(&header, "the plan")
}

/// The rows of every item of a plan; numbered from `first_number`.
pub(crate) fn rows(plan: &Plan, plan_id: &str, first_number: i64) -> Result<Vec<plan_item::Model>> {
    let mut rows = Vec::new();
    macro_rules! take_apart {
        ($list:expr, $kind:literal, $name:expr) => {
            for (position, item) in $list.iter().enumerate() {
                rows.push(row($kind, plan_id, position, name_of(item, $name), item)?);
            }
        };
    }
    each_list!(plan, take_apart);
    for (row, action) in rows.iter_mut().filter(|row| row.kind == ACTION).zip(&plan.actions) {
        describe_action(row, action)?;
    }
    for (number, row) in (first_number..).zip(&mut rows) {
        row.number = number;
    }
    Ok(rows)
}

/// One action as a row; numbered 0.
pub(crate) fn action_row(action: &Action, plan_id: &str, position: i64) -> Result<plan_item::Model> {
    let mut row = row(ACTION, plan_id, 0, &action.reference, action)?;
    row.position = position;
    describe_action(&mut row, action)?;
    Ok(row)
}

fn name_of<'a, T>(item: &'a T, name: impl Fn(&'a T) -> &'a str) -> &'a str {
    name(item)
}

fn row<T: Serialize>(
    kind: &'static str,
    plan_id: &str,
    position: usize,
    reference: &str,
    item: &T,
) -> Result<plan_item::Model> {
    Ok(plan_item::Model {
        number: 0,
        plan_id: plan_id.to_owned(),
        kind: kind.to_owned(),
        reference: reference.chars().filter(|letter| *letter != '\0').take(SHOWN_REFERENCE).collect(),
        position: i64::try_from(position).expect("a list in memory has fewer items"),
        due_on: None,
        is_live: true,
        body: values::to_json(item, kind)?,
    })
}

fn describe_action(row: &mut plan_item::Model, action: &Action) -> Result<()> {
    row.reference = values::name(&action.reference, "the reference of an action")?;
    row.due_on = action.due_on.filter(|day: &NaiveDate| values::day_to_compare(*day) == *day);
    row.is_live = action.is_live();
    Ok(())
}

/// The plan of a header and its items, each list by position; entries taken out of a register are left out.
pub(crate) fn put_together(header: &str, rows: &[plan_item::Model]) -> Result<Plan> {
    let mut plan: Plan = values::from_json(header, "plan")?;
    macro_rules! fill {
        ($list:expr, $kind:literal, $name:expr) => {
            $list = items(rows, $kind)?;
        };
    }
    each_list!(plan, fill);
    Ok(plan)
}

fn items<T: DeserializeOwned>(rows: &[plan_item::Model], kind: &str) -> Result<Vec<T>> {
    let mut rows: Vec<_> = rows.iter().filter(|row| row.kind == kind && (row.is_live || kind == ACTION)).collect();
    rows.sort_by_key(|row| row.position);
    rows.into_iter().map(|row| values::from_json(&row.body, "plan_item")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_a_plan_is_taken_apart() {
        // A list added to `Plan` and forgotten above would stay in the header
        // (harmless) or, worse, be emptied without rows. Count them instead.
        let json: serde_json::Value = serde_json::from_str(&header(&Plan::default()).unwrap()).unwrap();
        let lists: Vec<_> = json
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, value)| value.is_array() && *name != "columns")
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(lists.len(), 14, "{lists:?}: is a new one in each_list?");
    }
}
