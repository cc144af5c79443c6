//! Whether an action is shown.

use chrono::{Days, NaiveDate};
use sightline_domain::board_report::Axis;
use sightline_domain::plan::{Action, ActionState};
use sightline_domain::scale::Scale;
use sightline_domain::standing::Standing;
use sightline_domain::standpoint::{Rated, Standpoint};

use super::{DUE_SOON_DAYS, DueWindow, LeadIs, PlanFilter, PriorityIs, RatingIs, SourceIs, StateIs, order};
use crate::use_cases::plan_views::leads;

/// One way in which a filter narrows what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    Priority,
    ActionRating,
    ImpactRating,
    Standing,
    Lead,
    Due,
    Silent,
    Placeholder,
    Source,
    State,
}

impl Kind {
    const ALL: [Self; 11] = [
        Self::Words,
        Self::Priority,
        Self::ActionRating,
        Self::ImpactRating,
        Self::Standing,
        Self::Lead,
        Self::Due,
        Self::Silent,
        Self::Placeholder,
        Self::Source,
        Self::State,
    ];

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// A filter laid over a plan.
pub(in crate::use_cases::plan_views) struct Matching<'a, 'p> {
    pub(super) now: &'a Standpoint<'p>,
    pub(super) filter: &'a PlanFilter,
    /// For each action of `now`, one bit for each kind that leaves it out.
    left_out: Vec<u16>,
    /// For each action of `now`, the names of its leads.
    lead_names: Vec<Vec<String>>,
}

impl<'a, 'p> Matching<'a, 'p> {
    /// `now` should hold every action, also those that left the plan.
    pub(in crate::use_cases::plan_views) fn of(now: &'a Standpoint<'p>, filter: &'a PlanFilter) -> Self {
        let words: Vec<String> = filter.words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let left_out = now
            .items
            .iter()
            .map(|item| {
                let failing = Kind::ALL.into_iter().filter(|kind| !shows(now, filter, &words, item, *kind));
                failing.fold(0, |bits, kind| bits | kind.bit())
            })
            .collect();
        let lead_names = now.items.iter().map(|item| leads::lead_names(now.plan, item.action)).collect();
        Self { now, filter, left_out, lead_names }
    }

    /// What is shown, in order.
    pub(in crate::use_cases::plan_views) fn shown(&self) -> Vec<&'a Rated<'p>> {
        let mut shown: Vec<&'a Rated<'p>> = self.but_for(None).collect();
        order::sort(self.now, &mut shown, self.filter.order);
        shown
    }

    /// What would be shown if the filter said nothing of one kind; in plan order.
    pub(super) fn but_for(&self, kind: Option<Kind>) -> impl Iterator<Item = &'a Rated<'p>> {
        let ignored = kind.map_or(0, Kind::bit);
        self.now.items.iter().zip(&self.left_out).filter(move |(_, bits)| **bits & !ignored == 0).map(|(item, _)| item)
    }

    /// The names of the leads of every action, in plan order.
    pub(super) fn all_lead_names(&self) -> impl Iterator<Item = &str> {
        self.lead_names.iter().flatten().map(String::as_str)
    }

