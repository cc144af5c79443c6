//! Papers of a meeting: when they are due, and who is asked for them.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Agenda, ClearDays, PapersRule};
use crate::board_report::{day_words, number_of};
use crate::calendar::WorkingDays;

/// A paper that goes out for an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperDue {
    /// Number of the item on the agenda.
    pub item: u32,
    /// Title of the item.
    pub title: String,
    /// The post that owes it.
    pub post: String,
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
}

/// A paper that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Number of the item on the agenda.
    pub item: u32,
    /// The day it came in.
    pub in_on: NaiveDate,
}

/// How pressing a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Pressing {
    /// Its day has passed.
    Late {
        /// Days since then, at least 1.
        days: i64,
    },
    /// Its day comes soon.
    DueSoon {
        /// Days until then; 0 on the day itself.
        days: i64,
    },
}

/// A paper that somebody is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chaser {
    /// The paper.
    pub paper: PaperDue,
    /// How pressing it is.
    pub pressing: Pressing,
    /// What the post is told.
    pub sentence: String,
}

/// The papers that an agenda asks for, in its order.
///
/// A paper is due on the last day on which it can go out with its clear days. Empty when a calendar does not know the
/// day of the meeting.
#[must_use]
pub fn papers_due(agenda: &Agenda, meeting_on: NaiveDate, rule: ClearDays, calendar: &WorkingDays) -> Vec<PaperDue> {
    let Some(due_on) = rule.last_day_out(meeting_on, calendar) else { return Vec::new() };
    let needed = agenda.items.iter().filter(|item| item.needs_paper);
    needed
        .map(|item| PaperDue { item: item.number, title: item.title.clone(), post: item.presents.clone(), due_on })
        .collect()
}

/// The papers that are late or due soon on a day and have not come in, the most pressing first.
///
/// `rule.asked_days_before` says how soon is soon. A paper that came in after the day is still asked for on it.
#[must_use]
pub fn chasers(due: &[PaperDue], came_in: &[Paper], today: NaiveDate, rule: &PapersRule) -> Vec<Chaser> {
    let is_in = |paper: &PaperDue| came_in.iter().any(|came| came.item == paper.item && came.in_on <= today);
    let soon = Days::new(u64::from(rule.asked_days_before));
    let mut chasers: Vec<Chaser> = due
        .iter()
        .filter(|paper| !is_in(paper))
        .filter(|paper| paper.due_on.checked_sub_days(soon).is_none_or(|asked_from| asked_from <= today))
        .map(|paper| {
            let days = (paper.due_on - today).num_days();
            let pressing = if days < 0 { Pressing::Late { days: -days } } else { Pressing::DueSoon { days } };
            Chaser { paper: paper.clone(), pressing, sentence: sentence(paper, pressing) }
        })
        .collect();
    chasers.sort_by_key(|chaser| (chaser.paper.due_on, chaser.paper.item));
    chasers
}

fn sentence(paper: &PaperDue, pressing: Pressing) -> String {
    let days = |days: i64| number_of(usize::try_from(days).unwrap_or(0), "day");
    let due = day_words(paper.due_on);
    let when = match pressing {
        Pressing::Late { days: late } => format!("was due on {due}, {} ago", days(late)),
        Pressing::DueSoon { days: 0 } => "is due today".to_owned(),
        Pressing::DueSoon { days: left } => format!("is due on {due}, in {}", days(left)),
    };
    format!("The paper for item {}, {}, {when}.", paper.item, paper.title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::AgendaItem;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due() -> Vec<PaperDue> {
        let item = |number, title: &str, needs_paper| AgendaItem {
            number,
            title: title.to_owned(),
            presents: format!("Post {number}"),
            needs_paper,
            ..AgendaItem::default()
        };
        let items = vec![item(1, "Welcome", false), item(2, "Minutes", true), item(3, "Risks", true)];
        let agenda = Agenda { meeting: 1, minutes: 60, items };
        let rule = PapersRule::built_in().clear_days;
        papers_due(&agenda, day("2026-11-18"), rule, WorkingDays::of_england())
    }

    fn asked(came_in: &[Paper], today: &str) -> Vec<String> {
        let chasers = chasers(&due(), came_in, day(today), PapersRule::built_in());
        chasers.into_iter().map(|chaser| chaser.sentence).collect()
    }

    #[test]
    fn only_items_that_need_a_paper_owe_one() {
        let due = due();
        assert_eq!(due.iter().map(|paper| paper.item).collect::<Vec<_>>(), [2, 3]);
        assert!(due.iter().all(|paper| paper.due_on == day("2026-11-10")));
    }

    #[test]
    fn a_post_is_asked_from_a_week_before_until_its_paper_is_in() {
        assert!(asked(&[], "2026-11-02").is_empty());
        assert_eq!(
            asked(&[], "2026-11-03")[0],
            "The paper for item 2, Minutes, is due on 10 November 2026, in 7 days."
        );
        assert_eq!(asked(&[], "2026-11-10")[0], "The paper for item 2, Minutes, is due today.");
        let late = asked(&[Paper { item: 2, in_on: day("2026-11-09") }], "2026-11-11");
        assert_eq!(late, ["The paper for item 3, Risks, was due on 10 November 2026, 1 day ago."]);
    }

    #[test]
    fn on_a_past_day_a_paper_that_came_in_later_is_still_owed() {
        let came_in = [Paper { item: 2, in_on: day("2026-11-12") }, Paper { item: 3, in_on: day("2026-11-12") }];
        assert_eq!(asked(&came_in, "2026-11-11").len(), 2);
        assert!(asked(&came_in, "2026-11-12").is_empty());
    }
}
