//! Where an action can stand: under a priority, or under one of its aims.

use sightline_app::domain::plan::{Action, Plan};

use crate::components::{Choice, Select};

/// One place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) priority: String,
    pub(super) aim: Option<String>,
    /// `Priority 1: Front door`, `Aim 1.2: The right help (priority 1)`.
    pub(super) words: String,
}

impl Place {
    /// As it stands in a form.
    pub(super) fn value(&self) -> String {
        match &self.aim {
            Some(aim) => format!("aim {aim}"),
            None => format!("priority {}", self.priority),
        }
    }
}

/// Every place of a plan, in order.
pub(super) fn all(plan: &Plan) -> Vec<Place> {
    let mut places = Vec::new();
    for priority in &plan.priorities {
        let title = priority.title.as_deref().unwrap_or("no title");
        places.push(Place {
            priority: priority.reference.clone(),
            aim: None,
            words: format!("Priority {}: {title}", priority.reference),
        });
        for aim in plan.aims.iter().filter(|aim| aim.priority == priority.reference) {
            places.push(Place {
                priority: priority.reference.clone(),
                aim: Some(aim.reference.clone()),
                words: format!("Aim {}: {} (priority {})", aim.reference, aim.title, priority.reference),
            });
        }
    }
    places
}

/// Where an action stands.
pub(super) fn of(plan: &Plan, action: &Action) -> Place {
    let here = |place: &Place| place.priority == action.priority && place.aim == action.aim;
    all(plan).into_iter().find(here).unwrap_or_else(|| Place {
        priority: action.priority.clone(),
        aim: action.aim.clone(),
        words: format!("Priority {}", action.priority),
    })
}

/// The field in which a place is chosen.
pub(super) fn field(plan: &Plan, chosen: &str, error: Option<&str>) -> Select {
    let choices = all(plan).into_iter().map(|place| {
        let value = place.value();
        let is_chosen = value == chosen;
        Choice::new(value, place.words.chars().take(100).collect::<String>()).chosen(is_chosen)
    });
    Select::new("place", "Where does it stand?").choices(choices).error(error)
}

/// The place that was chosen.
pub(super) fn chosen(plan: &Plan, value: &str) -> Option<Place> {
    all(plan).into_iter().find(|place| place.value() == value)
}
