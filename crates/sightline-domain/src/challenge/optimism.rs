//! The optimism record: how past ratings and forecasts turned out, by priority and by post.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::board_report::Axis;
use crate::history::Update;
use crate::measure::{Exact, Interval, interval_of_proportion};
use crate::plan::{Action, LeadKind, Plan};
use crate::scale::{Brag, Scale};
use crate::spc::SMALL_DENOMINATOR;
use crate::standing::counts_as_complete;
use crate::standpoint::Standpoint;

/// Months after which a rating is looked at again.
pub const HORIZON_MONTHS: u32 = 3;
/// What actions are counted under whose lead is no post, or a person whose post the plan does not name.
pub const NO_POST: &str = "No post named";

/// What became of ratings of green or blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingOutcomes {
    /// Still green or blue three months later, and rated again since.
    pub stayed: u64,
    /// Amber three months later.
    pub turned_amber: u64,
    /// Red three months later.
    pub turned_red: u64,
    /// Not rated again within the three months; no part of the shares.
    pub not_rated_again: u64,
}

/// What became of forecasts whose day has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastOutcomes {
    /// The action was reported complete on or before the day.
    pub kept: u64,
    /// It was not.
    pub missed: u64,
}

/// What became of ratings and forecasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// Of action ratings.
    pub action: RatingOutcomes,
    /// Of impact ratings.
    pub impact: RatingOutcomes,
    /// Of forecasts.
    pub forecasts: ForecastOutcomes,
}

/// How past ratings and forecasts turned out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptimismRecord {
    /// Of the whole plan.
    pub whole: Outcomes,
    /// By priority, in plan order: reference and outcomes.
    pub by_priority: Vec<(String, Outcomes)>,
    /// By post, in order of the alphabet, never by how they compare; an action with two posts counts for both.
    pub by_post: Vec<(String, Outcomes)>,
}

impl RatingOutcomes {
    /// Ratings that were rated again.
    #[must_use]
    pub fn looked_at(self) -> u64 {
        self.stayed + self.turned_amber + self.turned_red
    }

    /// The share that was red three months later, in per cent; `None` of nothing.
    #[must_use]
    pub fn share_turned_red(self) -> Option<Exact> {
        share(self.turned_red, self.looked_at())
    }

    /// What that share may be by chance alone, in per cent: its 95% interval.
    #[must_use]
    pub fn interval_turned_red(self) -> Option<Interval> {
        interval_of_proportion(self.turned_red, self.looked_at())
    }

    /// True when there are so few that the share says little.
    #[must_use]
    pub fn is_small(self) -> bool {
        self.looked_at() < SMALL_DENOMINATOR
    }

    /// How they turned out, as a sentence; `None` when there is none.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let of = self.looked_at();
        let share = self.share_turned_red()?.shown(0);
        let rated = if of == 1 { "rating of green or better" } else { "ratings of green or better" };
        let (amber, red) = (self.turned_amber, self.turned_red);
        let was = if amber == 1 { "was" } else { "were" };
        Some(format!(
            "Of {of} {rated}, {amber} {was} amber and {red} red three months later ({share}% red).{}",
            caution(self.is_small())
        ))
    }

    fn add(&mut self, later: Option<Brag>) {
        match later {
            None => self.not_rated_again += 1,
            Some(Brag::Red) => self.turned_red += 1,
            Some(Brag::Amber) => self.turned_amber += 1,
            Some(Brag::Green | Brag::Blue) => self.stayed += 1,
        }
    }
}

impl ForecastOutcomes {
    /// Forecasts whose day has passed.
    #[must_use]
    pub fn passed(self) -> u64 {
        self.kept + self.missed
    }

    /// The share that was kept, in per cent; `None` of nothing.
    #[must_use]
    pub fn share_kept(self) -> Option<Exact> {
        share(self.kept, self.passed())
    }

    /// What that share may be by chance alone, in per cent: its 95% interval.
    #[must_use]
    pub fn interval_kept(self) -> Option<Interval> {
        interval_of_proportion(self.kept, self.passed())
    }

    /// True when there are so few that the share says little.
    #[must_use]
    pub fn is_small(self) -> bool {
        self.passed() < SMALL_DENOMINATOR
    }

    /// How they turned out, as a sentence; `None` when there is none.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let (of, kept) = (self.passed(), self.kept);
        let share = self.share_kept()?.shown(0);
        let dates = if of == 1 { "forecast date that has" } else { "forecast dates that have" };
        let was = if kept == 1 { "was" } else { "were" };
        Some(format!("Of {of} {dates} passed, {kept} {was} kept ({share}%).{}", caution(self.is_small())))
    }
}

fn caution(is_small: bool) -> &'static str {
    if is_small { " That is too few to conclude anything from." } else { "" }
}

fn share(part: u64, of: u64) -> Option<Exact> {
    Exact::new(i64::try_from(part).ok()?.checked_mul(100)?, i64::try_from(of).ok()?)
}