    /// The names of the leads of what would be shown if the filter said nothing of leads.
    pub(super) fn lead_names_but_for_leads(&self) -> impl Iterator<Item = &str> {
        let ignored = Kind::Lead.bit();
        let kept = self.lead_names.iter().zip(&self.left_out).filter(move |(_, bits)| **bits & !ignored == 0);
        kept.flat_map(|(names, _)| names).map(String::as_str)
    }
}

fn shows(now: &Standpoint<'_>, filter: &PlanFilter, words: &[String], item: &Rated<'_>, kind: Kind) -> bool {
    let action = item.action;
    match kind {
        Kind::Words => words.is_empty() || says(now, item, words),
        Kind::Priority => any(&filter.priorities, |is| priority_is(now, action, is)),
        Kind::ActionRating => any(&filter.action_ratings, |is| rating_is(now, item, Axis::Action, is)),
        Kind::ImpactRating => any(&filter.impact_ratings, |is| rating_is(now, item, Axis::Impact, is)),
        Kind::Standing => any(&filter.standings, |is| standing_is(item, *is)),
        Kind::Lead => any(&filter.leads, |is| match is {
            LeadIs::Named(name) => leads::is_led_by(now.plan, action, name, now.as_at),
            LeadIs::Nobody => action.is_leaderless(),
        }),
        Kind::Due => any(&filter.due, |is| due_is(now, item, *is)),
        Kind::Silent => !filter.is_silent || now.is_silent(item),
        Kind::Placeholder => filter.placeholder.is_none_or(|wanted| action.placeholder == wanted),
        Kind::Source => any(&filter.sources, |is| source_is(action, is)),
        Kind::State if filter.states.is_empty() => action.is_live(),
        Kind::State => filter.states.iter().any(|is| state_is(action, *is)),
    }
}

fn any<T>(wanted: &[T], is: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(is)
}

pub(super) fn priority_is(now: &Standpoint<'_>, action: &Action, is: &PriorityIs) -> bool {
    match is {
        PriorityIs::Reference(reference) => action.priority == *reference && !reference.is_empty(),
        PriorityIs::None => now.plan.priority(&action.priority).is_none(),
    }
}

pub(super) fn rating_is(now: &Standpoint<'_>, item: &Rated<'_>, axis: Axis, is: &RatingIs) -> bool {
    let rank = |scale: &Scale, code: &str| scale.rank(code);
    let scale = now.scale_of(axis);
    match (is, item.code(axis)) {
        (RatingIs::NotRated, code) => code.is_none(),
        (_, None) => false,
        (RatingIs::OffScale, Some(code)) => scale.is_none_or(|scale| rank(scale, code).is_none()),
        (RatingIs::Level(wanted), Some(code)) => {
            scale.is_some_and(|scale| rank(scale, wanted).is_some() && rank(scale, wanted) == rank(scale, code))
        }
    }
}

pub(super) fn standing_is(item: &Rated<'_>, is: Standing) -> bool {
    item.action.is_live() && !item.action.placeholder && item.standing == is
}

pub(super) fn due_is(now: &Standpoint<'_>, item: &Rated<'_>, is: DueWindow) -> bool {
    let soon: Option<NaiveDate> = now.as_at.checked_add_days(Days::new(DUE_SOON_DAYS));
    let next = now.next_due_on(item);
    match is {
        DueWindow::Overdue => standing_is(item, Standing::Overdue),
        DueWindow::Next30Days => next.is_some_and(|next| next >= now.as_at && soon.is_some_and(|soon| next <= soon)),
        DueWindow::Later => next.zip(soon).is_some_and(|(next, soon)| next > soon),
        DueWindow::Undated => item.action.is_undated(),
    }
}

pub(super) fn source_is(action: &Action, is: &SourceIs) -> bool {
    match is {
        SourceIs::Tag(tag) => action.sources.iter().any(|source| source.trim().eq_ignore_ascii_case(tag.trim())),
        SourceIs::None => action.sources.iter().all(|source| source.trim().is_empty()),
    }
}

pub(super) fn state_is(action: &Action, is: StateIs) -> bool {
    is == match action.state {
        ActionState::Live => StateIs::Live,
        ActionState::Withdrawn => StateIs::Withdrawn,
        ActionState::Merged { .. } => StateIs::Merged,
        ActionState::Split { .. } => StateIs::Split,
    }
}

/// True when every word stands somewhere in what the plan and the latest update say of the action.
fn says(now: &Standpoint<'_>, item: &Rated<'_>, words: &[String]) -> bool {
    let action = item.action;
    let mut said = String::new();
    let mut add = |text: &str| {
        said.push_str(&text.to_lowercase());
        said.push('\n');
    };
    add(&action.reference);
    add(&leads::lead_names(now.plan, action).join("\n"));
    let aim = action.aim.as_deref().and_then(|aim| now.plan.aim(aim)).map(|aim| aim.title.as_str());
    let optional = [
        action.text.as_deref(),
        action.leads_raw.as_deref(),
        action.due_raw.as_deref(),
        action.group.as_deref(),
        action.delivered_through_raw.as_deref(),
        action.notes_raw.as_deref(),
        aim,
        now.plan.priority(&action.priority).and_then(|priority| priority.title.as_deref()),
        item.update.and_then(|update| update.note.as_deref()),
    ];
    optional.into_iter().flatten().for_each(&mut add);
    action.parts.iter().filter_map(|part| part.text.as_deref()).for_each(&mut add);
    action.milestones.iter().for_each(|milestone| add(&milestone.text));
    let lists = [&action.sources, &action.how_will_we_know, &action.child_statements];
    lists.into_iter().flatten().for_each(|text| add(text));
    words.iter().all(|word| said.contains(word))
}
