//! Why an action should move a measure: the theory, and the driver diagram made of many.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::plan::Plan;

/// Why somebody believes that an action moves a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theory {
    /// Reference of the action.
    pub action: String,
    /// The measure that it should move, by its id.
    pub measure: String,
    /// Why it should.
    pub because: String,
    /// The day by which it should show, where somebody said.
    pub shows_by: Option<NaiveDate>,
    /// Measures that it might make worse, by their ids: watched so that nobody pays for it elsewhere.
    pub might_worsen: Vec<String>,
}

/// One line of a driver diagram: an action and why it moves the measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Driver {
    /// Reference of the priority that the action stands under.
    pub priority: String,
    /// Reference of the action.
    pub action: String,
    /// The action's words.
    pub title: String,
    /// Why it should move the measure.
    pub because: String,
    /// The day by which it should show.
    pub shows_by: Option<NaiveDate>,
    /// Measures that it might make worse, by their ids.
    pub might_worsen: Vec<String>,
}

/// What is believed to move one measure, from the measure to priorities to actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriverDiagram {
    /// The measure, by its id.
    pub measure: String,
    /// What moves it, in plan order.
    pub drivers: Vec<Driver>,
    /// References of live actions that are linked to the measure without a word on why.
    pub unexplained: Vec<String>,
}

/// The driver diagram of a measure.
///
/// `linked` are the references of the actions that the measure is linked to.
/// An action that has left the plan moves nothing. Of two theories on one
/// action the last one stands.
#[must_use]
pub fn driver_diagram(plan: &Plan, measure: &str, theories: &[Theory], linked: &[String]) -> DriverDiagram {
    let mut diagram = DriverDiagram { measure: measure.to_owned(), drivers: Vec::new(), unexplained: Vec::new() };
    for action in plan.actions.iter().filter(|action| action.is_live()) {
        let theory = theories.iter().rev().find(|theory| {
            theory.measure == measure && theory.action == action.reference && !theory.because.trim().is_empty()
        });
        match theory {
            Some(theory) => diagram.drivers.push(Driver {
                priority: action.priority.clone(),
                action: action.reference.clone(),
                title: action.title().to_owned(),
                because: theory.because.clone(),
                shows_by: theory.shows_by,
                might_worsen: theory.might_worsen.clone(),
            }),
            None if linked.contains(&action.reference) => diagram.unexplained.push(action.reference.clone()),
            None => {}
        }
    }
    diagram
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, ActionState};

    #[test]
    fn a_diagram_tells_what_moves_a_measure_and_what_nobody_explained() {
        let action =
            |reference: &str| Action { reference: reference.to_owned(), priority: "1".to_owned(), ..Action::default() };
        let gone = Action { state: ActionState::Withdrawn, ..action("1.3") };
        let plan = Plan { actions: vec![action("1.1"), action("1.2"), gone], ..Plan::default() };
        let theory = |action: &str, because: &str| Theory {
            action: action.to_owned(),
            measure: "visits".to_owned(),
            because: because.to_owned(),
            shows_by: None,
            might_worsen: vec!["caseloads".to_owned()],
        };
        let theories = [theory("1.1", "Once"), theory("1.1", "More workers"), theory("1.3", "Gone")];
        let linked = ["1.1".to_owned(), "1.2".to_owned(), "1.3".to_owned()];
        let diagram = driver_diagram(&plan, "visits", &theories, &linked);
        assert_eq!(diagram.drivers.len(), 1);
        assert_eq!(
            (diagram.drivers[0].because.as_str(), diagram.unexplained.as_slice()),
            ("More workers", &linked[1..2])
        );
        assert!(driver_diagram(&plan, "other", &theories, &[]).drivers.is_empty());
    }
}
