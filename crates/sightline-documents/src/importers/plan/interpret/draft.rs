//! The draft plan while it is being read, and where in the plan the reader stands.

use std::collections::BTreeMap;

use sightline_domain::plan::{Plan, Priority, Section};
use sightline_domain::{Place, Problem, Severity};

use super::super::source::Cell;
use super::super::vocabulary::Vocabulary;
use super::codes;
use super::columns::Columns;
use super::sources::SourceWords;
use super::words::{plain, shortened};
use super::{activities::Composite, lines::PendingHeading};

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

/// The draft while it is read.
pub(super) struct Draft<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) overrides: &'a [(String, String)],
    pub(super) source_words: SourceWords,
    pub(super) plan: Plan,
    pub(super) problems: Vec<Problem>,
    pub(super) columns: Columns,
    pub(super) kind: TableKind,
    pub(super) action_columns: Option<Columns>,
    pub(super) pending_heading: Option<PendingHeading>,
    pub(super) pending_lines: Vec<(Place, String, bool)>,
    pub(super) list: Option<List>,
    pub(super) after_actions: bool,
    pub(super) priority: Option<usize>,
    pub(super) aim: Option<usize>,
    pub(super) group: Option<String>,
    pub(super) group_is_fresh: bool,
    pub(super) pillar: Option<String>,
    pub(super) gathered: Option<Gathered>,
    pub(super) composite: Option<Composite>,
    pub(super) section: Option<usize>,
    pub(super) stray_reference: Option<String>,
    /// Line of the last item of the list in hand, how far items lie apart, and whether they have bullets.
    pub(super) list_line: Option<u32>,
    pub(super) list_step: Option<u32>,
    pub(super) list_without_bullets: bool,
    pub(super) as_at_raw: Option<String>,
    pub(super) places: BTreeMap<String, Place>,
    pub(super) rating_fills: BTreeMap<usize, (Option<String>, Option<String>)>,
    pub(super) action_tables: u32,
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
            action_tables: 0,
            titles: Vec::new(),
            posts_of: BTreeMap::new(),
            later_titles: Vec::new(),
            repeated: None,
        }
    }

    pub(super) fn note(&mut self, code: &str, place: &Place, seen: &str, help: impl Into<String>) {
        self.problems.push(Problem::new(code, Severity::Note, place.clone(), seen, help));
    }

    pub(super) fn question(&mut self, code: &str, place: &Place, seen: &str, help: impl Into<String>) {
        self.problems.push(Problem::new(code, Severity::Question, place.clone(), seen, help));
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
        let at = match self.section {
            Some(at) => at,
            None => {
                self.plan.sections.push(Section::default());
                let at = self.plan.sections.len() - 1;
                self.section = Some(at);
                at
            }
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
        let mut unique = reference.to_owned();
        let mut again = 2;
        while self.plan.priorities.iter().any(|known| known.reference == unique) {
            unique = format!("{reference} ({again})");
            again += 1;
        }
        if unique != reference {
            self.question(
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

    /// The priority with this reference becomes the one in hand; `None` when there is none.
    pub(super) fn return_to_priority(&mut self, reference: &str) -> Option<usize> {
        let at = self.plan.priorities.iter().position(|known| known.reference == reference)?;
        if self.priority != Some(at) {
            self.priority = Some(at);
            self.aim = None;
            self.group = None;
        }
        Some(at)
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
