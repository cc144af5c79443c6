//! Which actions of a plan have an impact test, and which of them ask for one.

use chrono::NaiveDate;

use super::{ImpactTest, TestState};
use crate::plan::Action;
use crate::standpoint::Standpoint;

/// An action whose impact is tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactTestDue<'a> {
    /// The action.
    pub action: &'a Action,
    /// The day by which its impact is to be tested, or tested again.
    pub due_on: NaiveDate,
    /// How the test stands.
    pub state: TestState,
    /// What was recorded of it; `None` before the first conclusion.
    pub test: Option<&'a ImpactTest>,
}

/// The impact tests of a plan's live actions on its day, the most pressing first: by state, then by day, then in plan order.
///
/// An action has one when its schedule names a day to test impact by, or when a test of it was recorded. Where the plan
/// names another day than the test was recorded with, and nothing signed sets one, the plan's holds.
#[must_use]
pub fn impact_tests_due<'a>(now: &Standpoint<'a>, tests: &'a [ImpactTest]) -> Vec<ImpactTestDue<'a>> {
    let mut due: Vec<ImpactTestDue<'a>> = now
        .items
        .iter()
        .filter(|item| !item.action.placeholder)
        .filter_map(|item| {
            let action = item.action;
            let test = tests.iter().find(|test| test.action == action.reference);
            let planned_on = action.schedule.test_on.or(test.map(|test| test.due_on))?;
            let conclusions = test.map(|test| test.conclusions.clone()).unwrap_or_default();
            let asked = ImpactTest { action: action.reference.clone(), due_on: planned_on, conclusions };
            Some(ImpactTestDue { action, due_on: asked.next_due_on(), state: asked.state_on(now.as_at), test })
        })
        .collect();
    due.sort_by_key(|line| (line.state, line.due_on));
    due
}
