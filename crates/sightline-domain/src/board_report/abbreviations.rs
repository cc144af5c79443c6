//! Which abbreviations a report uses, and which of them its plan does not explain.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::plan::{LeadKind, Plan};

/// An abbreviation used in the report, with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GlossaryLine {
    /// The abbreviation.
    pub abbreviation: String,
    /// What the plan's glossary says it stands for.
    pub meaning: String,
}

/// The plan's glossary entries that occur in the texts, in alphabetical order.
pub(super) fn used_glossary(plan: &Plan, texts: &[&str]) -> Vec<GlossaryLine> {
    let mut lines: Vec<GlossaryLine> = plan
        .glossary
        .iter()
        .filter(|entry| !entry.abbreviation.trim().is_empty())
        .filter(|entry| {
            let names = [Some(entry.abbreviation.as_str()), entry.abbreviation_raw.as_deref()];
            names.into_iter().flatten().any(|name| texts.iter().any(|text| holds_word(text, name.trim())))
        })
        .map(|entry| GlossaryLine {
            abbreviation: entry.abbreviation.trim().to_owned(),
            meaning: entry.meaning.trim().to_owned(),
        })
        .collect();
    lines
        .sort_by_cached_key(|line| (line.abbreviation.to_lowercase(), line.abbreviation.clone(), line.meaning.clone()));
    lines.dedup();
    lines
}

/// Words in capitals that occur in the texts and that the plan's glossary does not explain, in alphabetical order.
///
/// Left out: references of the plan, names of its inspections, initials of people, codes and names of
/// ratings, Roman numerals, and texts written wholly in capitals.
pub(super) fn undefined_abbreviations(plan: &Plan, texts: &[&str]) -> Vec<String> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for entry in &plan.glossary {
        known.extend(words(&entry.abbreviation).map(singular));
        known.extend(entry.abbreviation_raw.iter().flat_map(|raw| words(raw)).map(singular));
    }
    known.extend(plan.people.iter().filter_map(|person| person.initials.clone()));
    let initials = plan.actions.iter().flat_map(|action| &action.leads).filter(|lead| lead.kind == LeadKind::Initials);
    known.extend(initials.flat_map(|lead| words(&lead.name).chain(words(&lead.raw)).map(singular)));
    known.extend(plan.inspections.iter().flat_map(|inspection| words(&inspection.name)).map(singular));
    for level in plan.scales.iter().flat_map(|scale| &scale.levels) {
        known.extend([level.code.clone(), level.name.clone()]);
    }
    let references: BTreeSet<&str> = plan
        .actions
        .iter()
        .map(|action| action.reference.as_str())
        .chain(plan.priorities.iter().map(|priority| priority.reference.as_str()))
        .chain(plan.aims.iter().map(|aim| aim.reference.as_str()))
        .chain(plan.focus_areas.iter().map(|area| area.reference.as_str()))
        .collect();
    let found: BTreeSet<String> = texts
        .iter()
        .filter(|text| !is_shouted(text))
        .flat_map(|text| words(text))
        .map(singular)
        .filter(|word| is_abbreviation(word) && !known.contains(word) && !references.contains(word.as_str()))
        .collect();
    found.into_iter().collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '&')).filter(|word| !word.is_empty())
}

/// `IROs` is the plural of `IRO`.
fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.chars().count() >= 2 && stem.chars().last().is_some_and(char::is_uppercase) => {
            stem.to_owned()
        }
        _ => word.to_owned(),
    }
}

fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    let small = word.chars().filter(|letter| letter.is_lowercase()).count();
    let length = word.chars().count();
    let is_roman = word.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'));
    (2..=8).contains(&length)
        && capitals >= 2
        && small <= 1
        && !is_roman
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(|letter| letter.is_alphabetic() || letter == '&' || letter.is_ascii_digit())
}

/// True for a text of two words or more that is all capitals, where nothing can be told from capitals.
fn is_shouted(text: &str) -> bool {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    words(text).count() >= 2 && letters().count() > 12 && letters().all(char::is_uppercase)
}

fn holds_word(text: &str, wanted: &str) -> bool {
    let is_edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(wanted).any(|(at, found)| {
        let mut after = text[at + found.len()..].chars();
        let next = after.next();
        let ends = is_edge(next) || (next == Some('s') && is_edge(after.next()));
        ends && is_edge(text[..at].chars().next_back())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::GlossaryEntry;

    fn plan(entries: &[(&str, &str)]) -> Plan {
        Plan {
            glossary: entries
                .iter()
                .map(|(abbreviation, meaning)| GlossaryEntry {
                    abbreviation: (*abbreviation).to_owned(),
                    abbreviation_raw: None,
                    meaning: (*meaning).to_owned(),
                })
                .collect(),
            ..Plan::default()
        }
    }

    #[test]
    fn only_entries_that_are_used_are_printed() {
        let plan = plan(&[
            ("PEP", "personal education plan"),
            ("IRO", "independent reviewing officer"),
            ("C&F", "child and family"),
        ]);
        let used = used_glossary(&plan, &["Every child has a PEP.", "C&F assessments on time", "IROnmongery"]);
        let names: Vec<_> = used.iter().map(|line| line.abbreviation.as_str()).collect();
        assert_eq!(names, ["C&F", "PEP"]);
    }

    #[test]
    fn a_plural_is_the_same_abbreviation() {
        let plan = plan(&[("IRO", "independent reviewing officer")]);
        assert_eq!(used_glossary(&plan, &["IROs escalate"]).len(), 1);
        assert!(undefined_abbreviations(&plan, &["IROs escalate"]).is_empty());
        assert_eq!(undefined_abbreviations(&plan, &["PEPs are late"]), ["PEP"]);
    }

    #[test]
    fn names_numbers_and_shouting_are_not_abbreviations() {
        let plan = plan(&[]);
        let texts = ["Part II by McKay in 2026", "IMPROVEMENT PLAN FOR CHILDREN", "A hub for 16 to 18", "DfE adviser"];
        assert_eq!(undefined_abbreviations(&plan, &texts), ["DfE"]);
    }
}
