//! The draft plan while it is being read, and where in the plan the reader stands.

use std::collections::BTreeMap;

use sightline_domain::plan::{Action, Plan, Priority, Section};
use sightline_domain::{Place, Problem, Severity};

use super::super::source::Cell;
use super::super::vocabulary::Vocabulary;
use super::codes;
use super::columns::Columns;
use super::sources::SourceWords;
use super::words::{plain, shortened};
use super::{activities::Composite, headings::PendingHeading};

/// A list of a priority that lines can be added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Objectives,
    Outcomes,
    MeasuredBy,
    Impact,
}

/// What the table in hand holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TableKind {
    #[default]
    Unknown,
    Actions,
    Measures,
    Posts,
    Board,
    Abbreviations,
    DeliveryLeads,
    Statements,
}

/// A cell of an action with where it stands.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) cell: Cell,
    pub(super) place: Place,
}

/// The cells of one action, gathered over its rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    pub(super) ref_raw: Option<String>,
    pub(super) place: Place,
    pub(super) priority: String,
    pub(super) aim: Option<String>,
    pub(super) group: Option<String>,
    pub(super) group_carried_over: bool,
    pub(super) cells: BTreeMap<String, Vec<Piece>>,
}

/// The references given out so far, so that each is found and kept unique in little time.
#[derive(Debug, Default)]
pub(super) struct References {
    at: BTreeMap<String, usize>,
    copies: BTreeMap<String, usize>,
}

impl References {
    /// Where in its list the item with this reference is.
    pub(super) fn at(&self, reference: &str) -> Option<usize> {
        self.at.get(reference).copied()
    }

    /// Gives a reference to the item at a place of its list: the one wanted, or it with a number behind.
    pub(super) fn give(&mut self, wanted: &str, at: usize) -> String {
        let mut unique = wanted.to_owned();
        if self.at.contains_key(wanted) {
            let copies = self.copies.entry(wanted.to_owned()).or_insert(1);
            while self.at.contains_key(&unique) {
                *copies += 1;
                unique = format!("{wanted} ({copies})");
            }
        }
        self.at.insert(unique.clone(), at);
        unique
    }
}

