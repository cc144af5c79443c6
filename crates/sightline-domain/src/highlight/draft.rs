//! What a highlight report is drafted from, and the sentences that follow from it by rule.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::sentences;
use crate::board_report::{Axis, Direction, SIX_WEEKS_DAYS, movement_lines, one_line};
use crate::standing::{Standing, is_complete_on};
use crate::standpoint::{Rated, Standpoint};

/// What a part of a highlight report is about, in the order in which it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// How actions are rated.
    Ratings,
    /// Which ratings moved since the last report.
    Changes,
    /// What is overdue.
    Overdue,
    /// Milestones that were met, and those to come.
    Milestones,
    /// What the evidence says of the ratings.
    Evidence,
    /// What the board is asked to decide.
    Decisions,
}

impl Topic {
    /// Every topic, in order.
    pub const ALL: [Self; 6] =
        [Self::Ratings, Self::Changes, Self::Overdue, Self::Milestones, Self::Evidence, Self::Decisions];

    /// The heading that papers print.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Ratings => "Where we are",
            Self::Changes => "What has moved",
            Self::Overdue => "What is overdue",
            Self::Milestones => "Milestones",
            Self::Evidence => "What the evidence says",
            Self::Decisions => "What we ask of the board",
        }
    }

    /// As it stands in forms and in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ratings => "ratings",
            Self::Changes => "changes",
            Self::Overdue => "overdue",
            Self::Milestones => "milestones",
            Self::Evidence => "evidence",
            Self::Decisions => "decisions",
        }
    }

    /// The topic with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

/// What the evidence supports for the impact of a priority's actions: how many of each, and where ratings are better.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerdictCounts {
    /// Actions whose evidence supports blue.
    pub blue: usize,
    /// Green.
    pub green: usize,
    /// Amber.
    pub amber: usize,
    /// Red.
    pub red: usize,
    /// Actions with no evidence to judge by.
    pub no_evidence: usize,
    /// References of actions that are rated better than their evidence supports.
    pub rated_better: Vec<String>,
    /// References of actions whose evidence supports more than their rating.
    pub rated_worse: Vec<String>,
}

impl VerdictCounts {
    /// Actions that were judged at all.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.blue + self.green + self.amber + self.red
    }
}

/// How many actions have one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelCount {
    /// Which rating.
    pub axis: Axis,
    /// The name of the level, or `Not yet rated`.
    pub level: String,
    /// Actions.
    pub count: usize,
}

/// A milestone of a priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneFact {
    /// Reference of its action.
    pub action: String,
    /// The milestone in words.
    pub text: String,
    /// The day it is due or was met.
    pub on: NaiveDate,
}

/// The facts that the sentences follow from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighlightFacts {
    /// Live actions of the priority, placeholders left out.
    pub actions: usize,
    /// How they are rated, best first, levels without an action left out.
    pub levels: Vec<LevelCount>,
    /// Ratings that moved, in plan order: which, of which action, and which way.
    pub moved: Vec<(Axis, String, Direction)>,
    /// References of actions whose due date has passed, in plan order.
    pub overdue: Vec<String>,
    /// Milestones of other actions whose day has passed.
    pub late_milestones: Vec<MilestoneFact>,
    /// Milestones met since the last report; all that were ever met without one.
    pub milestones_met: Vec<MilestoneFact>,
    /// Milestones due in the next six weeks.
    pub milestones_due: Vec<MilestoneFact>,
    /// What the evidence supports; null when nothing was judged.
    pub verdicts: Option<VerdictCounts>,
    /// What the board is asked to decide, one sentence each.
    pub decisions: Vec<String>,
}

/// What is said on a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// The topic.
    pub topic: Topic,
    /// The sentences.
    pub text: String,
}

/// A highlight report as drafted from the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighlightDraft {
    /// Reference of the priority.
    pub priority: String,
    /// Its title.
    pub title: String,
    /// The day it shows.
    pub as_at: NaiveDate,
    /// The day of the last report; null for the first.
    pub since: Option<NaiveDate>,
    /// What it rests on.
    pub facts: HighlightFacts,
    /// One line for each topic, in order.
    pub lines: Vec<DraftLine>,
}

