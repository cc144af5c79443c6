//! What changed between two plans, or between one plan at two dates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Action, ActionState, Plan};

/// One difference between two plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Reference of the action in the later plan; in the earlier one when it is no longer there.
    pub action: String,
    /// What kind of change.
    pub kind: ChangeKind,
    /// What stood before; null for an addition.
    pub before: Option<String>,
    /// What stands now; null for a withdrawal.
    pub after: Option<String>,
}

/// What kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Not in the earlier plan.
    Added,
    /// Other words.
    Reworded,
    /// Another timescale.
    Redated,
    /// Other leads.
    Reled,
    /// Under another priority, aim or heading.
    Moved,
    /// Now part of another action.
    Merged,
    /// Replaced by several others.
    Split,
    /// No longer in the plan.
    Withdrawn,
}

/// The differences from `earlier` to `later`, in the order of the later plan, then what is gone.
///
/// Actions are matched by reference. An action that changed in two ways gives
/// two changes. Words are compared after white space.
#[must_use]
pub fn compare(earlier: &Plan, later: &Plan) -> Vec<Change> {
    let mut changes = Vec::new();
    for action in &later.actions {
        match earlier.action(&action.reference) {
            None if action.is_live() => changes.push(Change {
                action: action.reference.clone(),
                kind: ChangeKind::Added,
                before: None,
                after: Some(action.title().to_owned()),
            }),
            None => {}
            Some(before) => compare_action(before, action, &mut changes),
        }
    }
    for action in &earlier.actions {
        if action.is_live() && later.action(&action.reference).is_none() {
            changes.push(gone(action, ChangeKind::Withdrawn, None));
        }
    }
    changes
}

fn gone(action: &Action, kind: ChangeKind, after: Option<String>) -> Change {
    Change { action: action.reference.clone(), kind, before: Some(action.title().to_owned()), after }
}

fn compare_action(before: &Action, after: &Action, changes: &mut Vec<Change>) {
    if before.state != after.state {
        let (kind, detail) = match &after.state {
            ActionState::Withdrawn => (ChangeKind::Withdrawn, None),
            ActionState::Merged { into } => (ChangeKind::Merged, Some(format!("into {into}"))),
            ActionState::Split { into } => (ChangeKind::Split, Some(format!("into {}", into.join(", ")))),
            ActionState::Live => (ChangeKind::Added, Some(after.title().to_owned())),
        };
        changes.push(gone(before, kind, detail));
        return;
    }
    let mut note = |kind, was: Option<String>, is: Option<String>| {
        if was != is {
            changes.push(Change { action: after.reference.clone(), kind, before: was, after: is });
        }
    };
    note(ChangeKind::Reworded, one_space(before.text.as_deref()), one_space(after.text.as_deref()));
    note(ChangeKind::Redated, timescale(before), timescale(after));
    note(ChangeKind::Reled, one_space(before.leads_raw.as_deref()), one_space(after.leads_raw.as_deref()));
    note(ChangeKind::Moved, Some(standing_place(before)), Some(standing_place(after)));
}

fn timescale(action: &Action) -> Option<String> {
    match (one_space(action.start_raw.as_deref()), one_space(action.due_raw.as_deref())) {
        (None, due) => due,
        (Some(start), None) => Some(format!("from {start}")),
        (Some(start), Some(due)) => Some(format!("{start} to {due}")),
    }
}

fn standing_place(action: &Action) -> String {
    let aim = action.aim.as_ref().map(|aim| format!(", aim {aim}")).unwrap_or_default();
    let group = action.group.as_ref().map(|group| format!(", {group}")).unwrap_or_default();
    format!("priority {}{aim}{group}", action.priority)
}

fn one_space(text: Option<&str>) -> Option<String> {
    let text = text?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(actions: &[(&str, &str, &str)]) -> Plan {
        Plan {
            actions: actions
                .iter()
                .map(|(reference, text, due)| Action {
                    reference: (*reference).to_owned(),
                    text: Some((*text).to_owned()),
                    due_raw: Some((*due).to_owned()),
                    ..Action::default()
                })
                .collect(),
            ..Plan::default()
        }
    }

    #[test]
    fn a_plan_does_not_differ_from_itself() {
        let one = plan(&[("1.1", "Open the hub", "May 2026")]);
        assert!(compare(&one, &one).is_empty());
    }

    #[test]
    fn rewording_and_redating_are_two_changes() {
        let earlier = plan(&[("1.1", "Open the hub", "May 2026")]);
        let later = plan(&[("1.1", "Open both hubs", "June 2026")]);
        let kinds: Vec<_> = compare(&earlier, &later).into_iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [ChangeKind::Reworded, ChangeKind::Redated]);
    }

    #[test]
    fn an_action_merged_into_another_is_not_reported_as_withdrawn() {
        let earlier = plan(&[("1.1", "Open the hub", "May 2026"), ("1.2", "Staff the hub", "May 2026")]);
        let mut later = earlier.clone();
        later.actions[1].state = ActionState::Merged { into: "1.1".to_owned() };
        let changes = compare(&earlier, &later);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].kind, ChangeKind::Merged);
        assert_eq!(changes[0].after.as_deref(), Some("into 1.1"));
    }
}