/// The draft while it is read.
pub(super) struct Draft<'a> {
    /// The words that plans are written in.
    pub(super) vocabulary: &'a Vocabulary,
    /// Headings mapped to fields on the command line.
    pub(super) overrides: &'a [(String, String)],
    /// The patterns that inspections are named by.
    pub(super) source_words: SourceWords,
    /// The plan as far as it is read.
    pub(super) plan: Plan,
    /// What a person should look at.
    pub(super) problems: Vec<Problem>,
    /// References of the priorities, aims and actions, each with its place in the plan's list.
    pub(super) priorities: References,
    pub(super) aims: References,
    pub(super) actions: References,
    /// How many actions stand under each priority and aim.
    pub(super) siblings: BTreeMap<(String, Option<String>), usize>,
    /// Where each item was found: an action by its reference, others as `priority 1`, `measure 3`.
    pub(super) places: BTreeMap<String, Place>,

    /// The columns in force, and what their table holds.
    pub(super) columns: Columns,
    pub(super) kind: TableKind,
    /// The columns of the last action table, for the part of it after a page break.
    pub(super) action_columns: Option<Columns>,
    /// A reference printed in a header row, which belongs to the row below it.
    pub(super) stray_reference: Option<String>,

    /// A numbered heading whose table has not come yet.
    pub(super) pending_heading: Option<PendingHeading>,
    /// Lines after an action table: place, words, whether they have a bullet.
    pub(super) pending_lines: Vec<(Place, String, bool)>,
    /// The list that lines are added to.
    pub(super) list: Option<List>,
    /// True between the last action of a table and whatever comes next.
    pub(super) after_actions: bool,

    /// The priority, aim and section in hand, by their place in the plan's lists.
    pub(super) priority: Option<usize>,
    pub(super) aim: Option<usize>,
    pub(super) section: Option<usize>,
    /// The pillar in hand, by its reference.
    pub(super) pillar: Option<String>,
    /// The heading inside the table, and whether no action has come under it yet.
    pub(super) group: Option<String>,
    pub(super) group_is_fresh: bool,
    /// The action in hand, and the activities of a table that holds several in a row.
    pub(super) gathered: Option<Gathered>,
    pub(super) composite: Option<Composite>,

    /// Line of the last item of the list in hand, how far items lie apart, and whether they have bullets.
    pub(super) list_line: Option<u32>,
    pub(super) list_step: Option<u32>,
    pub(super) list_without_bullets: bool,
    /// The day that the list of post holders is of, as printed.
    pub(super) as_at_raw: Option<String>,
    /// Colours of the rating cells of each action: of the action, of its impact.
    pub(super) rating_fills: BTreeMap<usize, (Option<String>, Option<String>)>,
    /// The first lines of the document, of which the title is made.
    pub(super) titles: Vec<(Place, String)>,
    /// Every post printed with a name.
    pub(super) posts_of: BTreeMap<String, Vec<String>>,
    /// Lines after the first action that may be the title of another plan: place, words, actions before.
    pub(super) later_titles: Vec<(Place, String, usize)>,
    /// How many actions were read when a reference first came a second time, and how often that happened.
    pub(super) repeated: Option<(usize, usize)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        vocabulary: &'a Vocabulary,
        overrides: &'a [(String, String)],
        source_words: SourceWords,
    ) -> Self {
        Self {
            vocabulary,
            overrides,
            source_words,
            plan: Plan::default(),
            problems: Vec::new(),
            columns: Columns::default(),
            kind: TableKind::default(),
            action_columns: None,
            pending_heading: None,
            pending_lines: Vec::new(),
            list: None,
            after_actions: false,
            priority: None,
            aim: None,
            group: None,
            group_is_fresh: false,
            pillar: None,
            gathered: None,
            composite: None,
            section: None,
            stray_reference: None,
            list_line: None,
            list_step: None,
            list_without_bullets: false,
            as_at_raw: None,
            places: BTreeMap::new(),
            rating_fills: BTreeMap::new(),
            titles: Vec::new(),
            posts_of: BTreeMap::new(),
            later_titles: Vec::new(),
            repeated: None,
            priorities: References::default(),
            aims: References::default(),
            actions: References::default(),
            siblings: BTreeMap::new(),
        }
    }

    pub(super) fn note(&mut self, code: &str, place: &Place, seen: &str, help: impl Into<String>) {
        self.problems.push(Problem::new(code, Severity::Note, place.clone(), seen, help));
    }

    pub(super) fn question(&mut self, code: &str, place: &Place, seen: &str, help: impl Into<String>) {
        self.problems.push(Problem::new(code, Severity::Question, place.clone(), seen, help));
    }

    /// A question about an item: an action by its reference, others as `priority 1`, `measure 3`.
    pub(super) fn question_about(
        &mut self,
        about: &str,
        code: &str,
        place: &Place,
        seen: &str,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, Severity::Question, place.clone(), seen, help).about(about));
    }

    /// A warning about an item, named as in [`question_about`](Self::question_about).
    pub(super) fn warning_about(
        &mut self,
        about: &str,
        code: &str,
        place: &Place,
        seen: &str,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, Severity::Warning, place.clone(), seen, help).about(about));
    }

    pub(super) fn warning(&mut self, code: &str, place: &Place, seen: &str, help: impl Into<String>) {
        self.problems.push(Problem::new(code, Severity::Warning, place.clone(), seen, help));
    }

    /// The priority in hand.
    pub(super) fn current_priority(&mut self) -> Option<&mut Priority> {
        self.priority.and_then(|at| self.plan.priorities.get_mut(at))
    }

    /// The section in hand, made when there is none.
    pub(super) fn current_section(&mut self) -> &mut Section {
        let at = if let Some(at) = self.section {
            at
        } else {
            self.plan.sections.push(Section::default());
            let at = self.plan.sections.len() - 1;
            self.section = Some(at);
            at
        };
        &mut self.plan.sections[at]
    }

    /// Opens a section under a heading.
    pub(super) fn open_section(&mut self, heading: &str, kind: Option<String>) {
        self.plan.sections.push(Section { kind, heading: heading.to_owned(), ..Section::default() });
        self.section = Some(self.plan.sections.len() - 1);
        self.list_line = None;
        self.list_step = None;
        self.list_without_bullets = false;
    }

    /// The kind of passage a heading opens, by the vocabulary: the longest phrase it is or ends with.
    pub(super) fn section_kind(&self, heading: &str) -> Option<String> {
        let text = plain(&super::words::without_brackets(heading));
        self.vocabulary
            .headings
            .sections
            .iter()
            .flat_map(|(kind, phrases)| phrases.iter().map(move |phrase| (phrase, kind)))
            .filter(|(phrase, _)| text == **phrase || text.ends_with(&format!(" {phrase}")))
            .max_by_key(|(phrase, _)| phrase.len())
            .map(|(_, kind)| kind.clone())
    }

    /// Opens a priority; the one in hand is done.
    pub(super) fn open_priority(
        &mut self,
        reference: &str,
        ref_raw: Option<&str>,
        title: Option<String>,
        place: &Place,
    ) {
        let unique = self.priorities.give(reference, self.plan.priorities.len());
        if unique != reference {
            self.question_about(
                &format!("priority {unique}"),
                codes::REFERENCE_TWICE,
                place,
                reference,
                format!(
                    "Two priorities have the reference {reference}. The second is kept as {unique}: give it its own."
                ),
            );
        }
        self.plan.priorities.push(Priority {
            reference: unique.clone(),
            ref_raw: ref_raw.map(str::to_owned),
            title,
            pillar: self.pillar.clone(),
            ..Priority::default()
        });
        self.places.insert(format!("priority {unique}"), place.clone());
        self.priority = Some(self.plan.priorities.len() - 1);
        self.aim = None;
        if !self.group_is_fresh {
            self.group = None;
        }
        self.list = None;
        self.after_actions = false;
    }

    /// The priority in hand as problems name it.
    pub(super) fn priority_in_hand(&self) -> String {
        self.priority
            .and_then(|at| self.plan.priorities.get(at))
            .map_or_else(|| "plan".to_owned(), |priority| format!("priority {}", priority.reference))
    }

    /// The priority with this reference becomes the one in hand; `None` when there is none.
    pub(super) fn return_to_priority(&mut self, reference: &str) -> Option<usize> {
        let at = self.priorities.at(reference)?;
        if self.priority != Some(at) {
            self.priority = Some(at);
            self.aim = None;
            self.group = None;
        }
        Some(at)
    }

    /// The action with this reference.
    pub(super) fn action(&self, reference: &str) -> Option<&Action> {
        self.actions.at(reference).and_then(|at| self.plan.actions.get(at))
    }

    /// Where an item was found, by its key in `places`; an empty place when it is in none.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.places.get(key).cloned().unwrap_or_default()
    }

    /// Words for showing in a problem.
    pub(super) fn shown(text: &str) -> String {
        shortened(text, 120)
    }
}

/// The part of a reference before its first dot: `4` of `4.10`.
pub(super) fn major(reference: &str) -> &str {
    reference.split('.').next().unwrap_or(reference)
}

/// A reference without the dot or bracket printed after it.
pub(super) fn bare_reference(printed: &str) -> String {
    printed.trim().trim_end_matches(['.', ':', ')', ' ']).to_owned()
}