impl HighlightDraft {
    /// The draft for a priority of a plan on a day, beside the plan on the day of the last report.
    ///
    /// `verdicts` and `decisions` come as they are; everything else is counted here. The same input gives an equal
    /// draft. `None` when the plan has no such priority.
    #[must_use]
    pub fn build(
        priority: &str,
        now: &Standpoint<'_>,
        before: Option<&Standpoint<'_>>,
        verdicts: Option<VerdictCounts>,
        decisions: &[String],
    ) -> Option<Self> {
        let own = now.plan.priority(priority)?;
        let since = before.map(|before| before.as_at);
        let items: Vec<&Rated<'_>> = now.real().filter(|item| item.action.priority == priority).collect();
        let is_own = |reference: &str| items.iter().any(|item| item.action.reference == reference);
        let moved = movement_lines(now, before, &|_| None)
            .into_iter()
            .filter(|line| is_own(&line.reference))
            .map(|line| (line.axis, line.reference, line.direction))
            .collect();
        let soon = now.as_at.checked_add_days(Days::new(SIX_WEEKS_DAYS)).unwrap_or(NaiveDate::MAX);
        let overdue = |item: &&&Rated<'_>| item.standing == Standing::Overdue;
        let facts = HighlightFacts {
            actions: items.len(),
            levels: levels(now, &items),
            moved,
            overdue: items.iter().filter(overdue).map(|item| item.action.reference.clone()).collect(),
            late_milestones: milestones(
                &items,
                |item, due_on, met_on| {
                    due_on.filter(|due_on| met_on.is_none() && *due_on < now.as_at && item.is_open() && !overdue(&item))
                },
                now.as_at,
            ),
            milestones_met: milestones(
                &items,
                |_, _, met_on| met_on.filter(|met_on| since.is_none_or(|since| *met_on > since)),
                now.as_at,
            ),
            milestones_due: milestones(
                &items,
                |_, due_on, met_on| due_on.filter(|due_on| met_on.is_none() && (now.as_at..=soon).contains(due_on)),
                now.as_at,
            ),
            verdicts,
            decisions: decisions
                .iter()
                .map(|decision| one_line(decision))
                .filter(|decision| !decision.is_empty())
                .collect(),
        };
        let line = |topic| DraftLine { topic, text: sentences::of(topic, &facts, now.as_at, since) };
        let lines = Topic::ALL.into_iter().map(line).collect();
        let title = own.title.clone().unwrap_or_else(|| "(no title in the plan)".to_owned());
        Some(Self { priority: priority.to_owned(), title, as_at: now.as_at, since, facts, lines })
    }

    /// The sentences on a topic.
    #[must_use]
    pub fn text(&self, topic: Topic) -> &str {
        self.lines.iter().find(|line| line.topic == topic).map_or("", |line| line.text.as_str())
    }
}

fn levels(now: &Standpoint<'_>, items: &[&Rated<'_>]) -> Vec<LevelCount> {
    let mut counts = Vec::new();
    for axis in [Axis::Action, Axis::Impact] {
        let Some(scale) = now.scale_of(axis) else { continue };
        let count = |level: String, count: usize| (count > 0).then_some(LevelCount { axis, level, count });
        for level in scale.levels.iter().rev() {
            let is_on = |item: &&&Rated<'_>| item.code(axis).and_then(|code| scale.level(code)) == Some(level);
            counts.extend(count(level.name.clone(), items.iter().filter(is_on).count()));
        }
        let is_unrated = |item: &&&Rated<'_>| item.code(axis).and_then(|code| scale.level(code)).is_none();
        counts.extend(count("Not yet rated".to_owned(), items.iter().filter(is_unrated).count()));
    }
    counts
}