/// How past ratings and forecasts of a plan turned out by a day.
///
/// # Ratings
///
/// Each update that rates an action green or blue is followed for three
/// months, when these are over on the day: what is the rating in force then? A
/// rating that nobody gave again by then says nothing and is counted apart.
///
/// # Forecasts
///
/// Each forecast counts once, however often it is repeated. It is kept when the
/// action was reported complete by then, and stayed so until the next report.
///
/// # Updates
///
/// `updates` of every action; those that report on a later day or were
/// recorded later are left aside.
#[must_use]
pub fn optimism_record(now: &Standpoint<'_>, updates: &[Update]) -> OptimismRecord {
    let mut by_action: BTreeMap<&str, Vec<&Update>> = BTreeMap::new();
    for update in updates {
        if update.on <= now.as_at && update.recorded_at.date_naive() <= now.as_at {
            by_action.entry(&update.action).or_default().push(update);
        }
    }
    let mut record = OptimismRecord::default();
    let mut by_post: BTreeMap<String, Outcomes> = BTreeMap::new();
    let mut by_priority: BTreeMap<&str, Outcomes> = BTreeMap::new();
    for item in now.real() {
        let Some(updates) = by_action.get_mut(item.action.reference.as_str()) else { continue };
        updates.sort_by_key(|update| (update.on, update.recorded_at));
        let mut outcomes = Outcomes::default();
        follow_ratings(&mut outcomes.action, updates, now.scale_of(Axis::Action), now.as_at, |update| {
            update.action_rating.as_deref()
        });
        follow_ratings(&mut outcomes.impact, updates, now.scale_of(Axis::Impact), now.as_at, |update| {
            update.impact_rating.as_deref()
        });
        follow_forecasts(&mut outcomes.forecasts, updates, &now.scale, now.as_at);
        record.whole.add(&outcomes);
        by_priority.entry(&item.action.priority).or_default().add(&outcomes);
        for post in posts_of(now.plan, item.action, now.as_at) {
            by_post.entry(post).or_default().add(&outcomes);
        }
    }
    let in_order = now.plan.priorities.iter().map(|priority| priority.reference.as_str());
    record.by_priority =
        in_order.filter_map(|priority| Some((priority.to_owned(), by_priority.remove(priority)?))).collect();
    record.by_priority.extend(by_priority.into_iter().map(|(priority, outcomes)| (priority.to_owned(), outcomes)));
    record.by_post = by_post.into_iter().collect();
    record
}

impl Outcomes {
    fn add(&mut self, other: &Self) {
        for (ours, theirs) in [(&mut self.action, other.action), (&mut self.impact, other.impact)] {
            ours.stayed += theirs.stayed;
            ours.turned_amber += theirs.turned_amber;
            ours.turned_red += theirs.turned_red;
            ours.not_rated_again += theirs.not_rated_again;
        }
        self.forecasts.kept += other.forecasts.kept;
        self.forecasts.missed += other.forecasts.missed;
    }
}

fn follow_ratings(
    outcomes: &mut RatingOutcomes,
    updates: &[&Update],
    scale: Option<&Scale>,
    as_at: NaiveDate,
    rating: impl Fn(&Update) -> Option<&str>,
) {
    let Some(scale) = scale else { return };
    let brag = |update: &Update| rating(update).and_then(|code| scale.level(code)).and_then(|level| level.stands_for);
    for (at, update) in updates.iter().enumerate() {
        let Some(then) = update.on.checked_add_months(Months::new(HORIZON_MONTHS)).filter(|then| *then <= as_at) else {
            continue;
        };
        if brag(update).is_some_and(|rated| rated >= Brag::Green) {
            let later = updates[at + 1..].iter().filter(|later| later.on > update.on && later.on <= then);
            outcomes.add(later.filter_map(|later| brag(later)).next_back());
        }
    }
}

fn follow_forecasts(outcomes: &mut ForecastOutcomes, updates: &[&Update], scale: &Scale, as_at: NaiveDate) {
    let is_complete =
        |update: &&&Update| update.action_rating.as_deref().is_some_and(|code| counts_as_complete(scale, code));
    let mut before = None;
    for update in updates {
        let Some(forecast) = update.forecast_on.filter(|forecast| before != Some(*forecast)) else { continue };
        before = Some(forecast);
        if forecast >= as_at {
            continue;
        }
        let mut rated = updates.iter().filter(|update| update.action_rating.is_some());
        if rated.rfind(|update| update.on <= forecast).as_ref().is_some_and(is_complete) {
            outcomes.kept += 1;
        } else {
            outcomes.missed += 1;
        }
    }
}

/// The posts that lead an action on a day, never a person's name; [`NO_POST`] when the plan names none.
///
/// A person who leads stands for the post that the plan says they hold.
#[must_use]
pub fn posts_of(plan: &Plan, action: &Action, day: NaiveDate) -> Vec<String> {
    let mut posts: Vec<String> = Vec::new();
    for lead in &action.leads {
        let person = lead.resolved.as_deref().unwrap_or(&lead.name).trim();
        let is_person = |name: &str| name.trim().eq_ignore_ascii_case(person);
        let held = || {
            let of_post =
                plan.posts.iter().find(|post| post.holder_on(day).is_some_and(|held| is_person(&held.holder)));
            let of_person =
                || plan.people.iter().find(|other| is_person(&other.name)).and_then(|other| other.post.clone());
            of_post.map(|post| post.title.clone()).or_else(of_person)
        };
        let post = match (plan.post_of(lead), lead.kind) {
            (Some(post), _) => Some(post.title.clone()),
            (None, LeadKind::Post | LeadKind::Body) => Some(lead.name.clone()),
            (None, _) => held(),
        };
        posts.extend(post.filter(|post| !post.trim().is_empty()));
    }
    posts.sort_unstable();
    posts.dedup();
    if posts.is_empty() { vec![NO_POST.to_owned()] } else { posts }
}
