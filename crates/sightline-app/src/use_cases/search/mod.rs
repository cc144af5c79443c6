//! Finding words in everything the caller may see.

mod in_plan;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sightline_store::{PlanSummary, SearchWithin};

use self::in_plan::LookIn;
use self::words::Finder;
pub use self::words::{Piece, SearchWords};
use super::show::visible;
use crate::policy::{self, Target};
use crate::{App, Call, Result};

/// At most this many of each kind are found.
pub const MOST_FOUND: usize = 200;

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    /// An action of a plan.
    Action,
    /// A priority of a plan.
    Priority,
    /// A dated step of an action.
    Milestone,
    /// How we will know.
    Measure,
    /// A person, a post or a seat on a board.
    Person,
    /// A finding of an inspection.
    Finding,
    /// The note of an update.
    Update,
    /// A contribution to a discussion.
    Comment,
}

impl FoundKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: &[Self] = &[
        Self::Action,
        Self::Priority,
        Self::Milestone,
        Self::Measure,
        Self::Update,
        Self::Comment,
        Self::Finding,
        Self::Person,
    ];

    /// As it stands in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Action => "actions",
            Self::Priority => "priorities",
            Self::Milestone => "milestones",
            Self::Measure => "measures",
            Self::Person => "people",
            Self::Finding => "findings",
            Self::Update => "updates",
            Self::Comment => "discussion",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// Which page shows what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhereTo {
    /// The plan.
    Plan,
    /// A priority of it, by reference.
    Priority(String),
    /// An action of it, by reference.
    Action(String),
    /// Its findings.
    Findings,
    /// Its people, posts and boards.
    Registers,
}

/// Something that holds the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Handle of the plan.
    pub plan: String,
    /// Title of the plan.
    pub plan_title: String,
    /// The page that shows it.
    pub to: WhereTo,
    /// Its reference, or that of the action it belongs to.
    pub reference: Option<String>,
    /// What it is called.
    pub title: String,
    /// Another text of it that holds one of the words.
    pub text: Option<String>,
    /// The day it is of, for updates and discussion.
    pub on: Option<NaiveDate>,
    /// Who wrote it, for updates and discussion.
    pub by: Option<String>,
}

/// Everything found of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGroup {
    /// The kind.
    pub kind: FoundKind,
    /// Best first; never empty.
    pub items: Vec<Found>,
    /// True when there may be more than [`MOST_FOUND`].
    pub is_cut: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResults {
    /// The words that were looked for.
    pub words: SearchWords,
    /// The kinds of which something was found, in the order of [`FoundKind::ALL`].
    pub groups: Vec<FoundGroup>,
}

impl App {
    /// Everything the caller may see that holds every one of the words, by kind.
    ///
    /// Plans are looked through as they are today, updates and discussions from
    /// the beginning, the latest first. Whoever sees only some actions of a plan
    /// finds only what belongs to those. Nothing is looked for when `typed` has no words.
    pub async fn search(&self, call: &Call, typed: &str) -> Result<SearchResults> {
        call.may(policy::Action::PlanRead)?;
        let words = SearchWords::of(typed);
        if words.is_empty() {
            return Ok(SearchResults { words, groups: Vec::new() });
        }
        let finder = words.finder();
        let mut found = Vec::new();
        let mut within = Vec::new();
        let mut titles = BTreeMap::new();
        for version in self.store.plan_versions().await? {
            let known = self.known_plan_at(&version, call.today).await?;
            if !call.allows(policy::Action::PlanRead, &Target::Plan(&known.summary)) {
                continue;
            }
            let summary = PlanSummary::clone(&known.summary);
            let at = visible(call, &summary, known.at.clone());
            let is_whole = at.plan.actions.len() == known.at.plan.actions.len();
            let look = LookIn { handle: &summary.handle, title: &summary.title, plan: &at.plan, is_whole };
            in_plan::find(&finder, &look, &mut found);
            let actions = || at.plan.actions.iter().map(|action| action.reference.clone()).collect();
            within.push(SearchWithin { plan: summary.id.clone(), actions: (!is_whole).then(actions) });
            titles.insert(summary.id, (summary.handle, summary.title, at));
        }
        let most = MOST_FOUND as u64 + 1;
        for note in self.store.find_notes(words.all(), &within, most).await? {
            let Some((handle, title, at)) = titles.get(&note.plan) else { continue };
            found.push((
                FoundKind::Update,
                Found {
                    plan: handle.clone(),
                    plan_title: title.clone(),
                    title: action_title(at, &note.action),
                    to: WhereTo::Action(note.action.clone()),
                    reference: Some(note.action),
                    text: Some(note.note),
                    on: Some(note.on),
                    by: Some(note.by),
                },
            ));
        }
        for comment in self.store.find_comments(words.all(), &within, most).await? {
            let Some((handle, title, at)) = titles.get(&comment.plan) else { continue };
            found.push((
                FoundKind::Comment,
                Found {
                    plan: handle.clone(),
                    plan_title: title.clone(),
                    title: action_title(at, &comment.action),
                    to: WhereTo::Action(comment.action.clone()),
                    reference: Some(comment.action),
                    text: Some(comment.text),
                    on: Some(comment.at.date_naive()),
                    by: Some(comment.by),
                },
            ));
        }
        Ok(SearchResults { groups: in_groups(&words, &finder, found), words })
    }
}

fn action_title(at: &sightline_domain::history::PlanAsAt, reference: &str) -> String {
    at.plan.action(reference).map_or_else(|| format!("Action {reference}"), |action| action.title().to_owned())
}

/// By kind; in each first what is called exactly so, then what has the words in its title.
fn in_groups(words: &SearchWords, finder: &Finder, found: Vec<(FoundKind, Found)>) -> Vec<FoundGroup> {
    let mut by_kind: BTreeMap<FoundKind, Vec<Found>> = BTreeMap::new();
    for (kind, item) in found {
        by_kind.entry(kind).or_default().push(item);
    }
    let mut groups = Vec::new();
    for kind in FoundKind::ALL {
        let Some(mut items) = by_kind.remove(kind) else { continue };
        if !matches!(kind, FoundKind::Update | FoundKind::Comment) {
            items.sort_by_cached_key(|item| {
                let named = item.reference.as_deref().unwrap_or_default().to_lowercase();
                (!words.all().contains(&named), !finder.are_in(&[&item.title]))
            });
        }
        let is_cut = items.len() > MOST_FOUND;
        items.truncate(MOST_FOUND);
        groups.push(FoundGroup { kind: *kind, items, is_cut });
    }
    groups
}
