//! The agenda of a meeting: from its template, with what the forward plan brings.

use std::collections::BTreeSet;

use chrono::{NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{AgendaTemplate, ForwardItem};

/// The agenda of one meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// Number of the meeting.
    pub meeting: u64,
    /// Minutes that the meeting has.
    pub minutes: u16,
    /// Its items, in order.
    pub items: Vec<AgendaItem>,
}

/// One item of an agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Its number on this agenda, from 1.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Minutes.
    pub minutes: u16,
    /// The post that presents it.
    pub presents: String,
    /// True when a paper goes out for it.
    pub needs_paper: bool,
    /// The item of the template it comes from.
    pub template_item: Option<String>,
    /// The item of the forward plan it comes from.
    pub forward_item: Option<u64>,
}

/// When an item is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Number of the item.
    pub item: u32,
    /// When it begins.
    pub starts_at: NaiveTime,
    /// When it ends.
    pub ends_at: NaiveTime,
}

impl Agenda {
    /// The agenda of a meeting: the items of the template in order, with those of the forward plan before the last.
    ///
    /// # Input
    ///
    /// * `taken` – ids of items of the template that were taken at an earlier meeting of the body that was held;
    ///   those that are not standing are left out.
    /// * `forward` – items of the forward plan for this meeting, in order.
    #[must_use]
    pub fn draft(meeting: u64, template: &AgendaTemplate, taken: &BTreeSet<String>, forward: &[&ForwardItem]) -> Self {
        let mut items: Vec<AgendaItem> = template
            .items
            .iter()
            .filter(|item| item.standing || !taken.contains(&item.id))
            .map(|item| AgendaItem {
                number: 0,
                title: item.title.clone(),
                minutes: item.minutes,
                presents: item.presents.clone(),
                needs_paper: item.paper,
                template_item: Some(item.id.clone()),
                forward_item: None,
            })
            .collect();
        let before_last = items.len().saturating_sub(1);
        let brought = forward.iter().map(|item| AgendaItem {
            number: 0,
            title: item.title.clone(),
            minutes: item.minutes,
            presents: item.presents.clone(),
            needs_paper: item.needs_paper,
            template_item: None,
            forward_item: Some(item.number),
        });
        items.splice(before_last..before_last, brought);
        for (number, item) in (1..).zip(&mut items) {
            item.number = number;
        }
        Self { meeting, minutes: template.minutes, items }
    }

    /// The item with this number.
    #[must_use]
    pub fn item(&self, number: u32) -> Option<&AgendaItem> {
        self.items.iter().find(|item| item.number == number)
    }

    /// Minutes that its items take together.
    #[must_use]
    pub fn minutes_of_items(&self) -> u32 {
        self.items.iter().map(|item| u32::from(item.minutes)).sum()
    }

    /// Minutes by which its items take longer than the meeting has; 0 when they fit.
    #[must_use]
    pub fn minutes_over(&self) -> u32 {
        self.minutes_of_items().saturating_sub(u32::from(self.minutes))
    }

    /// When each item is taken in a meeting that begins then.
    #[must_use]
    pub fn timetable(&self, starts_at: NaiveTime) -> Vec<Slot> {
        let mut at = starts_at;
        let slot = |item: &AgendaItem| {
            let starts_at = at;
            at += TimeDelta::minutes(i64::from(item.minutes));
            Slot { item: item.number, starts_at, ends_at: at }
        };
        self.items.iter().map(slot).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::AgendaTemplates;

    fn template() -> AgendaTemplate {
        AgendaTemplates::built_in().get("improvement_board").unwrap().clone()
    }

    fn forward(number: u64, title: &str) -> ForwardItem {
        ForwardItem {
            number,
            title: title.to_owned(),
            presents: "Head of Service".to_owned(),
            minutes: 15,
            needs_paper: true,
            ..ForwardItem::default()
        }
    }

    #[test]
    fn items_are_numbered_with_those_of_the_forward_plan_before_the_last() {
        let brought = forward(4, "Placements");
        let agenda = Agenda::draft(9, &template(), &BTreeSet::new(), &[&brought]);
        let last = u32::try_from(agenda.items.len()).unwrap();
        assert_eq!(agenda.items.iter().map(|item| item.number).collect::<Vec<_>>(), (1..=last).collect::<Vec<_>>());
        assert_eq!(agenda.item(last - 1).unwrap().forward_item, Some(4));
        assert_eq!(agenda.item(last).unwrap().template_item.as_deref(), Some("forward_plan"));
        assert_eq!(agenda.item(last + 1), None);
    }

    #[test]
    fn what_is_taken_once_leaves_the_agenda_and_standing_items_stay() {
        let all = Agenda::draft(9, &template(), &BTreeSet::new(), &[]);
        let taken = ["terms", "welcome"].map(str::to_owned).into();
        let later = Agenda::draft(10, &template(), &taken, &[]);
        assert_eq!(later.items.len() + 1, all.items.len());
        assert!(later.items.iter().any(|item| item.template_item.as_deref() == Some("welcome")));
        assert!(!later.items.iter().any(|item| item.template_item.as_deref() == Some("terms")));
    }

    #[test]
    fn items_follow_each_other_and_too_many_are_told_in_minutes() {
        let brought = forward(4, "Placements");
        let agenda = Agenda::draft(9, &template(), &BTreeSet::new(), &[&brought]);
        assert_eq!((agenda.minutes_of_items(), agenda.minutes_over()), (125, 5));
        let timetable = agenda.timetable("14:00:00".parse().unwrap());
        assert_eq!(timetable[0].ends_at, timetable[1].starts_at);
        assert_eq!(timetable.last().unwrap().ends_at, "16:05:00".parse().unwrap());
    }
}
