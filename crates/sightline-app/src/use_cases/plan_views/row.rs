//! One action as lists show it.

use chrono::NaiveDate;
use sightline_domain::board_report::{Axis, RatingMark, due_words, listed_title, one_line, rating_mark};
use sightline_domain::plan::{Action, ActionState, Plan};
use sightline_domain::standing::{Standing, deadline};
use sightline_domain::standpoint::{Rated, Standpoint};

/// One action with what was reported and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// Its reference.
    pub reference: String,
    /// Its first sentence, at most 120 characters.
    pub title: String,
    /// All its words, on one line.
    pub text: String,
    /// Reference of its priority; empty when it has none.
    pub priority: String,
    /// Title of its priority.
    pub priority_title: Option<String>,
    /// Its aim or the heading it stands under.
    pub under: Option<String>,
    /// Its leads; `None` when it has none.
    pub leads: Option<String>,
    /// When it is due, in words: a day, a cadence, ongoing, to be confirmed, or what is printed.
    pub due_words: String,
    /// The day its timescale names.
    pub due_on: Option<NaiveDate>,
    /// Whole days since its deadline, when it is overdue.
    pub days_late: Option<i64>,
    /// The day completion is now expected.
    pub forecast_on: Option<NaiveDate>,
    /// The action rating in force.
    pub action_rating: RatingMark,
    /// The impact rating in force; `None` when the plan does not rate impact.
    pub impact_rating: Option<RatingMark>,
    /// Where it stands; `None` for a placeholder and for what left the plan.
    pub standing: Option<Standing>,
    /// True when it is reported on track or complete, and its dates, milestones and updates do not support that.
    pub is_rated_too_well: bool,
    /// True when it is open and has no update in the plan's update cycle.
    pub is_silent: bool,
    /// The day of its latest update.
    pub updated_on: Option<NaiveDate>,
    /// What the latest update says.
    pub note: Option<String>,
    /// Inspection tags, as printed.
    pub sources: Vec<String>,
    /// True for a place held for actions still to be agreed.
    pub is_placeholder: bool,
    /// Whether it is still in the plan.
    pub state: ActionState,
}

impl ActionRow {
    pub(super) fn of(now: &Standpoint<'_>, item: &Rated<'_>) -> Self {
        let action = item.action;
        let counts = action.is_live() && !action.placeholder;
        let standing = counts.then_some(item.standing);
        let late = standing == Some(Standing::Overdue);
        Self {
            reference: action.reference.clone(),
            title: listed_title(action),
            text: one_line(action.title()),
            priority: action.priority.clone(),
            priority_title: now
                .plan
                .priority(&action.priority)
                .and_then(|priority| priority.title.as_deref())
                .map(one_line),
            under: heading_words(now.plan, action),
            leads: action.leads_words(),
            due_words: due_words(action),
            due_on: action.due_on,
            days_late: deadline(action).filter(|_| late).map(|due_on| (now.as_at - due_on).num_days()),
            forecast_on: item.update.and_then(|update| update.forecast_on),
            action_rating: rating_mark(&now.scale, item.code(Axis::Action)),
            impact_rating: now.impact_scale.as_ref().map(|scale| rating_mark(scale, item.code(Axis::Impact))),
            standing,
            is_rated_too_well: counts && now.is_rated_too_well(item),
            is_silent: counts && now.is_silent(item),
            updated_on: item.update.map(|update| update.on),
            note: item.update.and_then(|update| update.note.as_deref()).map(one_line).filter(|note| !note.is_empty()),
            sources: action.sources.iter().map(|source| one_line(source)).collect(),
            is_placeholder: action.placeholder,
            state: action.state.clone(),
        }
    }
}

fn heading_words(plan: &Plan, action: &Action) -> Option<String> {
    let aim = action.aim.as_deref().map(|reference| match plan.aim(reference) {
        Some(aim) => one_line(&format!("{reference} {}", aim.title)),
        None => reference.to_owned(),
    });
    match (aim, action.group.as_deref().map(one_line)) {
        (Some(aim), Some(group)) => Some(format!("{aim}: {group}")),
        (aim, group) => aim.or(group),
    }
}

/// How many of some actions stand where; placeholders apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandingCounts {
    /// One count for each of [`Standing::ALL`], best first.
    pub by_standing: [usize; 5],
    /// Places held for actions still to be agreed.
    pub placeholders: usize,
}

impl StandingCounts {
    pub(super) fn of<'a>(rows: impl IntoIterator<Item = &'a ActionRow>) -> Self {
        let mut counts = Self::default();
        for row in rows {
            match row.standing.and_then(|standing| Standing::ALL.iter().position(|known| *known == standing)) {
                Some(place) => counts.by_standing[place] += 1,
                None => counts.placeholders += usize::from(row.is_placeholder),
            }
        }
        counts
    }

    /// Actions counted, placeholders left out.
    #[must_use]
    pub fn total(&self) -> usize {
        self.by_standing.iter().sum()
    }
}
