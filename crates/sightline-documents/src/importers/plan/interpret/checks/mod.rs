//! The plan as a whole: what is missing, said twice, or does not fit together.

mod actions;
mod measures;
mod people;
mod priorities;
mod words;

use regex::Regex;
use sightline_domain::plan::Action;
use sightline_domain::{Place, Problem, Severity};

use super::super::source::{Content, SourceDocument};
use super::draft::Draft;

/// One of the patterns that the checks look for.
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

impl Draft<'_> {
    /// Looks at the plan as a whole.
    pub(super) fn check(&mut self) {
        let actions = self.plan.actions.clone();
        self.check_actions(&actions);
        self.check_structure(&actions);
        self.check_priorities();
        self.check_leads(&actions);
        self.check_pillar_names();
        self.check_broken_words(&actions);
        self.check_holders();
        self.check_measures(&actions);
        self.check_words(&actions);
    }

    /// Notes, asks or warns about one action.
    fn tell(
        &mut self,
        severity: Severity,
        code: &str,
        action: &Action,
        place: &Place,
        seen: &str,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, severity, place.clone(), seen, help).about(&action.reference));
    }

    /// Where a second plan begins: a title after the first actions, and references that begin again after it.
    pub(super) fn second_plan(&self) -> Option<(Place, String)> {
        let (first_repeat, times) = self.repeated?;
        let unique = self.plan.actions.len() - times;
        if times < 2 || times * 4 < unique {
            return None;
        }
        self.later_titles
            .iter()
            .rev()
            .find(|(_, _, before)| *before <= first_repeat)
            .map(|(place, title, _)| (place.clone(), title.clone()))
    }

    /// What a document without an action table looks like, when the vocabulary knows.
    pub(super) fn other_document(&self, document: &SourceDocument) -> Option<String> {
        let words: Vec<String> = document
            .blocks
            .iter()
            .take(60)
            .filter_map(|block| match &block.content {
                Content::Heading { text, .. } | Content::Paragraph { text } => Some(text.to_lowercase()),
                _ => None,
            })
            .collect();
        self.vocabulary
            .headings
            .other_documents
            .iter()
            .find(|(_, phrases)| {
                phrases.iter().any(|phrase| words.iter().any(|line| line.contains(&phrase.to_lowercase())))
            })
            .map(|(kind, _)| kind.replace('_', "-"))
    }
}
