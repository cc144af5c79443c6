//! Success measures in words: where a plan says how it will know, and which measure could show it.
//!
//! Plans say how they will know in dozens of sentences. Each can be bound to a
//! measure; which one is suggested by the words they share, and a person
//! confirms it. What stays unbound is listed, so that nobody takes a sentence
//! for a figure.

mod suggest;
mod theory;

use serde::{Deserialize, Serialize};

pub use suggest::{Candidate, MOST_SUGGESTIONS, Suggestion, Suggestions};
pub use theory::{Driver, DriverDiagram, Theory, driver_diagram};

use crate::plan::{Plan, Statement};

/// Where a plan prints a success measure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "in")]
pub enum Printed {
    /// How an action will know.
    Action {
        /// Reference of the action.
        action: String,
    },
    /// What a priority is measured by.
    MeasuredBy {
        /// Reference of the priority.
        priority: String,
    },
    /// A target of a priority.
    Target {
        /// Reference of the priority.
        priority: String,
    },
    /// What will be different for children, by a priority.
    Impact {
        /// Reference of the priority.
        priority: String,
    },
    /// A line of the measures register.
    Register {
        /// References of the actions that it is meant to show.
        actions: Vec<String>,
    },
}

/// A success measure in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessMeasure {
    /// Where it is printed.
    pub printed: Printed,
    /// Its words.
    pub words: String,
}

/// A success measure that a person bound to a measure, or said that none can show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Where the success measure is printed.
    pub printed: Printed,
    /// Its words.
    pub words: String,
    /// The measure, by its id; `None` when none can show it.
    pub measure: Option<String>,
}

/// Every success measure that a plan prints, in its order; those of actions first, lines that have left it left out.
#[must_use]
pub fn success_measures(plan: &Plan) -> Vec<SuccessMeasure> {
    let mut found = Vec::new();
    let mut push = |printed: &Printed, words: &str| {
        if !words.trim().is_empty() {
            found.push(SuccessMeasure { printed: printed.clone(), words: words.trim().to_owned() });
        }
    };
    for action in plan.actions.iter().filter(|action| action.is_live()) {
        let printed = Printed::Action { action: action.reference.clone() };
        for words in &action.how_will_we_know {
            push(&printed, words);
        }
    }
    for priority in &plan.priorities {
        let reference = || priority.reference.clone();
        let measured_by = Printed::MeasuredBy { priority: reference() };
        for Statement { text, parts } in &priority.measured_by {
            push(&measured_by, text);
            for part in parts {
                push(&measured_by, part);
            }
        }
        let target = Printed::Target { priority: reference() };
        for line in &priority.targets {
            push(&target, &line.text);
        }
        let impact = Printed::Impact { priority: reference() };
        for words in &priority.impact {
            push(&impact, words);
        }
    }
    for line in &plan.measures {
        push(&Printed::Register { actions: line.action_refs.clone() }, &line.text);
    }
    found
}

/// The success measures that nobody has bound to a measure; one that no measure can show counts as unbound.
#[must_use]
pub fn unbound(plan: &Plan, bindings: &[Binding]) -> Vec<SuccessMeasure> {
    let is_bound = |measure: &SuccessMeasure| {
        bindings
            .iter()
            .rev()
            .find(|binding| binding.printed == measure.printed && binding.words == measure.words)
            .is_some_and(|binding| binding.measure.is_some())
    };
    success_measures(plan).into_iter().filter(|measure| !is_bound(measure)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Action, ActionState, Priority};

    fn plan() -> Plan {
        let action = |reference: &str, words: &str, state| Action {
            reference: reference.to_owned(),
            how_will_we_know: vec![words.to_owned()],
            state,
            ..Action::default()
        };
        let statement = Statement { text: "Visits".to_owned(), parts: vec!["in time".to_owned(), " ".to_owned()] };
        let priority = Priority {
            reference: "1".to_owned(),
            measured_by: vec![statement],
            impact: vec!["Children are seen".to_owned()],
            ..Priority::default()
        };
        Plan {
            actions: vec![
                action("1.1", "Audits are good", ActionState::Live),
                action("1.2", "Gone", ActionState::Withdrawn),
            ],
            priorities: vec![priority],
            ..Plan::default()
        }
    }

    #[test]
    fn every_success_measure_of_a_plan_is_listed_until_it_is_bound() {
        let words = |found: Vec<SuccessMeasure>| found.into_iter().map(|found| found.words).collect::<Vec<_>>();
        assert_eq!(words(success_measures(&plan())), ["Audits are good", "Visits", "in time", "Children are seen"]);
        let bind = |measure: Option<&str>| Binding {
            printed: Printed::Action { action: "1.1".to_owned() },
            words: "Audits are good".to_owned(),
            measure: measure.map(str::to_owned),
        };
        assert_eq!(unbound(&plan(), &[bind(Some("audits_good"))]).len(), 3);
        assert_eq!(unbound(&plan(), &[bind(Some("audits_good")), bind(None)]).len(), 4);
    }
}