/// The milestones for which `on` gives a day, from their due day and the day they were met, by that day.
fn milestones(
    items: &[&Rated<'_>],
    on: impl Fn(&&Rated<'_>, Option<NaiveDate>, Option<NaiveDate>) -> Option<NaiveDate>,
    as_at: NaiveDate,
) -> Vec<MilestoneFact> {
    let mut found: Vec<MilestoneFact> = Vec::new();
    for item in items {
        for milestone in &item.action.milestones {
            let met_on = milestone.completed_on.filter(|_| is_complete_on(milestone, as_at));
            if let Some(on) = on(item, milestone.due_on, met_on) {
                found.push(MilestoneFact {
                    action: item.action.reference.clone(),
                    text: one_line(&milestone.text),
                    on,
                });
            }
        }
    }
    found.sort_by_key(|milestone| milestone.on);
    found
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::history::{PlanAsAt, Update};
    use crate::plan::{Action, Milestone, Plan, Priority};

    pub(in crate::highlight) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn update(action: &str, on: &str, rating: &str, impact: &str) -> Update {
        Update {
            action: action.to_owned(),
            on: day(on),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
            by: "Lead".to_owned(),
            action_rating: Some(rating.to_owned()),
            impact_rating: Some(impact.to_owned()),
            note: None,
            forecast_on: None,
            evidence: Vec::new(),
        }
    }

    fn action(reference: &str, priority: &str, due: &str, milestones: &[(&str, &str, Option<&str>)]) -> Action {
        let milestone = |(text, due, met): &(&str, &str, Option<&str>)| Milestone {
            text: (*text).to_owned(),
            due_on: Some(day(due)),
            completed_on: met.map(day),
            ..Milestone::default()
        };
        Action {
            reference: reference.to_owned(),
            priority: priority.to_owned(),
            due_on: Some(day(due)),
            milestones: milestones.iter().map(milestone).collect(),
            ..Action::default()
        }
    }

    fn plan(as_at: &str, updates: Vec<Update>) -> PlanAsAt {
        let priorities = ["1", "2"].map(|reference| Priority {
            reference: reference.to_owned(),
            title: Some(format!("Priority {reference}")),
            ..Priority::default()
        });
        let actions = vec![
            action("1.1", "1", "2026-09-30", &[("Old step", "2026-08-31", None)]),
            action(
                "1.2",
                "1",
                "2027-03-31",
                &[("Team in place", "2026-10-15", Some("2026-10-20")), ("First visits", "2026-10-25", None)],
            ),
            action("1.3", "1", "2027-03-31", &[("Review", "2026-11-30", None), ("Later", "2027-02-01", None)]),
            action("2.1", "2", "2026-09-30", &[]),
            Action { placeholder: true, ..action("1.4", "1", "2026-09-30", &[]) },
        ];
        PlanAsAt {
            as_at: day(as_at),
            plan: Plan { priorities: priorities.to_vec(), actions, ..Plan::default() },
            latest_updates: updates,
        }
    }

    pub(in crate::highlight) fn draft(verdicts: Option<VerdictCounts>, decisions: &[&str]) -> HighlightDraft {
        let now = plan(
            "2026-10-31",
            vec![
                update("1.1", "2026-10-20", "red", "amber"),
                update("1.2", "2026-10-20", "green", "green"),
                update("2.1", "2026-10-20", "red", "red"),
            ],
        );
        let before = plan(
            "2026-07-31",
            vec![
                update("1.1", "2026-07-20", "green", "amber"),
                update("1.2", "2026-07-20", "amber", "amber"),
                update("2.1", "2026-07-20", "green", "red"),
            ],
        );
        let decisions: Vec<String> = decisions.iter().map(|decision| (*decision).to_owned()).collect();
        HighlightDraft::build("1", &Standpoint::of(&now), Some(&Standpoint::of(&before)), verdicts, &decisions).unwrap()
    }

    #[test]
    fn facts_are_those_of_the_priority_alone() {
        let facts = draft(None, &[" "]).facts;
        assert_eq!(facts.actions, 3);
        let levels: Vec<_> = facts.levels.iter().map(|line| (line.axis, line.level.as_str(), line.count)).collect();
        assert_eq!(
            levels,
            [
                (Axis::Action, "Green", 1),
                (Axis::Action, "Red", 1),
                (Axis::Action, "Not yet rated", 1),
                (Axis::Impact, "Green", 1),
                (Axis::Impact, "Amber", 1),
                (Axis::Impact, "Not yet rated", 1)
            ]
        );
        assert_eq!(
            facts.moved,
            [
                (Axis::Action, "1.1".to_owned(), Direction::Worse),
                (Axis::Action, "1.2".to_owned(), Direction::Better),
                (Axis::Impact, "1.2".to_owned(), Direction::Better)
            ]
        );
        assert_eq!(facts.overdue, ["1.1"]);
        let texts = |milestones: &[MilestoneFact]| {
            milestones.iter().map(|milestone| milestone.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(texts(&facts.late_milestones), ["First visits"], "those of an overdue action are not counted twice");
        assert_eq!(texts(&facts.milestones_met), ["Team in place"]);
        assert_eq!(texts(&facts.milestones_due), ["Review"]);
        assert!(facts.decisions.is_empty());
    }

    #[test]
    fn a_plan_without_the_priority_gives_no_draft_and_topics_are_found_by_code() {
        let now = plan("2026-10-31", Vec::new());
        assert_eq!(HighlightDraft::build("9", &Standpoint::of(&now), None, None, &[]), None);
        for topic in Topic::ALL {
            assert_eq!(Topic::from_code(topic.code()), Some(topic));
        }
        assert_eq!(Topic::from_code("summary"), None);
    }

    #[test]
    fn the_same_input_gives_an_equal_draft() {
        assert_eq!(draft(None, &["Agree it."]), draft(None, &["Agree it."]));
    }
}
