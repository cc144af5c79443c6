//! The order of a plan's actions, once people have changed it.

use std::collections::BTreeMap;

use super::{Action, Plan};

/// What actions are put in order within: a priority and, where it has any, an aim.
type Family<'a> = (&'a str, Option<&'a str>);

fn family(action: &Action) -> Family<'_> {
    (&action.priority, action.aim.as_deref())
}

impl Plan {
    /// The actions of one priority and aim, in order; `None` stands for those without an aim.
    pub fn siblings<'a>(&'a self, priority: &'a str, aim: Option<&'a str>) -> impl Iterator<Item = &'a Action> {
        self.actions.iter().filter(move |action| family(action) == (priority, aim))
    }

    /// A reference that no action has, after those like `like`: `1.4` after `1.3`, `1.1/3` after `1.1/2`.
    #[must_use]
    pub fn next_reference(&self, like: &str) -> String {
        let cut = like.rfind(['.', '/']).map_or(0, |at| at + 1);
        let (family, _) = like.split_at(cut);
        let last = self
            .actions
            .iter()
            .filter_map(|action| action.reference.strip_prefix(family)?.parse::<u32>().ok())
            .max()
            .unwrap_or(0);
        format!("{family}{}", last.saturating_add(1))
    }

    /// Puts the actions of each priority and aim into the order that people gave them.
    ///
    /// They keep the places in the list that they have together; where nobody
    /// gave an order, nothing moves. An action without an order of its own
    /// counts as being where it stands.
    pub fn settle_order(&mut self) {
        if self.actions.iter().all(|action| action.order.is_none()) {
            return;
        }
        let mut places: BTreeMap<Family<'_>, Vec<usize>> = BTreeMap::new();
        for (place, action) in self.actions.iter().enumerate() {
            places.entry(family(action)).or_default().push(place);
        }
        let mut moves: Vec<(usize, usize)> = Vec::new();
        for places in places.into_values() {
            let mut in_order: Vec<(u32, usize)> = (1..)
                .zip(&places)
                .map(|(standing, place)| (self.actions[*place].order.unwrap_or(standing), *place))
                .collect();
            in_order.sort_by_key(|(order, _)| *order);
            moves.extend(places.into_iter().zip(in_order.into_iter().map(|(_, from)| from)));
        }
        moves.sort_unstable();
        let mut taken: Vec<Option<Action>> = std::mem::take(&mut self.actions).into_iter().map(Some).collect();
        self.actions = moves.into_iter().filter_map(|(_, from)| taken[from].take()).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(reference: &str, priority: &str, order: Option<u32>) -> Action {
        Action { reference: reference.to_owned(), priority: priority.to_owned(), order, ..Action::default() }
    }

    fn references(plan: &Plan) -> Vec<&str> {
        plan.actions.iter().map(|action| action.reference.as_str()).collect()
    }

    #[test]
    fn nothing_moves_where_nobody_gave_an_order() {
        let mut plan = Plan {
            actions: vec![action("2.1", "2", None), action("1.1", "1", None), action("2.2", "2", None)],
            ..Plan::default()
        };
        plan.settle_order();
        assert_eq!(references(&plan), ["2.1", "1.1", "2.2"]);
    }

    #[test]
    fn actions_change_places_within_their_priority_only() {
        let mut plan = Plan {
            actions: vec![
                action("1.1", "1", Some(3)),
                action("2.1", "2", None),
                action("1.2", "1", Some(1)),
                action("1.3", "1", Some(2)),
            ],
            ..Plan::default()
        };
        plan.settle_order();
        assert_eq!(references(&plan), ["1.2", "2.1", "1.3", "1.1"]);
    }

    #[test]
    fn a_new_reference_follows_the_last_of_its_family() {
        let actions = ["1.3", "1.12", "1.2/1", "2.1", "A"].map(|reference| action(reference, "1", None)).to_vec();
        let plan = Plan { actions, ..Plan::default() };
        assert_eq!(plan.next_reference("1.3"), "1.13");
        assert_eq!(plan.next_reference("1.2/1"), "1.2/2");
        assert_eq!(plan.next_reference("4.1"), "4.1");
        assert_eq!(plan.next_reference("A"), "1");
    }

    #[test]
    fn an_action_added_later_stands_last() {
        let mut plan = Plan {
            actions: vec![action("1.1", "1", Some(2)), action("1.2", "1", Some(1)), action("1.3", "1", None)],
            ..Plan::default()
        };
        plan.settle_order();
        assert_eq!(references(&plan), ["1.2", "1.1", "1.3"]);
    }
}
